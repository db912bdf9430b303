//! Rows of the rooms workbook (导入考场信息): the checks of one row (R-143…R-151).
//!
//! What a row refers to (plan, site, certificate, subjects) is resolved by the caller.

use crate::FieldProblem;
use crate::RuleViolation;
use crate::plan::input::split_list;
use crate::seating::{Corner, Direction, Pattern, Position, RoomLayout, parse_columns};

/// Largest 考位数 of one room.
pub const MAX_CAPACITY: u16 = 1000;

/// Cells of one row as text.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct RoomInput<'a> {
    pub name: &'a str,
    pub capacity: &'a str,
    pub province: &'a str,
    pub city: &'a str,
    pub county: &'a str,
    pub address: &'a str,
    pub floor: &'a str,
    pub columns: &'a str,
    pub start_corner: &'a str,
    pub seat_order: &'a str,
    pub aisles: &'a str,
    pub blocked: &'a str,
    pub reserve: &'a str,
    pub remark: &'a str,
}

/// A checked row, without what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is that of `Room` with the same name")]
pub struct RoomDraft {
    pub name: String,
    pub capacity: u16,
    pub province: String,
    pub city: String,
    pub county: String,
    pub address: String,
    pub floor: Option<i32>,
    pub layout: RoomLayout,
    pub remark: String,
}

/// Checks one row.
pub fn check(input: &RoomInput<'_>) -> (Option<RoomDraft>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    let own = |text: &str| text.trim().to_owned();
    for (field, heading, text) in [("name", "考场名称", input.name), ("address", "详细地址", input.address)]
    {
        if text.trim().is_empty() {
            problems.push(FieldProblem::error(field, "value_missing", format!("{heading}为空，请填写")));
        }
    }
    if input.name.contains('/') {
        problems.push(FieldProblem::error("name", "room_name_slash", "考场名称不能含有“/”"));
    }
    let capacity = match input.capacity.trim().parse::<u16>() {
        Ok(capacity) if (1..=MAX_CAPACITY).contains(&capacity) => capacity,
        _ => {
            problems.push(FieldProblem::error(
                "capacity",
                "room_capacity",
                format!("考位数“{}”不对，请填写 1 到 {MAX_CAPACITY} 的整数", input.capacity.trim()),
            ));
            return (None, problems);
        }
    };
    let floor = read_floor(input.floor, &mut problems);
    let layout = read_layout(input, capacity, &mut problems);
    let draft = RoomDraft {
        name: own(input.name),
        capacity,
        province: own(input.province),
        city: own(input.city),
        county: own(input.county),
        address: own(input.address),
        floor,
        layout,
        remark: own(input.remark),
    };
    ((!crate::field::has_error(&problems)).then_some(draft), problems)
}

fn read_floor(text: &str, problems: &mut Vec<FieldProblem>) -> Option<i32> {
    let text = text.trim();
    let digits = text.trim_end_matches(['楼', '层', 'F', 'f']).trim_start_matches('第');
    if digits.is_empty() {
        return None;
    }
    let chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let storey = chinese.iter().zip(1..).find(|(word, _)| **word == digits).map(|(_, storey)| storey);
    let storey = storey.or_else(|| digits.parse::<i32>().ok()).filter(|storey| (-5..=100).contains(storey));
    if storey.is_none() {
        problems.push(FieldProblem::error(
            "floor",
            "room_floor",
            format!("楼层“{text}”不对，请填写数字，例如 1"),
        ));
    }
    storey
}

fn read_layout(input: &RoomInput<'_>, capacity: u16, problems: &mut Vec<FieldProblem>) -> RoomLayout {
    let mut layout = match input.columns.trim() {
        "" => RoomLayout::from_capacity(capacity),
        text => match parse_columns(text) {
            Ok(columns) => RoomLayout::from_columns(columns),
            Err(violation) => {
                problems.push(FieldProblem { field: "columns", violation });
                return RoomLayout::from_capacity(capacity);
            }
        },
    };
    match input.start_corner.trim() {
        "" => {}
        text => match corner(text) {
            Some(corner) => layout.start = corner,
            None => problems.push(FieldProblem::error(
                "start_corner",
                "room_start_corner",
                format!("起始角“{text}”不认识，请填写 左前、右前、左后 或 右后"),
            )),
        },
    }
    read_seat_order(input.seat_order, &mut layout, problems);
    if !input.aisles.trim().is_empty() {
        read_aisles(input.aisles, &mut layout, problems);
    }
    match read_positions(input.blocked, &layout, "停用座位") {
        Ok(positions) => layout.blocked = positions,
        Err(violation) => problems.push(FieldProblem { field: "blocked", violation }),
    }
    match read_positions(input.reserve, &layout, "备用座位") {
        Ok(positions) => layout.reserve = positions,
        Err(violation) => problems.push(FieldProblem { field: "reserve", violation }),
    }
    problems.extend(FieldProblem::all("columns", layout.check(capacity)));
    layout
}

fn corner(label: &str) -> Option<Corner> {
    [Corner::FrontLeft, Corner::FrontRight, Corner::BackLeft, Corner::BackRight]
        .into_iter()
        .find(|corner| corner.label() == label)
}

