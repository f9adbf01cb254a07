/// A line of points as somebody measured or drew it, before anything is fitted: the middle of a
/// road, or one of its edges.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// The name that came with it; may be empty.
    pub name: String,
    /// The name for machines that came with it; may be empty.
    pub id: String,
    /// What `x` and `y` of its points are.
    pub coordinates: Coordinates,
    /// In the order of driving.
    pub points: Vec<SurveyPoint>,
    /// Whether the last point leads to the first; the first is not repeated.
    pub closed: bool,
    /// The length of the road as published, in metres.
    pub published_length: Option<f64>,
    /// Height above the sea of the place, in metres, where the points have none.
    pub altitude: Option<f64>,
}

/// What the numbers of a point are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coordinates {
    /// Metres on a plane: `x` to the east, `y` to the north.
    Metres,
    /// Degrees on the globe (WGS 84): `x` is longitude east, `y` latitude north.
    Degrees,
}

/// A point of a [`Survey`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SurveyPoint {
    /// East, as [`Coordinates`] say.
    pub x: f64,
    /// North, as [`Coordinates`] say.
    pub y: f64,
    /// Up, in metres.
    pub z: Option<f64>,
    /// To the left edge, in metres.
    pub left: Option<f64>,
    /// To the right edge, in metres.
    pub right: Option<f64>,
    /// Of the lean, in radians; positive where the left edge is higher.
    pub banking: Option<f64>,
}

impl SurveyPoint {
    /// A point that is known by its place alone.
    pub fn at(x: f64, y: f64) -> Self {
        Self { x, y, ..Self::default() }
    }
}

impl Survey {
    /// From points on a plane, in metres.
    pub fn from_metres(name: &str, points: Vec<SurveyPoint>, closed: bool) -> Self {
        Self::new(name, Coordinates::Metres, points, closed)
    }

    /// From points on the globe, in degrees: `x` is longitude east, `y` latitude north.
    pub fn from_degrees(name: &str, points: Vec<SurveyPoint>, closed: bool) -> Self {
        Self::new(name, Coordinates::Degrees, points, closed)
    }

    fn new(name: &str, coordinates: Coordinates, points: Vec<SurveyPoint>, closed: bool) -> Self {
        Self {
            name: name.to_owned(),
            id: String::new(),
            coordinates,
            points,
            closed,
            published_length: None,
            altitude: None,
        }
    }
}
