//! Where the desks of a room stand and in which order they are numbered.
//!
//! Knows no candidates: only columns, rows, aisles and the walk through them. Everything is seen by
//! somebody who faces the lectern: column 1 is on the left, row 1 is at the front.

use serde::{Deserialize, Serialize};

use crate::RuleViolation;

/// Most columns a layout may have; more are ignored by [`RoomLayout::seats`] and refused by
/// [`RoomLayout::check`].
pub const MAX_COLUMNS: usize = 60;
/// Most desks one column may have.
pub const MAX_ROWS: u16 = 100;

/// A desk: column from the left and row from the front, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Column, from 1 at the left of somebody facing the lectern.
    pub column: u16,
    /// Row, from 1 at the lectern.
    pub row: u16,
}

impl Position {
    /// The desk in `column` (from 1, left) and `row` (from 1, front).
    pub fn new(column: u16, row: u16) -> Self {
        Self { column, row }
    }
}

/// The corner of a room, seen facing the lectern. Places seat 1, and the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corner {
    /// 左前, beside the usual front door.
    #[default]
    FrontLeft,
    /// 右前.
    FrontRight,
    /// 左后.
    BackLeft,
    /// 右后.
    BackRight,
}

impl Corner {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Self::FrontLeft => "左前",
            Self::FrontRight => "右前",
            Self::BackLeft => "左后",
            Self::BackRight => "右后",
        }
    }

    fn is_right(self) -> bool {
        matches!(self, Self::FrontRight | Self::BackRight)
    }

    fn is_back(self) -> bool {
        matches!(self, Self::BackLeft | Self::BackRight)
    }
}

/// Whether numbers run along columns or along rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 按列: a whole column before the next.
    #[default]
    ColumnFirst,
    /// 按行: a whole row before the next.
    RowFirst,
}

/// Whether the walk turns round at the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// S 形 (蛇形): every second line runs backwards.
    #[default]
    Serpentine,
    /// Z 形: every line starts at the same side.
    Z,
}

/// Which desks count as neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Neighbours {
    /// 前后左右.
    #[default]
    Four,
    /// 前后左右 and the four diagonals.
    Eight,
}

/// What a desk is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatKind {
    /// Filled by the seating.
    Regular,
    /// 备用座位: only for late additions and locks.
    Reserve,
}

/// A numbered desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SeatPlace {
    /// Seat number, from 1.
    pub seat: u16,
    /// Where it stands.
    pub position: Position,
    /// Regular or reserve.
    pub kind: SeatKind,
}

/// The layout of one room: settings only, so that it can be kept as JSON and cloned to another plan
///
///
/// Columns of different heights are flush with the front. A room whose short columns lack their
/// front desk is written with full columns and those desks blocked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomLayout {
    /// Desks in each column, from the left.
    pub columns: Vec<u16>,
    /// The corner of seat 1.
    pub start: Corner,
    /// Along columns or rows.
    pub direction: Direction,
    /// S or Z.
    pub pattern: Pattern,
    /// Wide aisles: `k` is an aisle between columns `k` and `k + 1`.
    pub aisles: Vec<u16>,
    /// Whether an aisle ends neighbourhood. By default it does not: one can look across it.
    pub aisle_separates: bool,
    /// Desks that are never used and get no number.
    pub blocked: Vec<Position>,
    /// Desks kept free; see [`RoomLayout::seats`] for their numbers.
    pub reserve: Vec<Position>,
    /// How many rows from the lectern count as 前排.
    pub front_rows: u16,
    /// The corner with the door, for the drawing.
    pub door: Corner,
}

impl Default for RoomLayout {
    fn default() -> Self {
        Self::from_capacity(30)
    }
}

impl RoomLayout {
    /// A layout with the given column heights, everything else usual: seat 1 at the front left,
    /// serpentine by columns, a main aisle in the middle of four or more columns, door at the front
    /// left.
    pub fn from_columns(columns: Vec<u16>) -> Self {
        let count = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        Self {
            columns,
            start: Corner::FrontLeft,
            direction: Direction::ColumnFirst,
            pattern: Pattern::Serpentine,
            aisles: if count >= 4 { vec![count / 2] } else { Vec::new() },
            aisle_separates: false,
            blocked: Vec::new(),
            reserve: Vec::new(),
            front_rows: 1,
            door: Corner::FrontLeft,
        }
    }

