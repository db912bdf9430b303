//! The system's keychain behind the desk's trait: Secret Service on Linux, Keychain on macOS, the credential
//! manager on Windows.
//!
//! **Architecture invariant:** the only place that knows them. Where there is none, or it does not answer,
//! the desk goes on with the passphrase.

use kaozhan_app::desk::{Keychain, NoKeychain};
use kaozhan_app::error::{AppError, Result};
use keyring_core::{CredentialStore, Entry, Error};
use std::sync::Arc;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Under what the secrets are kept; also what the system shows to the person.
const SERVICE: &str = "cn.kaozhan.desktop";

#[cfg(not(target_os = "windows"))]
const NAME: &str = "系统钥匙串";
#[cfg(target_os = "windows")]
const NAME: &str = "Windows 凭据管理器";

/// The keychain of this computer, or none.
pub(crate) fn of_this_computer() -> Box<dyn Keychain> {
    match store() {
        Ok(store) => Box::new(SystemKeychain(store)),
        Err(_) => Box::new(NoKeychain),
    }
}

#[cfg(target_os = "linux")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

struct SystemKeychain(Arc<CredentialStore>);

impl SystemKeychain {
    fn entry(&self, workspace: Uuid) -> Result<Entry> {
        self.0.build(SERVICE, &workspace.to_string(), None).map_err(refused)
    }
}

impl Keychain for SystemKeychain {
    fn name(&self) -> Option<&'static str> {
        Some(NAME)
    }

    fn put(&self, workspace: Uuid, secret: &Zeroizing<[u8; 32]>) -> Result<()> {
        self.entry(workspace)?.set_secret(secret.as_slice()).map_err(refused)
    }

    fn get(&self, workspace: Uuid) -> Result<Option<Zeroizing<[u8; 32]>>> {
        match self.entry(workspace)?.get_secret() {
            // Of another length it is none of ours.
            Ok(secret) => Ok(Zeroizing::new(secret).as_slice().try_into().ok().map(Zeroizing::new)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }
}

/// Most often it is locked, and the person did not unlock it.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn refused(error: Error) -> AppError {
    AppError::new("keychain_refused", format!("{NAME}没有应答或已锁定"))
        .hint("请解锁后重试，或用口令打开工作区")
        .details(vec![error.to_string()])
}
