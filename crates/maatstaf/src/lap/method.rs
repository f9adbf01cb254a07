//! By which model and method a lap is found.

/// By which model and method a lap is found; the car is the same in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// On a free line, within the envelope of what the car can do in steady driving.
    Free,
    /// Optimal control of the whole car.
    #[default]
    Full,
}

impl Method {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Full => "full",
        }
    }
}
