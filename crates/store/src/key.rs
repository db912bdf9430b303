//! The keys of a workspace: one random data key, wrapped once per way to unlock it.
//!
//! Knows nothing of SQL. The data key never changes, so a new passphrase rewrites one small file and
//! not the database; the wrapping is authenticated, so a wrong passphrase is told from damage.

use crate::error::{AtPath, Result, StoreError};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use kaozhan_domain::account::RecoveryCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

/// Version of `workspace.key.json` that this program writes.
const FORMAT: u32 = 1;
/// Characters of a passphrase, at least: it may not be empty. How strong it should be is the user
/// interface's advice, since a school may have rules of its own.
pub const PASSPHRASE_MIN: usize = 1;
/// Bytes of a key file, at least.
const KEY_FILE_MIN: usize = 32;
const KEY_FILE_MAX: u64 = 1 << 20;

/// What the user offers to unlock a workspace.
#[derive(Clone)]
pub enum Unlock {
    /// A passphrase, at least [`PASSPHRASE_MIN`] characters.
    Passphrase(Zeroizing<String>),
    /// Path of a key file (any file of 32 bytes to 1 MiB; see [`write_key_file`]).
    KeyFile(PathBuf),
    /// The recovery code that was printed when the workspace was made.
    Recovery(RecoveryCode),
    /// The secret that the keychain of the operating system keeps.
    Keychain(Zeroizing<[u8; 32]>),
}

impl Unlock {
    /// A passphrase.
    pub fn passphrase(text: impl Into<String>) -> Self {
        Self::Passphrase(Zeroizing::new(text.into()))
    }

    fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::KeyFile(_) => SlotKind::KeyFile,
            Self::Recovery(_) => SlotKind::RecoveryCode,
            Self::Keychain(_) => SlotKind::Keychain,
        }
    }

    fn check_strength(&self) -> Result<()> {
        match self {
            Self::Passphrase(text) if text.chars().count() < PASSPHRASE_MIN => {
                Err(StoreError::WeakKey("passphrase"))
            }
            Self::Passphrase(_) | Self::KeyFile(_) | Self::Recovery(_) | Self::Keychain(_) => Ok(()),
        }
    }
}

impl fmt::Debug for Unlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passphrase(_) => f.write_str("Passphrase(…)"),
            Self::KeyFile(path) => f.debug_tuple("KeyFile").field(path).finish(),
            Self::Recovery(_) => f.write_str("Recovery(…)"),
            Self::Keychain(_) => f.write_str("Keychain(…)"),
        }
    }
}

/// A way to unlock that a workspace has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// By passphrase.
    Passphrase,
    /// By key file.
    KeyFile,
    /// By the printed recovery code.
    RecoveryCode,
    /// By the keychain of this computer.
    Keychain,
}

impl SlotKind {
    fn label(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::KeyFile => "key file",
            Self::RecoveryCode => "recovery code",
            Self::Keychain => "keychain",
        }
    }
}

/// Cost of argon2id for new slots; a slot keeps the cost it was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for KdfCost {
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl KdfCost {
    /// Cheap, for tests and generated data only.
    pub const CHEAP: Self = Self { memory_kib: 64, passes: 1, lanes: 1 };

    /// More than this and a forged key file could exhaust the machine.
    pub(crate) fn is_sane(self) -> bool {
        (8..=4 * 1024 * 1024).contains(&self.memory_kib)
            && (1..=64).contains(&self.passes)
            && (1..=16).contains(&self.lanes)
    }
}

/// The key of the database.
pub(crate) struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn random() -> Result<Self> {
        Ok(Self(Zeroizing::new(random_bytes()?)))
    }

    /// As SQLCipher wants a raw key.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(100));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
            }
        }
        text.push_str("'\"");
        text
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slot {
    kind: SlotKind,
    /// For passphrases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    argon2id: Option<KdfCost>,
    salt: String,
    nonce: String,
    wrapped: String,
}

/// `workspace.key.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyRing {
    format: u32,
    pub(crate) workspace: Uuid,
    slots: Vec<Slot>,
}

