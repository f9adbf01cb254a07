//! Small dense symmetric matrices: `P A Pᵀ = L D Lᵀ` with pivots of one or two rows.
//!
//! Diagonal pivoting after Bunch & Kaufman (1977), *Some stable methods for calculating inertia
//! and solving symmetric linear systems*, Math. Comp. 31, 163–179. The signs of the pivots are
//! the signs of the eigenvalues (Sylvester), which an interior point needs to know.

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

/// A pivot below this share of the largest element of its matrix counts as zero.
const SINGULAR: f64 = 1e-24;

/// Factors `a` (`[n × n]`, row by row, both triangles given) in place.
///
/// After it the strict lower triangle holds `L`, the diagonal `D`; the second element of a
/// pivot of two rows stands at `pairs[k]`, zero elsewhere; `order[i]` is the row of `a` that
/// came to stand at `i`.
pub fn factor(a: &mut [f64], n: usize, order: &mut [u16], pairs: &mut [f64]) -> Inertia {
    debug_assert!(a.len() == n * n && order.len() == n && pairs.len() == n);
    let largest = a.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let tiny = SINGULAR * largest;
    let mut inertia = Inertia::default();
    order.iter_mut().enumerate().for_each(|(at, row)| *row = at as u16);
    pairs.fill(0.0);
    let mut k = 0;
    while k < n {
        let two = pivot(a, n, k, order);
        if two {
            eliminate_two(a, n, k, pairs);
            // A pivot of two rows has one eigenvalue of each sign.
            inertia.positive += 1;
            inertia.negative += 1;
            k += 2;
            continue;
        }
        let value = a[k * n + k];
        match value {
            value if value.abs() <= tiny => inertia.zero += 1,
            value if value > 0.0 => inertia.positive += 1,
            _ => inertia.negative += 1,
        }
        if value.abs() > tiny {
            eliminate_one(a, n, k);
        } else {
            a[k * n + k] = if largest > 0.0 { largest } else { 1.0 };
            (k + 1..n).for_each(|i| a[i * n + k] = 0.0);
        }
        k += 1;
    }
    inertia
}

/// Brings the next pivot to `k` (and `k + 1`); whether it has two rows.
fn pivot(a: &mut [f64], n: usize, k: usize, order: &mut [u16]) -> bool {
    let column = |a: &[f64], from: usize, at: usize, but: usize| {
        let mut most = (from, 0.0);
        for i in (from..n).filter(|&i| i != but) {
            let value = a[i * n + at].abs();
            if value > most.1 {
                most = (i, value);
            }
        }
        most
    };
    let own = a[k * n + k].abs();
    let (row, below) = column(a, k + 1, k, usize::MAX);
    if k + 1 == n || own >= GROWTH * below {
        return false;
    }
    let (_, beside) = column(a, k, row, row);
    if own * beside >= GROWTH * below * below {
        return false;
    }
    if a[row * n + row].abs() >= GROWTH * beside {
        swap(a, n, k, row, order);
        return false;
    }
    swap(a, n, k + 1, row, order);
    true
}

/// Swaps two rows and the same two columns.
fn swap(a: &mut [f64], n: usize, one: usize, other: usize, order: &mut [u16]) {
    if one == other {
        return;
    }
    order.swap(one, other);
    for j in 0..n {
        a.swap(one * n + j, other * n + j);
    }
    for i in 0..n {
        a.swap(i * n + one, i * n + other);
    }
}

fn eliminate_one(a: &mut [f64], n: usize, k: usize) {
    let inverse = 1.0 / a[k * n + k];
    let (above, below) = a.split_at_mut((k + 1) * n);
    let pivot = &above[k * n + k + 1..k * n + n];
    for row in below.chunks_exact_mut(n) {
        let factor = row[k] * inverse;
        if factor != 0.0 {
            row[k + 1..].iter_mut().zip(pivot).for_each(|(value, p)| *value -= factor * p);
        }
        row[k] = factor;
    }
}

fn eliminate_two(a: &mut [f64], n: usize, k: usize, pairs: &mut [f64]) {
    let (one, cross, two) = (a[k * n + k], a[(k + 1) * n + k], a[(k + 1) * n + k + 1]);
    let scale = 1.0 / (one * two - cross * cross);
    pairs[k] = cross;
    let (above, below) = a.split_at_mut((k + 2) * n);
    let (first, second) = above[k * n..].split_at(n);
    for row in below.chunks_exact_mut(n) {
        let (x, y) = (row[k], row[k + 1]);
        let (fx, fy) = ((two * x - cross * y) * scale, (one * y - cross * x) * scale);
        let pivots = first[k + 2..n].iter().zip(&second[k + 2..n]);
        for (value, (p, q)) in row[k + 2..].iter_mut().zip(pivots) {
            *value -= fx * p + fy * q;
        }
        (row[k], row[k + 1]) = (fx, fy);
    }
    // L has ones on its diagonal and nothing between the two rows of a pivot.
    a[(k + 1) * n + k] = 0.0;
}

