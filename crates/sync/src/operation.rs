//! One operation of a device, read from the exact bytes that the device wrote.
//!
//! The bytes are kept, because the chain of hashes is taken over them. Reading never panics, and what cannot be
//! read is an [`Unreadable`] that the server records as rejected: a poison operation never stops the queue.

use crate::hash::Hash;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Version of the operations' format that this program writes.
pub const SCHEMA: u32 = 1;
/// Operations in a batch, at most.
pub const BATCH_OPERATIONS: usize = 500;
/// Bytes of the operations of a batch, at most; a single longer operation travels alone.
pub const BATCH_BYTES: usize = 1 << 20;
/// Bytes of an operation; longer ones are recorded as rejected.
pub const OPERATION_BYTES: usize = 256 << 10;
/// Fields of an operation.
pub const FIELDS: usize = 64;
/// Bytes of the name of a table or field.
pub const NAME_BYTES: usize = 64;
/// Bytes of an identity.
pub const ID_BYTES: usize = 200;
/// Bytes of the JSON text of a value.
pub const VALUE_BYTES: usize = 64 << 10;
/// Bytes of the name of the user, or of the time.
pub const USER_BYTES: usize = 256;
/// The field that stands for the row itself: `true` when it is gone. Only in [`Kind::Resolve`].
pub const WHOLE: &str = "*";

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A new row.
    Create,
    /// Some fields change.
    Patch,
    /// The row goes.
    Delete,
    /// A transition that the server judges; changes fields as a patch does.
    Command,
    /// Settles a conflict: changes fields as a patch does, and names the conflict.
    Resolve,
}

/// Old and new value of fields.
pub type Changes = BTreeMap<String, (Value, Value)>;

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Number on its device, from 1, without gaps.
    pub seq: u64,
    /// Table.
    pub table: String,
    /// Identity of the row; parts of the key joined by `/`.
    pub id: String,
    /// What it does.
    pub kind: Kind,
    /// Old and new value of each field.
    pub f: Changes,
    /// Digest of what the user saw of a row that is deleted.
    pub saw: Option<String>,
    /// The conflict that a resolution settles.
    pub conflict: Option<String>,
    /// How many claims of it the user saw.
    pub seen: usize,
    /// Version of the format.
    pub schema: u32,
    /// Who.
    pub user: String,
    /// When, local time of the laptop; for display only, never for order.
    pub t: String,
}

/// Why bytes are no operation; a stable code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not the JSON of an operation.
    #[error("unreadable")]
    Json,
    /// It calls itself by another number than its place.
    #[error("wrong_number")]
    Number,
    /// Longer than allowed.
    #[error("too_long")]
    TooLong,
    /// A field named [`WHOLE`] outside a resolution, a deletion without a digest, and such.
    #[error("malformed")]
    Shape,
}

#[derive(Deserialize)]
struct Wire<'a> {
    seq: u64,
    table: String,
    id: String,
    kind: Kind,
    #[serde(borrow)]
    f: BTreeMap<String, (&'a RawValue, &'a RawValue)>,
    saw: Option<String>,
    conflict: Option<String>,
    #[serde(default)]
    seen: usize,
    schema: u32,
    user: String,
    t: String,
}

impl Operation {
    /// Reads the bytes of the operation with number `seq`.
    ///
    /// # Errors
    /// [`Unreadable`], for every kind of bytes that is no operation.
    pub fn read(seq: u64, bytes: &[u8]) -> Result<Self, Unreadable> {
        if bytes.len() > OPERATION_BYTES {
            return Err(Unreadable::TooLong);
        }
        let wire: Wire<'_> = serde_json::from_slice(bytes).map_err(|_| Unreadable::Json)?;
        if wire.seq != seq {
            return Err(Unreadable::Number);
        }
        let name = |text: &str| !text.is_empty() && text.len() <= NAME_BYTES;
        let fits = wire.f.len() <= FIELDS
            && name(&wire.table)
            && wire.f.keys().all(|field| name(field))
            && wire.id.len() <= ID_BYTES
            && wire.user.len() <= USER_BYTES
            && wire.t.len() <= USER_BYTES
            && [&wire.saw, &wire.conflict].into_iter().flatten().all(|text| text.len() <= ID_BYTES)
            && wire.f.values().all(|(old, new)| old.get().len().max(new.get().len()) <= VALUE_BYTES);
        if !fits {
            return Err(Unreadable::TooLong);
        }
        let shape = !wire.id.is_empty()
            && (wire.kind == Kind::Delete) == wire.saw.is_some()
            && (wire.kind == Kind::Resolve) == wire.conflict.is_some()
            && (wire.kind == Kind::Resolve || !wire.f.contains_key(WHOLE))
            && (wire.kind != Kind::Create || wire.f.values().all(|(old, _)| old.get() == "null"));
        if !shape {
            return Err(Unreadable::Shape);
        }
        let f = wire.f.into_iter();
        Ok(Self {
            seq,
            table: wire.table,
            id: wire.id,
            kind: wire.kind,
            f: f.map(|(name, (old, new))| (name, (Value::from_raw(old), Value::from_raw(new)))).collect(),
            saw: wire.saw,
            conflict: wire.conflict,
            seen: wire.seen,
            schema: wire.schema,
            user: wire.user,
            t: wire.t,
        })
    }

