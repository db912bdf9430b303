//! The real window under Xvfb, driven through WebKitWebDriver as a user would drive it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// How long a user would wait before calling it broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// The built desktop app with the page inside, built now if it isn't there or is old.
pub fn desktop_program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        assert!(root.join("ui/dist/desktop.html").exists(), "build the page first: cargo xtask ui");
        crate::built("kaozhan-desktop", &["--package", "kaozhan-desktop", "--features", "custom-protocol"])
    })
}

/// A virtual display; ends with the value.
pub struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// Starts one of this size.
    pub fn start(width: u32, height: u32) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{width}x{height}x24")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is missing: cargo xtask setup");
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { server, name: format!(":{}", line.trim()) }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The app in its window. Every method waits as long as a user would and fails the test after that.
pub struct Window {
    program: PathBuf,
    session: String,
    driver: Child,
    display: Display,
}

/// Where WebDriver puts the id of an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Window {
    /// Starts the app with its settings in `config` and the clock at `now`.
    pub fn open(config: &Path, now: &str) -> Self {
        Self::open_sized(config, now, 1366, 768)
    }

    /// As [`Self::open`], on a display of this size.
    pub fn open_sized(config: &Path, now: &str, width: u32, height: u32) -> Self {
        Self::open_with(config, now, (width, height), &[])
    }

    /// As [`Self::open_sized`], with more of the environment.
    pub fn open_with(config: &Path, now: &str, size: (u32, u32), more: &[(&str, &str)]) -> Self {
        let config = config.to_string_lossy();
        let own = [("KAOZHAN_CONFIG", config.as_ref()), ("KAOZHAN_NOW", now)];
        let window = Self::start(desktop_program(), size, &[&own, more].concat());
        window.find("#app *");
        let rect = json!({ "x": 0, "y": 0, "width": size.0, "height": size.1 });
        let _ = post(&format!("{}/window/rect", window.session), &rect);
        window
    }

    /// Starts any program with a web view, and does not wait for its page.
    pub fn start(program: &Path, (width, height): (u32, u32), environment: &[(&str, &str)]) -> Self {
        let display = Display::start(width, height);
        // Nobody else gets the port between here and the driver's start in practice.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("DISPLAY", &display.name)
            .envs(environment.iter().copied())
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver is missing: cargo xtask setup");
        let base = format!("http://127.0.0.1:{port}/session");
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": program, "args": [] } } } });
        let opened = patiently("the window did not open", || post(&base, &wanted).ok());
        let session = opened["sessionId"].as_str().unwrap().to_owned();
        Self { program: program.to_owned(), session: format!("{base}/{session}"), driver, display }
    }

    /// Kills the program itself, as a crash or a power cut would; false when it is not running.
    pub fn kill_app(&self) -> bool {
        self.processes().iter().fold(false, |killed, id| {
            killed | Command::new("kill").args(["-KILL", id]).status().is_ok_and(|done| done.success())
        })
    }

    /// Numbers of the program's own processes, without those of the web view.
    pub fn processes(&self) -> Vec<String> {
        let mine = format!("DISPLAY={}", self.display.name).into_bytes();
        let program = self.program.canonicalize().unwrap();
        let entries = std::fs::read_dir("/proc").unwrap().flatten();
        let own = entries.filter(|entry| {
            std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program)
                && std::fs::read(entry.path().join("environ"))
                    .is_ok_and(|all| all.split(|byte| *byte == 0).any(|one| one == mine))
        });
        own.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// The display it stands on, such as `:7`.
    pub fn display(&self) -> &str {
        &self.display.name
    }

    /// Runs JavaScript in the page with `arguments`.
    pub fn run(&self, script: &str, arguments: Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        post(&format!("{}/execute/sync", self.session), &body)
            .unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    /// Runs JavaScript that answers through the function in its last argument.
    pub fn run_later(&self, script: &str, arguments: Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        post(&format!("{}/execute/async", self.session), &body)
            .unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    fn element(&self, css: &str) -> Option<String> {
        let body = json!({ "using": "css selector", "value": css });
        let found = post(&format!("{}/element", self.session), &body).ok()?;
        Some(found[ELEMENT].as_str()?.to_owned())
    }

    /// Waits for a visible element; gives its WebDriver id.
    pub fn find(&self, css: &str) -> String {
        patiently(&format!("no {css}"), || self.element(css))
    }

    /// Waits until the page shows `text` anywhere.
    pub fn sees(&self, text: &str) {
        let has = "return document.body.innerText.includes(arguments[0])";
        let start = Instant::now();
        while self.run(has, json!([text])) != json!(true) {
            assert!(start.elapsed() < PATIENCE, "“{text}” is not on the page:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Whether the page shows `text` now.
    pub fn shows(&self, text: &str) -> bool {
        self.run("return document.body.innerText.includes(arguments[0])", json!([text])) == json!(true)
    }

    /// What the page says.
    pub fn text(&self) -> String {
        self.run("return document.body.innerText", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Clicks the first visible, enabled element of `css` whose text is or holds `text`.
    pub fn click(&self, css: &str, text: &str) {
        let script = "const [css, text] = arguments;
            const seen = [...document.querySelectorAll(css)].filter((e) => e.offsetParent !== null &&
                !e.disabled && !e.classList.contains('is-disabled'));
            const said = (e) => (e.innerText || e.getAttribute('aria-label') || e.title || '').trim();
            return seen.find((e) => said(e) === text) ?? seen.find((e) => said(e).includes(text)) ?? null";
        let found = patiently(&format!("nothing to click: {css} “{text}”"), || {
            self.run(script, json!([css, text]))[ELEMENT].as_str().map(ToOwned::to_owned)
        });
        self.click_element(&found);
    }

    /// Clicks an element by its id; scrolled into view by the driver.
    pub fn click_element(&self, id: &str) {
        patiently("the element can't be clicked", || {
            post(&format!("{}/element/{id}/click", self.session), &json!({})).ok()
        });
    }

    /// Types into the field with this label (or placeholder), replacing what is there.
    pub fn fill(&self, label: &str, text: &str) {
        let script = "const label = arguments[0];
            const fields = [...document.querySelectorAll('input, textarea')].filter((e) => e.offsetParent !== null);
            const said = (e) => [e.getAttribute('aria-label'), e.placeholder, e.title,
                ...[...(e.labels ?? [])].map((l) => l.innerText),
                e.closest('label')?.innerText, e.closest('.el-form-item')?.querySelector('.el-form-item__label')?.innerText]
                .filter(Boolean).map((s) => s.replace('*', '').trim());
            return fields.find((e) => said(e).includes(label)) ?? fields.find((e) => said(e).some((s) => s.includes(label))) ?? null";
        let id = patiently(&format!("no field “{label}”"), || {
            self.run(script, json!([label]))[ELEMENT].as_str().map(ToOwned::to_owned)
        });
        self.run("arguments[0].focus(); arguments[0].select()", json!([{ ELEMENT: id }]));
        self.keys(&id, text);
    }

    /// Goes to a page by its address, such as `/import?kind=roster`.
    pub fn go(&self, path: &str) {
        self.run("location.hash = arguments[0]", json!([format!("#{path}")]));
    }

    /// Waits until the page no longer shows `text`.
    pub fn sees_no_more(&self, text: &str) {
        patiently(&format!("“{text}” stays on the page"), || (!self.shows(text)).then_some(()));
    }

    /// Moves one element onto another with the mouse, as a hand would, in steps.
    pub fn drag(&self, from: &str, to: &str) {
        let at = |id: &str| json!({ "type": "pointerMove", "duration": 120, "x": 0, "y": 0, "origin": { ELEMENT: id } });
        let moves = json!({ "actions": [{
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
            "actions": [at(from), { "type": "pointerDown", "button": 0 },
                { "type": "pointerMove", "duration": 120, "x": 12, "y": 8, "origin": { ELEMENT: from } },
                at(to), { "type": "pause", "duration": 400 }, { "type": "pointerUp", "button": 0 }],
        }] });
        post(&format!("{}/actions", self.session), &moves).unwrap();
    }

    /// Presses a key on whatever has the focus; see the table of keys in the WebDriver standard.
    pub fn press(&self, key: char) {
        let presses = json!({ "actions": [{ "type": "key", "id": "keys", "actions": [
            { "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }] }] });
        post(&format!("{}/actions", self.session), &presses).unwrap();
    }

    /// Types keys into an element.
    pub fn keys(&self, id: &str, text: &str) {
        post(&format!("{}/element/{id}/value", self.session), &json!({ "text": text })).unwrap();
    }

    /// Saves a picture of the page once it is calm: nothing is being drawn or faded any more.
    pub fn picture(&self, file: &Path) {
        let calm = "const done = arguments[arguments.length - 1];
            const until = Date.now() + 20000;
            const ends = (one) => one.effect?.getComputedTiming().iterations !== Infinity;
            const isBusy = () => document.querySelector('.skeleton') !== null ||
                document.getAnimations().some((one) => one.playState === 'running' && ends(one));
            const look = () => isBusy() && Date.now() < until ? setTimeout(look, 100)
                : requestAnimationFrame(() => requestAnimationFrame(() => done(1)));
            setTimeout(look, 100)";
        self.run_later(calm, json!([]));
        let shot = get(&format!("{}/screenshot", self.session)).unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, STANDARD.decode(shot.as_str().unwrap()).unwrap()).unwrap();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = ureq::delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn patiently<T>(otherwise: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = attempt() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "{otherwise}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn post(url: &str, body: &Value) -> Result<Value, String> {
    answer(ureq::post(url).config().http_status_as_error(false).build().send_json(body))
}

fn get(url: &str) -> Result<Value, String> {
    answer(ureq::get(url).config().http_status_as_error(false).build().call())
}

fn answer(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
    let mut response = sent.map_err(|error| error.to_string())?;
    let status = response.status();
    let text =
        response.body_mut().with_config().limit(64 << 20).read_to_string().map_err(|e| e.to_string())?;
    let mut json: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
    if status.is_success() { Ok(json["value"].take()) } else { Err(json["value"]["message"].to_string()) }
}
