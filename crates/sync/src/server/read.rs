//! What reading answers are cut and summed like.

use super::working::feed_of;
use crate::catalogue::Catalogue;
use crate::message::{Feed, FeedItem};
use crate::row::{Row, RowKey};
use std::collections::BTreeMap;

/// Sections of a snapshot besides the tables.
const ALIASES: &str = "~alias";
const CONFLICTS: &str = "~conflict";
const NOTICES: &str = "~notice";

/// A part of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The living rows of a table.
    Table(&'static str),
    /// Aliases.
    Aliases,
    /// Conflicts, closed ones too.
    Conflicts,
    /// The last notice about each operation that has one.
    Notices,
}

/// The sections of a feed's snapshot with their names, in order; what a row refers to comes before it.
pub fn snapshot_sections(catalogue: Catalogue, feed: Feed) -> Vec<(&'static str, Section)> {
    let tables = catalogue.tables.iter().filter(|table| feed_of(table) == feed);
    let mut all: Vec<_> = tables.map(|table| (table.name, Section::Table(table.name))).collect();
    if feed == Feed::School {
        all.extend([
            (ALIASES, Section::Aliases),
            (CONFLICTS, Section::Conflicts),
            (NOTICES, Section::Notices),
        ]);
    }
    all
}

/// The place of a section among those of its feed; the end for an unknown name.
pub fn section_of(catalogue: Catalogue, feed: Feed, name: &str) -> usize {
    let all = snapshot_sections(catalogue, feed);
    all.iter().position(|(section, _)| *section == name).unwrap_or(all.len())
}

/// Cuts a page at `limit` items, but never within a step: rows that change places do so on one page.
/// `items` may be cut by the engine after any number of items; what is incomplete at the end is left out, unless the
/// page would be empty, and then the engine has to load more ([`None`]).
pub fn page(mut items: Vec<FeedItem>, limit: usize) -> Option<Vec<FeedItem>> {
    if items.is_empty() {
        return Some(items);
    }
    let end = items.iter().take(limit.max(1)).rposition(|item| !item.more);
    let end = end.or_else(|| items.iter().position(|item| !item.more))?;
    items.truncate(end + 1);
    Some(items)
}

/// The sums of tables, as hexadecimal digits; tables without rows are left out.
pub fn digest_sums<'a>(
    catalogue: Catalogue,
    schema: u32,
    rows: impl IntoIterator<Item = (&'a RowKey, &'a Row)>,
) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<&str, u128> = BTreeMap::new();
    for (key, row) in rows {
        if let Some(table) = catalogue.table(&key.table).filter(|_| row.life.is_live()) {
            let sum = sums.entry(table.name).or_default();
            *sum = sum.wrapping_add(row.digest(table, &key.id, schema));
        }
    }
    sums.into_iter().map(|(table, sum)| (table.to_owned(), format!("{sum:032x}"))).collect()
}
