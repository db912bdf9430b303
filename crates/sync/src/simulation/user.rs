//! What the people at the laptops do: everything the manuals know, on few rows, so that they meet.

use super::engine::LaptopEngine;
use super::random::Random;
use crate::catalogue::Catalogue;
use crate::client::{Author, Draft, Local, append, write};
use crate::conflict::{Conflict, Reason};
use crate::operation::{Operation, WHOLE};
use crate::row::{RowKey, references};
use crate::value::Value;
use std::collections::BTreeMap;

/// The central rows that exist from the start.
pub(crate) const CERTIFICATE: &str = "certificate-1";
pub(crate) const PLAN: &str = "plan-1";
pub(crate) const SUBJECTS: [&str; 2] = ["subject-1", "subject-2"];
pub(crate) const SESSIONS: [&str; 2] = ["session-1", "session-2"];

pub(crate) type Fields = BTreeMap<String, Value>;

/// Names values.
pub(crate) fn fields<'a>(list: impl IntoIterator<Item = (&'a str, Value)>) -> Fields {
    list.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// One person at one laptop.
pub(crate) struct User<'a, L: LaptopEngine> {
    pub(crate) laptop: &'a mut L,
    pub(crate) catalogue: Catalogue,
    pub(crate) random: &'a mut Random,
    pub(crate) author: Author,
    /// For values that are typed once in the world.
    pub(crate) typed: &'a mut u64,
    /// Marks values of this school.
    pub(crate) school: usize,
    pub(crate) crash: bool,
}

