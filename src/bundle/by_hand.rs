//! The certificates of a plan by hand: the openssl commands that make what quorate would make, field by field, and
//! why each is there; in parts for the screen, and as a script.

use std::fmt::Write as _;
use std::path::Path;

use super::openssl;
use super::planned::{AUTHORITY, anchor_copies};
use crate::cluster::{Authority, CaSource, KeyAlgorithm, KeyOrigin, Plan};
use crate::pki::{self, CertificateProfile, CertificateRole};
use crate::render::by_hand::{command, comment};
use crate::render::quote::{ShellQuoted, ShellWord};
use crate::text::{Language, fill, say};

const HEAD: &str = include_str!("../../assets/scripts/by-hand.sh");
/// The CA that is brought, among what is made.
const IMPORTED: &str = "imported-ca.pem";
/// What says whether a CA signed its own certificate.
const IS_ROOT: &str = r#"is_root() {
    [ "$(openssl x509 -in "$1" -noout -subject_hash)" = \
        "$(openssl x509 -in "$1" -noout -issuer_hash)" ]
}
"#;
/// 156 random bits: no two certificates of a CA may have one serial number, and nobody is to guess the next.
const SERIAL: &str = r#"-set_serial "0x7$(openssl rand -hex 20|cut -c2-)""#;

/// Why there is no such script for a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotByHand {
    /// The CA signs elsewhere: the bundle's `requests/` holds the script for that.
    SignedElsewhere,
    /// Keys are made on the members, by `install.sh`.
    KeysOnMembers,
}

/// Commands that belong together, with a comment that says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The certificate that they make, with its key, if they make one.
    pub profile: Option<CertificateProfile>,
    /// The commands, each line with its end.
    pub text: String,
}

/// Writes the script.
///
/// # Errors
/// [`NotByHand`], where the bundle holds scripts for the same already.
pub fn script(plan: &Plan) -> Result<String, NotByHand> {
    // Like units and settings: whoever runs it may speak another language than whoever had it made.
    let parts = Language::English.speaking(|| parts(plan, |_| true))?;
    let mut text = String::from(HEAD);
    let source = plan.certificates.ca_source;
    // Writing to a string can't fail, here and below.
    let _ = writeln!(text, "cluster={}", ShellQuoted(plan.cluster_name.as_str()));
    let _ = writeln!(text, "sealed={}", u8::from(source == CaSource::Encrypted));
    let imported = u8::from(source == CaSource::Imported);
    let _ = writeln!(text, "imported={imported}\n\nbegin \"$@\"");
    for part in parts {
        let _ = write!(text, "\n{}", part.text);
    }
    text.push_str("\nfinish\n");
    Ok(text)
}

/// The commands, in the order in which they are run; of the certificates, for those that are wanted.
///
/// # Errors
/// [`NotByHand`], as for the script.
pub fn parts(
    plan: &Plan,
    is_wanted: impl Fn(&CertificateProfile) -> bool,
) -> Result<Vec<Part>, NotByHand> {
    let source = plan.certificates.ca_source;
    if source == CaSource::Elsewhere {
        return Err(NotByHand::SignedElsewhere);
    }
    let profiles = pki::profiles(plan);
    if profiles.iter().any(|profile| profile.key_origin == KeyOrigin::Member) {
        return Err(NotByHand::KeysOnMembers);
    }
    let is_imported = source == CaSource::Imported;
    let mut parts = Vec::new();
    let without_profile = |text| Part { profile: None, text };
    if is_imported {
        let own = comment(say("by-hand-imported"));
        let chain = comment(say("by-hand-chain"));
        parts.push(without_profile(format!(
            "{own}cp \"$CA_CERT\" {IMPORTED}\nchmod 644 {IMPORTED}\n{chain}{IS_ROOT}"
        )));
    } else if profiles.iter().any(|profile| profile.awaits_digits) {
        let why = comment(say("by-hand-digits"));
        parts.push(without_profile(format!(
            "{why}CA_DIGITS=$(openssl rand -hex 4)\nexport CA_DIGITS\n"
        )));
    }
    for profile in profiles.iter().filter(|profile| is_wanted(profile)) {
        let text = certificate(plan, &profiles, profile);
        parts.push(Part { profile: Some(profile.clone()), text });
    }
    let mut anchors = comment(say("by-hand-anchors"));
    for (path, anchor) in anchor_copies(plan) {
        let source = if is_imported { IMPORTED.into() } else { certificate_of(&profiles, anchor) };
        let _ = write!(anchors, "{}{}", directories(&[&path]), copy(Path::new(&source), &path));
    }
    parts.push(without_profile(anchors));
    Ok(parts)
}

fn shell(path: &Path) -> String {
    ShellWord(&path.to_string_lossy()).to_string()
}

/// Makes the directories of files.
fn directories(files: &[&Path]) -> String {
    let mut all: Vec<String> = files.iter().filter_map(|path| path.parent()).map(shell).collect();
    all.dedup();
    command(&["mkdir -p".to_owned(), all.join(" ")])
}

fn copy(from: &Path, to: &Path) -> String {
    command(&["cp -p".to_owned(), shell(from), shell(to)])
}