/// `按列S形`, `按行Z形` … ; a part that is not said keeps its default.
fn read_seat_order(text: &str, layout: &mut RoomLayout, problems: &mut Vec<FieldProblem>) {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    match plain.as_str() {
        "" | "按列S形" | "S形" => {}
        "按列Z形" | "Z形" => layout.pattern = Pattern::Z,
        "按行S形" => layout.direction = Direction::RowFirst,
        "按行Z形" => (layout.direction, layout.pattern) = (Direction::RowFirst, Pattern::Z),
        _ => problems.push(FieldProblem::error(
            "seat_order",
            "room_seat_order",
            format!("编排顺序“{}”不认识，请填写 按列S形、按列Z形、按行S形 或 按行Z形", text.trim()),
        )),
    }
}

fn read_aisles(text: &str, layout: &mut RoomLayout, problems: &mut Vec<FieldProblem>) {
    let columns = u16::try_from(layout.columns.len()).unwrap_or(u16::MAX);
    let aisles: Option<Vec<u16>> = match text.trim() {
        "无" => Some(Vec::new()),
        list => split_list(list)
            .iter()
            .map(|part| part.parse::<u16>().ok().filter(|column| (1..columns).contains(column)))
            .collect(),
    };
    match aisles {
        Some(aisles) => layout.aisles = aisles,
        None => problems.push(FieldProblem::error(
            "aisles",
            "room_aisles",
            format!("过道“{}”不对，请填写过道在第几列之后，例如 2；共 {columns} 列", text.trim()),
        )),
    }
}

/// Reads desks: `2-3` is column 2, row 3; a plain number is the desk that has this number when no
/// desk is out of use.
fn read_positions(text: &str, layout: &RoomLayout, heading: &str) -> Result<Vec<Position>, RuleViolation> {
    let walk = layout.walk();
    split_list(text)
        .iter()
        .map(|part| {
            let plain = part.replace(['第', '排', '行', '座', '号'], "").replace(['列', '－', '—'], "-");
            let position = match plain.split_once('-') {
                Some((column, row)) => column
                    .parse()
                    .ok()
                    .zip(row.parse().ok())
                    .map(|(column, row)| Position::new(column, row))
                    .filter(|position| layout.contains(*position)),
                None => plain
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| number.checked_sub(1))
                    .and_then(|index| walk.get(index).copied()),
            };
            position.ok_or_else(|| {
                RuleViolation::error(
                    "room_seat_unknown",
                    format!("{heading}“{part}”不在该考场的座位之内，请填写座位号，或 列-排，例如 2-3"),
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> RoomInput<'static> {
        RoomInput { name: "101", capacity: "30", address: "学院路 1 号", ..RoomInput::default() }
    }

    fn codes(input: &RoomInput<'_>) -> Vec<String> {
        check(input).1.into_iter().map(|problem| problem.violation.code).collect()
    }

    /// a plain row gets a layout for its capacity.
    #[test]
    fn r143_plain_room() {
        let (draft, problems) = check(&room());
        assert!(problems.is_empty(), "{problems:?}");
        let draft = draft.unwrap();
        assert_eq!(draft.layout.seats().len(), 30);
        assert_eq!(draft.floor, None);
    }

    /// The optional columns of a room, read as people write them.
    #[test]
    fn layout_columns_are_read() {
        let input = RoomInput {
            columns: "7-8-8-7",
            start_corner: "右前",
            seat_order: "按行 z形",
            aisles: "2",
            blocked: "1-7、8",
            reserve: "第4列第7排",
            floor: "一楼",
            capacity: "28",
            ..room()
        };
        let (draft, problems) = check(&input);
        assert!(problems.is_empty(), "{problems:?}");
        let draft = draft.unwrap();
        assert_eq!(draft.floor, Some(1));
        assert_eq!(draft.layout.columns, [7, 8, 8, 7]);
        assert_eq!(draft.layout.start, Corner::FrontRight);
        assert_eq!((draft.layout.direction, draft.layout.pattern), (Direction::RowFirst, Pattern::Z));
        assert_eq!(draft.layout.aisles, [2]);
        assert_eq!(draft.layout.blocked.len(), 2);
        assert_eq!(draft.layout.reserve, [Position::new(4, 7)]);
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(codes(&RoomInput { capacity: "0", ..room() }), ["room_capacity"]);
        assert_eq!(codes(&RoomInput { capacity: "三十", ..room() }), ["room_capacity"]);
        assert_eq!(codes(&RoomInput { name: " ", ..room() }), ["value_missing"]);
        assert_eq!(codes(&RoomInput { floor: "顶楼", ..room() }), ["room_floor"]);
        assert_eq!(codes(&RoomInput { start_corner: "中间", ..room() }), ["room_start_corner"]);
        assert_eq!(codes(&RoomInput { seat_order: "回字形", ..room() }), ["room_seat_order"]);
        assert_eq!(codes(&RoomInput { aisles: "9", columns: "5x6", ..room() }), ["room_aisles"]);
        assert_eq!(codes(&RoomInput { blocked: "9-9", columns: "5x6", ..room() }), ["room_seat_unknown"]);
    }
}
