//! Which end of a connection refused the other, where a line tells: what only the other end asks for isn't its cause.

use crate::finding::Rule;

/// An end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Who was dialed.
    Listener,
    /// Who dialed.
    Dialer,
}

/// What a listener alone asks of the other end: that it is a client, and one who is let in.
const OF_LISTENERS: [Rule; 7] = [
    Rule::NoClientAuth,
    Rule::GatewayTrap,
    Rule::CallerNotCovered,
    Rule::CommonNameNotAllowed,
    Rule::HostnameNotAllowed,
    Rule::AllowedListIsOneName,
    Rule::NoTrustedCa,
];
/// What a dialer alone asks of the other end: that it is a server, and the one at the host that was dialed.
const OF_DIALERS: [Rule; 3] = [Rule::HostNotCovered, Rule::NoServerAuth, Rule::SrvDomainNotCovered];

/// What a line says that a listener wrote.
const BY_LISTENERS: [&str; 3] =
    ["rejected connection", "http: tls handshake error from", "while ssl handshaking, client:"];
/// What a line says that a dialer wrote: gRPC's clients, etcd's prober and raft's dialer, curl, Python, nginx.
const BY_DIALERS: [&str; 19] = [
    "error reading server preface",
    "transport: authentication handshake failed",
    "prober detected unhealthy",
    "failed to dial",
    "etcd cluster is unavailable",
    "curl: (",
    "urllib3",
    "requests.exceptions",
    "certificate_verify_failed",
    "to upstream",
    "500 internal server error caused by",
    "502 bad gateway' caused by",
    "altname",
    "notvalidforname",
    "not valid for name",
    "does not match target host",
    "get https://",
    // Later releases of Go quote the URL, and a log in JSON escapes the quotes.
    "get \"https://",
    "get \\\"https://",
];

/// What one end is told by the other, which refused it: alerts, and what etcd's HTTP handlers answer (401).
const TOLD: [&str; 3] =
    ["remote error: tls", " alert ", "client certificate authentication failed"];

/// What is said of a program that couldn't even be started, or reached: no certificate has been looked at.
const NOT_STARTED: [&str; 4] = [
    "failed at step ",
    "failed to load environment files",
    "connect: no such file or directory",
    "exec /",
];

/// Takes out of the rules that may be behind a line what the end that refused doesn't ask for.
pub(super) fn possible(line: &str, mut rules: Vec<Rule>) -> Vec<Rule> {
    let lower = line.to_lowercase();
    if NOT_STARTED.iter().any(|words| lower.contains(words)) {
        return Vec::new();
    }
    let never: &[Rule] = match refuser(line) {
        Some(End::Listener) => &OF_DIALERS,
        Some(End::Dialer) => &OF_LISTENERS,
        None => return rules,
    };
    if rules.iter().any(|rule| !never.contains(rule)) {
        rules.retain(|rule| !never.contains(rule));
    }
    rules
}

/// The end that refused: the one that wrote the line, unless it was told.
fn refuser(line: &str) -> Option<End> {
    let line = line.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|one| line.contains(one));
    let (writer, other) = match (says(&BY_LISTENERS), says(&BY_DIALERS)) {
        (true, false) => (End::Listener, End::Dialer),
        (false, true) => (End::Dialer, End::Listener),
        _ => return None,
    };
    Some(if says(&TOLD) { other } else { writer })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_that_refused_is_told_from_who_wrote_the_line() {
        for (line, end) in [
            (
                r#"rejected connection from "1.2.3.4:5" (error "remote error: tls: bad certificate")"#,
                Some(End::Dialer),
            ),
            (
                r#"rejected connection from "1.2.3.4:5" (error "tls: client didn't provide a certificate")"#,
                Some(End::Listener),
            ),
            (
                "error reading server preface: remote error: tls: bad certificate",
                Some(End::Listener),
            ),
            ("curl: (60) SSL: no alternative certificate subject name matches", Some(End::Dialer)),
            ("curl: (56) OpenSSL SSL_read: sslv3 alert bad certificate", Some(End::Listener)),
            (
                r#"Get "https://10.0.0.1:2379/health": remote error: tls: bad certificate"#,
                Some(End::Listener),
            ),
            (r#"{"error":"Get \"https://10.0.0.1:2379/health\": x509: …"}"#, Some(End::Dialer)),
            ("remote error: tls: bad certificate", None),
            (
                r#"{"msg":"prober detected unhealthy status","error":"client certificate authentication failed"}"#,
                Some(End::Listener),
            ),
        ] {
            assert_eq!(refuser(line), end, "{line}");
        }
        let rules = vec![Rule::HostNotCovered, Rule::NoClientAuth, Rule::Expired];
        let told = possible("curl: (56) sslv3 alert bad certificate", rules.clone());
        assert_eq!(told, [Rule::NoClientAuth, Rule::Expired]);
        assert_eq!(possible("tls: bad certificate", rules.clone()), rules);
        // What nothing is left of stays as it was.
        let only = vec![Rule::HostNotCovered];
        assert_eq!(possible("curl: (56) sslv3 alert bad certificate", only.clone()), only);
    }
}
