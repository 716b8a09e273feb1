//! The hidden files beside an output file: found again by its name, not to be guessed by others.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

pub(super) const JOURNAL: &str = "journal";
pub(super) const PART: &str = "part";
const RANDOM_DIGITS: usize = 16;

pub(super) fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// `.<name of the target>.`, which the names of its journal and part begin with.
fn stem(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default();
    format!(".{}.", name.to_string_lossy())
}

/// Makes a new file beside the target. Its name holds 64 random bits, so nobody can put a link
/// of that name there first; and the file must not exist.
pub(super) fn create(target: &Path, ending: &str) -> io::Result<(PathBuf, File)> {
    // The keys of a hash map are the standard library's random numbers.
    let random = RandomState::new().hash_one(ending);
    let name = format!(
        "{}{random:0width$x}.{ending}",
        stem(target),
        width = RANDOM_DIGITS
    );
    let path = folder_of(target).join(name);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)?;
    Ok((path, file))
}

/// The files that [`create`] left beside the target, in the order of their names.
pub(super) fn list(target: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let stem = stem(target);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder_of(target))? {
        let entry = entry?;
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| {
            name.strip_prefix(&stem)?
                .strip_suffix(ending)?
                .strip_suffix('.')
        });
        let is_random = |text: &str| {
            text.len() == RANDOM_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        if random.is_some_and(is_random) && entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Opens a journal to go on with it, and makes sure that it is the very file of that name, a
/// plain one with no second name, and ours.
pub(super) fn open_own(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (opened, named) = (file.metadata()?, path.symlink_metadata()?);
        let (probe, probed) = create(path, PART)?;
        let owner = probed.metadata().map(|metadata| metadata.uid());
        fs::remove_file(probe)?;
        let same = named.is_file()
            && (opened.dev(), opened.ino()) == (named.dev(), named.ino())
            && opened.nlink() == 1
            && opened.uid() == owner?;
        if !same {
            return Err(io::Error::other("is not a journal that this user began"));
        }
    }
    Ok(file)
}