impl<L: LaptopEngine> User<'_, L> {
    fn value(&mut self) -> Value {
        *self.typed += 1;
        Value::text(&format!("typed-{}-{}.", self.school, self.typed))
    }

    fn pick(&mut self, table: &str) -> Option<RowKey> {
        let mut keys: Vec<RowKey> = self.laptop.rows().into_keys().filter(|key| key.table == table).collect();
        (!keys.is_empty()).then(|| keys.swap_remove(self.random.below(keys.len())))
    }

    fn id(&mut self) -> String {
        self.random.uuid().to_string()
    }

    fn drafts(&mut self) -> Vec<Draft> {
        let draft = match self.random.below(100) {
            0..12 => self.create_candidate(),
            12..25 => self.patch_candidate(),
            25..29 => self.delete(),
            29..35 => self.create_room(),
            35..39 => self.patch_room(),
            39..50 => self.register(),
            50..60 => self.seat(),
            60..67 => return self.swap_seats(),
            67..70 => self.exam_number(),
            70..77 => self.attendance(),
            77..81 => self.invigilator(),
            81..83 => self.own_plan(),
            83..85 => self.central(),
            85..87 => self.photo(),
            _ => self.resolve(),
        };
        draft.into_iter().filter(|draft| self.has_place(draft)).collect()
    }

    /// As the workspace's unique indexes: nobody can type what is there already.
    fn has_place(&mut self, draft: &Draft) -> bool {
        let (key, f) = match draft {
            Draft::Create(key, f) | Draft::Patch(key, f) => (key, f),
            Draft::Resolve(conflict, f, _) => (&conflict.row, f),
            Draft::Delete(_) => return true,
        };
        let rows = self.laptop.rows();
        let Some(table) = self.catalogue.table(&key.table) else { return false };
        if matches!(draft, Draft::Resolve(_, _, Some(true))) {
            return !self.is_used(key);
        }
        let mut next = rows.get(key).cloned().unwrap_or_default();
        next.f.extend(f.clone());
        if references(table, &key.id, &next).iter().any(|target| !rows.contains_key(target)) {
            return false;
        }
        (0..table.unique.len()).all(|at| {
            let place = table.natural_key(at, &key.id, &next);
            place.is_none()
                || rows.iter().all(|(other, row)| {
                    other == key || other.table != key.table || table.natural_key(at, &other.id, row) != place
                })
        })
    }

    /// Does something; gives the operations that the outbox holds afterwards because of it.
    pub(crate) fn act(mut self) -> Vec<Operation> {
        let drafts = self.drafts();
        self.write(drafts)
    }

    /// Begins a school: people, rooms, registrations, seats.
    pub(crate) fn begin(mut self) -> Vec<Operation> {
        let mut all = Vec::new();
        for step in 0..20 {
            let draft = match step {
                0..4 => self.create_candidate(),
                4..8 => self.create_room(),
                8..14 => self.register(),
                _ => self.seat(),
            };
            let drafts = draft.into_iter().filter(|draft| self.has_place(draft)).collect();
            all.extend(self.write(drafts));
        }
        all
    }

    fn write(&mut self, drafts: Vec<Draft>) -> Vec<Operation> {
        let (catalogue, author) = (self.catalogue, self.author.clone());
        let written = self.laptop.run(self.crash, |tx| {
            let mut all = Vec::new();
            for draft in drafts {
                all.extend(write(catalogue, tx, draft, &author).unwrap_or_else(|error| panic!("{error:?}")));
            }
            all
        });
        if self.crash { Vec::new() } else { written }
    }

    /// Bytes that no program of ours writes come into the outbox.
    pub(crate) fn poison(self) {
        let poisons: [&[u8]; 5] = [
            b"\xff\x00garbage",
            b"{\"seq\":1}",
            b"{}",
            b"[1,2]",
            b"{\"seq\":999999,\"table\":\"candidate\",\"id\":\"x\",\"kind\":\"patch\",\"f\":{},\"schema\":1,\"user\":\"\",\"t\":\"\"}",
        ];
        let bytes = poisons[self.random.below(poisons.len())].to_vec();
        self.laptop.run(self.crash, |tx| {
            let mut state = tx.state().unwrap_or_else(|error| panic!("{error:?}"));
            append(tx, &mut state, bytes).unwrap_or_else(|error| panic!("{error:?}"));
        });
    }

    fn document(&mut self) -> Value {
        Value::text(&format!("PASS{:04}", self.random.below(9)))
    }

    fn create_candidate(&mut self) -> Option<Draft> {
        let (name, document) = (self.value(), self.document());
        let mut f = fields([
            ("name", name.clone()),
            ("name_typed", name),
            ("id_type", Value::text("passport")),
            ("id_number", document),
            ("phone", Value::text("")),
            ("roster_order", Value::number(self.random.below(1_000) as i64)),
            ("status", Value::text("no_photo")),
            ("access", Value::from_json(r#"{"z":1,"a":[]}"#).unwrap_or_else(Value::null)),
        ]);
        if self.random.chance(30) {
            f.insert("phone".into(), self.value());
        }
        if self.catalogue.schema >= 2 {
            f.insert("nickname".into(), self.value());
        }
        Some(Draft::Create(RowKey::new("candidate", &self.id()), f))
    }

    fn patch_candidate(&mut self) -> Option<Draft> {
        let key = self.pick("candidate")?;
        let f = match self.random.below(9) {
            0 | 1 => fields([("name", self.value())]),
            2 => fields([("pinyin", self.value())]),
            3 => fields([("phone", self.value())]),
            4 => fields([("major_name", self.value()), ("major_level", self.value())]),
            5 => fields([("id_number", self.document())]),
            6 => fields([("status", self.value()), ("remark", self.value())]),
            7 if self.catalogue.schema >= 2 => fields([("nickname", self.value())]),
            _ => fields([("class_name", self.value())]),
        };
        Some(Draft::Patch(key, f))
    }

    fn delete(&mut self) -> Option<Draft> {
        const TABLES: [&str; 7] = [
            "candidate",
            "room",
            "registration",
            "seat_assignment",
            "exam_number",
            "attendance",
            "invigilator",
        ];
        let table = TABLES[self.random.below(TABLES.len())];
        let key = self.pick(table)?;
        // The program refuses to delete what others refer to.
        let used = self.is_used(&key);
        (!used).then_some(Draft::Delete(key))
    }

    fn is_used(&mut self, key: &RowKey) -> bool {
        self.laptop.run(false, |tx| tx.referrers(key).map_or(true, |all| !all.is_empty()))
    }

    fn plan(&mut self) -> String {
        match self.random.below(3) {
            0 => self.pick("exam_plan").map_or_else(|| PLAN.to_owned(), |key| key.id),
            _ => PLAN.to_owned(),
        }
    }

    fn create_room(&mut self) -> Option<Draft> {
        let site = match self.pick("site").filter(|_| self.random.chance(85)) {
            Some(site) => site,
            None => {
                let number = Value::text(&format!("site-{}", self.random.below(2)));
                let f = fields([("number", number), ("name", self.value())]);
                return Some(Draft::Create(RowKey::new("site", &self.id()), f));
            }
        };
        let f = fields([
            ("plan", Value::text(&self.plan())),
            ("site", Value::text(&site.id)),
            ("certificate", Value::text(CERTIFICATE)),
            ("subjects", Value::texts(SUBJECTS)),
            ("name", Value::text(&format!("room-{}", self.random.below(4)))),
            ("capacity", Value::number(30)),
            ("layout", Value::text("")),
            ("remark", self.value()),
        ]);
        Some(Draft::Create(RowKey::new("room", &self.id()), f))
    }

    fn patch_room(&mut self) -> Option<Draft> {
        let key = self.pick("room")?;
        let f = match self.random.below(3) {
            0 => fields([("name", Value::text(&format!("room-{}", self.random.below(4))))]),
            1 => fields([("capacity", Value::number(self.random.below(90) as i64))]),
            _ => fields([("remark", self.value())]),
        };
        Some(Draft::Patch(key, f))
    }

    fn register(&mut self) -> Option<Draft> {
        let candidate = self.pick("candidate")?;
        if self.random.chance(15) {
            let key = self.pick("registration")?;
            return Some(Draft::Patch(key, fields([("payment", Value::text("paid"))])));
        }
        let f = fields([
            ("plan", Value::text(&self.plan())),
            ("candidate", Value::text(&candidate.id)),
            ("subject", Value::text(SUBJECTS[self.random.below(2)])),
            ("payment", Value::text("unpaid")),
            ("registered_at", self.value()),
        ]);
        Some(Draft::Create(RowKey::new("registration", &self.id()), f))
    }

    fn seat(&mut self) -> Option<Draft> {
        let (registration, room) = (self.pick("registration")?, self.pick("room")?);
        let f = fields([
            ("session", Value::text(SESSIONS[self.random.below(2)])),
            ("room", Value::text(&room.id)),
            ("seat", Value::number(self.random.below(4) as i64)),
        ]);
        let key = RowKey::new("seat_assignment", &registration.id);
        Some(match self.laptop.rows().contains_key(&key) {
            true => Draft::Patch(key, f),
            false => Draft::Create(key, f),
        })
    }

    /// As the journal writes it: one after the other.
    fn swap_seats(&mut self) -> Vec<Draft> {
        let (Some(one), Some(two)) = (self.pick("seat_assignment"), self.pick("seat_assignment")) else {
            return Vec::new();
        };
        let rows = self.laptop.rows();
        let seat = |key: &RowKey| fields(["session", "room", "seat"].map(|name| (name, rows[key].get(name))));
        let moves = [(one.clone(), seat(&two)), (two, seat(&one))];
        moves.into_iter().map(|(key, f)| Draft::Patch(key, f)).collect()
    }

    fn exam_number(&mut self) -> Option<Draft> {
        let candidate = self.pick("candidate")?;
        let key = RowKey::new("exam_number", &format!("{PLAN}/{}", candidate.id));
        let f = fields([("number", Value::text(&format!("number-{}", self.random.below(6))))]);
        (!self.laptop.rows().contains_key(&key)).then_some(Draft::Create(key, f))
    }

    fn attendance(&mut self) -> Option<Draft> {
        let registration = self.pick("registration")?;
        let session = SESSIONS[self.random.below(2)];
        let key = RowKey::new("attendance", &format!("{}/{session}", registration.id));
        let state = ["present", "late", "absent"][self.random.below(3)];
        let f = fields([("state", Value::text(state)), ("marked_at", self.value())]);
        Some(match self.laptop.rows().contains_key(&key) {
            true => Draft::Patch(key, f),
            false => Draft::Create(key, f),
        })
    }

    fn invigilator(&mut self) -> Option<Draft> {
        if self.random.chance(40) {
            let (session, person) = (SESSIONS[self.random.below(2)], self.pick("invigilator")?);
            let key = RowKey::new("invigilation_duty", &format!("{session}/{}", person.id));
            let f = fields([("plan", Value::text(PLAN)), ("role", Value::text("patrol"))]);
            return (!self.laptop.rows().contains_key(&key)).then_some(Draft::Create(key, f));
        }
        let f = fields([
            ("name", self.value()),
            ("number", Value::text(&format!("{}", self.random.below(5)))),
            ("id_type", Value::text("passport")),
            ("id_number", self.document()),
        ]);
        Some(Draft::Create(RowKey::new("invigilator", &self.id()), f))
    }

    /// A plan that the school typed itself and that the centre publishes later, or never.
    fn own_plan(&mut self) -> Option<Draft> {
        let number = format!("number-{}", self.random.below(4));
        let f = fields([("number", Value::text(&number)), ("name", self.value())]);
        Some(Draft::Create(RowKey::new("exam_plan", &self.id()), f))
    }

    /// What a laptop must not do.
    fn central(&mut self) -> Option<Draft> {
        Some(Draft::Patch(RowKey::new("exam_plan", PLAN), fields([("name", self.value())])))
    }

    fn photo(&mut self) -> Option<Draft> {
        let hash = format!("hash-{}", self.random.below(3));
        let photo = RowKey::new("photo", &hash);
        if !self.laptop.rows().contains_key(&photo) {
            return Some(Draft::Create(photo, fields([("file_name", self.value())])));
        }
        Some(Draft::Patch(self.pick("candidate")?, fields([("photo", Value::text(&hash))])))
    }

    fn resolve(&mut self) -> Option<Draft> {
        let mut open: Vec<Conflict> =
            self.laptop.conflicts().into_values().filter(|conflict| conflict.open).collect();
        if open.is_empty() {
            return None;
        }
        let conflict = open.swap_remove(self.random.below(open.len()));
        let row = self.laptop.rows().get(&conflict.row).cloned();
        let claim = &conflict.claims[self.random.below(conflict.claims.len())];
        let mine: Fields = claim.f.iter().map(|(name, (_, new))| (name.clone(), new.clone())).collect();
        let mine: Fields = mine.into_iter().filter(|(name, _)| name != WHOLE).collect();
        let (f, gone) = match (conflict.reason, row.is_some(), self.random.chance(50)) {
            (Reason::DeleteOfChanged, _, true) => (Fields::new(), Some(true)),
            (Reason::DeleteOfChanged, ..) => (Fields::new(), None),
            (_, true, true) => (mine, None),
            (_, true, false) => match row {
                Some(row) => (mine.into_keys().map(|name| (name.clone(), row.get(&name))).collect(), None),
                None => (Fields::new(), None),
            },
            (_, false, true) => (mine, Some(false)),
            (_, false, false) => (Fields::new(), Some(true)),
        };
        Some(Draft::Resolve(Box::new(conflict), f, gone))
    }
}
