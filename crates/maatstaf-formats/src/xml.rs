//! XML as a walk from element to element, for the formats that are written in it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements deeper than this are no format of ours.
const DEEPEST: usize = 64;

/// What a walk meets.
pub(crate) enum Met<'a> {
    /// An element begins; its attributes.
    Open(&'a [(String, String)]),
    /// An element ends; the text that stood in it, outside of other elements.
    Close(&'a str),
}

/// Hands every element to `take` with the path that leads to it, names without their prefix.
///
/// # Errors
///
/// With the words of what is not XML, and where.
pub(crate) fn walk(bytes: &[u8], mut take: impl FnMut(&[String], Met)) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&text);
    let mut path: Vec<String> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    loop {
        let at = reader.buffer_position();
        let wrong = |what: &dyn std::fmt::Display| format!("{what}, byte {at}");
        match reader.read_event().map_err(|error| wrong(&error))? {
            Event::Start(element) => {
                open(&element, &mut path, &mut take);
                texts.push(String::new());
            }
            Event::Empty(element) => {
                open(&element, &mut path, &mut take);
                take(&path, Met::Close(""));
                path.pop();
            }
            Event::Text(text) => append(&mut texts, &text),
            Event::CData(text) => append(&mut texts, &text),
            Event::GeneralRef(name) => append_letter(&mut texts, &name),
            Event::End(_) => {
                let text = texts.pop().unwrap_or_default();
                take(&path, Met::Close(text.trim()));
                path.pop();
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(wrong(&format!("<{}> does not end", path.join("/")))),
            _ => {}
        }
        if path.len() > DEEPEST {
            return Err(wrong(&format!("more than {DEEPEST} elements inside each other")));
        }
    }
}

fn open(element: &BytesStart, path: &mut Vec<String>, take: &mut impl FnMut(&[String], Met)) {
    let attributes: Vec<(String, String)> = element
        .attributes()
        .flatten()
        .map(|it| (it.key.local_name().as_ref().to_owned(), it.value.into_owned()))
        .collect();
    path.push(element.local_name().as_ref().to_owned());
    take(path, Met::Open(&attributes));
}

fn append(texts: &mut [String], more: &str) {
    if let Some(text) = texts.last_mut() {
        *text += more;
    }
}

/// `&amp;` and its like.
fn append_letter(texts: &mut [String], name: &str) {
    let letter = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "\u{fffd}",
    };
    append(texts, letter);
}

/// Whether a path ends with some names.
pub(crate) fn ends_with(path: &[String], names: &[&str]) -> bool {
    path.len() >= names.len() && path.iter().rev().zip(names.iter().rev()).all(|(a, b)| a == b)
}
