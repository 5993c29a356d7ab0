//! Certificates before other judges: what was planned is what openssl and rustls-webpki read, accept
//! and chain, for every algorithm and for plans as awkward as the parsers let through.

mod accepted;
mod authority;
mod foreign;
mod go;
mod layouts;
mod measured;
mod nested;
mod private_keys;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::support::needs::need;
use quorate::cluster::{KeyAlgorithm, Plan};
use quorate::pki::{
    self, CertificateProfile, CertificateReport, IssueError, Issued, ItemKind, PrivateKeyKind,
    Stage, pair, report_der,
};
use time::OffsetDateTime;
use time::macros::{datetime, format_description};

/// The moment of every issue. openssl judges by it through `-attime`.
const NOW: OffsetDateTime = datetime!(2026-03-01 12:00:00.75 UTC);

// ── The plans ──────────────────────────────────────────────────────────────────────────────────────

const THREE_MEMBERS: &str = include_str!("../fixtures/three-members.json");
const CONSTRAINED: &str = include_str!("../fixtures/pki/constrained.json");
const AWKWARD: &str = include_str!("../fixtures/pki/awkward.json");

fn plan(json: &str) -> Plan {
    Plan::from_json(json.as_bytes()).unwrap()
}

/// Serial numbers that follow from a count: the same for the same list of profiles.
fn counted() -> impl Fn(&mut [u8]) -> Result<(), IssueError> + Sync {
    let count = AtomicU64::new(1);
    move |bytes| {
        let count = count.fetch_add(1, Ordering::Relaxed);
        // All bits are spread, the sign bit among them.
        let spread = count.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes();
        bytes.iter_mut().zip(spread.iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

fn issue(profiles: &[CertificateProfile]) -> Vec<Issued> {
    pki::issue(profiles, NOW, &counted(), &AtomicBool::new(false), &|_| {}).unwrap()
}

/// One issue of each algorithm, and the awkward plan, for all tests.
static ISSUES: LazyLock<Vec<Vec<Issued>>> = LazyLock::new(|| {
    let of = |algorithm: KeyAlgorithm| {
        let mut plan = plan(THREE_MEMBERS);
        plan.certificates.algorithm = algorithm;
        let mut profiles = pki::profiles(&plan);
        // RSA keys take long: authority, server and peer of one member, one client.
        profiles.drain(3..7);
        profiles.pop();
        issue(&profiles)
    };
    let mut issues: Vec<Vec<Issued>> = KeyAlgorithm::ALL.into_iter().map(of).collect();
    issues.push(issue(&pki::profiles(&plan(THREE_MEMBERS))));
    issues.push(issue(&pki::profiles(&plan(CONSTRAINED))));
    issues.push(issue(&pki::profiles(&plan(AWKWARD))));
    issues
});

fn all_issued() -> impl Iterator<Item = &'static Issued> {
    ISSUES.iter().flatten()
}

// ── openssl ────────────────────────────────────────────────────────────────────────────────────────

/// Runs openssl and returns what it printed; fails the test where it fails.
#[track_caller]
fn openssl(arguments: &[&str]) -> String {
    let output = Command::new("openssl").args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// A directory with the files of one issue.
struct Files {
    directory: tempfile::TempDir,
}

impl Files {
    #[allow(clippy::disallowed_methods)] // A test's own files in its own directory.
    fn of(issued: &[Issued]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let files = Self { directory };
        for (index, one) in issued.iter().enumerate() {
            fs::write(files.certificate(index), &one.certificate_pem).unwrap();
            fs::write(files.key(index), one.key_pem.as_bytes()).unwrap();
        }
        files
    }

    fn certificate(&self, index: usize) -> PathBuf {
        self.path(&format!("{index}.pem"))
    }

    fn key(&self, index: usize) -> PathBuf {
        self.path(&format!("{index}-key.pem"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn read(bytes: &[u8]) -> pki::FileInspection {
    pki::inspect::read(Path::new("file"), bytes)
}

fn messages(findings: &[quorate::finding::Finding]) -> Vec<String> {
    findings.iter().map(quorate::finding::Finding::message).collect()
}

// ── What was planned is what stands there ──────────────────────────────────────────────────────────

/// The same report without what only an issued certificate has, to hold a plan against it.
fn without_issue(mut report: CertificateReport) -> CertificateReport {
    report.extensions.retain(|extension| !extension.values.is_empty());
    CertificateReport {
        stage: Stage::Planned,
        serial: None,
        signature: None,
        subject_key_id: None,
        authority_key_id: None,
        fingerprint: None,
        ..report
    }
}

#[test]
fn the_preview_equals_what_a_parser_reads() {
    for one in all_issued() {
        let mut planned = CertificateReport::planned(&one.profile, NOW);
        planned.role = None;
        let read = report_der(&one.certificate_der).unwrap();
        assert_eq!(without_issue(read), planned, "{}", one.profile.certificate_path.display());
    }
}

#[test]
fn the_preview_equals_what_openssl_prints() {
    if !need("openssl") {
        return;
    }
    for issued in ISSUES.iter() {
        let files = Files::of(issued);
        for (index, one) in issued.iter().enumerate() {
            let printed = printed(&files.certificate(index));
            let expected = as_openssl_prints(&CertificateReport::planned(&one.profile, NOW));
            assert_eq!(fields(&printed), fields(&expected), "{printed}");
        }
    }
}

/// What `openssl x509` prints of a certificate.
#[track_caller]
fn printed(certificate: &Path) -> String {
    openssl(&[
        "x509",
        "-in",
        text(certificate),
        "-noout",
        "-subject",
        "-issuer",
        "-dates",
        "-nameopt",
        "oneline,-esc_msb,utf8",
        "-ext",
        "subjectAltName,keyUsage,extendedKeyUsage,basicConstraints,nameConstraints",
    ])
}

/// Writes a report as `openssl x509` does.
fn as_openssl_prints(report: &CertificateReport) -> String {
    let date = format_description!(
        "[month repr:short] [day padding:space] [hour]:[minute]:[second] [year] GMT"
    );
    let mut text = format!(
        "subject={}\nissuer={}\nnotBefore={}\nnotAfter={}\n",
        report.subject,
        report.issuer,
        report.not_before.unwrap().format(date).unwrap(),
        report.not_after.unwrap().format(date).unwrap(),
    );
    let names = report.dns_names.iter().map(|name| format!("DNS:{name}"));
    let addresses = report.ip_addresses.iter().map(|address| {
        // openssl writes IPv6 in full, without leading zeros.
        let written = match address.parse().unwrap() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                address.segments().map(|segment| format!("{segment:X}")).join(":")
            }
        };
        format!("IP Address:{written}")
    });
    let names: Vec<String> = names.chain(addresses).collect();
    let authority = report.authority.unwrap();
    let mut constraints = format!("CA:{}", authority.ca).to_uppercase();
    if let Some(length) = authority.path_length {
        write!(constraints, ", pathlen:{length}").unwrap();
    }
    let permitted = report.extensions.iter().flat_map(|one| &one.values);
    let mut permitted: String = permitted.map(|one| as_openssl_permits(one)).collect();
    if !permitted.is_empty() {
        permitted.insert_str(0, "Permitted:");
    }
    for (title, critical, value) in [
        ("Name Constraints", "critical", permitted),
        ("Subject Alternative Name", "", names.join(", ")),
        ("Key Usage", "critical", report.key_usages.join(", ")),
        ("Extended Key Usage", "", report.extended_key_usages.join(", ")),
        ("Basic Constraints", "critical", constraints),
    ] {
        if !value.is_empty() {
            writeln!(text, "X509v3 {title}: {critical}\n    {value}").unwrap();
        }
    }
    text
}

/// Writes a permitted domain or network as `openssl x509` does.
fn as_openssl_permits(value: &str) -> String {
    let value = value.strip_prefix("permitted ").unwrap();
    let Some(network) = value.strip_prefix("IP Address:") else { return value.into() };
    let full = |address: &str| match address.parse().unwrap() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => address.segments().map(|segment| format!("{segment:X}")).join(":"),
    };
    let (base, mask) = network.split_once('/').unwrap();
    format!("IP:{}/{}", full(base), full(mask))
}

/// Joins each extension's title and value, and sorts: openssl keeps the certificate's order.
fn fields(printed: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in printed.lines() {
        match (line.strip_prefix("    "), fields.last_mut()) {
            (Some(value), Some(last)) => last.push_str(value.trim()),
            _ => fields.push(line.trim_end().to_owned()),
        }
    }
    fields.sort();
    fields
}

#[test]
fn names_are_printable_strings_wherever_they_can_be() {
    if !need("openssl") {
        return;
    }
    let files = Files::of(&ISSUES[ISSUES.len() - 1]);
    let parsed = openssl(&["asn1parse", "-in", text(&files.certificate(1))]);
    let kinds: Vec<(&str, &str)> = parsed
        .lines()
        .filter_map(|line| line.split_once("prim: "))
        .map(|(_, value)| value.split_once(':').unwrap_or((value, "")))
        .map(|(kind, value)| (kind.trim(), value))
        .collect();
    // Issuer and subject hold each once.
    for (kind, value) in
        [("PRINTABLESTRING", "CH"), ("PRINTABLESTRING", "Platform"), ("UTF8STRING", "etcd_1")]
    {
        assert!(kinds.contains(&(kind, value)), "{kind} {value} in {kinds:?}");
    }
    assert!(!kinds.contains(&("UTF8STRING", "CH")));
}

// ── Keys ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn openssl_reads_every_key_and_finds_it_in_its_certificate() {
    if !need("openssl") {
        return;
    }
    for issued in ISSUES.iter() {
        let files = Files::of(issued);
        for index in 0..issued.len() {
            let key = files.key(index);
            openssl(&["pkey", "-in", text(&key), "-noout", "-check"]);
            let of_key = openssl(&["pkey", "-in", text(&key), "-pubout"]);
            let certificate = files.certificate(index);
            let of_certificate = openssl(&["x509", "-in", text(&certificate), "-noout", "-pubkey"]);
            assert_eq!(of_key, of_certificate);
        }
    }
}

#[test]
fn keys_in_every_form_that_etcd_loads_fit_their_certificate() {
    if !need("openssl") {
        return;
    }
    for (issued, option) in
        [(&ISSUES[0], "-traditional"), (&ISSUES[1], "-traditional"), (&ISSUES[2], "-traditional")]
    {
        let files = Files::of(issued);
        let pem = openssl(&["pkey", "-in", text(&files.key(1)), option]);
        assert!(pem.starts_with("-----BEGIN EC PRIVATE") || pem.starts_with("-----BEGIN RSA"));
        let item = read(pem.as_bytes()).items.remove(0);
        let algorithm = issued[1].profile.algorithm.to_string();
        assert!(
            matches!(
                &item.kind,
                ItemKind::PrivateKey { kind: PrivateKeyKind::Sec1 | PrivateKeyKind::Pkcs1, key: Some(key), encryption: None } if *key == algorithm
            ),
            "{item:?}"
        );
        pair::key_fits(&issued[1].certificate_der, pem.as_bytes()).unwrap();
    }
}

#[test]
fn encrypted_keys_of_both_kinds_are_named_as_such() {
    if !need("openssl") {
        return;
    }
    let files = Files::of(&ISSUES[2][..2]);
    let key = files.key(1);
    for form in [&["-aes256"][..], &["-aes256", "-traditional"]] {
        let arguments = [&["pkey", "-in", text(&key), "-passout", "pass:secret"], form].concat();
        let pem = openssl(&arguments);
        let item = read(pem.as_bytes()).items.remove(0);
        assert!(
            matches!(&item.kind, ItemKind::PrivateKey { encryption: Some(by), .. } if by.contains("AES-256-CBC")),
            "{item:?}"
        );
        assert_eq!(
            messages(&item.findings),
            ["the private key is encrypted, and etcd can't ask for a password"]
        );
        let refused = pair::key_fits(&ISSUES[2][1].certificate_der, pem.as_bytes());
        assert_eq!(refused, Err(pair::PairError::EncryptedKey));
    }
}

#[test]
fn no_key_shows_in_any_text() {
    for one in all_issued() {
        let shown = format!("{one:?} {:?}", read(one.key_pem.as_bytes()));
        // The public half stands in both files, and may fall on the same line ends.
        let certificate = format!("{:?}", one.certificate_pem);
        let shown = shown.replace(&certificate, "");
        // The last line of an RSA key may be of one byte, which stands anywhere.
        for line in one.key_pem.lines().filter(|line| !line.starts_with('-') && line.len() > 16) {
            assert!(!shown.contains(line));
        }
    }
}

// ── Serial numbers and cancel ──────────────────────────────────────────────────────────────────────

#[test]
fn serial_numbers_are_unique_positive_and_of_twenty_octets() {
    let profiles = pki::profiles(&plan(THREE_MEMBERS));
    let stop = AtomicBool::new(false);
    let issued = pki::issue(&profiles, NOW, &pki::system_random, &stop, &|_| {}).unwrap();
    let serials: HashSet<String> = serials(&issued).into_iter().collect();
    assert_eq!(serials.len(), profiles.len());
    for serial in serials {
        assert_eq!(serial.split(':').count(), 20, "{serial}");
        let first = u8::from_str_radix(&serial[..2], 16).unwrap();
        assert!((1..0x80).contains(&first), "{serial}");
    }
}

fn serials(issued: &[Issued]) -> Vec<String> {
    let serial = |one: &Issued| report_der(&one.certificate_der).unwrap().serial.unwrap();
    issued.iter().map(serial).collect()
}

#[test]
fn the_same_source_gives_the_same_serial_numbers_and_other_keys() {
    let profiles = pki::profiles(&plan(THREE_MEMBERS));
    let (first, second) = (issue(&profiles), issue(&profiles));
    assert_eq!(serials(&first), serials(&second));
    assert_ne!(first[0].key_pem, second[0].key_pem);
}

#[test]
fn a_cancelled_issue_leaves_no_result() {
    let profiles = pki::profiles(&plan(THREE_MEMBERS));
    let stop = AtomicBool::new(true);
    let started = AtomicBool::new(false);
    let result = pki::issue(&profiles, NOW, &counted(), &stop, &|_| {
        started.store(true, Ordering::Relaxed);
    });
    assert!(matches!(result, Err(IssueError::Cancelled)));
    assert!(!started.into_inner());
}
