use super::*;
use crate::value::Value;
use std::collections::BTreeSet;

#[test]
fn facts_agree_with_one_another() {
    let names: BTreeSet<_> = TABLES.iter().map(|table| table.name).collect();
    assert_eq!(names.len(), TABLES.len());
    for (at, table) in TABLES.iter().enumerate() {
        let columns: BTreeSet<_> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(columns.len(), table.columns.len(), "{}", table.name);
        for column in table.key.iter().chain(table.columns) {
            if let Refers::One(to) | Refers::List(to) | Refers::Weak(to) = column.refers {
                let before = TABLES[..at].iter().find(|other| other.name == to);
                let before = before.unwrap_or_else(|| panic!("{} refers to {to}", table.name));
                assert!(
                    table.scope == Scope::School || before.scope == Scope::Catalogue,
                    "{}: the catalogue refers to a school's row",
                    table.name
                );
            }
        }
        let mut grouped = BTreeSet::new();
        for group in table.groups {
            for column in group.columns {
                assert!(columns.contains(column), "{}.{column}", table.name);
                assert!(grouped.insert(column), "{}.{column} is in two groups", table.name);
            }
        }
        for unique in table.unique {
            let key: Vec<_> = table.key.iter().map(|part| part.name).collect();
            let free: Vec<_> = unique.columns.iter().filter(|name| !key.contains(name)).collect();
            assert!(free.iter().all(|name| columns.contains(**name)), "{}", table.name);
            let groups: BTreeSet<_> = free.iter().map(|name| table.group_of(name).0).collect();
            let centre = table.owner == Owner::Centre;
            assert!(centre || groups.len() == 1, "{}: a natural key over two groups", table.name);
            assert!(!unique.document || unique.columns.len() == 2);
        }
        assert!(table.name.len() <= crate::operation::NAME_BYTES);
    }
}

/// The workspace's tables, from its migrations: name, columns, and the columns of its unique indexes.
fn workspace() -> Vec<(String, Vec<String>, Vec<Vec<String>>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let sql: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let names = |list: &str| list.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    let mut tables = Vec::new();
    for part in sql.split("CREATE TABLE ").skip(1) {
        let (name, rest) = part.split_once(" (\n").unwrap();
        let (body, _) = rest.split_once("\n)").unwrap();
        let mut columns = Vec::new();
        let mut unique = Vec::new();
        for line in body.lines().filter_map(|line| line.strip_prefix("    ")) {
            if let Some(list) = line.strip_prefix("UNIQUE (") {
                unique.push(names(list.split_once(')').unwrap().0));
            } else if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                let column = line.split(' ').next().unwrap().to_owned();
                if line.contains(" UNIQUE") && column != "id" && columns.iter().any(|c| c == "plan") {
                    unique.push(vec![column.clone()]);
                }
                columns.push(column);
            }
        }
        tables.push((name.to_owned(), columns, unique));
    }
    for part in sql.split("CREATE UNIQUE INDEX ").skip(1) {
        let part = part.split_once(" ON ").unwrap().1;
        let (table, rest) = part.split_once(" (").unwrap();
        let table = tables.iter_mut().find(|(name, ..)| name == table).unwrap();
        table.2.push(names(rest.split_once(')').unwrap().0));
    }
    tables
}

#[test]
fn facts_agree_with_the_workspace() {
    let workspace = workspace();
    for table in TABLES.iter().filter(|table| table.name != "candidate_verification") {
        let (_, columns, unique) = workspace.iter().find(|(name, ..)| name == table.name).unwrap();
        let listed: Vec<&str> = table.key.iter().chain(table.columns).map(|column| column.name).collect();
        let kept: Vec<&str> =
            columns.iter().map(String::as_str).filter(|name| *name != "identity_key").collect();
        assert_eq!(listed, kept, "columns of {}", table.name);
        let set = |columns: &[&str]| columns.iter().map(|c| c.to_string()).collect::<BTreeSet<_>>();
        let mine: BTreeSet<_> = table
            .unique
            .iter()
            .map(|u| if u.document { set(&["id_type", "identity_key"]) } else { set(u.columns) })
            .filter(|_| table.name != "session")
            .collect();
        let theirs: BTreeSet<BTreeSet<String>> =
            unique.iter().map(|columns| columns.iter().cloned().collect()).collect();
        assert_eq!(mine, theirs, "unique indexes of {}", table.name);
    }
}

#[test]
fn one_person_has_one_natural_key() {
    let table = Catalogue::CURRENT.table("candidate").unwrap();
    let row = |kind: &str, number: &str| {
        let fields = [("id_type", kind), ("id_number", number)];
        Row::live(fields.iter().map(|(name, text)| ((*name).to_owned(), Value::text(text))).collect())
    };
    let key = |kind, number| table.natural_key(0, "a", &row(kind, number));
    assert_eq!(key("resident_id", "11010519491231002x"), key("resident_id", "11010519491231002X"));
    assert_ne!(key("passport", "E12345678"), key("officer", "E12345678"));
    assert_eq!(key("resident_id", ""), None);
    let seat = Catalogue::CURRENT.table("seat_assignment").unwrap();
    let row = Row::live(
        [("room", "r"), ("session", "s"), ("seat", "5")].map(|(n, v)| (n.to_owned(), Value::text(v))).into(),
    );
    assert_eq!(seat.natural_key(0, "x", &row).unwrap(), "r\u{1f}s\u{1f}5");
}
