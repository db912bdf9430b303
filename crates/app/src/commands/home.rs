//! 工作台.

use super::{Command, Nothing, command};
use crate::desk::Permission;
use crate::home;

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![command("home.overview", Permission::View, |session, _: Nothing, _| home::overview(&session.app))]
}
