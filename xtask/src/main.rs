//! `cargo xtask …`: everything that is done with the tree besides writing it.
//!
//! **Architecture invariant:** knows the product only by its command line and its files, as a user
//! does; of the crates it links nothing but the fixtures.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal")]

mod bench;
mod bindings;
mod checks;
mod cli_docs;
mod demo;
mod licences;
mod node;
mod package;
mod process;
mod requirements;
mod setup;
mod tidy;
mod ui;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <task>
  setup                install what a fresh Debian or Ubuntu lacks
  demo [--out DIR]     build, make a school of 1,200 candidates and do the whole work with it
  test                 formatting, lints, documentation, all tests, tidy, requirements, docs
  tidy                 who may depend on whom, file lengths, wording of the files
  requirements [--fill] docs/requirements.md against the sources; enter tests that name a requirement
  docs                 docs/cli.md from the program's help
  manual               the pictures of docs/用户手册, from the test of the window
  bindings             ui/src/api/generated.ts from the commands' types
  licences [--check]   assets/licences/third-party.csv from Cargo and npm
  ui                   build the page of the window
  package [deb|appimage|windows]
                       what people install: the package of this system, or the one named
  deny                 licences, advisories and sources of the libraries
  simulate [--seeds N] [--from S] [--steps N] [--mutations]
                       laptops and a server through accidents; each seed is a world of its own
  bench [NAME]         measure against peers, write docs/benchmarks.md
                       (tickets, photos, roster, seating, desk)";

/// What went wrong, in words for the terminal.
pub(crate) type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["setup"] => setup::run(),
        ["demo"] => demo::run(&root().join("demo-output")),
        ["demo", "--out", dir] => demo::run(&PathBuf::from(dir)),
        ["test"] => checks::run(),
        ["tidy"] => tidy::run(),
        ["requirements"] => requirements::run(),
        ["requirements", "--fill"] => requirements::fill(),
        ["docs"] => cli_docs::write(),
        ["manual"] => checks::manual(),
        ["bindings"] => bindings::write(),
        ["licences"] => licences::run(false),
        ["licences", "--check"] => licences::run(true),
        ["ui"] => ui::build(),
        ["package"] => package::run_all(),
        ["package", "deb"] => package::deb(),
        ["package", "appimage"] => package::appimage(),
        ["package", "windows"] => package::windows(),
        ["deny"] => checks::deny(),
        ["simulate", rest @ ..] => checks::simulate(rest),
        ["bench"] => bench::run(None),
        ["bench", name] => bench::run(Some(name)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the tree.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}
