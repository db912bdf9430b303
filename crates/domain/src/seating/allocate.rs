//! Which session and room each registration gets.
//!
//! Locks come first, then those who need a room of their own, then the subjects, those with the
//! fewest sessions first. Within a subject sessions and rooms are filled in their order; who has
//! fewer sessions to choose from goes first. What is left over is tried again by moving one other
//! sitting. Seats within rooms are chosen later ([`super::arrange`]); here it is only made sure that
//! they suffice.

use super::fill::fill_rooms;
use super::problem::{Problem, State};
use super::reason::explain;
use super::repair::repair;
use super::request::Lock;
use super::result::{Unseated, UnseatedReason};
use crate::RuleViolation;

/// Rooms for everybody; the second part lists whom it could not place.
pub(super) fn allocate(p: &mut Problem<'_>) -> (State, Vec<Unseated>) {
    let mut state = State::new(p);
    let mut unseated = std::mem::take(&mut p.refused);
    let mut closed = vec![false; p.entries.len()];
    keep_locks(p, &mut state, &mut unseated, &mut closed);
    let order = subject_order(p);
    for subject in &order {
        for entry in open_entries(p, &state, &closed, *subject, true) {
            place_separately(p, &mut state, entry);
        }
    }
    for subject in &order {
        let mut pending = open_entries(p, &state, &closed, *subject, false);
        for strict in [true, false] {
            for sitting in p.subjects[*subject].sittings.clone() {
                fill_sitting(p, &mut state, sitting, &mut pending, strict);
            }
        }
    }
    repair(p, &mut state, &closed);
    let open: Vec<usize> =
        (0..p.entries.len()).filter(|e| !closed[*e] && state.block_of[*e].is_none()).collect();
    unseated.extend(explain(p, &state, &open));
    note_travel(p, &state);
    (state, unseated)
}

fn subject_order(p: &Problem<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.subjects.len()).collect();
    order.sort_by_key(|s| {
        let sittings = p.subjects[*s].sittings.clone();
        (sittings.len(), sittings.map(|i| p.sittings[i].start).min(), *s)
    });
    order
}

fn open_entries(
    p: &Problem<'_>,
    state: &State,
    closed: &[bool],
    subject: usize,
    separate: bool,
) -> Vec<usize> {
    let mut open: Vec<usize> = (0..p.entries.len())
        .filter(|e| {
            let entry = &p.entries[*e];
            entry.subject == subject
                && entry.src.access.separate_room == separate
                && !closed[*e]
                && state.block_of[*e].is_none()
        })
        .collect();
    open.sort_by_key(|e| p.entries[*e].rank);
    open
}

fn keep_locks(p: &mut Problem<'_>, state: &mut State, unseated: &mut Vec<Unseated>, closed: &mut [bool]) {
    let mut locks: Vec<&Lock> = p.request.locks.iter().collect();
    locks.sort_by_key(|l| (&l.registration, &l.session, &l.room, l.seat));
    let given = locks.len();
    locks.dedup_by(|a, b| a.registration == b.registration);
    let mut ignored = given - locks.len();
    for lock in locks {
        let Ok(entry) = p.entries.binary_search_by(|e| e.src.registration.cmp(&lock.registration)) else {
            ignored += 1;
            continue;
        };
        match lock_target(p, state, entry, lock) {
            Ok((sitting, room)) => state.put(p, entry, sitting, room, Some(lock.seat), true),
            Err(message) => {
                closed[entry] = true;
                let registration = lock.registration.clone();
                let message = format!("锁定的座位无法保留：{message}");
                unseated.push(Unseated { registration, reason: UnseatedReason::LockRefused, message });
            }
        }
    }
    if ignored > 0 {
        let message = format!("有 {ignored} 条座位锁定重复或没有对应的报考记录，已忽略。");
        p.notices.push(RuleViolation::warning("lock_ignored", message));
    }
}

fn lock_target(p: &Problem<'_>, state: &State, entry: usize, lock: &Lock) -> Result<(usize, usize), String> {
    let mut sittings = p.subjects[p.entries[entry].subject].sittings.clone();
    let Some(sitting) = sittings.find(|s| p.sittings[*s].src.id == lock.session) else {
        return Err("该科目没有这个场次，请先解锁或重新指定。".to_owned());
    };
    let Some(room) = p.rooms.iter().position(|r| r.src.id == lock.room) else {
        return Err("该考场已不存在，请先解锁或重新指定。".to_owned());
    };
    check_seat(p, state, entry, sitting, room, lock.seat).map_err(|v| v.message)?;
    Ok((sitting, room))
}