    /// The usual layout for `capacity` desks: columns of up to 8, the taller ones in the middle, so
    /// that 30 gives 7-8-8-7. Rooms of over 64 desks become about square.
    pub fn from_capacity(capacity: u16) -> Self {
        let n = usize::from(capacity).min(MAX_COLUMNS * usize::from(MAX_ROWS));
        if n == 0 {
            return Self::from_columns(Vec::new());
        }
        let root = n.isqrt() + usize::from(n.isqrt().pow(2) < n);
        let rows = root.clamp(8, usize::from(MAX_ROWS));
        let columns = n.div_ceil(rows).max((2 * root).div_ceil(3)).min(MAX_COLUMNS).min(n);
        let (low, extra) = (n / columns, n % columns);
        let first_tall = (columns - extra) / 2;
        let heights = (0..columns)
            .map(|c| low + usize::from((first_tall..first_tall + extra).contains(&c)))
            .filter_map(|h| u16::try_from(h).ok())
            .collect();
        Self::from_columns(heights)
    }

    /// What is wrong with the layout, or does not fit the room's 考位数 (`capacity`). A layout with
    /// errors still seats whom it can.
    pub fn check(&self, capacity: u16) -> Vec<RuleViolation> {
        let mut found = Vec::new();
        if self.columns.is_empty() || self.columns.iter().all(|h| *h == 0) {
            found.push(RuleViolation::error(
                "layout_empty",
                "座位布局没有座位，请填写各列座位数，如 7-8-8-7。",
            ));
        }
        if self.columns.len() > MAX_COLUMNS || self.columns.iter().any(|h| *h > MAX_ROWS) {
            let message = format!("座位布局过大：最多 {MAX_COLUMNS} 列，每列最多 {MAX_ROWS} 个座位。");
            found.push(RuleViolation::error("layout_too_large", message));
        }
        for (list, name) in [(&self.blocked, "停用"), (&self.reserve, "备用")] {
            if let Some(p) = list.iter().find(|p| !self.contains(**p)) {
                let message =
                    format!("{name}座位（第 {} 列第 {} 排）不在布局之内，请改正。", p.column, p.row);
                found.push(RuleViolation::error("layout_position_outside", message));
            }
        }
        let seats = self.seats().len();
        if seats != usize::from(capacity) {
            let used = seats.min(usize::from(capacity));
            let message =
                format!("考位数为 {capacity}，座位布局有 {seats} 个可用座位，将按较小的 {used} 个编排。");
            found.push(RuleViolation::warning("layout_capacity_differs", message));
        }
        found
    }

    /// Whether a desk stands at `position` (blocked or not).
    pub fn contains(&self, position: Position) -> bool {
        position.column >= 1
            && position.row >= 1
            && usize::from(position.column) <= self.columns.len().min(MAX_COLUMNS)
            && position.row <= self.height(position.column)
    }

    fn height(&self, column: u16) -> u16 {
        let index = usize::from(column.saturating_sub(1));
        self.columns.get(index).copied().unwrap_or(0).min(MAX_ROWS)
    }

    /// Every desk, blocked ones too, in walking order: the line to draw on 座位图.
    pub fn walk(&self) -> Vec<Position> {
        let columns = u16::try_from(self.columns.len().min(MAX_COLUMNS)).unwrap_or(0);
        let rows = (1..=columns).map(|c| self.height(c)).max().unwrap_or(0);
        let (lines, length) = match self.direction {
            Direction::ColumnFirst => (columns, rows),
            Direction::RowFirst => (rows, columns),
        };
        let (lines_reversed, start_reversed) = match self.direction {
            Direction::ColumnFirst => (self.start.is_right(), self.start.is_back()),
            Direction::RowFirst => (self.start.is_back(), self.start.is_right()),
        };
        let mut path = Vec::new();
        for step in 0..lines {
            let line = if lines_reversed { lines - step } else { step + 1 };
            let turned = self.pattern == Pattern::Serpentine && step % 2 == 1;
            for index in 0..length {
                let along = if start_reversed != turned { length - index } else { index + 1 };
                let position = match self.direction {
                    Direction::ColumnFirst => Position::new(line, along),
                    Direction::RowFirst => Position::new(along, line),
                };
                if self.contains(position) {
                    path.push(position);
                }
            }
        }
        path
    }

