//! Files that are packed by gzip or Zstandard, which the ending of their names tells.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// `.gz` (RFC 1952).
    Gzip,
    /// `.zst` (RFC 8878).
    Zstandard,
}

impl Packing {
    /// By the ending of a file's name.
    ///
    /// ```
    /// use actograph::graph::rdf::packed::Packing;
    /// assert_eq!(Packing::of_file("news.nq.gz".as_ref()), Packing::Gzip);
    /// assert_eq!(Packing::of_file("news.nq".as_ref()), Packing::Plain);
    /// ```
    pub fn of_file(path: &Path) -> Self {
        match path.extension().and_then(OsStr::to_str) {
            Some(ending) if ending.eq_ignore_ascii_case("gz") => Self::Gzip,
            Some(ending) if ending.eq_ignore_ascii_case("zst") => Self::Zstandard,
            _ => Self::Plain,
        }
    }
}

/// Opens a file and unpacks it as it is read; `-` is standard input, which is taken as it is.
///
/// # Errors
/// What the system says.
pub fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let file = BufReader::new(File::open(path)?);
    Ok(match Packing::of_file(path) {
        Packing::Plain => Box::new(file),
        Packing::Gzip => Box::new(MultiGzDecoder::new(file)),
        Packing::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(file)?),
    })
}

/// A file that is packed while it is written, and is there only when it is whole.
///
/// Equal input gives equal bytes: no name and no time goes into the file. `-` is standard output, as it is.
pub struct Packer {
    kind: Kind,
    /// Where it is written, and where it belongs.
    place: Option<(PathBuf, PathBuf)>,
}

enum Kind {
    Plain(Box<dyn Write>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstandard(zstd::stream::write::Encoder<'static, BufWriter<File>>),
}

impl Packer {
    /// Begins a file.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self { kind: Kind::Plain(Box::new(BufWriter::new(io::stdout()))), place: None });
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.tmp", std::process::id()));
        let beside = path.with_file_name(name);
        let file = BufWriter::new(File::create(&beside)?);
        let kind = match Packing::of_file(path) {
            Packing::Plain => Kind::Plain(Box::new(file)),
            Packing::Gzip => Kind::Gzip(GzBuilder::new().mtime(0).write(file, Compression::new(6))),
            Packing::Zstandard => Kind::Zstandard(zstd::stream::write::Encoder::new(file, 9)?),
        };
        Ok(Self { kind, place: Some((beside, path.to_owned())) })
    }

    /// Ends the file and puts it into its place.
    ///
    /// # Errors
    /// What the system says; what was in its place then still is.
    pub fn finish(mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.kind, Kind::Plain(Box::new(io::sink()))) {
            Kind::Plain(mut out) => out.flush()?,
            Kind::Gzip(encoder) => encoder.finish()?.flush()?,
            Kind::Zstandard(encoder) => encoder.finish()?.flush()?,
        }
        match self.place.take() {
            Some((beside, path)) => std::fs::rename(beside, path),
            None => Ok(()),
        }
    }
}

impl Write for Packer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.kind {
            Kind::Plain(out) => out.write(bytes),
            Kind::Gzip(encoder) => encoder.write(bytes),
            Kind::Zstandard(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.kind {
            Kind::Plain(out) => out.flush(),
            Kind::Gzip(encoder) => encoder.flush(),
            Kind::Zstandard(encoder) => encoder.flush(),
        }
    }
}

impl Drop for Packer {
    fn drop(&mut self) {
        if let Some((beside, _)) = self.place.take() {
            // Nobody asked for the half of a file.
            let _ = std::fs::remove_file(beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_however_it_is_packed() {
        let folder = tempfile::tempdir().unwrap();
        for (name, magic) in [("a.nq", b"text".as_slice()), ("a.nq.gz", b"\x1f\x8b"), ("a.nq.zst", b"\x28\xb5\x2f\xfd")]
        {
            let path = folder.path().join(name);
            let write = || {
                let mut packer = Packer::create(&path).unwrap();
                packer.write_all(b"text of some length").unwrap();
                packer.finish().unwrap();
                std::fs::read(&path).unwrap()
            };
            let bytes = write();
            assert!(bytes.starts_with(magic), "{name}");
            assert_eq!(bytes, write(), "{name}");
            let mut text = String::new();
            open(&path).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "text of some length");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_file_that_is_not_finished_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.nq.gz");
        Packer::create(&path).unwrap().write_all(b"half").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
