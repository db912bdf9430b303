//! The desktop app with 50,000 candidates and their photos: lists, the start of the window, scrolling, memory.

use super::report::{Figure, Target};
use super::{example, number};
use crate::Failure;
use crate::process::{self, target_dir};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The figures; the school is made at the first run and kept beside the build.
pub(super) fn figures(folder: &Path) -> Result<Vec<Figure>, Failure> {
    let place = folder.join("desk");
    let text = place.to_string_lossy().into_owned();
    if !place.join("ready").exists() {
        if place.exists() {
            std::fs::remove_dir_all(&place)?;
        }
        let program = release("examples/desk_speed")?.to_string_lossy().into_owned();
        process::run(&program, &["prepare", &text], &[])?;
        std::fs::write(place.join("ready"), "")?;
    }
    let lines = example("desk_speed", &["measure", &text])?;
    let line = |key: &str| -> Result<&Value, Failure> {
        lines.iter().find(|line| line.get(key).is_some()).ok_or_else(|| format!("no “{key}”").into())
    };
    let (calls, printing) = (line("calls")?, line("print_seconds")?);
    let program = |name: &str| release(name).map(|path| path.to_string_lossy().into_owned());
    let (app, empty) = (program("kaozhan-desktop")?, program("examples/empty_window")?);
    let window = example("window_speed", &[&app, &empty, &text])?;
    let window = &window[window.len() - 1];
    let start = number(window, "start_seconds")? / number(window, "empty_seconds")?;
    Ok(vec![
        Figure::new(
            "50,000 candidates: start to the usable list, times an empty Tauri window",
            start,
            Target::AtMost(1.3),
        ),
        Figure::new(
            &format!(
                "50,000 candidates: list page, filter or search in Rust, p95 of {} calls, ms",
                number(calls, "calls")?
            ),
            number(calls, "p95_ms")?,
            Target::AtMost(50.0),
        ),
        Figure::new(
            "50,000 candidates: p95 of the slowest kind of list, ms",
            number(calls, "slowest_ms")?,
            Target::AtMost(50.0),
        ),
        Figure::new(
            "50,000 candidates: list page while tickets are printed, p95, ms",
            number(printing, "p95_ms")?,
            Target::AtMost(50.0),
        ),
        Figure::new(
            "scrolling 100 rows, longest frame, ms",
            number(window, "worst_frame_ms")?,
            Target::AtMost(100.0),
        ),
        Figure::new(
            "resident memory of the app's own process, MB",
            number(window, "resident_mb")?,
            Target::AtMost(300.0),
        ),
    ])
}

fn release(name: &str) -> Result<PathBuf, Failure> {
    Ok(target_dir()?.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
