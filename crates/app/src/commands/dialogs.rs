//! Dialogs of the system. Only the window has them: it answers these calls itself and never passes them
//! on; their types stand here so that the page knows them.

use super::{Command, desk_command};
use crate::error::AppError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Kinds of files that are offered.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FileFilter {
    /// As shown.
    pub name: String,
    /// Without the dot.
    pub extensions: Vec<String>,
}

/// Asks for files or folders that exist.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct DialogOpen {
    /// Title of the dialog.
    pub title: String,
    /// Folders instead of files.
    pub folder: bool,
    /// More than one.
    pub multiple: bool,
    /// Kinds of files.
    pub filters: Vec<FileFilter>,
}

/// Asks where to write a file.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct DialogSave {
    /// Title of the dialog.
    pub title: String,
    /// The proposed name.
    pub default_name: String,
    /// Kinds of files.
    pub filters: Vec<FileFilter>,
}

/// Opens a finished file, or a folder, in the system's own program.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct DialogShow {
    /// The file or folder.
    pub path: String,
}

/// What was chosen; empty when the dialog was closed.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct PathAnswer {
    /// Whole paths.
    pub paths: Vec<String>,
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    let no_window = || AppError::new("no_window", "这里没有系统窗口，不能打开文件对话框");
    vec![
        desk_command::<DialogOpen, PathAnswer>("dialog.open", move |_, _, _| Err(no_window())),
        desk_command::<DialogSave, PathAnswer>("dialog.save", move |_, _, _| Err(no_window())),
        desk_command::<DialogShow, PathAnswer>("dialog.show", move |_, _, _| Err(no_window())),
    ]
}
