//! Courses of one's own, beside the data sets: `courses/NAME.course.csv`, a file each.

use std::fs;
use std::path::PathBuf;

use maatstaf_core::Course;
use maatstaf_formats::course_file;

use crate::disk::{self, Undo};
use crate::{Error, Library, Writer};

/// The folder of the library with the courses.
const FOLDER: &str = "courses";

/// How a file of a course ends.
const SUFFIX: &str = ".course.csv";

impl Library {
    /// The courses that were imported, path and bytes, by name; none where there is no library.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read.
    pub fn courses(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, Error> {
        let folder = self.home().join(FOLDER);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if disk::is_absent(&error) => return Ok(Vec::new()),
            Err(error) => return Err(Error::read(&folder, error)),
        };
        let is_course = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy());
            name.is_some_and(|name| name.ends_with(SUFFIX) && !name.starts_with('.'))
        };
        let mut paths: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(is_course).collect();
        paths.sort();
        let read = |path: PathBuf| match fs::read(&path) {
            Ok(bytes) => Ok((path, bytes)),
            Err(error) => Err(Error::read(&path, error)),
        };
        paths.into_iter().map(read).collect()
    }
}

impl Writer<'_> {
    /// Keeps a course under its name for machines, in place of one of that name; the file is
    /// there as a whole or not at all.
    ///
    /// # Errors
    ///
    /// When the name is not made of `a` to `z`, digits and `-`, or the disk says no.
    pub fn keep_course(&mut self, course: &Course) -> Result<PathBuf, Error> {
        let id = course.id();
        let fits = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-');
        if id.is_empty() || !id.chars().all(fits) {
            return Err(Error::CourseName { name: id.to_owned() });
        }
        let folder = self.library.home().join(FOLDER);
        disk::create_folder(&folder)?;
        let (path, new) = (folder.join(format!("{id}{SUFFIX}")), folder.join(format!(".{id}.new")));
        let mut undo = Undo::new();
        undo.add(&new);
        disk::write(&new, course_file::write(course).as_bytes())?;
        disk::sync_file(&new)?;
        disk::rename(&new, &path)?;
        undo.keep();
        disk::sync_folder(&folder)?;
        Ok(path)
    }
}

#[cfg(test)]
#[path = "courses_tests.rs"]
mod tests;
