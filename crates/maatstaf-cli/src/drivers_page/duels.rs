//! How often each of the best would be ahead of each other one in the same car.

use maatstaf::core::DriverId;

use crate::commands::drivers::Found;
use crate::page::escape;
use crate::page::html::Table;

/// So many of the best take part.
const BEST: usize = 10;

/// The table: rows are ahead of columns; nothing with a single driver.
pub fn duels(found: &Found) -> String {
    let all = found.apart.drivers();
    let mut who: Vec<DriverId> = all.into_iter().map(|it| it.0).collect();
    let asked = found.pair.iter().flat_map(|(driver, reference, _)| [driver, reference]);
    let asked: Vec<DriverId> =
        asked.filter(|id| !who.iter().take(BEST).any(|it| it == *id)).cloned().collect();
    who.truncate(BEST);
    who.extend(asked);
    if who.len() < 2 {
        return String::new();
    }
    let caption = "In how many of 100 races the driver of the row would be ahead of the driver of the column in the \
                   same car, both finishing";
    let heads: String = who.iter().map(|id| head(found, id)).collect();
    let rows: String = who.iter().map(|id| row(found, id, &who)).collect();
    let pairs = pairs(found, &who).to_details(&[]);
    format!(
        "<section>\n<h2>In the same car</h2>\n<p>{caption}. The table below holds the intervals.</p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n\
         <table class=\"duels\">\n<caption>{caption}</caption>\n<thead><tr><th class=\"text\" scope=\"col\">Ahead of</th>\
         {heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n{pairs}</section>\n"
    )
}

fn head(found: &Found, id: &DriverId) -> String {
    let name = found.almanac().driver_name(id);
    let code = found.almanac().drivers.get(id).map(|it| it.code.as_str());
    let code = code.filter(|it| !it.is_empty()).unwrap_or(name);
    format!("<th scope=\"col\"><abbr title=\"{}\">{}</abbr></th>", escape(name), escape(code))
}

fn row(found: &Found, id: &DriverId, who: &[DriverId]) -> String {
    let name = escape(found.almanac().driver_name(id));
    let cells: String = who.iter().map(|other| cell(found, id, other)).collect();
    format!("<tr><th class=\"text\" scope=\"row\">{name}</th>{cells}</tr>\n")
}

/// The more often ahead, the more of the one colour; behind, of the other.
fn cell(found: &Found, driver: &DriverId, other: &DriverId) -> String {
    let beats = if driver == other { None } else { found.apart.beats(driver, other, None) };
    let Some(beats) = beats else { return "<td>–</td>".to_owned() };
    let [value, low, high] = [beats.probability, beats.low, beats.high].map(|it| 100.0 * it);
    let colour = if value >= 50.0 { "driver" } else { "reference" };
    let much = (2.0 * (value - 50.0).abs() * 0.5).round();
    let name = |id| found.almanac().driver_name(id);
    let hint = format!(
        "{} ahead of {} in {value:.0} of 100 races [{low:.0}, {high:.0}]",
        name(driver),
        name(other)
    );
    format!(
        "<td style=\"background:color-mix(in srgb, var(--{colour}) {much}%, var(--paper))\" title=\"{}\">{value:.0}</td>",
        escape(&hint)
    )
}

/// Every pair once, the better first.
fn pairs(found: &Found, who: &[DriverId]) -> Table {
    let mut rows = Vec::new();
    for (i, driver) in who.iter().enumerate() {
        for other in &who[i + 1..] {
            let Some(beats) = found.apart.beats(driver, other, None) else { continue };
            let mut row =
                [driver, other].map(|id| found.almanac().driver_name(id).to_owned()).to_vec();
            let shares = [beats.probability, beats.low, beats.high];
            row.extend(shares.map(|it| format!("{:.0}", 100.0 * it)));
            rows.push(row);
        }
    }
    let headings = ["Driver", "Of whom", "Ahead of 100", "Low", "High"];
    Table {
        caption: "every pair with its interval".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 2,
        rows,
    }
}
