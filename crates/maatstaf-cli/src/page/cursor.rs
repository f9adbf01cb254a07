//! One cursor for charts and map: its slider, its read-out, and what the script shows there.

use std::fmt::Write as _;

use serde_json::json;

/// The script that moves the cursor and the stretch of the lap that charts show; it reads [`Along`].
const SCRIPT: &str = include_str!("along.js");

/// A number that the cursor shows.
pub struct Readout {
    /// What.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// How many decimals.
    pub decimals: usize,
    /// Place by place, once for every lap; what is not known is not finite.
    pub values: Vec<Vec<f64>>,
    /// Half the interval around the first of them; nothing where there is none.
    pub within: Vec<f64>,
}

/// A lap's places and what is shown there, one of each per place.
pub struct Along {
    /// Metres from the line.
    pub distance: Vec<f64>,
    /// On the drawing of the circuit; nothing without one.
    pub places: Vec<(f64, f64)>,
    /// The numbers.
    pub readouts: Vec<Readout>,
    /// Places with a name, such as corners with their numbers.
    pub marks: Vec<(String, f64)>,
}

/// The cursor's slider and read-out and the buttons of the view, around some charts.
pub fn cursor(n_places: usize, charts: &str) -> String {
    let last = n_places.saturating_sub(1);
    format!(
        "<div class=\"panels\" tabindex=\"0\" role=\"group\" aria-label=\"Charts: arrow keys move the \
         cursor, plus and minus zoom, zero shows the whole lap\">\n<div class=\"cursor\" hidden>\n\
         <div class=\"controls\"><label>Where on the lap <input id=\"where\" type=\"range\" min=\"0\" \
         max=\"{last}\" value=\"0\"></label>\n<span class=\"zoom\"><button type=\"button\" id=\"closer\" \
         aria-label=\"Zoom in\" title=\"Zoom in (+)\">+</button><button type=\"button\" \
         id=\"wider\" aria-label=\"Zoom out\" title=\"Zoom out (−)\">−</button><button \
         type=\"button\" id=\"whole\" title=\"Show the whole lap (0)\">Whole lap</button></span>\
         <span id=\"view\" aria-live=\"polite\"></span></div>\n\
         <output id=\"readout\" for=\"where\"></output>\n</div>\n{charts}</div>\n"
    )
}

/// What the script reads, and the script.
pub fn scripts(along: &Along) -> String {
    format!(
        "<script type=\"application/json\" id=\"along\">{}</script>\n<script>\n{SCRIPT}</script>\n",
        along.to_json()
    )
}

impl Along {
    /// Rounded to what can be read.
    fn to_json(&self) -> String {
        let mut data = String::from("{\"s\":");
        put(&mut data, self.distance.iter().copied(), 1);
        data += ",\"x\":";
        put(&mut data, self.places.iter().map(|place| place.0), 1);
        data += ",\"y\":";
        put(&mut data, self.places.iter().map(|place| place.1), 1);
        let marks = self.marks.iter().map(|(name, s)| json!([name, s.round()]));
        let marks = safe(&json!(marks.collect::<Vec<_>>()).to_string());
        write!(data, ",\"marks\":{marks},\"channels\":[").expect("a text takes any text");
        for (idx, readout) in self.readouts.iter().enumerate() {
            data += if idx > 0 { "," } else { "" };
            readout.put(&mut data);
        }
        data + "]}"
    }
}

impl Readout {
    fn put(&self, data: &mut String) {
        let Self { name, unit, decimals, values, within } = self;
        write!(
            data,
            "{{\"name\":\"{name}\",\"unit\":\"{unit}\",\"decimals\":{decimals},\"within\":"
        )
        .expect("a text takes any text");
        put(data, within.iter().copied(), *decimals);
        data.push_str(",\"v\":[");
        for (idx, values) in values.iter().enumerate() {
            data.push_str(if idx > 0 { "," } else { "" });
            put(data, values.iter().copied(), *decimals);
        }
        data.push_str("]}");
    }
}

/// JSON that cannot end the script that it stands in.
fn safe(json: &str) -> String {
    json.replace('<', "\\u003c")
}

fn put(text: &mut String, values: impl Iterator<Item = f64>, decimals: usize) {
    text.push('[');
    for (idx, value) in values.enumerate() {
        text.push_str(if idx > 0 { "," } else { "" });
        match value.is_finite() {
            true => write!(text, "{value:.decimals$}").expect("a text takes any text"),
            false => text.push_str("null"),
        }
    }
    text.push(']');
}
