//! Forward derivatives: a number that carries its gradient, and perhaps its second derivatives.
//!
//! A function written once over [`Real`] gives its value with `f64`, its gradient with
//! [`Jet1`], and its gradient and second derivatives with [`Jet2`], exact to rounding.
//!
//! ```
//! use maatstaf_numerics::jet::{Jet2, Real};
//!
//! fn area<R: Real>(radius: R, angle: R) -> R {
//!     radius * radius * angle.sin() * 0.5
//! }
//!
//! let [radius, angle] = Jet2::<2, 3>::variables([3.0, 0.0]);
//! let area = area(radius, angle);
//! assert_eq!(area.value, 0.0);
//! assert_eq!(area.gradient, [0.0, 4.5]); // r²/2 · cos
//! assert_eq!(area.second(1, 0), 3.0); // r · cos
//! ```

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number that functions can be written over: plain, or carrying derivatives.
pub trait Real:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// A number that depends on nothing.
    fn constant(value: f64) -> Self;

    /// The number itself.
    fn value(self) -> f64;

    /// A function of this number, given its value and its first two derivatives there.
    fn chain(self, value: f64, first: f64, second: f64) -> Self;

    /// A function of this number and another, given its value there, its derivatives by both, and
    /// its second derivatives: by this twice, by both, by the other twice.
    fn chain_with(self, other: Self, value: f64, first: [f64; 2], second: [f64; 3]) -> Self;

    /// `1/x`
    #[inline]
    fn recip(self) -> Self {
        let inverse = 1.0 / self.value();
        let square = inverse * inverse;
        self.chain(inverse, -square, 2.0 * square * inverse)
    }

    /// `√x`, for `x > 0`.
    #[inline]
    fn sqrt(self) -> Self {
        let x = self.value();
        let root = x.sqrt();
        let first = 0.5 / root;
        self.chain(root, first, -0.5 * first / x)
    }

    /// `x²`
    #[inline]
    fn square(self) -> Self {
        let x = self.value();
        self.chain(x * x, 2.0 * x, 2.0)
    }

    /// The sine and the cosine.
    #[inline]
    fn sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value().sin_cos();
        (self.chain(sin, cos, -sin), self.chain(cos, -sin, -cos))
    }

    /// The sine.
    #[inline]
    fn sin(self) -> Self {
        self.sin_cos().0
    }

    /// The cosine.
    #[inline]
    fn cos(self) -> Self {
        self.sin_cos().1
    }

    /// The angle whose tangent this is.
    #[inline]
    fn atan(self) -> Self {
        let x = self.value();
        let first = 1.0 / (1.0 + x * x);
        self.chain(x.atan(), first, -2.0 * x * first * first)
    }

    /// The hyperbolic tangent.
    #[inline]
    fn tanh(self) -> Self {
        let tanh = self.value().tanh();
        let first = 1.0 - tanh * tanh;
        self.chain(tanh, first, -2.0 * tanh * first)
    }
}

impl Real for f64 {
    #[inline]
    fn constant(value: f64) -> Self {
        value
    }

    #[inline]
    fn value(self) -> f64 {
        self
    }

    #[inline]
    fn chain(self, value: f64, _: f64, _: f64) -> Self {
        value
    }

    #[inline]
    fn chain_with(self, _: Self, value: f64, _: [f64; 2], _: [f64; 3]) -> Self {
        value
    }
}

/// A number with its derivatives by `N` variables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet1<const N: usize> {
    /// The number.
    pub value: f64,
    /// By each variable.
    pub gradient: [f64; N],
}

impl<const N: usize> Jet1<N> {
    /// The variables themselves.
    pub fn variables(values: [f64; N]) -> [Self; N] {
        std::array::from_fn(|i| {
            let mut gradient = [0.0; N];
            gradient[i] = 1.0;
            Self { value: values[i], gradient }
        })
    }
}

/// A number with its first and second derivatives by `N` variables; `H` is `N (N + 1) / 2`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet2<const N: usize, const H: usize> {
    /// The number.
    pub value: f64,
    /// By each variable.
    pub gradient: [f64; N],
    /// By each pair of variables, the lower triangle row by row.
    pub hessian: [f64; H],
}

