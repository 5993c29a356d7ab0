//! `quorate generate`: a plan in, a bundle out.

mod interrupt;
mod progress;

use std::fmt::{Display, Write as _};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use super::ca_source::{CaArguments, issue_hint, offered_passphrase};
use super::failure::Failure;
use super::{output, source};
use crate::advice::advise;
use crate::bundle::{
    AuthoritySource, CertificateEntry, Durability, FileEntry, GenerateError, GenerateEvent,
    Generated, Manifest, NotByHand, PlannedBundle, Target, TargetError, by_hand, generate, shown,
};
use crate::cluster::{Authority, CaSource, Hint, Plan};
use crate::finding::Finding;
use crate::pki::{CertificateRole, start_key_generator};
use crate::render::next_commands;
use crate::text::{fill, say};
use interrupt::Interrupt;
use progress::Progress;

/// Make the bundle of a plan: CA, certificates, units and scripts
///
/// The output directory must be new or empty. Either the whole bundle is written or none of it, and nothing is
/// overwritten.
// Flags of a command line are independent of each other.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate generate --plan plan.json --out production
  quorate generate --plan plan.json --out production --dry-run
  quorate generate --plan plan.json --out production --encrypt-ca
  quorate generate --plan plan.json --out production \\
      --ca-cert ca.crt --ca-key ca.key
  quorate generate --plan plan.json --out production --csr
  quorate generate --plan plan.json --by-hand certificates.sh   # with openssl
  quorate plan --member etcd-1=10.0.0.1 | quorate generate --plan - --out lab
  quorate generate --plan plan.json --out production --json |
      jq -r '.certificates[].not_after'")]
pub(super) struct Arguments {
    /// The plan, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    /// The directory to write the bundle to
    #[arg(
        long,
        value_name = "DIR",
        allow_hyphen_values = true,
        required_unless_present = "by_hand"
    )]
    out: Option<PathBuf>,
    /// Write a script of openssl commands that makes the same certificates, and nothing else; `-` for standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "csr", "dry_run", "json", "parents"])]
    by_hand: Option<PathBuf>,
    #[command(flatten)]
    authority: CaArguments,
    /// Encrypt the new CA's key with a passphrase
    #[arg(long, conflicts_with_all = ["certificate", "key", "csr"])]
    encrypt_ca: bool,
    /// Write the new CA's key without a passphrase, and don't ask for one
    #[arg(long, conflicts_with_all = ["encrypt_ca", "certificate", "key", "csr", "passphrase"])]
    plain_ca: bool,
    /// Make signing requests instead of certificates: the CA's key stays where it is
    #[arg(long, conflicts_with = "key")]
    csr: bool,
    /// List what would be written, but change nothing
    #[arg(long)]
    dry_run: bool,
    /// Report the result as JSON
    #[arg(long)]
    json: bool,
    /// Create missing parents of the directory
    #[arg(long)]
    parents: bool,
    /// Print no progress, advice or next steps
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if !arguments.dry_run {
        // What follows takes place meanwhile.
        start_key_generator();
    }
    let mut plan = plan(arguments)?;
    if let Some(path) = &arguments.by_hand {
        return write_by_hand(&plan, path);
    }
    let target = target(arguments)?;
    if !arguments.quiet {
        output::advise(&plan, plan.etcd_version.into());
        for warning in target.warnings() {
            output::print_error(&format!("warning: {warning}\nhint: {}", warning.hint()));
        }
    }
    if arguments.dry_run {
        return output::print(&dry_run(arguments, &plan, &target));
    }
    let source = authority(arguments, &mut plan)?;
    let is_followed = !arguments.quiet && io::stderr().is_terminal();
    let generated = make(&plan, &source, &target, is_followed)?;
    if is_at_a_terminal() {
        // What a script makes nobody looks for in a list.
        crate::shell::bundles::record(&plan, &generated);
    }
    if is_left_open(arguments, &plan) && !is_at_a_terminal() && !arguments.quiet {
        output::print_error(say("generate-plain-ca"));
    }
    let printed = if arguments.json {
        output::print(&json(&plan, &generated))
    } else if arguments.quiet {
        Ok(ExitCode::SUCCESS)
    } else {
        output::print(&next_steps(&plan, &generated))
    };
    let code = printed.inspect_err(|_| {
        // Whoever tries again would meet a directory that exists.
        let place = shown(&generated.written.path);
        output::print_error(&fill("generate-stands", &[("path", &place)]));
    })?;
    confirmed(&generated, code)
}

