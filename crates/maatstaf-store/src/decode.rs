//! The bytes of a Parquet file to its columns, each read by name.

use bytes::Bytes;
use maatstaf_core::Date;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::encode::EPOCH;
use crate::schema::Table;

/// A file of a table, its columns to be read by name.
pub(crate) struct TableFile {
    file: SerializedFileReader<Bytes>,
    n_rows: usize,
}

impl TableFile {
    /// Refuses bytes that are not a file of this table, in one row group as we write it. Columns that
    /// came later may be absent.
    pub(crate) fn open<R>(table: &Table<R>, bytes: Vec<u8>) -> Result<Self, String> {
        let file = SerializedFileReader::new(Bytes::from(bytes)).map_err(|it| it.to_string())?;
        let metadata = file.metadata().file_metadata();
        let fields = metadata.schema().get_fields();
        let holds = |name: &str| fields.iter().any(|field| field.name() == name);
        let schema = table.parquet_of(&holds).map_err(|error| error.to_string())?;
        if metadata.schema() != schema.as_ref() || file.num_row_groups() > 1 {
            return Err(format!("is not the table {} as this program writes it", table.name));
        }
        let n_rows = usize::try_from(metadata.num_rows()).map_err(|error| error.to_string())?;
        Ok(Self { file, n_rows })
    }

    /// How many rows there are.
    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The columns with these names, in this order.
    pub(crate) fn columns<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> Result<[Column; N], String> {
        let mut columns = Vec::with_capacity(N);
        for name in names {
            columns.push(self.column(name).map_err(|error| format!("{name}: {error}"))?);
        }
        columns.try_into().map_err(|_| "a column is absent".to_owned())
    }

    /// The columns with these names, which came later; nothing where one is absent.
    pub(crate) fn later_columns<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> Result<Option<[Column; N]>, String> {
        let fields = self.file.metadata().file_metadata().schema().get_fields();
        let holds = |name: &&str| fields.iter().any(|field| field.name() == *name);
        names.iter().all(holds).then(|| self.columns(names)).transpose()
    }

    fn column(&self, name: &'static str) -> Result<Column, String> {
        let schema = self.file.metadata().file_metadata().schema_descr();
        let is_it = |part: Option<&String>| part.is_some_and(|part| part == name);
        let idx = schema.columns().iter().position(|it| is_it(it.path().parts().first()));
        let idx = idx.ok_or("the column is absent")?;
        let levels = Levels {
            filled: schema.column(idx).max_def_level(),
            repeated: schema.column(idx).max_rep_level(),
        };
        if self.n_rows == 0 {
            return Ok(Column { name, cells: Cells::None });
        }
        let reader = self.file.get_row_group(0).and_then(|it| it.get_column_reader(idx));
        let cells = reader.and_then(|reader| read(reader, self.n_rows, levels));
        let cells = cells.map_err(|error| error.to_string())?;
        match cells.len() == self.n_rows {
            true => Ok(Column { name, cells }),
            false => Err(format!("{} rows of {}", cells.len(), self.n_rows)),
        }
    }
}

/// A column in memory. What it refuses, it names.
pub(crate) struct Column {
    name: &'static str,
    cells: Cells,
}

enum Cells {
    None,
    Text(Vec<Option<ByteArray>>),
    Texts(Vec<Vec<ByteArray>>),
    Int(Vec<Option<i32>>),
    Long(Vec<Option<i64>>),
    Ints(Vec<Vec<i32>>),
    Longs(Vec<Vec<Option<i64>>>),
    Double(Vec<Option<f64>>),
    Flag(Vec<Option<bool>>),
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Text(cells) => cells.len(),
            Self::Texts(cells) => cells.len(),
            Self::Int(cells) => cells.len(),
            Self::Long(cells) => cells.len(),
            Self::Ints(cells) => cells.len(),
            Self::Longs(cells) => cells.len(),
            Self::Double(cells) => cells.len(),
            Self::Flag(cells) => cells.len(),
        }
    }
}

/// The highest levels of a column: 0 or 1 here, 2 where places of a list may be empty.
#[derive(Clone, Copy)]
struct Levels {
    filled: i16,
    repeated: i16,
}

fn read(reader: ColumnReader, n_rows: usize, levels: Levels) -> Result<Cells, ParquetError> {
    match reader {
        ColumnReader::ByteArrayColumnReader(reader) if levels.repeated > 0 => {
            lists(reader, n_rows).map(Cells::Texts)
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            cells(reader, n_rows, levels).map(Cells::Text)
        }
        ColumnReader::Int32ColumnReader(reader) if levels.repeated > 0 => {
            lists(reader, n_rows).map(Cells::Ints)
        }
        ColumnReader::Int64ColumnReader(reader) if levels.repeated > 0 => {
            holed_lists(reader, n_rows, levels.filled).map(Cells::Longs)
        }
        ColumnReader::DoubleColumnReader(reader) => {
            cells(reader, n_rows, levels).map(Cells::Double)
        }
        ColumnReader::Int32ColumnReader(reader) => cells(reader, n_rows, levels).map(Cells::Int),
        ColumnReader::Int64ColumnReader(reader) => cells(reader, n_rows, levels).map(Cells::Long),
        ColumnReader::BoolColumnReader(reader) => cells(reader, n_rows, levels).map(Cells::Flag),
        _ => Err(ParquetError::General("a type that no table here has".to_owned())),
    }
}

