//! Files that are there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a file that nobody else may read: to another name, onto the disk, and then to its own name.
pub(crate) fn write_whole(scratch: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(scratch, path, bytes, |scratch, path| fs::rename(scratch, path))
}

/// The same where there is no file of that name; whether there was none.
pub(crate) fn write_new(scratch: &Path, path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let written = write(scratch, path, bytes, |scratch, path| {
        fs::hard_link(scratch, path)?;
        fs::remove_file(scratch)
    });
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn write(
    scratch: &Path,
    path: &Path,
    bytes: &[u8],
    name: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = (|| {
        let mut file = options.open(scratch)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        name(scratch, path)
    })();
    if let Err(error) = written {
        drop(fs::remove_file(scratch));
        return Err(error);
    }
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder outlast a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes a folder and those above it, so that they outlast a power cut.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    folder.parent().filter(|above| !above.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}

/// Sixteen random bytes, as hexadecimal digits.
pub(crate) fn random_name(random: &dyn kenmovie_common::ports::Random) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
