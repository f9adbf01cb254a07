/// The unit in which people write a quantity of a car or a channel of a lap. Inside, everything is in units of the SI.
///
/// ```
/// use maatstaf_core::Unit;
///
/// assert_eq!(Unit::Kilowatt.to_si(120.0), 120_000.0);
/// assert_eq!(Unit::Degree.from_si(9_f64.to_radians()), 9.0);
/// assert_eq!((Unit::SquareMetre.symbol(), Unit::SquareMetre.suffix()), ("m²", "m2"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "a unit is its name")]
pub enum Unit {
    One,
    Kilogram,
    KilogramSquareMetre,
    KilogramPerCubicMetre,
    Metre,
    Millimetre,
    SquareMetre,
    Degree,
    Newton,
    NewtonPerMillimetre,
    NewtonMetre,
    NewtonMetreSecondPerRadian,
    Kilowatt,
    Megajoule,
    KilometrePerHour,
    TurnPerMinute,
    Second,
    MetrePerSquareSecond,
    DegreePerSecond,
    Percent,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 20] = [
        Self::One,
        Self::Kilogram,
        Self::KilogramSquareMetre,
        Self::KilogramPerCubicMetre,
        Self::Metre,
        Self::Millimetre,
        Self::SquareMetre,
        Self::Degree,
        Self::Newton,
        Self::NewtonPerMillimetre,
        Self::NewtonMetre,
        Self::NewtonMetreSecondPerRadian,
        Self::Kilowatt,
        Self::Megajoule,
        Self::KilometrePerHour,
        Self::TurnPerMinute,
        Self::Second,
        Self::MetrePerSquareSecond,
        Self::DegreePerSecond,
        Self::Percent,
    ];

    /// As printed behind a number; empty for a plain number.
    pub fn symbol(self) -> &'static str {
        self.names().0
    }

    /// As the end of a name in a file: `kg` of `mass_kg`; empty for a plain number.
    pub fn suffix(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::One => ("", ""),
            Self::Kilogram => ("kg", "kg"),
            Self::KilogramSquareMetre => ("kg m²", "kgm2"),
            Self::KilogramPerCubicMetre => ("kg/m³", "kgpm3"),
            Self::Metre => ("m", "m"),
            Self::Millimetre => ("mm", "mm"),
            Self::SquareMetre => ("m²", "m2"),
            Self::Degree => ("°", "deg"),
            Self::Newton => ("N", "n"),
            Self::NewtonPerMillimetre => ("N/mm", "npmm"),
            Self::NewtonMetre => ("N m", "nm"),
            Self::NewtonMetreSecondPerRadian => ("N m s/rad", "nmsprad"),
            Self::Kilowatt => ("kW", "kw"),
            Self::Megajoule => ("MJ", "mj"),
            Self::KilometrePerHour => ("km/h", "kmh"),
            Self::TurnPerMinute => ("rpm", "rpm"),
            Self::Second => ("s", "s"),
            Self::MetrePerSquareSecond => ("m/s²", "mps2"),
            Self::DegreePerSecond => ("°/s", "degps"),
            Self::Percent => ("%", "percent"),
        }
    }

    /// A number in this unit, in the unit of the SI.
    pub fn to_si(self, value: f64) -> f64 {
        match self {
            Self::Millimetre => value / 1000.0,
            Self::Degree | Self::DegreePerSecond => value.to_radians(),
            Self::Kilowatt | Self::NewtonPerMillimetre => value * 1000.0,
            Self::Megajoule => value * 1e6,
            Self::Percent => value / 100.0,
            Self::KilometrePerHour => value / 3.6,
            Self::TurnPerMinute => value * std::f64::consts::TAU / 60.0,
            _ => value,
        }
    }

    /// A number in the unit of the SI, in this unit: of all that [`to_si`](Self::to_si) takes back
    /// to it, the one with the fewest digits.
    pub fn from_si(self, value: f64) -> f64 {
        let near = value / self.to_si(1.0);
        let shorter = (0..17).filter_map(|digits| format!("{near:.digits$e}").parse().ok());
        let beside = [near.next_down(), near.next_up()].into_iter();
        shorter.chain(beside).find(|candidate| self.to_si(*candidate) == value).unwrap_or(near)
    }
}
