//! Verdicts and words of the judge, held against those of nine releases of Go.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quorate::cluster::EtcdVersion;
use quorate::etcd::{Build, GoVersion};
use quorate::pki::judge::{
    CertificateFacts, Context, Gateway, PresentedChain, RevocationList, Role, judge,
};
use time::OffsetDateTime;

const RELEASES: [&str; 9] = [
    "1.19.8", "1.20.14", "1.21.13", "1.22.12", "1.23.12", "1.24.7", "1.24.13", "1.25.12", "1.26.5",
];

fn go(release: &str) -> GoVersion {
    release.parse().unwrap()
}

/// The newest series, so that no compatibility setting keeps an old way.
fn build(release: &str) -> Build {
    Build::from(EtcdVersion::V3_7).with_go(Some(go(release)))
}

/// Calls `check` with each case, each release, and what Go says.
fn each(table: &'static str, check: impl Fn(&str, &str, &str)) {
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let mut cases = 0;
    for (index, case) in lines.iter().enumerate().filter(|(_, line)| !line.starts_with(' ')) {
        let said: Vec<(&str, &str)> = lines[index + 1..]
            .iter()
            .map_while(|line| line.strip_prefix("    "))
            .map(|line| line.split_once(' ').unwrap())
            .collect();
        for release in RELEASES {
            let since = said.iter().rev().find(|(since, _)| go(since) <= go(release));
            check(case, release, since.unwrap().1);
        }
        cases += 1;
    }
    assert!(cases > 50, "{cases}");
}

#[test]
fn certificates_are_read_and_refused_as_nine_releases_of_go_do() {
    each(include_str!("../../fixtures/go/certificates.txt"), |case, release, expected| {
        let der = STANDARD.decode(case).unwrap();
        let found = CertificateFacts::from_der(&der, build(release));
        let found = found.map_or_else(|refused| refused.why, |_| "OK".into());
        // What follows depends on what is wrong with an address.
        let matches = found == expected
            || found.contains(": ParseAddr(") && expected.starts_with(found.as_str());
        assert!(matches, "Go {release} says\n{expected}, and we\n{found} of\n{case}");
    });
}

fn pem(list: &str) -> String {
    let block = |one| format!("-----BEGIN CERTIFICATE-----\n{one}\n-----END CERTIFICATE-----\n");
    list.split(',').map(block).collect()
}

#[test]
fn chains_are_followed_as_nine_releases_of_go_do() {
    each(include_str!("../../fixtures/go/chains.txt"), |case, release, expected| {
        let [purpose, at, host, chain, roots]: [&str; 5] =
            case.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let etcd = build(release);
        let presented =
            PresentedChain::read(pem(chain).as_bytes(), None, Some(pem(roots).as_bytes()), etcd);
        let role = if purpose == "client" { Role::Client } else { Role::Server };
        let mut place = Context { gateway: Gateway::Off, ..Context::new(role, etcd) };
        place.at = Some(OffsetDateTime::from_unix_timestamp(at.parse().unwrap()).unwrap());
        if host != "-" {
            place.dialed = vec![host.replace("%20", " ")];
        }
        let judgement = judge(&presented, &place);
        let found = judgement.refusal().map_or_else(
            || judgement.verdict.as_str().replace("accepted", "OK"),
            |refusal| refusal.quotes[0].text.clone(),
        );
        let bare =
            ["tls: failed to verify certificate: ", "tls: failed to verify client certificate: "]
                .iter()
                .find_map(|prefix| found.strip_prefix(prefix))
                .unwrap_or(&found);
        assert_eq!(bare, expected, "Go {release}: {case}");
    });
}

/// A list in DER that revokes the serial number 7.
const LIST: &str = "MIGsMFQCAQEwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEbGlzdBcNMjYwMTAxMDAwMDAwWhcNMjYwMjAxMDAwMDAwWjAUMBICAQcXDTI2MDEwMTAwMDAwMFowCgYIKoZIzj0EAwIDSAAwRQIhALaCq2lVVeYJLzsruNUGGLKwHYl23pY6HKmBRQcan0dMAiAwtjX/rjy/6TeF+BbadIC4/AW2u8pkBMowcIELBPnILQ==";

#[test]
fn a_revocation_list_is_read_as_each_series_of_etcd_reads_it() {
    let der = STANDARD.decode(LIST).unwrap();
    let pem = format!("-----BEGIN X509 CRL-----\n{LIST}\n-----END X509 CRL-----\n").into_bytes();
    let text = [b"a list\n", pem.as_slice()].concat();
    let trailing = [der.as_slice(), b"\n"].concat();
    let table = include_str!("../../fixtures/go/certificates.txt");
    let case = table.lines().find(|line| !line.starts_with(['#', ' '])).unwrap();
    let certificate = STANDARD.decode(case).unwrap();
    let seven = || RevocationList::Serials(vec![vec![7]]);
    let unreadable = |why: Option<&str>| RevocationList::Unreadable { why: why.map(str::to_owned) };
    for (bytes, up_to_3_5, since_3_6) in [
        (&der, seven(), seven()),
        (&pem, seven(), unreadable(Some("x509: malformed crl"))),
        (&text, unreadable(None), unreadable(Some("x509: malformed crl"))),
        (&trailing, unreadable(None), seven()),
        (&certificate, unreadable(None), unreadable(Some("x509: unsupported crl version"))),
        (&Vec::new(), unreadable(None), unreadable(Some("x509: malformed crl"))),
    ] {
        for version in EtcdVersion::ALL {
            let expected = if version < EtcdVersion::V3_6 { &up_to_3_5 } else { &since_3_6 };
            assert_eq!(RevocationList::read(bytes, version.into()), *expected, "{version}");
        }
    }
}

#[test]
fn a_list_revokes_by_serial_number_alone_and_a_broken_one_refuses_everyone() {
    let table = include_str!("../../fixtures/go/chains.txt");
    let mut cases = table.lines().filter(|line| line.starts_with("server "));
    let case = cases.find(|line| line.split(' ').nth(3).unwrap().contains(',')).unwrap();
    let parts: Vec<&str> = case.split(' ').collect();
    let etcd = build("1.26.5");
    let presented =
        PresentedChain::read(pem(parts[3]).as_bytes(), None, Some(pem(parts[4]).as_bytes()), etcd);
    let findings = |revocations| {
        let place = Context { revocations: Some(revocations), ..Context::new(Role::Client, etcd) };
        judge(&presented, &place).findings
    };
    let serial = |number: u8| RevocationList::Serials(vec![vec![number]]);
    let revoked: Vec<String> = (1..=u8::MAX)
        .flat_map(|number| findings(serial(number)))
        .filter(|one| one.code() == "revoked")
        .map(|one| one.quotes[0].text.clone())
        .collect();
    // Whatever was shown counts: the leaf, and the authority behind it.
    assert_eq!(revoked.len(), 2, "{revoked:?}");
    assert!(revoked[0].starts_with("transport: certificate serial "), "{revoked:?}");
    let broken = findings(RevocationList::Unreadable { why: None });
    assert!(broken.iter().any(|one| one.code() == "crl-unreadable"));
}
