//! `setup`: what a fresh machine lacks to build and to test.

use crate::Failure;
use crate::process;

/// A program that is needed, the Debian package that has it, and what for.
struct Need {
    program: &'static str,
    package: &'static str,
    purpose: &'static str,
}

const NEEDS: [Need; 8] = [
    Need { program: "cc", package: "build-essential", purpose: "compiling SQLite and OpenSSL" },
    Need { program: "make", package: "build-essential", purpose: "compiling OpenSSL" },
    Need { program: "perl", package: "perl", purpose: "configuring OpenSSL" },
    Need { program: "pkg-config", package: "pkg-config", purpose: "finding libraries" },
    Need { program: "pdftotext", package: "poppler-utils", purpose: "reading back printed sheets in tests" },
    Need { program: "qpdf", package: "qpdf", purpose: "checking and splitting PDF files in tests" },
    Need { program: "zbarimg", package: "zbar-tools", purpose: "reading back QR and bar codes in tests" },
    Need { program: "python3", package: "python3", purpose: "measuring other programs in benchmarks" },
];

/// Installs what is missing where apt-get exists; elsewhere says what to install.
pub(crate) fn run() -> Result<(), Failure> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !process::exists(need.program)).collect();
    if missing.is_empty() {
        println!("setup: everything is here ({} programs)", NEEDS.len());
        return Ok(());
    }
    for need in &missing {
        println!("setup: {} is missing ({}), package {}", need.program, need.purpose, need.package);
    }
    let mut packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    packages.dedup();
    if !process::exists("apt-get") {
        print_advice(&packages);
        return Ok(());
    }
    install(&packages)
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

/// macOS and Windows: the product builds and runs, only the tests that read PDFs back need these.
fn print_advice(packages: &[&str]) {
    println!("setup: no apt-get here. Install with your own package manager: {}", packages.join(", "));
    println!("       macOS:   xcode-select --install; brew install poppler qpdf zbar python");
    println!("       Windows: Visual Studio Build Tools (C++), Strawberry Perl; poppler, qpdf, zbar, Python");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_says_what_for() {
        for need in NEEDS {
            assert!(!need.purpose.is_empty() && !need.package.contains(' '), "{}", need.program);
        }
    }
}
