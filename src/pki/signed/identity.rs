//! Whose a certificate is and for which names, held against the profile that it was asked for with.

use std::net::IpAddr;

use crate::cluster::San;
use crate::finding::Finding;
use crate::finding::rules::bundle::{FurtherNames, MissingNames, OtherSubject, OtherUser};
use crate::pki::inspect::report_der;
use crate::pki::judge::CertificateFacts;
use crate::pki::profile::{AttributeKind, CertificateProfile, distinguished_name};

/// Holds subject and names of a certificate against its profile. A host that was `told` of isn't told of again.
///
/// The common name counts for every role: etcd uses it as the user name, and a member's certificate is a
/// client's too. Others see the first one where there are several, Go the last: there has to be one. The other
/// attributes are rewritten by many a corporate CA, and in their order by cfssl.
pub(crate) fn identity(
    leaf: &CertificateFacts,
    profile: &CertificateProfile,
    told: &[Finding],
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut found = leaf.attributes();
    let mut expected: Vec<(String, String)> =
        profile.subject.iter().map(|one| (one.kind.as_str().into(), one.value.clone())).collect();
    found.sort();
    expected.sort();
    let common_names = |all: &[(String, String)]| {
        let is_common_name =
            |(kind, _): &&(String, String)| kind == AttributeKind::CommonName.as_str();
        all.iter().filter(is_common_name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    if common_names(&found) != common_names(&expected) {
        let (found, expected) =
            (common_names(&found).join(", "), common_names(&expected).join(", "));
        findings.push(OtherUser { found, expected }.into());
    } else if found != expected {
        let (found, expected) = (leaf.subject.clone(), distinguished_name(&profile.subject));
        findings.push(OtherSubject { found, expected }.into());
    }
    let is_told = |name: &String| {
        let mut hosts = told.iter().flat_map(|one| &one.facts).filter(|(fact, _)| *fact == "host");
        hosts.any(|(_, host)| host.to_string() == *name)
    };
    let dialed = dialed(profile);
    let mut missing = missing_names(leaf, profile);
    missing.retain(|name| dialed.contains(name) && !is_told(name));
    if !missing.is_empty() {
        findings.push(MissingNames { names: missing }.into());
    }
    let names = further_names(leaf, profile);
    if !names.is_empty() {
        findings.push(FurtherNames { names }.into());
    }
    findings
}

/// The hosts of a profile that others dial. Where a member doesn't live on loopback, only its own users dial it
/// so, and not every CA signs such names: the judge makes a note of it.
pub(super) fn dialed(profile: &CertificateProfile) -> Vec<String> {
    let is_local = |san: &San| match san {
        San::Ip(address) => address.is_loopback(),
        San::Dns(name) => name == "localhost",
    };
    let lives_there = profile.sans.iter().all(|san| is_local(san) || matches!(san, San::Dns(_)));
    let dialed = profile.sans.iter().filter(|san| lives_there || !is_local(san));
    dialed.map(ToString::to_string).collect()
}

/// The names and addresses of a profile that a certificate doesn't hold.
pub(super) fn missing_names(leaf: &CertificateFacts, profile: &CertificateProfile) -> Vec<String> {
    let is_held = |san: &&San| match san {
        San::Ip(address) => leaf.addresses.iter().any(|one| one.to_canonical() == *address),
        San::Dns(name) => leaf.dns_names.iter().any(|one| one.eq_ignore_ascii_case(name)),
    };
    profile.sans.iter().filter(|san| !is_held(san)).map(ToString::to_string).collect()
}

/// The names and addresses, of any kind, that a profile doesn't hold.
pub(super) fn further_names(leaf: &CertificateFacts, profile: &CertificateProfile) -> Vec<String> {
    let Some(Ok(report)) = leaf.der().map(report_der) else { return Vec::new() };
    let is_planned = |found: &String| {
        let address = found.parse().map(|one: IpAddr| one.to_canonical()).ok();
        profile.sans.iter().any(|san| match san {
            San::Ip(planned) => address == Some(*planned),
            San::Dns(name) => name.eq_ignore_ascii_case(found),
        })
    };
    let mut names = report.dns_names;
    names.extend(report.ip_addresses.into_iter().chain(report.other_names));
    names.retain(|name| !is_planned(name));
    names
}
