//! What a table of the library is: its columns, each with its name, its kind, its meaning, and
//! how a row fills it. The one place that says so; files, readers and `docs/library.md` follow.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use maatstaf_core::Date;
use parquet::errors::ParquetError;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::Type;

/// A table: one file, or one file a season.
pub(crate) struct Table<R: 'static> {
    /// Its name: `results`.
    pub(crate) name: &'static str,
    /// What one row is.
    pub(crate) row: &'static str,
    /// Its columns, in order.
    pub(crate) columns: &'static [Column<R>],
}

/// A column of a table.
pub(crate) struct Column<R> {
    /// Its name, with the unit where there is one: `time_us`.
    pub(crate) name: &'static str,
    /// What it means.
    pub(crate) meaning: &'static str,
    /// How a row fills it.
    pub(crate) cell: Cell<R>,
    /// Whether it came later: files that were written before do without it.
    pub(crate) is_later: bool,
}

/// How a row fills a column; that says its kind as well.
pub(crate) enum Cell<R> {
    Text(fn(&R) -> Cow<'_, str>),
    TextIfAny(fn(&R) -> Option<Cow<'_, str>>),
    Texts(fn(&R) -> &[String]),
    Ints(fn(&R) -> &[u16]),
    LongsIfAny(fn(&R) -> Vec<Option<i64>>),
    Int(fn(&R) -> i32),
    IntIfAny(fn(&R) -> Option<i32>),
    Long(fn(&R) -> i64),
    LongIfAny(fn(&R) -> Option<i64>),
    Double(fn(&R) -> f64),
    DoubleIfAny(fn(&R) -> Option<f64>),
    Flag(fn(&R) -> bool),
    FlagIfAny(fn(&R) -> Option<bool>),
    DateIfAny(fn(&R) -> Option<Date>),
}

impl<R> Cell<R> {
    /// The kind in words: `INT32, may be null`.
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "STRING",
            Self::TextIfAny(_) => "STRING, may be null",
            Self::Texts(_) => "LIST of STRING",
            Self::Ints(_) => "LIST of INT32",
            Self::LongsIfAny(_) => "LIST of INT64, each may be null",
            Self::Int(_) => "INT32",
            Self::IntIfAny(_) => "INT32, may be null",
            Self::Long(_) => "INT64",
            Self::LongIfAny(_) => "INT64, may be null",
            Self::Double(_) => "DOUBLE",
            Self::DoubleIfAny(_) => "DOUBLE, may be null",
            Self::Flag(_) => "BOOLEAN",
            Self::FlagIfAny(_) => "BOOLEAN, may be null",
            Self::DateIfAny(_) => "DATE, may be null",
        }
    }

    /// The field of a Parquet schema, in its own notation.
    fn field(&self, name: &str) -> String {
        match self {
            Self::Text(_) => format!("required binary {name} (STRING);"),
            Self::TextIfAny(_) => format!("optional binary {name} (STRING);"),
            Self::Texts(_) => format!(
                "required group {name} (LIST) {{ repeated group list {{ \
                 required binary element (STRING); }} }}"
            ),
            Self::Ints(_) => format!(
                "required group {name} (LIST) {{ repeated group list {{ \
                 required int32 element; }} }}"
            ),
            Self::LongsIfAny(_) => format!(
                "required group {name} (LIST) {{ repeated group list {{ \
                 optional int64 element; }} }}"
            ),
            Self::Int(_) => format!("required int32 {name};"),
            Self::IntIfAny(_) => format!("optional int32 {name};"),
            Self::Long(_) => format!("required int64 {name};"),
            Self::LongIfAny(_) => format!("optional int64 {name};"),
            Self::Double(_) => format!("required double {name};"),
            Self::DoubleIfAny(_) => format!("optional double {name};"),
            Self::Flag(_) => format!("required boolean {name};"),
            Self::FlagIfAny(_) => format!("optional boolean {name};"),
            Self::DateIfAny(_) => format!("optional int32 {name} (DATE);"),
        }
    }
}

impl<R> Table<R> {
    /// The schema of the table's files.
    pub(crate) fn parquet(&self) -> Result<Arc<Type>, ParquetError> {
        self.parquet_of(&|_| true)
    }

    /// The schema of a file that holds, of the columns that came later, only some.
    pub(crate) fn parquet_of(
        &self,
        holds: &dyn Fn(&str) -> bool,
    ) -> Result<Arc<Type>, ParquetError> {
        let held = self.columns.iter().filter(|column| !column.is_later || holds(column.name));
        let fields: String = held.map(|column| column.cell.field(column.name)).collect();
        parse_message_type(&format!("message {} {{ {fields} }}", self.name)).map(Arc::new)
    }

    /// The table as documentation shows it.
    pub(crate) fn described(&self) -> String {
        let mut text = format!(
            "### `{}`\n\nA row: {}.\n\n| column | type | meaning |\n| --- | --- | --- |\n",
            self.name, self.row
        );
        for Column { name, meaning, cell, .. } in self.columns {
            let _ = writeln!(text, "| `{name}` | {} | {meaning} |", cell.kind());
        }
        text
    }
}

/// A column with this name and meaning, filled so.
pub(crate) const fn column<R>(
    name: &'static str,
    meaning: &'static str,
    cell: Cell<R>,
) -> Column<R> {
    Column { name, meaning, cell, is_later: false }
}

/// A column that files did without at first.
pub(crate) const fn later_column<R>(
    name: &'static str,
    meaning: &'static str,
    cell: Cell<R>,
) -> Column<R> {
    Column { name, meaning, cell, is_later: true }
}
