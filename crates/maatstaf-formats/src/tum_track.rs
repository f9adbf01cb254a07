//! Centre lines of the racetrack database of TU Munich: CSV in local metres.
//!
//! `# x_m,y_m,w_tr_right_m,w_tr_left_m`, a point a line, closed. The two widths may be missing.

use maatstaf_core::{Survey, SurveyPoint};

use crate::surveys::{Error, ReadSurveys, finish, issue};

/// Reads a file; `file` is its name, for messages.
///
/// # Errors
///
/// When there are fewer than three points in it.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadSurveys, Error> {
    let (mut points, mut issues) = (Vec::new(), Vec::new());
    for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let text = String::from_utf8_lossy(text);
        let text = text.trim();
        if text.is_empty() || text.starts_with(['#', 'x']) {
            continue;
        }
        match point(text) {
            Ok(point) => points.push(point),
            Err(reason) => issues.push(issue(file, Some(line), reason)),
        }
    }
    let survey = Survey::from_metres("", points, true);
    finish(file, vec![survey], issues)
}

fn point(text: &str) -> Result<SurveyPoint, String> {
    let numbers: Result<Vec<f64>, _> = text.split([',', ';']).map(|it| it.trim().parse()).collect();
    let numbers = numbers.ok().filter(|numbers| numbers.iter().all(|it| it.is_finite()));
    match numbers.as_deref() {
        Some([x, y]) => Ok(SurveyPoint::at(*x, *y)),
        Some([x, y, right, left]) => {
            Ok(SurveyPoint { left: Some(*left), right: Some(*right), ..SurveyPoint::at(*x, *y) })
        }
        _ => Err(format!("{text:?} is not x, y and two widths in metres; the point is left out")),
    }
}
