use maatstaf_core::{MagicFormula61, Need, QUANTITIES, Quantity};
use serde_json::{Map, Value, json};

use super::{keys, write};

/// A JSON Schema (2020-12) of a description, from the table by which it is read.
///
/// It knows names, kinds and ranges; that lists go together and increase is for the reader alone.
///
/// ```
/// let schema = maatstaf_formats::car::json_schema();
/// assert_eq!(schema["properties"]["chassis"]["properties"]["mass_kg"]["maximum"], 5000.0);
/// ```
pub fn json_schema() -> Value {
    let text = |about: &str| json!({"type": "string", "description": about});
    let axle = |name: &str| tyre(&format!("tyres.{name}"));
    let tyres = object(
        ["front", "rear"].into_iter().map(|name| (name.to_owned(), axle(name))).collect(),
        &["front", "rear"],
    );
    let properties = [
        ("name", text("as printed")),
        ("rests_on", text("what its numbers rest on")),
        ("chassis", table("chassis", Vec::new())),
        ("aero", aero()),
        ("tyres", tyres),
        ("power_unit", power_unit()),
        ("gearbox", table("gearbox", vec![("ratios", numbers(), true)])),
        ("hybrid", table("hybrid", vec![("driven", driven(), false)])),
        ("brakes", table("brakes", Vec::new())),
        ("differential", table("differential", Vec::new())),
        ("setup", setup()),
    ];
    let properties = properties.map(|(name, schema)| (name.to_owned(), schema));
    let needed =
        ["name", "rests_on", "chassis", "aero", "tyres", "power_unit", "brakes", "differential"];
    let mut schema = object(properties.into_iter().collect(), &needed);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("A car, as maatstaf reads it from TOML");
    schema
}

fn object(properties: Map<String, Value>, needed: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": false,
    })
}

fn numbers() -> Value {
    json!({"type": "array", "items": {"type": "number"}, "minItems": 1})
}

fn driven() -> Value {
    json!({"enum": write::DRIVEN.map(|(word, _)| word)})
}

fn number(quantity: &Quantity) -> Value {
    json!({
        "type": "number",
        "minimum": quantity.lowest,
        "maximum": quantity.highest,
        "description": quantity.about,
    })
}

/// The numbers of a table, and what else it holds: name, schema, whether it must.
fn table(name: &str, besides: Vec<(&'static str, Value, bool)>) -> Value {
    let here =
        || QUANTITIES.iter().filter(|it| keys::table(it.name) == name && it.need != Need::Listed);
    let last = |quantity: &Quantity| keys::last(&keys::file_name(quantity)).to_owned();
    let mut properties: Map<String, Value> = here().map(|it| (last(it), number(it))).collect();
    let mut needed: Vec<String> = here().filter(|it| it.need == Need::Always).map(last).collect();
    for (name, schema, must) in besides {
        properties.insert(name.to_owned(), schema);
        needed.extend(must.then(|| name.to_owned()));
    }
    object(properties, &needed.iter().map(String::as_str).collect::<Vec<_>>())
}

fn lists(name: &str) -> Value {
    let here = keys::LISTS.iter().filter(|(list, _)| keys::table(list) == name);
    let names: Vec<String> =
        here.map(|(list, unit)| keys::last(&keys::with_unit(list, *unit)).to_owned()).collect();
    let properties = names.iter().map(|name| (name.clone(), numbers())).collect();
    object(properties, &names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A table in one of two ways: with the numbers of `either`, or with the table `or` in their place.
fn either(mut table: Value, either: &[&str], or: &str) -> Value {
    if let Some(needed) = table["required"].as_array_mut() {
        needed.retain(|name| !name.as_str().is_some_and(|name| either.contains(&name)));
    }
    let none: Vec<Value> = either.iter().map(|name| json!({"required": [name]})).collect();
    table["oneOf"] = json!([
        {"required": either, "not": {"required": [or]}},
        {"required": [or], "not": {"anyOf": none}},
    ]);
    table
}

fn aero() -> Value {
    let besides =
        vec![("map", lists("aero.map"), false), ("drs", table("aero.drs", Vec::new()), false)];
    let constant = ["drag_area_m2", "downforce_area_m2", "pressure_centre_behind_cg_m"];
    either(table("aero", besides), &constant, "map")
}

fn power_unit() -> Value {
    let besides = vec![("driven", driven(), false), ("curve", lists("power_unit.curve"), false)];
    either(table("power_unit", besides), &["power_kw"], "curve")
}

fn tyre(name: &str) -> Value {
    let similarity = table(name, vec![("law", json!({"const": "similarity"}), false)]);
    let coefficients = MagicFormula61::NAMES.iter();
    let coefficients = coefficients.map(|it| ((*it).to_owned(), json!({"type": "number"})));
    let magic = [
        ("law".to_owned(), json!({"const": "magic formula 6.1"})),
        ("tir".to_owned(), json!({"type": "string", "description": "a .tir file beside this one"})),
        ("coefficients".to_owned(), object(coefficients.collect(), &[])),
    ];
    json!({"oneOf": [similarity, object(magic.into_iter().collect(), &["law"])]})
}

/// The ranges, in tables as their numbers are.
fn setup() -> Value {
    let mut top = object(Map::new(), &[]);
    for quantity in QUANTITIES {
        let path = keys::file_name(quantity);
        let mut at = &mut top;
        for table in keys::table(&path).split('.') {
            let tables = &mut at["properties"];
            if tables[table].is_null() {
                tables[table] = object(Map::new(), &[]);
            }
            at = &mut tables[table];
        }
        at["properties"][keys::last(&path)] = json!({
            "type": "array",
            "items": {"type": "number", "minimum": quantity.lowest, "maximum": quantity.highest},
            "minItems": 2,
            "maxItems": 2,
        });
    }
    top
}
