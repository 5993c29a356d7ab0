//! Why one side of a client's connection refuses the other: the cause, which the fix follows, and the words in which the
//! client's own TLS says so.

use crate::config::ClientKind;
use crate::etcd::{Build, GoVersion};
use crate::finding::{Fact, Finding, Quote, Rule, Side};

/// What etcd logs where OpenSSL refuses its certificate: the alert comes under keys that Go has left already (measured
/// with Python's OpenSSL 3 on etcd 3.4 to 3.7).
const HEARD_OF_OPENSSL: &str = "local error: tls: bad record MAC";

/// The cause of a refusal, as one word of the catalogue's.
pub(super) fn cause(why: Rule) -> String {
    let word = match why {
        Rule::AllowedListsBoth
        | Rule::CommonNameNotAllowed
        | Rule::HostnameNotAllowed
        | Rule::AllowedListIsOneName => "allowed",
        Rule::Revoked => "revoked",
        Rule::CrlUnreadable => "list",
        Rule::Expired => "ended",
        Rule::NotYetValid => "early",
        Rule::AuthorityExpired | Rule::AuthorityNotYetValid => "authority-time",
        Rule::HostNotCovered
        | Rule::CommonNameOnly
        | Rule::AddressAsDnsName
        | Rule::BelowWildcard
        | Rule::NameWithDot => "host",
        Rule::NoClientAuth | Rule::NoServerAuth | Rule::AuthorityPurpose => "usage",
        Rule::NoAnchors
        | Rule::SelfSigned
        | Rule::UnknownAuthority
        | Rule::BrokenChainFile
        | Rule::OtherAuthorityKey => "authority",
        _ => "other",
    };
    word.to_owned()
}

/// What is read where a client refuses a member's certificate.
pub(super) fn of_client(kind: ClientKind, why: &Finding) -> Vec<Quote> {
    if kind.is_go() {
        return why.quotes.clone();
    }
    let said = said(kind, why).map(|text| Quote { side: Side::Dialer, text });
    // OpenResty ends the connection without an alert.
    let heard = (kind == ClientKind::Patroni)
        .then(|| Quote { side: Side::Listener, text: HEARD_OF_OPENSSL.to_owned() });
    said.into_iter().chain(heard).collect()
}

/// The words of OpenSSL: Python's `ssl` puts them behind `CERTIFICATE_VERIFY_FAILED`, and `OpenResty` compares hosts itself
/// (`ngx_http_lua_socket_tcp.c`).
fn said(kind: ClientKind, why: &Finding) -> Option<String> {
    let host = why.facts.iter().find_map(|(name, fact)| match fact {
        Fact::Text(text) if *name == "host" => Some(text.as_str()),
        _ => None,
    });
    let is_patroni = kind == ClientKind::Patroni;
    let text = match why.rule {
        Rule::UnknownAuthority => "unable to get local issuer certificate".to_owned(),
        Rule::SelfSigned => "self-signed certificate".to_owned(),
        Rule::Expired | Rule::AuthorityExpired => "certificate has expired".to_owned(),
        Rule::NotYetValid | Rule::AuthorityNotYetValid => "certificate is not yet valid".to_owned(),
        Rule::HostNotCovered if is_patroni => {
            let host = host?;
            let is_address = host.parse::<std::net::IpAddr>().is_ok();
            let what = if is_address { "IP address" } else { "Hostname" };
            format!("{what} mismatch, certificate is not valid for '{host}'")
        }
        // curl says that in another way each few releases.
        Rule::HostNotCovered if kind == ClientKind::Curl => return None,
        Rule::HostNotCovered => "certificate host mismatch".to_owned(),
        _ => return None,
    };
    let before = if is_patroni { "certificate verify failed: " } else { "" };
    Some(format!("{before}{text}"))
}

/// What is read where a member refuses a client's certificate: the member's own words, and the alert as OpenSSL has it,
/// unless that sees the end of the connection first. Go 1.21 tells an unknown CA and an end apart, 1.19 doesn't yet
/// (`crypto/tls` `processCertsFromClient`; measured with Python on etcd 3.4 to 3.7).
pub(super) fn of_member(kind: ClientKind, why: &Finding, etcd: Build) -> Vec<Quote> {
    let mut quotes = why.quotes.clone();
    // Lists are looked at after the handshake, and end the connection without an alert.
    let is_handshake = quotes.iter().any(|quote| quote.side == Side::Listener)
        && !matches!(cause(why.rule).as_str(), "revoked" | "list");
    if !kind.is_go() && is_handshake {
        let is_new = etcd.go >= GoVersion::first_of(21);
        let is_old = etcd.go < GoVersion::first_of(20);
        let text = match cause(why.rule).as_str() {
            "authority" if is_new => Some("alert unknown ca"),
            "ended" if is_new => Some("alert certificate expired"),
            "authority" | "ended" if !is_old => None,
            _ => Some("alert bad certificate"),
        };
        let text = text.map(str::to_owned);
        quotes.extend(text.map(|text| Quote { side: Side::Dialer, text }));
    }
    quotes
}
