//! `quorate inspect`: what certificates, keys and their like say, and what is wrong with them.

mod acceptance;
mod diff;
mod extract;
mod fields;
mod json;
mod passphrases;
mod paths;
mod probe;
mod text;
mod trust;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use time::{Duration, OffsetDateTime};

use acceptance::Acceptance;
use passphrases::Passphrases;

use super::failure::{BAD_INPUT, FAULT, Failure};
use super::judge::{self, Judged};
use super::output;
use crate::bundle::shown;
use crate::finding::{Finding, Rule, Severity};
use crate::pki::inspect::Tally;
use crate::pki::{FileInspection, Inspection, Item, ItemKind};
use crate::shell;
use crate::text::say;

const AFTER_HELP: &str = "\
Examples:
  quorate inspect production/members/etcd-1/pki/server.pem
  quorate inspect /etc/kubernetes/pki/etcd
  quorate inspect --check --expires-within 30d '/etc/etcd/pki/*.pem'
  quorate inspect secret.yaml ~/.kube/config server.p12
  quorate inspect --fields days-left,path,cn,verdict /etc/etcd | sort -n
  quorate inspect --inventory csv /etc/etcd /etc/kubernetes/pki > all.csv
  quorate inspect --diff old.pem new.pem
  quorate inspect --json pki |
      jq -r '.findings[] | [.severity, .path, .message] | @tsv'
  quorate inspect https://10.0.0.1:2379 \\
      --cacert ca.pem --cert client.pem --key client-key.pem
  quorate inspect server.pem --as server --for 10.0.0.1 \\
      --ca ca.pem --key server-key.pem
  quorate inspect --plan plan.json

With --as, --in, --plan or --member it says whether etcd would accept the files and what it would log, as \
`quorate judge` does. The exit code is 0 if everything is accepted, and 1 if something is refused or can't be \
judged. With --json that is a list of {path, verdict, findings}, or of handshakes {connection, dialer, listener, \
verdict, findings}.

--pem, --der, --asn1, --fields, --inventory and --diff each print one thing, and errors to standard error. \
--inventory json is a list of {subject, sans, issuer, serial, not_before, not_after, days_left, key, fingerprint, \
verdict: ok|warning|expires-soon|error|not-yet-valid|expired|revoked, places}, the first to expire at the top; csv \
has the same columns.

Exit codes, with or without the screen: 0 read; 2 if a file or server can't be read or reached, holds nothing \
that quorate reads, or is a PKCS #12 that can't be opened. With --check: 0 fine, 1 something at or above --fail-on \
was found, 2 unreadable.

JSON (format 1; keys are added, never changed within a format):
  format       1
  files        [{path, size, connection, findings, items}]; connection for
               servers, whose items have their number as line
  connection   {address, failed_addresses, protocol, cipher,
               client_certificate_requested, client_certificate_shown,
               accepted_authorities, outcome: accepted|quiet|refused|closed|
               closed-after-handshake|failed, alert, trust: trusted|untrusted|
               not-checked|not-asked, trusted_authority}
  items        [{line, label, within, wrapped, kind, etcd_loads, etcd_trusts,
               findings, signed_by, partners} and, by kind,
               certificate or request {subject, issuer, serial, not_before,
               not_after, key, signature, dns_names, ip_addresses,
               other_names, has_key_usage, key_usages,
               has_extended_key_usage, extended_key_usages,
               authority {ca, path_length}, subject_key_id,
               authority_key_id, fingerprint, extensions}, revocation_list,
               private_key {key, form, encryption}, public_key {key},
               ocsp_response {status, responder, produced_at, signature,
               answers [{serial, status: good|revoked|unknown, revoked_at,
               this_update, next_update}]}, holds (of pkcs7, pkcs12,
               java-key-store)]
  wrapped      {format: kubernetes-secret|kubernetes-object|kubeconfig|yaml|
               json|base64, place, path}, of items in other documents
  extensions   [{oid, name, critical, values}]; values are empty where a
               field says them
  findings     [{code, severity, message, fix, source, where {file, line,
               item}, facts {name: value}, quotes [{side, text}]}], as in
               every command
  signed_by    {issuer: itself|found|missing, place, same_key_id, signature:
               valid|invalid|not-checked}
  partners     [place]: the certificates and requests of a key, the keys of
               a certificate or request
  place        {file, item}: indices from 0
  handshakes   of a cluster's directory: [{connection: peer|client|gateway,
               dialer, listener, verdict: accepted|refused|not-judged,
               findings}]
  duplicates   [[place]]: certificates that are there more than once
  first_to_end place of the certificate that expires first
  summary      {files, items, errors, warnings, skipped}
