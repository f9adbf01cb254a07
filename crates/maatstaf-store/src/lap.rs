//! A lap as a Parquet file.

use std::sync::Arc;

use maatstaf_formats::lap_table::Column;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::{Error, MADE_BY};

/// The one column of whole numbers.
const GEAR: &str = "gear";

/// The bytes of a file that holds a lap, one row per sample; `about` says where it comes from, key
/// by key, and what each column means is added.
///
/// # Errors
///
/// When the columns differ in length.
///
/// ```
/// use maatstaf_formats::lap_table::Column;
///
/// let distance = Column { name: "distance_m".into(), meaning: "".into(), values: vec![0.0, 9.3] };
/// let bytes = maatstaf_store::lap_parquet(&[distance], &[])?;
/// assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
/// # Ok::<(), maatstaf_store::Error>(())
/// ```
pub fn lap_parquet(columns: &[Column], about: &[(String, String)]) -> Result<Vec<u8>, Error> {
    encoded(columns, about).map_err(|error| Error::encode("a lap", &error))
}

fn encoded(columns: &[Column], about: &[(String, String)]) -> Result<Vec<u8>, ParquetError> {
    let field = |column: &Column| {
        let kind = if column.name == GEAR { "INT32" } else { "DOUBLE" };
        format!("REQUIRED {kind} {};", column.name)
    };
    let fields: String = columns.iter().map(field).collect();
    let schema = Arc::new(parse_message_type(&format!("message lap {{ {fields} }}"))?);
    let properties = Arc::new(properties(columns, about)?);
    let mut file = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    let mut group = file.next_row_group()?;
    for column in columns {
        let next = group.next_column()?;
        let mut to = next.ok_or_else(|| ParquetError::General("too many columns".to_owned()))?;
        if column.name == GEAR {
            let gears: Vec<i32> = column.values.iter().map(|gear| gear.round() as i32).collect();
            to.typed::<Int32Type>().write_batch(&gears, None, None)?;
        } else {
            to.typed::<DoubleType>().write_batch(&column.values, None, None)?;
        }
        to.close()?;
    }
    group.close()?;
    file.into_inner()
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
