//! Small dense symmetric matrices: `P A Pᵀ = L D Lᵀ` with pivots of one or two rows.
//!
//! Diagonal pivoting after Bunch & Kaufman (1977), *Some stable methods for calculating inertia
//! and solving symmetric linear systems*, Math. Comp. 31, 163–179. The signs of the pivots are
//! the signs of the eigenvalues (Sylvester), which an interior point needs to know.
//!
//! Rows are padded to whole tiles of [`TILE`] columns, so that every inner loop has a length
//! that the compiler knows.

/// How many eigenvalues are positive, negative and zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inertia {
    /// Above zero.
    pub positive: usize,
    /// Below zero.
    pub negative: usize,
    /// Zero, or too small to divide by.
    pub zero: usize,
}

impl std::ops::AddAssign for Inertia {
    fn add_assign(&mut self, other: Self) {
        self.positive += other.positive;
        self.negative += other.negative;
        self.zero += other.zero;
    }
}

/// `(1 + √17) / 8`: bounds the growth of the elements.
const GROWTH: f64 = 0.640_388_203_202_208;

/// Columns that are worked on together.
pub const TILE: usize = 4;

/// `TILE` neighbours in a row.
pub type Tile = [f64; TILE];

/// A pivot below this share of the largest element of its matrix counts as zero.
const SINGULAR: f64 = 1e-24;

/// The tiles that so many columns fill.
pub const fn tiles(columns: usize) -> usize {
    columns.div_ceil(TILE)
}

/// Columns, filled up to whole tiles.
pub const fn padded(columns: usize) -> usize {
    tiles(columns) * TILE
}

/// Factors the first `n` columns of `a` (`[n × stride]`, row by row, both triangles given) in
/// place. Whatever stands beside them is brought in the order of the pivots.
///
/// After it the strict lower triangle holds `L`, the diagonal `D`; the second element of a
/// pivot of two rows stands at `pairs[k]`, zero elsewhere; `order[i]` is the row of `a` that
/// came to stand at `i`. `stride` is whole tiles.
pub fn factor(
    a: &mut [f64],
    n: usize,
    stride: usize,
    order: &mut [u16],
    pairs: &mut [f64],
) -> Inertia {
    debug_assert!(stride.is_multiple_of(TILE) && stride >= padded(n) && a.len() == n * stride);
    let largest = a.chunks_exact(stride.max(1)).fold(0.0, |most, row| larger(most, &row[..n]));
    let tiny = SINGULAR * largest;
    let mut inertia = Inertia::default();
    order.iter_mut().enumerate().for_each(|(at, row)| *row = at as u16);
    pairs.fill(0.0);
    let mut k = 0;
    while k < n {
        if pivot(a, n, stride, k, order) {
            eliminate_two(a, n, stride, k, pairs);
            // A pivot of two rows has one eigenvalue of each sign.
            inertia.positive += 1;
            inertia.negative += 1;
            k += 2;
            continue;
        }
        let value = a[k * stride + k];
        match value {
            value if value.abs() <= tiny => inertia.zero += 1,
            value if value > 0.0 => inertia.positive += 1,
            _ => inertia.negative += 1,
        }
        if value.abs() > tiny {
            eliminate_one(a, n, stride, k);
        } else {
            a[k * stride + k] = if largest > 0.0 { largest } else { 1.0 };
            (k + 1..n).for_each(|i| a[i * stride + k] = 0.0);
        }
        k += 1;
    }
    inertia
}

/// The largest size among some values, or `most`.
#[inline]
fn larger(most: f64, values: &[f64]) -> f64 {
    let more = |most: f64, value: f64| if value.abs() > most { value.abs() } else { most };
    let (tiles, rest) = values.as_chunks::<TILE>();
    let mut lanes = [most; TILE];
    for tile in tiles {
        lanes.iter_mut().zip(tile).for_each(|(most, value)| *most = more(*most, *value));
    }
    lanes.iter().chain(rest).fold(most, |most, value| more(most, *value))
}

/// Brings the next pivot to `k` (and `k + 1`); whether it has two rows.
fn pivot(a: &mut [f64], n: usize, stride: usize, k: usize, order: &mut [u16]) -> bool {
    let own = a[k * stride + k].abs();
    let beyond = &a[k * stride + k + 1..k * stride + n];
    let below = larger(0.0, beyond);
    if own >= GROWTH * below {
        return false;
    }
    let Some(row) = beyond.iter().position(|value| value.abs() == below) else { return false };
    let row = k + 1 + row;
    let candidate = &a[row * stride..row * stride + n];
    let beside = larger(larger(0.0, &candidate[k..row]), &candidate[row + 1..]);
    if own * beside >= GROWTH * below * below {
        return false;
    }
    let alone = candidate[row].abs() >= GROWTH * beside;
    swap(a, stride, if alone { k } else { k + 1 }, row, k, order);
    !alone
}

