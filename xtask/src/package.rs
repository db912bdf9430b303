//! `package`: what people install. Debian packages are made by Tauri's own tool; the Windows installer is
//! made here too, by a cross compiler and NSIS, because it needs nothing but Debian's packages.

use crate::process::{self, output, run};
use crate::{Failure, node, root, setup, ui};
use std::fs;
use std::path::{Path, PathBuf};

/// Fetched when it is wanted: only those who make packages need it.
const TAURI: &str = "@tauri-apps/cli@2.12.5";
const WINDOWS: &str = "x86_64-pc-windows-gnu";

/// DLLs that every Windows 10 has. Whatever else the program asks for must lie beside it.
const OF_WINDOWS: [&str; 35] = [
    "advapi32.dll",
    "api-ms-win-core-synch-l1-2-0.dll",
    "api-ms-win-core-winrt-error-l1-1-0.dll",
    "api-ms-win-core-winrt-l1-1-0.dll",
    "bcrypt.dll",
    "bcryptprimitives.dll",
    "combase.dll",
    "comctl32.dll",
    "comdlg32.dll",
    "crypt32.dll",
    "dbghelp.dll",
    "dwmapi.dll",
    "gdi32.dll",
    "imm32.dll",
    "iphlpapi.dll",
    "kernel32.dll",
    "msimg32.dll",
    "msvcrt.dll",
    "ncrypt.dll",
    "netapi32.dll",
    "normaliz.dll",
    "ntdll.dll",
    "ole32.dll",
    "oleaut32.dll",
    "pdh.dll",
    "propsys.dll",
    "psapi.dll",
    "secur32.dll",
    "shell32.dll",
    "shlwapi.dll",
    "user32.dll",
    "userenv.dll",
    "uxtheme.dll",
    "winmm.dll",
    "ws2_32.dll",
];
const BESIDE: &str = "webview2loader.dll";

/// Makes the packages of this system.
pub(crate) fn run_all() -> Result<(), Failure> {
    if cfg!(target_os = "linux") { deb() } else { native() }
}

/// The Debian package.
pub(crate) fn deb() -> Result<(), Failure> {
    tauri(&["deb"])?;
    let made = process::target_dir()?.join("release/bundle/deb");
    for package in files(&made, "deb")? {
        let path = package.to_string_lossy().into_owned();
        println!("\n{path}, {} MB", megabytes(&package)?);
        println!("{}", output("dpkg-deb", &["--info", &path])?);
        println!("{}", output("dpkg-deb", &["--contents", &path])?);
    }
    Ok(())
}

/// The AppImage. Tauri's tool fetches linuxdeploy and the image's first part from where they are published:
/// this works only with the open internet.
pub(crate) fn appimage() -> Result<(), Failure> {
    tauri(&["appimage"])
}

/// On Windows and macOS: the installer of that system.
fn native() -> Result<(), Failure> {
    tauri(&[if cfg!(windows) { "nsis" } else { "dmg" }])
}

