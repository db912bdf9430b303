//! 到考登记: who came, who did not, what happened. A record belongs to one registration in one session.
//!
//! **Architecture invariant:** time only warns. What is entered afterwards is a correction that the trail
//! shows; a rule refuses only what contradicts itself.

mod scan;

pub use scan::{ScanText, SheetCode};

use crate::RuleViolation;
use crate::ids::{RegistrationId, SessionId};
use crate::plan::Session;
use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// Longest text of 违纪.
pub const VIOLATION_MAX: usize = 200;
/// Longest note of 换座.
pub const SEAT_NOTE_MAX: usize = 60;
/// Most minutes that somebody can be late.
pub const LATE_MAX: u16 = 600;
/// Entering begins this long before the session.
const EARLY_MINUTES: i64 = 90;

/// 未登记 → 到考, 迟到 or 缺考; any of them may be corrected into any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceState {
    /// 未登记.
    #[default]
    Unmarked,
    /// 到考.
    Present,
    /// 迟到: came, but after the beginning.
    Late,
    /// 缺考.
    Absent,
}

impl AttendanceState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Unmarked, Self::Present, Self::Late, Self::Absent];

    /// Name on screen and paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unmarked => "未登记",
            Self::Present => "到考",
            Self::Late => "迟到",
            Self::Absent => "缺考",
        }
    }

    /// Whether the candidate sat the exam.
    pub fn came(self) -> bool {
        matches!(self, Self::Present | Self::Late)
    }
}

/// What is recorded of one candidate in one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The registration.
    pub registration: RegistrationId,
    /// 场次.
    pub session: SessionId,
    /// 到考 …
    pub state: AttendanceState,
    /// Minutes after the beginning, for 迟到; none when nobody looked at the clock.
    pub late_minutes: Option<u16>,
    /// 违纪, in words; empty when there was none.
    pub violation: String,
    /// 换座: where the candidate really sat and why; empty when on the own seat.
    pub seat_note: String,
    /// Who entered it last.
    pub marked_by: String,
    /// When, local time.
    pub marked_at: NaiveDateTime,
}

/// What is to be changed; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttendanceChange {
    /// The new state.
    pub state: Option<AttendanceState>,
    /// Minutes late; only with 迟到.
    pub late_minutes: Option<u16>,
    /// 违纪; an empty text takes it back.
    pub violation: Option<String>,
    /// 换座; an empty text takes it back.
    pub seat_note: Option<String>,
}

impl Attendance {
    /// Nothing recorded yet.
    pub fn unmarked(registration: RegistrationId, session: SessionId, at: NaiveDateTime) -> Self {
        Self {
            registration,
            session,
            state: AttendanceState::Unmarked,
            late_minutes: None,
            violation: String::new(),
            seat_note: String::new(),
            marked_by: String::new(),
            marked_at: at,
        }
    }

    /// This record after `change`.
    ///
    /// # Errors
    /// `attendance_text_long`, `late_minutes`, `violation_without_presence` when 违纪 or 换座 would stand
    /// beside somebody who is not recorded as having come.
    pub fn changed(&self, change: &AttendanceChange) -> Result<Self, RuleViolation> {
        let mut new = self.clone();
        if let Some(text) = &change.violation {
            new.violation = clean(text, VIOLATION_MAX, "违纪情况")?;
        }
        if let Some(text) = &change.seat_note {
            new.seat_note = clean(text, SEAT_NOTE_MAX, "换座说明")?;
        }
        if let Some(state) = change.state {
            new.state = state;
        }
        new.late_minutes = match (new.state, change.late_minutes) {
            (AttendanceState::Late, Some(minutes)) => Some(check_minutes(minutes)?),
            (AttendanceState::Late, None) => self.late_minutes,
            _ => None,
        };
        new.check_consistent()?;
        Ok(new)
    }

    fn check_consistent(&self) -> Result<(), RuleViolation> {
        if self.state.came() {
            return Ok(());
        }
        let what = match (self.violation.is_empty(), self.seat_note.is_empty()) {
            (true, true) => return Ok(()),
            (false, _) => "违纪",
            (true, false) => "换座",
        };
        Err(RuleViolation::error(
            "violation_without_presence",
            format!(
                "“{}”的考生不能有{what}记录，请先登记到考或迟到；如要改为“{}”，请先清除{what}内容",
                self.state.label(),
                self.state.label()
            ),
        ))
    }

