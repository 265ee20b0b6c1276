//! Formats of several files: a folder or a ZIP archive, with the same names in both.
//!
//! Equal views give equal bytes: no clock goes into an archive.

use std::fs;
use std::io::{Cursor, Error, Result, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::graph::rdf::packed::Packer;

/// One file of a format.
pub struct Part<'a> {
    /// Its name within the folder.
    pub name: &'static str,
    write: Box<Content<'a>>,
}

type Content<'a> = dyn Fn(&mut dyn Write) -> Result<()> + 'a;

impl<'a> Part<'a> {
    pub(super) fn new(name: &'static str, write: impl Fn(&mut dyn Write) -> Result<()> + 'a) -> Self {
        Self { name, write: Box::new(write) }
    }

    /// Writes its content.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, out: &mut dyn Write) -> Result<()> {
        (self.write)(out)
    }
}

/// Writes the files into a folder, which is made if it is missing; each is there only when it is whole.
///
/// # Errors
/// What the system says.
pub fn write(parts: &[Part<'_>], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for part in parts {
        let mut out = Packer::create(&folder.join(part.name))?;
        part.write(&mut out)?;
        out.finish()?;
    }
    Ok(())
}

/// Writes the files as a ZIP archive.
///
/// # Errors
/// What the system says.
pub fn zip(parts: &[Part<'_>], out: &mut dyn Write) -> Result<()> {
    // The archive's directory needs places of what is written: a pipe has none.
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let mode = if Path::new(part.name).extension().is_some_and(|ending| ending == "sh") { 0o755 } else { 0o644 };
        let options =
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).unix_permissions(mode);
        archive.start_file(part.name, options).map_err(Error::other)?;
        part.write(&mut archive)?;
    }
    out.write_all(archive.finish().map_err(Error::other)?.get_ref())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_folder_and_an_archive_hold_the_same_files() {
        let parts = || {
            [
                Part::new("a.csv", |out: &mut dyn Write| out.write_all(b"x\n")),
                Part::new("b.sh", |out: &mut dyn Write| out.write_all(b"y\n")),
            ]
        };
        let folder = tempfile::tempdir().unwrap();
        write(&parts(), &folder.path().join("new/news")).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("new/news/b.sh")).unwrap(), "y\n");
        let (mut first, mut second) = (Vec::new(), Vec::new());
        zip(&parts(), &mut first).unwrap();
        zip(&parts(), &mut second).unwrap();
        assert_eq!(first, second);
        let mut archive = ::zip::ZipArchive::new(Cursor::new(first)).unwrap();
        let mut text = String::new();
        archive.by_name("a.csv").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), archive.len()), ("x\n", 2));
    }
}
