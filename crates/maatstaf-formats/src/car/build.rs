use maatstaf_core::{
    Aero, AeroLaw, AeroMap, Brakes, Car, CarParts, Chassis, Differential, DrivenAxle, Drs, Gearbox,
    Hybrid, InvalidCar, Issue, MagicFormula61, Need, Power, PowerCurve, PowerUnit, QUANTITIES,
    Quantity, SetupRange, SimilarityTyre, Tyre, Unit,
};

use super::sheet::{Data, Sheet, Value};
use super::{Problem, Problems, ReadCar, hints, keys};
use crate::tir;

/// A car from a description.
pub fn car(
    text: &str,
    tir: impl FnMut(&str) -> Result<Vec<u8>, String>,
) -> Result<ReadCar, Problems> {
    let sheet = Sheet::new(text).map_err(|problem| Problems(vec![problem]))?;
    let places = sheet.places();
    let mut builder = Builder { sheet, problems: Vec::new(), issues: Vec::new() };
    let parts = builder.parts(tir);
    builder.left_over();
    let Builder { sheet, mut problems, issues } = builder;
    if problems.is_empty() {
        match Car::new(parts) {
            Ok(car) => return Ok(ReadCar { car, issues }),
            Err(error) => problems.push(refusal(&sheet, &places, &error)),
        }
    }
    problems.sort_by_key(|problem| (problem.line, problem.column));
    Err(Problems(problems))
}

struct Builder<'a> {
    sheet: Sheet<'a>,
    problems: Vec<Problem>,
    /// Of tyre files.
    issues: Vec<Issue>,
}