The findings at the top are those of files and items, and those of time and links.";

/// Show the contents of certificates, requests, CRLs, keys and more
///
/// Reads PEM and DER from any source, PKCS #7 and #12, Java key stores, OCSP responses and damaged PEM, even inside
/// Kubernetes Secrets, kubeconfigs, YAML, JSON, units, scripts and base64. Private keys are listed but never shown.
/// Says which key belongs to which certificate, who signed whom, and what etcd would refuse to load. On a terminal it
/// opens a screen where you can browse and search. For a bundle it shows who signed whom and who accepts whom.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(super) struct Arguments {
    /// Files, directories (up to 16 deep, 20000 files), patterns with `*` and `?`, `-` for standard input, or servers
    /// `https://HOST:PORT`, whose chain is read without sending a request
    #[arg(
        value_name = "PATH",
        required_unless_present_any = ["bundle", "plan", "heap", "diff"],
        conflicts_with_all = ["bundle", "plan", "heap", "diff"])]
    paths: Vec<PathBuf>,
    /// Report as text instead of opening the screen; a pipe gets text anyway
    #[arg(long)]
    plain: bool,
    /// Report as JSON
    #[arg(long, conflicts_with = "plain")]
    json: bool,
    /// Exit with code 1 if something is found; also checks signatures when there are more than 1000 certificates
    #[arg(long, conflicts_with_all = probe::JUDGED)]
    check: bool,
    /// What --check fails on: `warning` or `error`
    #[arg(long, value_name = "SEVERITY", default_value = "error", requires = "check")]
    #[arg(value_parser = severity)]
    fail_on: Severity,
    /// Report certificates that expire within this time, such as `30d`, `12h` or `2w`
    #[arg(long, value_name = "TIME", value_parser = duration, conflicts_with_all = probe::JUDGED)]
    expires_within: Option<Duration>,
    /// File whose first line is the passphrase of PKCS #12 files and of an encrypted --key; without it, quorate tries
    /// the empty one, and asks on a terminal for files that you name
    #[arg(long, value_name = "FILE", conflicts_with_all = probe::JUDGED)]
    passphrase_file: Option<PathBuf>,
    /// Take the authorities that the system trusts as issuers, too: `SSL_CERT_FILE`, or the first of the
    /// bundles that Go looks for
    #[arg(long, conflicts_with_all = probe::JUDGED)]
    system_trust: bool,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    probe: probe::Servers,
    #[command(flatten)]
    asked: judge::Asked,
}

