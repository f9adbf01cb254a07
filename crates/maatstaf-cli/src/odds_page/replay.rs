//! How good odds would have been, as a page.

use maatstaf::pace::odds::Bin;

use super::{figure, style};
use crate::commands::odds::replay::{Answer, reliability, scores, sentences};
use crate::page::escape;
use crate::page::html::{Table, document, list};
use crate::page::svg::{Frame, WIDTH, rule};

const HEIGHT: f64 = 300.0;

/// The page; it needs nothing but a browser.
pub fn page(answer: &Answer) -> String {
    let (from, to) = answer.years;
    let title = format!("Title odds replayed, {from} to {to}");
    let tables = [
        ("Champions: Brier and log score, less is better", scores(answer)),
        ("Chances given, and what came of them", reliability(answer)),
    ];
    let tables = tables.map(|(caption, table)| {
        let (headings, rows) = table.into_cells();
        let n_text = if rows.first().is_some_and(|row| row.len() > 5) { 3 } else { 1 };
        let table = Table { caption: caption.to_owned(), headings, n_text, rows };
        format!("<h2>{}</h2>\n{}", escape(caption), table.to_html())
    });
    let content = format!(
        "<header>\n<h1>{}</h1>\n</header>\n{}{}{}",
        escape(&title),
        list(&sentences(answer)),
        diagram(&answer.replayed.reliability),
        tables.concat()
    );
    document(&title, &style(), "", &content)
}

/// What was given from left to right, what came from bottom to top; on the line both are one.
fn diagram(bins: &[Bin]) -> String {
    let frame = Frame {
        across: (52.0, WIDTH - 20.0),
        up: (HEIGHT - 40.0, 12.0),
        xs: (0.0, 1.0),
        ys: (0.0, 1.0),
    };
    let percent = |it: f64| format!("{:.0} %", 100.0 * it);
    let levels = [0.0, 0.25, 0.5, 0.75, 1.0];
    let mut marks = frame.levels(&levels, percent);
    for at in levels {
        marks +=
            &crate::page::svg::text("axis", frame.x(at), frame.up.0 + 16.0, "middle", &percent(at));
    }
    let middle = frame.x(0.5);
    marks += &crate::page::svg::text("axis", middle, frame.up.0 + 33.0, "middle", "chance given");
    marks += &rule("stays", (frame.x(0.0), frame.y(0.0)), (frame.x(1.0), frame.y(1.0)));
    for bin in bins {
        let (x, y) = (frame.x(bin.given), frame.y(bin.came));
        marks += &rule("came", (x, frame.y(bin.low)), (x, frame.y(bin.high)));
        let hint = format!(
            "{} chances of {:.1} % in the mean: {:.1} % came [{:.1}, {:.1}]",
            bin.n,
            100.0 * bin.given,
            100.0 * bin.came,
            100.0 * bin.low,
            100.0 * bin.high
        );
        marks += &format!(
            "<circle class=\"cloud\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"><title>{}</title></circle>\n",
            escape(&hint)
        );
    }
    let described = "A dot for chances that lie close together: what was given across, how many of them came up, with \
                     the 90 % interval when seasons are drawn anew. On the dashed line both are one.";
    figure("reliability", "Chances of the title: given, and come", described, HEIGHT, &marks)
}