impl<const N: usize, const H: usize> Jet2<N, H> {
    /// The pair of variables of each second derivative. One flat loop over them unrolls as a
    /// whole; a loop inside a loop does not.
    const PLACES: [(usize, usize); H] = {
        assert!(H == N * (N + 1) / 2);
        let mut places = [(0, 0); H];
        let (mut i, mut j, mut at) = (0, 0, 0);
        while at < H {
            places[at] = (i, j);
            (i, j) = if i == j { (i + 1, 0) } else { (i, j + 1) };
            at += 1;
        }
        places
    };

    /// The variables themselves.
    pub fn variables(values: [f64; N]) -> [Self; N] {
        std::array::from_fn(|i| Self::variable(values[i], i))
    }

    /// One variable of the `N`.
    #[inline]
    pub fn variable(value: f64, idx: usize) -> Self {
        let mut jet = Self::constant(value);
        jet.gradient[idx] = 1.0;
        jet
    }

    /// The second derivative by variables `i` and `j`.
    pub fn second(&self, i: usize, j: usize) -> f64 {
        let (high, low) = (i.max(j), i.min(j));
        self.hessian[high * (high + 1) / 2 + low]
    }
}

impl<const N: usize> Real for Jet1<N> {
    #[inline]
    fn constant(value: f64) -> Self {
        Self { value, gradient: [0.0; N] }
    }

    #[inline]
    fn value(self) -> f64 {
        self.value
    }

    #[inline]
    fn chain(self, value: f64, first: f64, _: f64) -> Self {
        Self { value, gradient: self.gradient.map(|slope| first * slope) }
    }

    #[inline]
    fn chain_with(self, other: Self, value: f64, first: [f64; 2], _: [f64; 3]) -> Self {
        let [a, b] = [&self.gradient, &other.gradient];
        Self { value, gradient: std::array::from_fn(|i| first[0] * a[i] + first[1] * b[i]) }
    }
}

impl<const N: usize, const H: usize> Real for Jet2<N, H> {
    #[inline]
    fn constant(value: f64) -> Self {
        Self { value, gradient: [0.0; N], hessian: [0.0; H] }
    }

    #[inline]
    fn value(self) -> f64 {
        self.value
    }

    #[inline]
    fn chain(self, value: f64, first: f64, second: f64) -> Self {
        let gradient = self.gradient.map(|slope| first * slope);
        let hessian = std::array::from_fn(|at| {
            let (i, j) = Self::PLACES[at];
            first * self.hessian[at] + second * (self.gradient[i] * self.gradient[j])
        });
        Self { value, gradient, hessian }
    }

    #[inline]
    fn chain_with(self, other: Self, value: f64, first: [f64; 2], second: [f64; 3]) -> Self {
        let [a, b] = [&self.gradient, &other.gradient];
        let gradient = std::array::from_fn(|i| first[0] * a[i] + first[1] * b[i]);
        let hessian = std::array::from_fn(|at| {
            let (i, j) = Self::PLACES[at];
            first[0] * self.hessian[at]
                + first[1] * other.hessian[at]
                + second[0] * (a[i] * a[j])
                + second[1] * (a[i] * b[j] + a[j] * b[i])
                + second[2] * (b[i] * b[j])
        });
        Self { value, gradient, hessian }
    }
}

impl<const N: usize> Add for Jet1<N> {
    type Output = Self;
    #[inline]
    fn add(mut self, other: Self) -> Self {
        self.value += other.value;
        self.gradient.iter_mut().zip(other.gradient).for_each(|(a, b)| *a += b);
        self
    }
}

impl<const N: usize> Sub for Jet1<N> {
    type Output = Self;
    #[inline]
    fn sub(mut self, other: Self) -> Self {
        self.value -= other.value;
        self.gradient.iter_mut().zip(other.gradient).for_each(|(a, b)| *a -= b);
        self
    }
}