/// Builds the page and the window for release and bundles them.
fn tauri(bundles: &[&str]) -> Result<(), Failure> {
    ui::build()?;
    // The page is built; Tauri's tool need not know with which Node.js.
    let mut arguments = vec!["exec", "--yes", "--package", TAURI, "--", "tauri", "build", "--ci"];
    arguments.extend(["--config", r#"{"build":{"beforeBuildCommand":null}}"#, "--bundles"]);
    arguments.extend(bundles);
    println!("\n$ npm {}", arguments.join(" "));
    let status = node::npm()?.args(&arguments).current_dir(root()).status()?;
    if status.success() { Ok(()) } else { Err(format!("no package of {}", bundles.join(", ")).into()) }
}

/// The Windows installer, cross-built.
pub(crate) fn windows() -> Result<(), Failure> {
    setup::for_windows()?;
    ui::build()?;
    let target = process::target_dir()?.join("windows");
    let folder = target.to_string_lossy().into_owned();
    // Debian's compiler comes with the sources of the standard library, which is built along with the
    // program: no toolchain for Windows has to be fetched.
    let line = ["build", "--release", "--package", "kaozhan-desktop", "--features", "custom-protocol"];
    let standard_library = ["-Z", "build-std=std,panic_unwind", "--target", WINDOWS];
    let environment = [
        ("RUSTC", "/usr/bin/rustc"),
        ("RUSTDOC", "/usr/bin/rustdoc"),
        ("RUSTC_BOOTSTRAP", "1"),
        ("CARGO_TARGET_DIR", folder.as_str()),
    ];
    run("/usr/bin/cargo", &[line.as_slice(), &standard_library].concat(), &environment)?;
    let program = target.join(WINDOWS).join("release/kaozhan-desktop.exe");
    let stage = target.join("stage");
    fs::create_dir_all(&stage)?;
    fs::copy(&program, stage.join("kaozhan-desktop.exe"))?;
    fs::copy(loader(&target.join(WINDOWS).join("release/build"))?, stage.join("WebView2Loader.dll"))?;
    fs::copy(root().join("LICENSE"), stage.join("LICENSE.txt"))?;
    fs::copy(root().join("assets/icons/icon.ico"), stage.join("kaozhan.ico"))?;
    check_imports(&stage.join("kaozhan-desktop.exe"))?;
    let installer = target.join(format!("kaozhan-{}-x64-setup.exe", env!("CARGO_PKG_VERSION")));
    let script = root().join("assets/packaging/windows.nsi");
    run(
        "makensis",
        &[
            "-V2",
            "-INPUTCHARSET",
            "UTF8",
            &format!("-DSTAGE={}", stage.display()),
            &format!("-DVERSION={}", env!("CARGO_PKG_VERSION")),
            &format!("-DOUTPUT={}", installer.display()),
            &script.to_string_lossy(),
        ],
        &[],
    )?;
    println!("\n{}, {} MB, from:", installer.display(), megabytes(&installer)?);
    for entry in fs::read_dir(&stage)? {
        let path = entry?.path();
        println!("  {} {} MB", path.file_name().unwrap_or_default().to_string_lossy(), megabytes(&path)?);
    }
    Ok(())
}

/// WebView2Loader.dll, which the crate of the web view leaves in its build folder.
fn loader(builds: &Path) -> Result<PathBuf, Failure> {
    for entry in fs::read_dir(builds)? {
        let found = entry?.path().join("out/x64/WebView2Loader.dll");
        if found.exists() {
            return Ok(found);
        }
    }
    Err(format!("no WebView2Loader.dll below {}", builds.display()).into())
}

/// Lists the DLLs that the program needs; fails at one that a Windows may lack.
fn check_imports(program: &Path) -> Result<(), Failure> {
    let listing = output("x86_64-w64-mingw32-objdump", &["-p", &program.to_string_lossy()])?;
    let names: Vec<String> = imports(&listing);
    println!("\n{} imports {} DLLs: {}", program.display(), names.len(), names.join(", "));
    let strange: Vec<&String> = names
        .iter()
        .filter(|name| !OF_WINDOWS.contains(&name.to_lowercase().as_str()) && name.to_lowercase() != BESIDE)
        .collect();
    if strange.is_empty() { Ok(()) } else { Err(format!("a Windows may lack {strange:?}").into()) }
}

fn imports(listing: &str) -> Vec<String> {
    let mut names: Vec<String> = listing
        .lines()
        .filter_map(|line| line.trim().strip_prefix("DLL Name: "))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    Ok(found)
}

fn megabytes(file: &Path) -> Result<String, Failure> {
    Ok(format!("{:.1}", fs::metadata(file)?.len() as f64 / 1e6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imported_names_are_read_from_the_listing() {
        let listing = "The Import Tables\n\tDLL Name: KERNEL32.dll\n\tvma: Hint\n\tDLL Name: USER32.dll\n\
                       \tDLL Name: KERNEL32.dll\n";
        assert_eq!(imports(listing), ["KERNEL32.dll", "USER32.dll"]);
    }

    #[test]
    fn the_list_of_windows_is_in_order() {
        assert!(OF_WINDOWS.is_sorted());
    }
}
