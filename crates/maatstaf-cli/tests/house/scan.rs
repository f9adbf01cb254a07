//! What a source file may hold.

/// Paths of the standard library that reach out of a room.
const OUTSIDE: [(&str, &str); 8] = [
    ("std::fs", "files"),
    ("std::os", "the system"),
    ("std::net", "the network"),
    ("std::env", "the environment"),
    ("std::process", "other programs"),
    ("std::time::Instant", "a clock"),
    ("std::time::SystemTime", "a clock"),
    ("std::hash::RandomState", "a random source"),
];

/// Words that reach out of a room wherever they come from, or silence the lint that says so.
const OUTSIDE_WORDS: [(&str, &str); 8] = [
    ("stdin", "the terminal"),
    ("stdout", "the terminal"),
    ("stderr", "the terminal"),
    ("thread_rng", "a random source"),
    ("getrandom", "a random source"),
    ("RandomState", "a random source"),
    ("disallowed_methods", "an exception to a lint of the house"),
    ("disallowed_types", "an exception to a lint of the house"),
];

/// Macros that reach out of a room.
const MACROS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

const RACING_WORDS: [&str; 22] = [
    "car",
    "championship",
    "circuit",
    "driver",
    "formula one",
    "grid",
    "kerb",
    "lap",
    "overtake",
    "pit",
    "podium",
    "qualifying",
    "race",
    "racing",
    "rally",
    "season",
    "sprint",
    "standings",
    "stint",
    "team",
    "tyre",
    "wheel",
];

/// Where a pure file reaches outside: `line: what`.
pub fn outside(source: &str) -> Vec<String> {
    let code = code(source);
    let tokens = tokens(&code);
    let mut found = Vec::new();
    for (idx, token) in tokens.iter().enumerate() {
        let say = |what: &str, why: &str| format!("{}: {what} reaches for {why}", token.line);
        let next = |n: usize| tokens.get(idx + n).map_or("", |token| token.text);
        if token.text == "std" && next(1) == "::" {
            let mut paths = Vec::new();
            expand(&tokens, idx, "", &mut paths);
            found.extend(paths.iter().filter_map(|path| Some(say(path, reaches(path)?))));
        }
        if next(1) == "!" && MACROS.contains(&token.text) {
            found.push(say(token.text, "the terminal"));
        }
        if let Some((word, why)) = OUTSIDE_WORDS.iter().find(|(word, _)| *word == token.text) {
            found.push(say(word, why));
        }
        match (token.text, next(1), next(2)) {
            ("rand", "::", "rng") => found.push(say("rand::rng", "a random source")),
            (_, "::", "now") => found.push(say(&format!("{}::now", token.text), "a clock")),
            _ => {}
        }
    }
    found
}

/// Where a file names something of racing, comments included: `line: word`.
pub fn racing_words(source: &str) -> Vec<String> {
    let lines = source.lines().enumerate();
    let found = lines.flat_map(|(idx, line)| {
        let line = format!(" {} ", words(line).join(" "));
        let named = move |word: &&str| {
            line.contains(&format!(" {word} ")) || line.contains(&format!(" {word}s "))
        };
        RACING_WORDS.into_iter().filter(named).map(move |word| format!("{}: {word}", idx + 1))
    });
    found.collect()
}

/// Where the code of a file holds a year, written as years are: `line: year`. `2_000` is none.
pub fn years(source: &str) -> Vec<String> {
    let code = code(source);
    let year = |token: &Token| {
        let year = token.text.trim_end_matches("u16").trim_end_matches('_').parse().ok();
        year.filter(|year: &u16| (1950..2100).contains(year))
    };
    let found = tokens(&code).into_iter();
    found.filter_map(|token| Some(format!("{}: {}", token.line, year(&token)?))).collect()
}

/// Where the code of a file has a wire format: `line: word`.
pub fn serde(source: &str) -> Vec<String> {
    let code = code(source);
    let named = tokens(&code).into_iter();
    let named = named.filter(|token| ["serde", "Serialize", "Deserialize"].contains(&token.text));
    named.map(|token| format!("{}: {}", token.line, token.text)).collect()
}

struct Token<'a> {
    line: usize,
    text: &'a str,
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (idx, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match first {
                _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                ':' if rest.starts_with("::") => 2,
                _ => first.len_utf8(),
            };
            found.push(Token { line: idx + 1, text: &rest[..length] });
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// Every path that a use tree stands for; returns the token after it.
fn expand(tokens: &[Token], at: usize, prefix: &str, paths: &mut Vec<String>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    if text(at) == "{" {
        let mut at = at + 1;
        while !["}", ""].contains(&text(at)) {
            at = expand(tokens, at, prefix, paths);
            while ![",", "}", ""].contains(&text(at)) {
                at += 1;
            }
            at += usize::from(text(at) == ",");
        }
        return at + 1;
    }
    let path = if prefix.is_empty() { text(at).into() } else { format!("{prefix}::{}", text(at)) };
    let goes_on = |next: &str| {
        next.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{' || c == '*')
    };
    if text(at + 1) == "::" && goes_on(text(at + 2)) {
        return expand(tokens, at + 2, &path, paths);
    }
    paths.push(path);
    at + 1
}

fn reaches(path: &str) -> Option<&'static str> {
    let module = path.trim_end_matches("::*").trim_end_matches("::self");
    let (_, why) = OUTSIDE.iter().find(|(outside, _)| {
        module == *outside
            || module.starts_with(&format!("{outside}::"))
            || (["std", "std::time"].contains(&module) && outside.starts_with(module))
    })?;
    Some(why)
}

/// The words of a text, parted also at `_` and where a capital begins, in lower case.
fn words(text: &str) -> Vec<String> {
    let mut parted = String::new();
    let mut was_lower = false;
    for letter in text.chars() {
        if letter.is_uppercase() && was_lower {
            parted.push(' ');
        }
        parted.push(if letter.is_alphabetic() { letter } else { ' ' });
        was_lower = letter.is_lowercase();
    }
    parted.split_whitespace().map(str::to_lowercase).collect()
}

/// The code alone: comments, texts and what is for tests blanked out, lines kept.
fn code(source: &str) -> String {
    without_tests(&without_texts(source))
}

fn without_texts(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let is_raw = rest.starts_with("r\"") || rest.starts_with("r#");
        let is_raw = is_raw && !code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let hidden = match first {
            '/' if rest.starts_with("//") => rest.find('\n'),
            '/' if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
            '"' => text_end(rest),
            'r' if is_raw => raw_text_end(rest),
            '\'' => char_end(rest).or(Some(0)),
            _ => Some(0),
        };
        let hidden = hidden.unwrap_or(rest.len());
        let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
        code.extend(rest[..hidden].chars().map(blank));
        if hidden == 0 {
            code.push(first);
        }
        rest = &rest[hidden.max(if hidden == 0 { first.len_utf8() } else { 0 })..];
    }
    code
}

