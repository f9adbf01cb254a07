//! Files of timing and loggers on disk: found, opened, unpacked where they are packed with gzip.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use crate::Error;

/// How much of a file tells what it is.
const HEAD: u64 = 8 << 10;
/// The largest file, unpacked, that is read.
const LARGEST: u64 = 2 << 30;
/// The most files of one folder.
const MOST_FILES: usize = 100_000;

/// A file, not opened yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundFile {
    /// Its path below what was asked for, with `/` between its parts and without `.gz`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// Why there are no more of them, where a packed file is cut off or spoilt.
    pub breaks_off: Option<String>,
}

impl FoundFile {
    fn is_packed(&self) -> bool {
        self.path.extension().is_some_and(|it| it.eq_ignore_ascii_case("gz"))
    }

    /// Its first bytes, unpacked.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not the gzip that its name says.
    pub fn head(&self) -> Result<Vec<u8>, Error> {
        Ok(self.read(HEAD)?.bytes)
    }

    /// All of its bytes, unpacked; of a packed file that breaks off, those before.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is not the gzip that its name says, or is larger than 2 GB.
    pub fn content(&self) -> Result<Content, Error> {
        let content = self.read(LARGEST)?;
        match (content.bytes.len() as u64) < LARGEST {
            true => Ok(content),
            false => {
                let error = io::Error::other("it has more than 2 GB; cut it into sessions");
                Err(Error::read(&self.path, error))
            }
        }
    }

    fn read(&self, most: u64) -> Result<Content, Error> {
        let about = |error| Error::read(&self.path, error);
        let file = File::open(&self.path).map_err(about)?;
        let mut bytes = Vec::new();
        let read = match self.is_packed() {
            true => MultiGzDecoder::new(file).take(most).read_to_end(&mut bytes),
            false => {
                let length = file.metadata().map_or(0, |it| it.len());
                bytes.reserve_exact(usize::try_from(length.min(most)).unwrap_or(0));
                file.take(most).read_to_end(&mut bytes)
            }
        };
        match read {
            Ok(_) => Ok(Content { bytes, breaks_off: None }),
            Err(error) if self.is_packed() && !bytes.is_empty() => {
                Ok(Content { bytes, breaks_off: Some(error.to_string()) })
            }
            Err(error) => Err(about(error)),
        }
    }
}

/// The file, or every file in the folder and the folders in it, in order of name. Hidden ones are
/// passed over.
///
/// # Errors
///
/// When it is not there or cannot be listed, or when there are too many files.
pub fn found_files(path: &Path) -> Result<Vec<FoundFile>, Error> {
    let metadata = fs::metadata(path).map_err(|error| Error::read(path, error))?;
    let mut found = Vec::new();
    if metadata.is_dir() {
        walk(path, "", &mut found)?;
    } else {
        let name =
            path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        found.push(FoundFile { name: plain(&name), path: path.to_owned() });
    }
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<FoundFile>) -> Result<(), Error> {
    let about = |error| Error::read(folder, error);
    for entry in fs::read_dir(folder).map_err(about)? {
        let entry = entry.map_err(about)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(about)?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), found)?;
        } else {
            found.push(FoundFile { name: format!("{prefix}{}", plain(&name)), path: entry.path() });
        }
        if found.len() > MOST_FILES {
            let error = io::Error::other("it holds more than 100,000 files; name a smaller folder");
            return Err(about(error));
        }
    }
    Ok(())
}

fn plain(name: &str) -> String {
    let is_packed = name.to_ascii_lowercase().ends_with(".gz");
    if is_packed { name[..name.len() - 3].to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn exact_folders_and_packed_files() {
        let folder = std::env::temp_dir().join(format!("maatstaf-found-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("b")).unwrap();
        fs::write(folder.join("b/plain.csv"), b"1,2").unwrap();
        fs::write(folder.join(".hidden"), b"").unwrap();
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&vec![b'x'; 20_000]).unwrap();
        let packed = packed.finish().unwrap();
        fs::write(folder.join("a.txt.gz"), &packed).unwrap();
        fs::write(folder.join("cut.txt.gz"), &packed[..packed.len() - 9]).unwrap();

        fs::write(folder.join("no.txt.gz"), b"plain").unwrap();
        let found = found_files(&folder).unwrap();
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["a.txt", "b/plain.csv", "cut.txt", "no.txt"]);
        assert_eq!(found[0].head().unwrap().len(), 8 << 10);
        let content = |idx: usize| found[idx].content().unwrap();
        assert_eq!((content(0).bytes.len(), content(0).breaks_off), (20_000, None));
        assert_eq!((content(1).bytes, content(1).breaks_off), (b"1,2".to_vec(), None));
        let cut = content(2);
        assert!(!cut.bytes.is_empty() && cut.bytes.iter().all(|it| *it == b'x'));
        assert!(cut.breaks_off.is_some());
        assert!(found[3].content().is_err());
        assert!(found_files(&folder.join("none")).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
