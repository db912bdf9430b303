//! An empty Tauri window, the measure that the start of the app is compared with.

fn main() {
    let built = tauri::Builder::default()
        .run(tauri::generate_context!("src-tauri/examples/empty_window/tauri.conf.json"));
    if built.is_err() {
        std::process::exit(1);
    }
}
