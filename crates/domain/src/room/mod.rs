//! Exam rooms (考场): what is set for each plan and site, and what may still be changed.

pub mod input;
mod status;

pub use status::RoomStatus;

use crate::ids::{CertificateId, PlanId, RoomId, SiteId, SubjectId};
use crate::seating::{ExamMode, RoomLayout};
use crate::{RuleViolation, field::FieldProblem};
use serde::{Deserialize, Serialize};

/// A room as set for one plan, site and certificate (R-143…R-147).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Identity.
    pub id: RoomId,
    /// Short code that stays with the room (`R013`); printed in codes on paper.
    pub code: String,
    /// 考试计划.
    pub plan: PlanId,
    /// 考核站点.
    pub site: SiteId,
    /// 考试证书.
    pub certificate: CertificateId,
    /// 考试科目 that are taken here, at least one, all of one mode.
    pub subjects: Vec<SubjectId>,
    /// 考场名称, unique within plan, site and certificate.
    pub name: String,
    /// 考场类型, derived from the subjects' mode.
    pub mode: ExamMode,
    /// 考位数.
    pub capacity: u16,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区县.
    pub county: String,
    /// 详细地址 down to the house number; printed on the ticket.
    pub address: String,
    /// Storey; 1 is the ground floor; unknown when not given.
    pub floor: Option<i32>,
    /// Columns, aisles, seat order.
    pub layout: RoomLayout,
    /// 备注.
    pub remark: String,
}

impl Room {
    /// What makes two records the same physical room: it can't be used twice at the same time.
    pub fn physical_key(&self) -> String {
        format!("{}/{}", self.site, self.name)
    }

    /// What stands against setting up a room now: it should be there before the arrangement begins,
    /// and can't be used any more once that is over.
    pub fn check_creation(name: &str, status: RoomStatus) -> Option<FieldProblem> {
        match status {
            RoomStatus::NotArranged => None,
            RoomStatus::Arranging => Some(FieldProblem::warning(
                "plan",
                "room_late",
                format!("排考已经开始，考场“{name}”应在排考前设置；重新排考后才会用到"),
            )),
            RoomStatus::Finished => Some(FieldProblem::error(
                "plan",
                "room_too_late",
                format!("排考已经结束，不能再设置考场“{name}”"),
            )),
        }
    }

    /// Whether this room may become `new` in `status`, as one finding per refused field.
    pub fn check_edit(&self, new: &Self, status: RoomStatus) -> Vec<FieldProblem> {
        match status {
            RoomStatus::NotArranged => Vec::new(),
            RoomStatus::Arranging => self.check_edit_while_arranging(new),
            RoomStatus::Finished if self == new => Vec::new(),
            RoomStatus::Finished => vec![FieldProblem::error(
                "name",
                "room_finished",
                format!("考场“{}”的排考时间已结束，不能再修改", self.name),
            )],
        }
    }

    fn check_edit_while_arranging(&self, new: &Self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if new.capacity < self.capacity {
            problems.push(FieldProblem::error(
                "capacity",
                "room_capacity_reduced",
                format!("排考中的考场考位数只能增大：现为 {}，不能改为 {}", self.capacity, new.capacity),
            ));
        }
        // A larger capacity may bring a default layout with it, so the layout is not compared.
        let unchanged = Self { capacity: self.capacity, layout: self.layout.clone(), ..new.clone() } == *self;
        if !unchanged || (new.capacity == self.capacity && new.layout != self.layout) {
            problems.push(FieldProblem::error(
                "name",
                "room_arranging",
                format!("考场“{}”正在排考，只能增大考位数，其他内容不能修改", self.name),
            ));
        }
        problems
    }

    /// Whether the room may be deleted.
    ///
    /// # Errors
    /// `room_not_deletable` outside 未排考 or while seats in it are assigned.
    pub fn check_deletion(&self, status: RoomStatus, assigned: usize) -> Result<(), RuleViolation> {
        if status == RoomStatus::NotArranged && assigned == 0 {
            return Ok(());
        }
        let why = if assigned > 0 {
            format!("已安排 {assigned} 名考生")
        } else {
            format!("当前为“{}”", status.label())
        };
        Err(RuleViolation::error(
            "room_not_deletable",
            format!("考场“{}”{why}，只能删除未排考的考场", self.name),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn room() -> Room {
        Room {
            id: RoomId(Uuid::nil()),
            code: "R001".to_owned(),
            plan: PlanId(Uuid::nil()),
            site: SiteId(Uuid::nil()),
            certificate: CertificateId(Uuid::nil()),
            subjects: vec![SubjectId(Uuid::nil())],
            name: "13号机房".to_owned(),
            mode: ExamMode::Computer,
            capacity: 30,
            province: String::new(),
            city: String::new(),
            county: String::new(),
            address: "学院路 1 号".to_owned(),
            floor: Some(1),
            layout: RoomLayout::from_capacity(30),
            remark: String::new(),
        }
    }

    fn codes(new: &Room, status: RoomStatus) -> Vec<String> {
        room().check_edit(new, status).into_iter().map(|problem| problem.violation.code).collect()
    }

    /// everything before the arrangement, only more seats during it, nothing after it.
    #[test]
    fn r155_edits_by_state() {
        let renamed = Room { name: "14号机房".to_owned(), ..room() };
        let larger = Room { capacity: 36, layout: RoomLayout::from_capacity(36), ..room() };
        let smaller = Room { capacity: 24, layout: RoomLayout::from_capacity(24), ..room() };
        let moved_desks = Room { layout: RoomLayout::from_columns(vec![10, 10, 10]), ..room() };
        for new in [&renamed, &larger, &smaller, &moved_desks] {
            assert!(codes(new, RoomStatus::NotArranged).is_empty());
            assert_eq!(codes(new, RoomStatus::Finished), ["room_finished"]);
        }
        assert!(codes(&larger, RoomStatus::Arranging).is_empty());
        assert_eq!(codes(&smaller, RoomStatus::Arranging), ["room_capacity_reduced"]);
        assert_eq!(codes(&renamed, RoomStatus::Arranging), ["room_arranging"]);
        assert_eq!(codes(&moved_desks, RoomStatus::Arranging), ["room_arranging"]);
        let both = Room { capacity: 36, ..renamed };
        assert_eq!(codes(&both, RoomStatus::Arranging), ["room_arranging"]);
        assert!(codes(&room(), RoomStatus::Finished).is_empty());
    }

    /// only before the arrangement, and never with candidates in it.
    #[test]
    fn r156_deletion_by_state() {
        assert!(room().check_deletion(RoomStatus::NotArranged, 0).is_ok());
        for (status, assigned) in
            [(RoomStatus::NotArranged, 3), (RoomStatus::Arranging, 0), (RoomStatus::Finished, 0)]
        {
            assert_eq!(room().check_deletion(status, assigned).unwrap_err().code, "room_not_deletable");
        }
    }

    /// rooms should be there before the arrangement begins and are useless after it.
    #[test]
    fn r148_creation_by_state() {
        let code = |status| Room::check_creation("101", status).map(|problem| problem.violation.code);
        assert_eq!(code(RoomStatus::NotArranged), None);
        assert_eq!(code(RoomStatus::Arranging).as_deref(), Some("room_late"));
        assert_eq!(code(RoomStatus::Finished).as_deref(), Some("room_too_late"));
    }
}
