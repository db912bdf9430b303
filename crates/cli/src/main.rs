//! The `kaozhan` command: reads arguments, calls the use cases, prints what they give.

mod args;
mod commands;
mod manual;
mod output;
mod passphrase;
mod usage;

use args::Cli;
use clap::Parser;
use clap::error::ErrorKind;
use output::Output;
use std::process::ExitCode;

/// Everything was done.
pub const DONE: u8 = 0;
/// Failed, and nothing was changed.
pub const FAILED: u8 = 1;
/// Wrong usage.
pub const USAGE: u8 = 2;
/// Finished, but some rows were refused.
pub const PARTLY: u8 = 3;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(unusable(&error)),
    };
    let output = Output { json: cli.global.json };
    let code = match commands::run(&cli, output) {
        Ok(code) => code,
        Err(error) => {
            output.failure(&error);
            // What only the user can mend by writing the command differently is wrong usage.
            if commands::is_usage(&error) { USAGE } else { FAILED }
        }
    };
    ExitCode::from(code)
}

/// Help and version go to stdout; everything else is wrong usage.
fn unusable(error: &clap::Error) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output::page(&manual::chinese(&error.to_string()));
            DONE
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output::complain(&manual::chinese(&error.to_string()));
            USAGE
        }
        _ => {
            let json = std::env::args().any(|argument| argument == "--json");
            Output { json }.failure(&kaozhan_app::error::AppError::new("usage", usage::message(error)));
            USAGE
        }
    }
}
