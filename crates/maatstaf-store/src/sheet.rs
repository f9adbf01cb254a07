//! A table of named columns as a Parquet file.

use std::sync::Arc;

use maatstaf_formats::sheet::{Cells, Column};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use crate::{Error, MADE_BY};

/// The bytes of a file that holds a table; `about` says where it comes from, key by key, and what
/// each column means is added. The same table gives the same bytes.
///
/// # Errors
///
/// When the columns differ in length.
///
/// ```
/// use maatstaf_formats::sheet::{Cells, Column};
///
/// let time = Column::new("lap_time_s", "", Cells::NumberIfAny(vec![Some(91.25), None]));
/// let bytes = maatstaf_store::sheet_parquet("sweep", &[time], &[])?;
/// assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
/// # Ok::<(), maatstaf_store::Error>(())
/// ```
pub fn sheet_parquet(
    name: &str,
    columns: &[Column],
    about: &[(String, String)],
) -> Result<Vec<u8>, Error> {
    encoded(name, columns, about).map_err(|error| Error::encode(format!("a {name}"), &error))
}

fn encoded(
    name: &str,
    columns: &[Column],
    about: &[(String, String)],
) -> Result<Vec<u8>, ParquetError> {
    let fields: String = columns.iter().map(field).collect();
    let schema = Arc::new(parse_message_type(&format!("message {name} {{ {fields} }}"))?);
    let properties = Arc::new(properties(columns, about)?);
    let mut file = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    let mut group = file.next_row_group()?;
    columns.iter().try_for_each(|column| write(&mut group, &column.cells))?;
    group.close()?;
    file.into_inner()
}

fn field(Column { name, cells, .. }: &Column) -> String {
    match cells {
        Cells::Text(_) => format!("required binary {name} (STRING);"),
        Cells::TextIfAny(_) => format!("optional binary {name} (STRING);"),
        Cells::Whole(_) => format!("required int64 {name};"),
        Cells::Number(_) => format!("required double {name};"),
        Cells::NumberIfAny(_) => format!("optional double {name};"),
    }
}

pub(crate) type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn write(group: &mut Group, cells: &Cells) -> Result<(), ParquetError> {
    let bytes = |text: &String| ByteArray::from(text.as_str());
    match cells {
        Cells::Text(cells) => {
            let texts: Vec<ByteArray> = cells.iter().map(bytes).collect();
            put::<ByteArrayType>(group, &texts, None)
        }
        Cells::TextIfAny(cells) => {
            let texts: Vec<ByteArray> = cells.iter().flatten().map(bytes).collect();
            put::<ByteArrayType>(group, &texts, Some(&filled(cells)))
        }
        Cells::Whole(cells) => put::<Int64Type>(group, cells, None),
        Cells::Number(cells) => put::<DoubleType>(group, cells, None),
        Cells::NumberIfAny(cells) => {
            let numbers: Vec<f64> = cells.iter().flatten().copied().collect();
            put::<DoubleType>(group, &numbers, Some(&filled(cells)))
        }
    }
}

/// 1 where there is something, as Parquet counts.
fn filled<T>(cells: &[Option<T>]) -> Vec<i16> {
    cells.iter().map(|cell| i16::from(cell.is_some())).collect()
}

/// Writes the next column; `filled` says which of its rows there are, where not all need be.
pub(crate) fn put<T: DataType>(
    group: &mut Group,
    values: &[T::T],
    filled: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let next = group.next_column()?;
    let mut to = next.ok_or_else(|| ParquetError::General("too many columns".to_owned()))?;
    to.typed::<T>().write_batch(values, filled, None)?;
    to.close()
}

fn properties(
    columns: &[Column],
    about: &[(String, String)],
) -> Result<WriterProperties, ParquetError> {
    let about = about.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    let meanings = columns.iter().map(|column| {
        let key = format!("maatstaf.column.{}", column.name);
        KeyValue::new(key, column.meaning.clone().into_owned())
    });
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by(MADE_BY.to_owned())
        .set_key_value_metadata(Some(about.chain(meanings).collect()))
        .build())
}
