//! The certificates of a plan by hand: a script of openssl commands that makes what quorate would make, field by
//! field, and says why each line is there.

use std::fmt::Write as _;
use std::path::Path;

use super::openssl;
use super::planned::anchor_copies;
use crate::cluster::{Authority, CaSource, KeyAlgorithm, KeyOrigin, Plan};
use crate::pki::{self, CertificateProfile, CertificateRole};
use crate::render::quote::ShellQuoted;
use crate::text::{Language, fill, say};

const HEAD: &str = include_str!("../../assets/scripts/by-hand.sh");

/// Why there is no such script for a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotByHand {
    /// The CA signs elsewhere: the bundle's `requests/` holds the script for that.
    SignedElsewhere,
    /// Keys are made on the members, by `install.sh`.
    KeysOnMembers,
}

/// Writes the script.
///
/// # Errors
/// [`NotByHand`], where the bundle holds scripts for the same already.
pub fn script(plan: &Plan) -> Result<String, NotByHand> {
    // Like units and settings: whoever runs it may speak another language than whoever had it made.
    Language::English.speaking(|| written(plan))
}

fn written(plan: &Plan) -> Result<String, NotByHand> {
    let settings = &plan.certificates;
    if settings.ca_source == CaSource::Elsewhere {
        return Err(NotByHand::SignedElsewhere);
    }
    let profiles = pki::profiles(plan);
    if profiles.iter().any(|profile| profile.key_origin == KeyOrigin::Member) {
        return Err(NotByHand::KeysOnMembers);
    }
    let is_imported = settings.ca_source == CaSource::Imported;
    let mut text = String::from(HEAD);
    let name = plan.cluster_name.as_str();
    let _ = writeln!(text, "cluster={}", ShellQuoted(name)); // Writing to a string can't fail, here and below.
    let _ = writeln!(text, "sealed={}", u8::from(settings.ca_source == CaSource::Encrypted));
    let digest = match settings.algorithm {
        KeyAlgorithm::EcdsaP384 => "-sha384",
        // Its signatures have a digest of their own.
        KeyAlgorithm::Ed25519 => "",
        _ => "-sha256",
    };
    let _ = writeln!(text, "digest={digest}");
    let _ = writeln!(text, "imported={}\n\nbegin \"$@\"", u8::from(is_imported));
    for profile in &profiles {
        text.push('\n');
        write_certificate(&mut text, plan, profile, is_imported);
    }
    let _ = writeln!(text, "\n# {}", say("by-hand-anchors"));
    for (path, anchor) in anchor_copies(plan) {
        let source =
            if is_imported { "imported-ca.pem".into() } else { certificate_of(&profiles, anchor) };
        let _ = writeln!(text, "trust {} {}", ShellQuoted(&source), shell(&path));
    }
    text.push_str("\nfinish\n");
    Ok(text)
}

fn shell(path: &Path) -> String {
    ShellQuoted(&path.to_string_lossy()).to_string()
}

fn certificate_of(profiles: &[CertificateProfile], authority: Authority) -> String {
    let found = profiles.iter().find(|profile| profile.authority == Some(authority));
    found.map(|profile| profile.certificate_path.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The commands for one certificate and its key.
fn write_certificate(
    text: &mut String,
    plan: &Plan,
    profile: &CertificateProfile,
    is_imported: bool,
) {
    let is_authority = profile.role == CertificateRole::Authority;
    let (role, serves) = (pki::role_name(profile.role), pki::role_serves(profile.role));
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("role", &role), ("owner", &profile.owner), ("serves", &serves)];
    for line in crate::text::wrap(&fill("by-hand-certificate", &values), 100) {
        let _ = writeln!(text, "# {line}");
    }
    let (certificate, key) = (shell(&profile.certificate_path), shell(&profile.key_path));
    let days = profile.lifetime.count();
    let config = openssl::subject(profile);
    // The random end of the authority's name is known to the script alone.
    let config = if profile.awaits_digits && is_authority { with_digits(&config) } else { config };
    let _ = writeln!(
        text,
        "config <<'END'\n{config}\n[extensions]\n{}END",
        openssl::extensions(profile)
    );
    let algorithm = match profile.algorithm {
        KeyAlgorithm::EcdsaP256 => "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        KeyAlgorithm::EcdsaP384 => "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        KeyAlgorithm::Rsa2048 => "-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        KeyAlgorithm::Rsa3072 => "-algorithm RSA -pkeyopt rsa_keygen_bits:3072",
        KeyAlgorithm::Rsa4096 => "-algorithm RSA -pkeyopt rsa_keygen_bits:4096",
        KeyAlgorithm::Ed25519 => "-algorithm ED25519",
    };
    let made = if is_authority { "ca_key" } else { "key" };
    let _ = writeln!(text, "{made} {key} {algorithm}");
    let signer = Some(profile.signer);
    if is_authority && profile.authority == signer {
        let _ = writeln!(text, "self_signed {certificate} {key} {days}");
        return;
    }
    let (ca, ca_key) = if is_imported {
        ("imported-ca.pem".to_owned(), "\"$CA_KEY\"".to_owned())
    } else {
        let names = plan.file_names();
        let names = names.authority(profile.signer);
        let path = |name: &str| ShellQuoted(&format!("authority/{name}")).to_string();
        (path(&names.certificate), path(&names.key))
    };
    let _ = writeln!(text, "signed {certificate} {key} {days} {ca} {ca_key}");
    for copy in &profile.copies {
        let (other, other_key) = (shell(&copy.certificate_path), shell(&copy.key_path));
        let _ = writeln!(text, "copy {certificate} {key} {other} {other_key}");
    }
}

/// The subject with openssl's own variable behind the common name, which the script sets.
fn with_digits(config: &str) -> String {
    let lines = config.lines().map(|line| match line.strip_prefix("CN = ") {
        Some(name) => format!("CN = {name} $ENV::CA_DIGITS\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}
