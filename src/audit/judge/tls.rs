//! TLS settings: who is let in, and by what.

use crate::audit::AuditReport;
use crate::cluster::EtcdVersion;
use crate::config::Member;
use crate::etcd::Release;
use crate::finding::rules::names::AllowedListsBoth;
use crate::finding::rules::settings::{AuthByCaAlone, OpenDoor};
use crate::finding::rules::tls::{
    AutoTls, CipherSuites, HalfAPair, NoTrustedCa, RetiredLogger, SystemRoots, TlsVersion,
    UnknownCipherSuite, V2Api,
};
use crate::finding::{Finding, Quote, Side};
use crate::pki::judge::is_cipher_suite;

/// The suites without one of which Go serves no HTTP/2.
const HTTP2: [&str; 2] =
    ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"];

pub(super) fn judge(member: &Member, release: Release, report: &mut AuditReport) {
    for (certificate, key) in [
        ("cert-file", "key-file"),
        ("peer-cert-file", "peer-key-file"),
        ("client-cert-file", "client-key-file"),
        ("peer-client-cert-file", "peer-client-key-file"),
    ] {
        pair(member, certificate, key, report);
    }
    for prefix in ["", "peer-"] {
        door(member, prefix, report);
    }
    if member.has("peer-cert-allowed-cn") && member.has("peer-cert-allowed-hostname") {
        report.add(member.place("peer-cert-allowed-hostname"), AllowedListsBoth {});
    }
    versions(member, report);
    if release.series() < EtcdVersion::V3_6 && member.is_on("enable-v2") {
        report.add(member.place("enable-v2"), V2Api {});
    }
    if release.series() >= EtcdVersion::V3_5 && member.value("logger") == Some("capnslog") {
        report.add(member.place("logger"), RetiredLogger {});
    }
}

fn pair(member: &Member, certificate: &str, key: &str, report: &mut AuditReport) {
    let (there, missing) = match (member.has(certificate), member.has(key)) {
        (true, false) => (certificate, key),
        (false, true) => (key, certificate),
        _ => return,
    };
    let half = HalfAPair { there: member.shown(there), missing: member.shown(missing) };
    report.add(member.place(there), half);
}

/// Whether a listener asks for certificates: `peer-` in front of the peers' settings.
fn door(member: &Member, prefix: &str, report: &mut AuditReport) {
    let [auth, ca, certificate, automatic] =
        ["client-cert-auth", "trusted-ca-file", "cert-file", "auto-tls"]
            .map(|flag| format!("{prefix}{flag}"));
    let is_unclear = member.settings.get(&auth).is_some_and(|setting| setting.open);
    if member.is_on(&automatic) && !member.has(&certificate) {
        report.add(member.place(&automatic), AutoTls { setting: member.shown(&automatic) });
        return;
    }
    // Members dial one another with what they trust here; the client port dials nobody but itself.
    if prefix == "peer-" && member.has(&certificate) && !member.has(&ca) {
        report.add(member.place(&certificate), SystemRoots { setting: member.shown(&ca) });
    }
    let (setting, authority) = (member.shown(&auth), member.shown(&ca));
    match (member.is_on(&auth), member.has(&ca)) {
        _ if is_unclear => {}
        (true, false) => report.add(member.place(&auth), NoTrustedCa { setting, authority }),
        (false, true) => report.add(member.place(&ca), AuthByCaAlone { setting, authority }),
        (false, false) if member.has(&certificate) => {
            report.add(member.place(&certificate), OpenDoor { setting });
        }
        _ => {}
    }
}

fn versions(member: &Member, report: &mut AuditReport) {
    let known = ["TLS1.2", "TLS1.3"];
    for flag in ["tls-min-version", "tls-max-version"] {
        if let Some(found) = member.value(flag).filter(|found| !known.contains(found)) {
            let version = TlsVersion { setting: member.shown(flag), value: found.to_owned() };
            report.add(member.place(flag), version);
        }
    }
    let (least, most) = (member.value("tls-min-version"), member.value("tls-max-version"));
    if let (Some(value @ "TLS1.3"), Some("TLS1.2")) = (least, most) {
        let setting = member.shown("tls-min-version");
        let version = TlsVersion { setting, value: value.to_owned() };
        report.add(member.place("tls-min-version"), version);
    }
    let Some(suites) = member.value("cipher-suites") else { return };
    if let Some(suite) = suites.split(',').find(|suite| !is_cipher_suite(suite)) {
        let text = format!("unexpected TLS cipher suite {suite:?}");
        let setting = member.shown("cipher-suites");
        let unknown: Finding = UnknownCipherSuite { setting, suite: suite.to_owned() }.into();
        let quote = Quote { side: Side::Exit, text };
        report.add(member.place("cipher-suites"), unknown.quoting(vec![quote]));
        return;
    }
    let serves = suites.split(',').any(|suite| HTTP2.contains(&suite.trim()));
    if least == Some("TLS1.3") || !serves {
        report.add(member.place("cipher-suites"), CipherSuites {});
    }
}