impl KeyRing {
    /// A ring with one slot for a new data key.
    pub(crate) fn create(unlock: &Unlock, cost: KdfCost) -> Result<(Self, DataKey)> {
        let key = DataKey::random()?;
        let mut ring = Self { format: FORMAT, workspace: random_uuid()?, slots: Vec::new() };
        ring.put_slot(&key, unlock, cost)?;
        Ok((ring, key))
    }

    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::KeyFileMissing(path.to_owned()));
            }
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                return Err(StoreError::KeyFileDamaged { path: path.to_owned(), why: "no text".into() });
            }
            other => other.at(path)?,
        };
        Self::parse(&text).map_err(|error| match error {
            StoreError::Internal(why) => StoreError::KeyFileDamaged { path: path.to_owned(), why },
            other => other,
        })
    }

    /// Reads the JSON form; `Internal` says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let wrong = |error: serde_json::Error| StoreError::Internal(error.to_string());
        let version: Version = serde_json::from_str(text).map_err(wrong)?;
        if version.format > FORMAT {
            return Err(StoreError::NewerWorkspace { found: version.format, supported: FORMAT });
        }
        serde_json::from_str(text).map_err(wrong)
    }

    pub(crate) fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self).map_err(|error| StoreError::Internal(error.to_string()))
    }

    /// Writes the file so that a power cut leaves the old one or the new one.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).at(folder)?;
        file.write_all(self.to_json()?.as_bytes()).at(path)?;
        file.as_file().sync_all().at(path)?;
        file.persist(path).map_err(|error| StoreError::io(path, error.error))?;
        crate::files::sync_folder(folder)
    }

    pub(crate) fn kinds(&self) -> Vec<SlotKind> {
        self.slots.iter().map(|slot| slot.kind).collect()
    }

    /// The data key.
    pub(crate) fn unlock(&self, unlock: &Unlock) -> Result<DataKey> {
        let kind = unlock.kind();
        let slot =
            self.slots.iter().find(|slot| slot.kind == kind).ok_or(StoreError::NoSuchSlot(kind.label()))?;
        let wrapping = wrapping_key(slot, unlock)?;
        let nonce: [u8; 24] = fixed(&slot.nonce)?;
        let wrapped = from_hex(&slot.wrapped)?;
        let associated = self.associated(slot)?;
        let cipher = XChaCha20Poly1305::new((&*wrapping).into());
        let mut plain = cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: &wrapped, aad: &associated })
            .map_err(|_| StoreError::WrongPassphrase)?;
        let key = <[u8; 32]>::try_from(plain.as_slice())
            .map_err(|_| StoreError::Internal("the wrapped key has a wrong length".into()));
        plain.zeroize();
        Ok(DataKey(Zeroizing::new(key?)))
    }

    /// Adds the slot for `unlock`, in place of the one of the same kind.
    pub(crate) fn put_slot(&mut self, key: &DataKey, unlock: &Unlock, cost: KdfCost) -> Result<()> {
        unlock.check_strength()?;
        let kind = unlock.kind();
        let nonce: [u8; 24] = random_bytes()?;
        let mut slot = Slot {
            kind,
            argon2id: matches!(kind, SlotKind::Passphrase).then_some(cost),
            salt: to_hex(&random_bytes::<16>()?),
            nonce: to_hex(&nonce),
            wrapped: String::new(),
        };
        let wrapping = wrapping_key(&slot, unlock)?;
        let associated = self.associated(&slot)?;
        let wrapped = XChaCha20Poly1305::new((&*wrapping).into())
            .encrypt(&XNonce::from(nonce), Payload { msg: key.0.as_slice(), aad: &associated })
            .map_err(|_| StoreError::Internal("the key could not be wrapped".into()))?;
        slot.wrapped = to_hex(&wrapped);
        self.slots.retain(|slot| slot.kind != kind);
        self.slots.push(slot);
        Ok(())
    }

    /// Drops a slot, but never the last one.
    pub(crate) fn remove_slot(&mut self, kind: SlotKind) -> Result<()> {
        if self.slots.iter().all(|slot| slot.kind == kind) {
            return Err(StoreError::NoSuchSlot("different key"));
        }
        self.slots.retain(|slot| slot.kind != kind);
        Ok(())
    }

    /// Binds a slot to this workspace and to its own parameters.
    fn associated(&self, slot: &Slot) -> Result<Vec<u8>> {
        serde_json::to_vec(&(self.format, self.workspace, slot.kind, slot.argon2id, &slot.salt))
            .map_err(|error| StoreError::Internal(error.to_string()))
    }
}

