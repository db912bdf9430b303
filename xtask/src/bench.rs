//! `bench`: the product against its peers on this machine. Every figure that counts is a ratio of two
//! measurements of the same run, because machines differ and days differ.
//!
//! The release examples do the measuring of our side; each prints JSON lines on its output:
//! - `ticket_speed COUNT FOLDER`: `tickets`, `seconds`, `copy_seconds`, `peak_mb`; leaves
//!   `FOLDER/photos/1.jpg …` for the peer.
//! - `photo_speed`: `photos`, `seconds`, `decode_seconds`.
//! - `roster_import_speed FILE`: `rows`, `seconds`, `calamine_seconds`, `peak_mb`.
//! - `seating_speed`: `name`, `candidates`, `rooms`, `cpu_seconds`, `pairs`, `bound`.
//! - `desk_speed measure FOLDER` and `window_speed APP EMPTY FOLDER`: see there.

mod desk;
mod report;
mod tickets;

use crate::process::{self, cargo};
use crate::{Failure, root, ui};
use report::{Figure, Target};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const TICKETS: usize = 1000;
const MANY_TICKETS: usize = 5000;
const ROSTER_ROWS: usize = 20_000;

/// Runs one benchmark, or all; all of them write `docs/benchmarks.md`.
pub(crate) fn run(only: Option<&str>) -> Result<(), Failure> {
    const NAMES: [&str; 5] = ["tickets", "photos", "roster", "seating", "desk"];
    if let Some(name) = only.filter(|name| !NAMES.contains(name)) {
        return Err(format!("no benchmark {name}; there are {}", NAMES.join(", ")).into());
    }
    let wanted = |name: &str| only.is_none_or(|only| only == name);
    let folder = process::target_dir()?.join("bench");
    fs::create_dir_all(&folder)?;
    build(wanted("desk"))?;
    let mut figures = Vec::new();
    if wanted("seating") {
        figures.extend(seating()?);
    }
    if wanted("photos") {
        figures.extend(photos()?);
    }
    if wanted("roster") {
        figures.extend(roster(&folder)?);
    }
    if wanted("tickets") {
        figures.extend(printing(&folder)?);
    }
    if wanted("desk") {
        figures.extend(desk::figures(&folder)?);
    }
    let text = report::text(&figures);
    println!("\n{text}");
    if only.is_none() {
        let path = root().join("docs/benchmarks.md");
        fs::write(&path, text)?;
        println!("wrote {}", path.display());
    }
    let missed = figures.iter().filter(|figure| !figure.met()).count();
    if missed > 0 { Err(format!("{missed} targets missed").into()) } else { Ok(()) }
}

/// Builds what measures our side, all at once, so that every library is compiled once; with `desk` also the
/// app with its page inside.
fn build(desk: bool) -> Result<(), Failure> {
    let mut packages = vec!["kaozhan-domain", "kaozhan-documents", "kaozhan-app"];
    let mut examples = vec!["seating_speed", "photo_speed", "ticket_speed", "roster_import_speed"];
    if desk {
        ui::build()?;
        packages.extend(["kaozhan-desktop", "acceptance"]);
        examples.extend(["desk_speed", "empty_window", "window_speed"]);
    }
    let mut line = vec!["build", "--release"];
    line.extend(packages.iter().flat_map(|package| ["--package", package]));
    line.extend(examples.iter().flat_map(|example| ["--example", example]));
    if desk {
        line.extend(["--bin", "kaozhan-desktop", "--features", "kaozhan-desktop/custom-protocol"]);
    }
    process::run(&cargo(), &line, &[])?;
    Ok(())
}

/// JSON lines that a release example prints.
fn example(name: &str, arguments: &[&str]) -> Result<Vec<Value>, Failure> {
    println!("\n$ {name} {}", arguments.join(" "));
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let program = process::target_dir()?.join("release/examples").join(file);
    let output = process::output(&program.to_string_lossy(), arguments)?;
    print!("{output}");
    let found: Vec<Value> = output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if found.is_empty() {
        return Err(format!("{name} printed no JSON line").into());
    }
    Ok(found)
}

/// A number of a JSON line.
fn number(line: &Value, key: &str) -> Result<f64, Failure> {
    line[key].as_f64().ok_or_else(|| format!("no number “{key}” in {line}").into())
}