/// Other forms of what was read, for scripts.
#[derive(Debug, Clone, clap::Args)]
#[group(id = "form", multiple = false, conflicts_with_all = ["plain", "json", "check"])]
struct Form {
    /// Print the certificates as PEM, in order, and nothing else
    #[arg(long, help_heading = "For scripts", conflicts_with_all = probe::JUDGED)]
    pem: bool,
    /// Write the one certificate, request or list as DER
    #[arg(long, help_heading = "For scripts", conflicts_with_all = probe::JUDGED)]
    der: bool,
    /// Print the structure of DER as `openssl asn1parse` does, of damaged blocks as well
    #[arg(long, help_heading = "For scripts", conflicts_with_all = probe::JUDGED)]
    asn1: bool,
    /// Print one line a certificate, these columns between tabs
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        hide_possible_values = false,
        help_heading = "For scripts",
        conflicts_with_all = probe::JUDGED)]
    fields: Vec<fields::Field>,
    /// Print each distinct certificate once, with its places, days left and verdict
    #[arg(long, value_name = "FORMAT", help_heading = "For scripts", conflicts_with_all = probe::JUDGED)]
    inventory: Option<fields::Format>,
    /// Compare the certificates of two files field by field; exit code 1 where they differ
    #[arg(
        long,
        num_args = 2,
        value_names = ["OLD", "NEW"],
        help_heading = "For scripts",
        conflicts_with_all = probe::JUDGED)]
    diff: Vec<PathBuf>,
}

impl Form {
    fn is_asked(&self) -> bool {
        self.pem
            || self.der
            || self.asn1
            || !self.fields.is_empty()
            || self.inventory.is_some()
            || !self.diff.is_empty()
    }
}

fn severity(text: &str) -> Result<Severity, String> {
    match text {
        "warning" => Ok(Severity::Warning),
        "error" => Ok(Severity::Error),
        _ => Err("expected `warning` or `error`".into()),
    }
}

/// Reads a count of hours, days or weeks, up to a hundred years.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    const EXPECTED: &str = "expected a whole number and a unit, such as `30d`, `12h` or `2w`";
    let (number, hours) = [('h', 1), ('d', 24), ('w', 7 * 24)]
        .into_iter()
        .find_map(|(unit, hours)| Some((text.strip_suffix(unit)?, hours)))
        .ok_or(EXPECTED)?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = number.parse().ok().filter(|_| digits).ok_or(EXPECTED)?;
    let hours = number.checked_mul(hours).filter(|hours| *hours <= 100 * 366 * 24);
    hours.map(Duration::hours).ok_or_else(|| "expected at most a hundred years".into())
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.asked.is_asked() {
        return judgement(arguments);
    }
    if let Some(option) = arguments.asked.needs_role() {
        return Err(Failure::refused("inspect-no-role", &[("option", &option)]));
    }
    if arguments.probe.lacks_certificate() {
        return Err(Failure::refused("inspect-key-alone", &[]));
    }
    let now = shell::now();
    let paths =
        if arguments.form.diff.is_empty() { &arguments.paths } else { &arguments.form.diff };
    let passphrases = Passphrases::collect(paths, arguments.passphrase_file.as_deref())?;
    if arguments.wants_screen() {
        let prober = probe::Prober::new(&arguments.probe, passphrases.given(), now)?;
        return screen(arguments.clone(), passphrases, prober);
    }
    let prober = probe::Prober::new(&arguments.probe, passphrases.given(), now)?;
    let mut gathered = paths::gather(paths, Some(&prober), &|_, _| {});
    passphrases.open(&mut gathered);
    if arguments.system_trust {
        trust::add(&mut gathered)?;
    }
    let seen = prober.seen.into_inner();
    let inspection = if arguments.check {
        Inspection::new(gathered.files)
    } else {
        Inspection::at_a_glance(gathered.files)
    };
    if inspection.files.is_empty() {
        let hint = say("inspect-nothing.hint");
        output::print_error(&format!("error: {}\nhint: {hint}", say("inspect-nothing")));
    }
    let soon = arguments.expires_within;
    if arguments.form.is_asked() {
        return other_form(arguments, &inspection, now);
    }
    let acceptance = Acceptance::of(paths, &inspection, now);
    let skipped = gathered.skipped;
    let found = if arguments.json {
        let findings = inspection.findings(now, soon);
        json::print(&inspection, &findings, skipped, &seen, acceptance.as_ref())?;
        findings.iter().map(|(_, finding)| finding).collect()
    } else {
        let page = text::Page { inspection: &inspection, now, soon, seen: &seen };
        let found = match &acceptance {
            Some(acceptance) => page.print_cluster(acceptance, skipped)?,
            None => page.print(skipped)?,
        };
        text::print_error(&inspection);
        found
    };
    let named = |file: usize| gathered.named.contains(&file);
    let code = code(arguments, &inspection, found, named);
    let is_refused = acceptance.is_some_and(|one| !one.matrix.is_sound());
    Ok(ExitCode::from(if code == 0 && arguments.check && is_refused { FAULT } else { code }))
}

