use std::sync::OnceLock;

use maatstaf_core::Car;
use maatstaf_formats::car;

/// A car that is inside, with the text of its description.
pub struct EmbeddedCar {
    /// The name for commands: `f1-2014`.
    pub id: &'static str,
    /// The description, with what each group of its numbers rests on.
    pub text: &'static str,
    /// The car.
    pub car: Car,
}

impl EmbeddedCar {
    /// What each group of its numbers rests on, a line each, as its description opens.
    pub fn notes(&self) -> Vec<&'static str> {
        let comments = self.text.lines().map_while(|line| line.strip_prefix('#'));
        comments.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect()
    }
}

/// The cars that are inside: the published one, then generic ones.
///
/// ```
/// let published = &maatstaf_facts::cars()[0];
/// assert_eq!((published.id, published.car.chassis().mass), ("f1-2014", 660.0));
/// ```
pub fn cars() -> &'static [EmbeddedCar] {
    static CARS: OnceLock<Vec<EmbeddedCar>> = OnceLock::new();
    CARS.get_or_init(|| {
        let read = |text| car::read(text).expect("the embedded cars are read in a test");
        TEXTS.iter().map(|(id, text)| EmbeddedCar { id, text, car: read(text) }).collect()
    })
}

/// The car of this id, where there is one.
///
/// ```
/// assert!(maatstaf_facts::car("f1-2014").is_some() && maatstaf_facts::car("f1").is_none());
/// ```
pub fn car(id: &str) -> Option<&'static EmbeddedCar> {
    cars().iter().find(|car| car.id == id)
}

const TEXTS: [(&str, &str); 7] = [
    ("f1-2014", include_str!("../data/cars/f1-2014.toml")),
    ("f1-2024", include_str!("../data/cars/f1-2024.toml")),
    ("f1-2026", include_str!("../data/cars/f1-2026.toml")),
    ("hypercar", include_str!("../data/cars/hypercar.toml")),
    ("lmp2", include_str!("../data/cars/lmp2.toml")),
    ("gt3", include_str!("../data/cars/gt3.toml")),
    ("formula-student", include_str!("../data/cars/formula-student.toml")),
];

#[cfg(test)]
#[path = "cars_tests.rs"]
mod tests;