    /// The numbered seats, by number. Regular desks are numbered 1..=r along the walk; the reserve
    /// desks follow as r + 1 and on, so that the numbers of those seated have no holes wherever the
    /// reserve desks stand. Blocked desks have no number.
    pub fn seats(&self) -> Vec<SeatPlace> {
        let free: Vec<Position> = self.walk().into_iter().filter(|p| !self.blocked.contains(p)).collect();
        let (reserve, regular): (Vec<Position>, Vec<Position>) =
            free.into_iter().partition(|p| self.reserve.contains(p));
        let regular = regular.into_iter().map(|p| (p, SeatKind::Regular));
        let reserve = reserve.into_iter().map(|p| (p, SeatKind::Reserve));
        (1u16..)
            .zip(regular.chain(reserve))
            .map(|(seat, (position, kind))| SeatPlace { seat, position, kind })
            .collect()
    }

    /// Whether `position` is 前排.
    pub fn is_front(&self, position: Position) -> bool {
        position.row <= self.front_rows.max(1)
    }

    /// Whether an aisle runs between columns `column` and `column + 1`.
    pub fn aisle_after(&self, column: u16) -> bool {
        self.aisles.contains(&column)
    }

    /// Whether two desks are neighbours. A blocked desk between two others keeps them apart.
    pub fn are_neighbours(&self, a: Position, b: Position, neighbours: Neighbours) -> bool {
        let (dc, dr) = (a.column.abs_diff(b.column), a.row.abs_diff(b.row));
        let near = match neighbours {
            Neighbours::Four => dc + dr == 1,
            Neighbours::Eight => dc.max(dr) == 1,
        };
        near && !(dc == 1 && self.aisle_separates && self.aisle_after(a.column.min(b.column)))
    }

    /// All pairs of neighbouring seat numbers, smaller first, sorted.
    pub fn neighbour_pairs(&self, neighbours: Neighbours) -> Vec<(u16, u16)> {
        let seats = self.seats();
        let mut pairs = Vec::new();
        for (a, b) in neighbour_indices(self, &seats, neighbours) {
            pairs.push((seats[a].seat, seats[b].seat));
        }
        pairs.sort_unstable();
        pairs
    }
}

/// Neighbouring pairs among `seats`, as indices with the smaller first.
pub(super) fn neighbour_indices(
    layout: &RoomLayout,
    seats: &[SeatPlace],
    neighbours: Neighbours,
) -> Vec<(usize, usize)> {
    let width = usize::from(MAX_ROWS) + 2;
    let mut at = vec![usize::MAX; (MAX_COLUMNS + 2) * width];
    let cell = |c: u16, r: u16| usize::from(c) * width + usize::from(r);
    for (index, seat) in seats.iter().enumerate() {
        at[cell(seat.position.column, seat.position.row)] = index;
    }
    let mut pairs = Vec::new();
    for (index, seat) in seats.iter().enumerate() {
        let Position { column, row } = seat.position;
        // Half of the directions, so that each pair is met once.
        let around = [(column, row + 1), (column + 1, row), (column + 1, row + 1), (column + 1, row - 1)];
        for (c, r) in around {
            let other = at[cell(c, r)];
            if other != usize::MAX && layout.are_neighbours(seat.position, seats[other].position, neighbours)
            {
                pairs.push((index.min(other), index.max(other)));
            }
        }
    }
    pairs
}

