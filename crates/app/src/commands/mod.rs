//! What the window calls: one module per feature; each command converts a request, calls a use case
//! and converts the answer. Document and phone numbers are masked here, before they leave.

pub mod accounts;
pub mod attendance;
pub mod backups;
pub mod candidates;
pub mod dialogs;
pub mod home;
pub mod imports;
pub mod invigilators;
pub mod photos;
pub mod plans;
pub mod printing;
pub mod registrations;
pub mod reveal;
pub mod rooms;
pub mod search;
pub mod seating;
pub mod session;
pub mod system;
pub mod trail;
pub mod updates;
pub mod workspaces;

use crate::desk::{Desk, Permission, Session};
use crate::error::{AppError, Result};
use crate::scope::{self, Concerns, concerns};
use crate::task::Task;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

type Run = Box<dyn Fn(&Desk, Value, &Task<'_>) -> Result<Value> + Send + Sync>;

/// A command: its name, what it does, and its types for the window.
pub struct Command {
    /// `feature.verb`.
    pub name: &'static str,
    run: Run,
    /// Tells the generator of the bindings the types of request and response.
    pub(crate) describe: fn(&mut crate::command_list::Bindings, &'static str),
}

impl Command {
    /// Runs it.
    pub(crate) fn run(&self, desk: &Desk, payload: Value, task: &Task<'_>) -> Result<Value> {
        (self.run)(desk, payload, task)
    }
}

/// The request of a command that needs none.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
pub struct Nothing {}

concerns! { nothing: Nothing }

/// A command of a signed-in person who has `permission`, about nothing outside the certificates that they
/// manage.
pub(crate) fn command<Q, R>(
    name: &'static str,
    permission: Permission,
    work: impl Fn(&Session<'_>, Q, &Task<'_>) -> Result<R> + Send + Sync + 'static,
) -> Command
where
    Q: Concerns + DeserializeOwned + TS + 'static,
    R: Serialize + TS + 'static,
{
    desk_command(name, move |desk, request: Q, task| {
        let session = desk.session()?;
        session.require(permission)?;
        scope::check_request(&session.app, &request)?;
        work(&session, request, task)
    })
}

/// A command that also works before anybody is signed in.
pub(crate) fn desk_command<Q, R>(
    name: &'static str,
    work: impl Fn(&Desk, Q, &Task<'_>) -> Result<R> + Send + Sync + 'static,
) -> Command
where
    Q: DeserializeOwned + TS + 'static,
    R: Serialize + TS + 'static,
{
    let run = move |desk: &Desk, payload: Value, task: &Task<'_>| {
        let request = serde_json::from_value(payload)
            .map_err(|error| AppError::new("request_invalid", format!("界面传来的内容不对：{error}")))?;
        let answer = work(desk, request, task)?;
        serde_json::to_value(answer)
            .map_err(|error| AppError::new("response_invalid", format!("结果不能转换：{error}")))
    };
    Command { name, run: Box::new(run), describe: crate::command_list::describe::<Q, R> }
}
