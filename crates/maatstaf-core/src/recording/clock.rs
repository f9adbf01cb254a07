use jiff::Timestamp;

use super::Recording;
use crate::ClockTime;

impl Recording {
    /// Puts everything on a clock that reads zero at an earlier moment of the world. Where that of its
    /// own is not known, or is not later, nothing changes.
    ///
    /// ```
    /// use maatstaf_core::{ClockTime, Flag, FlagChange, Recording};
    ///
    /// let mut recording = Recording::default();
    /// recording.about.clock_zero = Some("2024-05-19T13:00:30Z".parse().unwrap());
    /// recording.flags.push(FlagChange { at: ClockTime::from_millis(500), flag: Flag::Green });
    /// recording.put_zero_at("2024-05-19T13:00:00Z".parse().unwrap());
    /// assert_eq!(recording.flags[0].at.to_string(), "30.500");
    /// ```
    pub fn put_zero_at(&mut self, zero: Timestamp) {
        let since = |own: Timestamp| own.as_microsecond() - zero.as_microsecond();
        let Some(later) = self.about.clock_zero.and_then(|own| u64::try_from(since(own)).ok())
        else {
            return;
        };
        let delay = |at: &mut ClockTime| {
            *at = ClockTime::from_micros(at.as_micros().saturating_add(later));
        };
        self.about.clock_zero = Some(zero);
        self.about.started.iter_mut().for_each(delay);
        for lap in &mut self.laps {
            let moments = [&mut lap.began, &mut lap.ended, &mut lap.pit_in, &mut lap.pit_out];
            moments.into_iter().flatten().for_each(delay);
            lap.segment_stamps.iter_mut().flatten().flatten().for_each(delay);
        }
        self.flags.iter_mut().for_each(|change| delay(&mut change.at));
        self.messages.iter_mut().filter_map(|message| message.at.as_mut()).for_each(delay);
        self.weather.iter_mut().for_each(|reading| delay(&mut reading.at));
        self.parts.iter_mut().for_each(|part| delay(&mut part.at));
        self.samples.iter_mut().flat_map(|samples| samples.times_mut()).for_each(delay);
    }
}
