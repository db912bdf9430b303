//! The room seen facing the lectern: walls, door, desks, and the way the numbers run. Shared by 座位图 and the
//! map of 门贴.
//!
//! Knows where desks stand; who sits there is drawn by the sheet.

use std::collections::HashMap;

use super::engine::canvas::{Align, Area, Canvas, FINE, HAIR, RULE, regular};
use super::view::{Corner, PlanGeometry, Side, WalkOrder};

/// Measures of a drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MapStyle {
    /// The room, walls included.
    pub room: Area,
    /// Wall to the first column, a plain gap between columns, an aisle, the main aisle.
    pub side: f64,
    pub gap: f64,
    pub aisle: f64,
    pub main: f64,
    /// First row and foot of the last, from the room's top.
    pub top: f64,
    pub foot: f64,
    /// Largest desk and the gap between rows.
    pub desk: (f64, f64),
    pub row_gap: f64,
    /// y, width, height.
    pub lectern: (f64, f64, f64),
    pub lectern_pt: f64,
    /// y of the door's upper post and its width.
    pub door: (f64, f64),
    pub label_pt: f64,
    /// Half the width of a triangle.
    pub arrow: f64,
    /// Where triangles stand: from the desk's left, or None for its middle.
    pub arrow_at: Option<f64>,
}

/// Desks of a room placed on paper.
#[derive(Debug)]
pub(crate) struct PlanDrawing<'a> {
    geometry: &'a PlanGeometry,
    style: MapStyle,
    columns: Vec<f64>,
    pub desk: (f64, f64),
    row_gap: f64,
    numbers: HashMap<(u16, u16), u32>,
}

impl<'a> PlanDrawing<'a> {
    pub fn new(geometry: &'a PlanGeometry, style: MapStyle) -> Self {
        let count = geometry.columns.len().max(1);
        let gap_after = |n: usize| {
            let n = n as u16;
            if geometry.main_aisle_after == Some(n) {
                style.main
            } else if geometry.aisles_after.contains(&n) {
                style.aisle
            } else {
                style.gap
            }
        };
        let gaps: f64 = (0..count - 1).map(gap_after).sum();
        let free = style.room.w - 2.0 * style.side;
        // Many columns: gaps give way before desks do.
        let squeeze = if gaps > free / 2.0 { free / 2.0 / gaps } else { 1.0 };
        let width = ((free - gaps * squeeze) / count as f64).min(style.desk.0);
        let mut x = style.room.x + (style.room.w - width * count as f64 - gaps * squeeze) / 2.0;
        let mut columns = Vec::with_capacity(count);
        for n in 0..count {
            columns.push(x);
            x += width + gap_after(n) * squeeze;
        }
        let rows = geometry.columns.iter().copied().max().unwrap_or(1).max(1);
        let tall = style.foot - style.top;
        let row_gap = style.row_gap.min(tall / f64::from(rows) * 0.25);
        let height = ((tall + row_gap) / f64::from(rows) - row_gap).min(style.desk.1);
        let numbers = geometry.walk.iter().zip(1_u32..).map(|(&desk, n)| (desk, n)).collect();
        Self { geometry, style, columns, desk: (width, height), row_gap, numbers }
    }

    /// Number of the seat at a desk.
    pub fn number(&self, desk: (u16, u16)) -> Option<u32> {
        self.numbers.get(&desk).copied()
    }

    /// Where a desk stands.
    pub fn area(&self, (column, row): (u16, u16)) -> Area {
        let x = self.columns.get(usize::from(column)).copied().unwrap_or(self.style.room.x);
        let y = self.style.room.y + self.style.top + f64::from(row) * (self.desk.1 + self.row_gap);
        Area::new(x, y, self.desk.0, self.desk.1)
    }

