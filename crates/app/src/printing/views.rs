//! From content to the view models of the sheets: masks, photos, geometry, version and 校验码.

use super::content::{PlanContent, RoomContent, SeatContent, SittingContent, TicketContent};
use super::profile::Dress;
use super::versions::Versions;
use crate::error::Result;
use crate::rota::PrintedName;
use chrono::NaiveDateTime;
use kaozhan_documents::print::{
    self, ExtraTime, Photo, PlanGeometry, RoomDayView, RoomSessionView, SeatView, SheetHead, Side,
    TicketSession, TicketView, Trace, WalkOrder,
};
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_domain::ids::CandidateId;
use kaozhan_domain::seating::{Corner, Pattern, Position, RoomLayout, SeatKind};
use kaozhan_store::ReadTx;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// 考试须知 of a plan that brings none.
const NOTICES: [&str; 6] = [
    "考生须携带本准考证和有效身份证件原件，缺一不得参加考试。",
    "请提前 30 分钟到达考点，开考 15 分钟后不得入场。",
    "对号入座，将准考证和身份证件放在桌面左上角备查。",
    "手机等电子设备须关机并存放在指定位置，不得带入座位。",
    "遵守考场纪律，服从监考人员安排，违纪按有关规定处理。",
    "考试结束后停止作答，经监考人员清点无误后方可离场。",
];

/// What a ticket says for a 学生编号 that the platform hasn't given yet.
const NO_PLATFORM_NUMBER: &str = "待平台分配";

/// Photos by candidate, for one file.
pub(super) type Photos = HashMap<CandidateId, Photo>;

/// Loads the photos of `candidates`.
pub(super) fn load_photos(tx: &ReadTx<'_>, candidates: &[CandidateId]) -> Result<Photos> {
    let photos = tx.photos_of(candidates)?;
    Ok(photos.into_iter().map(|(candidate, bytes)| (candidate, Photo::from(bytes))).collect())
}

fn trace(version: u32, checksum: &str, made_at: NaiveDateTime) -> Trace {
    Trace { version, checksum: checksum.to_owned(), printed_at: made_at }
}

/// What content needs to become sheets.
pub(super) struct Look<'a> {
    pub(super) versions: &'a Versions,
    /// Those that the sheets show.
    pub(super) photos: &'a Photos,
    /// What the school adds to its sheets.
    pub(super) dress: &'a Dress,
}

impl Look<'_> {
    fn head(&self, plan_name: &str, plan_number: &str) -> SheetHead {
        let title = &self.dress.title;
        SheetHead {
            plan_name: if title.is_empty() { plan_name.to_owned() } else { format!("{title}　{plan_name}") },
            plan_number: plan_number.to_owned(),
            logo: self.dress.logo.clone(),
            notes: Arc::clone(&self.dress.notes),
        }
    }

    /// One room in one session.
    pub(super) fn room_session(&self, room: &RoomContent) -> RoomSessionView {
        let version = self.versions.rooms.get(&(room.room, room.session));
        RoomSessionView {
            head: self.head(&room.plan_name, &room.plan_number),
            site_name: room.site_name.clone(),
            site_number: room.site_number.clone(),
            address: room.address.clone(),
            room_name: room.room_name.clone(),
            room_code: room.room_code.clone(),
            certificate: room.certificate.clone(),
            level: room.level.clone(),
            subject: room.subject.clone(),
            mode: room.mode.to_owned(),
            start: room.start,
            end: room.end,
            capacity: u32::from(room.capacity),
            invigilators: room.invigilators.iter().map(person).collect(),
            patrols: room.patrols.iter().map(person).collect(),
            seats: room.seats.iter().map(|seat| seat_view(seat, self.photos)).collect(),
            plan: Some(geometry(&room.layout)),
            attendance: None,
            trace: version.map_or_else(
                || trace(1, "", room.start),
                |version| trace(version.version, &version.checksum, version.made_at),
            ),
        }
    }

    /// The sessions of a room, a view for each day; its 校验码 covers those of its sessions.
    pub(super) fn room_days(&self, rooms: &[&RoomContent]) -> Vec<RoomDayView> {
        let views: Vec<RoomSessionView> = rooms.iter().map(|room| self.room_session(room)).collect();
        views
            .chunk_by(|a, b| a.room_code == b.room_code && a.start.date() == b.start.date())
            .map(|sessions| RoomDayView { trace: day_trace(sessions), sessions: sessions.to_vec() })
            .collect()
    }

    /// One candidate's ticket.
    pub(super) fn ticket(&self, ticket: &TicketContent) -> TicketView {
        let version = self.versions.tickets.get(&ticket.candidate);
        let notices: Vec<String> = if ticket.notices.is_empty() {
            NOTICES.iter().map(ToString::to_string).collect()
        } else {
            ticket.notices.clone()
        };
        let number = &ticket.platform_number;
        TicketView {
            head: self.head(&ticket.plan_name, &ticket.plan_number),
            name: ticket.name.clone(),
            sex: ticket.sex.to_owned(),
            id_type_label: ticket.id_type.label().to_owned(),
            masked_id: mask_number(ticket.id_type, &ticket.id_number, MaskStyle::First3Last4),
            student_number: if number.is_empty() { NO_PLATFORM_NUMBER.to_owned() } else { number.clone() },
            exam_number: ticket.exam_number.clone(),
            school: ticket.school.clone(),
            major: None,
            site_name: ticket.site_name.clone(),
            site_address: ticket.address.clone(),
            photo: self.photos.get(&ticket.candidate).cloned(),
            sessions: ticket.sittings.iter().map(ticket_session).collect(),
            notices: Arc::from(notices),
            trace: version.map_or_else(
                || trace(1, "", NaiveDateTime::default()),
                |version| trace(version.version, &version.checksum, version.made_at),
            ),
        }
    }
}

