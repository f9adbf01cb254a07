//! What was sampled in a car, as a Parquet file: one row per sample, one column per channel.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use maatstaf_core::{
    CarNumber, Channel, ClockTime, LapNumber, SampleChannel, Samples, TimedLap, Unit, slug,
};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{DataType, FloatType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::MADE_BY;
use crate::sheet::{Group, put};

const TIME: &str = "time_us";
const LAP: &str = "lap";
const CAR_KEY: &str = "maatstaf.car";
const STREAM_KEY: &str = "maatstaf.stream";
/// Before the name of a column: what its source calls the channel, and its unit, a line each.
const CHANNEL_KEY: &str = "maatstaf.channel.";

/// The bytes of a file that holds some samples. `laps` are those of the car, for the column that
/// says in which lap a sample was taken.
pub(crate) fn to_parquet(
    samples: &Samples,
    laps: &[&TimedLap],
    about: &[(String, String)],
) -> Result<Vec<u8>, ParquetError> {
    let names = column_names(samples);
    let fields: String = names.iter().map(|name| format!("optional float {name};")).collect();
    let schema =
        format!("message samples {{ required int64 {TIME}; optional int32 {LAP}; {fields} }}");
    let schema = Arc::new(parse_message_type(&schema)?);
    let properties = Arc::new(properties(samples, &names, about)?);
    let mut file = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    if samples.times().is_empty() {
        return file.into_inner();
    }
    let mut group = file.next_row_group()?;
    let times: Vec<i64> = samples.times().iter().map(|it| it.as_micros().cast_signed()).collect();
    put::<Int64Type>(&mut group, &times, None)?;
    put_if_any::<Int32Type>(&mut group, numbers(samples.times(), laps).into_iter())?;
    for (which, values) in samples.channels() {
        let one = which.channel.map_or(1.0, |channel| channel.unit().to_si(1.0));
        let shown = values.iter().map(|value| (f64::from(*value) / one) as f32);
        put_if_any::<FloatType>(&mut group, shown.map(|it| Some(it).filter(|it| !it.is_nan())))?;
    }
    group.close()?;
    file.into_inner()
}

/// The lap of each moment; none between laps.
fn numbers(times: &[ClockTime], laps: &[&TimedLap]) -> Vec<Option<i32>> {
    let mut spans: Vec<(ClockTime, ClockTime, LapNumber)> =
        laps.iter().filter_map(|lap| Some((lap.began?, lap.ended?, lap.number))).collect();
    spans.sort_unstable();
    let of = |time: &ClockTime| {
        let after = spans.partition_point(|(began, ..)| began <= time);
        let (_, ended, number) = spans.get(after.checked_sub(1)?)?;
        (time <= ended).then_some(i32::from(*number))
    };
    times.iter().map(of).collect()
}

/// One name per channel, no two alike: ours, or the source's with its unit.
fn column_names(samples: &Samples) -> Vec<String> {
    let mut taken = BTreeSet::from([TIME.to_owned(), LAP.to_owned()]);
    let names = samples.channels().iter().map(|(which, _)| {
        let plain = match which.channel {
            Some(channel) => channel.column(),
            None => slug(&format!("{} {}", which.name, spoken(&which.unit))).replace('-', "_"),
        };
        let plain = if plain.starts_with(|it: char| it.is_ascii_alphabetic()) {
            plain
        } else {
            format!("x_{plain}")
        };
        let numbered = (2..).map(|idx| format!("{plain}_{idx}"));
        let mut names = std::iter::once(plain.clone()).chain(numbered);
        let free = names.find(|name| taken.insert(name.clone()));
        free.unwrap_or(plain)
    });
    names.collect()
}

/// A unit in letters, for the name of a column.
fn spoken(unit: &str) -> String {
    unit.replace('%', "percent").replace('°', "deg").replace("/", " per ")
}

fn properties(
    samples: &Samples,
    names: &[String],
    about: &[(String, String)],
) -> Result<WriterProperties, ParquetError> {
    let pair = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let mut pairs: Vec<KeyValue> = about.iter().map(|(key, value)| pair(key, value)).collect();
    pairs.push(pair(CAR_KEY, samples.car().as_str()));
    pairs.push(pair(STREAM_KEY, samples.stream()));
    pairs.push(pair("maatstaf.row", "a sample"));
    pairs.push(pair("maatstaf.column.time_us", "on the clock of the session, in microseconds"));
    pairs.push(pair("maatstaf.column.lap", "the lap in which it was taken"));
    for ((which, _), name) in samples.channels().iter().zip(names) {
        let meaning = which.channel.map_or_else(
            || format!("{} as the source gives it, in {}", which.name, unit_or_none(&which.unit)),
            |channel| channel.meaning().to_owned(),
        );
        pairs.push(pair(&format!("maatstaf.column.{name}"), &meaning));
        if which.channel.is_none() {
            let named = format!("{}\n{}", which.name, which.unit);
            pairs.push(pair(&format!("{CHANNEL_KEY}{name}"), &named));
        }
    }
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by(MADE_BY.to_owned())
        .set_key_value_metadata(Some(pairs))
        .build())
}

