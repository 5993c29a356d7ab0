//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    quorate::cli::run(std::env::args_os())
}