impl Builder<'_> {
    fn parts(&mut self, mut tir: impl FnMut(&str) -> Result<Vec<u8>, String>) -> CarParts {
        let mut parts = CarParts {
            name: self.needed_text("name"),
            rests_on: self.needed_text("rests_on"),
            chassis: Chassis::default(),
            aero: self.aero(),
            front_tyre: self.tyre("tyres.front", &mut tir),
            rear_tyre: self.tyre("tyres.rear", &mut tir),
            power_unit: self.power_unit(),
            gearbox: self.gearbox(),
            hybrid: self.hybrid(),
            brakes: Brakes::default(),
            differential: Differential::default(),
            setup: Vec::new(),
        };
        for quantity in QUANTITIES.iter().filter(|it| it.need != Need::Listed) {
            self.number(&mut parts, quantity);
        }
        parts.setup = self.setup();
        parts
    }

    /// Every number that such a car has.
    fn number(&mut self, parts: &mut CarParts, quantity: &Quantity) {
        let has_place = quantity.set(&mut parts.clone(), 0.0);
        if !has_place {
            return;
        }
        let path = keys::file_name(quantity);
        let Some(value) = self.sheet.take(&path) else {
            match quantity.need {
                Need::Usual(usual) => drop(quantity.set(parts, quantity.unit.to_si(usual))),
                Need::Always => self.missing_number(quantity, &path),
                Need::Optional | Need::Listed => {}
            }
            return;
        };
        let Some(number) = self.as_number(&path, &value) else { return };
        let inside = quantity.unit.to_si(number);
        if quantity.allows(inside) {
            quantity.set(parts, inside);
        } else {
            self.outside(quantity, &path, &value, number);
        }
    }

    fn missing_number(&mut self, quantity: &Quantity, path: &str) {
        let table = keys::table(path);
        // One problem for a table that is not there, not one for each of its names.
        if self.sheet.has(table) {
            let last = keys::last(path);
            let message = format!("[{table}] has no {last}: {}", quantity.about);
            self.problems.push(self.sheet.missing(path, message));
        } else if !self.problems.iter().any(|problem| problem.key == table) {
            let message = format!("there is no table [{table}]; add it with {}", keys::last(path));
            self.problems.push(self.sheet.problem(0, table, message));
        }
    }

    fn outside(&mut self, quantity: &Quantity, path: &str, value: &Value, number: f64) {
        let after = if quantity.unit == Unit::One { "" } else { " " };
        let unit = format!("{after}{}", quantity.unit.symbol());
        let hint = hints::for_outside(quantity, number);
        let (lowest, highest) = (quantity.lowest, quantity.highest);
        let message =
            format!("{number}{unit} is not in the range from {lowest} to {highest}{unit}{hint}");
        self.problems.push(self.sheet.problem(value.key.start, path, message));
    }

    fn as_number(&mut self, path: &str, value: &Value) -> Option<f64> {
        let message = match &value.data {
            Data::Number(number) => return Some(*number),
            Data::Text(text) => match text.split_whitespace().next().map(str::parse::<f64>) {
                Some(Ok(number)) => {
                    format!("{text:?} is a text; write {number}, without quotes or unit")
                }
                _ => format!("{text:?} is not a number"),
            },
            Data::Numbers(_) => "one number should stand here, not a list".to_owned(),
            Data::Other(what) => format!("a number should stand here, not {what}"),
        };
        self.problems.push(self.sheet.problem(value.key.start, path, message));
        None
    }

    fn text(&mut self, path: &str) -> Option<(String, Value)> {
        let value = self.sheet.take(path)?;
        if let Data::Text(text) = &value.data {
            return Some((text.clone(), value));
        }
        let message = "a text should stand here, in quotes";
        self.problems.push(self.sheet.problem(value.key.start, path, message));
        None
    }

    fn needed_text(&mut self, path: &str) -> String {
        if !self.sheet.has_value(path) {
            let message = format!("there is no {path}; write {path} = \"…\" in the first lines");
            self.problems.push(self.sheet.missing(path, message));
        }
        self.text(path).map_or(String::new(), |(text, _)| text)
    }

    /// One of some words; the first where none stands.
    fn word<T: Copy>(&mut self, path: &str, words: &[(&str, T)], usual: T) -> T {
        let Some((text, value)) = self.text(path) else { return usual };
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return *meaning;
        }
        let names: Vec<String> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
        let message = format!("{text:?} is none of {}", names.join(", "));
        self.problems.push(self.sheet.problem(value.key.start, path, message));
        usual
    }

    fn list(&mut self, name: &str) -> Vec<f64> {
        let unit = keys::LISTS.iter().find(|(list, _)| *list == name).map_or(Unit::One, |it| it.1);
        let path = keys::with_unit(name, unit);
        let Some(value) = self.sheet.take(&path) else {
            let message = format!("[{}] has no list {}", keys::table(name), keys::last(&path));
            self.problems.push(self.sheet.missing(&path, message));
            return Vec::new();
        };
        if let Data::Numbers(numbers) = &value.data {
            return numbers.iter().map(|number| unit.to_si(*number)).collect();
        }
        let message = "a list of numbers should stand here: [1, 2, 3]";
        self.problems.push(self.sheet.problem(value.key.start, &path, message));
        Vec::new()
    }

    fn aero(&mut self) -> Aero {
        let mut aero = Aero::default();
        if self.sheet.has("aero.drs") {
            aero.drs = Some(Drs::default());
        }
        if self.sheet.has("aero.map") {
            aero.law = AeroLaw::Map(AeroMap {
                speed: self.list("aero.map.speed"),
                front_ride_height: self.list("aero.map.front_ride_height"),
                rear_ride_height: self.list("aero.map.rear_ride_height"),
                drag_area: self.list("aero.map.drag_area"),
                downforce_area: self.list("aero.map.downforce_area"),
                pressure_centre_behind_cg: self.list("aero.map.pressure_centre_behind_cg"),
            });
        }
        aero
    }

    fn power_unit(&mut self) -> PowerUnit {
        let power = if self.sheet.has("power_unit.curve") {
            Power::Curve(PowerCurve {
                speed: self.list("power_unit.curve.speed"),
                power: self.list("power_unit.curve.power"),
            })
        } else {
            Power::Constant(0.0)
        };
        PowerUnit { power, driven: self.driven("power_unit.driven"), efficiency: 1.0 }
    }

    fn driven(&mut self, path: &str) -> DrivenAxle {
        self.word(path, &super::write::DRIVEN, DrivenAxle::Rear)
    }

    fn gearbox(&mut self) -> Option<Gearbox> {
        let has = self.sheet.has("gearbox");
        has.then(|| Gearbox { ratios: self.list("gearbox.ratios"), ..Gearbox::default() })
    }

    fn hybrid(&mut self) -> Option<Hybrid> {
        let has = self.sheet.has("hybrid");
        has.then(|| Hybrid { driven: self.driven("hybrid.driven"), ..Hybrid::default() })
    }

    fn tyre(&mut self, table: &str, tir: impl FnMut(&str) -> Result<Vec<u8>, String>) -> Tyre {
        let laws = [("similarity", false), ("magic formula 6.1", true)];
        if !self.word(&format!("{table}.law"), &laws, false) {
            return Tyre::Similarity(SimilarityTyre::default());
        }
        let mut tyre = self.tyre_file(table, tir).unwrap_or_default();
        let below = format!("{table}.coefficients");
        for (path, value) in self.sheet.take_below(&below) {
            let name = keys::last(&path);
            let Some(number) = self.as_number(&path, &value) else { continue };
            if !tyre.set(name, number) {
                let near = hints::nearest(name, MagicFormula61::NAMES.iter().copied());
                let hint = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
                let message = format!("the magic formula has no coefficient {name}{hint}");
                self.problems.push(self.sheet.problem(value.key.start, &path, message));
            }
        }
        Tyre::MagicFormula61(tyre)
    }

    fn tyre_file(
        &mut self,
        table: &str,
        mut tir: impl FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Option<MagicFormula61> {
        let path = format!("{table}.tir");
        let (name, value) = self.text(&path)?;
        let read = tir(&name)
            .and_then(|bytes| tir::read(&name, &bytes).map_err(|error| error.to_string()));
        match read {
            Ok(read) => {
                let known = self.issues.iter().any(|issue| issue.file == name);
                self.issues.extend(read.issues.into_iter().filter(|_| !known));
                Some(read.tyre)
            }
            Err(message) => {
                self.problems.push(self.sheet.problem(value.key.start, &path, message));
                None
            }
        }
    }

    /// The ranges below `[setup]`, in the order of the quantities.
    fn setup(&mut self) -> Vec<SetupRange> {
        let mut ranges = Vec::new();
        for (path, value) in self.sheet.take_below("setup") {
            let name = path.strip_prefix("setup.").unwrap_or(&path);
            match (keys::quantity(name), &value.data) {
                (Some(quantity), Data::Numbers(range)) if range.len() == 2 => {
                    let (lowest, highest) = (range[0], range[1]);
                    let (lowest, highest) =
                        (quantity.unit.to_si(lowest), quantity.unit.to_si(highest));
                    ranges.push(SetupRange { name: quantity.name.to_owned(), lowest, highest });
                }
                (Some(_), _) => {
                    let message = "a range should stand here: [lowest, highest]";
                    self.problems.push(self.sheet.problem(value.key.start, &path, message));
                }
                (None, _) => {
                    let hint = hints::for_unknown(name, None);
                    self.problems.push(self.sheet.problem(value.key.start, &path, hint));
                }
            }
        }
        let order = |range: &SetupRange| QUANTITIES.iter().position(|it| it.name == range.name);
        ranges.sort_by_key(order);
        ranges
    }

    /// What is known to no car, or not to such a car.
    fn left_over(&mut self) {
        let known = keys::all();
        for (path, value) in self.sheet.left_over() {
            let number = match value.data {
                Data::Number(number) => Some(number),
                _ => None,
            };
            let message = if known.iter().any(|key| key.path == path) {
                no_place(&path).to_owned()
            } else {
                hints::for_unknown(&path, number)
            };
            self.problems.push(self.sheet.problem(value.key.start, &path, message));
        }
    }
}

/// Why a name that is known has no place in this car.
fn no_place(path: &str) -> &'static str {
    match keys::table(path) {
        "aero" => "it does not go with [aero.map], which holds it by speed and ride height",
        "power_unit" => "it does not go with [power_unit.curve], which holds it by speed",
        _ => {
            "it does not go with the tyre's law; write law = \"magic formula 6.1\" for a tyre with \
              coefficients or tir, and \"similarity\" for one with mu_x_light and the like"
        }
    }
}

/// A car's own refusal, at the name concerned.
fn refusal(sheet: &Sheet<'_>, places: &[(String, usize)], error: &InvalidCar) -> Problem {
    let name = error.about().unwrap_or_default();
    let is_it = |path: &str| {
        let path = path.strip_prefix("setup.").unwrap_or(path);
        path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let is_setup =
        matches!(error, InvalidCar::OutsideSetup { .. } | InvalidCar::NoSuchSetup { .. });
    let found =
        places.iter().find(|(path, _)| path.starts_with("setup.") == is_setup && is_it(path));
    let (key, at) = found.map_or(("", 0), |(path, at)| (path.as_str(), *at));
    sheet.problem(at, key, error.to_string())
}