fn unit_or_none(unit: &str) -> &str {
    if unit.is_empty() { "no unit that it names" } else { unit }
}

fn put_if_any<T: DataType>(
    group: &mut Group,
    values: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let (mut filled, mut present) = (Vec::new(), Vec::new());
    for value in values {
        filled.push(i16::from(value.is_some()));
        present.extend(value);
    }
    put::<T>(group, &present, Some(&filled))
}

/// The samples in the bytes of such a file.
pub(crate) fn from_parquet(bytes: Vec<u8>) -> Result<Samples, String> {
    let file = SerializedFileReader::new(Bytes::from(bytes)).map_err(|it| it.to_string())?;
    let metadata = file.metadata().file_metadata();
    let pairs = metadata.key_value_metadata().map_or(&[][..], Vec::as_slice);
    let value = |key: &str| pairs.iter().find(|it| it.key == key)?.value.as_deref();
    let car = CarNumber::new(value(CAR_KEY).ok_or("the car is not named")?);
    let stream = value(STREAM_KEY).ok_or("the stream is not named")?;
    let columns = metadata.schema_descr().columns();
    let (mut times, mut channels) = (Vec::new(), Vec::new());
    for (idx, column) in columns.iter().enumerate() {
        let name = column.name();
        let mut read = || -> Result<(), ParquetError> {
            for group in 0..file.num_row_groups() {
                let group = file.get_row_group(group)?;
                let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
                match group.get_column_reader(idx)? {
                    ColumnReader::Int64ColumnReader(mut reader) if name == TIME => {
                        let mut micros = Vec::new();
                        reader.read_records(rows, None, None, &mut micros)?;
                        times.extend(
                            micros.iter().map(|it| ClockTime::from_micros(it.cast_unsigned())),
                        );
                    }
                    ColumnReader::FloatColumnReader(mut reader) => {
                        let (mut filled, mut values) = (Vec::new(), Vec::new());
                        reader.read_records(rows, Some(&mut filled), None, &mut values)?;
                        let mut values = values.into_iter();
                        let present = |level: &i16| if *level > 0 { values.next() } else { None };
                        let all = filled.iter().map(present).map(|it| it.unwrap_or(f32::NAN));
                        let all: Vec<f32> = all.collect();
                        channels.push(named(name, value(&format!("{CHANNEL_KEY}{name}")), all));
                    }
                    _ => {}
                }
            }
            Ok(())
        };
        read().map_err(|error| format!("{name}: {error}"))?;
    }
    Samples::new(car, stream, times, channels).map_err(|error| error.to_string())
}

/// A channel by its column, its values in the units inside.
fn named(column: &str, source: Option<&str>, values: Vec<f32>) -> (SampleChannel, Vec<f32>) {
    let known = if source.is_none() { Channel::of_column(column) } else { None };
    match known {
        Some(channel) => (SampleChannel::of(channel), to_si(channel.unit(), values)),
        None => {
            let (name, unit) = source.and_then(|it| it.split_once('\n')).unwrap_or((column, ""));
            (SampleChannel::unknown(name, unit), values)
        }
    }
}

fn to_si(unit: Unit, values: Vec<f32>) -> Vec<f32> {
    values.into_iter().map(|value| unit.to_si(f64::from(value)) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_samples_come_back() {
        let times = vec![0, 240_000, 480_000].into_iter().map(ClockTime::from_micros).collect();
        let channels = vec![
            (SampleChannel::of(Channel::Speed), vec![50.0, f32::NAN, 80.0]),
            (SampleChannel::unknown("Damper FL", "mm/s"), vec![1.5, -2.5, 0.0]),
            (SampleChannel::unknown("Damper FL", "mm/s"), vec![0.0, 0.0, 1.0]),
            (SampleChannel::unknown("%", ""), vec![0.0, 0.0, 1.0]),
        ];
        let samples = Samples::new(CarNumber::new("007"), "20 Hz", times, channels).unwrap();
        let mut lap = TimedLap::new(CarNumber::new("007"), 3);
        (lap.began, lap.ended) =
            (Some(ClockTime::from_micros(1)), Some(ClockTime::from_micros(300_000)));
        let bytes = to_parquet(&samples, &[&lap], &[]).unwrap();
        let back = from_parquet(bytes).unwrap();
        assert_eq!(
            (back.car(), back.stream(), back.times()),
            (samples.car(), "20 Hz", samples.times())
        );
        for ((which, values), (was, were)) in back.channels().iter().zip(samples.channels()) {
            assert_eq!(which, was);
            let same = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5 || (a.is_nan() && b.is_nan());
            assert!(values.iter().zip(were).all(same), "{values:?} {were:?}");
        }
        assert_eq!(numbers(samples.times(), &[&lap]), [None, Some(3), None]);
    }
}
