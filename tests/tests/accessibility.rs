//! Every screen of the window in Chromium, looked over by axe-core in light and dark (ui/accessibility).
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::{Desk, PASSPHRASE};
use kaozhan_fixtures::{
    CERTIFICATE_CODE, CERTIFICATE_LEVEL, CERTIFICATE_NAME, PLAN_NUMBER, School, SchoolShape, clock,
};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const PASSWORD: &str = "Binhai-Kaowu-26";

/// The use cases behind a local address; ends with the value.
struct Bridge {
    server: Child,
    address: String,
}

impl Bridge {
    /// Starts one with its settings in `config`; `workspace` is opened and its 负责人 signed in.
    fn start(config: &Path, workspace: Option<&Path>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bridge"));
        command.args(["--port", "0", "--dist"]).arg(ui().join("dist")).arg("--config").arg(config);
        if let Some(folder) = workspace {
            command.arg("--workspace").arg(folder);
        }
        let mut server = command
            .env("KAOZHAN_PASSPHRASE", PASSPHRASE)
            .env("KAOZHAN_PASSWORD", PASSWORD)
            .env("KAOZHAN_NOW", clock::ARRANGEMENT)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let bridge = Self { server, address: line.trim().to_owned() };
        assert!(bridge.address.starts_with("http://"), "the bridge did not start");
        bridge
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn ui() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("ui")
}

/// A program on the path.
fn found(names: &[&str]) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&paths).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// Node.js: the one that `cargo xtask` installed where the system's is too old, else the system's.
fn node() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    // This test binary lies in <target>/debug/deps.
    let installed = own.ancestors().nth(3).unwrap().join("node/node_modules/node/bin/node");
    if installed.is_file() {
        installed
    } else {
        found(&["node"]).expect("node is missing: cargo xtask setup")
    }
}

/// A workspace in which every screen has something to show, and the roster it came from.
fn filled() -> (Desk, PathBuf) {
    let mut desk = Desk::with_workspace();
    let files = School::generate(7, &SchoolShape::small()).write_all(&desk.path("文件")).unwrap();
    let staff = desk.path("监考人员.xlsx");
    let certificate = [CERTIFICATE_CODE, CERTIFICATE_NAME, CERTIFICATE_LEVEL];
    let mut rows = vec![vec!["教师姓名", "手机号码", "证书编号", "证书名称", "证书等级"]];
    for (name, phone) in [("陶然", "13900000001"), ("何静", "13900000002"), ("罗明", "13900000003")] {
        rows.push([[name, phone].as_slice(), certificate.as_slice()].concat());
    }
    acceptance::write_sheet(&staff, "监考人员", &rows);
    // Without the corrections, so that faults, missing photos and refused rows are seen too.
    for (now, kind, file) in [
        (clock::SET_UP, "exam", &files.exam),
        (clock::SET_UP, "roster", &files.roster),
        (clock::SET_UP, "photos", &files.photos_zip),
        (clock::ROOMS, "rooms", &files.rooms),
        (clock::REGISTRATION, "registrations", &files.registrations),
        (clock::REGISTRATION, "invigilators", &staff),
    ] {
        desk.now = now.to_owned();
        let imported = desk.call(&["import", kind, file.to_str().unwrap()]);
        assert!(imported.count("accepted") > 0, "{kind}: {imported:?}");
    }
    desk.now = clock::ARRANGEMENT.to_owned();
    assert!(desk.call(&["seat", "--plan", PLAN_NUMBER, "--seed", "1"]).count("seated") > 0);
    (desk, files.roster)
}

/// Nothing serious or critical is found on any screen, nor on the dialogs that are opened there.
#[test]
fn every_screen_is_accessible_in_light_and_dark() {
    let browser = found(&["chromium", "chromium-browser", "google-chrome"])
        .expect("Chromium is missing: cargo xtask setup");
    assert!(ui().join("dist/desktop.html").exists(), "build the page first: cargo xtask ui");
    let (desk, roster) = filled();
    let first_run = Bridge::start(&desk.path("设置-空"), None);
    let work = Bridge::start(&desk.path("设置"), Some(&desk.workspace()));
    let told = serde_json::json!({
        "browser": browser,
        "first_run": first_run.address,
        "work": work.address,
        "password": PASSWORD,
        "passphrase": PASSPHRASE,
        "files": { "roster": roster, "fresh": desk.path("新工作区") },
    });
    let seen = Command::new(node())
        .arg("accessibility/check.mjs")
        .arg(told.to_string())
        .current_dir(ui())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&seen.stdout);
    assert!(seen.status.success(), "{said}{}", String::from_utf8_lossy(&seen.stderr));
}
