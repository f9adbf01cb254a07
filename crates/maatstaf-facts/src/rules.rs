use std::collections::BTreeMap;
use std::sync::OnceLock;

use maatstaf_core::{SeasonRules, Year};
use maatstaf_formats::rules;

/// How the Formula One World Championship counts, by season, 1950 to 2026.
///
/// ```
/// let rules = maatstaf_facts::f1_rules();
/// assert_eq!(rules.len(), 77);
/// assert_eq!(rules[&2023].race.drivers.win().to_string(), "25");
/// ```
pub fn f1_rules() -> &'static BTreeMap<Year, SeasonRules> {
    static RULES: OnceLock<BTreeMap<Year, SeasonRules>> = OnceLock::new();
    RULES.get_or_init(|| {
        rules::read(include_str!("../data/f1-rules.toml"))
            .expect("the embedded rules are read in a test")
    })
}
