//! What must hold, however the world went.

use super::engine::{Inspection, LaptopEngine, ServerEngine};
use super::world::{SCHOOLS, World, outbox};
use crate::catalogue::{Catalogue, Owner};
use crate::client::{Local, Sending, rebase};
use crate::conflict::{Source, Token, Verdict};
use crate::message::{Change, DigestQuery, FeedItem, Request, Response};
use crate::operation::{Kind, Operation, WHOLE};
use crate::row::{Row, RowKey, references, renamed};
use crate::server::digest_sums;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};

type Checked = Result<(), String>;
type Rows = BTreeMap<RowKey, Row>;

/// The values of an operation that were typed once in the world.
pub(crate) fn typed_values(operation: &Operation) -> Vec<String> {
    let texts = operation.f.values().filter(|(old, new)| old != new).filter_map(|(_, new)| new.as_text());
    texts.filter(|text| text.starts_with("typed-")).collect()
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(what()) }
}

/// All of them.
pub(crate) fn check<S: ServerEngine, L: LaptopEngine>(world: &World<S, L>) -> Checked {
    for school in 0..SCHOOLS {
        let server = world.server.inspect(school);
        let catalogue = super::newest();
        feed_makes_the_tables(catalogue, &server)?;
        log_is_complete(catalogue, &server)?;
        nothing_typed_is_lost(world, school, &server)?;
        for (at, seat) in world.seats.iter().enumerate().filter(|(_, seat)| seat.school == school) {
            laptop_agrees(&server, seat.laptop.clone()).map_err(|why| format!("laptop {at}: {why}"))?;
        }
        nothing_crosses_schools(school, &server)?;
    }
    Ok(())
}

fn apply(rows: &mut Rows, change: &Change) {
    if let Change::Row { table, id, life, f } = change {
        let key = RowKey::new(table, id);
        if life.is_live() {
            rows.entry(key).or_default().f.extend(f.clone());
        } else {
            rows.remove(&key);
        }
    }
}

fn living(server: &Inspection) -> Rows {
    let living = server.rows.iter().filter(|(_, row)| row.life.is_live());
    living.map(|(key, row)| (key.clone(), row.clone())).collect()
}

/// I10: what a laptop has pulled is what the feeds say up to its cursors, at any moment.
pub(crate) fn cursor_not_ahead<S: ServerEngine, L: LaptopEngine>(world: &World<S, L>, at: usize) -> Checked {
    let mut laptop = world.seats[at].laptop.clone();
    let state = laptop.run(false, |tx| tx.state()).map_err(|error| format!("{error:?}"))?;
    let server = world.server.inspect(world.seats[at].school);
    if state.epoch != server.epoch || state.fill.is_some() {
        return Ok(());
    }
    let mut rows = Rows::new();
    let taken =
        |feed: &[FeedItem], to: u64| feed.iter().filter(|item| item.seq <= to).cloned().collect::<Vec<_>>();
    let items = taken(&server.catalogue_feed, state.cursor.catalogue);
    for item in items.into_iter().chain(taken(&server.feed, state.cursor.school)) {
        apply(&mut rows, &item.change);
    }
    same_rows(&rows, &laptop.base_rows()).map_err(|why| format!("I10 laptop {at}: {why}"))?;
    Ok(())
}

/// After a page was taken over, the screen shows it with pending work on top, and fits together.
pub(crate) fn screen<L: LaptopEngine>(catalogue: Catalogue, mut laptop: L) -> Checked {
    let shown = laptop.rows();
    fits(super::newest(), &shown).map_err(|why| format!("I2 on the screen: {why}"))?;
    laptop.run(false, |tx| rebase(catalogue, tx)).map_err(|error| format!("{error:?}"))?;
    same_rows(&laptop.rows(), &shown).map_err(|why| format!("I1 pending work is not on the screen: {why}"))
}

