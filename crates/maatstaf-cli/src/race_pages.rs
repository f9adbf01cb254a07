//! Pace and steadiness of two drivers as self-contained pages: sentences, charts, tables.

use maatstaf::core::RoundNumber;
use maatstaf::pace::{Consistency, QualifyingComparison};

use crate::page::Side;
use crate::page::escape;
use crate::page::html::{Table, document, list, nothing};
use crate::page::numbers::minus;
use crate::page::svg::{Frame, WIDTH, arrow, bar, ends, levels_of, line, mark, plain, rule, text};
use crate::season_laps::Asked;

/// The height of a chart, in its own units.
const HEIGHT: f64 = 240.0;

/// A number of a round with its interval.
struct Whisker {
    side: Side,
    round: RoundNumber,
    /// By how much it stands beside its round, so that two do not hide each other.
    beside: f64,
    value: f64,
    interval: Option<(f64, f64)>,
    solid: bool,
    hint: String,
}

/// What all rounds say together: a number and its interval.
type Band = Option<(f64, (f64, f64))>;

/// How fast the two were.
pub fn pace(asked: &Asked, saturday: &QualifyingComparison, sentences: &[String]) -> String {
    let [driver, _] = asked.names();
    let usual = &saturday.usual;
    let band = usual.median_percent.zip(usual.interval.map(|it| (it.low, it.high)));
    let heading = format!("Qualifying gap per round (%, positive: {driver} slower)");
    let on_saturday = chart("qualifying", &heading, asked, &saturdays(saturday), band);
    let band = asked.pair.gap.seconds.as_ref().map(|it| (it.mean, it.interval));
    let heading = format!("Race gap per lap (s, positive: {driver} slower)");
    let on_sunday = chart("race", &heading, asked, &sundays(asked), band);
    let tables = gap_table(asked).to_details(&asked.without());
    page("Pace", asked, sentences, &(on_saturday + &on_sunday + &tables))
}

/// How steady the two were.
pub fn consistency(asked: &Asked, sentences: &[String]) -> String {
    let own = spreads(asked, Side::Driver, &asked.pair.driver);
    let whiskers: Vec<Whisker> =
        own.into_iter().chain(spreads(asked, Side::Reference, &asked.pair.reference)).collect();
    let heading = "Spread of laps in clear air about the model (s)";
    let content = chart("spread", heading, asked, &whiskers, None)
        + &keys(asked)
        + &spread_table(asked).to_details(&asked.without());
    page("Steadiness", asked, sentences, &content)
}

fn page(title: &str, asked: &Asked, sentences: &[String], content: &str) -> String {
    let heading = format!("{title}: {}", asked.title());
    let (shown, about) = (escape(&heading), escape(&asked.about_rounds()));
    let sentences = list(sentences);
    let style = concat!(
        include_str!("page/style.css"),
        ".whisker { stroke: currentColor; stroke-width: 1.6; }\n"
    );
    document(
        &heading,
        style,
        "",
        &format!(
            "<header>\n<h1>{shown}</h1>\n<p class=\"subtitle\">{about}</p>\n</header>\n{sentences}\
             <p class=\"subtitle\">Intervals are 90 %; hollow marks are left out of the usual gap, arrows \
             lie beyond the chart.</p>\n{content}"
        ),
    )
}

fn saturdays(saturday: &QualifyingComparison) -> Vec<Whisker> {
    let round = |at: &maatstaf::pace::QualifyingRound| Whisker {
        side: faster(at.gap_percent),
        round: at.round,
        beside: 0.0,
        value: at.gap_percent,
        interval: None,
        solid: !at.outlier,
        hint: minus(format!("{:+.2} % in {}", at.gap_percent, at.part.name())),
    };
    saturday.rounds.iter().map(round).collect()
}

fn sundays(asked: &Asked) -> Vec<Whisker> {
    let race = |it: &maatstaf::pace::RaceGap| Whisker {
        side: faster(it.seconds.value),
        round: asked.round_of(&it.race),
        beside: 0.0,
        value: it.seconds.value,
        interval: Some(it.seconds.interval),
        solid: !it.outlier,
        hint: minus(format!(
            "{:+.2} s [{:+.2}, {:+.2}], {} laps",
            it.seconds.value, it.seconds.interval.0, it.seconds.interval.1, it.seconds.n_laps
        )),
    };
    asked.pair.gap.races.iter().map(race).collect()
}

fn spreads(asked: &Asked, side: Side, steady: &Consistency) -> Vec<Whisker> {
    let race = |it: &maatstaf::pace::RaceConsistency| Whisker {
        side,
        round: asked.round_of(&it.race),
        beside: if side == Side::Driver { -3.0 } else { 3.0 },
        value: it.spread.value,
        interval: Some(it.spread.interval),
        solid: true,
        hint: format!(
            "{:.2} s [{:.2}, {:.2}], {} laps",
            it.spread.value, it.spread.interval.0, it.spread.interval.1, it.spread.n_laps
        ),
    };
    steady.races.iter().map(race).collect()
}

fn faster(gap: f64) -> Side {
    if gap < 0.0 { Side::Driver } else { Side::Reference }
}

