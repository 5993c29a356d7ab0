//! What cfssl is asked for: the profiles of a plan in the words of [`render::cfssl`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cluster::{Authority, Plan, San};
use crate::pki::{AttributeKind, CertificateProfile, ExtendedKeyUsage, KeyUsage};
use crate::render::RenderedFile;
use crate::render::cfssl::{AnchorCopy, Request, Signer, files as rendered};

/// Returns the directory `cfssl` of a plan that asks for it. `anchors` are the places of authorities'
/// certificates beside their own.
pub(super) fn files(
    plan: &Plan,
    profiles: &[CertificateProfile],
    anchors: &[(PathBuf, Authority)],
) -> Vec<RenderedFile> {
    if !plan.further_files.cfssl {
        return Vec::new();
    }
    let place = |authority| profiles.iter().find(|one| one.authority == Some(authority));
    let requests: Vec<Request> =
        profiles.iter().map(|one| request(one, place(one.signer))).collect();
    let copy = |(to, authority): &(PathBuf, Authority)| AnchorCopy {
        from: place(*authority).map(|one| one.certificate_path.clone()),
        to: to.clone(),
    };
    let is_elsewhere = |copy: &AnchorCopy| copy.from.as_deref() != Some(Path::new(&copy.to));
    let anchors: Vec<AnchorCopy> = anchors.iter().map(copy).filter(is_elsewhere).collect();
    rendered(&requests, &anchors)
}

/// A subject in two parts: the common name, and the other attributes by their short names.
pub(super) fn subject(profile: &CertificateProfile) -> (String, BTreeMap<&'static str, String>) {
    let mut names: BTreeMap<&'static str, String> =
        profile.subject.iter().map(|one| (one.kind.as_str(), one.value.clone())).collect();
    (names.remove(AttributeKind::CommonName.as_str()).unwrap_or_default(), names)
}

fn request(profile: &CertificateProfile, signer: Option<&CertificateProfile>) -> Request {
    let (common_name, names) = subject(profile);
    Request {
        profile: profile.authority.map_or(profile.role.as_str(), Authority::as_str),
        common_name,
        draws_digits: profile.awaits_digits && profile.authority.is_some(),
        names,
        hosts: profile.sans.iter().map(San::to_string).collect(),
        algorithm: profile.algorithm,
        lifetime: profile.lifetime,
        usages: usages(profile),
        path_length: profile.path_length,
        signer: match signer {
            _ if profile.authority == Some(profile.signer) => Signer::Itself,
            None => Signer::Given,
            Some(signer) => Signer::Made {
                certificate: signer.certificate_path.clone(),
                key: signer.key_path.clone(),
                is_intermediate: signer.authority != Some(signer.signer),
            },
        },
        certificate: profile.certificate_path.clone(),
        key: profile.key_path.clone(),
        copies: profile
            .copies
            .iter()
            .map(|copy| (copy.certificate_path.clone(), copy.key_path.clone()))
            .collect(),
    }
}

/// What a certificate is good for, in cfssl's words (its `config/config.go`).
pub(super) fn usages(profile: &CertificateProfile) -> Vec<&'static str> {
    let usages = profile.key_usages.iter().map(|one| usage(*one));
    usages.chain(profile.extended_key_usages.iter().map(|one| purpose(*one))).collect()
}

fn usage(usage: KeyUsage) -> &'static str {
    match usage {
        KeyUsage::DigitalSignature => "digital signature",
        KeyUsage::KeyEncipherment => "key encipherment",
        KeyUsage::CertificateSign => "cert sign",
        KeyUsage::RevocationListSign => "crl sign",
    }
}

fn purpose(purpose: ExtendedKeyUsage) -> &'static str {
    match purpose {
        ExtendedKeyUsage::ServerAuth => "server auth",
        ExtendedKeyUsage::ClientAuth => "client auth",
    }
}
