//! A walk through JSON, or through the literals that Python prints, that builds nothing: quotes of
//! either kind, `true` and `True`, `null` and `None`. Values that nobody wants are passed over.

use std::borrow::Cow;

/// Where a text stopped being JSON or a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// Bytes before it.
    pub at: usize,
    /// What was missing.
    pub wanted: &'static str,
}

/// Goes from value to value.
#[derive(Clone, Debug)]
pub(super) struct Walker<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Text,
    /// A number, `true`, `false` or `null`.
    Word,
    Nothing,
}

impl<'a> Walker<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes are behind it.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What comes next, behind spaces.
    #[inline]
    pub(super) fn kind(&mut self) -> Kind {
        match self.peek() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"' | b'\'') => Kind::Text,
            Some(b',' | b':' | b'}' | b']') | None => Kind::Nothing,
            Some(_) => Kind::Word,
        }
    }

    /// Walks over an object; `each` gets every key and must walk over or skip its value.
    pub(super) fn object(
        &mut self,
        mut each: impl FnMut(&[u8], &mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        self.expect(b'{', "an object")?;
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            let key = self.key()?;
            self.expect(b':', "`:`")?;
            each(&key, self)?;
            if self.take(b',') {
                continue;
            }
            return self.expect(b'}', "`,` or `}`");
        }
    }

    /// Walks over an object where one stands; any other value is passed over.
    pub(super) fn object_or_skip(
        &mut self,
        each: impl FnMut(&[u8], &mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        if self.kind() == Kind::Object { self.object(each) } else { self.skip() }
    }

    /// Walks over an array; `each` gets every place, from 0, and must walk over or skip its value.
    pub(super) fn array(
        &mut self,
        mut each: impl FnMut(usize, &mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        self.expect(b'[', "an array")?;
        let mut idx = 0;
        while !self.take(b']') {
            each(idx, self)?;
            idx += 1;
            if !self.take(b',') {
                return self.expect(b']', "`,` or `]`");
            }
        }
        Ok(())
    }

    /// Walks over an array, or over an object that patches one by index. Other keys are passed over.
    pub(super) fn items(
        &mut self,
        mut each: impl FnMut(usize, &mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        match self.kind() {
            Kind::Array => self.array(each),
            Kind::Object => self.object(|key, walker| match index(key) {
                Some(idx) => each(idx, walker),
                None => walker.skip(),
            }),
            _ => self.skip(),
        }
    }

    /// The name of a member, as bytes: those that are wanted are plain.
    #[inline]
    fn key(&mut self) -> Result<Cow<'a, [u8]>, Broken> {
        match self.kind() {
            Kind::Text => Ok(match self.pass_text()? {
                (inside, false) => Cow::Borrowed(inside),
                (inside, true) => Cow::Owned(unescaped(inside).into_bytes()),
            }),
            Kind::Word => Ok(Cow::Borrowed(self.word())),
            _ => Err(self.broken("a text")),
        }
    }

    /// A text; of a number or word its letters; nothing of anything else.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Broken> {
        match self.kind() {
            Kind::Text => self.quoted(),
            Kind::Word => Ok(plain(self.word())),
            _ => Err(self.broken("a text")),
        }
    }

    /// A text where one stands; any other value is passed over.
    pub(super) fn text_or_skip(&mut self) -> Result<Option<Cow<'a, str>>, Broken> {
        match self.kind() {
            Kind::Text | Kind::Word => self.text().map(Some),
            _ => self.skip().map(|()| None),
        }
    }

    /// Whether it is true; `None` where it is neither.
    pub(super) fn truth(&mut self) -> Result<Option<bool>, Broken> {
        let text = self.text_or_skip()?;
        Ok(text.and_then(|text| match &text[..] {
            "true" | "True" | "1" => Some(true),
            "false" | "False" | "0" => Some(false),
            _ => None,
        }))
    }

    /// A number, or a text that holds one.
    pub(super) fn number<T: std::str::FromStr>(&mut self) -> Result<Option<T>, Broken> {
        Ok(self.text_or_skip()?.and_then(|text| text.trim().parse().ok()))
    }

    /// Passes over the next value and gives its bytes.
    pub(super) fn span(&mut self) -> Result<&'a [u8], Broken> {
        self.peek();
        let from = self.at;
        self.skip()?;
        Ok(&self.bytes[from..self.at])
    }

    /// Passes over the next value.
    pub(super) fn skip(&mut self) -> Result<(), Broken> {
        match self.kind() {
            Kind::Text => self.pass_text().map(|_| ()),
            Kind::Word => {
                self.word();
                Ok(())
            }
            Kind::Object | Kind::Array => self.pass_nested(),
            Kind::Nothing => Err(self.broken("a value")),
        }
    }

    fn pass_nested(&mut self) -> Result<(), Broken> {
        let (bytes, mut at) = (self.bytes, self.at);
        let mut depth = 0_usize;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => {
                    self.at = at;
                    return Ok(());
                }
                b'}' | b']' => depth -= 1,
                b'"' | b'\'' => match end_of_text(bytes, at, byte) {
                    Some((end, _)) => at = end,
                    None => break,
                },
                _ => {}
            }
        }
        Err(self.broken("a closing bracket"))
    }

    /// Passes over a text; gives what stands between its quotes, and whether there are escapes in it.
    #[inline]
    fn pass_text(&mut self) -> Result<(&'a [u8], bool), Broken> {
        let (bytes, from) = (self.bytes, self.at + 1);
        let quote = bytes.get(self.at).copied().unwrap_or(b'"');
        let Some((end, is_escaped)) = end_of_text(bytes, from, quote) else {
            return Err(self.broken("a closing quote"));
        };
        self.at = end;
        Ok((&bytes[from..end - 1], is_escaped))
    }

    #[inline]
    fn quoted(&mut self) -> Result<Cow<'a, str>, Broken> {
        let (inside, is_escaped) = self.pass_text()?;
        Ok(if is_escaped { Cow::Owned(unescaped(inside)) } else { plain(inside) })
    }

    fn word(&mut self) -> &'a [u8] {
        let from = self.at;
        let ends =
            |byte: &u8| matches!(byte, b',' | b':' | b'}' | b']') || byte.is_ascii_whitespace();
        let rest = &self.bytes[from..];
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        &self.bytes[from..self.at]
    }

    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    #[inline]
    fn take(&mut self, wanted: u8) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    #[inline]
    fn expect(&mut self, wanted: u8, name: &'static str) -> Result<(), Broken> {
        if self.take(wanted) { Ok(()) } else { Err(self.broken(name)) }
    }

    fn broken(&self, wanted: &'static str) -> Broken {
        Broken { at: self.at, wanted }
    }
}

