//! Prints the TypeScript of every command, for `cargo xtask bindings`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is the file")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match kaozhan_app::command_list::typescript() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(names) => {
            eprintln!("two types have one name: {}", names.join(", "));
            ExitCode::FAILURE
        }
    }
}
