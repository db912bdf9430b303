//! Files on their way to the output folder.

use crate::error::{AppError, Result};
use std::path::{Path, PathBuf};

/// Files on their way: written into a hidden folder beside their place and moved there at the end.
pub(super) struct Staging {
    out: PathBuf,
    names: std::cell::RefCell<Vec<String>>,
    // Dropped in this order: the hidden folder goes before those around it.
    place: tempfile::TempDir,
    _made: Made,
}

/// The folders that are made for the files, the innermost first. Those that stay empty are taken away again.
struct Made(Vec<PathBuf>);

impl Made {
    /// The folders of `out` that are not there yet.
    fn missing(out: &Path) -> Self {
        let folders = out.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        Self(folders.take_while(|folder| !folder.exists()).map(Path::to_owned).collect())
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in &self.0 {
            match std::fs::remove_dir(folder) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                // It holds files: those that were printed, or somebody else's.
                Err(_) => return,
            }
        }
    }
}

impl Staging {
    pub(super) fn open(out: &Path) -> Result<Self> {
        if out.exists() && !out.is_dir() {
            return Err(AppError::new(
                "not_a_folder",
                format!("“{}”不是文件夹，请另选输出文件夹", out.display()),
            ));
        }
        let made = Made::missing(out);
        std::fs::create_dir_all(out).map_err(|error| AppError::io("建立文件夹", out, &error))?;
        let place = tempfile::Builder::new()
            .prefix(".kaozhan-")
            .tempdir_in(out)
            .map_err(|error| AppError::io("写入文件夹", out, &error))?;
        Ok(Self { out: out.to_owned(), names: std::cell::RefCell::default(), place, _made: made })
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let target = self.out.join(name);
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(self.place.path().join(name))?;
            std::io::Write::write_all(&mut file, bytes)?;
            file.sync_all()
        };
        write().map_err(|error| AppError::io("写入文件", &target, &error))?;
        self.names.borrow_mut().push(name.to_owned());
        Ok(target)
    }

    pub(super) fn publish(self) -> Result<()> {
        for name in self.names.borrow().iter() {
            let target = self.out.join(name);
            std::fs::rename(self.place.path().join(name), &target)
                .map_err(|error| AppError::io("写入文件", &target, &error))?;
        }
        Ok(())
    }
}