/// Writes a new random key file; refuses to replace one.
///
/// # Errors
/// [`StoreError::TargetExists`] and file errors.
pub fn write_key_file(path: &Path) -> Result<()> {
    let secret = Zeroizing::new(random_bytes::<64>()?);
    let mut file = match std::fs::File::create_new(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(StoreError::TargetExists(path.to_owned()));
        }
        other => other.at(path)?,
    };
    file.write_all(to_hex(secret.as_slice()).as_bytes()).at(path)?;
    file.sync_all().at(path)
}

fn wrapping_key(slot: &Slot, unlock: &Unlock) -> Result<Zeroizing<[u8; 32]>> {
    let salt = from_hex(&slot.salt)?;
    let mut out = Zeroizing::new([0u8; 32]);
    match unlock {
        Unlock::Passphrase(text) => {
            let cost = slot.argon2id.unwrap_or_default();
            if !cost.is_sane() {
                return Err(StoreError::Internal("the key file asks for an absurd cost".into()));
            }
            let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
                .map_err(|error| StoreError::Internal(error.to_string()))?;
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                .hash_password_into(text.as_bytes(), &salt, &mut *out)
                .map_err(|error| StoreError::Internal(error.to_string()))?;
        }
        Unlock::KeyFile(path) => {
            out = from_random(b"kaozhan key file 1", &salt, &read_key_file(path)?);
        }
        Unlock::Recovery(code) => out = from_random(b"kaozhan recovery 1", &salt, code.bytes()),
        Unlock::Keychain(secret) => out = from_random(b"kaozhan keychain 1", &salt, secret.as_slice()),
    }
    Ok(out)
}

/// A key of a secret that is random already: it needs no stretching.
fn from_random(purpose: &[u8], salt: &[u8], secret: &[u8]) -> Zeroizing<[u8; 32]> {
    let digest = Sha256::new().chain_update(purpose).chain_update(salt).chain_update(secret).finalize();
    let mut out = Zeroizing::new([0u8; 32]);
    out.copy_from_slice(&digest);
    out
}

fn read_key_file(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let length = std::fs::metadata(path).at(path)?.len();
    if length > KEY_FILE_MAX {
        return Err(StoreError::WrongPassphrase);
    }
    let secret = Zeroizing::new(std::fs::read(path).at(path)?);
    if secret.len() < KEY_FILE_MIN { Err(StoreError::WeakKey("key file")) } else { Ok(secret) }
}

pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(bytes)
}

pub(crate) fn random_uuid() -> Result<Uuid> {
    Ok(uuid::Builder::from_random_bytes(random_bytes()?).into_uuid())
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
        text
    })
}

pub(crate) fn from_hex(text: &str) -> Result<Vec<u8>> {
    let wrong = || StoreError::Internal("hexadecimal digits expected".into());
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return Err(wrong());
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| wrong()))
        .collect()
}

