//! `docs/benchmarks.md`: the machine, the figures and whether they meet their targets.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// What a figure must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Target {
    AtLeast(f64),
    AtMost(f64),
}

/// A measured figure.
pub(super) struct Figure {
    name: String,
    value: f64,
    target: Target,
}

impl Figure {
    pub(super) fn new(name: &str, value: f64, target: Target) -> Self {
        Self { name: name.to_owned(), value, target }
    }

    /// Whether the target is met; a figure that is no number never is.
    pub(super) fn met(&self) -> bool {
        match self.target {
            Target::AtLeast(least) => self.value >= least,
            Target::AtMost(most) => self.value <= most,
        }
    }
}

/// The page.
pub(super) fn text(figures: &[Figure]) -> String {
    let mut text = String::from("# Benchmarks\n\n`cargo xtask bench` writes this file.\n\n");
    for (what, value) in machine() {
        let _ = writeln!(text, "- {what}: {value}");
    }
    text.push_str("\n| figure | value | target | met |\n|---|---:|---:|---|\n");
    for figure in figures {
        let target = match figure.target {
            Target::AtLeast(least) => format!("≥ {least}"),
            Target::AtMost(most) => format!("≤ {most}"),
        };
        let met = if figure.met() { "yes" } else { "**no**" };
        let _ = writeln!(text, "| {} | {:.2} | {target} | {met} |", figure.name, figure.value);
    }
    text.push_str("\nEach ratio compares two measurements of the same run. Peers read the same files and draw the same content.\n");
    text
}

fn machine() -> Vec<(&'static str, String)> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, key: &str| {
        text.lines()
            .find(|line| line.starts_with(key))
            .and_then(|line| line.split([':', '=']).nth(1))
            .map_or_else(|| "unknown".to_owned(), |value| value.trim().trim_matches('"').to_owned())
    };
    let memory = field(&read("/proc/meminfo"), "MemTotal");
    let memory = memory
        .split_whitespace()
        .next()
        .and_then(|kb| kb.parse::<u64>().ok())
        .map_or(memory.clone(), |kb| format!("{:.1} GiB", kb as f64 / 1_048_576.0));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc =
        rustc.map_or_else(|_| "unknown".into(), |o| String::from_utf8_lossy(&o.stdout).trim().to_owned());
    vec![
        ("processor", field(&read("/proc/cpuinfo"), "model name")),
        ("cores", cores.to_string()),
        ("memory", memory),
        ("system", field(&read("/etc/os-release"), "PRETTY_NAME")),
        ("compiler", rustc),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_target_shows() {
        let figures = [
            Figure::new("fast", 6.0, Target::AtLeast(5.0)),
            Figure::new("slow", 4.0, Target::AtLeast(5.0)),
            Figure::new("large", f64::NAN, Target::AtMost(200.0)),
        ];
        assert_eq!(figures.each_ref().map(|figure| figure.met()), [true, false, false]);
        let page = text(&figures);
        assert!(page.contains("| slow | 4.00 | ≥ 5 | **no** |"), "{page}");
        assert!(page.contains("- cores: "));
    }
}