/// Swaps two rows, and the same two columns of all rows from `first` on.
fn swap(a: &mut [f64], stride: usize, one: usize, other: usize, first: usize, order: &mut [u16]) {
    if one == other {
        return;
    }
    order.swap(one, other);
    let (above, below) = a.split_at_mut(other * stride);
    let (one_row, other_row) = (&mut above[one * stride..][..stride], &mut below[..stride]);
    one_row.iter_mut().zip(other_row).for_each(|(x, y)| std::mem::swap(x, y));
    a[first * stride..].chunks_exact_mut(stride).for_each(|row| row.swap(one, other));
}

/// The tiles of a row from column `first` up to `n`; earlier columns in the first tile are
/// zero, and handed back.
fn rest_of(row: &mut [f64], first: usize, n: usize) -> (&mut [Tile], Tile) {
    let from = first / TILE;
    let rest = &mut row.as_chunks_mut::<TILE>().0[from..tiles(n)];
    let mut kept = [0.0; TILE];
    if let Some(tile) = rest.first_mut() {
        kept = *tile;
        tile[..first - from * TILE].fill(0.0);
    }
    (rest, kept)
}

fn eliminate_one(a: &mut [f64], n: usize, stride: usize, k: usize) {
    let (above, below) = a.split_at_mut((k + 1) * stride);
    let pivot = &mut above[k * stride..];
    let inverse = 1.0 / pivot[k];
    let (pivot, kept) = rest_of(pivot, k + 1, n);
    for row in below.chunks_exact_mut(stride) {
        let factor = row[k] * inverse;
        if factor != 0.0 {
            let row = &mut row.as_chunks_mut::<TILE>().0[(k + 1) / TILE..];
            for (to, pivot) in row.iter_mut().zip(&*pivot) {
                to.iter_mut().zip(pivot).for_each(|(value, p)| *value -= factor * p);
            }
        }
        row[k] = factor;
    }
    pivot.iter_mut().take(1).for_each(|tile| *tile = kept);
}

fn eliminate_two(a: &mut [f64], n: usize, stride: usize, k: usize, pairs: &mut [f64]) {
    let (above, below) = a.split_at_mut((k + 2) * stride);
    let (first, second) = above[k * stride..].split_at_mut(stride);
    let (one, cross, two) = (first[k], first[k + 1], second[k + 1]);
    let scale = 1.0 / (one * two - cross * cross);
    pairs[k] = cross;
    // L has ones on its diagonal and nothing between the two rows of a pivot.
    second[k] = 0.0;
    let (first, kept_first) = rest_of(first, k + 2, n);
    let (second, kept_second) = rest_of(second, k + 2, n);
    for row in below.chunks_exact_mut(stride) {
        let (x, y) = (row[k], row[k + 1]);
        let (fx, fy) = ((two * x - cross * y) * scale, (one * y - cross * x) * scale);
        if fx != 0.0 || fy != 0.0 {
            let row = &mut row.as_chunks_mut::<TILE>().0[(k + 2) / TILE..];
            for (to, (p, q)) in row.iter_mut().zip(first.iter().zip(&*second)) {
                for (value, (p, q)) in to.iter_mut().zip(p.iter().zip(q)) {
                    *value -= fx * p + fy * q;
                }
            }
        }
        (row[k], row[k + 1]) = (fx, fy);
    }
    first.iter_mut().take(1).for_each(|tile| *tile = kept_first);
    second.iter_mut().take(1).for_each(|tile| *tile = kept_second);
}

/// `L⁻¹ B`, where `B` stands beside `L` from column `at` on, in place.
pub fn forward(a: &mut [f64], n: usize, stride: usize, at: usize) {
    let (a, last) = (a.as_chunks_mut::<TILE>().0, stride / TILE);
    let mut tile = at / TILE;
    while tile < last {
        if tile + 1 < last {
            forward_tiles::<2>(a, n, last, tile);
        } else {
            forward_tiles::<1>(a, n, last, tile);
        }
        tile += 2;
    }
}

/// `L⁻¹ B` for `COUNT` tiles of columns from `tile` on.
#[inline]
fn forward_tiles<const COUNT: usize>(a: &mut [Tile], n: usize, stride: usize, tile: usize) {
    for i in 1..n {
        let (above, below) = a.split_at_mut(i * stride);
        let (l, to) = below.split_at_mut(tile);
        let mut own: [Tile; COUNT] = std::array::from_fn(|at| to[at]);
        for (factor, other) in l.as_flattened()[..i].iter().zip(above.chunks_exact(stride)) {
            let other: [Tile; COUNT] = std::array::from_fn(|at| other[tile + at]);
            for (own, other) in own.iter_mut().zip(other) {
                own.iter_mut().zip(other).for_each(|(value, at)| *value -= factor * at);
            }
        }
        to[..COUNT].copy_from_slice(&own);
    }
}