/// `L⁻¹ P b` for `columns` right-hand sides (`[n × columns]`, row by row), in place.
///
/// `spare` is as long as `b`.
pub fn forward(
    a: &[f64],
    n: usize,
    order: &[u16],
    b: &mut [f64],
    columns: usize,
    spare: &mut [f64],
) {
    if columns == 0 {
        return;
    }
    for (i, &row) in order.iter().enumerate() {
        let from = usize::from(row) * columns;
        spare[i * columns..(i + 1) * columns].copy_from_slice(&b[from..from + columns]);
    }
    b.copy_from_slice(&spare[..n * columns]);
    let tiled = columns - columns % TILE;
    let twice = tiled - tiled % (2 * TILE);
    for tile in (0..twice).step_by(2 * TILE) {
        forward_tile::<{ 2 * TILE }>(a, n, b, columns, tile);
    }
    if twice < tiled {
        forward_tile::<TILE>(a, n, b, columns, twice);
    }
    for column in tiled..columns {
        for i in 1..n {
            let row = &a[i * n..i * n + i];
            let sum: f64 = row.iter().enumerate().map(|(k, l)| l * b[k * columns + column]).sum();
            b[i * columns + column] -= sum;
        }
    }
}

/// `L⁻¹ b` for `WIDTH` columns from `tile` on.
fn forward_tile<const WIDTH: usize>(
    a: &[f64],
    n: usize,
    b: &mut [f64],
    columns: usize,
    tile: usize,
) {
    for i in 1..n {
        let (above, below) = b.split_at_mut(i * columns);
        let mut own: [f64; WIDTH] = columns_of(below, tile);
        for (factor, other) in a[i * n..i * n + i].iter().zip(above.chunks_exact(columns)) {
            let other: [f64; WIDTH] = columns_of(other, tile);
            own.iter_mut().zip(other).for_each(|(value, at)| *value -= factor * at);
        }
        below[tile..tile + WIDTH].copy_from_slice(&own);
    }
}

/// `WIDTH` neighbours.
#[inline]
fn columns_of<const WIDTH: usize>(b: &[f64], from: usize) -> [f64; WIDTH] {
    let mut tile = [0.0; WIDTH];
    tile.copy_from_slice(&b[from..from + WIDTH]);
    tile
}

/// Rows `above…` and columns `tile…` of `aᵀ b`.
fn tile_of_product(
    a: &[f64],
    b: &[f64],
    columns: usize,
    above: usize,
    tile: usize,
) -> [[f64; TILE]; TILE] {
    let mut product = [[0.0; TILE]; TILE];
    for (from, to) in a.chunks_exact(columns).zip(b.chunks_exact(columns)) {
        let (from, to) = (columns_of::<TILE>(from, above), columns_of::<TILE>(to, tile));
        for (row, factor) in product.iter_mut().zip(from) {
            row.iter_mut().zip(to).for_each(|(value, at)| *value += factor * at);
        }
    }
    product
}

/// `c − aᵀ b`, where the product is symmetric and all are rows of `columns`, a multiple of
/// [`TILE`]; `a` and `b` have `n` rows. The upper triangle of `c` is worked out and mirrored.
pub fn subtract_product(c: &mut [f64], columns: usize, a: &[f64], b: &[f64], n: usize) {
    debug_assert!(columns.is_multiple_of(TILE));
    debug_assert!(a.len() >= n * columns && b.len() >= n * columns);
    for above in (0..columns).step_by(TILE) {
        for tile in (above..columns).step_by(TILE) {
            let product =
                tile_of_product(&a[..n * columns], &b[..n * columns], columns, above, tile);
            for (i, row) in product.iter().enumerate() {
                let own = &mut c[(above + i) * columns + tile..][..TILE];
                own.iter_mut().zip(row).for_each(|(value, part)| *value -= part);
            }
        }
    }
    for i in 1..columns {
        for j in 0..i {
            c[i * columns + j] = c[j * columns + i];
        }
    }
}

/// `D⁻¹ b` for `columns` right-hand sides, in place.
pub fn divide(a: &[f64], n: usize, pairs: &[f64], b: &mut [f64], columns: usize) {
    let mut k = 0;
    while k < n {
        let one = a[k * n + k];
        if pairs[k] == 0.0 {
            let inverse = 1.0 / one;
            b[k * columns..(k + 1) * columns].iter_mut().for_each(|value| *value *= inverse);
            k += 1;
            continue;
        }
        let (cross, two) = (pairs[k], a[(k + 1) * n + k + 1]);
        let scale = 1.0 / (one * two - cross * cross);
        let (first, second) = b[k * columns..(k + 2) * columns].split_at_mut(columns);
        for (x, y) in first.iter_mut().zip(second) {
            (*x, *y) = ((two * *x - cross * *y) * scale, (one * *y - cross * *x) * scale);
        }
        k += 2;
    }
}

/// `Pᵀ L⁻ᵀ b` for `columns` right-hand sides, in place.
pub fn backward(
    a: &[f64],
    n: usize,
    order: &[u16],
    b: &mut [f64],
    columns: usize,
    spare: &mut [f64],
) {
    if columns == 0 {
        return;
    }
    for i in (1..n).rev() {
        let (above, below) = b.split_at_mut(i * columns);
        let own = &below[..columns];
        for (k, other) in above.chunks_exact_mut(columns).enumerate() {
            let factor = a[i * n + k];
            if factor != 0.0 {
                other.iter_mut().zip(own).for_each(|(value, at)| *value -= factor * at);
            }
        }
    }
    spare[..n * columns].copy_from_slice(&b[..n * columns]);
    for (i, &row) in order.iter().enumerate() {
        let to = usize::from(row) * columns;
        b[to..to + columns].copy_from_slice(&spare[i * columns..(i + 1) * columns]);
    }
}

#[cfg(test)]
#[path = "symmetric_tests.rs"]
mod tests;
