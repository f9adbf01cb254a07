//! `maatstaf data import FILE|FOLDER`: recorded sessions, of whatever format they are in.

use std::path::Path;
use std::time::{Instant, SystemTime};

use maatstaf::core::{Address, Issue};
use maatstaf::formats::recordings::ReadRecording;
use maatstaf::formats::session_files::{self, File, Format, Group, Options, format_with, gathered};
use maatstaf::session::{address_of, joined};
use maatstaf_store::{
    Content, Depth, FoundFile, HeldSession, Imported, Library, NewSession, found_files,
};
use serde_json::{Value, json};

use super::import::{now, waits};
use crate::error::ShellError;
use crate::progress::{Meter, at_work};
use crate::show::{self, Table};
use crate::source;

/// How many issues of a session, and files without a format, are shown before the rest are counted.
const SHOWN: usize = 3;

/// What is to come in, and how.
pub struct Ask<'a> {
    /// The file or folder.
    pub path: &'a Path,
    /// Where the session is to be found, where its owner says so.
    pub address: Option<&'a Address>,
    /// What of it is wanted.
    pub options: Options,
    /// Print the report as JSON.
    pub json: bool,
}

/// What became of one session.
struct Came {
    group: Group,
    outcome: Result<Kept, String>,
}

/// A session that came in.
struct Kept {
    address: Address,
    imported: Imported,
    /// What was at its address before, from the same format.
    before: Option<HeldSession>,
}

/// `maatstaf data import FILE|FOLDER`
pub fn import(ask: &Ask) -> Result<String, ShellError> {
    let start = Instant::now();
    let library = source::library()?;
    let found = found_files(ask.path)?;
    let (known, unknown) = at_work("looking at files", || sorted(&found, &ask.options));
    let groups = gathered(
        &known
            .iter()
            .map(|(idx, format)| (full_name(ask.path, &found[*idx]), *format))
            .collect::<Vec<_>>(),
    );
    if groups.is_empty() {
        return Err(nothing(ask.path, &unknown));
    }
    if ask.address.is_some() && groups.len() > 1 {
        return Err(ShellError::Input(format!(
            "--as names one session and {} holds {}; import them one by one, or leave --as out",
            ask.path.display(),
            groups.len()
        )));
    }
    let now = now()?;
    let mut meter = Meter::on_stderr();
    let total = groups.len() as u64;
    let mut came: Vec<Came> = Vec::new();
    for (idx, group) in groups.into_iter().enumerate() {
        meter.show_count(start.elapsed(), "importing sessions", idx as u64, total);
        let files: Vec<&FoundFile> = group.files.iter().map(|at| &found[known[*at].0]).collect();
        let outcome = keep(&library, ask, &group, &files, now)?;
        came.push(Came { group, outcome });
    }
    meter.clear();
    report(ask, &library, &came, &unknown)
}

/// Files with a format by their place in the list, and the names of those without.
fn sorted(found: &[FoundFile], options: &Options) -> (Vec<(usize, &'static Format)>, Vec<String>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (idx, file) in found.iter().enumerate() {
        match file.head() {
            Ok(head) if head.is_empty() => unknown.push(format!("{} (empty)", file.name)),
            Ok(head) => match format_with(&file.name, &head, options) {
                Some(format) => known.push((idx, format)),
                None => unknown.push(file.name.clone()),
            },
            Err(error) => unknown.push(format!("{} ({error})", file.name)),
        }
    }
    (known, unknown)
}

/// The name of a file with as much of its path as says where it belongs.
fn full_name(asked: &Path, file: &FoundFile) -> String {
    let whole = asked.canonicalize().unwrap_or_else(|_| asked.to_owned());
    let base = if whole.is_dir() { whole.as_path() } else { whole.parent().unwrap_or(&whole) };
    let base = base.to_string_lossy().replace('\\', "/");
    format!("{}/{}", base.trim_end_matches('/'), file.name)
}