    /// Whether the two say the same, whoever entered them.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.state == other.state
            && self.late_minutes == other.late_minutes
            && self.violation == other.violation
            && self.seat_note == other.seat_note
    }

    /// In words for the trail: `迟到 12 分钟，违纪：…`.
    pub fn words(&self) -> String {
        let mut words = self.state.label().to_owned();
        if let Some(minutes) = self.late_minutes {
            words.push_str(&format!("{minutes}分钟"));
        }
        if !self.violation.is_empty() {
            words.push_str(&format!("，违纪：{}", self.violation));
        }
        if !self.seat_note.is_empty() {
            words.push_str(&format!("，换座：{}", self.seat_note));
        }
        words
    }
}

/// One line of text, without control characters.
fn clean(text: &str, most: usize, field: &str) -> Result<String, RuleViolation> {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = line.chars().count();
    if length > most {
        return Err(RuleViolation::error(
            "attendance_text_long",
            format!("{field}有{length}字，最多{most}字，请改短"),
        ));
    }
    Ok(line)
}

fn check_minutes(minutes: u16) -> Result<u16, RuleViolation> {
    if (1..=LATE_MAX).contains(&minutes) {
        return Ok(minutes);
    }
    Err(RuleViolation::error("late_minutes", format!("迟到分钟数应为1至{LATE_MAX}的整数")))
}

/// What is odd about entering `state` at `now`; never a refusal.
pub fn time_warnings(now: NaiveDateTime, session: &Session, state: AttendanceState) -> Vec<RuleViolation> {
    let mut found = Vec::new();
    if now < session.start - TimeDelta::minutes(EARLY_MINUTES) {
        found.push(RuleViolation::warning(
            "attendance_early",
            format!("本场{}才开始，请确认没有选错场次", session.start.format("%Y-%m-%d %H:%M")),
        ));
    } else if now < session.start && matches!(state, AttendanceState::Absent | AttendanceState::Late) {
        found.push(RuleViolation::warning(
            "attendance_not_begun",
            format!("本场{}开考，现在就登记“{}”，请确认", session.start.format("%H:%M"), state.label()),
        ));
    }
    if now.date() > session.end.date() {
        found.push(RuleViolation::warning(
            "attendance_afterwards",
            format!("本场已于{}结束，这是事后补登，会记入操作日志", session.end.format("%Y-%m-%d %H:%M")),
        ));
    }
    found
}

/// Minutes since the beginning, while the session runs: the proposal for 迟到.
pub fn minutes_late(now: NaiveDateTime, session: &Session) -> Option<u16> {
    if now <= session.start || now > session.end {
        return None;
    }
    u16::try_from((now - session.start).num_minutes()).ok().filter(|minutes| (1..=LATE_MAX).contains(minutes))
}

/// Counts of a room, a session or a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AttendanceTally {
    /// 应到.
    pub expected: u64,
    /// 到考, those who were late not among them.
    pub present: u64,
    /// 迟到.
    pub late: u64,
    /// 缺考.
    pub absent: u64,
    /// With 违纪.
    pub violations: u64,
}

impl AttendanceTally {
    /// 未登记.
    pub fn unmarked(&self) -> u64 {
        self.expected.saturating_sub(self.present + self.late + self.absent)
    }

