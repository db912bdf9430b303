//! `setup`: what a fresh machine lacks to build and to test.

use crate::Failure;
use crate::process;

/// How it is seen whether something is there.
enum Found {
    /// A program on the path.
    Program(&'static str),
    /// A library that `pkg-config` knows.
    Library(&'static str),
    /// A file at its place, whatever lies on the path.
    File(&'static str),
}

/// Something that is needed, the Debian package that has it, and what for.
struct Need {
    found: Found,
    package: &'static str,
    purpose: &'static str,
}

const fn program(program: &'static str, package: &'static str, purpose: &'static str) -> Need {
    Need { found: Found::Program(program), package, purpose }
}

const fn library(library: &'static str, package: &'static str, purpose: &'static str) -> Need {
    Need { found: Found::Library(library), package, purpose }
}

// pkg-config stands before the libraries: without it none of them is seen, and all are installed.
const NEEDS: [Need; 17] = [
    program("cc", "build-essential", "compiling SQLite and OpenSSL"),
    program("make", "build-essential", "compiling OpenSSL"),
    program("perl", "perl", "configuring OpenSSL"),
    program("pkg-config", "pkg-config", "finding libraries"),
    library("webkit2gtk-4.1", "libwebkit2gtk-4.1-dev", "the window"),
    library("librsvg-2.0", "librsvg2-dev", "icons of the packages"),
    program("node", "nodejs", "building the page of the window"),
    program("npm", "npm", "the page's libraries"),
    program("Xvfb", "xvfb", "a display for tests of the window"),
    program("dbus-daemon", "dbus", "a second start of the window in tests"),
    program("gnome-keyring-daemon", "gnome-keyring", "a keychain for tests of the window"),
    program("WebKitWebDriver", "webkit2gtk-driver", "driving the window in tests"),
    program("chromium", "chromium", "looking over every screen with axe in tests"),
    program("pdftotext", "poppler-utils", "reading back printed sheets in tests"),
    program("qpdf", "qpdf", "checking and splitting PDF files in tests"),
    program("zbarimg", "zbar-tools", "reading back QR and bar codes in tests"),
    program("python3", "python3", "measuring other programs in benchmarks"),
];

impl Need {
    fn name(&self) -> &'static str {
        match self.found {
            Found::Program(name) | Found::Library(name) | Found::File(name) => name,
        }
    }

    fn is_here(&self) -> bool {
        match self.found {
            Found::Program(name) => process::exists(name),
            Found::File(path) => std::path::Path::new(path).exists(),
            Found::Library(name) => std::process::Command::new("pkg-config")
                .args(["--exists", name])
                .status()
                .is_ok_and(|status| status.success()),
        }
    }
}

/// Installs what is missing where apt-get exists; elsewhere says what to install.
pub(crate) fn run() -> Result<(), Failure> {
    if !process::exists("apt-get") {
        print_advice();
        return Ok(());
    }
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !need.is_here()).collect();
    if missing.is_empty() {
        println!("setup: everything is here ({} programs and libraries)", NEEDS.len());
        return Ok(());
    }
    for need in &missing {
        println!("setup: {} is missing ({}), package {}", need.name(), need.purpose, need.package);
    }
    let mut packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    packages.dedup();
    install(&packages)
}

/// What cross-building for Windows needs besides.
const NEEDS_OF_WINDOWS: [Need; 5] = [
    program(
        "x86_64-w64-mingw32-gcc",
        "gcc-mingw-w64-x86-64-win32",
        "compiling SQLite and OpenSSL for Windows",
    ),
    program("x86_64-w64-mingw32-g++", "g++-mingw-w64-x86-64-win32", "linking for Windows"),
    Need { found: Found::File("/usr/bin/cargo"), package: "cargo-web", purpose: "building for Windows" },
    Need {
        found: Found::File("/usr/share/doc/rust-web-src"),
        package: "rust-web-src",
        purpose: "the standard library for Windows",
    },
    program("makensis", "nsis", "the installer for Windows"),
];

/// Installs what cross-building for Windows needs.
pub(crate) fn for_windows() -> Result<(), Failure> {
    let missing = NEEDS_OF_WINDOWS.iter().filter(|need| !need.is_here());
    let packages: Vec<&str> = missing.map(|need| need.package).collect();
    if packages.is_empty() { Ok(()) } else { install(&packages) }
}

fn install(packages: &[&str]) -> Result<(), Failure> {
    let is_root = process::output("id", &["-u"])?.trim() == "0";
    if !is_root && !process::exists("sudo") {
        return Err(format!("run as root: apt-get install -y {}", packages.join(" ")).into());
    }
    let prefix: &[&str] = if is_root { &[] } else { &["sudo"] };
    let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
    for step in [
        vec!["apt-get", "update"],
        [&["apt-get", "install", "-y", "--no-install-recommends"], packages].concat(),
    ] {
        let line = [prefix, &step].concat();
        process::run(line[0], &line[1..], &quiet)?;
    }
    Ok(())
}

/// macOS and Windows: the product builds and runs; tests that drive the window or read PDFs need Linux.
fn print_advice() {
    println!("setup: no apt-get here; install these yourself:");
    println!("       macOS:   xcode-select --install; brew install node poppler qpdf zbar python");
    println!(
        "       Windows: Visual Studio Build Tools (C++), Strawberry Perl, Node.js 20; for tests poppler, \
         qpdf, zbar, Python"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_says_what_for() {
        for need in NEEDS {
            assert!(!need.purpose.is_empty() && !need.package.contains(' '), "{}", need.name());
        }
    }
}