fn keep(
    library: &Library,
    ask: &Ask,
    group: &Group,
    files: &[&FoundFile],
    now: SystemTime,
) -> Result<Result<Kept, String>, ShellError> {
    let mut part = match read(ask, group, files) {
        Ok(part) => part,
        Err(reason) => return Ok(Err(reason)),
    };
    // Held from here on, so that nobody else adds a part meanwhile.
    let mut writer = library.writer(|| waits(library))?;
    let before = there(library, &part.address, group.format)?;
    if let Some(before) = before.as_ref().filter(|_| group.format.in_parts)
        && before.dataset.input_sha256 != part.input_sha256
    {
        part = with_the_rest(library, before, part)?;
    }
    let new = NewSession {
        address: part.address.clone(),
        format: group.format.id,
        source: group.format.title,
        licence: group.format.terms,
        origin: group.name.clone(),
        input_sha256: part.input_sha256,
        recording: &part.read.recording,
        issues: &part.read.issues,
    };
    let imported = writer.import_session(&new, now)?;
    Ok(Ok(Kept { address: part.address, imported, before }))
}

/// What some files hold of a session.
struct Part {
    address: Address,
    read: ReadRecording,
    input_sha256: String,
}

/// Reads the files of a session; where that cannot be done, why.
fn read(ask: &Ask, group: &Group, files: &[&FoundFile]) -> Result<Part, String> {
    let (opened, breaks_off) = opened(ask, files)?;
    let wishes = match ask.options == Options::default() {
        true => String::new(),
        false => format!("{:?}", ask.options),
    };
    let content = files.iter().zip(&opened).map(|(it, file)| (it.name.as_str(), &file.bytes[..]));
    let input_sha256 = maatstaf_store::files_sha256(content, &wishes);
    let read = session_files::read(group.format, &opened, &ask.options);
    let mut read = read.map_err(|error| error.to_string())?;
    read.issues.splice(..0, breaks_off);
    let found = || address_of(&read.recording.about, &group.name);
    let address = ask.address.map_or_else(found, |address| Ok(address.clone()));
    let address = address.map_err(|error| error.to_string())?;
    Ok(Part { address, read, input_sha256 })
}

/// The files of a session with what is in them, and those that break off; else why there is none.
fn opened(ask: &Ask, files: &[&FoundFile]) -> Result<(Vec<File>, Vec<Issue>), String> {
    let (mut opened, mut issues) = (Vec::with_capacity(files.len()), Vec::new());
    for file in files {
        let name = full_name(ask.path, file);
        let Content { bytes, breaks_off } = file.content().map_err(|error| error.to_string())?;
        if let Some(why) = breaks_off {
            let reason = format!("it breaks off ({why}); what is before that is read");
            issues.push(Issue { file: name.clone(), line: None, reason });
        }
        let columns = session_files::is_parquet(&bytes)
            .then(|| maatstaf_store::foreign_columns(&file.path, bytes.clone()))
            .transpose()
            .map_err(|error| error.to_string())?;
        opened.push(File { name, bytes, columns });
    }
    Ok((opened, issues))
}

/// A part together with what is there of its session already, oddities included.
fn with_the_rest(library: &Library, there: &HeldSession, part: Part) -> Result<Part, ShellError> {
    let Part { address, mut read, input_sha256 } = part;
    let inputs = [(there.dataset.input_sha256.as_str(), input_sha256.as_bytes())];
    let of_both = || maatstaf_store::files_sha256(inputs.into_iter(), "");
    let mut issues = library.issues(&there.dataset)?;
    read.issues.retain(|issue| !issues.contains(issue));
    let before = library.recording(there, Depth::Sampled)?;
    let recording = joined(before.clone(), read.recording);
    let is_known = read.issues.is_empty() && recording == before;
    let input_sha256 = if is_known { there.dataset.input_sha256.clone() } else { of_both() };
    issues.append(&mut read.issues);
    Ok(Part { address, read: ReadRecording { recording, issues }, input_sha256 })
}

/// What is at an address already, from the same format.
fn there(
    library: &Library,
    address: &Address,
    format: &Format,
) -> Result<Option<HeldSession>, ShellError> {
    let is_it = |held: &HeldSession| held.address == *address && held.entry.format == format.id;
    Ok(library.sessions()?.into_iter().find(is_it))
}

fn nothing(path: &Path, unknown: &[String]) -> ShellError {
    let formats: Vec<&str> = session_files::FORMATS.iter().map(|format| format.title).collect();
    let first = unknown.first().map_or("no file is there", String::as_str);
    ShellError::Input(format!(
        "nothing in {} is a recording that we know: {first}; known are {}; a plain table comes in \
         with --mapping",
        path.display(),
        formats.join(", ")
    ))
}

