//! Runs the simulator: `--seeds N [--from S] [--steps N] [--mutations]`.

use kaozhan_sync::mutation::Mutation;
use kaozhan_sync::simulation::{Options, Totals, run};
use std::process::ExitCode;
use std::time::Instant;

fn number(name: &str, default: u64) -> u64 {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1).and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn broken(seed: u64, options: Options) -> Result<Totals, String> {
    std::panic::catch_unwind(|| run(seed, options)).unwrap_or_else(|_| Err("panic".to_owned()))
}

#[allow(clippy::print_stdout, reason = "a program for the terminal")]
fn main() -> ExitCode {
    let (seeds, from) = (number("--seeds", 1_000), number("--from", 0));
    let steps = usize::try_from(number("--steps", 300)).unwrap_or(300);
    let options = Options { steps, ..Options::default() };
    if std::env::args().any(|argument| argument == "--mutations") {
        std::panic::set_hook(Box::new(|_| {}));
        for (name, mutation) in Mutation::each() {
            let failures: Vec<String> = (from..from + seeds)
                .filter_map(|seed| broken(seed, Options { mutation, ..options }).err())
                .collect();
            let first = failures.first().map_or("", |why| why.split(' ').next().unwrap_or(""));
            println!("{name:>22}: caught by {} of {seeds} seeds, first by {first}", failures.len());
        }
        return ExitCode::SUCCESS;
    }
    let begin = Instant::now();
    let (mut totals, mut failures) = (Totals::default(), 0u64);
    for seed in from..from + seeds {
        match run(seed, options) {
            Ok(of) => totals.add(&of),
            Err(why) => {
                failures += 1;
                if failures <= 10 {
                    println!("seed {seed}: {}", why.chars().take(1_500).collect::<String>());
                }
            }
        }
    }
    print!("{totals}");
    println!("{seeds} seeds from {from} in {:.1} s, {failures} failures", begin.elapsed().as_secs_f64());
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
