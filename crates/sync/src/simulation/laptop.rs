//! A laptop's storage in memory.

use super::engine::LaptopEngine;
use crate::catalogue::Catalogue;
use crate::client::{Area, Entry, Local, Sending, State};
use crate::conflict::{Conflict, Notice, Source};
use crate::hash::Hash;
use crate::operation::Chained;
use crate::row::{Row, RowKey, references};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use uuid::Uuid;

#[derive(Debug, Clone, Default)]
struct Pulled {
    rows: BTreeMap<RowKey, Row>,
    aliases: BTreeMap<RowKey, String>,
    conflicts: BTreeMap<String, Conflict>,
    notices: BTreeMap<Source, Notice>,
}

/// The data of a laptop.
#[derive(Debug, Clone)]
pub struct MemoryLaptop {
    catalogue: Catalogue,
    state: State,
    operations: BTreeMap<(Uuid, u64), (Chained, Sending)>,
    live: Pulled,
    stage: Pulled,
    bases: BTreeMap<RowKey, Option<Row>>,
}

impl MemoryLaptop {
    fn area(&mut self, area: Area) -> &mut Pulled {
        match area {
            Area::Live => &mut self.live,
            Area::Stage => &mut self.stage,
        }
    }

    fn of(&self, device: Uuid) -> impl Iterator<Item = (&u64, &(Chained, Sending))> {
        let range = self.operations.range((device, 0)..=(device, u64::MAX));
        range.map(|((_, seq), entry)| (seq, entry))
    }
}

impl LaptopEngine for MemoryLaptop {
    type Tx = Self;

    fn create(device: Uuid, catalogue: Catalogue) -> Self {
        Self {
            catalogue,
            state: State::new(device),
            operations: BTreeMap::new(),
            live: Pulled::default(),
            stage: Pulled::default(),
            bases: BTreeMap::new(),
        }
    }

    fn upgrade(&mut self, catalogue: Catalogue) {
        self.catalogue = catalogue;
    }

    fn run<T>(&mut self, crash: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = crash.then(|| self.clone());
        let value = work(self);
        if let Some(before) = before {
            *self = before;
        }
        value
    }

    fn rows(&self) -> BTreeMap<RowKey, Row> {
        self.live.rows.clone()
    }

    fn base_rows(&self) -> BTreeMap<RowKey, Row> {
        let mut rows = self.live.rows.clone();
        for (key, base) in &self.bases {
            match base {
                Some(row) => rows.insert(key.clone(), row.clone()),
                None => rows.remove(key),
            };
        }
        rows
    }

    fn aliases(&self) -> BTreeMap<RowKey, String> {
        self.live.aliases.clone()
    }

    fn conflicts(&self) -> BTreeMap<String, Conflict> {
        self.live.conflicts.clone()
    }
}

impl Local for MemoryLaptop {
    type Error = Infallible;

    fn state(&mut self) -> Result<State, Infallible> {
        Ok(self.state.clone())
    }

    fn set_state(&mut self, state: &State) -> Result<(), Infallible> {
        self.state = state.clone();
        Ok(())
    }

    fn operations(
        &mut self,
        device: Uuid,
        after: u64,
        limit: usize,
        bytes: usize,
    ) -> Result<Vec<Entry>, Infallible> {
        let mut total = 0;
        let mut all = Vec::new();
        for (_, (chained, sending)) in self.of(device).filter(|(seq, _)| **seq > after).take(limit) {
            total += chained.bytes.len();
            if total > bytes && !all.is_empty() {
                break;
            }
            all.push(Entry { device, chained: chained.clone(), sending: *sending });
        }
        Ok(all)
    }

    fn ends(&mut self, device: Uuid) -> Result<(Option<u64>, u64), Infallible> {
        let first =
            self.of(device).find(|(_, (_, sending))| *sending == Sending::Waiting).map(|(seq, _)| *seq);
        Ok((first, self.of(device).last().map_or(0, |(seq, _)| *seq)))
    }

    fn chain_at(&mut self, device: Uuid, seq: u64) -> Result<Option<Hash>, Infallible> {
        Ok(self.operations.get(&(device, seq)).map(|(chained, _)| chained.hash))
    }

    fn pending(&mut self) -> Result<Vec<Entry>, Infallible> {
        let mut all = Vec::new();
        for device in self.state.devices() {
            let open = self.of(device).filter(|(_, (_, sending))| !matches!(sending, Sending::Settled(_)));
            all.extend(open.map(|(_, (chained, sending))| Entry {
                device,
                chained: chained.clone(),
                sending: *sending,
            }));
        }
        Ok(all)
    }

    fn append(&mut self, device: Uuid, operations: &[Chained]) -> Result<(), Infallible> {
        for chained in operations {
            let old = self.operations.insert((device, chained.seq), (chained.clone(), Sending::Waiting));
            assert!(old.is_none(), "an operation was overwritten in the outbox");
        }
        Ok(())
    }