fn seating() -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for line in example("seating_speed", &[])? {
        let name = format!(
            "seating, {}: {} candidates, {} rooms",
            line["name"].as_str().unwrap_or_default(),
            number(&line, "candidates")?,
            number(&line, "rooms")?
        );
        figures.push(Figure::new(
            &format!("{name}, CPU s"),
            number(&line, "cpu_seconds")?,
            Target::AtMost(1.0),
        ));
        let above = number(&line, "pairs")? - number(&line, "bound")?;
        figures.push(Figure::new(&format!("{name}, pairs above the bound"), above, Target::AtMost(0.0)));
    }
    Ok(figures)
}

fn photos() -> Result<Vec<Figure>, Failure> {
    let lines = example("photo_speed", &[])?;
    let line =
        lines.iter().find(|line| line["photos"].as_u64() == Some(2000)).ok_or("no line for 2,000 photos")?;
    let ratio = number(line, "seconds")? / number(line, "decode_seconds")?;
    Ok(vec![Figure::new("2,000 photos checked, times one full decode of each", ratio, Target::AtMost(2.0))])
}

fn roster(folder: &Path) -> Result<Vec<Figure>, Failure> {
    let file = folder.join(format!("roster-{ROSTER_ROWS}.xlsx"));
    if !file.exists() {
        kaozhan_fixtures::large_roster(&file, 1, ROSTER_ROWS)?;
    }
    let file = file.to_string_lossy().into_owned();
    let lines = example("roster_import_speed", &[&file])?;
    let ours = &lines[lines.len() - 1];
    let peer = peer(&["openpyxl", &file])?;
    let seconds = number(ours, "seconds")?;
    let read = number(&peer, "seconds")?;
    let version = peer["version"].as_str().unwrap_or_default();
    Ok(vec![
        Figure::new(
            &format!("roster of 20,000 rows imported, times faster than openpyxl {version} only reading it"),
            read / seconds,
            Target::AtLeast(5.0),
        ),
        Figure::new(
            "roster import, times calamine only reading the file",
            seconds / number(ours, "calamine_seconds")?,
            Target::AtMost(4.0),
        ),
        Figure::new("roster import, peak MB", number(ours, "peak_mb")?, Target::AtMost(120.0)),
    ])
}

fn printing(folder: &Path) -> Result<Vec<Figure>, Failure> {
    let place = folder.join("tickets").to_string_lossy().into_owned();
    let lines = example("ticket_speed", &[&TICKETS.to_string(), &place])?;
    let ours = &lines[lines.len() - 1];
    tickets::write_input(Path::new(&place), TICKETS)?;
    let fonts = root().join("assets/fonts").to_string_lossy().into_owned();
    let peer = peer(&["typst", &place, &fonts])?;
    let many = folder.join("many-tickets").to_string_lossy().into_owned();
    let lines = example("ticket_speed", &[&MANY_TICKETS.to_string(), &many])?;
    let seconds = number(ours, "seconds")?;
    let version = peer["version"].as_str().unwrap_or_default();
    Ok(vec![
        Figure::new(
            &format!("1,000 tickets, times faster than Typst {version}"),
            number(&peer, "seconds")? / seconds,
            Target::AtLeast(5.0),
        ),
        Figure::new(
            "1,000 tickets, times reading and writing the same bytes",
            seconds / number(ours, "copy_seconds")?,
            Target::AtMost(10.0),
        ),
        Figure::new(
            "5,000 tickets, peak MB",
            number(&lines[lines.len() - 1], "peak_mb")?,
            Target::AtMost(200.0),
        ),
    ])
}

/// Runs a peer in an environment of its own.
fn peer(arguments: &[&str]) -> Result<Value, Failure> {
    let python = environment()?.to_string_lossy().into_owned();
    let script = root().join("xtask/bench/peers.py").to_string_lossy().into_owned();
    let mut line = vec![script.as_str()];
    line.extend(arguments);
    let output = process::output(&python, &line)?;
    println!("{}: {}", arguments[0], output.trim());
    let last = output.lines().last().ok_or("the peer printed nothing")?;
    Ok(serde_json::from_str(last)?)
}

/// A Python environment with the peers, made at first use.
fn environment() -> Result<PathBuf, Failure> {
    let home = process::target_dir()?.join("bench").join("python");
    let python = if cfg!(windows) { home.join("Scripts/python.exe") } else { home.join("bin/python") };
    if !python.exists() {
        let home = home.to_string_lossy().into_owned();
        process::run("python3", &["-m", "venv", &home], &[])?;
        let program = python.to_string_lossy().into_owned();
        process::run(&program, &["-m", "pip", "install", "--quiet", "typst", "openpyxl"], &[])?;
    }
    Ok(python)
}
