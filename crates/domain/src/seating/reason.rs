//! Why somebody has no seat, in words that say what to do.

use std::collections::BTreeMap;

use super::allocate::{clash_message, ground_message};
use super::problem::{Problem, State};
use super::result::{Unseated, UnseatedReason};

/// The reasons for all of `open`.
pub(super) fn explain(p: &Problem<'_>, state: &State, open: &[usize]) -> Vec<Unseated> {
    let found: Vec<(usize, UnseatedReason, String)> = open
        .iter()
        .map(|e| {
            let (reason, message) = reason(p, state, *e);
            (*e, reason, message)
        })
        .collect();
    let mut missing: BTreeMap<(usize, Option<usize>), usize> = BTreeMap::new();
    for (entry, reason, _) in &found {
        if *reason == UnseatedReason::NoSeatLeft {
            let e = &p.entries[*entry];
            *missing.entry((e.subject, e.site)).or_default() += 1;
        }
    }
    found
        .into_iter()
        .map(|(entry, reason, message)| {
            let e = &p.entries[entry];
            let registration = e.src.registration.clone();
            let message = match missing.get(&(e.subject, e.site)) {
                Some(n) if reason == UnseatedReason::NoSeatLeft => no_seats(p, e.subject, e.site, *n),
                _ => message,
            };
            Unseated { registration, reason, message }
        })
        .collect()
}

fn at_site(p: &Problem<'_>, site: Option<usize>) -> String {
    let name = site.and_then(|s| p.site_names.get(s)).filter(|s| !s.is_empty());
    name.map_or_else(String::new, |s| format!("站点“{s}”"))
}

fn no_seats(p: &Problem<'_>, subject: usize, site: Option<usize>, missing: usize) -> String {
    let s = p.subjects[subject].src;
    let place = at_site(p, site);
    let mode = s.mode.label();
    format!("科目“{}”{place}缺少{mode}考位 {missing} 个，请增加考场、考位或场次。", s.name)
}

fn reason(p: &Problem<'_>, state: &State, entry: usize) -> (UnseatedReason, String) {
    let e = &p.entries[entry];
    let subject = p.subjects[e.subject].src;
    let place = at_site(p, e.site);
    let sittings = p.subjects[e.subject].sittings.clone();
    if sittings.is_empty() {
        let message = format!("科目“{}”没有有效场次，请先设置考试时间。", subject.name);
        return (UnseatedReason::NoSession, message);
    }
    let serving: Vec<usize> = (0..p.rooms.len())
        .filter(|r| p.room_serves(*r, e.subject) && e.site.is_none_or(|site| site == p.rooms[*r].site))
        .collect();
    if serving.iter().all(|r| p.rooms[*r].regular == 0) {
        let message =
            format!("{place}没有可用于科目“{}”的{}，请先设置考场。", subject.name, subject.mode.room_label());
        return (UnseatedReason::NoSuitableRoom, message);
    }
    let possible: Vec<usize> = sittings.clone().filter(|s| state.clash(p, entry, *s).is_none()).collect();
    if possible.is_empty() {
        let other = sittings.clone().find_map(|s| state.clash(p, entry, s));
        let message = other.map_or_else(String::new, |o| clash_message(p, state, o));
        return (UnseatedReason::TimeConflict, message);
    }
    need_not_met(p, state, entry, &serving, &possible)
        .unwrap_or_else(|| (UnseatedReason::NoSeatLeft, no_seats(p, e.subject, e.site, 1)))
}

/// A seat that would do but for one need.
fn need_not_met(
    p: &Problem<'_>,
    state: &State,
    entry: usize,
    serving: &[usize],
    possible: &[usize],
) -> Option<(UnseatedReason, String)> {
    let e = &p.entries[entry];
    let needs = &e.src.access;
    if needs.separate_room {
        let message =
            "没有空余考场可作单独考场，请增加考场或场次；系统不会把该考生与他人编在一起。".to_owned();
        return Some((UnseatedReason::NoSeparateRoom, message));
    }
    if needs.ground_floor && !serving.iter().any(|r| p.rooms[*r].ground) {
        let unknown = serving.iter().find(|r| p.rooms[**r].src.floor.is_none());
        let shown = unknown.or(serving.first()).map_or("", |r| p.rooms[*r].src.name.as_str());
        return Some((UnseatedReason::NoGroundFloor, ground_message(unknown.is_some(), shown)));
    }
    if e.is_plain() {
        return None;
    }
    let seats = |ground: bool, late: bool, front: bool| {
        possible.iter().any(|s| {
            let end = if late { p.end_of(entry, *s) } else { p.sittings[*s].end };
            serving.iter().any(|r| {
                let (free, front_free) = state.free_seats(p, *s, *r);
                (if front { front_free > 0 } else { free > 0 })
                    && (!ground || p.rooms[*r].ground)
                    && !state.is_separate(p, *s, *r)
                    && state.room_free(p, *r, *s, end)
            })
        })
    };
    let (ground, late) = (needs.ground_floor, needs.extra_time.is_some());
    if !seats(false, false, false) {
        return None;
    }
    if late && !seats(false, true, false) {
        let message = "考生延时后与考场的下一场时间冲突，请增加考场或调整场次时间。".to_owned();
        return Some((UnseatedReason::NoExtraTime, message));
    }
    if ground && !seats(true, late, false) {
        let message = "一楼考场的座位已满，请增加一楼考场、考位或场次。".to_owned();
        return Some((UnseatedReason::NoGroundFloor, message));
    }
    let message = "可用考场的前排座位已满，请增加前排座位、考场或场次。".to_owned();
    Some((UnseatedReason::NoFrontRow, message))
}
