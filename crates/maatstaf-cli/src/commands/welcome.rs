use clap::CommandFactory;

use crate::args::Args;
use crate::error::ShellError;
use crate::show;
use crate::source;

/// Questions to begin with, and how to ask them.
const QUESTIONS: [(&str, &str); 12] = [
    ("Where do I stand against my team mate?", "briefing PER --against VER --season 2023"),
    ("Was he stronger at the end?", "form 2023 PER --against VER"),
    ("And against drivers of other teams?", "chain RIC --against PIA"),
    ("How did the season end?", "standings 2023"),
    ("When was the title settled?", "clinch 2023"),
    ("Until when was second place open?", "clinch 2023 --driver PER --place 2"),
    ("Who is he, and what did he win?", "driver PER"),
    ("How did that race end?", "round 2021 mexico"),
    ("Was that a record?", "records"),
    ("What if other points had counted?", "what-if 2021 --points 2003"),
    ("Do the tables agree with the official ones?", "audit"),
    ("What else is there?", "--help"),
];

/// `maatstaf` alone: what one can ask.
pub fn welcome(args: &Args) -> Result<String, ShellError> {
    let about = Args::command().get_about().map_or(String::new(), ToString::to_string);
    let width = show::width();
    let widest = QUESTIONS.iter().map(|(question, _)| question.len()).max().unwrap_or(0);
    let mut text = show::heading("Maatstaf") + &show::wrapped(&about, width, "") + "\n";
    for (question, words) in QUESTIONS {
        let command = format!("maatstaf {words}");
        text += &if widest + 2 + command.len() <= width {
            format!("{question:widest$}  {command}\n")
        } else {
            format!("{question}\n  {command}\n")
        };
    }
    let facts = match source::load(args, None, false) {
        Ok(facts) => facts,
        Err(error) => {
            return Ok(text + "\n" + &show::wrapped(&format!("No facts: {error}"), width, ""));
        }
    };
    let years = &facts.almanac.seasons;
    let span = years.keys().next().zip(years.keys().next_back());
    let seasons = span.map_or(String::new(), |(first, last)| {
        format!("\n{} seasons at hand, {first} to {last}.", years.len())
    });
    Ok(text + &seasons + &facts.footer())
}
