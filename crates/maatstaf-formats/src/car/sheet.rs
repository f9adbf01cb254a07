use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::Problem;

/// A TOML text laid flat: every value and every table by its full name, with its place.
pub struct Sheet<'a> {
    text: &'a str,
    values: BTreeMap<String, Value>,
    tables: BTreeMap<String, Range<usize>>,
}

/// A value that nobody has taken yet.
#[derive(Clone, Debug)]
pub struct Value {
    /// Where its key stands, in bytes.
    pub key: Range<usize>,
    /// What it is.
    pub data: Data,
}

/// What a description may hold.
#[derive(Clone, Debug)]
pub enum Data {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list of numbers.
    Numbers(Vec<f64>),
    /// Anything else, as people call it.
    Other(&'static str),
}

impl<'a> Sheet<'a> {
    /// From a text.
    pub fn new(text: &'a str) -> Result<Self, Problem> {
        let parsed = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = error.message().trim_end_matches('.').replace('\n', ", ");
            Problem::at(text, at, "", message)
        })?;
        let mut sheet = Self { text, values: BTreeMap::new(), tables: BTreeMap::new() };
        sheet.lay_flat(parsed.into_inner());
        Ok(sheet)
    }

    /// Takes a value by its full name.
    pub fn take(&mut self, path: &str) -> Option<Value> {
        self.values.remove(path)
    }

    /// Takes every value below a table, with its full name.
    pub fn take_below(&mut self, table: &str) -> Vec<(String, Value)> {
        let below = format!("{table}.");
        let (taken, kept) = std::mem::take(&mut self.values)
            .into_iter()
            .partition(|(path, _)| path.starts_with(&below));
        self.values = kept;
        let taken: BTreeMap<String, Value> = taken;
        taken.into_iter().collect()
    }

    /// What nobody took, in the order of the text.
    pub fn left_over(&mut self) -> Vec<(String, Value)> {
        let mut left: Vec<_> = std::mem::take(&mut self.values).into_iter().collect();
        left.sort_by_key(|(_, value)| value.key.start);
        left
    }

    /// Whether a table stands in the text.
    pub fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// Whether a value stands in the text, not yet taken.
    pub fn has_value(&self, path: &str) -> bool {
        self.values.contains_key(path)
    }

    /// Every value and table that nobody took, with its place.
    pub fn places(&self) -> Vec<(String, usize)> {
        let values = self.values.iter().map(|(path, value)| (path.clone(), value.key.start));
        let tables = self.tables.iter().map(|(path, span)| (path.clone(), span.start));
        values.chain(tables).collect()
    }

    /// A problem at a byte of the text.
    pub fn problem(&self, at: usize, key: &str, message: impl Into<String>) -> Problem {
        Problem::at(self.text, at, key, message)
    }

    /// A problem with what is missing: at its table, or at the beginning.
    pub fn missing(&self, path: &str, message: impl Into<String>) -> Problem {
        let table = path.rsplit_once('.').map_or("", |(table, _)| table);
        let at = self.tables.get(table).map_or(0, |span| span.start);
        Problem::at(self.text, at, path, message)
    }

    /// By hand and not by recursion: a name may have a thousand dots.
    fn lay_flat(&mut self, table: DeTable<'_>) {
        let mut open = vec![(String::new(), table)];
        while let Some((path, table)) = open.pop() {
            for (key, value) in table {
                let (span, name) = (key.span(), key.into_inner());
                let full =
                    if path.is_empty() { name.into_owned() } else { format!("{path}.{name}") };
                match value.into_inner() {
                    DeValue::Table(below) => {
                        self.tables.insert(full.clone(), span);
                        open.push((full, below));
                    }
                    other => {
                        drop(self.values.insert(full, Value { key: span, data: data(&other) }))
                    }
                }
            }
        }
    }
}

fn data(value: &DeValue<'_>) -> Data {
    match value {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Array(list) => numbers(list),
        DeValue::Boolean(_) => Data::Other("true or false"),
        DeValue::Datetime(_) => Data::Other("a date"),
        other => number(other).map_or(Data::Other("a number that is too large"), Data::Number),
    }
}

fn numbers(list: &DeArray<'_>) -> Data {
    let numbers: Option<Vec<f64>> =
        list.iter().map(|at: &Spanned<_>| number(at.get_ref())).collect();
    numbers.map_or(Data::Other("a list of more than numbers"), Data::Numbers)
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}