fn chart(id: &str, heading: &str, asked: &Asked, whiskers: &[Whisker], band: Band) -> String {
    if whiskers.is_empty() {
        return nothing(&format!("{heading}: nothing to show."));
    }
    let n_rounds = asked.rounds.keys().next_back().copied().unwrap_or(1);
    let scale = scale(whiskers, band);
    let levels = levels_of(scale.into_iter());
    let frame = Frame::of_rounds(n_rounds, HEIGHT, 14.0, ends(&levels));
    let mut marks = band.map_or_else(String::new, |band| drawn_band(&frame, band));
    marks += &frame.levels(&levels, plain);
    marks += &frame.rounds();
    marks += &whiskers.iter().map(|it| drawn(&frame, it)).collect::<String>();
    marks += &frame.hints(whiskers.iter().map(|it| {
        let race = asked.rounds.get(&it.round).map_or("", String::as_str);
        (it.round, format!("Round {}, {race}: {}", it.round, it.hint))
    }));
    let (heading, description) = (escape(heading), escape(&described(asked, whiskers.len())));
    format!(
        "<figure>\n<figcaption><strong>{heading}</strong></figcaption>\n\
         <svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT:.0}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
         <desc id=\"{id}-desc\">{description}</desc>\n{marks}</svg>\n</figure>\n"
    )
}

fn described(asked: &Asked, n: usize) -> String {
    let [driver, reference] = asked.names();
    format!(
        "{driver} and {reference}: {n} marks, with their 90 % intervals; the table holds the same."
    )
}

/// What sets the scale: the solid marks and their intervals, or all where none is solid.
fn scale(whiskers: &[Whisker], band: Band) -> Vec<f64> {
    let any_solid = whiskers.iter().any(|it| it.solid);
    let shown = whiskers.iter().filter(|it| it.solid || !any_solid);
    let ends = shown.flat_map(|it| {
        let (low, high) = it.interval.unwrap_or((it.value, it.value));
        [it.value, low, high]
    });
    ends.chain(band.into_iter().flat_map(|(_, (low, high))| [low, high])).collect()
}

fn drawn(frame: &Frame, it: &Whisker) -> String {
    let x = frame.x_of(it.round) + it.beside;
    let within = |value: f64| frame.y(value.clamp(frame.ys.0, frame.ys.1));
    let interval = it.interval.map_or_else(String::new, |(low, high)| {
        let class = format!("{} whisker", it.side.class());
        line(&class, &[(x, within(low)), (x, within(high))])
    });
    let (low, high) = frame.ys;
    interval
        + &match it.value {
            value if value > high => arrow(it.side, x, frame.up.1, true),
            value if value < low => arrow(it.side, x, frame.up.0, false),
            value => mark(it.side, x, frame.y(value), it.solid),
        }
}

fn drawn_band(frame: &Frame, (middle, (low, high)): (f64, (f64, f64))) -> String {
    let (left, right) = frame.across;
    let y = frame.y(middle);
    bar("band", left, frame.y(high), right - left, frame.y(low) - frame.y(high))
        + &rule("median", (left, y), (right, y))
        + &text("value", WIDTH - 2.0, y + 4.0, "end", &minus(format!("{middle:+.2}")))
}

/// Which mark is whose.
fn keys(asked: &Asked) -> String {
    let names = asked.names();
    let key = |(side, name): (Side, &str)| {
        format!(
            "<span class=\"key\"><svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">{}</svg>{}</span> ",
            mark(side, 14.0, 6.0, true),
            escape(name)
        )
    };
    let keys: String = Side::BOTH.into_iter().zip(names).map(key).collect();
    format!("<p class=\"keys\">{keys}</p>\n")
}

fn gap_table(asked: &Asked) -> Table {
    let rows = asked.pair.gap.races.iter().map(|it| {
        let number = |value: f64| minus(format!("{value:+.3}"));
        vec![
            asked.round_of(&it.race).to_string(),
            it.race.clone(),
            number(it.seconds.value),
            number(it.seconds.interval.0),
            number(it.seconds.interval.1),
            number(it.percent.value),
            it.seconds.n_laps.to_string(),
            if it.outlier { "yes" } else { "no" }.to_owned(),
        ]
    });
    let headings = ["Round", "Race", "Gap (s/lap)", "Low", "High", "Gap (%)", "Laps", "Outlier"];
    Table {
        caption: "race gap per round".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 2,
        rows: rows.collect(),
    }
}

fn spread_table(asked: &Asked) -> Table {
    let both = [(&asked.driver, &asked.pair.driver), (&asked.reference, &asked.pair.reference)];
    let rows = both.into_iter().flat_map(|(who, steady)| {
        steady.races.iter().map(|it| {
            vec![
                asked.round_of(&it.race).to_string(),
                it.race.clone(),
                who.name.clone(),
                format!("{:.3}", it.spread.value),
                format!("{:.3}", it.spread.interval.0),
                format!("{:.3}", it.spread.interval.1),
                format!("{:.3}", it.field_spread),
                it.errors.n.to_string(),
                it.errors.n_laps.to_string(),
            ]
        })
    });
    let headings = [
        "Round",
        "Race",
        "Driver",
        "Spread (s)",
        "Low",
        "High",
        "Field (s)",
        "Off the pace",
        "Laps",
    ];
    Table {
        caption: "spread per race".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 3,
        rows: rows.collect(),
    }
}