fn same_rows(wanted: &Rows, found: &Rows) -> Checked {
    for (key, row) in wanted {
        let other = found.get(key);
        ensure(other == Some(row), || format!("{key:?} is {other:?}, not {row:?}"))?;
    }
    match found.keys().find(|key| !wanted.contains_key(key)) {
        Some(key) => Err(format!("{key:?} should not be there: {:?}", found[key])),
        None => Ok(()),
    }
}

/// I2: natural keys are unique among living rows, and what they refer to lives.
fn fits(catalogue: Catalogue, rows: &Rows) -> Checked {
    let mut places = BTreeMap::new();
    for (key, row) in rows {
        let Some(table) = catalogue.table(&key.table) else { return Err(format!("unknown table: {key:?}")) };
        for at in 0..table.unique.len() {
            if let Some(value) = table.natural_key(at, &key.id, row)
                && let Some(other) = places.insert((table.name, at, value), key)
            {
                return Err(format!("{other:?} and {key:?} share a natural key"));
            }
        }
        for target in references(table, &key.id, row) {
            ensure(rows.contains_key(&target), || {
                format!("{key:?} refers to {target:?}, which is not there")
            })?;
        }
    }
    Ok(())
}

/// I5, and I2, I6, I11, I16 on the way.
fn feed_makes_the_tables(catalogue: Catalogue, server: &Inspection) -> Checked {
    let mut rows = Rows::new();
    for item in &server.catalogue_feed {
        ensure(item.by.device.is_nil(), || format!("I11 {:?} changed the catalogue", item.by))?;
        apply(&mut rows, &item.change);
    }
    let mut applied = BTreeSet::new();
    for item in &server.feed {
        if let Change::Row { table, id, life, f } = &item.change {
            let facts = catalogue.table(table).ok_or_else(|| format!("unknown table {table}"))?;
            if facts.owner == Owner::Centre {
                ensure(item.by.device.is_nil(), || format!("I11 {:?} changed {table}", item.by))?;
            } else {
                let before = rows.get(&RowKey::new(table, id));
                seen_before(catalogue, server, item, before)?;
                for name in f.keys().filter(|_| before.is_some() && life.is_live()) {
                    let once = applied.insert((item.by, table.clone(), id.clone(), name.clone()));
                    ensure(once, || format!("I8 {:?} changed {table} {id} {name} twice", item.by))?;
                }
            }
        }
        apply(&mut rows, &item.change);
        if !item.more {
            fits(catalogue, &rows).map_err(|why| format!("I2 after feed item {}: {why}", item.seq))?;
        }
    }
    same_rows(&living(server), &rows).map_err(|why| format!("I5 {why}"))
}

/// I6: what a change replaced is what its writer saw.
fn seen_before(catalogue: Catalogue, server: &Inspection, item: &FeedItem, before: Option<&Row>) -> Checked {
    let Change::Row { table, id, life, f } = &item.change else { return Ok(()) };
    let (Some(before), Some(facts)) = (before, catalogue.table(table)) else { return Ok(()) };
    let label = if table == "attendance" { "I6 I16" } else { "I6" };
    let Some(row) = server.log.get(&item.by) else { return Err(format!("{label} {:?} is unknown", item.by)) };
    let op = Operation::read(item.by.seq, &row.bytes).map_err(|why| format!("{label} {why}"))?;
    if !life.is_live() {
        let anyway = op.kind == Kind::Resolve && op.f.contains_key(WHOLE);
        let saw = op.saw == Some(before.saw(facts, op.schema));
        return ensure(anyway || saw, || format!("{label} {:?} deleted unseen {table} {id}", item.by));
    }
    for (name, value) in f {
        let Some((old, new)) = op.f.get(name) else {
            return Err(format!("{label} {:?} never spoke of {table} {id} {name}", item.by));
        };
        let (old, new) =
            (followed(catalogue, server, table, name, old), followed(catalogue, server, table, name, new));
        let was = before.get(name);
        let seen = was == old || was == new || (op.kind == Kind::Create && was.is_blank());
        ensure(seen && *value == new, || {
            format!("{label} {:?} put {value:?} over {was:?} in {table} {id} {name} but saw {old:?}", item.by)
        })?;
    }
    for (name, (old, new)) in op.f.iter().filter(|(name, _)| *name != WHOLE) {
        // Parts of a group that the operation named without changing them.
        let group = facts.group_of(name).0;
        let (old, new) =
            (followed(catalogue, server, table, name, old), followed(catalogue, server, table, name, new));
        let touched = f.keys().any(|other| facts.group_of(other).0 == group);
        let was = before.get(name);
        let fine = !touched || f.contains_key(name) || was == old || was == new;
        ensure(fine || op.kind == Kind::Create, || {
            format!("{label} {:?} changed a part of {group} of {table} {id} without seeing {was:?}", item.by)
        })?;
    }
    Ok(())
}

