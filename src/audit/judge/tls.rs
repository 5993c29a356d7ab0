//! TLS settings: who is let in, and by what.

use crate::audit::AuditReport;
use crate::audit::member::Member;
use crate::cluster::EtcdVersion;
use crate::etcd::Release;

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
        let message = "CNs and host names can't both be allowed: etcd exits";
        report.add(member.place("peer-cert-allowed-hostname"), "allowed-both", message);
    }
    versions(member, report);
    if release.series() < EtcdVersion::V3_6 && member.is_on("enable-v2") {
        let message = "the v2 API is on, which goes with etcd 3.6";
        report.add(member.place("enable-v2"), "v2-api", message);
    }
    if release.series() >= EtcdVersion::V3_5 && member.value("logger") == Some("capnslog") {
        let message = "capnslog is gone since etcd 3.5, which won't start with it";
        report.add(member.place("logger"), "retired-logger", message);
    }
}

fn pair(member: &Member, certificate: &str, key: &str, report: &mut AuditReport) {
    let (there, missing) = match (member.has(certificate), member.has(key)) {
        (true, false) => (certificate, key),
        (false, true) => (key, certificate),
        _ => return,
    };
    let message = format!("`{}` is set and `{}` isn't", member.shown(there), member.shown(missing));
    report.add(member.place(there), "half-a-pair", message);
}

/// Whether a listener asks for certificates: `peer-` in front of the peers' settings.
fn door(member: &Member, prefix: &str, report: &mut AuditReport) {
    let [auth, ca, certificate, automatic] =
        ["client-cert-auth", "trusted-ca-file", "cert-file", "auto-tls"]
            .map(|flag| format!("{prefix}{flag}"));
    let is_unclear = member.settings.get(&auth).is_some_and(|setting| setting.open);
    if member.is_on(&automatic) && !member.has(&certificate) {
        let message =
            format!("`{}`: certificates that nobody has signed", member.shown(&automatic));
        report.add(member.place(&automatic), "auto-tls", message);
        return;
    }
    match (member.is_on(&auth), member.has(&ca)) {
        _ if is_unclear => {}
        (true, false) => {
            let message = format!(
                "`{}` is on without `{}`: every client is turned away",
                member.shown(&auth),
                member.shown(&ca)
            );
            report.add(member.place(&auth), "no-trusted-ca", message);
        }
        (false, true) => {
            let message = format!(
                "`{}` alone makes etcd ask for certificates, though `{}` isn't on",
                member.shown(&ca),
                member.shown(&auth)
            );
            report.add(member.place(&ca), "auth-by-ca-alone", message);
        }
        (false, false) if member.has(&certificate) => {
            let who = if prefix.is_empty() { "client" } else { "peer" };
            let message = format!("no {who} is asked for a certificate: anyone may connect");
            report.add(member.place(&certificate), "open-door", message);
        }
        _ => {}
    }
}

fn versions(member: &Member, report: &mut AuditReport) {
    let known = ["TLS1.2", "TLS1.3"];
    for flag in ["tls-min-version", "tls-max-version"] {
        if let Some(found) = member.value(flag).filter(|found| !known.contains(found)) {
            let message =
                format!("`{}` is `{found}`, expected TLS1.2 or TLS1.3", member.shown(flag));
            report.add(member.place(flag), "tls-version", message);
        }
    }
    let (least, most) = (member.value("tls-min-version"), member.value("tls-max-version"));
    if least == Some("TLS1.3") && most == Some("TLS1.2") {
        let message = "the least TLS version is above the greatest, and etcd won't start";
        report.add(member.place("tls-min-version"), "tls-version", message);
    }
    let Some(suites) = member.value("cipher-suites") else { return };
    if least == Some("TLS1.3") {
        let message = "cipher suites can't be chosen for TLS 1.3, and etcd won't start";
        report.add(member.place("cipher-suites"), "cipher-suites", message);
    } else if !suites.split(',').any(|suite| HTTP2.contains(&suite.trim())) {
        let message =
            "none of these cipher suites is one that HTTP/2 requires, and etcd won't serve";
        report.add(member.place("cipher-suites"), "cipher-suites", message);
    }
}
