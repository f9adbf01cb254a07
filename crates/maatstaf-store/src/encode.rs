//! Rows to the bytes of a Parquet file, column by column.

use std::borrow::Cow;
use std::sync::Arc;

use maatstaf_core::Date;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::ColumnPath;

use crate::schema::{Cell, Table};

/// How hard to compress; more makes these files hardly smaller and the import slower.
const ZSTD_LEVEL: i32 = 3;

/// A column shorter than this stays as it is. Zstd would save a few bytes of it, and setting up
/// zstd for each of thousands of short columns takes longer than reading them.
const WORTH_COMPRESSING: i64 = 2_000;

/// Days count from here.
pub(crate) const EPOCH: Date = Date::constant(1970, 1, 1);

/// The bytes of a file that holds these rows. `about` says where they come from, key by key; what
/// each column means is added.
pub(crate) fn encode<R>(
    table: &Table<R>,
    rows: &[R],
    about: &[(String, String)],
) -> Result<Vec<u8>, ParquetError> {
    let (plain, long) = write_file(table, rows, properties(table, about).build())?;
    if long.is_empty() {
        return Ok(plain);
    }
    let zstd = Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?);
    let compressed = long
        .into_iter()
        .fold(properties(table, about), |it, column| it.set_column_compression(column, zstd));
    write_file(table, rows, compressed.build()).map(|(bytes, _)| bytes)
}

/// The bytes of a file, and the columns in it that are worth compressing.
fn write_file<R>(
    table: &Table<R>,
    rows: &[R],
    properties: WriterProperties,
) -> Result<(Vec<u8>, Vec<ColumnPath>), ParquetError> {
    let mut file = SerializedFileWriter::new(Vec::new(), table.parquet()?, Arc::new(properties))?;
    if rows.is_empty() {
        return Ok((file.into_inner()?, Vec::new()));
    }
    let mut group = file.next_row_group()?;
    for column in table.columns {
        write_column(&mut group, &column.cell, rows)?;
    }
    let written = group.close()?;
    let long = written.columns().iter().filter(|it| it.uncompressed_size() > WORTH_COMPRESSING);
    Ok((file.into_inner()?, long.map(|it| it.column_path().clone()).collect()))
}

fn properties<R>(table: &Table<R>, about: &[(String, String)]) -> WriterPropertiesBuilder {
    let about = about.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    let row = KeyValue::new("maatstaf.row".to_owned(), table.row.to_owned());
    let columns = table.columns.iter().map(|column| {
        KeyValue::new(format!("maatstaf.column.{}", column.name), column.meaning.to_owned())
    });
    WriterProperties::builder()
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by(crate::MADE_BY.to_owned())
        .set_key_value_metadata(Some(about.chain([row]).chain(columns).collect()))
}

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn write_column<R>(group: &mut Group, cell: &Cell<R>, rows: &[R]) -> Result<(), ParquetError> {
    let all = || rows.iter();
    let text = |text: Cow<str>| ByteArray::from(text.as_ref());
    match cell {
        Cell::Text(get) => {
            put::<ByteArrayType>(group, all().map(|row| Some(text(get(row)))), false)
        }
        Cell::TextIfAny(get) => {
            put::<ByteArrayType>(group, all().map(|row| get(row).map(text)), true)
        }
        Cell::Texts(get) => {
            let text = |text: &String| ByteArray::from(text.as_str());
            put_lists::<ByteArrayType, _>(group, all().map(get), text)
        }
        Cell::Ints(get) => put_lists::<Int32Type, _>(group, all().map(get), |&it| it.into()),
        Cell::LongsIfAny(get) => put_holed_lists(group, all().map(get)),
        Cell::Int(get) => put::<Int32Type>(group, all().map(|row| Some(get(row))), false),
        Cell::IntIfAny(get) => put::<Int32Type>(group, all().map(get), true),
        Cell::Long(get) => put::<Int64Type>(group, all().map(|row| Some(get(row))), false),
        Cell::LongIfAny(get) => put::<Int64Type>(group, all().map(get), true),
        Cell::Double(get) => put::<DoubleType>(group, all().map(|row| Some(get(row))), false),
        Cell::DoubleIfAny(get) => put::<DoubleType>(group, all().map(get), true),
        Cell::FlagIfAny(get) => put::<BoolType>(group, all().map(get), true),
        Cell::Flag(get) => put::<BoolType>(group, all().map(|row| Some(get(row))), false),
        Cell::DateIfAny(get) => put::<Int32Type>(group, all().map(|row| get(row).map(days)), true),
    }
}

fn put<T: DataType>(
    group: &mut Group,
    values: impl Iterator<Item = Option<T::T>>,
    optional: bool,
) -> Result<(), ParquetError> {
    let (mut levels, mut present) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        present.extend(value);
    }
    let levels = optional.then_some(&levels[..]);
    write::<T>(group, &present, levels, None)
}

fn put_lists<'a, T: DataType, V: 'a>(
    group: &mut Group,
    lists: impl Iterator<Item = &'a [V]>,
    value: fn(&V) -> T::T,
) -> Result<(), ParquetError> {
    let (mut filled, mut repeated, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for list in lists {
        filled.extend(vec![i16::from(!list.is_empty()); list.len().max(1)]);
        repeated.extend((0..list.len().max(1)).map(|idx| i16::from(idx > 0)));
        values.extend(list.iter().map(value));
    }
    write::<T>(group, &values, Some(&filled), Some(&repeated))
}

/// Lists in which places may be empty.
fn put_holed_lists(
    group: &mut Group,
    lists: impl Iterator<Item = Vec<Option<i64>>>,
) -> Result<(), ParquetError> {
    let (mut filled, mut repeated, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for list in lists {
        match list.is_empty() {
            true => filled.push(0),
            false => filled.extend(list.iter().map(|value| 1 + i16::from(value.is_some()))),
        }
        repeated.extend((0..list.len().max(1)).map(|idx| i16::from(idx > 0)));
        values.extend(list.into_iter().flatten());
    }
    write::<Int64Type>(group, &values, Some(&filled), Some(&repeated))
}

fn write<T: DataType>(
    group: &mut Group,
    values: &[T::T],
    filled: Option<&[i16]>,
    repeated: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let column = group.next_column()?;
    let mut column = column.ok_or_else(|| ParquetError::General("too many columns".to_owned()))?;
    column.typed::<T>().write_batch(values, filled, repeated)?;
    column.close()
}

fn days(date: Date) -> i32 {
    date.since(EPOCH).map_or(0, |span| span.get_days())
}