fn text_end(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A raw text's end; 0 for a raw name such as `r#type`.
fn raw_text_end(rest: &str) -> Option<usize> {
    let n_marks = rest[1..].len() - rest[1..].trim_start_matches('#').len();
    if !rest[1 + n_marks..].starts_with('"') {
        return Some(0);
    }
    let end = format!("\"{}", "#".repeat(n_marks));
    Some(rest[2 + n_marks..].find(&end)? + 2 + n_marks + end.len())
}

/// The end of `'x'`; `None` for a lifetime.
fn char_end(rest: &str) -> Option<usize> {
    let inside = &rest[1..];
    let first = inside.chars().next()?;
    let length = if first == '\\' {
        1 + inside[1..].chars().next()?.len_utf8() + inside[2..].find('\'')?
    } else {
        first.len_utf8()
    };
    inside[length..].starts_with('\'').then_some(length + 2)
}

fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::new();
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        kept.push_str(&rest[..start]);
        let mut depth = 0;
        let end = rest[start..].find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0 && (c == ';' || c == '}')
        });
        let end = end.map_or(rest.len(), |end| start + end + 1);
        kept.extend(rest[start..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    kept + rest
}

#[track_caller]
fn check(found: Vec<String>, want: &[&str]) {
    assert_eq!(found, want);
}

#[test]
fn files_are_outside() {
    check(outside("use std::fs::File;"), &["1: std::fs::File reaches for files"]);
    check(outside("\nuse std::{io::{self, Read}, fs};"), &["2: std::fs reaches for files"]);
    check(outside("let a = std::fs::read(path);"), &["1: std::fs::read reaches for files"]);
    check(outside("let quote = '\"'; use std::fs;"), &["1: std::fs reaches for files"]);
}

#[test]
fn clocks_are_outside() {
    check(outside("use std::time::Instant;"), &["1: std::time::Instant reaches for a clock"]);
    check(outside("use std::time;"), &["1: std::time reaches for a clock"]);
    check(outside("let at = Zoned::now();"), &["1: Zoned::now reaches for a clock"]);
    check(outside("use std::time::Duration;"), &[]);
}

#[test]
fn network_environment_and_programs_are_outside() {
    check(outside("use std::net::TcpStream;"), &["1: std::net::TcpStream reaches for the network"]);
    check(outside("std::env::var(\"X\")"), &["1: std::env::var reaches for the environment"]);
    check(
        outside("use std::process::Command as C;"),
        &["1: std::process::Command reaches for other programs"],
    );
    check(outside("println!(\"a\");"), &["1: println reaches for the terminal"]);
    check(outside("env!(\"CARGO_MANIFEST_DIR\")"), &[]);
}

#[test]
fn chance_is_outside() {
    check(outside("let mut r = rand::rng();"), &["1: rand::rng reaches for a random source"]);
    check(
        outside("use std::collections::hash_map::RandomState;"),
        &["1: RandomState reaches for a random source"],
    );
}

#[test]
fn a_lint_of_the_house_is_not_lifted() {
    check(
        outside("#![allow(clippy::disallowed_methods)]"),
        &["1: disallowed_methods reaches for an exception to a lint of the house"],
    );
}

#[test]
fn comments_texts_and_tests_are_not_code() {
    check(outside("// std::fs::read\n/// std::net\nlet a = \"std::fs\";"), &[]);
    check(outside("let a = r#\"a \" std::fs\"#; let b: &'a str = 'x';"), &[]);
    check(outside("#[cfg(test)]\nmod tests { fn f() { std::fs::read(1); } }"), &[]);
    check(outside("#[cfg(test)]\nmod tests;\nuse std::fs;"), &["3: std::fs reaches for files"]);
}

#[test]
fn racing_words_are_found() {
    check(racing_words("/// Best laps.\nstruct LapTime;"), &["1: lap", "2: lap"]);
    check(racing_words("let tyre_load = by_driver(1);"), &["1: driver", "1: tyre"]);
    check(racing_words("overlap, trace, scarce, embrace"), &[]);
}

#[test]
fn years_are_found() {
    check(years("if year == 1958 {"), &["1: 1958"]);
    check(years("match year {\n 2010..=2021_u16 => 1, _ => 0 }"), &["2: 2010", "2: 2021"]);
    check(years("// since 1950\nlet n = 2_000;"), &[]);
}

#[test]
fn wire_formats_are_found() {
    check(serde("#[derive(Clone, Serialize)]"), &["1: Serialize"]);
    check(serde("/// Serialize"), &[]);
}