    /// 实到: 到考 and 迟到.
    pub fn came(&self) -> u64 {
        self.present + self.late
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            expected: self.expected + other.expected,
            present: self.present + other.present,
            late: self.late + other.late,
            absent: self.absent + other.absent,
            violations: self.violations + other.violations,
        }
    }

    /// Counts one record.
    pub fn add(&mut self, record: Option<&Attendance>) {
        self.expected += 1;
        let Some(record) = record else { return };
        match record.state {
            AttendanceState::Unmarked => {}
            AttendanceState::Present => self.present += 1,
            AttendanceState::Late => self.late += 1,
            AttendanceState::Absent => self.absent += 1,
        }
        self.violations += u64::from(!record.violation.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn at(hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 6, 20).unwrap().and_hms_opt(hour, minute, 0).unwrap()
    }

    fn session() -> Session {
        Session { id: SessionId(Uuid::nil()), start: at(9, 0), end: at(10, 30) }
    }

    fn nothing() -> Attendance {
        Attendance::unmarked(RegistrationId(Uuid::nil()), SessionId(Uuid::nil()), at(9, 0))
    }

    fn to(state: AttendanceState) -> AttendanceChange {
        AttendanceChange { state: Some(state), ..AttendanceChange::default() }
    }

    #[test]
    fn every_state_can_be_corrected_into_every_other() {
        for from in AttendanceState::ALL {
            for state in AttendanceState::ALL {
                let first = nothing().changed(&to(from)).unwrap();
                assert_eq!(first.changed(&to(state)).unwrap().state, state);
            }
        }
    }

    #[test]
    fn a_violation_needs_somebody_who_came() {
        let caught = AttendanceChange { violation: Some(" 携带\n手机 ".into()), ..Default::default() };
        assert_eq!(nothing().changed(&caught).unwrap_err().code, "violation_without_presence");
        let present = nothing().changed(&to(AttendanceState::Present)).unwrap();
        let recorded = present.changed(&caught).unwrap();
        assert_eq!(recorded.violation, "携带 手机");
        let refused = recorded.changed(&to(AttendanceState::Absent)).unwrap_err();
        assert_eq!(refused.code, "violation_without_presence");
        let cleared = AttendanceChange { violation: Some(String::new()), ..to(AttendanceState::Absent) };
        assert_eq!(recorded.changed(&cleared).unwrap().words(), "缺考");
    }

    #[test]
    fn minutes_belong_to_those_who_are_late() {
        let late = AttendanceChange { late_minutes: Some(12), ..to(AttendanceState::Late) };
        let late = nothing().changed(&late).unwrap();
        assert_eq!(late.words(), "迟到12分钟");
        assert_eq!(late.changed(&to(AttendanceState::Present)).unwrap().late_minutes, None);
        for minutes in [0, LATE_MAX + 1] {
            let change = AttendanceChange { late_minutes: Some(minutes), ..to(AttendanceState::Late) };
            assert_eq!(nothing().changed(&change).unwrap_err().code, "late_minutes");
        }
    }

    #[test]
    fn time_warns_and_never_refuses() {
        let codes = |now, state| -> Vec<String> {
            time_warnings(now, &session(), state).into_iter().map(|warning| warning.code).collect()
        };
        assert_eq!(codes(at(7, 0), AttendanceState::Present), ["attendance_early"]);
        assert!(codes(at(8, 30), AttendanceState::Present).is_empty());
        assert_eq!(codes(at(8, 30), AttendanceState::Absent), ["attendance_not_begun"]);
        assert!(codes(at(9, 30), AttendanceState::Absent).is_empty());
        assert!(codes(at(18, 0), AttendanceState::Late).is_empty());
        let tomorrow = at(9, 0) + TimeDelta::days(1);
        assert_eq!(codes(tomorrow, AttendanceState::Absent), ["attendance_afterwards"]);
        for warning in time_warnings(tomorrow, &session(), AttendanceState::Absent) {
            assert!(!warning.is_error());
        }
        assert_eq!(minutes_late(at(9, 12), &session()), Some(12));
        assert_eq!([minutes_late(at(9, 0), &session()), minutes_late(at(11, 0), &session())], [None, None]);
    }

    proptest! {
        /// Whatever is entered, nobody is counted twice or not at all, and the record contradicts nothing.
        #[test]
        fn a_tally_counts_everybody_once(states in prop::collection::vec((0usize..4, any::<bool>()), 0..60)) {
            let mut tally = AttendanceTally::default();
            for (state, caught) in &states {
                let change = AttendanceChange {
                    violation: caught.then(|| "携带手机".to_owned()),
                    ..to(AttendanceState::ALL[*state])
                };
                let record = nothing().changed(&change).ok();
                if let Some(record) = &record {
                    prop_assert!(record.state.came() || record.violation.is_empty());
                }
                tally.add(record.as_ref());
            }
            prop_assert_eq!(tally.expected, states.len() as u64);
            prop_assert_eq!(tally.came() + tally.absent + tally.unmarked(), tally.expected);
            prop_assert!(tally.violations <= tally.came());
        }
    }
}
