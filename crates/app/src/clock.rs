//! The clock of the use cases: the machine's, or a fixed one for rehearsals and tests.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, Utc};

/// Where "now" comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The machine's clock, as China Standard Time (UTC+8), whatever zone the laptop is set to.
    #[default]
    System,
    /// Always this moment: a rehearsal of a plan whose windows lie elsewhere.
    Fixed(NaiveDateTime),
}

impl Clock {
    /// Now, local civil time, whole seconds.
    pub fn now(self) -> NaiveDateTime {
        match self {
            Self::Fixed(moment) => moment,
            Self::System => {
                const CHINA: i32 = 8 * 3600;
                let utc = Utc::now();
                let local = FixedOffset::east_opt(CHINA)
                    .map_or(utc.naive_utc(), |zone| utc.with_timezone(&zone).naive_local());
                let seconds = local.and_utc().timestamp();
                chrono::DateTime::from_timestamp(seconds, 0).map_or(local, |moment| moment.naive_utc())
            }
        }
    }

    /// Today.
    pub fn today(self) -> NaiveDate {
        self.now().date()
    }
}