fn cells<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    n_rows: usize,
    levels: Levels,
) -> Result<Vec<Option<T::T>>, ParquetError> {
    let (mut filled, mut values) = (Vec::new(), Vec::with_capacity(n_rows));
    reader.read_records(n_rows, Some(&mut filled), None, &mut values)?;
    if levels.filled == 0 {
        return Ok(values.into_iter().map(Some).collect());
    }
    let mut values = values.into_iter();
    Ok(filled.into_iter().map(|level| if level > 0 { values.next() } else { None }).collect())
}

fn lists<T: DataType>(
    reader: ColumnReaderImpl<T>,
    n_rows: usize,
) -> Result<Vec<Vec<T::T>>, ParquetError> {
    let lists = holed_lists(reader, n_rows, 1)?;
    Ok(lists.into_iter().map(|list| list.into_iter().flatten().collect()).collect())
}

/// Lists in which places may be empty; a place that is not has the level `full`.
fn holed_lists<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    n_rows: usize,
    full: i16,
) -> Result<Vec<Vec<Option<T::T>>>, ParquetError> {
    let (mut filled, mut repeated, mut values) = (Vec::new(), Vec::new(), Vec::new());
    reader.read_records(n_rows, Some(&mut filled), Some(&mut repeated), &mut values)?;
    let mut values = values.into_iter();
    let mut lists: Vec<Vec<Option<T::T>>> = Vec::with_capacity(n_rows);
    for (filled, repeated) in filled.into_iter().zip(repeated) {
        if repeated == 0 {
            lists.push(Vec::new());
        }
        if let Some(list) = lists.last_mut().filter(|_| filled > 0) {
            list.push(if filled == full { values.next() } else { None });
        }
    }
    Ok(lists)
}

impl Column {
    /// The text of a row, unless there is none.
    pub(crate) fn text_if_any(&self, row: usize) -> Result<Option<&str>, String> {
        let Cells::Text(cells) = &self.cells else { return Err(self.refusal("text", row)) };
        let text = cells.get(row).and_then(Option::as_ref);
        text.map(|text| text.as_utf8().map_err(|_| self.refusal("text", row))).transpose()
    }

    /// The text of a row.
    pub(crate) fn text(&self, row: usize) -> Result<&str, String> {
        self.text_if_any(row)?.ok_or_else(|| self.refusal("text", row))
    }

    /// The list of a row.
    pub(crate) fn texts(&self, row: usize) -> Result<Vec<String>, String> {
        let Cells::Texts(cells) = &self.cells else { return Err(self.refusal("list", row)) };
        let texts = cells.get(row).into_iter().flatten();
        let texts = texts.map(|text| text.as_utf8().map(str::to_owned));
        texts.collect::<Result<_, _>>().map_err(|_| self.refusal("list", row))
    }

    /// The number of a row, unless there is none.
    pub(crate) fn number_if_any<T: TryFrom<i64>>(&self, row: usize) -> Result<Option<T>, String> {
        let number = match &self.cells {
            Cells::Int(cells) => cells.get(row).copied().flatten().map(i64::from),
            Cells::Long(cells) => cells.get(row).copied().flatten(),
            _ => return Err(self.refusal("number", row)),
        };
        number.map(|it| T::try_from(it).map_err(|_| self.refusal("number", row))).transpose()
    }

    /// The number of a row.
    pub(crate) fn number<T: TryFrom<i64>>(&self, row: usize) -> Result<T, String> {
        self.number_if_any(row)?.ok_or_else(|| self.refusal("number", row))
    }

    /// The whole numbers of a row, all of which fit.
    pub(crate) fn numbers<T: TryFrom<i32>>(&self, row: usize) -> Result<Vec<T>, String> {
        let Cells::Ints(cells) = &self.cells else { return Err(self.refusal("list", row)) };
        let numbers = cells.get(row).into_iter().flatten();
        let numbers = numbers.map(|&it| T::try_from(it).map_err(|_| self.refusal("number", row)));
        numbers.collect()
    }

    /// The whole numbers of a row, where they are known; all of them fit.
    pub(crate) fn numbers_if_any<T: TryFrom<i64>>(
        &self,
        row: usize,
    ) -> Result<Vec<Option<T>>, String> {
        let Cells::Longs(cells) = &self.cells else { return Err(self.refusal("list", row)) };
        let number = |it: i64| T::try_from(it).map_err(|_| self.refusal("number", row));
        let numbers = cells.get(row).into_iter().flatten();
        numbers.map(|it| it.map(number).transpose()).collect()
    }

    /// The number with a fraction of a row, unless there is none.
    pub(crate) fn double_if_any(&self, row: usize) -> Result<Option<f64>, String> {
        let Cells::Double(cells) = &self.cells else { return Err(self.refusal("number", row)) };
        Ok(cells.get(row).copied().flatten())
    }

    /// Yes or no, unless it is not known.
    pub(crate) fn flag_if_any(&self, row: usize) -> Result<Option<bool>, String> {
        let Cells::Flag(cells) = &self.cells else { return Err(self.refusal("flag", row)) };
        Ok(cells.get(row).copied().flatten())
    }

    /// Yes or no.
    pub(crate) fn flag(&self, row: usize) -> Result<bool, String> {
        self.flag_if_any(row)?.ok_or_else(|| self.refusal("flag", row))
    }

    /// The date of a row, unless there is none.
    pub(crate) fn date_if_any(&self, row: usize) -> Result<Option<Date>, String> {
        let Some(days) = self.number_if_any::<i32>(row)? else { return Ok(None) };
        let span = jiff::Span::new().try_days(days);
        let date = span.and_then(|span| EPOCH.checked_add(span));
        date.map(Some).map_err(|_| self.refusal("date", row))
    }

    fn refusal(&self, what: &str, row: usize) -> String {
        format!("{} has no {what} that fits in row {}", self.name, row + 1)
    }
}