/// Whether `entry` may sit at one given seat; the rules for locks and late changes.
pub(super) fn check_seat(
    p: &Problem<'_>,
    state: &State,
    entry: usize,
    sitting: usize,
    room: usize,
    seat: u16,
) -> Result<(), RuleViolation> {
    let (e, r) = (&p.entries[entry], &p.rooms[room]);
    let needs = &e.src.access;
    let name = &r.src.name;
    let refuse = |code: &str, message: String| Err(RuleViolation::error(code, message));
    if r.place(seat).is_none() {
        return refuse("seat_unknown", format!("考场“{name}”没有可用的 {seat} 号座位，请重新选择座位。"));
    }
    if !p.room_serves(room, e.subject) {
        let mode = p.subjects[e.subject].src.mode.room_label();
        return refuse("room_mode", format!("考场“{name}”不能用于该科目，请选择可用的{mode}。"));
    }
    if e.site.is_some_and(|site| site != r.site) {
        return refuse("room_site", format!("考场“{name}”不在考生指定的站点，请选择该站点的考场。"));
    }
    if needs.ground_floor && !r.ground {
        return refuse("no_ground_floor", ground_message(r.src.floor.is_none(), name));
    }
    if needs.front_row && !r.is_front(seat) {
        return refuse("no_front_row", format!("考生需要前排，{seat} 号座位不在前排，请选择前排座位。"));
    }
    if let Some(other) = state.clash(p, entry, sitting) {
        return refuse("time_conflict", clash_message(p, state, other));
    }
    let members = state.block(sitting, room).map_or(&[][..], |b| &b.members);
    if members.iter().any(|m| m.seat == Some(seat)) {
        return refuse("seat_taken", format!("考场“{name}”{seat} 号座位已有人，请选择空座位。"));
    }
    if !members.is_empty() && (needs.separate_room || state.is_separate(p, sitting, room)) {
        return refuse("separate_room", format!("单独考场只安排一人，考场“{name}”已有人，请选择空考场。"));
    }
    if !state.room_free(p, room, sitting, p.end_of(entry, sitting)) {
        return refuse("room_in_use", format!("考场“{name}”在该时间（含延时）另有安排，请选择其他考场。"));
    }
    Ok(())
}

pub(super) fn ground_message(floor_unknown: bool, room: &str) -> String {
    if floor_unknown {
        format!("考生需要一楼，考场“{room}”未填写楼层，请填写楼层或选择一楼考场。")
    } else {
        format!("考生需要一楼，考场“{room}”不在一楼，请选择一楼考场。")
    }
}

/// Names the sitting that is in the way.
pub(super) fn clash_message(p: &Problem<'_>, state: &State, other: usize) -> String {
    let subject = &p.subjects[p.entries[other].subject].src.name;
    let when = state.block_of[other].map_or_else(String::new, |b| {
        let s = p.sittings[state.blocks[b].sitting].src;
        let end = p.entries[other].src.access.end(s.start, s.end);
        format!("（{}–{}）", s.start.format("%m-%d %H:%M"), end.format("%H:%M"))
    });
    format!("与科目“{subject}”{when}时间冲突，请增加场次或调整时间。")
}

/// Sites where all that a candidate sits can be sat; none if there is no such site.
pub(super) fn site_serves_all(p: &Problem<'_>, state: &State, candidate: usize, site: usize) -> bool {
    state.entries_of(candidate).iter().all(|e| {
        let entry = &p.entries[*e];
        entry.site.map_or(p.site_serves[entry.subject][site], |fixed| fixed == site)
    })
}

/// The sites to try first, so that nobody has to travel: where the candidate sits already, else
/// where all of their subjects can be sat. Empty means that any is as good.
pub(super) fn home_sites(p: &Problem<'_>, state: &State, entry: usize) -> Vec<usize> {
    let candidate = p.entries[entry].candidate;
    let mut placed: Vec<usize> =
        state.entries_of(candidate).iter().filter_map(|e| state.site_of(p, *e)).collect();
    if placed.is_empty() && state.entries_of(candidate).len() > 1 && p.site_names.len() > 1 {
        placed = (0..p.site_names.len()).filter(|s| site_serves_all(p, state, candidate, *s)).collect();
    }
    placed
}

/// A room for one person: the smallest that suits.
pub(super) fn place_separately(p: &Problem<'_>, state: &mut State, entry: usize) -> bool {
    let home = home_sites(p, state, entry);
    let found = p.subjects[p.entries[entry].subject]
        .sittings
        .clone()
        .filter(|sitting| state.clash(p, entry, *sitting).is_none())
        .flat_map(|sitting| (0..p.rooms.len()).map(move |room| (sitting, room)))
        .filter(|(sitting, room)| state.room_takes(p, entry, *sitting, *room))
        .min_by_key(|(sitting, room)| {
            let away = !home.is_empty() && !home.contains(&p.rooms[*room].site);
            (away, *sitting, p.rooms[*room].regular, *room)
        });
    if let Some((sitting, room)) = found {
        state.put(p, entry, sitting, room, None, false);
    }
    found.is_some()
}