/// Prints what was read in another form.
fn other_form(
    arguments: &Arguments,
    inspection: &Inspection,
    now: OffsetDateTime,
) -> Result<ExitCode, Failure> {
    let findings = &inspection.findings(now, arguments.expires_within);
    text::print_error(inspection);
    let form = &arguments.form;
    let rows = fields::Rows { inspection, findings, now };
    let printed = if form.pem {
        extract::pem(inspection)
    } else if form.der {
        extract::der(inspection)
    } else if form.asn1 {
        extract::asn1(inspection)
    } else if let Some(format) = form.inventory {
        rows.inventory(format)
    } else if let [old, new] = form.diff.as_slice() {
        return compared(inspection, [old, new], now);
    } else {
        rows.print(&form.fields)
    };
    let unread = findings.iter().any(|(_, one)| one.rule == Rule::Unreadable);
    printed.map(|code| if unread { ExitCode::from(BAD_INPUT) } else { code })
}

/// Prints how two files differ.
fn compared(
    inspection: &Inspection,
    [old, new]: [&PathBuf; 2],
    now: OffsetDateTime,
) -> Result<ExitCode, Failure> {
    let Some((text, differs)) = diff::compare(inspection, now) else {
        let empty = if diff::is_empty(inspection, 0) { old } else { new };
        return Err(Failure::refused("inspect-nothing-to-compare", &[("path", &shown(empty))]));
    };
    output::print(&text)?;
    Ok(ExitCode::from(if differs { FAULT } else { 0 }))
}

/// Reads what lies below paths, for those who look for the cause of something else.
pub(super) fn files(paths: &[PathBuf]) -> Vec<FileInspection> {
    paths::gather(paths, None, &|_, _| {}).files
}

/// Has files, a bundle or a plan judged instead of shown.
fn judgement(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if let Some(url) = arguments.paths.iter().find(|path| probe::is_url(path)) {
        return Err(Failure::refused("inspect-server-judged", &[("url", &shown(url))]));
    }
    let judged = Judged {
        files: &arguments.paths,
        ca: arguments.probe.cacert.as_deref(),
        keys: &arguments.probe.keys,
        json: arguments.json,
    };
    judge::answer(&arguments.asked, &judged)
}

impl Arguments {
    /// Whether to open the screen: on a terminal where nothing else was asked for, and something is
    /// there to be shown. Standard input can't give both a file and keys.
    fn wants_screen(&self) -> bool {
        let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let is_there = |path: &PathBuf| {
            let text = path.as_os_str().as_encoded_bytes();
            text.contains(&b'*')
                || text.contains(&b'?')
                || probe::is_url(path)
                || path.symlink_metadata().is_ok()
        };
        !(self.plain || self.json || self.check || self.form.is_asked())
            && is_terminal
            && shell::shows_screens()
            && self.paths.iter().all(|path| path.as_os_str() != "-")
            && self.paths.iter().any(is_there)
    }
}

/// Reads the files below a path for the wizard, which shows them on the same screen.
pub(super) fn found(path: &Path, progress: &dyn Fn(usize, usize)) -> shell::Found {
    let paths = [path.to_owned()];
    let gathered = paths::gather(&paths, None, progress);
    let inspection = Inspection::unchecked(gathered.files);
    let findings = inspection.findings(shell::now(), None);
    let handshakes = Acceptance::of(&paths, &inspection, shell::now()).map(Acceptance::shown);
    shell::Found { inspection, findings, skipped: gathered.skipped, handshakes, code: 0 }
}

