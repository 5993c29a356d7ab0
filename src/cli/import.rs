//! `quorate import`: certificates that were signed elsewhere.

use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::{Errors, Failure};
use super::output;
use super::sign::{file, of_bundle, open, tell};
use crate::bundle::ImportError;
use crate::cluster::Hint;
use crate::pki::system_random;

/// Import certificates that were signed elsewhere into a bundle
///
/// quorate recognizes each certificate by its key, its file name (MEMBER-ROLE.pem), or the names it is valid for. All
/// are checked against the plan first: if one doesn't match, nothing is changed. You can import some now and the others
/// later.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate import production production/requests/*.pem --ca-cert ca.crt
  quorate import production etcd-1-server.pem ca-chain.pem
  quorate import production requests/*.pem --replace   # renew")]
pub(super) struct Arguments {
    /// The bundle
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// The certificates (PEM), each followed by its intermediates; intermediates can also be in separate files
    #[arg(value_name = "CERT", required = true)]
    certificates: Vec<PathBuf>,
    /// Certificate of the CA, followed by any CAs above it [default: a CA among CERT, or the bundle's own]
    #[arg(long, value_name = "FILE")]
    ca_cert: Option<PathBuf>,
    /// Replace certificates that are there already
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut existing = open(&arguments.directory)?;
    let authority = arguments.ca_cert.as_deref().map(file).transpose()?;
    let files = arguments.certificates.iter().map(|path| file(path));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let imported = existing
        .import(authority.as_ref(), &files, arguments.replace, crate::shell::now(), &system_random)
        .map_err(|error| failure(&error))?;
    for finding in &imported.findings {
        let file = finding.location.file.as_deref().unwrap_or_default();
        let (severity, message) = (finding.severity().shown(), finding.message());
        output::print_error(&format!("{severity}: {file}: {message} [{}]", finding.code()));
    }
    for note in &imported.notes {
        output::print_error(&format!("note: the CA: {note}"));
    }
    tell(&existing, &imported.profiles, ("import-done", "import-missing"), &arguments.directory)
}

fn failure(error: &ImportError) -> Failure {
    match error {
        ImportError::ExistingBundle(error) => of_bundle(error),
        ImportError::Problems(problems) => {
            let mut errors = Errors::default();
            for problem in problems {
                errors.add(problem, problem.hint());
            }
            errors.finish().err().unwrap_or_else(|| Failure::input(error, error.hint()))
        }
    }
}
