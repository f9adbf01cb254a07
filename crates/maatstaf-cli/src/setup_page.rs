//! What most is worth on a lap, as one self-contained page of HTML: bars, longest first.

use maatstaf::{Change, Sensitivity};

use crate::page::escape;
use crate::page::html::{Table, document};
use crate::page::numbers::minus;

/// How many bars there are.
const BARS: usize = 24;
/// Of the drawing, in its own units: width, where zero is, the longest bar, the height of a bar.
const WIDTH: f64 = 480.0;
const ZERO: f64 = 290.0;
const LONGEST: f64 = 110.0;
const HEIGHT: f64 = 17.0;

/// The page; it needs nothing but a browser.
pub fn page(heading: &str, verdict: &str, all: &[Sensitivity]) -> String {
    let style = concat!(
        include_str!("page/style.css"),
        ".slower { fill: var(--reference); }\n.faster { fill: var(--driver); }\n"
    );
    let title = format!("What a per cent is worth: {heading}");
    let (heading, verdict) = (escape(heading), escape(verdict));
    let (bars, table) = (bars(all), table(all));
    let content = format!(
        "<header>\n<h1>What a per cent is worth</h1>\n\
         <p class=\"subtitle\">{heading} · {verdict}</p>\n</header>\n{bars}\
         <p class=\"subtitle\">Slopes of the lap time with its small penalties on quick steering and \
         pedals, from the multipliers of one lap. They hold nearby: further away, where other \
         limits press, a number may be worth more or less.</p>\n{table}"
    );
    document(&title, style, "", &content)
}

/// The largest of them, in their order of size.
fn largest(all: &[Sensitivity]) -> Vec<(&Sensitivity, f64)> {
    let mut largest: Vec<(&Sensitivity, f64)> =
        all.iter().filter_map(|it| Some((it, it.per_percent?))).filter(|it| it.1 != 0.0).collect();
    largest.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    largest.truncate(BARS);
    largest
}

fn bars(all: &[Sensitivity]) -> String {
    let largest = largest(all);
    let most = largest.first().map_or(1.0, |it| it.1.abs());
    let height = HEIGHT * (largest.len() as f64 + 0.5);
    let bars: String = largest.iter().enumerate().map(|(i, it)| bar(i, it, most)).collect();
    format!(
        "<figure>\n<figcaption><strong>Seconds with one per cent more; to the left is \
         faster</strong></figcaption>\n<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height:.0}\" \
         role=\"img\" aria-label=\"What one per cent more of each number is worth, longest bar \
         first; the table below holds the same\">\n{bars}\
         <line class=\"zero\" x1=\"{ZERO}\" y1=\"0\" x2=\"{ZERO}\" y2=\"{height:.0}\"/>\n\
         </svg>\n</figure>\n"
    )
}

fn bar(i: usize, (it, worth): &(&Sensitivity, f64), most: f64) -> String {
    let (top, length) = (HEIGHT * i as f64 + 3.0, LONGEST * worth.abs() / most);
    let (class, left) = if *worth < 0.0 { ("faster", ZERO - length) } else { ("slower", ZERO) };
    let baseline = top + 0.65 * HEIGHT;
    let (anchor, beside) = if *worth < 0.0 { ("start", ZERO + 4.0) } else { ("end", ZERO - 4.0) };
    let (name, number) = (escape(it.change.name()), minus(format!("{worth:+.4}")));
    format!(
        "<text class=\"axis\" x=\"0\" y=\"{baseline:.1}\">{name}</text>\n\
         <rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{length:.1}\" \
         height=\"{:.1}\"><title>{}</title></rect>\n\
         <text class=\"value\" x=\"{beside:.1}\" y=\"{baseline:.1}\" text-anchor=\"{anchor}\">\
         {number}</text>\n",
        0.75 * HEIGHT,
        escape(it.change.about()),
    )
}

fn table(all: &[Sensitivity]) -> String {
    let rows = all.iter().map(|it| {
        let percent = it.per_percent.map_or(String::new(), |worth| minus(format!("{worth:+.6}")));
        let (value, unit) = match (it.change, it.value) {
            (Change::Quantity(quantity), Some(value)) => {
                (quantity.unit.from_si(value).to_string(), quantity.unit.symbol())
            }
            _ => (String::new(), ""),
        };
        let texts = [it.change.name(), it.change.about(), unit].map(str::to_owned);
        [&texts[..], &[value, percent]].concat()
    });
    let table = Table {
        caption: "every number of the car".to_owned(),
        headings: ["of", "what", "unit", "value", "s per %"].map(str::to_owned).to_vec(),
        n_text: 3,
        rows: rows.collect(),
    };
    table.to_details(&[])
}