fn canonical(server: &Inspection, key: &RowKey) -> String {
    let mut id = key.id.clone();
    while let Some(next) = server.aliases.get(&RowKey::new(&key.table, &id)) {
        id.clone_from(next);
    }
    id
}

fn followed(catalogue: Catalogue, server: &Inspection, table: &str, name: &str, value: &Value) -> Value {
    let column = catalogue.table(table).and_then(|table| table.column(name));
    column.map_or_else(
        || value.clone(),
        |column| {
            renamed::<()>(column, value, |key| Ok(canonical(server, key))).unwrap_or_else(|()| value.clone())
        },
    )
}

/// I4 and I8: every operation has an outcome; what was not applied sits in a conflict, waits, or was refused.
fn log_is_complete(catalogue: Catalogue, server: &Inspection) -> Checked {
    let mut places = String::new();
    for item in &server.feed {
        if matches!(item.change, Change::Row { .. }) {
            places.push_str(&format!("{:?}", item.change));
        }
    }
    for conflict in server.conflicts.values() {
        places.push_str(&format!("{:?}", conflict.claims));
        let by: BTreeSet<Source> = conflict.claims.iter().map(|claim| claim.by).collect();
        ensure(by.len() == conflict.claims.len(), || format!("I8 one claim twice: {conflict:?}"))?;
    }
    for row in server.rows.values() {
        places.push_str(&format!("{:?}", row.f));
    }
    let noticed: BTreeSet<Source> = server
        .feed
        .iter()
        .filter_map(|item| match &item.change {
            Change::Notice(notice) => Some(notice.by),
            _ => None,
        })
        .collect();
    for (by, row) in &server.log {
        let outcome = &row.outcome;
        match outcome.verdict {
            Verdict::Rejected => {
                ensure(outcome.code.is_some() && noticed.contains(by), || {
                    format!("I4 {by:?} silently refused")
                })?;
            }
            Verdict::Held => {
                let waits = server.held.iter().filter(|(_, other)| other == by).count();
                ensure(waits == 1 && noticed.contains(by), || format!("I4 {by:?} is held {waits} times"))?;
            }
            Verdict::Done => {
                let op = Operation::read(by.seq, &row.bytes).map_err(|why| format!("I4 {by:?} {why}"))?;
                let central = catalogue.table(&op.table).is_none_or(|table| table.owner == Owner::Centre);
                for value in typed_values(&op).into_iter().filter(|_| !central) {
                    ensure(places.contains(&value), || format!("I4 {value} of {by:?} is nowhere"))?;
                }
            }
        }
        for (group, id) in &outcome.conflicts {
            let claimed =
                server.conflicts.get(id).is_some_and(|c| c.claims.iter().any(|claim| claim.by == *by));
            ensure(claimed, || format!("I4 {group} of {by:?} is not in conflict {id}"))?;
        }
    }
    for (token, by) in &server.held {
        let come = match token {
            Token::Exists(key) => server.rows.contains_key(key) || server.aliases.contains_key(key),
            Token::Published(table, at, value) => living(server).iter().any(|(key, row)| {
                let facts = catalogue.table(table).filter(|facts| key.table == facts.name);
                facts.and_then(|facts| facts.natural_key(*at, &key.id, row)).as_ref() == Some(value)
            }),
            Token::Lives(_) | Token::Free(..) => true,
        };
        ensure(!come, || format!("I4 {by:?} waits for what has come: {token:?}"))?;
    }
    for (key, row) in server.rows.iter().filter(|(_, row)| row.life == crate::row::Life::Parked) {
        let open = server.conflicts.values().any(|c| c.open && c.row == *key && c.group == WHOLE);
        ensure(open, || format!("I4 {key:?} is parked but nobody is asked: {row:?}"))?;
    }
    Ok(())
}