/// Opens the screen; the files are read behind it.
fn screen(
    arguments: Arguments,
    passphrases: Passphrases,
    prober: probe::Prober,
) -> Result<ExitCode, Failure> {
    let soon = arguments.expires_within;
    let read = move |progress: &dyn Fn(usize, usize)| {
        let mut gathered = paths::gather(&arguments.paths, Some(&prober), progress);
        let seen = prober.seen.take();
        for file in &mut gathered.files {
            file.about = seen.get(&file.path).map(probe::Connection::rows).unwrap_or_default();
        }
        passphrases.open(&mut gathered);
        if arguments.system_trust {
            // Without a bundle there is nothing to add.
            let _ = trust::add(&mut gathered);
        }
        let inspection = Inspection::unchecked(gathered.files);
        let findings = inspection.findings(shell::now(), soon);
        let found = findings.iter().map(|(_, finding)| finding).collect();
        let named = |file: usize| gathered.named.contains(&file);
        let code = code(&arguments, &inspection, found, named);
        let handshakes = Acceptance::of(&arguments.paths, &inspection, shell::now());
        let handshakes = handshakes.map(Acceptance::shown);
        shell::Found { inspection, findings, skipped: gathered.skipped, handshakes, code }
    };
    shell::viewer(read, soon).map_err(|error| Failure::fault(&error, say("inspect-no-screen")))
}

fn code(
    arguments: &Arguments,
    inspection: &Inspection,
    found: Tally,
    named: impl Fn(usize) -> bool,
) -> u8 {
    // Of nothing nothing can be said: a check on an emptied directory must not pass for ever.
    if inspection.files.is_empty() {
        return BAD_INPUT;
    }
    let unread = |file: usize, finding: &Finding| match finding.rule {
        Rule::Unreadable => true,
        Rule::NothingFound | Rule::EmptyFile => named(file),
        _ => false,
    };
    let mut files = inspection.files.iter().enumerate();
    if files.any(|(index, file)| file.findings.iter().any(|one| unread(index, one))) {
        return BAD_INPUT;
    }
    if arguments.check {
        // What ends soon counts where somebody asked for it.
        let fails = found.errors > 0
            || found.warnings > 0 && arguments.fail_on == Severity::Warning
            || found.ends_soon && arguments.expires_within.is_some();
        return if fails { FAULT } else { 0 };
    }
    // What etcd can't read and this can is read.
    let is_unread = |item: &Item| matches!(item.kind, ItemKind::Broken(_));
    let useless = inspection.files.iter().enumerate().any(|(index, file)| {
        named(index) && (!file.items.iter().any(is_readable) || file.items.iter().any(is_unread))
    });
    if useless { BAD_INPUT } else { 0 }
}

/// Whether an item says something that could be shown.
fn is_readable(item: &Item) -> bool {
    !matches!(item.kind, ItemKind::Broken(_) | ItemKind::Other | ItemKind::Pkcs7(None))
        && item
            .findings
            .iter()
            .all(|one| !matches!(one.rule, Rule::Pkcs12Locked | Rule::UnreadableKey))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_whole_numbers_with_a_unit() {
        assert_eq!(duration("30d"), Ok(Duration::days(30)));
        assert_eq!(duration("12h"), Ok(Duration::hours(12)));
        assert_eq!(duration("2w"), Ok(Duration::weeks(2)));
        for wrong in ["", "d", "30", "-1d", "+1d", "1.5d", "30 d", "99999999999999999999d", "3m"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
        assert_eq!(duration("5218w"), Ok(Duration::weeks(5218)));
        assert!(duration("5300w").is_err());
    }
}