fn report(
    ask: &Ask,
    library: &Library,
    came: &[Came],
    unknown: &[String],
) -> Result<String, ShellError> {
    if let [Came { outcome: Err(reason), .. }] = came {
        return Err(ShellError::Input(reason.clone()));
    }
    if ask.json {
        let answer = json!({
            "home": library.home(),
            "sessions": came.iter().map(json_of).collect::<Vec<_>>(),
            "unknown": unknown,
        });
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    let mut table = Table::new(&[
        "!session",
        "!format",
        ">laps",
        ">cars",
        ">drivers",
        ">samples",
        ">oddities",
        "note",
    ]);
    let mut below = String::new();
    for one in came {
        table.push(row(one));
        below += &oddities(one);
    }
    below += &left_out(unknown);
    Ok(table.text(show::width(), show::bold())
        + &below
        + &format!("\nLibrary: {}\n", library.home().display()))
}

fn row(came: &Came) -> Vec<String> {
    let format = came.group.format.id.to_owned();
    let Ok(Kept { address, imported, before }) = &came.outcome else {
        let file = came.group.name.rsplit('/').next().unwrap_or_default();
        let mut row = vec![file.to_owned(), format];
        row.resize(7, String::new());
        row.push("not read".to_owned());
        return row;
    };
    let count = |of: fn(&maatstaf_store::SessionEntry) -> u64| {
        imported.dataset.session.as_ref().map_or_else(String::new, |entry| of(entry).to_string())
    };
    vec![
        address.to_string(),
        format,
        count(|it| it.n_laps),
        count(|it| it.n_cars),
        count(|it| it.n_drivers),
        count(|it| it.n_samples),
        imported.issues.len().to_string(),
        match before {
            _ if imported.already_there => "there already".to_owned(),
            Some(_) if came.group.format.in_parts => "joined to what was there".to_owned(),
            Some(before) => format!("in place of {} laps", before.entry.n_laps),
            None => String::new(),
        },
    ]
}

fn oddities(came: &Came) -> String {
    let (name, issues): (&str, &[Issue]) = match &came.outcome {
        Err(reason) => return refusal(&came.group.name, reason),
        Ok(kept) => (&came.group.name, &kept.imported.issues),
    };
    if issues.is_empty() {
        return String::new();
    }
    let counted = match issues.len() {
        1 => "1 oddity, kept in issues.parquet".to_owned(),
        n_issues => format!("{n_issues} oddities, all of them in issues.parquet"),
    };
    let mut text = format!("\n{name}: {counted}\n");
    for issue in issues.iter().take(SHOWN) {
        let line = issue.line.map_or_else(String::new, |line| format!("line {line}: "));
        text += &show::wrapped(&format!("{line}{}", issue.reason), show::width(), "  ");
    }
    if issues.len() > SHOWN {
        text += &format!("  and {} more\n", issues.len() - SHOWN);
    }
    text
}

/// Why a session did not come in; most reasons name the file themselves.
fn refusal(name: &str, reason: &str) -> String {
    let whole = if reason.contains(name) { String::new() } else { format!("{name}: ") };
    format!("\n{}", show::wrapped(&(whole + reason), show::width(), ""))
}

fn left_out(unknown: &[String]) -> String {
    if unknown.is_empty() {
        return String::new();
    }
    let shown = unknown[..unknown.len().min(SHOWN)].join(", ");
    let more = if unknown.len() > SHOWN { ", …" } else { "" };
    let line = match unknown.len() {
        1 => format!("1 file is no recording that we know: {shown}"),
        n_files => format!("{n_files} files are no recording that we know: {shown}{more}"),
    };
    format!("\n{}", show::wrapped(&line, show::width(), ""))
}

fn json_of(came: &Came) -> Value {
    let format = came.group.format;
    match &came.outcome {
        Err(reason) => json!({"origin": came.group.name, "format": format.id, "refused": reason}),
        Ok(Kept { address, imported, .. }) => {
            let entry = imported.dataset.session.as_ref();
            let issues = imported.issues.iter();
            json!({
                "session": address.to_string(),
                "format": format.id,
                "origin": came.group.name,
                "already_there": imported.already_there,
                "n_laps": entry.map(|it| it.n_laps),
                "n_cars": entry.map(|it| it.n_cars),
                "n_drivers": entry.map(|it| it.n_drivers),
                "n_samples": entry.map(|it| it.n_samples),
                "issues": issues.map(|it| json!({"file": it.file, "line": it.line, "reason": it.reason})).collect::<Vec<_>>(),
            })
        }
    }
}
