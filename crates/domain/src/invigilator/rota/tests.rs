//! The rota against its own check, and against trying everything where that is possible.

use super::*;
use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use uuid::Uuid;

fn at(minutes: i64) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2030, 6, 1).unwrap().and_hms_opt(8, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

fn window(from: i64, to: i64) -> Window {
    Window { start: at(from), end: at(to) }
}

fn certificate(n: u128) -> CertificateId {
    CertificateId(Uuid::from_u128(n))
}

fn slot(n: u128, window: Window, needed: u16) -> RotaSlot {
    RotaSlot {
        session: SessionId(Uuid::from_u128(n)),
        room: Some(RoomId(Uuid::from_u128(0x100 + n))),
        role: DutyRole::Invigilator,
        window,
        certificate: certificate(1),
        needed,
    }
}

fn person(n: u128) -> RotaPerson {
    RotaPerson {
        id: InvigilatorId(Uuid::from_u128(0x1000 + n)),
        verified: vec![certificate(1)],
        unavailable: Vec::new(),
        busy: Vec::new(),
        earlier: 0,
    }
}

fn people(count: u128) -> Vec<RotaPerson> {
    (0..count).map(person).collect()
}

fn put(slot: usize, person: usize) -> Placement {
    Placement { slot, person }
}

/// Duties by person, with those that came before.
fn loads(request: &RotaRequest, placements: &[Placement]) -> Vec<u32> {
    let mut loads: Vec<u32> = request.people.iter().map(|person| person.earlier).collect();
    placements.iter().for_each(|at| loads[at.person] += 1);
    loads
}

/// only who is 已认证 for the certificate; the others count as the reason of a shortage.
#[test]
fn r201_only_verified_people_are_assigned() {
    let mut request =
        RotaRequest { slots: vec![slot(1, window(0, 60), 2)], people: people(3), ..RotaRequest::default() };
    request.people[0].verified = vec![certificate(2)];
    request.people[1].verified.clear();
    let rota = assign(&request);
    assert_eq!(rota.placements, [put(0, 2)]);
    let wanted = Shortage { slot: 0, missing: 1, not_verified: 2, unavailable: 0, busy: 0 };
    assert_eq!(rota.shortages, [wanted]);
    request.eligibility = Eligibility::AnyVerified;
    assert_eq!(assign(&request).placements, [put(0, 0), put(0, 2)]);
    request.eligibility = Eligibility::Rehearsal;
    assert!(assign(&RotaRequest { slots: vec![slot(1, window(0, 60), 3)], ..request }).shortages.is_empty());
}

#[test]
fn a_shortage_says_where_everybody_is() {
    let mut request = RotaRequest {
        slots: vec![slot(1, window(0, 60), 1), slot(2, window(30, 90), 2), slot(3, window(90, 120), 1)],
        people: people(4),
        ..RotaRequest::default()
    };
    request.people[1].unavailable = vec![window(0, 90)];
    request.people[2].busy = vec![window(80, 85)];
    request.people[3].verified.clear();
    let rota = assign(&request);
    assert!(findings(&request, &rota.placements).is_empty());
    // Persons 0 and 2 share what overlaps: 2 can only do the first, so 0 does the second.
    assert_eq!(
        rota.placements.iter().filter(|at| at.slot < 2).copied().collect::<Vec<_>>(),
        [put(0, 2), put(1, 0)]
    );
    let wanted = Shortage { slot: 1, missing: 1, not_verified: 1, unavailable: 1, busy: 1 };
    assert_eq!(rota.shortages, [wanted]);
    request.gap_minutes = 30;
    assert_eq!(request.hindrance_in(put(2, 0), &[put(1, 0)]), Some(Hindrance::Busy(1)));
}

#[test]
fn earlier_duties_count() {
    let mut request = RotaRequest {
        slots: (0..4).map(|n| slot(n, window(n as i64 * 100, n as i64 * 100 + 60), 1)).collect(),
        people: people(3),
        ..RotaRequest::default()
    };
    request.people[0].earlier = 3;
    request.people[1].earlier = 1;
    let rota = assign(&request);
    assert_eq!(loads(&request, &rota.placements), [3, 3, 2]);
}

#[test]
fn what_is_kept_stays_and_what_is_wrong_with_it_is_said() {
    let mut request = RotaRequest {
        slots: vec![slot(1, window(0, 60), 1), slot(2, window(30, 90), 1)],
        people: people(2),
        kept: vec![put(0, 1), put(1, 1)],
        ..RotaRequest::default()
    };
    request.people[1].verified.clear();
    let rota = assign(&request);
    assert_eq!(rota.placements, request.kept);
    let found = findings(&request, &rota.placements);
    assert_eq!(found.iter().map(|one| one.hindrance).collect::<Vec<_>>(), [Hindrance::NotVerified; 2]);
    request.people[1].verified = vec![certificate(1)];
    let found = findings(&request, &rota.placements);
    assert_eq!(
        found.iter().map(|one| one.hindrance).collect::<Vec<_>>(),
        [Hindrance::Busy(1), Hindrance::Busy(0)]
    );
    assert_eq!(findings(&request, &[put(0, 0), put(0, 0)]).len(), 1, "twice at one place");
}

#[test]
fn the_same_two_are_not_always_together() {
    let slots = (0..6).map(|n| slot(n, window(n as i64 / 2 * 100, n as i64 / 2 * 100 + 60), 2)).collect();
    let request = RotaRequest { slots, people: people(4), ..RotaRequest::default() };
    let rota = assign(&request);
    let mut pairs: Vec<Vec<usize>> = (0..6)
        .map(|slot| rota.placements.iter().filter(|at| at.slot == slot).map(|at| at.person).collect())
        .collect();
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), 6, "three sessions, two rooms, every pair of four once");
}

