//! Updates of the program. Only the window can look for one and install it: it answers these calls itself
//! and never passes them on; what stands here is the answer where there is no window.

use super::{Command, Nothing, desk_command};
use crate::error::AppError;
use serde::Serialize;
use ts_rs::TS;

/// Whether this program may look for updates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct UpdateState {
    /// The package carries the publisher's key and an address.
    pub is_set: bool,
}

/// A newer version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UpdateFound {
    /// Its number.
    pub version: String,
    /// What the publisher says of it.
    pub notes: String,
}

/// The refusal while updates are off.
pub fn is_off() -> AppError {
    AppError::new("update_off", "这个安装包没有设置更新地址和公钥，不能检查更新")
        .hint("新版本请向学校的管理员索取安装包")
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        desk_command::<Nothing, UpdateState>("update.state", |_, _, _| Ok(UpdateState::default())),
        desk_command::<Nothing, Option<UpdateFound>>("update.find", |_, _, _| Err(is_off())),
        desk_command::<Nothing, ()>("update.install", |_, _, _| Err(is_off())),
    ]
}