    fn take_after(&mut self, device: Uuid, seq: u64) -> Result<Vec<Chained>, Infallible> {
        let keys: Vec<_> = self.of(device).map(|(seq, _)| *seq).filter(|other| *other > seq).collect();
        Ok(keys
            .into_iter()
            .filter_map(|seq| self.operations.remove(&(device, seq)))
            .map(|(c, _)| c)
            .collect())
    }

    fn sending(&mut self, by: Source) -> Result<Option<Sending>, Infallible> {
        Ok(self.operations.get(&(by.device, by.seq)).map(|(_, sending)| *sending))
    }

    fn mark(&mut self, device: Uuid, from: u64, to: u64, sending: Sending) -> Result<(), Infallible> {
        for (_, entry) in self.operations.range_mut((device, from)..=(device, to)) {
            entry.1 = sending;
        }
        Ok(())
    }

    fn prune(&mut self, device: Uuid, through: u64, before: i64) -> Result<Option<(u64, Hash)>, Infallible> {
        let mut last = None;
        let old = |sending: &Sending| matches!(sending, Sending::Settled(at) if *at < before);
        let gone = self.of(device).take_while(|(seq, (_, sending))| **seq <= through && old(sending));
        let gone: Vec<_> = gone.map(|(seq, (chained, _))| (*seq, chained.hash)).collect();
        for (seq, hash) in gone {
            self.operations.remove(&(device, seq));
            last = Some((seq, hash));
        }
        Ok(last)
    }

    fn row(&mut self, area: Area, key: &RowKey) -> Result<Option<Row>, Infallible> {
        Ok(self.area(area).rows.get(key).cloned())
    }

    fn put_row(&mut self, area: Area, key: &RowKey, row: Option<Row>) -> Result<(), Infallible> {
        match row {
            Some(row) => self.area(area).rows.insert(key.clone(), row),
            None => self.area(area).rows.remove(key),
        };
        Ok(())
    }

    fn holder(&mut self, table: &str, unique: usize, value: &str) -> Result<Option<String>, Infallible> {
        let Some(facts) = self.catalogue.table(table) else { return Ok(None) };
        let mut rows = self.live.rows.iter().filter(|(key, _)| key.table == table);
        let found = rows.find(|(key, row)| facts.natural_key(unique, &key.id, row).as_deref() == Some(value));
        Ok(found.map(|(key, _)| key.id.clone()))
    }

    fn referrers(&mut self, key: &RowKey) -> Result<BTreeSet<RowKey>, Infallible> {
        let catalogue = self.catalogue;
        let refer = |other: &RowKey, row: &Row| {
            catalogue.table(&other.table).is_some_and(|table| references(table, &other.id, row).contains(key))
        };
        Ok(self
            .live
            .rows
            .iter()
            .filter(|(other, row)| refer(other, row))
            .map(|(key, _)| key.clone())
            .collect())
    }

    fn alias(&mut self, key: &RowKey) -> Result<Option<String>, Infallible> {
        Ok(self.live.aliases.get(key).cloned())
    }

    fn put_alias(&mut self, area: Area, key: &RowKey, new: &str) -> Result<(), Infallible> {
        self.area(area).aliases.insert(key.clone(), new.to_owned());
        Ok(())
    }

    fn put_conflict(&mut self, area: Area, conflict: &Conflict) -> Result<(), Infallible> {
        self.area(area).conflicts.insert(conflict.id.clone(), conflict.clone());
        Ok(())
    }

    fn put_notice(&mut self, area: Area, notice: &Notice) -> Result<(), Infallible> {
        self.area(area).notices.insert(notice.by, notice.clone());
        Ok(())
    }

    fn notices(&mut self) -> Result<Vec<Notice>, Infallible> {
        Ok(self.live.notices.values().cloned().collect())
    }

    fn notice(&mut self, by: Source) -> Result<Option<Notice>, Infallible> {
        Ok(self.live.notices.get(&by).cloned())
    }

    fn open_conflicts(&mut self) -> Result<u64, Infallible> {
        Ok(self.live.conflicts.values().filter(|conflict| conflict.open).count() as u64)
    }

    fn bases(&mut self) -> Result<Vec<(RowKey, Option<Row>)>, Infallible> {
        Ok(self.bases.iter().map(|(key, base)| (key.clone(), base.clone())).collect())
    }

    fn keep_base(&mut self, key: &RowKey, base: Option<Row>) -> Result<(), Infallible> {
        self.bases.entry(key.clone()).or_insert(base);
        Ok(())
    }

    fn clear_bases(&mut self) -> Result<(), Infallible> {
        self.bases.clear();
        Ok(())
    }

    fn clear_stage(&mut self) -> Result<(), Infallible> {
        self.stage = Pulled::default();
        Ok(())
    }

    fn take_stage(&mut self) -> Result<(), Infallible> {
        self.live = std::mem::take(&mut self.stage);
        Ok(())
    }
}
