//! The keychain of the operating system, where it can keep a workspace's second key.

use crate::error::{AppError, Result};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Keeps a secret per workspace for the person at this computer.
pub trait Keychain: Send + Sync {
    /// Its name, when there is one on this computer.
    fn name(&self) -> Option<&'static str>;

    /// Keeps the secret of a workspace.
    ///
    /// # Errors
    /// `keychain_missing`, or what the system says.
    fn put(&self, workspace: Uuid, secret: &Zeroizing<[u8; 32]>) -> Result<()>;

    /// The secret of a workspace, if it is kept here. A locked keychain asks the person for its password:
    /// so this is only for opening.
    ///
    /// # Errors
    /// `keychain_missing`, or what the system says.
    fn get(&self, workspace: Uuid) -> Result<Option<Zeroizing<[u8; 32]>>>;
}

/// A computer without one: the passphrase is asked for each time.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeychain;

impl Keychain for NoKeychain {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn put(&self, _: Uuid, _: &Zeroizing<[u8; 32]>) -> Result<()> {
        Err(missing())
    }

    fn get(&self, _: Uuid) -> Result<Option<Zeroizing<[u8; 32]>>> {
        Err(missing())
    }
}

fn missing() -> AppError {
    AppError::new("keychain_missing", "本机没有系统钥匙串").hint("请用口令打开工作区")
}