/// Requests with up to four places and four people; `blocks` keeps overlapping transitive.
fn requests(blocks: bool) -> impl Strategy<Value = RotaRequest> {
    let time = if blocks {
        (0i64..3, 1i64..2).prop_map(|(block, _)| window(block * 100, block * 100 + 60)).boxed()
    } else {
        (0i64..6, 1i64..4).prop_map(|(from, length)| window(from * 30, (from + length) * 30)).boxed()
    };
    let slots = prop::collection::vec((time, 0u16..3, 1u128..3), 1..5);
    let windows = || prop::collection::vec((0i64..300, 1i64..80), 0..2);
    let person = (prop::collection::vec(1u128..3, 0..3), windows(), windows(), 0u32..4);
    let people = prop::collection::vec(person, 0..5);
    let kept = prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..2);
    (slots, people, kept).prop_map(|(slots, people, kept)| {
        let spans = |spans: Vec<(i64, i64)>| {
            spans.into_iter().map(|(from, length)| window(from, from + length)).collect()
        };
        let slots = slots.into_iter().enumerate().map(|(n, (window, needed, examined))| RotaSlot {
            certificate: certificate(examined),
            ..slot(n as u128, window, needed)
        });
        let people =
            people.into_iter().enumerate().map(|(n, (verified, unavailable, busy, earlier))| RotaPerson {
                verified: verified.into_iter().map(certificate).collect(),
                unavailable: spans(unavailable),
                busy: spans(busy),
                earlier,
                ..person_at(n)
            });
        let mut request =
            RotaRequest { slots: slots.collect(), people: people.collect(), ..RotaRequest::default() };
        if !request.people.is_empty() {
            for (slot, person) in kept {
                let at = put(slot.index(request.slots.len()), person.index(request.people.len()));
                let full = request.kept.iter().filter(|known| known.slot == at.slot).count()
                    >= usize::from(request.slots[at.slot].needed);
                if !full && request.hindrance_in(at, &request.kept).is_none() && !request.kept.contains(&at) {
                    request.kept.push(at);
                }
            }
        }
        request
    })
}

fn person_at(n: usize) -> RotaPerson {
    person(n as u128)
}

/// The best of all rotas: places filled, then the least sum of squared loads; and the smallest difference
/// between loads among those with as many places filled.
struct Best {
    filled: usize,
    squares: u32,
    spread: u32,
}

