//! The real window under a virtual display.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::first_run::{self, Keeping};
use acceptance::window::{Window, desktop_program};
use std::io::{BufRead, BufReader, Write};
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

/// A bus that starts nothing by itself.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A message bus of a desktop's session; ends with the value.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    /// The bus of a desktop, which starts the services of the system when they are asked for.
    fn of_desktop() -> Self {
        Self::start("--session")
    }

    /// A bus without services: else every window would start a keychain of the system, which outlives it.
    fn bare(folder: &Path) -> Self {
        let config = folder.join("bus.conf");
        std::fs::write(&config, BARE_BUS).unwrap();
        Self::start(&format!("--config-file={}", config.display()))
    }

    fn start(kind: &str) -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args([kind, "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is missing: cargo xtask setup");
        let mut line = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { daemon, address: line.trim().to_owned() }
    }

    /// Waits until somebody answers to `name`.
    fn waits_for(&self, name: &str) {
        let start = Instant::now();
        loop {
            let asked = Command::new("dbus-send")
                .args([
                    &format!("--bus={}", self.address),
                    "--print-reply",
                    "--dest=org.freedesktop.DBus",
                    "/",
                ])
                .args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")])
                .output()
                .unwrap();
            if String::from_utf8_lossy(&asked.stdout).contains("boolean true") {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{name} does not come");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A keychain of a desktop's session with its own folder; ends with the value.
struct Keyring(Child);

impl Keyring {
    fn start(bus: &Bus, home: &Path) -> Self {
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_RUNTIME_DIR", home)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon is missing: cargo xtask setup");
        daemon.stdin.take().unwrap().write_all(b"session-password").unwrap();
        bus.waits_for("org.freedesktop.secrets");
        Self(daemon)
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The key is kept in the keychain of the system, and opens the workspace without the passphrase.
#[test]
fn a_workspace_opens_by_the_keychain() {
    let folder = tempfile::tempdir().unwrap();
    let bus = Bus::of_desktop();
    let _keyring = Keyring::start(&bus, folder.path());
    let session = [("DBUS_SESSION_BUS_ADDRESS", bus.address.as_str())];
    let open = || Window::open_with(folder.path(), "2026-06-02T09:00", (1366, 768), &session);
    let window = open();
    first_run::found(&window, &folder.path().join("工作区"), Keeping::Keychain, |_| {});
    drop(window);
    let window = open();
    window.click("button", "用系统钥匙串打开");
    window.sees("连续 5 次输错密码");
    assert!(!window.shows("工作区口令"), "the passphrase is asked for");
}

/// A second start brings the first window to the front and ends.
#[test]
fn there_is_one_window() {
    let folder = tempfile::tempdir().unwrap();
    let bus = Bus::bare(folder.path());
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