fn person(known: &PrintedName) -> print::Person {
    print::Person { name: known.name.clone(), number: known.number.clone() }
}

fn seat_view(seat: &SeatContent, photos: &Photos) -> SeatView {
    SeatView {
        seat_no: u32::from(seat.seat),
        name: seat.name.clone(),
        sex: seat.sex.to_owned(),
        exam_number: seat.exam_number.clone(),
        id_type_label: seat.id_type.label().to_owned(),
        masked_id: mask_number(seat.id_type, &seat.id_number, MaskStyle::First6Last4),
        school: seat.school.clone(),
        major: None,
        class: Some(seat.class_name.clone()).filter(|class| !class.is_empty()),
        subject: None,
        photo: photos.get(&seat.candidate).cloned(),
        extra_time: seat.extra_time.map(|(minutes, end)| ExtraTime { minutes, end }),
        access: seat.access.clone(),
        unverified: !seat.verified,
    }
}

fn day_trace(sessions: &[RoomSessionView]) -> Trace {
    let sums: Vec<&str> = sessions.iter().map(|session| session.trace.checksum.as_str()).collect();
    let digest = Sha256::digest(sums.join("/").as_bytes());
    let checksum: String = match sums.as_slice() {
        // The papers of a room with one session belong together.
        [one] => (*one).to_owned(),
        _ => digest.iter().take(4).map(|byte| format!("{byte:02X}")).collect(),
    };
    let version = sessions.iter().map(|session| session.trace.version).max().unwrap_or(1);
    let made_at = sessions.iter().map(|session| session.trace.printed_at).max().unwrap_or_default();
    trace(version, &checksum, made_at)
}

/// The desks as drawn: columns and rows from 0.
fn geometry(layout: &RoomLayout) -> PlanGeometry {
    let at = |position: &Position| (position.column.saturating_sub(1), position.row.saturating_sub(1));
    let seats = layout.seats();
    PlanGeometry {
        columns: layout.columns.clone(),
        aisles_after: layout.aisles.iter().map(|column| column.saturating_sub(1)).collect(),
        main_aisle_after: main_aisle(layout),
        door: match layout.door {
            Corner::FrontLeft | Corner::BackLeft => Side::Left,
            Corner::FrontRight | Corner::BackRight => Side::Right,
        },
        start: match layout.start {
            Corner::FrontLeft => print::Corner::FrontLeft,
            Corner::FrontRight => print::Corner::FrontRight,
            Corner::BackLeft => print::Corner::BackLeft,
            Corner::BackRight => print::Corner::BackRight,
        },
        order: match layout.pattern {
            Pattern::Serpentine => WalkOrder::Serpentine,
            Pattern::Z => WalkOrder::Parallel,
        },
        walk: seats.iter().map(|seat| at(&seat.position)).collect(),
        blocked: layout.blocked.iter().map(at).collect(),
        reserve: seats
            .iter()
            .filter(|seat| seat.kind == SeatKind::Reserve)
            .map(|seat| at(&seat.position))
            .collect(),
    }
}

/// The aisle nearest to the middle is drawn wider.
fn main_aisle(layout: &RoomLayout) -> Option<u16> {
    let middle = u16::try_from(layout.columns.len()).unwrap_or(u16::MAX) / 2;
    layout.aisles.iter().min_by_key(|column| column.abs_diff(middle)).map(|column| column.saturating_sub(1))
}

fn ticket_session(sitting: &SittingContent) -> TicketSession {
    TicketSession {
        certificate: sitting.certificate.clone(),
        subject: sitting.subject.clone(),
        mode: sitting.mode.to_owned(),
        start: sitting.start,
        end: sitting.end,
        room_name: sitting.room_name.clone(),
        seat_no: u32::from(sitting.seat),
    }
}

/// Everything that a name on paper needs glyphs for, by candidate: the print gate looks at these.
pub(super) fn printed_texts(content: &PlanContent) -> Vec<(CandidateId, &str, Vec<&str>)> {
    content
        .tickets
        .iter()
        .map(|ticket| {
            let mut texts = vec![ticket.name.as_str(), ticket.school.as_str(), ticket.exam_number.as_str()];
            texts.extend(ticket.sittings.iter().flat_map(|sitting| {
                [sitting.certificate.as_str(), sitting.subject.as_str(), sitting.room_name.as_str()]
            }));
            (ticket.candidate, ticket.name.as_str(), texts)
        })
        .collect()
}