fn fixed<const N: usize>(text: &str) -> Result<[u8; N]> {
    <[u8; N]>::try_from(from_hex(text)?)
        .map_err(|_| StoreError::Internal("a value has a wrong length".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASS: &str = "测试口令-1234";

    #[test]
    fn a_passphrase_opens_and_a_wrong_one_is_told() {
        let (ring, key) = KeyRing::create(&Unlock::passphrase(PASS), KdfCost::CHEAP).unwrap();
        let again = KeyRing::parse(&ring.to_json().unwrap()).unwrap();
        assert_eq!(*again.unlock(&Unlock::passphrase(PASS)).unwrap().0, *key.0);
        let wrong = again.unlock(&Unlock::passphrase("测试口令-1235")).err().unwrap();
        assert_eq!(wrong.code(), "wrong_passphrase");
        assert!(!ring.to_json().unwrap().contains(&to_hex(key.0.as_slice())), "the key is never in clear");
    }

    #[test]
    fn slots_are_bound_to_workspace_and_cost() {
        let (ring, _) = KeyRing::create(&Unlock::passphrase(PASS), KdfCost::CHEAP).unwrap();
        let mut foreign = ring.clone();
        foreign.workspace = Uuid::nil();
        assert_eq!(foreign.unlock(&Unlock::passphrase(PASS)).err().unwrap().code(), "wrong_passphrase");
        let mut cheaper = ring.clone();
        cheaper.slots[0].argon2id = Some(KdfCost { memory_kib: 32, ..KdfCost::CHEAP });
        assert!(cheaper.unlock(&Unlock::passphrase(PASS)).is_err());
        let mut absurd = ring;
        absurd.slots[0].argon2id = Some(KdfCost { memory_kib: u32::MAX, ..KdfCost::CHEAP });
        assert_eq!(absurd.unlock(&Unlock::passphrase(PASS)).err().unwrap().code(), "internal_error");
    }

    #[test]
    fn a_key_file_is_a_second_slot_and_the_last_slot_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("school.key");
        write_key_file(&path).unwrap();
        assert_eq!(write_key_file(&path).unwrap_err().code(), "target_exists");
        let (mut ring, key) = KeyRing::create(&Unlock::passphrase(PASS), KdfCost::CHEAP).unwrap();
        assert_eq!(
            ring.unlock(&Unlock::KeyFile(path.clone())).err().unwrap().code(),
            "unlock_method_unknown"
        );
        ring.put_slot(&key, &Unlock::KeyFile(path.clone()), KdfCost::CHEAP).unwrap();
        assert_eq!(*ring.unlock(&Unlock::KeyFile(path)).unwrap().0, *key.0);
        ring.remove_slot(SlotKind::Passphrase).unwrap();
        assert_eq!(ring.kinds(), [SlotKind::KeyFile]);
        assert!(ring.remove_slot(SlotKind::KeyFile).is_err());
    }

    #[test]
    fn a_recovery_code_and_a_keychain_open_beside_the_passphrase() {
        let (mut ring, key) = KeyRing::create(&Unlock::passphrase(PASS), KdfCost::CHEAP).unwrap();
        let code = || RecoveryCode::new([7; 16]);
        ring.put_slot(&key, &Unlock::Recovery(code()), KdfCost::CHEAP).unwrap();
        ring.put_slot(&key, &Unlock::Keychain(Zeroizing::new([9; 32])), KdfCost::CHEAP).unwrap();
        let again = KeyRing::parse(&ring.to_json().unwrap()).unwrap();
        assert_eq!(again.kinds(), [SlotKind::Passphrase, SlotKind::RecoveryCode, SlotKind::Keychain]);
        assert_eq!(*again.unlock(&Unlock::Recovery(code())).unwrap().0, *key.0);
        assert_eq!(*again.unlock(&Unlock::Keychain(Zeroizing::new([9; 32]))).unwrap().0, *key.0);
        let other = Unlock::Recovery(RecoveryCode::new([8; 16]));
        assert_eq!(again.unlock(&other).err().unwrap().code(), "wrong_passphrase");
        assert_eq!(format!("{other:?}"), "Recovery(…)");
    }

    #[test]
    fn weak_and_damaged_keys_are_refused() {
        assert_eq!(
            KeyRing::create(&Unlock::passphrase(""), KdfCost::CHEAP).err().unwrap().code(),
            "passphrase_too_short"
        );
        for text in ["", "{", "{\"format\":1}", "[]"] {
            assert_eq!(KeyRing::parse(text).err().unwrap().code(), "internal_error", "{text}");
        }
        assert_eq!(KeyRing::parse("{\"format\":2}").err().unwrap().code(), "workspace_newer");
    }
}
