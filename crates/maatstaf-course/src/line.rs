use maatstaf_numerics::spline::{Pieces, Smoother, Spline};

/// How often the line is fitted anew, with its own distances as the axis.
const ROUNDS: usize = 5;

/// Points further apart than this on average, in metres, are too few to hold a wished bend.
const DENSE: f64 = 15.0;

/// Logarithms to 10 between which the smoothness is sought. With points 5 m apart the largest
/// halves a wave of 2π · 41 m; more would outweigh the points in wide bends.
const SMOOTHNESS: (f64, f64) = (-6.0, 9.0);

/// Halvings of that span.
const HALVINGS: usize = 20;

/// Nodes of a five-point quadrature between 0 and 1, and their weights.
const GAUSS: [(f64, f64); 5] = [
    (0.046_910_077_030_668, 0.118_463_442_528_094_5),
    (0.230_765_344_947_158_5, 0.239_314_335_249_683_2),
    (0.5, 0.284_444_444_444_444_4),
    (0.769_234_655_052_841_5, 0.239_314_335_249_683_2),
    (0.953_089_922_969_332, 0.118_463_442_528_094_5),
];

/// A smooth line on the plane; four continuous derivatives, so its curvature has two.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    x: Spline,
    y: Spline,
    /// Distance from the start at the end of each piece, in metres.
    ends: Vec<f64>,
}

/// A line at one place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineAt {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) heading: f64,
    pub(crate) curvature: f64,
}

/// A line and where the points that it was fitted to lie along it.
pub(crate) struct FittedLine {
    pub(crate) line: Line,
    /// One per point, in metres from the start.
    pub(crate) places: Vec<f64>,
    /// One per point, in metres.
    pub(crate) distances: Vec<f64>,
}

/// The smoothest line whose points are `accuracy` metres away, root mean square.
///
/// Smooth is a curvature that changes little: the integral of `|r‴ + κ² T|²` along the line is
/// that of the square of `dκ/ds`, so a circle and a straight cost nothing and are not pulled
/// inwards. `T` and `κ` come from the round before, and the axis is the distance along the line
/// of the round before. Where points are few, `κ² T` is left out: between them nothing would hold
/// it, and bends are pulled inwards within the accuracy. `None` when the points make no line.
pub(crate) fn fit_line(
    points: &[(f64, f64)],
    closed: bool,
    accuracy: f64,
    knots: f64,
) -> Option<FittedLine> {
    let (mut places, mut length) = chords(points, closed);
    let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    let mut line: Option<Line> = None;
    for _ in 0..ROUNDS {
        let pieces = Pieces::about(knots, length, closed);
        let known = line.as_ref().filter(|_| length <= DENSE * points.len() as f64);
        let wished = known.map(|line| line.bends(pieces)).unwrap_or_default();
        let smoother = Smoother::new(pieces, &places);
        let fit = |exponent: f64| {
            let sets = [(&x[..], &wished.0[..]), (&y[..], &wished.1[..])];
            smoother.smooth(10_f64.powf(exponent), &sets)
        };
        let near = |splines: &[Spline]| {
            let [xs, ys] = [0, 1].map(|which| smoother.values(&splines[which]));
            let found = xs.zip(ys).zip(x.iter().zip(&y));
            let apart = found.map(|((x, y), (px, py))| (x - px).powi(2) + (y - py).powi(2));
            apart.sum::<f64>() / x.len() as f64 <= accuracy * accuracy
        };
        let [x_of, y_of]: [Spline; 2] = smoothest(fit, near)?.try_into().ok()?;
        let found = Line::new(x_of, y_of);
        places = points.iter().zip(&places).map(|(at, t)| found.foot(*at, *t)).collect();
        length = found.length();
        line = Some(found);
    }
    let line = line.filter(|line| line.length().is_finite())?;
    let distances = points.iter().zip(&places).map(|((x, y), s)| {
        let at = line.at(*s);
        (at.x - x).hypot(at.y - y)
    });
    let distances = distances.collect();
    Some(FittedLine { line, places, distances })
}

/// The fit with the largest smoothness that is still near, or the least smooth one.
pub(crate) fn smoothest(
    fit: impl Fn(f64) -> Option<Vec<Spline>>,
    near: impl Fn(&[Spline]) -> bool,
) -> Option<Vec<Spline>> {
    let (mut low, mut high) = SMOOTHNESS;
    let mut best = None;
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        match fit(middle) {
            Some(found) if near(&found) => {
                best = Some(found);
                low = middle;
            }
            _ => high = middle,
        }
    }
    best.or_else(|| fit(low))
}