    /// The bytes, in the order of the workspace's journal.
    pub fn write(&self) -> Vec<u8> {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let fields: Vec<String> = self
            .f
            .iter()
            .map(|(name, (old, new))| format!("{}:[{},{}]", text(name), old.json(), new.json()))
            .collect();
        let kind = match self.kind {
            Kind::Create => "create",
            Kind::Patch => "patch",
            Kind::Delete => "delete",
            Kind::Command => "command",
            Kind::Resolve => "resolve",
        };
        let mut out = format!(
            r#"{{"seq":{},"table":{},"id":{},"kind":"{kind}","f":{{{}}}"#,
            self.seq,
            text(&self.table),
            text(&self.id),
            fields.join(",")
        );
        if let Some(saw) = &self.saw {
            out += &format!(r#","saw":{}"#, text(saw));
        }
        if let Some(conflict) = &self.conflict {
            out += &format!(r#","conflict":{},"seen":{}"#, text(conflict), self.seen);
        }
        let (user, t) = (text(&self.user), text(&self.t));
        out += &format!(r#","schema":{},"user":{user},"t":{t}}}"#, self.schema);
        out.into_bytes()
    }
}

/// An operation that has its place in a device's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// Number.
    pub seq: u64,
    /// The chain up to and with it.
    pub hash: Hash,
    /// The exact bytes.
    pub bytes: Vec<u8>,
}

/// The same operation with another number, as a copied workspace needs it. Everything else is kept byte for
/// byte; unreadable operations stay as they are and will be recorded as rejected.
pub fn renumber(bytes: &[u8], old: u64, new: u64) -> Vec<u8> {
    let prefix = format!("{{\"seq\":{old}");
    match bytes.strip_prefix(prefix.as_bytes()) {
        Some(rest) if rest.first() == Some(&b',') => [format!("{{\"seq\":{new}").as_bytes(), rest].concat(),
        _ => match Operation::read(old, bytes) {
            Ok(operation) => Operation { seq: new, ..operation }.write(),
            Err(_) => bytes.to_vec(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As the workspace's journal writes it.
    const CREATE: &str = r#"{"seq":7,"table":"candidate","id":"0190","kind":"create","f":{"name":[null,"张三"],"access":[null,{"b":1,"a":2}]},"schema":1,"user":"admin","t":"2026-05-01T08:00:00"}"#;

    #[test]
    fn reads_what_the_journal_writes() {
        let operation = Operation::read(7, CREATE.as_bytes()).unwrap();
        assert_eq!(operation.f["name"], (Value::null(), Value::text("张三")));
        assert_eq!(operation.f["access"].1.json(), r#"{"b":1,"a":2}"#);
        assert_eq!(Operation::read(8, CREATE.as_bytes()), Err(Unreadable::Number));
    }

    #[test]
    fn refuses_what_has_no_sense() {
        let refuse = |text: &str, why| assert_eq!(Operation::read(7, text.as_bytes()), Err(why), "{text}");
        refuse("", Unreadable::Json);
        refuse("null", Unreadable::Json);
        refuse(&CREATE.replace("create", "delete"), Unreadable::Shape);
        refuse(&CREATE.replace("create", "resolve"), Unreadable::Shape);
        refuse(&CREATE.replace("\"name\"", "\"*\""), Unreadable::Shape);
        refuse(&CREATE.replace("\"0190\"", "\"\""), Unreadable::Shape);
        refuse(&CREATE.replace("[null,\"张三\"]", "[1,\"张三\"]"), Unreadable::Shape);
        refuse(&CREATE.replace("张三", &"x".repeat(VALUE_BYTES)), Unreadable::TooLong);
        refuse(&CREATE.replace("张三", &"x".repeat(OPERATION_BYTES)), Unreadable::TooLong);
        refuse(&CREATE.replace("[null,{", &"[".repeat(100_000)), Unreadable::Json);
    }

    #[test]
    fn a_new_number_changes_nothing_else() {
        let moved = renumber(CREATE.as_bytes(), 7, 1234);
        assert_eq!(moved, CREATE.replacen('7', "1234", 1).as_bytes());
        let spaced = CREATE.replacen("\"seq\":7", "\"seq\" : 7", 1);
        let moved = Operation::read(9, &renumber(spaced.as_bytes(), 7, 9)).unwrap();
        assert_eq!(moved.f, Operation::read(7, CREATE.as_bytes()).unwrap().f);
        assert_eq!(renumber(b"garbage", 7, 9), b"garbage");
        let seventy = CREATE.replacen('7', "70", 1);
        assert_eq!(renumber(seventy.as_bytes(), 7, 9), seventy.as_bytes());
    }

    proptest! {
        #[test]
        fn never_panics(seq: u64, bytes: Vec<u8>) {
            let _ = Operation::read(seq, &bytes);
        }

        #[test]
        fn never_panics_on_damaged_operations(at in 0..CREATE.len(), byte: u8, cut in 0..CREATE.len()) {
            let mut bytes = CREATE.as_bytes().to_vec();
            bytes[at] = byte;
            let _ = Operation::read(7, &bytes);
            let _ = Operation::read(7, &bytes[..cut]);
        }

        #[test]
        fn written_bytes_are_read_back(seq: u64, name in ".{0,40}", user in ".{0,40}", number: i64) {
            let operation = Operation {
                seq, table: "candidate".into(), id: "x".into(), kind: Kind::Patch,
                f: Changes::from([(
                    "name".into(), (Value::text(&name), Value::number(number)),
                )]),
                saw: None, conflict: None, seen: 0, schema: 1, user, t: "t".into(),
            };
            prop_assert_eq!(Operation::read(seq, &operation.write()), Ok(operation));
        }
    }
}
