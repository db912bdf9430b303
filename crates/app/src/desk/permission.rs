//! What the roles of a school may do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A thing that a role may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Look at lists and pictures.
    View,
    /// Change candidates and their photos.
    Candidates,
    /// Change plans, sites, rooms and registrations.
    Plan,
    /// Seat candidates.
    Seat,
    /// Print sheets.
    Print,
    /// Record who came.
    Attendance,
    /// See whole document and phone numbers, export them.
    Reveal,
    /// Manage the accounts of the school.
    Accounts,
    /// Backup, restore, settings, audit.
    System,
}

impl Permission {
    /// As a sentence ends: “业务管理员”不能….
    pub fn label(self) -> &'static str {
        match self {
            Self::View => "查看数据",
            Self::Candidates => "修改考生信息",
            Self::Plan => "修改计划、考场和报考",
            Self::Seat => "编排座位",
            Self::Print => "打印考务材料",
            Self::Attendance => "登记到考",
            Self::Reveal => "查看完整证件号码",
            Self::Accounts => "管理用户",
            Self::System => "修改系统设置",
        }
    }
}

/// A role of a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 试点院校负责人: one in a school.
    Principal,
    /// 业务管理员.
    Administrator,
    /// 监考录入.
    Invigilator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Principal, Self::Administrator, Self::Invigilator];

    /// As the manuals call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Principal => "试点院校负责人",
            Self::Administrator => "业务管理员",
            Self::Invigilator => "监考录入",
        }
    }

    /// The code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Principal => "principal",
            Self::Administrator => "administrator",
            Self::Invigilator => "invigilator",
        }
    }

    /// What it may do.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{Accounts, Attendance, Candidates, Plan, Print, Reveal, Seat, System, View};
        match self {
            Self::Principal => &[View, Candidates, Plan, Seat, Print, Attendance, Reveal, Accounts, System],
            Self::Administrator => &[View, Candidates, Plan, Seat, Print, Attendance, Reveal],
            Self::Invigilator => &[View, Attendance],
        }
    }
}
