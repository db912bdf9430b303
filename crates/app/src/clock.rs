//! The clock of the use cases: the machine's, or a fixed one for rehearsals and tests.

use crate::error::{AppError, Result};
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

/// Environment variable with a fixed clock for rehearsals.
const VARIABLE: &str = "KAOZHAN_NOW";

impl Clock {
    /// The machine's clock, or the rehearsal's of `KAOZHAN_NOW` (such as `2026-06-01T09:00`).
    ///
    /// # Errors
    /// `clock` when the variable is no time.
    pub fn from_environment() -> Result<Self> {
        let Ok(text) = std::env::var(VARIABLE) else { return Ok(Self::System) };
        let text = text.trim().replace(' ', "T");
        let moment = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
            .into_iter()
            .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
        moment.map(Self::Fixed).ok_or_else(|| {
            AppError::new("clock", format!("{VARIABLE}“{text}”不对，请按 2026-06-01T09:00 的样式填写"))
        })
    }

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
