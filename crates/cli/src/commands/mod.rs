//! One function for each command: convert, call, print.

mod data;
mod people;
mod plan;
mod upkeep;

use crate::args::{Cli, Command, Global};
use crate::output::Output;
use crate::{DONE, passphrase};
use kaozhan_app::clock::Clock;
use kaozhan_app::error::{AppError, Result};
use kaozhan_app::workspace::App;

/// Runs the command; gives the exit code.
pub fn run(cli: &Cli, output: Output) -> Result<u8> {
    let global = &cli.global;
    match &cli.command {
        Command::Init(args) => upkeep::init(global, args, output),
        Command::Template(args) => data::template(global, args, output),
        Command::Import(args) => data::import(global, args, output),
        Command::Imports => data::imports(global, output),
        Command::Export(args) => data::export(global, args, output),
        Command::Candidates(args) => people::candidates(global, args, output),
        Command::Candidate(args) => people::candidate(global, args, output),
        Command::Name(args) => people::name(global, args, output),
        Command::Id(args) => people::id(args, output),
        Command::Seat(args) => plan::seat(global, args, output),
        Command::Print(args) => plan::print(global, args, output),
        Command::Check(args) => plan::check(global, args, output),
        Command::Room(args) => plan::room(global, args, output),
        Command::Registrations(args) => plan::registrations(global, args, output),
        Command::Plans => plan::plans(global, output),
        Command::Backup(args) => upkeep::backup(global, args, output),
        Command::Restore(args) => upkeep::restore(global, args, output),
        Command::Doctor => upkeep::doctor(global, output),
        Command::Settings(args) => upkeep::settings(global, args, output),
        Command::Manual => {
            crate::output::page(&crate::manual::page());
            Ok(DONE)
        }
    }
}

/// Whether a failure is about how the command was written.
pub fn is_usage(error: &AppError) -> bool {
    matches!(
        error.code.as_str(),
        "usage"
            | "clock"
            | "map_format"
            | "set_format"
            | "layout_unknown"
            | "mix_unknown"
            | "status_unknown"
            | "id_type_unknown"
            | "field_unknown"
            | "pinyin_u_unknown"
            | "number_rule"
            | "seat_format"
            | "confirmation_missing"
            | "passphrase_missing"
    )
}

/// Opens the workspace.
fn open(global: &Global) -> Result<App> {
    let clock = Clock::from_environment()?;
    // Said before a passphrase is asked for.
    if !App::exists(&global.workspace) {
        return Err(AppError::new(
            "workspace_missing",
            format!("文件夹“{}”里没有工作区", global.workspace.display()),
        )
        .hint("请检查 --workspace 指定的文件夹，或先用 kaozhan init 新建工作区"));
    }
    App::open(&global.workspace, &passphrase::find(global, false)?, clock)
}

/// Refuses a deletion that was not confirmed.
fn confirmed(yes: bool, what: &str) -> Result<()> {
    if yes {
        return Ok(());
    }
    Err(AppError::new("confirmation_missing", format!("{what}不能撤销，没有执行")).hint("确认无误请加 --yes"))
}
