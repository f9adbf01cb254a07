//! Every answer in JSON against its schema in `docs/schema`, and every field in `docs/json.md`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};

#[path = "../../../fixtures/live_session.rs"]
mod live_session;
#[path = "../../../fixtures/live_streams.rs"]
#[allow(dead_code, reason = "a part is used")]
mod live_streams;
#[path = "../../../fixtures/shared.rs"]
mod shared;

/// A schema, and questions whose answers it describes; those after `|` need every season.
const QUESTIONS: &[(&str, &str)] = &[
    (
        "briefing",
        "briefing PER --against VER --season 2023; briefing HAM --against VER --season 2021; \
         briefing DEV --against RIC --season 2023 | briefing senna --against prost --season 1988; \
         briefing ANT --against RUS --season 2026; briefing moss --against fangio --season 1955",
    ),
    (
        "form",
        "form 2023 PER --against VER; form 2023 DEV --against RIC --race; form 2022 HAM --against RUS --last 3 | \
         form 1988 senna --against prost",
    ),
    (
        "drivers",
        "drivers; drivers PER --against VER; drivers --seasons 2023 --posterior --draws 50 --seed 7 | \
         drivers --seasons 2014-2021",
    ),
    (
        "odds",
        "odds 2023 --after 5 --ends 200 --if PER:gap=half --if VER:faster=0.1; odds 2021 --ends 200; \
         odds 2021 --after 20 --constructors --ends 200; odds 2023 --after 5 --driver PER --ends 200; \
         odds --replay --ends 100 | odds 1988 --after 8 --ends 200; odds 1951 --after 2 --ends 200",
    ),
    ("chain", "chain RIC --against PIA; chain PER --against VER | chain PER --against HAM"),
    (
        "gap",
        "gap 2023 PER --against VER; gap 2023 VER --against PER; gap 2021 HAM --against VER | \
         gap 1988 prost --against senna; gap 1956 collins --against fangio; gap 2026 ANT --against RUS",
    ),
    ("pace", "pace 2023 PER --against VER; pace 2021 HAM --against VER"),
    ("consistency", "consistency 2023 PER --against VER"),
    ("standings", "standings 2023; standings 2021 --constructors | standings 1997; standings 2026"),
    (
        "clinch",
        "clinch 2023; clinch 2023 --driver PER --place 2; clinch 2022 --constructors | \
         clinch 1978; clinch 2026; clinch 2026 --driver RUS",
    ),
    ("driver", "driver PER --on 2023-12-01; driver VER | driver fangio; driver \"graham hill\""),
    (
        "round",
        "round 2021 mexico; round 2023 4; round 2021 belgium | round 1954 britain; round 2026 20",
    ),
    ("records", "records; records gap --relative | records streak; records one-two; records"),
    (
        "what-if",
        "what-if 2021 --points 2003; what-if 2021 --without \"abu dhabi\"; \
         what-if 2023 --result \"abu dhabi: PER=1, VER=dnf\"; what-if --all | \
         what-if 1988 --points 1991; what-if 2026 --points 1990",
    ),
    ("audit", "audit sessions | audit --from 1950 --to 1965; audit --from 2019 --to 2023"),
    ("sessions", "sessions; sessions 1950"),
    (
        "laps",
        "laps 2031/meadow/race; laps 2031/meadow/race --driver 007 --accurate; \
         laps 2031/heath/race --driver ANN",
    ),
    ("classification", "classification 2031/meadow/race"),
    (
        "compare",
        "compare simulated/f1-2014/monaco simulated/f1-2024/monaco; \
         compare 2031/heath/race/ANN/3 2031/heath/race/BOB/fastest; \
         compare 2031/heath/race/ANN/all 2031/heath/race/BOB/all; \
         compare 2031/heath/race/ANN/6-8 2031/heath/race/BOB/fastest",
    ),
    ("car-list", "car list"),
    ("car-show", "car show f1-2014; car show f1-2024; car show formula-student"),
    ("car-check", "car check ../maatstaf-facts/data/cars/gt3.toml"),
    ("lap", "lap --car f1-2014 --course monaco --nodes 120 --set brakes.front_share=0.58"),
    (
        "setup-optimise",
        "setup optimise --car f1-2014 --course monaco --nodes 100 --scheme trapezoidal",
    ),
    (
        "setup-sensitivities",
        "setup sensitivities --car f1-2014 --course monaco --nodes 100 --scheme trapezoidal",
    ),
    (
        "setup-compare",
        "setup compare f1-2014 --set-b brakes.front_share=0.58 --course monaco --nodes 120",
    ),
    (
        "setup-directions",
        "setup directions --car formula-student --course monaco --nodes 200 \
         --driver ../../docs/drivers/smooth.toml --driver ../../docs/drivers/late.toml",
    ),
    (
        "sweep",
        "sweep --car f1-2014 --course monaco --nodes 120 --vary brakes.front_share=0.56,0.58 --jobs 1",
    ),
    ("gallery", "gallery"),
    ("course-list", "course list"),
    ("course-show", "course show sarthe; course show suzuka; course show catalunya"),
    ("course-check", "course check; course check monza imola"),
    ("course-import", "course import ../../fixtures/oval.csv --accuracy 0.1"),
    ("data-list", "data list"),
    ("data-verify", " | data verify"),
    ("data-path", " | data path f1db"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn validator(name: &str) -> Validator {
    let path = root().join(format!("docs/schema/{name}.json"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// A library of its own, with every season where an F1DB release is at hand.
struct Library {
    home: PathBuf,
    release: Option<PathBuf>,
}

impl Library {
    fn new(name: &str) -> Self {
        let home = std::env::temp_dir().join(format!("maatstaf-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&home);
        let release = Some(shared::shared("f1db")).filter(|folder| folder.is_dir());
        if release.is_none() {
            println!("skipped: {name}: the questions that need every season, for want of F1DB");
        }
        Self { home, release }
    }

    fn ask(&self, words: &[String]) -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_maatstaf"))
            .args(words)
            .arg("--json")
            .env_remove("MAATSTAF_F1DB")
            .env("MAATSTAF_HOME", &self.home)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {error}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn check(&self, validator: &Validator, words: &[String]) {
        let answer = self.ask(words);
        let wrong: Vec<String> = validator
            .iter_errors(&answer)
            .take(3)
            .map(|error| format!("{}: {error:.300}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{words:?}:\n{}", wrong.join("\n"));
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

fn questions(list: &str) -> impl Iterator<Item = Vec<String>> {
    list.split(';').map(str::trim).filter(|question| !question.is_empty()).map(words)
}

/// The words of a question, quotes taken off.
fn words(question: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in question.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn agrees_every_answer_with_its_schema() {
    let library = Library::new("schema");
    let import = words("data import ../../fixtures/meadow_6h_2031.csv");
    library.check(&validator("data-import"), &import);
    let race = library.home.with_extension("race");
    fs::create_dir_all(&race).unwrap();
    for (name, bytes) in live_session::pages(8) {
        fs::write(race.join(name), bytes).unwrap();
    }
    let import = ["data", "import", race.to_str().unwrap()].map(str::to_owned);
    library.check(&validator("data-import"), &import);
    fs::remove_dir_all(race).unwrap();
    let parts = |list: &'static str| list.split_once('|').unwrap_or((list, ""));
    for (name, list) in QUESTIONS {
        let validator = validator(name);
        questions(parts(list).0).for_each(|words| library.check(&validator, &words));
    }
    let Some(release) = &library.release else { return };
    let import = ["data", "import", "f1db", release.to_str().unwrap()].map(str::to_owned);
    library.check(&validator("data-import"), &import);
    for (name, list) in QUESTIONS {
        let validator = validator(name);
        questions(parts(list).1).for_each(|words| library.check(&validator, &words));
    }
    library.check(&validator("data-remove"), &["data", "remove", "f1db"].map(str::to_owned));
}

#[test]
fn law_a_schema_refuses_what_it_does_not_describe() {
    let library = Library::new("refusals");
    let validator = validator("standings");
    let answer = library.ask(&words("standings 2023"));
    assert!(validator.is_valid(&answer));
    let spoilt = |spoil: &dyn Fn(&mut Value)| {
        let mut answer = answer.clone();
        spoil(&mut answer);
        !validator.is_valid(&answer)
    };
    assert!(spoilt(&|it| it["season"] = json!("2023")));
    assert!(spoilt(&|it| it["standings"][3]["points"] = Value::Null));
    assert!(spoilt(&|it| it["unheard_of"] = json!(1)));
    assert!(spoilt(&|it| drop(it.as_object_mut().unwrap().remove("round"))));
}

/// Every command with `--json` in its help.
fn commands(words: &[String]) -> Vec<Vec<String>> {
    let output = Command::new(env!("CARGO_BIN_EXE_maatstaf")).args(words).arg("--help").output();
    let help = String::from_utf8(output.unwrap().stdout).unwrap();
    let below = help.split("\nCommands:\n").nth(1).unwrap_or_default().lines();
    let names: Vec<&str> = below
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    if names.is_empty() {
        return if help.contains("--json") { vec![words.to_vec()] } else { Vec::new() };
    }
    let below = names.iter().flat_map(|name| commands(&[words, &[(*name).to_owned()]].concat()));
    below.collect()
}

#[test]
fn law_every_command_has_a_schema() {
    let with_json: BTreeSet<String> = commands(&[]).iter().map(|words| words.join("-")).collect();
    let files = fs::read_dir(root().join("docs/schema")).unwrap();
    let described: BTreeSet<String> = files
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(with_json, described, "left: with --json, right: docs/schema");
}

/// The names of all properties of a schema.
fn fields(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(parts) => {
            if let Some(Value::Object(properties)) = parts.get("properties") {
                found.extend(properties.keys().cloned());
            }
            parts.values().for_each(|part| fields(part, found));
        }
        Value::Array(parts) => parts.iter().for_each(|part| fields(part, found)),
        _ => {}
    }
}

#[test]
fn agrees_the_page_names_every_field() {
    let page = fs::read_to_string(root().join("docs/json.md")).unwrap();
    let named: BTreeSet<&str> =
        page.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).collect();
    let mut unnamed = Vec::new();
    for file in fs::read_dir(root().join("docs/schema")).unwrap() {
        let path = file.unwrap().path();
        let schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let mut found = BTreeSet::new();
        fields(&schema, &mut found);
        let missing = found.into_iter().filter(|field| !named.contains(field.as_str()));
        unnamed.extend(missing.map(|field| format!("{}: {field}", path.display())));
    }
    assert!(unnamed.is_empty(), "docs/json.md lacks\n{}", unnamed.join("\n"));
}
