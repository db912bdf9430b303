//! The real window under a virtual display.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::window::{Window, desktop_program};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn the_window_opens_and_asks_for_a_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(folder.path(), "2026-06-02T09:00");
    window.sees("建立工作区");
    // The page has the one command and nothing else of the system's.
    let refused = window.run_later(
        "const [path, done] = arguments;
        window.__TAURI_INTERNALS__.invoke('plugin:opener|open_path', { path })
            .then(() => done('opened'), (error) => done(String(error)))",
        serde_json::json!(["/etc/passwd"]),
    );
    assert!(refused.as_str().unwrap().contains("not allowed"), "{refused}");
    window.picture(&folder.path().join("first-run.png"));
}

/// Every part of the page can be loaded in the window: what Chromium takes, WebKit with frozen prototypes may not.
#[test]
fn every_part_of_the_page_loads() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(folder.path(), "2026-06-02T09:00");
    window.sees("建立工作区");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist/assets");
    let parts =
        std::fs::read_dir(assets).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // Workers are no modules of the page.
    let parts: Vec<String> = parts.filter(|name| name.ends_with(".js") && !name.contains("worker")).collect();
    assert!(parts.len() > 20, "{parts:?}");
    for part in parts {
        let script = "const [part, done] = arguments;
            import('./assets/' + part).then(() => done(''), (fault) => done(String(fault) + fault.stack))";
        let fault = window.run_later(script, serde_json::json!([part]));
        assert_eq!(fault, "", "{part}");
    }
}

/// A message bus of a desktop's session; ends with the value.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is missing: cargo xtask setup");
        let mut line = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { daemon, address: line.trim().to_owned() }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A second start brings the first window to the front and ends.
#[test]
fn there_is_one_window() {
    let folder = tempfile::tempdir().unwrap();
    let bus = Bus::start();
    let session = [("DBUS_SESSION_BUS_ADDRESS", bus.address.as_str())];
    let window = Window::open_with(folder.path(), "2026-06-02T09:00", (1366, 768), &session);
    window.sees("建立工作区");
    let mut second = Command::new(desktop_program())
        .env("DISPLAY", window.display())
        .env("KAOZHAN_CONFIG", folder.path())
        .envs(session)
        .spawn()
        .unwrap();
    let start = Instant::now();
    let ended = loop {
        if let Some(status) = second.try_wait().unwrap() {
            break status.success();
        }
        if start.elapsed() > Duration::from_secs(30) {
            let _ = second.kill();
            break false;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    assert!(ended, "the second one goes on");
    window.sees("建立工作区");
}
