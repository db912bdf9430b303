//! The workspaces that this computer knows, and which computer it is. The file names schools and folders,
//! never a person.

use crate::error::{AppError, Result};
use crate::files;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const WORKSPACES: &str = "workspaces.json";
const DEVICE: &str = "device.json";

/// A workspace that was opened here before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownWorkspace {
    /// Its folder.
    pub folder: PathBuf,
    /// The school.
    pub school: String,
    /// 学校标识码.
    #[serde(default)]
    pub school_code: String,
    /// When it was opened last, ISO 8601.
    #[serde(default)]
    pub opened_at: String,
    /// Whether the keychain of this computer keeps its key, as far as that is known: to ask the keychain may
    /// mean to ask the person for its password.
    #[serde(default)]
    pub in_keychain: Option<bool>,
}

/// The known workspaces, the one opened last first; none when the file is missing or unreadable, for it
/// holds nothing that could not be found again.
pub(crate) fn load(config: &Path) -> Vec<KnownWorkspace> {
    let text = std::fs::read_to_string(config.join(WORKSPACES)).unwrap_or_default();
    let mut known: Vec<KnownWorkspace> = serde_json::from_str(&text).unwrap_or_default();
    known.sort_by(|a, b| b.opened_at.cmp(&a.opened_at));
    known
}

/// Notes that a workspace was opened. What `entry` does not know of the keychain stays as it was.
pub(crate) fn note(config: &Path, mut entry: KnownWorkspace) -> Result<()> {
    let mut known = load(config);
    let before = known.iter().find(|other| other.folder == entry.folder);
    entry.in_keychain = entry.in_keychain.or(before.and_then(|before| before.in_keychain));
    known.retain(|other| other.folder != entry.folder);
    known.insert(0, entry);
    save(config, &known)
}

/// Notes that the keychain does not keep the key of a workspace; one that is not known stays so.
pub(crate) fn note_not_in_keychain(config: &Path, folder: &Path) -> Result<()> {
    let mut known = load(config);
    for entry in known.iter_mut().filter(|entry| entry.folder == folder) {
        entry.in_keychain = Some(false);
    }
    save(config, &known)
}

/// Takes a workspace off the list; its folder is not touched.
pub(crate) fn forget(config: &Path, folder: &Path) -> Result<()> {
    let mut known = load(config);
    known.retain(|other| other.folder != folder);
    save(config, &known)
}

fn save(config: &Path, known: &[KnownWorkspace]) -> Result<()> {
    write(&config.join(WORKSPACES), &known)
}

fn write<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    let folder = files::folder_of(path);
    std::fs::create_dir_all(&folder).map_err(|error| AppError::io("建立文件夹", &folder, &error))?;
    let bytes = serde_json::to_vec_pretty(value)
        .map_err(|error| AppError::new("internal_error", format!("程序设置不能保存：{error}")))?;
    files::write_whole(path, &bytes, true)
}

/// An identity of this computer, made once; it tells trusted computers apart (R-017).
pub(crate) fn device(config: &Path) -> Result<String> {
    #[derive(Serialize, Deserialize)]
    struct Device {
        device: String,
    }
    let path = config.join(DEVICE);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    if let Ok(known) = serde_json::from_str::<Device>(&text)
        && !known.device.is_empty()
    {
        return Ok(known.device);
    }
    let fresh = Device { device: Uuid::now_v7().to_string() };
    write(&path, &fresh)?;
    Ok(fresh.device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_workspaces_are_kept_and_a_damaged_list_is_empty() {
        let config = tempfile::tempdir().unwrap();
        let entry = |name: &str, at: &str| KnownWorkspace {
            folder: PathBuf::from(name),
            school: name.to_owned(),
            school_code: String::new(),
            opened_at: at.to_owned(),
            in_keychain: None,
        };
        note(config.path(), entry("a", "2026-06-01T09:00:00")).unwrap();
        note(config.path(), entry("b", "2026-06-02T09:00:00")).unwrap();
        note(config.path(), entry("a", "2026-06-03T09:00:00")).unwrap();
        let names: Vec<String> = load(config.path()).into_iter().map(|known| known.school).collect();
        assert_eq!(names, ["a", "b"]);
        forget(config.path(), Path::new("a")).unwrap();
        assert_eq!(load(config.path()).len(), 1);
        std::fs::write(config.path().join(WORKSPACES), "{").unwrap();
        assert!(load(config.path()).is_empty());
        assert_eq!(device(config.path()).unwrap(), device(config.path()).unwrap());
    }
    #[test]
    fn the_keychain_is_remembered_until_the_workspace_is_forgotten() {
        let config = tempfile::tempdir().unwrap();
        let config = config.path();
        let folder = Path::new("a");
        // A list of an older program has no such field.
        std::fs::write(config.join(WORKSPACES), r#"[{"folder":"a","school":"甲"}]"#).unwrap();
        let remembered = || load(config).into_iter().next().and_then(|known| known.in_keychain);
        let opened = |in_keychain: Option<bool>| {
            let school = "甲".to_owned();
            let (school_code, opened_at) = (String::new(), String::new());
            let folder = folder.to_path_buf();
            note(config, KnownWorkspace { folder, school, school_code, opened_at, in_keychain }).unwrap();
        };
        assert_eq!(load(config).len(), 1);
        assert_eq!(remembered(), None);
        opened(Some(true));
        opened(None);
        assert_eq!(remembered(), Some(true), "the passphrase tells nothing of the keychain");
        note_not_in_keychain(config, folder).unwrap();
        assert_eq!(remembered(), Some(false));
        opened(None);
        assert_eq!(remembered(), Some(false));
        forget(config, folder).unwrap();
        note_not_in_keychain(config, folder).unwrap();
        assert!(load(config).is_empty(), "what is forgotten does not come back");
        opened(None);
        assert_eq!(remembered(), None);
    }
}
