//! What the seating is told.
//!
//! Identifiers are opaque strings; names are only for messages. Nothing here knows a person's name,
//! number of identity, or where the data is kept.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::access::AccessNeeds;
use super::geometry::{Neighbours, RoomLayout};

/// 考试方式 of a subject and 考场类型 of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExamMode {
    /// 笔试.
    Written,
    /// 机考.
    Computer,
    /// 实操.
    Practical,
}

impl ExamMode {
    /// All modes, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Written, Self::Computer, Self::Practical];

    /// `笔试`, `机考`, `实操`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Written => "笔试",
            Self::Computer => "机考",
            Self::Practical => "实操",
        }
    }

    /// `笔试考场`, `机考考场`, `实操考场`.
    pub fn room_label(self) -> &'static str {
        match self {
            Self::Written => "笔试考场",
            Self::Computer => "机考考场",
            Self::Practical => "实操考场",
        }
    }

    /// The stable code kept in data: `written`, `computer`, `practical`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Computer => "computer",
            Self::Practical => "practical",
        }
    }

    /// Reads a stable code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    /// Reads what sheets hold: `笔试`, `机考考场`, `实操考试`, `上机`, …
    pub fn from_label(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let stem = ["考场", "考试"].iter().find_map(|end| plain.strip_suffix(end)).unwrap_or(&plain);
        match stem {
            "笔试" | "书面" => Some(Self::Written),
            "机考" | "机试" | "上机" | "计算机" => Some(Self::Computer),
            "实操" | "实际操作" | "实训" | "技能操作" => Some(Self::Practical),
            _ => None,
        }
    }
}

/// 场次: one sitting of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Unique within its subject; subjects may share it.
    pub id: String,
    /// First minute.
    pub start: NaiveDateTime,
    /// End without extra time; must be after `start`.
    pub end: NaiveDateTime,
}

/// A subject with its sittings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectRequest {
    /// Unique.
    pub id: String,
    /// For messages.
    pub name: String,
    /// Only rooms of this mode are used.
    pub mode: ExamMode,
    /// In the order in which they are filled; this order matters.
    pub sessions: Vec<Session>,
}

/// A room that may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomRequest {
    /// Unique.
    pub id: String,
    /// For messages.
    pub name: String,
    /// Rooms with the same key are one physical room and never used at overlapping times. Empty
    /// means that the room is its own.
    pub physical_key: String,
    /// 考核站点.
    pub site: String,
    /// 1 is the ground floor; `None` is unknown, and so not the ground floor.
    pub floor: Option<i32>,
    /// 考场类型.
    pub mode: ExamMode,
    /// 考位数. The smaller of this and the layout's seats counts: neither may more people sit than
    /// were declared, nor can anybody sit where there is no desk.
    pub capacity: u16,
    /// How many to seat here usually, at most the usable seats; the others are used when rooms run
    /// short, or for a small remainder. `None`: all.
    pub usual_count: Option<u16>,
    /// Where its desks stand.
    pub layout: RoomLayout,
    /// Subjects that may use it; empty means all of its mode.
    pub subjects: Vec<String>,
    /// Rooms are filled in this order, then by id.
    pub fill_order: u32,
}

/// What neighbours should not share. An empty value is unknown and shared with nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Groups {
    /// 班级; the same name at two schools is two classes.
    pub class: String,
    /// 专业; the same name at two schools is one major.
    pub major: String,
    /// 院校.
    pub school: String,
}

/// One registration to be seated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatEntry {
    /// Unique: one candidate in one subject.
    pub registration: String,
    /// The person.
    pub candidate: String,
    /// A [`SubjectRequest::id`].
    pub subject: String,
    /// The site at which this registration must be sat, if it is fixed.
    pub site: Option<String>,
    /// Place in the roster, for [`Order::Roster`].
    pub roster_order: u64,
    /// 准考证号, for [`Order::Number`].
    pub number: String,
    /// Class, major, school.
    pub groups: Groups,
    /// Access arrangements.
    pub access: AccessNeeds,
}

/// A seat that is given before everything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// A [`SeatEntry::registration`].
    pub registration: String,
    /// A session of its subject.
    pub session: String,
    /// A room.
    pub room: String,
    /// A seat of that room; reserve seats are allowed.
    pub seat: u16,
}

/// One of the things that neighbours should not share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKey {
    /// 班级.
    Class,
    /// 专业.
    Major,
    /// 院校.
    School,
}

impl GroupKey {
    /// `班级`, `专业`, `院校`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Class => "班级",
            Self::Major => "专业",
            Self::School => "院校",
        }
    }
}

/// In which order people are seated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// 名册顺序.
    #[default]
    Roster,
    /// 准考证号.
    Number,
    /// 随机, from the seed.
    Random,
    /// 混编: neighbours share none of `by` where possible. A pair that shares several counts once.
    Mix {
        /// What should not be shared.
        by: Vec<GroupKey>,
        /// Who is a neighbour.
        neighbours: Neighbours,
    },
}

impl Order {
    /// What pairs are counted by: the keys of a mix, and otherwise class with four neighbours, so
    /// that every seating has a figure.
    pub fn counted_by(&self) -> (Vec<GroupKey>, Neighbours) {
        match self {
            Self::Mix { by, neighbours } => {
                let mut keys = by.clone();
                keys.sort_unstable();
                keys.dedup();
                (keys, *neighbours)
            }
            _ => (vec![GroupKey::Class], Neighbours::Four),
        }
    }
}

/// How many go into each room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filling {
    /// One room after another; the last one takes the remainder.
    #[default]
    OneAfterAnother,
    /// As few rooms, but with about the same share of their seats taken.
    Balanced,
}

/// Choices that are the same for all subjects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeatingPolicy {
    /// How many go into each room.
    pub filling: Filling,
    /// A last room with at most this many is closed if the other rooms have seats beyond their
    /// usual count.
    pub join_remainder: u16,
    /// Minutes that must lie between two sittings of a candidate, and of a room.
    pub gap_minutes: u16,
}

impl Default for SeatingPolicy {
    fn default() -> Self {
        Self { filling: Filling::OneAfterAnother, join_remainder: 2, gap_minutes: 0 }
    }
}

/// All that decides a seating. The order of `subjects`, `rooms`, `entries` and `locks` has no
/// influence; the order of a subject's `sessions` has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SeatingRequest {
    /// Subjects with their sessions.
    pub subjects: Vec<SubjectRequest>,
    /// Rooms that may be used.
    pub rooms: Vec<RoomRequest>,
    /// Whom to seat.
    pub entries: Vec<SeatEntry>,
    /// Seats given beforehand.
    pub locks: Vec<Lock>,
    /// Order.
    pub order: Order,
    /// Seed of everything random.
    pub seed: u64,
    /// Other choices.
    pub policy: SeatingPolicy,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_read_from_sheets() {
        for mode in ExamMode::ALL {
            assert_eq!(ExamMode::from_label(mode.label()), Some(mode));
            assert_eq!(ExamMode::from_label(mode.room_label()), Some(mode));
            assert_eq!(ExamMode::from_code(mode.code()), Some(mode));
        }
        assert_eq!(ExamMode::from_label(" 笔试 考场 "), Some(ExamMode::Written));
        assert_eq!(ExamMode::from_label("面试"), None);
    }
}