/// Reads column heights as people write them: `7-8-8-7`, `8,7,7,8`, `5x6` or `5×6` (5 columns of
/// 6), `5列6行`, `6行5列`.
///
/// # Errors
/// `layout_columns_unreadable` with what to write instead; `layout_too_large`.
pub fn parse_columns(text: &str) -> Result<Vec<u16>, RuleViolation> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let unreadable = || {
        RuleViolation::error(
            "layout_columns_unreadable",
            "看不懂座位布局，请写成 7-8-8-7（各列座位数）或 5×6（5 列 6 排）。",
        )
    };
    let numbers = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<u16>().map_err(|_| unreadable()))
        .collect::<Result<Vec<u16>, _>>()?;
    let marks: String = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    let rectangle = |columns: u16, rows: u16| vec![rows; usize::from(columns).min(MAX_COLUMNS + 1)];
    let heights = match (marks.as_str(), numbers.as_slice()) {
        ("x" | "×" | "*" | "列行" | "列排" | "列×行" | "列x行" | "列*行" | "列×排", [columns, rows]) => {
            rectangle(*columns, *rows)
        }
        ("行列" | "排列" | "行×列" | "行x列" | "行*列" | "排×列", [rows, columns]) => {
            rectangle(*columns, *rows)
        }
        (marks, [_, ..]) if marks.chars().all(|c| "-—–－_,，、+/".contains(c)) => numbers,
        _ => return Err(unreadable()),
    };
    if heights.is_empty() || heights.contains(&0) {
        return Err(unreadable());
    }
    if heights.len() > MAX_COLUMNS || heights.iter().any(|h| *h > MAX_ROWS) {
        let message = format!("座位布局过大：最多 {MAX_COLUMNS} 列，每列最多 {MAX_ROWS} 个座位。");
        return Err(RuleViolation::error("layout_too_large", message));
    }
    Ok(heights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_capacities_get_usual_columns() {
        assert_eq!(RoomLayout::from_capacity(30).columns, [7, 8, 8, 7]);
        assert_eq!(RoomLayout::from_capacity(32).columns, [8, 8, 8, 8]);
        assert_eq!(RoomLayout::from_capacity(40).columns, [8, 8, 8, 8, 8]);
        for n in 0..=3000 {
            assert_eq!(RoomLayout::from_capacity(n).seats().len(), usize::from(n), "{n}");
        }
    }

    #[test]
    fn columns_are_read_as_people_write_them() {
        assert_eq!(parse_columns("7-8-8-7").unwrap(), [7, 8, 8, 7]);
        assert_eq!(parse_columns(" ８－７－７－８ ").unwrap(), [8, 7, 7, 8]);
        assert_eq!(parse_columns("5x6").unwrap(), [6; 5]);
        assert_eq!(parse_columns("5 × 6").unwrap(), [6; 5]);
        assert_eq!(parse_columns("6行5列").unwrap(), [6; 5]);
        assert_eq!(parse_columns("5列6行").unwrap(), [6; 5]);
        assert_eq!(parse_columns("12").unwrap(), [12]);
        for bad in ["", "abc", "0x6", "7-0-7", "99999x2", "65000x65000", "5x6x7", "-"] {
            assert!(parse_columns(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_walk_turns_or_restarts() {
        let mut layout = RoomLayout::from_columns(vec![2, 3]);
        let walk = |layout: &RoomLayout| layout.walk().iter().map(|p| (p.column, p.row)).collect::<Vec<_>>();
        assert_eq!(walk(&layout), [(1, 1), (1, 2), (2, 3), (2, 2), (2, 1)]);
        layout.pattern = Pattern::Z;
        assert_eq!(walk(&layout), [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3)]);
        layout.direction = Direction::RowFirst;
        layout.start = Corner::BackRight;
        assert_eq!(walk(&layout), [(2, 3), (2, 2), (1, 2), (2, 1), (1, 1)]);
    }

    #[test]
    fn reserve_seats_are_numbered_last_and_blocked_ones_not_at_all() {
        let mut layout = RoomLayout::from_columns(vec![2, 2]);
        layout.reserve = vec![Position::new(1, 2)];
        layout.blocked = vec![Position::new(2, 1)];
        let seats = layout.seats();
        let found: Vec<_> =
            seats.iter().map(|s| (s.seat, s.position.column, s.position.row, s.kind)).collect();
        assert_eq!(
            found,
            [(1, 1, 1, SeatKind::Regular), (2, 2, 2, SeatKind::Regular), (3, 1, 2, SeatKind::Reserve)]
        );
    }

    #[test]
    fn an_aisle_separates_only_when_told_to() {
        let mut layout = RoomLayout::from_columns(vec![2, 2]);
        layout.aisles = vec![1];
        assert_eq!(layout.neighbour_pairs(Neighbours::Four).len(), 4);
        assert_eq!(layout.neighbour_pairs(Neighbours::Eight).len(), 6);
        layout.aisle_separates = true;
        assert_eq!(layout.neighbour_pairs(Neighbours::Four), [(1, 2), (3, 4)]);
        assert_eq!(layout.neighbour_pairs(Neighbours::Eight), [(1, 2), (3, 4)]);
    }
}