fn able(request: &RotaRequest) -> Vec<usize> {
    let may =
        |person: usize| (0..request.slots.len()).any(|slot| request.hindrance(put(slot, person)).is_none());
    (0..request.people.len()).filter(|person| may(*person)).collect()
}

fn spread(request: &RotaRequest, placements: &[Placement]) -> u32 {
    let loads = loads(request, placements);
    let able: Vec<u32> = able(request).into_iter().map(|person| loads[person]).collect();
    able.iter().max().copied().unwrap_or(0) - able.iter().min().copied().unwrap_or(0)
}

fn squares(request: &RotaRequest, placements: &[Placement]) -> u32 {
    loads(request, placements).into_iter().map(|load| load * load).sum()
}

fn best(request: &RotaRequest) -> Best {
    fn go(request: &RotaRequest, next: usize, now: &mut Vec<Placement>, best: &mut Best) {
        let people = request.people.len();
        if next == request.slots.len() * people {
            let (sum, wide) = (squares(request, now), spread(request, now));
            if now.len() > best.filled {
                *best = Best { filled: now.len(), squares: sum, spread: wide };
            } else if now.len() == best.filled {
                best.squares = best.squares.min(sum);
                best.spread = best.spread.min(wide);
            }
            return;
        }
        let at = put(next / people, next % people);
        go(request, next + 1, now, best);
        let full = now.iter().filter(|known| known.slot == at.slot).count()
            >= usize::from(request.slots[at.slot].needed);
        if !now.contains(&at) && !full && request.hindrance_in(at, now).is_none() {
            now.push(at);
            go(request, next + 1, now, best);
            now.pop();
        }
    }
    let mut found = Best { filled: 0, squares: u32::MAX, spread: u32::MAX };
    go(request, 0, &mut request.kept.clone(), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    /// Nobody is in two places, without the certificate, away, or moved from where they were to stay; a place
    /// lacks people only when everybody else is accounted for.
    #[test]
    fn a_rota_is_sound(request in prop_oneof![requests(true), requests(false)]) {
        let rota = assign(&request);
        prop_assert!(findings(&request, &rota.placements).is_empty());
        prop_assert!(request.kept.iter().all(|at| rota.placements.contains(at)));
        for (slot, wanted) in request.slots.iter().enumerate() {
            let have = rota.placements.iter().filter(|at| at.slot == slot).count();
            prop_assert!(have <= usize::from(wanted.needed));
            let short = rota.shortages.iter().find(|shortage| shortage.slot == slot);
            let missing = short.map_or(0, |shortage| usize::from(shortage.missing));
            prop_assert_eq!(have + missing, usize::from(wanted.needed));
            if let Some(short) = short {
                let others = short.not_verified + short.unavailable + short.busy;
                prop_assert_eq!(others as usize, request.people.len() - have, "nobody is idle");
            }
        }
        prop_assert_eq!(assign(&request), rota);
    }

    /// Where sessions overlap in blocks: the most places, and when all are filled the most even loads there
    /// are, by squares and by the difference between most and least.
    #[test]
    fn a_rota_is_the_best_there_is(request in requests(true)) {
        let (rota, best) = (assign(&request), best(&request));
        prop_assert_eq!(rota.placements.len(), best.filled);
        if rota.shortages.is_empty() {
            prop_assert_eq!(squares(&request, &rota.placements), best.squares);
            prop_assert_eq!(spread(&request, &rota.placements), best.spread);
        }
    }

    /// Where sessions overlap in other ways, one load more or less would still be one too many.
    #[test]
    fn no_single_handover_makes_it_more_even(request in requests(false)) {
        let rota = assign(&request);
        let loads = loads(&request, &rota.placements);
        for at in rota.placements.iter().filter(|at| !request.kept.contains(at)) {
            let rest: Vec<Placement> = rota.placements.iter().filter(|other| *other != at).copied().collect();
            for person in 0..request.people.len() {
                let to = put(at.slot, person);
                let free = !rota.placements.contains(&to) && request.hindrance_in(to, &rest).is_none();
                prop_assert!(!free || loads[person] + 1 >= loads[at.person]);
            }
        }
    }
}
