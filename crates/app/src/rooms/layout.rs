//! The picture of a room: its desks, what stands between them, and the numbers of the seats.

use crate::forms::FormProblem;
use kaozhan_domain::seating::{Corner, Direction, Pattern, Position, RoomLayout, SeatKind};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// A desk by column and row, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct SeatPosition {
    /// From the left of somebody who faces the lectern.
    pub column: u16,
    /// From the lectern.
    pub row: u16,
}

/// The layout of a room as the editor holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LayoutForm {
    /// Desks in each column, from the left.
    pub columns: Vec<u16>,
    /// The corner of seat 1.
    #[ts(type = "'front_left' | 'front_right' | 'back_left' | 'back_right'")]
    pub start: Corner,
    /// Along columns or rows.
    #[ts(type = "'column_first' | 'row_first'")]
    pub direction: Direction,
    /// S or Z.
    #[ts(type = "'serpentine' | 'z'")]
    pub pattern: Pattern,
    /// `k`: an aisle between columns `k` and `k + 1`.
    pub aisles: Vec<u16>,
    /// Those on both sides of an aisle are no neighbours.
    pub aisle_separates: bool,
    /// 停用座位.
    pub blocked: Vec<SeatPosition>,
    /// 备用座位.
    pub reserve: Vec<SeatPosition>,
    /// Rows that count as 前排.
    pub front_rows: u16,
    /// The corner of the door.
    #[ts(type = "'front_left' | 'front_right' | 'back_left' | 'back_right'")]
    pub door: Corner,
}

impl From<&RoomLayout> for LayoutForm {
    fn from(layout: &RoomLayout) -> Self {
        let positions = |list: &[Position]| {
            list.iter().map(|place| SeatPosition { column: place.column, row: place.row }).collect()
        };
        Self {
            columns: layout.columns.clone(),
            start: layout.start,
            direction: layout.direction,
            pattern: layout.pattern,
            aisles: layout.aisles.clone(),
            aisle_separates: layout.aisle_separates,
            blocked: positions(&layout.blocked),
            reserve: positions(&layout.reserve),
            front_rows: layout.front_rows,
            door: layout.door,
        }
    }
}

impl LayoutForm {
    /// As the rules take it: each desk and aisle once and in order, a blocked desk is not also reserve,
    /// what lies outside the columns is gone.
    pub(super) fn layout(&self) -> RoomLayout {
        let mut layout = RoomLayout {
            columns: self.columns.clone(),
            start: self.start,
            direction: self.direction,
            pattern: self.pattern,
            aisles: self.aisles.clone(),
            aisle_separates: self.aisle_separates,
            blocked: Vec::new(),
            reserve: Vec::new(),
            front_rows: self.front_rows.max(1),
            door: self.door,
        };
        let count = u16::try_from(layout.columns.len()).unwrap_or(u16::MAX);
        layout.aisles.retain(|after| (1..count).contains(after));
        layout.aisles.sort_unstable();
        layout.aisles.dedup();
        let positions = |list: &[SeatPosition]| {
            let mut places: Vec<Position> = list
                .iter()
                .map(|place| Position::new(place.column, place.row))
                .filter(|place| layout.contains(*place))
                .collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        let (blocked, mut reserve) = (positions(&self.blocked), positions(&self.reserve));
        reserve.retain(|place| !blocked.contains(place));
        RoomLayout { blocked, reserve, ..layout }
    }
}

/// A desk of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoomSeat {
    /// Column from the left.
    pub column: u16,
    /// Row from the lectern.
    pub row: u16,
    /// 座位号; none for a blocked desk.
    pub number: Option<u16>,
    /// Kept free for late additions.
    pub reserve: bool,
    /// Counts as 前排.
    pub front: bool,
}

/// A layout with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoomPreview {
    /// The layout, tidied.
    pub layout: LayoutForm,
    /// Every desk, along the walk of the numbers.
    pub seats: Vec<RoomSeat>,
    /// Desks with a number: the 考位数 that fits.
    pub capacity: u16,
    /// 备用座位 among them.
    pub reserve: u16,
    /// 停用座位.
    pub blocked: u16,
    /// What is wrong with the layout.
    pub problems: Vec<FormProblem>,
}

/// Numbers the desks of a layout; the window never does that itself.
pub fn preview(form: &LayoutForm) -> RoomPreview {
    let layout = form.layout();
    let numbered = layout.seats();
    let by_place: HashMap<Position, (u16, bool)> =
        numbered.iter().map(|seat| (seat.position, (seat.seat, seat.kind == SeatKind::Reserve))).collect();
    let seats: Vec<RoomSeat> = layout
        .walk()
        .into_iter()
        .map(|place| {
            let seat = by_place.get(&place);
            RoomSeat {
                column: place.column,
                row: place.row,
                number: seat.map(|(number, _)| *number),
                reserve: seat.is_some_and(|(_, reserve)| *reserve),
                front: layout.is_front(place),
            }
        })
        .collect();
    let count = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let capacity = count(numbered.len());
    let problems = layout.check(capacity).into_iter().map(|violation| FormProblem {
        field: "layout".to_owned(),
        refuses: violation.is_error(),
        code: violation.code,
        message: violation.message,
    });
    RoomPreview {
        problems: problems.collect(),
        capacity,
        reserve: count(seats.iter().filter(|seat| seat.reserve).count()),
        blocked: count(seats.len() - numbered.len()),
        seats,
        layout: LayoutForm::from(&layout),
    }
}

/// The usual layout for so many seats.
pub fn usual_layout(capacity: u16) -> LayoutForm {
    LayoutForm::from(&RoomLayout::from_capacity(capacity))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// the picture tells every desk, and its numbers are those of the seating.
    #[test]
    fn r143_the_picture_numbers_the_desks() {
        let mut form = usual_layout(30);
        assert_eq!(form.columns, [7, 8, 8, 7]);
        form.blocked = vec![SeatPosition { column: 1, row: 1 }, SeatPosition { column: 1, row: 1 }];
        form.reserve = vec![
            SeatPosition { column: 1, row: 1 },
            SeatPosition { column: 4, row: 7 },
            SeatPosition { column: 9, row: 1 },
        ];
        form.aisles = vec![2, 2, 9];
        let picture = preview(&form);
        assert_eq!((picture.capacity, picture.reserve, picture.blocked), (29, 1, 1));
        assert_eq!(picture.layout.aisles, [2]);
        assert_eq!(picture.layout.reserve, [SeatPosition { column: 4, row: 7 }]);
        let first = picture.seats.iter().find(|seat| seat.number == Some(1)).unwrap();
        assert_eq!((first.column, first.row), (1, 2));
        let reserve = picture.seats.iter().find(|seat| seat.reserve).unwrap();
        assert_eq!(reserve.number, Some(29));
        assert!(picture.problems.is_empty());
    }

    #[test]
    fn an_empty_layout_is_refused_in_words() {
        let form = LayoutForm { columns: Vec::new(), ..usual_layout(10) };
        let picture = preview(&form);
        assert_eq!(picture.problems[0].code, "layout_empty");
        assert!(picture.problems[0].refuses);
    }
}