/// Seats as many of `pending` as fit into `sitting`, site by site. With `strict`, only where nobody
/// has to travel.
fn fill_sitting(p: &Problem<'_>, state: &mut State, sitting: usize, pending: &mut Vec<usize>, strict: bool) {
    let mut sites: Vec<usize> = p.rooms.iter().map(|r| r.site).collect();
    let mut seen = vec![false; p.site_names.len()];
    sites.retain(|s| !std::mem::replace(&mut seen[*s], true));
    let homes: Vec<Vec<usize>> =
        if strict { pending.iter().map(|e| home_sites(p, state, *e)).collect() } else { Vec::new() };
    let home_of: std::collections::HashMap<usize, &Vec<usize>> =
        pending.iter().copied().zip(&homes).collect();
    let fitting: Vec<usize> =
        pending.iter().copied().filter(|e| state.clash(p, *e, sitting).is_none()).collect();
    for site in sites {
        let mut eligible: Vec<usize> = fitting
            .iter()
            .copied()
            .filter(|e| {
                state.block_of[*e].is_none()
                    && p.entries[*e].site.is_none_or(|fixed| fixed == site)
                    && home_of.get(e).is_none_or(|home| home.is_empty() || home.contains(&site))
            })
            .collect();
        let rooms = rooms_for(p, state, sitting, site);
        let seats: usize = rooms.iter().map(|r| state.free_seats(p, sitting, *r).0).sum();
        if eligible.is_empty() || seats == 0 {
            continue;
        }
        if eligible.len() > seats {
            eligible = choose(p, state, sitting, eligible, seats);
        }
        fill_rooms(p, state, sitting, &rooms, &eligible);
    }
    pending.retain(|e| state.block_of[*e].is_none());
}

/// Rooms of `site` that may hold people in `sitting`, in filling order, each physical room once.
fn rooms_for(p: &Problem<'_>, state: &State, sitting: usize, site: usize) -> Vec<usize> {
    let s = &p.sittings[sitting];
    let mut taken = Vec::new();
    let mut rooms: Vec<usize> = Vec::new();
    // Rooms that already hold somebody of this sitting go first where two records are one room.
    let open = |r: &usize| state.block(sitting, *r).is_some_and(|b| !b.members.is_empty());
    for room in (0..p.rooms.len()).filter(open).chain((0..p.rooms.len()).filter(|r| !open(r))) {
        if p.rooms[room].site == site
            && p.room_serves(room, s.subject)
            && !state.is_separate(p, sitting, room)
            && !taken.contains(&p.rooms[room].physical)
            && state.room_free(p, room, sitting, s.end)
        {
            taken.push(p.rooms[room].physical);
            rooms.push(room);
        }
    }
    rooms.sort_unstable();
    rooms
}

/// Whom to seat now when there are more people than seats: those with the fewest later sessions;
/// among equals, the first in order, or for a mix every so-manyth, so that no class is kept
/// together by the session.
fn choose(p: &Problem<'_>, state: &State, sitting: usize, eligible: Vec<usize>, seats: usize) -> Vec<usize> {
    let last = p.subjects[p.sittings[sitting].subject].sittings.end;
    let mut by_options: Vec<Vec<usize>> = vec![Vec::new(); last - sitting];
    for entry in eligible {
        let later = (sitting + 1..last).filter(|s| state.clash(p, entry, *s).is_none()).count();
        by_options[later].push(entry);
    }
    let mixing = matches!(p.request.order, super::request::Order::Mix { .. });
    let mut chosen = Vec::new();
    for group in by_options {
        let room = seats - chosen.len();
        let n = group.len();
        if n <= room || !mixing {
            chosen.extend(group.into_iter().take(room));
        } else {
            let picked = |i: &usize| (i + 1) * room / n > i * room / n;
            chosen.extend((0..n).filter(picked).map(|i| group[i]));
        }
    }
    chosen.sort_by_key(|e| p.entries[*e].rank);
    chosen
}

fn note_travel(p: &mut Problem<'_>, state: &State) {
    let mut travellers = 0;
    for candidate in 0..p.candidates {
        let mut places: Vec<(i64, usize)> = state
            .entries_of(candidate)
            .iter()
            .filter_map(|e| {
                let block = &state.blocks[state.block_of[*e]?];
                Some((p.sittings[block.sitting].start.div_euclid(86_400), p.rooms[block.room].site))
            })
            .collect();
        places.sort_unstable();
        places.dedup();
        travellers += usize::from(places.windows(2).any(|w| w[0].0 == w[1].0));
    }
    if travellers > 0 {
        let message = format!("有 {travellers} 名考生同一天须在不同站点考试，请检查考场设置或指定站点。");
        p.notices.push(RuleViolation::warning("travel_between_sites", message));
    }
}
