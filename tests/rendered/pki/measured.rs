//! Verdicts and words of the judge, held against those of nine releases of Go.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quorate::cluster::EtcdVersion;
use quorate::etcd::{Build, GoVersion};
use quorate::pki::judge::{CertificateFacts, Context, Gateway, PresentedChain, Role, judge};
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
    each(include_str!("../fixtures/go/certificates.txt"), |case, release, expected| {
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
    each(include_str!("../fixtures/go/chains.txt"), |case, release, expected| {
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
