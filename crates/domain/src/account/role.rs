//! What the roles of a school may do.

use serde::{Deserialize, Serialize};

/// A thing that a role may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
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

    /// The role of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// only the 负责人 manages accounts and the system; who records attendance changes
    /// nothing else and sees no whole number.
    #[test]
    fn r012_roles_may_do_what_their_work_needs() {
        for permission in [Permission::Accounts, Permission::System] {
            let may: Vec<Role> =
                Role::ALL.into_iter().filter(|role| role.permissions().contains(&permission)).collect();
            assert_eq!(may, [Role::Principal], "{permission:?}");
        }
        assert_eq!(Role::Invigilator.permissions(), [Permission::View, Permission::Attendance]);
        assert!(Role::ALL.iter().all(|role| Role::from_code(role.code()) == Some(*role)));
        assert_eq!(Role::from_code("root"), None);
    }
}
