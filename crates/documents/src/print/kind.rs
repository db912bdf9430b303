//! The sheets by name: what can be printed, and in which layouts.

/// A printed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// 准考证
    Tickets,
    /// 门贴
    Door,
    /// 桌贴
    Desk,
    /// 考场签到表
    SignIn,
    /// 座位图
    SeatingPlan,
    /// 考场情况记录表
    RoomRecord,
    /// 资料袋封面
    PackCover,
    /// All sheets of a room in hand-over order.
    RoomPack,
}

impl DocumentKind {
    /// All, in hand-over order.
    pub const ALL: [Self; 8] = [
        Self::Tickets,
        Self::Door,
        Self::Desk,
        Self::SignIn,
        Self::SeatingPlan,
        Self::RoomRecord,
        Self::PackCover,
        Self::RoomPack,
    ];

    /// Stable code for commands and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Door => "door",
            Self::Desk => "desk",
            Self::SignIn => "signin",
            Self::SeatingPlan => "seating-plan",
            Self::RoomRecord => "room-record",
            Self::PackCover => "pack-cover",
            Self::RoomPack => "room-pack",
        }
    }

    /// Chinese name, as in the trace line.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tickets => "准考证",
            Self::Door => "门贴",
            Self::Desk => "桌贴",
            Self::SignIn => "考场签到表",
            Self::SeatingPlan => "座位图",
            Self::RoomRecord => "考场情况记录表",
            Self::PackCover => "资料袋封面",
            Self::RoomPack => "考场资料",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Layout names, the first being the default; empty where there is one layout only.
    pub const fn layouts(self) -> &'static [&'static str] {
        match self {
            Self::Tickets => &["a4", "2up"],
            Self::Desk => &["3x3", "2x5", "l7165"],
            Self::SignIn => &["plain", "photo"],
            Self::Door | Self::SeatingPlan | Self::RoomRecord | Self::PackCover | Self::RoomPack => &[],
        }
    }
}

/// Layout of 准考证.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TicketLayout {
    /// One per A4.
    #[default]
    A4,
    /// Two per A4; a ticket of more than four subjects takes a page of its own.
    TwoUp,
}

/// Layout of 桌贴.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeskLayout {
    /// 3 × 3 of 99 × 70 mm on landscape A4, to be cut.
    #[default]
    ThreeByThree,
    /// 2 × 5 of 105 × 59.4 mm, to be cut.
    TwoByFive,
    /// L7165 stock, 2 × 4 of 99.06 × 67.73 mm, with photo.
    L7165,
}

/// Layout of 考场签到表.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInLayout {
    /// Thirty on a page.
    #[default]
    Plain,
    /// Ten on a page, with photo.
    Photo,
}

macro_rules! layout_codes {
    ($name:ident, $kind:ident, $($variant:ident),+) => {
        impl $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Code as given to `--layout`.
            pub fn code(self) -> &'static str {
                DocumentKind::$kind.layouts()[self as usize]
            }

            /// The layout of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|layout| layout.code() == code)
            }
        }
    };
}
layout_codes!(TicketLayout, Tickets, A4, TwoUp);
layout_codes!(DeskLayout, Desk, ThreeByThree, TwoByFive, L7165);
layout_codes!(SignInLayout, SignIn, Plain, Photo);

/// How labels are laid on the stock.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DeskOptions {
    /// Layout.
    pub layout: DeskLayout,
    /// Shift to the right and down, mm, for a printer that feeds askew.
    pub offset_mm: (f64, f64),
    /// First free label of the first sheet, counted from 1 (0 means 1): begun stock can be used up.
    pub first_label: u16,
    /// 叠裁: the cut piles, laid on each other in order, are in seat order.
    pub cut_stack: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_stable_and_unique() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(TicketLayout::from_code("2up"), Some(TicketLayout::TwoUp));
        assert_eq!(DeskLayout::from_code("l7165"), Some(DeskLayout::L7165));
        assert_eq!(SignInLayout::default().code(), "plain");
        assert_eq!(DeskLayout::from_code("a4"), None);
    }
}
