//! The `actograph` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    actograph::cli::run()
}