/// Where a text ends that begins at a place, behind its quote, and whether there are escapes in it.
#[inline]
fn end_of_text(bytes: &[u8], from: usize, quote: u8) -> Option<(usize, bool)> {
    let (mut at, mut is_escaped) = (from, false);
    loop {
        let rest = bytes.get(at..)?;
        let stop = rest.iter().position(|byte| *byte == quote || *byte == b'\\')?;
        at += stop + 1;
        if rest[stop] == quote {
            return Some((at, is_escaped));
        }
        (at, is_escaped) = (at + 1, true);
    }
}

/// A place in a list, as a key says it.
#[inline]
fn index(key: &[u8]) -> Option<usize> {
    let is_one = (1..=9).contains(&key.len()) && key.iter().all(u8::is_ascii_digit);
    is_one.then(|| key.iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0')))
}

/// Bytes as text; what is no UTF-8 is marked as such.
#[inline]
fn plain(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// A text without its escapes, those of JSON and those that Python prints.
fn unescaped(inside: &[u8]) -> String {
    let inside = String::from_utf8_lossy(inside);
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside.chars();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' => push_escaped(&mut text, &mut rest),
            _ => text.push(letter),
        }
    }
    text
}

fn push_escaped(text: &mut String, rest: &mut std::str::Chars<'_>) {
    match rest.next() {
        Some('n') => text.push('\n'),
        Some('r') => text.push('\r'),
        Some('t') => text.push('\t'),
        Some('b') => text.push('\u{8}'),
        Some('f') => text.push('\u{c}'),
        Some('u') => {
            let first = hex(rest, 4);
            text.push(paired(first, rest));
        }
        Some('x') => text.push(char::from_u32(hex(rest, 2)).unwrap_or('\u{fffd}')),
        Some('U') => text.push(char::from_u32(hex(rest, 8)).unwrap_or('\u{fffd}')),
        Some(other) => text.push(other),
        None => {}
    }
}

/// A letter from its number; two halves of one stand as two escapes.
fn paired(first: u32, rest: &mut std::str::Chars<'_>) -> char {
    let mut ahead = rest.clone();
    if (0xD800..0xDC00).contains(&first) && ahead.next() == Some('\\') && ahead.next() == Some('u')
    {
        let second = hex(&mut ahead, 4);
        if (0xDC00..0xE000).contains(&second) {
            *rest = ahead;
            let number = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            return char::from_u32(number).unwrap_or('\u{fffd}');
        }
    }
    char::from_u32(first).unwrap_or('\u{fffd}')
}

fn hex(rest: &mut std::str::Chars<'_>, n_digits: usize) -> u32 {
    let mut number = 0_u32;
    for _ in 0..n_digits {
        let mut ahead = rest.clone();
        let Some(digit) = ahead.next().and_then(|letter| letter.to_digit(16)) else { break };
        *rest = ahead;
        number = number << 4 | digit;
    }
    number
}
