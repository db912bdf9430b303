//! The desktop app; everything is in the library.
// A window, no console beside it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    kaozhan_desktop::run()
}
