//! `quorate sign`: certificates for keys that were born on members.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::ca_source::{CaArguments, issue_hint};
use super::failure::Failure;
use super::{output, source};
use crate::bundle::{
    ExistingBundle, ExistingBundleError, GivenFile, RequestFault, SignError, shown,
};
use crate::cluster::{Authority, Hint};
use crate::pki::{CertificateProfile, ImportedAuthority, start_key_generator, system_random};
use crate::render::quote::ShellWord;
use crate::text::{fill, say};

/// Sign the requests for keys that were made on members
///
/// quorate takes only the key from a request: subject, names, usages and validity come from the bundle's plan. The file
/// name says which certificate the request is for: MEMBER-ROLE.csr, as request.sh on the member names it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate sign production etcd-1-server.csr etcd-1-peer.csr
  quorate sign production requests/*.csr --ca-passphrase-file secret
  quorate sign production etcd-1-server.csr --replace   # renew")]
pub(super) struct Arguments {
    /// The bundle
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// The requests
    #[arg(value_name = "CSR", required = true)]
    requests: Vec<PathBuf>,
    #[command(flatten)]
    authority: CaArguments,
    /// Replace certificates that are there already
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    // A signature needs it as well.
    start_key_generator();
    let mut existing = open(&arguments.directory)?;
    let requests = arguments.requests.iter().map(|path| file(path));
    let requests = requests.collect::<Result<Vec<_>, _>>()?;
    let names: Vec<String> = requests.iter().map(|one| one.name.clone()).collect();
    let mut signers: Vec<(Authority, ImportedAuthority)> = Vec::new();
    for signer in existing.signers_of(&names) {
        signers.push((signer, authority(arguments, &existing, signer)?));
    }
    let signed = existing
        .sign(&signers, &requests, arguments.replace, crate::shell::now(), &system_random)
        .map_err(|error| failure(&error))?;
    for profile in &signed.in_place {
        let path = shown(&profile.certificate_path);
        output::print_error(&fill("sign-already", &[("path", &path)]));
    }
    tell(&existing, &signed.signed, ("sign-done", "sign-missing"), &arguments.directory)
}

pub(super) fn open(directory: &Path) -> Result<ExistingBundle, Failure> {
    ExistingBundle::open(directory).map_err(|error| Failure::at(shown(directory), &error))
}

pub(super) fn file(path: &Path) -> Result<GivenFile, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(GivenFile { name, bytes: source::read(path)? })
}

fn failure(error: &SignError) -> Failure {
    match error {
        SignError::Request { fault: RequestFault::Issue(issue), .. } => {
            Failure::fault(error, issue_hint(issue))
        }
        SignError::ExistingBundle(error) => of_bundle(error),
        _ => Failure::input(error, error.hint()),
    }
}

/// A bundle that gets no further certificates.
pub(super) fn of_bundle(error: &ExistingBundleError) -> Failure {
    match error {
        ExistingBundleError::Write(_)
        | ExistingBundleError::Random(_)
        | ExistingBundleError::NotConfirmed(_) => Failure::fault(error, error.hint()),
        _ => Failure::input(error, error.hint()),
    }
}

/// The CA that signs: the one that was named, else the bundle's own.
fn authority(
    arguments: &Arguments,
    existing: &ExistingBundle,
    signer: Authority,
) -> Result<ImportedAuthority, Failure> {
    let files = existing.plan().file_names().authority(signer);
    let own = |name: &str| arguments.directory.join("authority").join(name);
    let (certificate, key) = (own(&files.certificate), own(&files.key));
    if !arguments.authority.names_authority() && !key.exists() {
        return Err(Failure::refused("sign-no-key", &[("path", &shown(&key))]));
    }
    arguments.authority.read(Some((&certificate, &key)))
}

/// Says which certificates were put in place, and what the bundle still lacks or what comes next.
pub(super) fn tell(
    existing: &ExistingBundle,
    profiles: &[CertificateProfile],
    (done, missing): (&str, &str),
    directory: &Path,
) -> Result<ExitCode, Failure> {
    let places = profiles.iter().flat_map(CertificateProfile::places);
    let mut lines: Vec<String> =
        places.map(|place| fill(done, &[("path", &shown(&place.certificate_path))])).collect();
    let names: Vec<String> =
        existing.missing().iter().map(CertificateProfile::request_name).collect();
    let is_replaced = !profiles.is_empty() && std::env::current_dir().is_err();
    if names.is_empty() {
        let verify = format!("quorate verify {}", ShellWord(&directory.to_string_lossy()));
        let command = if is_replaced { format!("cd \"$PWD\" && {verify}") } else { verify };
        lines.push(say("sign-complete").into());
        lines.push(fill("sign-next", &[("command", &command)]) + "\n");
    } else {
        lines.push(fill(missing, &[("names", &names.join(", "))]) + "\n");
    }
    if is_replaced {
        output::print_error(say("sign-replaced"));
    }
    output::print(&lines.join("\n")).inspect_err(|_| {
        // The same command would find them there.
        output::print_error(&fill("sign-in-place", &[("path", &shown(directory))]));
    })
}