    /// All desks, column by column.
    pub fn desks(&self) -> impl Iterator<Item = (u16, u16)> + '_ {
        let columns = self.geometry.columns.iter().zip(0_u16..);
        columns.flat_map(|(&rows, column)| (0..rows).map(move |row| (column, row)))
    }

    /// Walls, door, lectern and the captions that belong to them.
    pub fn room(&self, canvas: &mut Canvas, door_label: &str) {
        let room = self.style.room;
        let (y, size) = (room.y + self.style.door.0, self.style.door.1);
        let left = self.geometry.door == Side::Left;
        let (wall, other) = if left { (room.x, room.x + room.w) } else { (room.x + room.w, room.x) };
        let tip = if left { wall + size } else { wall - size };
        let foot = room.y + room.h;
        canvas.polyline(
            &[(wall, y), (wall, room.y), (other, room.y), (other, foot), (wall, foot), (wall, y + size)],
            RULE,
        );
        canvas.across(wall.min(tip), y, size, FINE);
        canvas.quarter((wall, y), (tip, y), (wall, y + size), HAIR);
        let style = regular(self.style.label_pt);
        let x = if left { tip + 1.6 } else { tip - 1.6 - style.width(door_label) };
        canvas.text(x, y + size * 0.42, door_label, style);
        let (top, w, h) = self.style.lectern;
        let lectern = Area::new(room.x + (room.w - w) / 2.0, room.y + top, w, h);
        canvas.frame(lectern, RULE);
        canvas.text_in(lectern, Align::Center, "讲台", regular(self.style.lectern_pt));
    }

    /// A desk nobody gets: dashed with 备用, or hatched with 停用. False for any other desk.
    pub fn unused(&self, canvas: &mut Canvas, desk: (u16, u16), pt: f64) -> bool {
        let area = self.area(desk);
        let pt = pt.min(area.h * 1.6).min(area.w * 1.1);
        if self.geometry.blocked.contains(&desk) {
            canvas.hatch(area);
            canvas.frame(area, FINE);
            let (w, h) = (regular(pt).width("停用") + 2.0, pt * 0.48);
            let cover = Area::new(area.x + (area.w - w) / 2.0, area.middle() - h / 2.0, w, h);
            canvas.block(cover, true);
            canvas.text_in(cover, Align::Center, "停用", regular(pt));
            true
        } else if self.geometry.reserve.contains(&desk) {
            canvas.dashed_frame(area, FINE);
            canvas.text_in(area, Align::Center, "备用", regular(pt));
            true
        } else {
            false
        }
    }

    /// Triangles from seat to seat, elbows from column to column.
    pub fn walk(&self, canvas: &mut Canvas) {
        for pair in self.geometry.walk.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if from.0 == to.0 {
                self.triangle(canvas, from, to.1 > from.1);
            } else if from.0.abs_diff(to.0) == 1 {
                self.elbow(canvas, from, to);
            }
        }
    }

    fn triangle(&self, canvas: &mut Canvas, from: (u16, u16), down: bool) {
        let area = self.area(from);
        let x = area.x + self.style.arrow_at.map_or(area.w / 2.0, |at| at.min(area.w / 2.0));
        let size = self.style.arrow.min(self.row_gap * 0.33);
        let (middle, sign) = if down {
            (area.y + area.h + self.row_gap / 2.0, 1.0)
        } else {
            (area.y - self.row_gap / 2.0, -1.0)
        };
        let half = size * 0.75 * sign;
        canvas.polygon(&[(x - size, middle - half), (x, middle + half), (x + size, middle - half)]);
    }

    fn elbow(&self, canvas: &mut Canvas, from: (u16, u16), to: (u16, u16)) {
        let (a, b) = (self.area(from), self.area(to));
        let rightwards = b.x > a.x;
        let (start, end) = if rightwards { (a.x + a.w, b.x) } else { (a.x, b.x + b.w) };
        let bend = (start + end) / 2.0;
        let sign = if rightwards { 1.0 } else { -1.0 };
        let size = self.style.arrow.min((end - start).abs() / 3.0);
        let tip = end - sign * 0.1;
        let head = tip - sign * size * 1.5;
        canvas.polyline(
            &[(start, a.middle()), (bend, a.middle()), (bend, b.middle()), (head, b.middle())],
            0.28,
        );
        canvas.polygon(&[(head, b.middle() - size), (tip, b.middle()), (head, b.middle() + size)]);
    }

    /// How the numbers run, in words.
    pub fn order_text(&self) -> String {
        let g = self.geometry;
        let shape = match g.order {
            WalkOrder::Serpentine => "S 形",
            WalkOrder::Parallel => "Z 形",
        };
        let left = matches!(g.start, Corner::FrontLeft | Corner::BackLeft);
        let side = if left == (g.door == Side::Left) { "前门一侧" } else { "前门对侧" };
        let along = match g.start {
            Corner::FrontLeft | Corner::FrontRight => "由前向后",
            Corner::BackLeft | Corner::BackRight => "由后向前",
        };
        format!("编号顺序：{shape}，自{side}起，{along}")
    }

    /// Left and right edge of the main aisle.
    pub fn main_aisle(&self) -> Option<(f64, f64)> {
        let after = usize::from(self.geometry.main_aisle_after?);
        Some((self.columns.get(after)? + self.desk.0, *self.columns.get(after + 1)?))
    }
}
