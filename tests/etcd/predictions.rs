//! What quorate says a certificate will meet, held against what real etcd does with it: the verdict, and
//! the error text that is quoted.

mod cases;
mod doors;
mod live;
mod mint;
mod run;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use crate::support::etcd::EtcdRelease;
use crate::support::releases::on_every_release;
use crate::support::skip_without;
use cases::{Case, Trial};
use quorate::cluster::EtcdVersion::{V3_4, V3_5, V3_7};
use quorate::etcd::{Build, GoVersion, Release};
use quorate::finding::{Finding, Side};
use quorate::pki::judge::{
    Context, Judgement, PresentedChain, RevocationList, Role, SrvDomain, judge,
};
use run::timeless;
use time::OffsetDateTime;

on_every_release! {
    ["root", "ip", "openssl", "curl", "python3"];
    etcd_does_what_is_predicted;
}

on_every_release! {
    ["openssl"];
    every_door_says_the_same;
}

fn etcd_does_what_is_predicted(release: EtcdRelease) {
    let cases = cases::all();
    let etcd = build(release);
    let (tried, wrong) = live::try_all(cases, release, etcd);
    let all = cases.all.iter().filter(|case| case.is_for(etcd)).count();
    assert!(tried == all && tried > 280, "{tried} cases");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What an upgrade changes: the cases whose verdict, or the reason of it, isn't the same on all releases.
#[test]
fn releases_differ_in_these_cases() {
    skip_without!("openssl");
    let builds = [
        ("3.4.23", "1.19.8"),
        ("3.5.1", "1.16"),
        ("3.5.35", "1.25"),
        ("3.6", "1.25"),
        ("3.7", "1.26"),
    ]
    .map(|(release, go)| Build { release: release.parse().unwrap(), go: go.parse().unwrap() });
    let mut table = String::new();
    for case in &cases::all().all {
        let said = builds.map(|etcd| {
            if !case.is_for(etcd) {
                return "no such flag".to_owned();
            }
            let judgement = predicted(case, etcd);
            let code = judgement.refusal().map_or(judgement.verdict.as_str(), Finding::code);
            code.to_owned()
        });
        if said.iter().any(|one| *one != said[0]) {
            let _ = writeln!(table, "{}\n    {}", case.name, said.join(" | "));
        }
    }
    insta::assert_snapshot!("differences", table);
}

/// Whoever looks for what the log says finds the code that it was foretold by, as the text stands alone or
/// in the line that its side logs; such a line leads to nothing that the text alone doesn't.
#[test]
fn each_error_text_that_is_foretold_leads_to_its_code() {
    skip_without!("openssl");
    let mut foretold = std::collections::BTreeMap::<(String, Side), BTreeSet<&str>>::new();
    let mut codes = BTreeSet::new();
    let alert = "remote error: tls: bad certificate";
    for case in &cases::all().all {
        for (release, go) in
            [(V3_4.into(), 19), (Release::new(V3_5, 1), 16), (V3_5.into(), 22), (V3_7.into(), 24)]
        {
            let etcd = Build { release, go: GoVersion::newest_of(go) };
            // Where it is tried, and as a peer, which is looked at from both sides.
            let mut place = Context::new(Role::Peer, etcd);
            place.at = Some(OffsetDateTime::now_utc());
            place.dialed = vec!["10.77.0.1".into()];
            let everywhere = judge(&presented(case, etcd), &place);
            let findings = predicted(case, etcd).findings.into_iter().chain(everywhere.findings);
            for finding in findings {
                for quote in &finding.quotes {
                    let place = (timeless(&quote.text), quote.side);
                    foretold.entry(place).or_default().insert(finding.code());
                    codes.extend((quote.text == alert).then_some(finding.code()));
                }
            }
        }
    }
    assert!(foretold.len() > 30 && codes.len() > 12, "{codes:?} {foretold:#?}");
    let explained = |text: &str| {
        let mut explain = Command::new(env!("CARGO_BIN_EXE_quorate"));
        let answer = explain.args(["explain", text]).output().unwrap();
        let lines = String::from_utf8(answer.stdout).unwrap();
        let all = lines.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
        all.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let mut missing = Vec::new();
    for ((text, side), codes) in &foretold {
        let alone = explained(text);
        let message = match side {
            Side::Listener => "rejected connection",
            Side::Dialer => "prober detected unhealthy status",
            Side::Exit => "failed to start etcd",
        };
        let line = serde_json::json!({"level": "warn", "msg": message, "error": text});
        let line = format!("etcd[7]: {line}");
        let logged = explained(&line);
        for (asked, found) in [(text, &alone), (&line, &logged)] {
            let lost = codes.iter().filter(|code| !found.contains(**code));
            missing.extend(lost.map(|code| format!("{code}: {asked}")));
        }
        let more = logged.difference(&alone);
        missing.extend(more.map(|code| format!("{code} is in the line alone: {line}")));
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn every_door_says_the_same(release: EtcdRelease) {
    let cases = cases::all();
    let (asked, wrong) = doors::ask_all(cases, build(release));
    let etcd = build(release);
    let all = cases.all.iter().filter(|case| case.is_for(etcd)).count();
    println!("etcd {}: {all} cases, {asked:?}", release.version());
    // Hardly any case is closed to a door.
    let least = all - 20;
    assert!(asked.len() == doors::Door::ALL.len() && asked.values().all(|count| *count > least));
    assert!(wrong.is_empty(), "{} of {asked:?}:\n{}", wrong.len(), wrong.join("\n"));
}

fn build(release: EtcdRelease) -> Build {
    let version: Release = release.version().parse().unwrap();
    Build { release: version, go: release.go() }
}

/// What quorate says of a case.
fn predicted(case: &Case, etcd: Build) -> Judgement {
    judge(&presented(case, etcd), &context(case, etcd))
}

/// Where a case is shown.
fn context(case: &Case, etcd: Build) -> Context {
    let role = match case.trial {
        Trial::Client => Role::Client,
        Trial::Server(_) | Trial::Load => Role::Server,
        Trial::Peer(_) => Role::Peer,
    };
    let mut place = Context::new(role, etcd);
    place.at = Some(OffsetDateTime::now_utc());
    place.revocations = case.revoked.as_ref().map(|list| RevocationList::read(list, etcd));
    place.tls.cipher_suites = case.flag("cipher-suites");
    place.tls.stays_at_1_2 = case.flag("tls-max-version") == ["TLS1.2"];
    match &case.trial {
        Trial::Server(host) => place.dialed = vec![(*host).to_owned()],
        Trial::Load => place.dialed = vec![cases::HOST.to_owned()],
        Trial::Peer(host) => {
            place.dialed = vec![(*host).to_owned()];
            let from = if host.contains(':') { host } else { "10.77.0.2" };
            place.dials_from = vec![from.parse().unwrap()];
            // As the hosts file of the members says, which serves both ways.
            place.resolves = vec![("m2.example.test".into(), "10.77.0.2".parse().unwrap())];
            place.reverse = place.resolves.iter().map(|(name, at)| (*at, name.clone())).collect();
            place.allowed_common_names = case.flag("peer-cert-allowed-cn");
            place.allowed_hostnames = case.flag("peer-cert-allowed-hostname");
            place.srv = case.flag("discovery-srv").pop().map(SrvDomain::OfPeers);
        }
        Trial::Client => place.allowed_hostnames = case.flag("client-cert-allowed-hostname"),
    }
    place
}

fn presented(case: &Case, etcd: Build) -> PresentedChain {
    let (certificate, key) = (case.pair.certificate.as_bytes(), case.pair.key.as_bytes());
    PresentedChain::read(certificate, Some(key), Some(case.anchors.as_bytes()), etcd)
}
