//! A certificate's profile as openssl reads it (`x509v3_config(5)`, `req(1)`).

use std::fmt::Write as _;
use std::net::IpAddr;

use crate::cluster::{Permitted, San};
use crate::pki::{CertificateProfile, CertificateRole, ExtendedKeyUsage, KeyUsage};
use crate::render::quote::OpensslValue;

/// The extensions, the sections that they name behind them.
pub(super) fn extensions(profile: &CertificateProfile) -> String {
    let mut text = match (profile.role, profile.path_length) {
        (CertificateRole::Authority, Some(length)) => {
            format!("basicConstraints = critical, CA:TRUE, pathlen:{length}\n")
        }
        (CertificateRole::Authority, None) => "basicConstraints = critical, CA:TRUE\n".to_owned(),
        _ => "basicConstraints = critical, CA:FALSE\n".to_owned(),
    };
    let usages = words(&profile.key_usages, |usage| match usage {
        KeyUsage::DigitalSignature => "digitalSignature",
        KeyUsage::KeyEncipherment => "keyEncipherment",
        KeyUsage::CertificateSign => "keyCertSign",
        KeyUsage::RevocationListSign => "cRLSign",
    });
    let purposes = words(&profile.extended_key_usages, |purpose| match purpose {
        ExtendedKeyUsage::ServerAuth => "serverAuth",
        ExtendedKeyUsage::ClientAuth => "clientAuth",
    });
    // Writing to a string can't fail, here and below.
    let _ = writeln!(text, "keyUsage = critical, {usages}");
    if !purposes.is_empty() {
        let _ = writeln!(text, "extendedKeyUsage = {purposes}");
    }
    text.push_str("subjectKeyIdentifier = hash\n");
    // Without `always` openssl leaves it out of a certificate that signs itself.
    let is_authority = profile.role == CertificateRole::Authority;
    let always = if is_authority { ":always" } else { "" };
    let _ = writeln!(text, "authorityKeyIdentifier = keyid{always}");
    let names = profile.sans.iter().map(|san| match san {
        San::Dns(name) => ("DNS", name.clone()),
        San::Ip(address) => ("IP", address.to_string()),
    });
    let names = section("names", names);
    let permitted = section("permitted", profile.permitted.iter().map(subtree));
    if !names.is_empty() {
        text.push_str("subjectAltName = @names\n");
    }
    if !permitted.is_empty() {
        text.push_str("nameConstraints = critical, @permitted\n");
    }
    text + &names + &permitted
}

/// What `openssl req` is to take from the configuration alone: the subject.
pub(super) fn subject(profile: &CertificateProfile) -> String {
    let mut text = String::from(
        "[req]\ndistinguished_name = subject\nprompt = no\nutf8 = yes\nstring_mask = utf8only\n\n[subject]\n",
    );
    for one in &profile.subject {
        let _ = writeln!(text, "{} = {}", one.kind.as_str(), OpensslValue(&one.value));
    }
    text
}

/// A section of names, those of a kind numbered; nothing where there is none.
fn section(title: &str, names: impl Iterator<Item = (&'static str, String)>) -> String {
    let mut text = String::new();
    let (mut dns, mut ip) = (0, 0);
    for (kind, name) in names {
        let count = if kind.ends_with("DNS") { &mut dns } else { &mut ip };
        *count += 1;
        if text.is_empty() {
            let _ = writeln!(text, "\n[{title}]");
        }
        let _ = writeln!(text, "{kind}.{count} = {name}");
    }
    text
}

/// A subtree that an authority may sign for; openssl takes networks with their mask.
fn subtree(permitted: &Permitted) -> (&'static str, String) {
    match permitted {
        Permitted::Domain(domain) => ("permitted;DNS", domain.to_string()),
        Permitted::Network { base: IpAddr::V4(base), length } => {
            let mask = u32::MAX.checked_shl(32 - u32::from(*length)).unwrap_or(0);
            ("permitted;IP", format!("{base}/{}", std::net::Ipv4Addr::from(mask)))
        }
        Permitted::Network { base: IpAddr::V6(base), length } => {
            let mask = u128::MAX.checked_shl(128 - u32::from(*length)).unwrap_or(0);
            ("permitted;IP", format!("{base}/{}", std::net::Ipv6Addr::from(mask)))
        }
    }
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ")
}
