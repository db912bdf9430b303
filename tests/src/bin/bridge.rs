//! The use cases behind a local HTTP address, so that Chromium can show the window's page: for checks of
//! accessibility and for pictures. Not part of the product; answers 127.0.0.1 only.
//!
//! `bridge --port 4500 --dist ui/dist [--config DIR] [--workspace DIR]`; with a workspace, it is opened
//! with `KAOZHAN_PASSPHRASE` and its 负责人 is signed in: with `KAOZHAN_PASSWORD` by a real login, whose
//! account is made when there is none, else without an account, which can't prove its password.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool of the tests")]

use kaozhan_app::clock::Clock;
use kaozhan_app::desk::{Desk, Role, SignedIn};
use kaozhan_app::error::AppError;
use kaozhan_app::task::Progress;
use kaozhan_app::workspace::{App, Unlock};
use serde_json::{Value, json};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use tiny_http::{Header, Method, Request, Response, Server};

/// The policy of tauri.conf.json, so that a breach shows here too.
fn policy() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let config: Value =
        serde_json::from_str(&std::fs::read_to_string(root.join("tauri.conf.json")).unwrap()).unwrap();
    config["app"]["security"]["csp"].as_str().unwrap().replace("connect-src ipc:", "connect-src 'self' ipc:")
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).cloned()
    };
    let dist = PathBuf::from(value("--dist").unwrap_or_else(|| "ui/dist".to_owned()));
    let config = value("--config").map_or_else(|| std::env::temp_dir().join("kaozhan-bridge"), PathBuf::from);
    let port = value("--port").unwrap_or_else(|| "0".to_owned());
    let clock = Clock::from_environment().unwrap();
    let desk = Arc::new(Desk::new(clock, config));
    if let Some(folder) = value("--workspace") {
        let passphrase = std::env::var("KAOZHAN_PASSPHRASE").unwrap();
        let app = App::open(Path::new(&folder), &Unlock::passphrase(passphrase), clock).unwrap();
        sign_in(&desk, app);
    }
    let server = Server::http(format!("127.0.0.1:{port}")).unwrap();
    println!("http://{}/desktop.html", server.server_addr());
    let policy = policy();
    for request in server.incoming_requests() {
        let (desk, dist, policy) = (Arc::clone(&desk), dist.clone(), policy.clone());
        std::thread::spawn(move || {
            if *request.method() == Method::Post && request.url() == "/call" {
                call(&desk, request);
            } else {
                file(&dist, &policy, request);
            }
        });
    }
}

fn sign_in(desk: &Desk, app: App) {
    let Ok(password) = std::env::var("KAOZHAN_PASSWORD") else {
        return desk.enter(app, Some(SignedIn::new("zhoumin", "周敏", Role::Principal)));
    };
    desk.enter(app, None);
    let person = json!({ "account": "zhoumin", "name": "周敏", "phone": "13800000000", "password": password });
    let door = |name: &str| desk.call(name, person.clone(), None, &|_| {});
    if door("session.found").is_err() {
        door("session.login").unwrap();
    }
}

/// Lines of JSON as they come: progress, then `ok` or `error`.
struct Lines {
    receiver: std::sync::mpsc::Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.rest.is_empty() {
            match self.receiver.recv() {
                Ok(line) => self.rest = line,
                Err(_) => return Ok(0),
            }
        }
        let size = self.rest.len().min(buffer.len());
        buffer[..size].copy_from_slice(&self.rest[..size]);
        self.rest.drain(..size);
        Ok(size)
    }
}

fn call(desk: &Arc<Desk>, mut request: Request) {
    let mut body = String::new();
    if request.as_reader().read_to_string(&mut body).is_err() {
        return;
    }
    let (sender, receiver) = channel::<Vec<u8>>();
    let desk = Arc::clone(desk);
    std::thread::spawn(move || answer(&desk, &body, &sender));
    let lines = Lines { receiver, rest: Vec::new() };
    let header = Header::from_bytes("Content-Type", "application/x-ndjson; charset=utf-8").unwrap();
    let _ = request.respond(Response::new(200.into(), vec![header], lines, None, None));
}

fn answer(desk: &Desk, body: &str, sender: &Sender<Vec<u8>>) {
    let line = |value: Value| {
        let _ = sender.send(format!("{value}\n").into_bytes());
    };
    let Ok(mut asked) = serde_json::from_str::<Value>(body) else {
        return line(json!({ "error": AppError::new("request_invalid", "请求不是 JSON") }));
    };
    let name = asked["name"].as_str().unwrap_or_default().to_owned();
    // Dialogs of the system exist in the window only; here they are closed without a choice.
    if name.starts_with("dialog.") {
        return line(json!({ "ok": null }));
    }
    let task_id = asked["task_id"].as_str().map(ToOwned::to_owned);
    let sender = std::sync::Mutex::new(sender.clone());
    let report = |at: Progress<'_>| {
        let text = json!({ "progress": { "step": at.step, "done": at.done, "total": at.total } });
        let _ = sender.lock().unwrap().send(format!("{text}\n").into_bytes());
    };
    match desk.call(&name, asked["payload"].take(), task_id.as_deref(), &report) {
        Ok(value) => line(json!({ "ok": value })),
        Err(error) => line(json!({ "error": error })),
    }
}

fn file(dist: &Path, policy: &str, request: Request) {
    let url = request.url().split(['?', '#']).next().unwrap_or_default();
    let path = Path::new(url.trim_start_matches('/'));
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let found = if is_plain { std::fs::read(dist.join(path)).ok() } else { None };
    let kind = match path.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("ttf") => "font/ttf",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    let _ = match found {
        Some(bytes) => request.respond(
            Response::from_data(bytes)
                .with_header(Header::from_bytes("Content-Type", kind).unwrap())
                .with_header(Header::from_bytes("Content-Security-Policy", policy).unwrap()),
        ),
        None => request.respond(Response::from_string("not found").with_status_code(404)),
    };
}
