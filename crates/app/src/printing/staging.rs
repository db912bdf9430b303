//! Files on their way to the output folder.

use crate::error::{AppError, Result};
use std::path::{Path, PathBuf};

/// Files on their way: written into a hidden folder beside their place and moved there at the end.
pub(super) struct Staging {
    out: PathBuf,
    place: tempfile::TempDir,
    names: std::cell::RefCell<Vec<String>>,
}

impl Staging {
    pub(super) fn open(out: &Path) -> Result<Self> {
        if out.exists() && !out.is_dir() {
            return Err(AppError::new(
                "not_a_folder",
                format!("“{}”不是文件夹，请另选输出文件夹", out.display()),
            ));
        }
        std::fs::create_dir_all(out).map_err(|error| AppError::io("建立文件夹", out, &error))?;
        let place = tempfile::Builder::new()
            .prefix(".kaozhan-")
            .tempdir_in(out)
            .map_err(|error| AppError::io("写入文件夹", out, &error))?;
        Ok(Self { out: out.to_owned(), place, names: std::cell::RefCell::default() })
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