/// I7: every value that was typed on a machine that still exists reached the server.
fn nothing_typed_is_lost<S: ServerEngine, L: LaptopEngine>(
    world: &World<S, L>,
    school: usize,
    server: &Inspection,
) -> Checked {
    let log: String =
        server.log.values().map(|row| String::from_utf8_lossy(&row.bytes).into_owned()).collect();
    for (_, value) in world.ledger.iter().chain(&world.mercy).filter(|(of, _)| *of == school) {
        ensure(log.contains(value), || format!("I7 {value} is lost"))?;
    }
    Ok(())
}

/// I1 and I3.
fn laptop_agrees<L: LaptopEngine>(server: &Inspection, mut laptop: L) -> Checked {
    same_rows(&living(server), &laptop.base_rows()).map_err(|why| format!("I1 {why}"))?;
    ensure(laptop.conflicts() == server.conflicts, || "I1 other conflicts".to_owned())?;
    ensure(laptop.aliases() == server.aliases, || "I1 other aliases".to_owned())?;
    let mut clear = true;
    for entry in outbox(&mut laptop) {
        let by = Source { device: entry.device, seq: entry.chained.seq };
        ensure(entry.sending != Sending::Waiting, || format!("I15 {by:?} still waits"))?;
        let logged = server.log.get(&by);
        let same =
            logged.is_some_and(|row| row.bytes == entry.chained.bytes && row.hash == entry.chained.hash);
        ensure(same, || format!("I3 {by:?} was acknowledged but is not in the log"))?;
        let held = logged.is_some_and(|row| row.outcome.verdict == Verdict::Held);
        ensure(held == (entry.sending == Sending::Held), || {
            format!("I1 {by:?} is {:?} here, {:?} there", entry.sending, logged.map(|row| &row.outcome))
        })?;
        clear &= !held;
    }
    if clear {
        same_rows(&laptop.base_rows(), &laptop.rows()).map_err(|why| format!("I1 on the screen: {why}"))?;
    }
    fits(super::newest(), &laptop.rows()).map_err(|why| format!("I2 on the screen: {why}"))
}

/// I9.
fn nothing_crosses_schools(school: usize, server: &Inspection) -> Checked {
    let text = format!("{:?}{:?}", server.feed, server.rows);
    for other in (0..SCHOOLS).filter(|other| *other != school) {
        ensure(!text.contains(&format!("typed-{other}-")), || {
            format!("I9 a value of school {other} in {school}")
        })?;
    }
    Ok(())
}

/// I14.
pub(crate) fn digests_agree<S: ServerEngine, L: LaptopEngine>(world: &mut World<S, L>) -> Checked {
    let server = &mut world.server;
    for (at, seat) in world.seats.iter().enumerate() {
        let schema = seat.catalogue.schema;
        let epoch = server.inspect(seat.school).epoch;
        let request = Request::Digest(DigestQuery { epoch, schema });
        let Some(Response::Digests(theirs)) = server.handle(seat.school, &request, 0, false) else {
            return Err("I14 no digests".to_owned());
        };
        let mine = digest_sums(seat.catalogue, schema, &seat.laptop.base_rows());
        ensure(mine == theirs.tables, || format!("I14 laptop {at}: {mine:?} and {:?}", theirs.tables))?;
    }
    Ok(())
}
