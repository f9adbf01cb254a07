//! By which model and method a lap is found.

/// By which model and method a lap is found; the car is the same in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// On a fixed line, within the envelope of what the car can do in steady driving.
    QuasiSteady(FixedLine),
    /// On a free line within the same envelope.
    Free,
    /// Optimal control of the whole car.
    #[default]
    Full,
}

/// A line that follows from the road.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FixedLine {
    /// The line of the course.
    Centre,
    /// The line that bends least, squared, between the edges.
    #[default]
    LeastCurvature,
}

impl Method {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::QuasiSteady(FixedLine::Centre) => "qss, centre",
            Self::QuasiSteady(FixedLine::LeastCurvature) => "qss, least curvature",
            Self::Free => "free",
            Self::Full => "full",
        }
    }
}
