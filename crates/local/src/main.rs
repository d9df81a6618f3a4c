//! The program `kenmovie`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kenmovie_local::cli::main()
}
