use std::fmt;

use maatstaf_numerics::sign_test;

/// A count of who was ahead.
///
/// ```
/// use maatstaf_pace::HeadToHead;
///
/// let count = HeadToHead { driver: 2, reference: 19, undecided: 1 };
/// assert_eq!(count.to_string(), "2–19");
/// assert_eq!(count.decided(), 21);
/// assert!(!count.cannot_tell());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HeadToHead {
    /// How often the driver was ahead.
    pub driver: u16,
    /// How often the reference was ahead.
    pub reference: u16,
    /// How often both took part and neither was ahead.
    pub undecided: u16,
}

impl HeadToHead {
    /// How often one of the two was ahead.
    pub const fn decided(self) -> u16 {
        self.driver + self.reference
    }

    /// The count as the reference sees it.
    pub const fn swapped(self) -> Self {
        Self { driver: self.reference, reference: self.driver, ..self }
    }

    /// How often two equal drivers would come out at least this far apart: the exact
    /// two-sided sign test, from 0 to 1. See [`sign_test`].
    pub fn chance(self) -> f64 {
        sign_test(self.driver.into(), self.reference.into())
    }

    /// Whether the count is too even, or too small, to tell two equal drivers apart: a
    /// [`chance`](Self::chance) above 10 %.
    pub fn cannot_tell(self) -> bool {
        self.chance() > 1.0 - crate::COVERAGE
    }

    pub(crate) fn count(&mut self, ahead: Option<Ahead>) {
        match ahead {
            Some(Ahead::Driver) => self.driver += 1,
            Some(Ahead::Reference) => self.reference += 1,
            None => self.undecided += 1,
        }
    }
}

impl fmt::Display for HeadToHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}–{}", self.driver, self.reference))
    }
}

/// Who of the two was ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ahead {
    /// The driver.
    Driver,
    /// The reference.
    Reference,
}

impl Ahead {
    /// Who has the better place; nobody when the places are equal.
    pub(crate) fn by_place(driver: u16, reference: u16) -> Option<Self> {
        match driver.cmp(&reference) {
            std::cmp::Ordering::Less => Some(Self::Driver),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Self::Reference),
        }
    }
}
