//! The real window under a virtual display.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::window::Window;

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