/// The exit code, once the disk has it all.
pub(super) fn confirmed(generated: &Generated, code: ExitCode) -> Result<ExitCode, Failure> {
    match &generated.written.durability {
        Durability::Confirmed => Ok(code),
        Durability::NotConfirmed(error) => {
            Err(Failure::failed("generate-not-confirmed", &[("error", &error)]))
        }
    }
}

/// The plan, with the custody of its CA as the command line has it.
fn plan(arguments: &Arguments) -> Result<Plan, Failure> {
    let mut plan = source::plan(&arguments.plan)?;
    let ca_source = &mut plan.certificates.ca_source;
    let planned = *ca_source;
    if arguments.csr {
        *ca_source = CaSource::Elsewhere;
    } else if arguments.plain_ca {
        *ca_source = CaSource::Made;
    } else if arguments.encrypt_ca {
        *ca_source = CaSource::Encrypted;
    } else if arguments.authority.names_authority() {
        *ca_source = CaSource::Imported;
    }
    // A CA whose key can't come here after all is asked for signatures.
    let is_asked = planned == CaSource::Imported && *ca_source == CaSource::Elsewhere;
    if *ca_source != planned && planned != CaSource::Made && !is_asked {
        return Err(Failure::refused(
            "generate-other-ca",
            &[("planned", &planned), ("given", &ca_source)],
        ));
    }
    plan.check().map_err(|error| Failure::input(&error, error.hint()))?;
    Ok(plan)
}

/// Writes the script of openssl commands instead of a bundle.
fn write_by_hand(plan: &Plan, path: &Path) -> Result<ExitCode, Failure> {
    let script = by_hand(plan).map_err(|why| {
        let (error, hint) = match why {
            NotByHand::SignedElsewhere => ("by-hand-elsewhere", "by-hand-elsewhere.hint"),
            NotByHand::KeysOnMembers => ("by-hand-on-members", "by-hand-on-members.hint"),
        };
        Failure::input(say(error), say(hint))
    })?;
    if path.as_os_str() == "-" {
        return output::print(&script);
    }
    output::write(path, script, 0o755, false)?;
    output::print(&format!("{}\n", fill("by-hand-written", &[("path", &shown(path))])))
}

fn target(arguments: &Arguments) -> Result<Target, Failure> {
    let out = arguments.out.as_deref().unwrap_or(Path::new(""));
    // Only a relative path needs to know where it starts.
    let cwd = match std::env::current_dir() {
        Ok(cwd) => cwd,
        Err(_) if out.is_absolute() => PathBuf::from("/"),
        Err(error) => {
            return Err(Failure::refused("generate-no-directory", &[("error", &error)]));
        }
    };
    let checked = if arguments.parents {
        Target::check_with_parents(out, &cwd)
    } else {
        Target::check(out, &cwd)
    };
    checked.map_err(|error| match error {
        TargetError::ParentMissing { .. } => {
            Failure::input(&error, fill("generate-or-parents", &[("hint", &error.hint())]))
        }
        _ => Failure::input(&error, error.hint()),
    })
}

/// Whether nothing says if the key of a CA that is made is to be encrypted.
fn is_left_open(arguments: &Arguments, plan: &Plan) -> bool {
    plan.certificates.ca_source == CaSource::Made
        && !arguments.plain_ca
        && !arguments.authority.names_passphrase()
}

/// The CA that a plan asks for; what was left open is asked on a terminal.
fn authority(arguments: &Arguments, plan: &mut Plan) -> Result<AuthoritySource, Failure> {
    if is_left_open(arguments, plan)
        && is_at_a_terminal()
        && let Some(passphrase) = offered_passphrase()?
    {
        plan.certificates.ca_source = CaSource::Encrypted;
        return Ok(AuthoritySource::Sealed(passphrase));
    }
    arguments.authority.source(plan)
}

/// Whether somebody is there to type a passphrase: a script may run on a terminal, but what it pipes in is none.
fn is_at_a_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Makes the bundle; says on standard error how far it is where that is wanted.
pub(super) fn make(
    plan: &Plan,
    source: &AuthoritySource,
    target: &Target,
    is_followed: bool,
) -> Result<Generated, Failure> {
    let interrupt = Interrupt::listen()?;
    let progress = Progress { visible: is_followed };
    let (now, random) = (crate::shell::now(), &crate::pki::system_random);
    let show = |event: GenerateEvent<'_>| progress.show(event);
    let generated = generate(plan, source, target, now, random, interrupt.flag(), &show);
    progress.clear();
    generated.map_err(|error| {
        let code = match interrupt.signal() {
            Some(signal) if error.is_cancelled() => signal.saturating_add(128),
            _ => super::failure::FAULT,
        };
        let hint = match &error {
            GenerateError::Issue(error) => issue_hint(error),
            other => other.hint(),
        };
        Failure::new(code, &error, hint)
    })
}

