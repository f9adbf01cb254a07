//! `WeatherData`: once a minute.

use maatstaf_core::{ClockTime, WeatherReading};

use super::walker::{Broken, Walker};

/// Reads one record; `None` where it tells nothing.
pub(super) fn read(body: &[u8], at: ClockTime) -> Result<Option<WeatherReading>, Broken> {
    let mut reading = WeatherReading {
        at,
        air_celsius: None,
        track_celsius: None,
        humidity: None,
        pressure: None,
        rain: None,
        wind_speed: None,
        wind_from: None,
    };
    let nothing = reading;
    Walker::new(body).object(|key, walker| {
        let number = match key {
            b"AirTemp" | b"TrackTemp" | b"Humidity" | b"Pressure" | b"WindDirection"
            | b"WindSpeed" | b"Rainfall" => {
                walker.number::<f64>()?.filter(|number| number.is_finite())
            }
            _ => return walker.skip(),
        };
        match key {
            b"AirTemp" => reading.air_celsius = number,
            b"TrackTemp" => reading.track_celsius = number,
            b"Humidity" => reading.humidity = number.map(|percent| percent / 100.0),
            b"Pressure" => reading.pressure = number.map(|millibar| millibar * 100.0),
            b"Rainfall" => reading.rain = number.map(|rain| rain > 0.0),
            b"WindSpeed" => reading.wind_speed = number,
            _ => reading.wind_from = number.map(f64::to_radians),
        }
        Ok(())
    })?;
    Ok(Some(reading).filter(|reading| *reading != nothing))
}
