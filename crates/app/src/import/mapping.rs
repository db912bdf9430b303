//! What this computer remembers of columns: files from one office have the same headings each time.
//!
//! **Architecture invariant:** keeps a digest of the headings, not the headings: a row of people taken for
//! headings must not lie on the disk in the clear.

use crate::error::{AppError, Result};
use crate::files;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// How many files are remembered.
const MOST: usize = 60;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Remembered {
    files: Vec<Columns>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Columns {
    key: String,
    fields: Vec<Option<String>>,
}

fn place(config: &Path) -> PathBuf {
    config.join("import-columns.json")
}

fn key(entity: &str, headings: &[String]) -> String {
    let mut digest = Sha256::new();
    digest.update(entity);
    for heading in headings {
        digest.update([0]);
        digest.update(heading.split_whitespace().collect::<String>());
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn load(config: &Path) -> Remembered {
    // A file that can't be read is as good as none: the proposal is then made anew.
    std::fs::read(place(config))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// The field of each column, as it was chosen for these headings before.
pub(super) fn recall(config: &Path, entity: &str, headings: &[String]) -> Option<Vec<Option<String>>> {
    let key = key(entity, headings);
    let found = load(config).files.into_iter().find(|known| known.key == key)?;
    (found.fields.len() == headings.len()).then_some(found.fields)
}

/// Remembers the field of each column for these headings.
///
/// # Errors
/// When the folder can't be written.
pub(super) fn remember(
    config: &Path,
    entity: &str,
    headings: &[String],
    fields: Vec<Option<String>>,
) -> Result<()> {
    let mut known = load(config);
    let key = key(entity, headings);
    known.files.retain(|file| file.key != key);
    known.files.insert(0, Columns { key, fields });
    known.files.truncate(MOST);
    std::fs::create_dir_all(config).map_err(|error| AppError::io("建立文件夹", config, &error))?;
    let bytes = serde_json::to_vec(&known)
        .map_err(|error| AppError::new("columns_not_remembered", format!("列的对应没有记住：{error}")))?;
    files::write_whole(&place(config), &bytes, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn columns_are_remembered_by_kind_and_headings() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("new");
        let head = headings(&["姓名", "号码"]);
        assert_eq!(recall(&config, "roster", &head), None);
        let fields = vec![Some("name".to_owned()), Some("id_number".to_owned())];
        remember(&config, "roster", &head, fields.clone()).unwrap();
        assert_eq!(recall(&config, "roster", &headings(&["姓 名", "号码"])), Some(fields));
        assert_eq!(recall(&config, "rooms", &head), None);
        assert_eq!(recall(&config, "roster", &headings(&["姓名"])), None);
        let kept = std::fs::read_to_string(place(&config)).unwrap();
        assert!(!kept.contains("姓名"), "the headings themselves are not kept");
    }
}