/// Distances along straight chords, and their sum.
fn chords(points: &[(f64, f64)], closed: bool) -> (Vec<f64>, f64) {
    let mut along = 0.0;
    let mut places = vec![0.0];
    for pair in points.windows(2) {
        along += (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
        places.push(along);
    }
    let (first, last) = (points[0], points[points.len() - 1]);
    let back = if closed { (first.0 - last.0).hypot(first.1 - last.1) } else { 0.0 };
    (places, along + back)
}

impl Line {
    fn new(x: Spline, y: Spline) -> Self {
        let mut line = Self { x, y, ends: Vec::new() };
        let pieces = line.pieces();
        let mut along = 0.0;
        for piece in 0..pieces.count {
            along += line.along_piece(piece, pieces.step());
            line.ends.push(along);
        }
        line
    }

    fn pieces(&self) -> Pieces {
        self.x.pieces()
    }

    /// Whether the end is the start.
    pub(crate) fn is_closed(&self) -> bool {
        self.pieces().ring
    }

    /// From line to line, in metres.
    pub(crate) fn length(&self) -> f64 {
        self.ends.last().copied().unwrap_or(0.0)
    }

    /// The line at `s` metres from its start.
    pub(crate) fn at(&self, s: f64) -> LineAt {
        let t = self.parameter(s);
        let ([x, dx, ddx, _], [y, dy, ddy, _]) = (self.x.at(t), self.y.at(t));
        let speed = dx.hypot(dy);
        let curvature = (dx * ddy - dy * ddx) / speed.powi(3);
        LineAt { x, y, heading: dy.atan2(dx), curvature }
    }

    /// Metres from the start of a piece to `away` beyond it on the axis.
    fn along_piece(&self, piece: usize, away: f64) -> f64 {
        let start = piece as f64 * self.pieces().step();
        let speed = |u: f64| {
            let t = start + u * away;
            self.x.at(t)[1].hypot(self.y.at(t)[1])
        };
        GAUSS.iter().map(|(u, weight)| weight * speed(*u)).sum::<f64>() * away
    }

    fn before(&self, piece: usize) -> f64 {
        piece.checked_sub(1).map_or(0.0, |piece| self.ends[piece])
    }

    /// Where on the axis the line is `s` metres from its start.
    fn parameter(&self, s: f64) -> f64 {
        let pieces = self.pieces();
        let s = match pieces.ring {
            true => s.rem_euclid(self.length()),
            false => s.clamp(0.0, self.length()),
        };
        let piece = self.ends.partition_point(|end| *end <= s).min(pieces.count - 1);
        let (start, end) = (self.before(piece), self.ends[piece]);
        let mut away = pieces.step() * (s - start) / (end - start);
        for _ in 0..3 {
            let t = piece as f64 * pieces.step() + away;
            let speed = self.x.at(t)[1].hypot(self.y.at(t)[1]);
            away -= (start + self.along_piece(piece, away) - s) / speed;
        }
        piece as f64 * pieces.step() + away
    }

    /// Metres from the start to a place on the axis.
    fn distance(&self, t: f64) -> f64 {
        let pieces = self.pieces();
        let t = if pieces.ring { t.rem_euclid(pieces.length) } else { t.clamp(0.0, pieces.length) };
        let piece = ((t / pieces.step()) as usize).min(pieces.count - 1);
        self.before(piece) + self.along_piece(piece, t - piece as f64 * pieces.step())
    }

    /// Metres from the start to the point of the line nearest to a place, sought near `t` on the
    /// axis.
    fn foot(&self, (px, py): (f64, f64), t: f64) -> f64 {
        let pieces = self.pieces();
        let mut t = t;
        for _ in 0..8 {
            let ([x, dx, ddx, _], [y, dy, ddy, _]) = (self.x.at(t), self.y.at(t));
            let (ex, ey) = (x - px, y - py);
            let slope = ex * dx + ey * dy;
            let bend = (dx * dx + dy * dy + ex * ddx + ey * ddy).max(0.2 * (dx * dx + dy * dy));
            t -= (slope / bend).clamp(-pieces.step(), pieces.step());
            if !pieces.ring {
                t = t.clamp(0.0, pieces.length);
            }
        }
        self.distance(t)
    }

    /// `−κ² T` at the nodes of an axis of this line's length.
    fn bends(&self, pieces: Pieces) -> (Vec<f64>, Vec<f64>) {
        let bend = |s: f64| {
            let at = self.at(s);
            let (sin, cos) = at.heading.sin_cos();
            let square = at.curvature * at.curvature;
            (-square * cos, -square * sin)
        };
        Smoother::nodes(pieces).into_iter().map(bend).unzip()
    }
}
