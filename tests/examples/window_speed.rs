//! The real window with 50,000 candidates: how long from the start of the process to a usable list, against
//! an empty Tauri window; how smoothly the list scrolls; how much memory the app's own process takes.
//!
//! `window_speed APP EMPTY FOLDER` with the release builds of `kaozhan-desktop` and of the example
//! `empty_window`, and the folder that `desk_speed prepare` made. Prints a line of JSON: `start_seconds`,
//! `empty_seconds` (both the best of [`RUNS`]), `worst_frame_ms`, `frames`, `resident_mb`.
//!
//! The time of a person's typing doesn't count: the start is what the machine needs up to the field for the
//! passphrase, and then from each 确定 to what it leads to.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool of the benchmarks")]

use acceptance::window::Window;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// Starts of each window, in turns.
const RUNS: usize = 5;
const SIZE: (u32, u32) = (1366, 768);
const PASSPHRASE: &str = "考站-测速-口令-2026";
const ACCOUNT: &str = "cesu2026";
const PASSWORD: &str = "Kaozhan-2026-x";
/// A moment at which the plan of the school is being printed.
const NOW: &str = "2026-06-15T09:00";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [app, empty, folder] = arguments.as_slice() else { panic!("window_speed APP EMPTY FOLDER") };
    let (app, empty, folder) = (Path::new(app), Path::new(empty), Path::new(folder));
    let (mut best, mut of_empty) = (f64::MAX, f64::MAX);
    let mut last = None;
    for _ in 0..RUNS {
        let window = Window::start(empty, SIZE, &[]);
        of_empty = of_empty.min(seconds_until(&window, "#app p"));
        drop(window);
        drop(last.take());
        let (window, seconds) = started(app, folder);
        println!("empty {of_empty:.3} s, app {seconds:.3} s");
        best = best.min(seconds);
        last = Some(window);
    }
    let window = last.unwrap();
    let (worst, frames) = scrolled(&window);
    let resident = resident_mb(&window);
    println!(
        "{}",
        json!({ "start_seconds": best, "empty_seconds": of_empty, "worst_frame_ms": worst, "frames": frames,
            "resident_mb": resident })
    );
}

/// The app with its list of candidates, and the seconds that the machine took for that.
fn started(app: &Path, folder: &Path) -> (Window, f64) {
    let config = folder.join("设置").to_string_lossy().into_owned();
    let window = Window::start(app, SIZE, &[("KAOZHAN_CONFIG", &config), ("KAOZHAN_NOW", NOW)]);
    let mut seconds = seconds_until(&window, "input[type=password]");
    window.fill("工作区口令", PASSPHRASE);
    seconds += clicked(&window, "button[type=submit]", "input[autocomplete=username]");
    window.fill("账号", ACCOUNT);
    window.fill("密码", PASSWORD);
    seconds += clicked(&window, "button[type=submit]", ".kz-page");
    let rows = ".el-table__body tr.el-table__row";
    seconds += spent(&window, "location.hash = '#/candidates'", rows);
    (window, seconds)
}

/// Seconds from the start of the program's process until its page shows `css` and has drawn it.
fn seconds_until(window: &Window, css: &str) -> f64 {
    let shows = "const found = document.querySelector(arguments[0]); return found !== null && found.offsetParent !== null";
    while window.run(shows, json!([css])) != json!(true) {
        std::thread::sleep(Duration::from_millis(5));
    }
    window.run_later(
        "const done = arguments[arguments.length - 1];
         requestAnimationFrame(() => requestAnimationFrame(() => done(1)))",
        json!([]),
    );
    let processes = window.processes();
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", processes.first().unwrap())).unwrap();
    // Field 22, of which the first two stand before the last bracket: ticks from the machine's start.
    let ticks: f64 = stat.rsplit(')').next().unwrap().split_whitespace().nth(19).unwrap().parse().unwrap();
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
    uptime.split_whitespace().next().unwrap().parse::<f64>().unwrap() - ticks / 100.0
}

/// Seconds from a click on `button` until the page shows `css`.
fn clicked(window: &Window, button: &str, css: &str) -> f64 {
    let click = format!(
        "[...document.querySelectorAll({})].find((e) => e.offsetParent !== null && !e.disabled).click()",
        json!(button)
    );
    spent(window, &click, css)
}

/// Seconds from `action` until the page shows `css` and has drawn it, by the page's own clock.
fn spent(window: &Window, action: &str, css: &str) -> f64 {
    let script = format!(
        "const [css, done] = arguments;
         const began = performance.now();
         {action};
         const look = () => [...document.querySelectorAll(css)].some((e) => e.offsetParent !== null)
             ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)))
             : requestAnimationFrame(look);
         look()"
    );
    window.run_later(&script, json!([css])).as_f64().unwrap() / 1000.0
}

/// The longest frame in ms while a page of 100 candidates is scrolled up and down, and how many there were.
fn scrolled(window: &Window) -> (f64, u64) {
    window.click(".size .el-select__wrapper", "");
    window.click(".el-select-dropdown__item", "100");
    window.run_later(
        "const done = arguments[arguments.length - 1];
         const look = () => document.querySelectorAll('.el-table__body tr.el-table__row').length >= 100
             ? setTimeout(() => done(1), 500) : setTimeout(look, 50);
         look()",
        json!([]),
    );
    let answer: Value = window.run_later(
        "const done = arguments[arguments.length - 1];
         const box = document.querySelector('.el-table__body-wrapper .el-scrollbar__wrap');
         const gaps = []; let last = performance.now(); const began = last;
         const step = (now) => {
             gaps.push(now - last); last = now;
             box.scrollTop = (1 - Math.cos((now - began) / 600)) / 2 * (box.scrollHeight - box.clientHeight);
             if (now - began < 4000) requestAnimationFrame(step);
             else done([Math.max(...gaps.slice(1)), gaps.length, box.scrollHeight - box.clientHeight]);
         };
         requestAnimationFrame(step)",
        json!([]),
    );
    assert!(answer[2].as_f64().unwrap() > 1000.0, "there is nothing to scroll: {answer}");
    (answer[0].as_f64().unwrap(), answer[1].as_u64().unwrap())
}

/// Resident memory of the app's own process.
fn resident_mb(window: &Window) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", window.processes()[0])).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}
