//! Where a solve may begin.

use super::{LapProblem, rows};
use crate::envelope::trims;
use crate::error::Error;
use crate::free_line::FreeNode;
use crate::node::{ALPHA, N, N_UNKNOWNS, U, V};

/// A place along the road, m, and the unknowns there.
type Sample<'a> = (f64, &'a [f64]);

impl LapProblem {
    /// A start: the same unknowns at every point, a motor idling, the car's own bias, and nothing
    /// ringing.
    pub fn start(&self, point: &[f64; N_UNKNOWNS]) -> (Vec<f64>, Vec<f64>) {
        let n_points = self.layout.n_nodes * self.n_points();
        (self.with_motor(point.to_vec()).repeat(n_points), self.common_start())
    }

    /// A start that is what another problem found, on another mesh or by another scheme: every
    /// unknown is linear between the points of that one; a motor that was not there idles.
    ///
    /// ```
    /// use maatstaf_lapsim::{DoubleTrack, LapProblem, Road, Scheme, Settings, Station, steady};
    ///
    /// let road = |n: i32| {
    ///     let station = |i| Station::level(1000.0 / f64::from(n) * f64::from(i), 0.006, 5.0, 5.0);
    ///     Road::closed((0..n).map(station).collect(), 1000.0)
    /// };
    /// let car = DoubleTrack::limebeer_2014();
    /// let coarse = LapProblem::new(road(10)?, car.clone(), Settings::default())?;
    /// let found = coarse.start(&steady(&car, 40.0)?).0; // as if it were the solution
    /// let scheme = Scheme::HermiteSimpson;
    /// let fine = LapProblem::new(road(25)?, car, Settings { scheme, ..Settings::default() })?;
    /// let (unknowns, _) = fine.start_like(&coarse, &found);
    /// assert_eq!(unknowns.len(), 25 * 2 * 15);
    /// # Ok::<(), maatstaf_lapsim::Error>(())
    /// ```
    pub fn start_like(&self, other: &Self, unknowns: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let samples = other.samples(unknowns);
        let points =
            (0..self.layout.n_nodes).flat_map(|i| (0..self.n_points()).map(move |p| (i, p)));
        let mut start = Vec::with_capacity(self.layout.common_at());
        for (node, point) in points {
            let place = rows::place(&self.road, node, point);
            let found = match (self.held(node, point), place) {
                (Some(held), _) => held.to_vec(),
                (None, Some(place)) => between(&samples, place.distance),
                (None, None) => samples[samples.len() - 1].1.to_vec(),
            };
            start.extend(self.with_motor(found));
        }
        (start, self.common_start())
    }

    /// A start along a path that an envelope allows, such as that of a lap on a free line: at every
    /// point the car is as in steady driving with the path's speed and accelerations.
    ///
    /// `distances` are those of the path's nodes, m along the road, increasing.
    ///
    /// # Errors
    ///
    /// When the car cannot drive straight on at a speed of the path.
    pub fn start_along(
        &self,
        distances: &[f64],
        path: &[FreeNode],
    ) -> Result<(Vec<f64>, Vec<f64>), Error> {
        let length = self.layout.closed.then_some(self.road.length());
        let points =
            (0..self.layout.n_nodes).flat_map(|i| (0..self.n_points()).map(move |p| (i, p)));
        let places: Vec<_> =
            points.map(|(i, p)| (self.held(i, p), rows::place(&self.road, i, p))).collect();
        let last = self.road.stations().last().map_or(0.0, |station| station.distance);
        let on_path: Vec<FreeNode> = places
            .iter()
            .map(|(_, place)| {
                path_at(distances, path, length, place.map_or(last, |it| it.distance))
            })
            .collect();
        let mut start = Vec::with_capacity(self.layout.common_at());
        let trims = trims(&self.car, &on_path)?;
        for ((trim, node), (held, _)) in trims.iter().zip(&on_path).zip(places) {
            let mut point = held.copied().unwrap_or(*trim);
            if held.is_none() {
                point[N] = node.offset;
                point[ALPHA] = node.heading - (trim[V] / trim[U]).atan();
            }
            let mut point = self.with_motor(point.to_vec());
            if let (None, Some(give)) = (held, point.get_mut(N_UNKNOWNS)) {
                *give = node.give;
            }
            start.extend(point);
        }
        Ok((start, self.common_start()))
    }

    /// A point with as many unknowns as ours: a motor that was not there idles.
    fn with_motor(&self, mut point: Vec<f64>) -> Vec<f64> {
        point.resize(self.n_unknowns, 0.0);
        point
    }

    fn common_start(&self) -> Vec<f64> {
        let mut common = vec![0.0; self.layout.common];
        common[self.n_ringing..].fill(self.car.brake_bias);
        common
    }

    /// The points of a solution in order, on a closed road the first once more at the end.
    fn samples<'a>(&self, unknowns: &'a [f64]) -> Vec<Sample<'a>> {
        let places = (0..self.layout.n_nodes)
            .flat_map(|i| (0..self.n_points()).map(move |p| (i, p)))
            .map(|(node, point)| rows::place(&self.road, node, point));
        let points = places.zip(unknowns.chunks_exact(self.n_unknowns));
        let mut samples: Vec<Sample<'a>> =
            points.filter_map(|(place, point)| Some((place?.distance, point))).collect();
        if self.layout.closed {
            samples.push((samples[0].0 + self.road.length(), samples[0].1));
        }
        samples
    }
}

/// A path at a distance, linear between its nodes; on a closed road also from the last to the first.
fn path_at(distances: &[f64], path: &[FreeNode], length: Option<f64>, at: f64) -> FreeNode {
    let after = distances.partition_point(|distance| *distance <= at);
    let last = distances.len() - 1;
    let (from, to, low, high) = match (after, length) {
        (0, _) => (0, 0, distances[0], distances[0]),
        (after, _) if after <= last => (after - 1, after, distances[after - 1], distances[after]),
        (_, Some(length)) => (last, 0, distances[last], length + distances[0]),
        (_, None) => (last, last, distances[last], distances[last]),
    };
    let part = if high > low { (at - low) / (high - low) } else { 0.0 };
    let (a, b) = (&path[from], &path[to]);
    let mix = |of: fn(&FreeNode) -> f64| of(a) + part * (of(b) - of(a));
    FreeNode {
        speed: mix(|it| it.speed),
        offset: mix(|it| it.offset),
        heading: mix(|it| it.heading),
        forward: mix(|it| it.forward),
        sideways: mix(|it| it.sideways),
        load: mix(|it| it.load),
        give: mix(|it| it.give),
    }
}

/// Linear between samples; before the first and after the last as there.
fn between(samples: &[Sample<'_>], distance: f64) -> Vec<f64> {
    let after = samples.partition_point(|(at, _)| *at <= distance).clamp(1, samples.len() - 1);
    let ((low, from), (high, to)) = (samples[after - 1], samples[after]);
    let part = ((distance - low) / (high - low)).clamp(0.0, 1.0);
    from.iter().zip(to).map(|(from, to)| from + part * (to - from)).collect()
}
