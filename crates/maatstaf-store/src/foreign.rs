//! Parquet that others wrote: flat columns, whatever they are called.

use std::path::Path;

use bytes::Bytes;
use maatstaf_formats::fastf1::ColumnValues;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::Error;

/// The most cells that are read: a few bytes of Parquet can stand for any number of them.
const MOST_CELLS: i64 = 100_000_000;

/// The columns of a Parquet file, by name. Whole numbers in a column whose name ends in `Time` are
/// durations in nanoseconds, as pandas keeps them. Columns that hold lists or other kinds are left out.
///
/// # Errors
///
/// When it is not Parquet, is packed in a way that we do not unpack, or has more than a hundred million
/// cells.
pub fn foreign_columns(path: &Path, bytes: Vec<u8>) -> Result<Vec<(String, ColumnValues)>, Error> {
    columns(bytes).map_err(|error| Error::read(path, std::io::Error::other(error.to_string())))
}

fn columns(bytes: Vec<u8>) -> Result<Vec<(String, ColumnValues)>, ParquetError> {
    let file = SerializedFileReader::new(Bytes::from(bytes))?;
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let n_columns = schema.num_columns() as i64;
    let n_rows = file.metadata().row_groups().iter().map(|group| group.num_rows());
    let n_cells = n_rows.fold(0, i64::saturating_add).saturating_mul(n_columns);
    if n_cells > MOST_CELLS {
        let reason =
            format!("it has {n_cells} cells, more than {MOST_CELLS}; cut it into sessions");
        return Err(ParquetError::General(reason));
    }
    let mut columns = Vec::with_capacity(schema.num_columns());
    for (idx, column) in schema.columns().iter().enumerate() {
        if column.max_rep_level() > 0 || column.max_def_level() > 1 {
            continue;
        }
        let mut values = None;
        for group in 0..file.num_row_groups() {
            let group = file.get_row_group(group)?;
            let rows = usize::try_from(group.metadata().num_rows())
                .map_err(|error| ParquetError::General(error.to_string()))?;
            let is_optional = column.max_def_level() > 0;
            let read = read(group.get_column_reader(idx)?, rows, is_optional, column.name())?;
            values = match (values, read) {
                (None, read) => read,
                (Some(before), Some(read)) => joined(before, read),
                (before, None) => before,
            };
        }
        columns.extend(values.map(|values| (column.name().to_owned(), values)));
    }
    Ok(columns)
}

fn read(
    reader: ColumnReader,
    rows: usize,
    is_optional: bool,
    name: &str,
) -> Result<Option<ColumnValues>, ParquetError> {
    Ok(Some(match reader {
        ColumnReader::BoolColumnReader(it) => ColumnValues::Flags(cells(it, rows, is_optional)?),
        ColumnReader::Int32ColumnReader(it) => ColumnValues::Integers(
            cells(it, rows, is_optional)?.into_iter().map(|it| it.map(i64::from)).collect(),
        ),
        ColumnReader::Int64ColumnReader(it) => match name.ends_with("Time") {
            true => ColumnValues::Durations(cells(it, rows, is_optional)?),
            false => ColumnValues::Integers(cells(it, rows, is_optional)?),
        },
        ColumnReader::FloatColumnReader(it) => ColumnValues::Numbers(
            cells(it, rows, is_optional)?.into_iter().map(|it| it.map(f64::from)).collect(),
        ),
        ColumnReader::DoubleColumnReader(it) => {
            ColumnValues::Numbers(cells(it, rows, is_optional)?)
        }
        ColumnReader::ByteArrayColumnReader(it) => {
            let text = |it: ByteArray| String::from_utf8_lossy(it.data()).into_owned();
            let texts = cells(it, rows, is_optional)?;
            ColumnValues::Texts(texts.into_iter().map(|it| it.map(text)).collect())
        }
        _ => return Ok(None),
    }))
}

fn cells<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
    is_optional: bool,
) -> Result<Vec<Option<T::T>>, ParquetError> {
    let (mut filled, mut values) = (Vec::new(), Vec::new());
    reader.read_records(rows, Some(&mut filled), None, &mut values)?;
    let mut values = values.into_iter();
    if !is_optional {
        return Ok(values.map(Some).collect());
    }
    Ok(filled.into_iter().map(|level| if level > 0 { values.next() } else { None }).collect())
}

fn joined(before: ColumnValues, more: ColumnValues) -> Option<ColumnValues> {
    use ColumnValues::{Durations, Flags, Integers, Numbers, Texts};
    Some(match (before, more) {
        (Integers(a), Integers(b)) => Integers([a, b].concat()),
        (Numbers(a), Numbers(b)) => Numbers([a, b].concat()),
        (Flags(a), Flags(b)) => Flags([a, b].concat()),
        (Texts(a), Texts(b)) => Texts([a, b].concat()),
        (Durations(a), Durations(b)) => Durations([a, b].concat()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use maatstaf_formats::sheet::{Cells, Column};

    use super::*;

    #[test]
    fn exact_columns_of_another_program() {
        let columns = [
            Column::new("Driver", "", Cells::TextIfAny(vec![Some("VER".into()), None])),
            Column::new("LapTime", "", Cells::Whole(vec![74_746_000_000, 0])),
            Column::new("LapNumber", "", Cells::NumberIfAny(vec![None, Some(2.0)])),
        ];
        let bytes = crate::sheet_parquet("laps", &columns, &[]).unwrap();
        let read = foreign_columns(Path::new("laps.parquet"), bytes).unwrap();
        let want = [
            ("Driver".to_owned(), ColumnValues::Texts(vec![Some("VER".into()), None])),
            ("LapTime".to_owned(), ColumnValues::Durations(vec![Some(74_746_000_000), Some(0)])),
            ("LapNumber".to_owned(), ColumnValues::Numbers(vec![None, Some(2.0)])),
        ];
        assert_eq!(read, want);
        let refused = foreign_columns(Path::new("x.parquet"), b"PAR1 not at all".to_vec());
        assert!(refused.unwrap_err().to_string().contains("x.parquet"));
    }
}