/// A file as JSON reports it before it exists.
#[derive(Serialize)]
struct Planned {
    path: String,
    mode: String,
}

fn dry_run(arguments: &Arguments, plan: &Plan, target: &Target) -> String {
    #[derive(Serialize)]
    struct Report {
        path: String,
        dry_run: bool,
        files: Vec<Planned>,
        advice: Vec<Finding>,
    }
    let files = PlannedBundle::of(plan).listing();
    if arguments.json {
        let planned = |(path, mode): (PathBuf, u32)| Planned {
            path: path.to_string_lossy().into_owned(),
            mode: format!("{mode:04o}"),
        };
        return output::pretty(&Report {
            path: target.path().to_string_lossy().into_owned(),
            dry_run: true,
            files: files.into_iter().map(planned).collect(),
            advice: advise(plan),
        });
    }
    let values: &[(&str, &dyn Display)] =
        &[("count", &files.len()), ("path", &shown(&target.path()))];
    let mut text = fill("generate-would-write", values) + "\n";
    for (path, mode) in files {
        // Writing to a string can't fail.
        let _ = writeln!(text, "{mode:04o} {}", path.display());
    }
    text
}

fn json(plan: &Plan, generated: &Generated) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        path: String,
        dry_run: bool,
        durable: bool,
        files: &'a [FileEntry],
        certificates: &'a [CertificateEntry],
        advice: Vec<Finding>,
    }
    let Manifest { files, certificates, .. } = &generated.manifest;
    output::pretty(&Report {
        path: generated.written.path.to_string_lossy().into_owned(),
        dry_run: false,
        durable: matches!(generated.written.durability, Durability::Confirmed),
        files,
        certificates,
        advice: advise(plan),
    })
}

/// What was written, and what to do next.
pub(super) fn next_steps(plan: &Plan, generated: &Generated) -> String {
    let path = &generated.written.path;
    let values: &[(&str, &dyn Display)] =
        &[("count", &generated.written.files), ("path", &shown(path))];
    let wrote = fill("generate-wrote", values);
    let mut text = format!("{wrote}\n\n{}\n", say("generate-wrote.next"));
    for line in next_commands(plan, path) {
        // Writing to a string can't fail.
        let _ = writeln!(text, "  {line}");
    }
    if let Some(lifetimes) = lifetimes(plan, &generated.manifest) {
        let _ = write!(text, "\n{lifetimes}\n");
    }
    let _ = write!(text, "\n{}\n", ca_source(plan, path));
    text
}

/// What follows from the ends of the certificates that were made; nothing where none was.
fn lifetimes(plan: &Plan, manifest: &Manifest) -> Option<String> {
    let authority = CertificateRole::Authority.as_str();
    // The first ten characters of RFC 3339 are the date, and dates in it sort as texts.
    let end = |is_authority: bool| {
        let all = manifest.certificates.iter();
        let ends = all.filter(|one| (one.role == authority) == is_authority);
        ends.map(|one| one.not_after.as_str()).min()?.get(..10)
    };
    let mut text = fill("generate-lifetimes", &[("end", &end(false)?)]);
    if let Some(end) = end(true) {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("end", &end), ("days", &plan.certificates.lifetimes.leaf())];
        text = format!("{text} {}", fill("generate-lifetimes.authority", &values));
    }
    Some(text)
}

/// What becomes of the CA's key.
fn ca_source(plan: &Plan, path: &Path) -> String {
    let settings = &plan.certificates;
    match settings.ca_source {
        CaSource::Imported => return say("generate-ca-source-imported").into(),
        CaSource::Elsewhere => return say("generate-ca-source-elsewhere").into(),
        CaSource::Made | CaSource::Encrypted => {}
    }
    let names = plan.file_names();
    let key = |one: &Authority| shown(&path.join("authority").join(names.authority(*one).key));
    let keys: Vec<String> = settings.trust.authorities().iter().map(key).collect();
    let is_one = keys.len() == 1;
    let sentence = if is_one { "generate-ca-source-made" } else { "generate-ca-source-several" };
    let mut text = fill(sentence, &[("keys", &keys.join(", "))]);
    if settings.ca_source == CaSource::Encrypted {
        text.push('\n');
        text.push_str(say(if is_one {
            "generate-ca-source-encrypted"
        } else {
            "generate-ca-source-encrypted.several"
        }));
    }
    text
}
