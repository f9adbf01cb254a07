//! The state of a topic: its first record, and every later one as a patch onto it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::walker::{Broken, Kind, Walker};

/// Nothing in the feed is nested so deep.
const DEEPEST: u8 = 32;
/// A patch reaches no further behind the end of a list, so that a few bytes do not become a long one.
const FURTHEST: usize = 16;

/// Puts a patch onto a state.
///
/// Objects merge key by key; an object with indices as keys patches a list, and may lengthen it; the
/// keys under `_deleted` are taken away; anything else replaces what was there. `_kf` only marks a
/// whole state, and is not kept.
pub(super) fn merge(state: &mut Value, patch: Value) {
    match (state, patch) {
        (Value::Object(state), Value::Object(patch)) => merge_object(state, patch),
        (Value::Array(state), Value::Object(patch)) => merge_list(state, patch),
        (state, patch) => {
            *state = Value::Null;
            match patch {
                Value::Object(patch) => {
                    let mut whole = Map::new();
                    merge_object(&mut whole, patch);
                    *state = Value::Object(whole);
                }
                other => *state = other,
            }
        }
    }
}

fn merge_object(state: &mut Map<String, Value>, patch: Map<String, Value>) {
    for key in deleted(&patch) {
        state.remove(&key);
    }
    for (key, value) in patch {
        match key.as_str() {
            "_deleted" | "_kf" => {}
            _ => merge(state.entry(key).or_insert(Value::Null), value),
        }
    }
}

fn merge_list(state: &mut Vec<Value>, patch: Map<String, Value>) {
    let gone: BTreeSet<usize> = deleted(&patch).iter().filter_map(|key| key.parse().ok()).collect();
    for (key, value) in patch {
        let Ok(idx) = key.parse::<usize>() else { continue };
        if idx < state.len() + FURTHEST {
            if state.len() <= idx {
                state.resize(idx + 1, Value::Null);
            }
            merge(&mut state[idx], value);
        }
    }
    let mut idx = 0;
    state.retain(|_| {
        idx += 1;
        !gone.contains(&(idx - 1))
    });
}

fn deleted(patch: &Map<String, Value>) -> Vec<String> {
    let keys = patch.get("_deleted").and_then(Value::as_array);
    let text = |key: &Value| match key {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    keys.into_iter().flatten().map(text).collect()
}

/// A payload as a value, from JSON or from what Python prints.
pub(super) fn value(body: &[u8]) -> Result<Value, Broken> {
    walked(&mut Walker::new(body), DEEPEST)
}

fn walked(walker: &mut Walker<'_>, depth: u8) -> Result<Value, Broken> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Broken { at: walker.at(), wanted: "an end of brackets in brackets" });
    };
    match walker.kind() {
        Kind::Object => {
            let mut object = Map::new();
            walker.object(|key, walker| {
                object.insert(String::from_utf8_lossy(key).into_owned(), walked(walker, depth)?);
                Ok(())
            })?;
            Ok(Value::Object(object))
        }
        Kind::Array => {
            let mut list = Vec::new();
            walker.array(|_, walker| {
                list.push(walked(walker, depth)?);
                Ok(())
            })?;
            Ok(Value::Array(list))
        }
        Kind::Text => Ok(Value::String(walker.text()?.into_owned())),
        Kind::Word | Kind::Nothing => Ok(word(&walker.text()?)),
    }
}

fn word(text: &str) -> Value {
    match text {
        "true" | "True" => Value::Bool(true),
        "false" | "False" => Value::Bool(false),
        "null" | "None" => Value::Null,
        _ => text.parse().map_or_else(|_| Value::String(text.to_owned()), Value::Number),
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