/// `D⁻¹ B`, where `B` stands beside `D` from column `at` on, into `out`.
pub fn divide(a: &[f64], n: usize, stride: usize, at: usize, pairs: &[f64], out: &mut [Tile]) {
    let (tiles, from) = ((stride - at) / TILE, at / TILE);
    let rows = a.as_chunks::<TILE>().0;
    let row = |k: usize| &rows[k * stride / TILE + from..(k + 1) * stride / TILE];
    let mut k = 0;
    while k < n {
        let one = a[k * stride + k];
        if pairs[k] == 0.0 {
            let inverse = 1.0 / one;
            let places = out[k * tiles..(k + 1) * tiles].iter_mut().zip(row(k));
            places.for_each(|(out, b)| *out = b.map(|value| value * inverse));
            k += 1;
            continue;
        }
        let (cross, two) = (pairs[k], a[(k + 1) * stride + k + 1]);
        let scale = 1.0 / (one * two - cross * cross);
        let (first, second) = out[k * tiles..(k + 2) * tiles].split_at_mut(tiles);
        let both = row(k).iter().zip(row(k + 1));
        for ((first, second), (x, y)) in first.iter_mut().zip(second).zip(both) {
            *first = std::array::from_fn(|i| (two * x[i] - cross * y[i]) * scale);
            *second = std::array::from_fn(|i| (one * y[i] - cross * x[i]) * scale);
        }
        k += 2;
    }
}

/// Rows `above…` and columns `tile…` of `aᵀ b`.
#[inline]
fn tile_of_product(
    (a, stride): (&[Tile], usize),
    (b, tiles): (&[Tile], usize),
    above: usize,
    tile: usize,
) -> [Tile; TILE] {
    let mut product = [[0.0; TILE]; TILE];
    for (from, to) in a.chunks_exact(stride).zip(b.chunks_exact(tiles)) {
        let (from, to) = (from[above], to[tile]);
        for (row, factor) in product.iter_mut().zip(from) {
            row.iter_mut().zip(to).for_each(|(value, at)| *value += factor * at);
        }
    }
    product
}

/// `c − Bᵀ b`, where the product is symmetric and `B` stands in `a` from column `at` on; `b` is
/// as [`divide`] gives it, `c` has rows of `width`. The upper triangle is worked out and mirrored.
pub fn subtract_product(
    (c, width): (&mut [f64], usize),
    (a, stride, at): (&[f64], usize, usize),
    b: &[Tile],
) {
    let (tiles, from) = ((stride - at) / TILE, at / TILE);
    let (c, a) = (c.as_chunks_mut::<TILE>().0, a.as_chunks::<TILE>().0);
    let (width, stride) = (width / TILE, stride / TILE);
    for above in 0..tiles {
        for tile in above..tiles {
            let product = tile_of_product((a, stride), (b, tiles), from + above, tile);
            let mut own = [[0.0; TILE]; TILE];
            for (i, (own, part)) in own.iter_mut().zip(&product).enumerate() {
                let to = &mut c[(above * TILE + i) * width + tile];
                to.iter_mut().zip(part).for_each(|(value, part)| *value -= part);
                *own = *to;
            }
            for i in 0..TILE {
                c[(tile * TILE + i) * width + above] = own.map(|row| row[i]);
            }
        }
    }
}

/// `L⁻¹ P b` for one right-hand side, in the order of the pivots, in place.
pub fn forward_one(a: &[f64], stride: usize, order: &[u16], b: &mut [f64], spare: &mut [f64]) {
    let spare = &mut spare[..b.len()];
    spare.copy_from_slice(b);
    for (i, (row, &from)) in a.chunks_exact(stride).zip(order).enumerate() {
        b[i] = spare[usize::from(from)] - dot(&row[..i], &b[..i]);
    }
}

/// `D⁻¹ b` for one right-hand side.
pub fn divide_one(a: &[f64], stride: usize, pairs: &[f64], b: &mut [f64]) {
    let mut k = 0;
    while k < b.len() {
        let one = a[k * stride + k];
        if pairs[k] == 0.0 {
            b[k] /= one;
            k += 1;
            continue;
        }
        let (cross, two) = (pairs[k], a[(k + 1) * stride + k + 1]);
        let scale = 1.0 / (one * two - cross * cross);
        let (x, y) = (b[k], b[k + 1]);
        (b[k], b[k + 1]) = ((two * x - cross * y) * scale, (one * y - cross * x) * scale);
        k += 2;
    }
}

/// `Pᵀ L⁻ᵀ b` for one right-hand side.
pub fn backward_one(a: &[f64], stride: usize, order: &[u16], b: &mut [f64], spare: &mut [f64]) {
    for (i, row) in a.chunks_exact(stride).enumerate().rev() {
        let value = b[i];
        b[..i].iter_mut().zip(row).for_each(|(other, l)| *other -= l * value);
    }
    let spare = &mut spare[..b.len()];
    spare.copy_from_slice(b);
    order.iter().zip(spare).for_each(|(&to, value)| b[usize::from(to)] = *value);
}

/// The sum of products, in four parts.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<TILE>(), b.as_chunks::<TILE>());
    let mut sums = [0.0; TILE];
    for (a, b) in a.iter().zip(b) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (x, y))| *sum += x * y);
    }
    sums.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f64>()
}

#[cfg(test)]
#[path = "symmetric_tests.rs"]
mod tests;
