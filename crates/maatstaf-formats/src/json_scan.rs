//! Walks through JSON of a known shape without building it: any order of keys, any space between.

/// A place in a JSON text.
pub(crate) struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

/// The text is no JSON from some byte on, or breaks off there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its text is no JSON from byte {at} on")]
pub(crate) struct Malformed {
    pub(crate) at: usize,
}

type Scanned<T> = Result<T, Malformed>;

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// Calls for each member of an object, at its value; the call must pass the value.
    pub(crate) fn members(
        &mut self,
        mut each: impl FnMut(&mut Self, &'a [u8]) -> Scanned<()>,
    ) -> Scanned<()> {
        self.take(b'{')?;
        if self.peek() == Some(b'}') {
            return self.take(b'}');
        }
        loop {
            let key = self.string()?;
            self.take(b':')?;
            each(self, key)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                _ => return self.take(b'}'),
            }
        }
    }

    /// Calls for each element of an array; the call must pass the element.
    pub(crate) fn elements(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Scanned<()>,
    ) -> Scanned<()> {
        self.take(b'[')?;
        if self.peek() == Some(b']') {
            return self.take(b']');
        }
        loop {
            each(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                _ => return self.take(b']'),
            }
        }
    }

    /// What stands between quotes, escapes as they are written.
    pub(crate) fn string(&mut self) -> Scanned<&'a [u8]> {
        self.take(b'"')?;
        let from = self.at;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
                None => return self.malformed(),
            }
        }
        let text = &self.text[from..self.at];
        self.at += 1;
        Ok(text)
    }

    /// What stands between quotes; `None` for any other value, which is passed.
    pub(crate) fn text(&mut self) -> Scanned<Option<&'a [u8]>> {
        match self.peek() {
            Some(b'"') => self.string().map(Some),
            _ => self.skip().map(|()| None),
        }
    }

    /// A number, also one between quotes; NaN for any other value, which is passed.
    pub(crate) fn number(&mut self) -> Scanned<f32> {
        let from = match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.at,
            Some(b'"') => return self.string().map(float),
            _ => return self.skip().map(|()| f32::NAN),
        };
        let negative = self.text[from] == b'-';
        let first = from + usize::from(negative);
        let (mut whole, mut at) = (0_i32, first);
        while let Some(digit @ b'0'..=b'9') = self.text.get(at) {
            whole = whole.wrapping_mul(10).wrapping_add(i32::from(digit - b'0'));
            at += 1;
        }
        let is_whole = !matches!(self.text.get(at), Some(b'.' | b'e' | b'E'));
        self.at = at;
        if is_whole && (1..=9).contains(&(at - first)) {
            return Ok(if negative { -whole } else { whole } as f32);
        }
        self.bare();
        Ok(float(&self.text[from..self.at]))
    }

    /// Passes one value, whatever it is.
    pub(crate) fn skip(&mut self) -> Scanned<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                Some(b'{' | b'[') => (depth, self.at) = (depth + 1, self.at + 1),
                Some(b'}' | b']') if depth > 0 => (depth, self.at) = (depth - 1, self.at + 1),
                Some(b',' | b':') if depth > 0 => self.at += 1,
                Some(b'"') => self.string().map(|_| ())?,
                Some(byte) if byte == b'-' || byte.is_ascii_alphanumeric() => self.bare(),
                _ => return self.malformed(),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Passes one value and gives it as it is written.
    pub(crate) fn raw(&mut self) -> Scanned<&'a [u8]> {
        self.peek();
        let from = self.at;
        self.skip()?;
        Ok(&self.text[from..self.at])
    }

    /// Passes the letters of a number or a word.
    fn bare(&mut self) {
        let is_bare = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        self.at += self.text[self.at..].iter().take_while(is_bare).count();
    }

    /// The next byte that is no space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.get(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    fn take(&mut self, byte: u8) -> Scanned<()> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            _ => self.malformed(),
        }
    }

    fn malformed<T>(&self) -> Scanned<T> {
        Err(Malformed { at: self.at.min(self.text.len()) + 1 })
    }
}

fn float(text: &[u8]) -> f32 {
    let number = std::str::from_utf8(text).ok().and_then(|text| text.trim().parse().ok());
    number.filter(|number: &f32| number.is_finite()).unwrap_or(f32::NAN)
}

#[cfg(test)]
#[path = "json_scan_tests.rs"]
mod tests;