impl<const N: usize> Mul for Jet1<N> {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        let mut gradient = self.gradient;
        for (a, b) in gradient.iter_mut().zip(other.gradient) {
            *a = *a * other.value + self.value * b;
        }
        Self { value: self.value * other.value, gradient }
    }
}

impl<const N: usize, const H: usize> Add for Jet2<N, H> {
    type Output = Self;
    #[inline]
    fn add(mut self, other: Self) -> Self {
        self.value += other.value;
        self.gradient.iter_mut().zip(other.gradient).for_each(|(a, b)| *a += b);
        self.hessian.iter_mut().zip(other.hessian).for_each(|(a, b)| *a += b);
        self
    }
}

impl<const N: usize, const H: usize> Sub for Jet2<N, H> {
    type Output = Self;
    #[inline]
    fn sub(mut self, other: Self) -> Self {
        self.value -= other.value;
        self.gradient.iter_mut().zip(other.gradient).for_each(|(a, b)| *a -= b);
        self.hessian.iter_mut().zip(other.hessian).for_each(|(a, b)| *a -= b);
        self
    }
}

impl<const N: usize, const H: usize> Mul for Jet2<N, H> {
    type Output = Self;
    #[allow(clippy::suspicious_arithmetic_impl, reason = "the product rule adds")]
    #[inline]
    fn mul(self, other: Self) -> Self {
        let (x, y) = (self.value, other.value);
        let gradient = std::array::from_fn(|i| self.gradient[i] * y + x * other.gradient[i]);
        let hessian = std::array::from_fn(|at| {
            let (i, j) = Self::PLACES[at];
            self.hessian[at] * y
                + x * other.hessian[at]
                + self.gradient[i] * other.gradient[j]
                + self.gradient[j] * other.gradient[i]
        });
        Self { value: x * y, gradient, hessian }
    }
}

/// What follows from the rest, the same for both: `−x`, `x/y`, and plain numbers on the right.
macro_rules! derived_operators {
    ($jet:ty, [$($generics:tt)*]) => {
        impl<$($generics)*> Neg for $jet {
            type Output = Self;
            #[inline]
            fn neg(self) -> Self {
                self * -1.0
            }
        }

        impl<$($generics)*> Div for $jet {
            type Output = Self;
            #[allow(clippy::suspicious_arithmetic_impl, reason = "the reciprocal has a chain rule")]
            #[inline]
            fn div(self, other: Self) -> Self {
                self * other.recip()
            }
        }

        impl<$($generics)*> Add<f64> for $jet {
            type Output = Self;
            #[inline]
            fn add(mut self, other: f64) -> Self {
                self.value += other;
                self
            }
        }

        impl<$($generics)*> Sub<f64> for $jet {
            type Output = Self;
            #[inline]
            fn sub(mut self, other: f64) -> Self {
                self.value -= other;
                self
            }
        }

        impl<$($generics)*> Mul<f64> for $jet {
            type Output = Self;
            #[inline]
            fn mul(self, other: f64) -> Self {
                self.scale(other)
            }
        }

        impl<$($generics)*> Div<f64> for $jet {
            type Output = Self;
            #[allow(clippy::suspicious_arithmetic_impl, reason = "one division serves them all")]
            #[inline]
            fn div(self, other: f64) -> Self {
                self.scale(1.0 / other)
            }
        }
    };
}

derived_operators!(Jet1<N>, [const N: usize]);
derived_operators!(Jet2<N, H>, [const N: usize, const H: usize]);

impl<const N: usize> Jet1<N> {
    #[inline]
    fn scale(self, factor: f64) -> Self {
        Self { value: self.value * factor, gradient: self.gradient.map(|slope| slope * factor) }
    }
}

impl<const N: usize, const H: usize> Jet2<N, H> {
    #[inline]
    fn scale(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            gradient: self.gradient.map(|slope| slope * factor),
            hessian: self.hessian.map(|bend| bend * factor),
        }
    }
}

#[cfg(test)]
#[path = "jet_tests.rs"]
mod tests;