fn certificate_of(profiles: &[CertificateProfile], authority: Authority) -> String {
    let found = profiles.iter().find(|profile| profile.authority == Some(authority));
    found.map(|profile| profile.certificate_path.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The commands for one certificate and its key.
fn certificate(plan: &Plan, all: &[CertificateProfile], profile: &CertificateProfile) -> String {
    let is_authority = profile.role == CertificateRole::Authority;
    let is_imported = plan.certificates.ca_source == CaSource::Imported;
    let is_sealed = plan.certificates.ca_source == CaSource::Encrypted;
    let (role, serves) = (pki::role_name(profile.role), pki::role_serves(profile.role));
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("role", &role), ("owner", &profile.owner), ("serves", &serves)];
    let mut text = comment(&fill("by-hand-certificate", &values));
    text += &directories(&[&profile.certificate_path, &profile.key_path]);
    let (certificate, key) = (shell(&profile.certificate_path), shell(&profile.key_path));
    let subject = openssl::subject(profile);
    // The random end of the authority's name is known to the shell alone.
    let subject =
        if profile.awaits_digits && is_authority { with_digits(&subject) } else { subject };
    let extensions = openssl::extensions(profile);
    let _ = write!(text, "cat >request.cnf <<'END'\n{subject}\n[extensions]\n{extensions}END\n");
    let opened = |is_encrypted: bool| {
        String::from(if is_encrypted { "-passin env:CA_PASSPHRASE" } else { "" })
    };
    let sealed =
        if is_authority && is_sealed { "-aes-256-cbc -pass env:CA_PASSPHRASE" } else { "" };
    text += &command(&[
        "openssl genpkey".into(),
        algorithm(profile.algorithm).into(),
        sealed.into(),
        format!("-out {key}"),
    ]);
    let mut asks = vec![
        format!("-key {key}"),
        opened(is_authority && is_sealed),
        "-config request.cnf".into(),
    ];
    let mut says = vec![
        format!("-days {}", profile.lifetime.count()),
        SERIAL.into(),
        digest(plan.certificates.algorithm).into(),
    ];
    let out = format!("-out {certificate}");
    if is_authority && profile.authority == Some(profile.signer) {
        asks.insert(0, "openssl req -x509 -new".into());
        says.extend(["-extensions extensions".into(), out]);
        text += &command(&[asks, says].concat());
        let _ = writeln!(text, "chmod 644 {certificate}");
        return text;
    }
    asks.insert(0, "openssl req -new".into());
    asks.push("-out request.csr".into());
    text += &command(&asks);
    let (ca, ca_key, passphrase) = if is_imported {
        let asked = "${CA_PASSPHRASE:+-passin env:CA_PASSPHRASE}".to_owned();
        (IMPORTED.to_owned(), "\"$CA_KEY\"".to_owned(), asked)
    } else {
        let names = plan.file_names().authority(profile.signer);
        let path = |name: &str| shell(&Path::new(AUTHORITY).join(name));
        (path(&names.certificate), path(&names.key), opened(is_sealed))
    };
    let mut signs = vec![
        "openssl x509 -req".into(),
        "-in request.csr".into(),
        format!("-CA {ca}"),
        format!("-CAkey {ca_key}"),
        passphrase,
    ];
    signs.append(&mut says);
    signs.extend(["-extfile request.cnf".into(), "-extensions extensions".into(), out]);
    text += &command(&signs);
    // Whoever trusts the root alone needs the intermediate behind the certificate.
    let appended = command(&[format!("openssl x509 -in {ca}"), format!(">>{certificate}")]);
    let signer = all.iter().find(|one| one.authority == Some(profile.signer));
    if is_imported {
        let _ = write!(text, "is_root {ca} || {appended}");
    } else if signer.is_some_and(|one| one.authority != Some(one.signer)) {
        text += &comment(say("by-hand-chain"));
        text += &appended;
    }
    let _ = writeln!(text, "chmod 644 {certificate}");
    for other in &profile.copies {
        text += &directories(&[&other.certificate_path, &other.key_path]);
        text += &copy(&profile.certificate_path, &other.certificate_path);
        text += &copy(&profile.key_path, &other.key_path);
    }
    text
}

/// What makes a key.
fn algorithm(algorithm: KeyAlgorithm) -> &'static str {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        KeyAlgorithm::EcdsaP384 => "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        KeyAlgorithm::Rsa2048 => "-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        KeyAlgorithm::Rsa3072 => "-algorithm RSA -pkeyopt rsa_keygen_bits:3072",
        KeyAlgorithm::Rsa4096 => "-algorithm RSA -pkeyopt rsa_keygen_bits:4096",
        KeyAlgorithm::Ed25519 => "-algorithm ED25519",
    }
}

/// What a signature is made over; those of Ed25519 have a digest of their own.
fn digest(algorithm: KeyAlgorithm) -> &'static str {
    match algorithm {
        KeyAlgorithm::EcdsaP384 => "-sha384",
        KeyAlgorithm::Ed25519 => "",
        _ => "-sha256",
    }
}

/// The subject with openssl's own variable behind the common name, which the shell sets.
fn with_digits(config: &str) -> String {
    let lines = config.lines().map(|line| match line.strip_prefix("CN = ") {
        Some(name) => format!("CN = {name} $ENV::CA_DIGITS\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}
