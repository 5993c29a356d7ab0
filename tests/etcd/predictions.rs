//! What quorate says a certificate will meet, held against what real etcd does with it: the verdict, and
//! the error text that is quoted.

mod cases;
mod mint;
mod run;

use std::collections::BTreeSet;
use std::process::Command;

use crate::support::etcd::EtcdRelease;
use crate::support::hosts::Hosts;
use crate::support::skip_without;
use cases::{Case, Cases, Trial};
use quorate::cluster::EtcdVersion::{self, V3_4, V3_5, V3_7};
use quorate::etcd::{Build, GoVersion};
use quorate::finding::{Severity, Side};
use quorate::pki::judge::{Context, Judgement, PresentedChain, Role, Verdict, judge};
use run::{Etcd, comes, etcdctl, timeless};
use time::OffsetDateTime;

const GOOD: &str = "https://10.77.0.1:2379";

#[test]
fn etcd_3_4_does_what_is_predicted() {
    skip_without!("root", "ip", "openssl", "curl", "etcd-3.4");
    hold_against(EtcdRelease::V3_4, EtcdVersion::V3_4);
}

#[test]
fn etcd_3_5_does_what_is_predicted() {
    skip_without!("root", "ip", "openssl", "curl", "etcd-3.5.1");
    hold_against(EtcdRelease::V3_5_1, EtcdVersion::V3_5);
}

/// Whoever looks for what the log says finds the code that it was foretold by, as the text stands alone or
/// in a line of the log.
#[test]
fn each_error_text_that_is_foretold_leads_to_its_code() {
    skip_without!("openssl");
    let mut foretold = std::collections::BTreeMap::<String, BTreeSet<&str>>::new();
    let mut codes = BTreeSet::new();
    let alert = "remote error: tls: bad certificate";
    for case in &cases::all().all {
        for (version, go) in [(V3_4, 19), (V3_5, 16), (V3_5, 22), (V3_7, 24)] {
            let etcd = Build { release: version.into(), go: GoVersion::newest_of(go) };
            // Where it is tried, and as a peer, which is looked at from both sides.
            let mut place = Context::new(Role::Peer, etcd);
            place.at = Some(OffsetDateTime::now_utc());
            place.dialed = vec!["10.77.0.1".into()];
            let everywhere = judge(&presented(case, etcd), &place);
            let findings = predicted(case, etcd).findings.into_iter().chain(everywhere.findings);
            for finding in findings {
                for quote in &finding.quotes {
                    let text = timeless(&quote.text);
                    foretold.entry(text).or_default().insert(finding.code());
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
    for (text, codes) in &foretold {
        let found = explained(text);
        let lost = codes.iter().filter(|code| !found.contains(**code));
        missing.extend(lost.map(|code| format!("{code}: {text}")));
        let line =
            serde_json::json!({"level": "warn", "msg": "rejected connection", "error": text});
        if explained(&format!("etcd[7]: {line}")) != found {
            missing.push(line.to_string());
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn hold_against(release: EtcdRelease, version: EtcdVersion) {
    let etcd = Build { release: version.into(), go: release.go() };
    let cases = cases::all();
    let mut wrong = of_one_member(&cases, release, etcd);
    wrong.extend(of_two_members(&cases, release, etcd));
    wrong.extend(of_the_gateway(&cases, release, etcd));
    assert!(cases.all.len() > 60, "only {} cases", cases.all.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.all.len(), wrong.join("\n"));
}

/// What quorate says of a case.
fn predicted(case: &Case, etcd: Build) -> Judgement {
    let role = match case.trial {
        Trial::Client => Role::Client,
        Trial::Server(_) | Trial::Load => Role::Server,
        Trial::Peer(..) => Role::Peer,
    };
    let mut place = Context::new(role, etcd);
    place.at = Some(OffsetDateTime::now_utc());
    match &case.trial {
        Trial::Server(host) => place.dialed = vec![(*host).to_owned()],
        Trial::Peer(host, flags) => {
            place.dialed = vec![(*host).to_owned()];
            place.dials_from = vec!["10.77.0.2".parse().unwrap()];
            place.resolves = vec![("m2.example.test".into(), "10.77.0.2".parse().unwrap())];
            let allowed =
                flags.iter().filter_map(|flag| flag.strip_prefix("--peer-cert-allowed-cn="));
            place.allowed_common_names = allowed.map(str::to_owned).collect();
        }
        Trial::Client | Trial::Load => {}
    }
    judge(&presented(case, etcd), &place)
}

fn presented(case: &Case, etcd: Build) -> PresentedChain {
    let (certificate, key) = (case.pair.certificate.as_bytes(), case.pair.key.as_bytes());
    PresentedChain::read(certificate, Some(key), Some(case.anchors.as_bytes()), etcd)
}

/// What is wrong with a prediction, given what happened and what was said on each side.
fn complaint(
    case: &Case,
    judgement: &Judgement,
    accepted: bool,
    said: &[(Side, &dyn Fn() -> String)],
) -> Option<String> {
    let all = || {
        said.iter().map(|(side, text)| format!("{}: {}", side.as_str(), text())).collect::<Vec<_>>()
    };
    let tell = |what: &str| {
        Some(format!("## {}: {what}\n{judgement:#?}\n{}", case.name, all().join("\n")))
    };
    // The one that quorate owns up to not knowing: aws-lc doesn't verify ECDSA with SHA-1.
    if judgement.verdict == Verdict::NotJudged {
        return if case.name.contains("SHA-1") { None } else { tell("nothing was predicted") };
    }
    if (judgement.verdict == Verdict::Accepted) != accepted {
        return tell(if accepted { "etcd takes it" } else { "etcd refuses it" });
    }
    for quote in judgement.refusal().into_iter().flat_map(|finding| &finding.quotes) {
        let Some((_, heard)) = said.iter().find(|(side, _)| *side == quote.side) else { continue };
        if !comes(&quote.text, heard) {
            return tell(&format!("nobody says `{}`", timeless(&quote.text)));
        }
    }
    None
}

/// Refused ones try until their time is up; the others get all they may need.
fn patience(judgement: &Judgement) -> &'static str {
    if judgement.verdict == Verdict::Accepted { "20s" } else { "1s" }
}

fn of_one_member(cases: &Cases, release: EtcdRelease, etcd: Build) -> Vec<String> {
    let hosts = Hosts::up(&["10.77.0.1".parse().unwrap()]);
    for name in ["a.example.test", "a.b.example.test", "wide.test"] {
        hosts.add_name(name, "10.77.0.1".parse().unwrap());
    }
    let good = cases.authority.leaf(|_| {});
    let member = Etcd::single(&hosts, release, &good, &cases.trusted);
    let authority = cases.authority.pair.certificate.as_str();
    assert!(comes("serving client traffic securely", || member.log()), "{}", member.log());
    let mut wrong = Vec::new();
    for case in &cases.all {
        let judgement = predicted(case, etcd);
        let from = member.log().len();
        let heard = || member.log().get(from..).unwrap_or_default().to_owned();
        wrong.extend(match case.trial {
            Trial::Client => {
                let (accepted, said) = etcdctl(
                    &hosts,
                    release,
                    GOOD,
                    Some((&case.pair, authority)),
                    patience(&judgement),
                );
                complaint(
                    case,
                    &judgement,
                    accepted,
                    &[(Side::Listener, &heard), (Side::Exit, &|| said.clone())],
                )
            }
            Trial::Server(host) => {
                member.show(&case.pair);
                let url = format!("https://{host}:2379");
                let tls = Some((&good, case.anchors.as_str()));
                let (accepted, said) = etcdctl(&hosts, release, &url, tls, patience(&judgement));
                let complaint = complaint(
                    case,
                    &judgement,
                    accepted,
                    &[(Side::Listener, &heard), (Side::Dialer, &|| said.clone())],
                );
                member.show(&good);
                complaint
            }
            Trial::Load => load(case, &judgement, &hosts, release),
            Trial::Peer(..) => None,
        });
    }
    wrong
}

/// A pair is loaded fastest for the peers.
fn load(case: &Case, judgement: &Judgement, hosts: &Hosts, release: EtcdRelease) -> Option<String> {
    let files = [
        ("cert.pem", &*case.pair.certificate),
        ("key.pem", &*case.pair.key),
        ("ca.pem", &*case.anchors),
    ];
    let flags = [
        "--listen-peer-urls=https://127.0.0.1:2480",
        "--initial-advertise-peer-urls=https://127.0.0.1:2480",
        "--initial-cluster=default=https://127.0.0.1:2480",
        "--listen-client-urls=http://127.0.0.1:2479",
        "--advertise-client-urls=http://127.0.0.1:2479",
        "--peer-cert-file=cert.pem",
        "--peer-key-file=key.pem",
        "--peer-trusted-ca-file=ca.pem",
    ]
    .map(str::to_owned);
    let mut member = Etcd::start(hosts, 0, release, &files, &flags);
    let words = member.last_words(|log| log.contains("serving client traffic"));
    let said = words.clone().unwrap_or_default();
    complaint(case, judgement, words.is_none(), &[(Side::Exit, &|| said.clone())])
}

fn of_two_members(cases: &Cases, release: EtcdRelease, etcd: Build) -> Vec<String> {
    let addresses = ["10.77.0.1", "10.77.0.2"].map(|address| address.parse().unwrap());
    let hosts = Hosts::up(&addresses);
    hosts.add_name("m2.example.test", addresses[1]);
    let good = cases.authority.leaf(|_| {});
    let authority = cases.authority.pair.certificate.as_str();
    let mut wrong = Vec::new();
    for case in &cases.all {
        let Trial::Peer(host, further) = &case.trial else { continue };
        let judgement = predicted(case, etcd);
        let urls = ["https://10.77.0.1:2380".to_owned(), format!("https://{host}:2380")];
        let start = |number: usize| {
            let (pair, address) =
                if number == 0 { (&good, "10.77.0.1") } else { (&case.pair, "10.77.0.2") };
            let files =
                [("cert.pem", &*pair.certificate), ("key.pem", &*pair.key), ("ca.pem", authority)];
            let mut flags = vec![
                format!("--name=m{number}"),
                format!("--listen-peer-urls=https://{address}:2380"),
                format!("--initial-advertise-peer-urls={}", urls[number]),
                format!("--initial-cluster=m0={},m1={}", urls[0], urls[1]),
                format!("--listen-client-urls=http://{address}:2379"),
                format!("--advertise-client-urls=http://{address}:2379"),
                "--peer-cert-file=cert.pem".into(),
                "--peer-key-file=key.pem".into(),
                "--peer-trusted-ca-file=ca.pem".into(),
                "--peer-client-cert-auth".into(),
                "--heartbeat-interval=50".into(),
                "--election-timeout=300".into(),
            ];
            flags.extend(further.iter().map(|flag| (*flag).to_owned()));
            Etcd::start(&hosts, number, release, &files, &flags)
        };
        let members = [start(0), start(1)];
        let logs = || members[0].log() + &members[1].log();
        // A cluster of two limps along on the connections of one direction: each handshake counts.
        let accepted = if judgement.verdict == Verdict::Refused {
            !comes("rejected connection", logs)
        } else {
            etcdctl(&hosts, release, "http://10.77.0.1:2379", None, "20s").0
                && !logs()
                    .lines()
                    .any(|line| line.contains("rejected connection") && !line.contains("EOF"))
        };
        wrong.extend(complaint(
            case,
            &judgement,
            accepted,
            &[(Side::Listener, &logs), (Side::Dialer, &logs)],
        ));
    }
    wrong
}

/// A server certificate that may not dial: all is well but the gateway.
fn of_the_gateway(cases: &Cases, release: EtcdRelease, etcd: Build) -> Vec<String> {
    let authority = cases.authority.pair.certificate.as_str();
    let good = cases.authority.leaf(|_| {});
    let serving = cases.authority.leaf(|one| {
        one.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    });
    let mut place = Context::new(Role::Server, etcd);
    place.dialed = vec!["10.77.0.1".into()];
    let (certificate, key) = (serving.certificate.as_bytes(), serving.key.as_bytes());
    let presented = PresentedChain::read(certificate, Some(key), Some(authority.as_bytes()), etcd);
    let judgement = judge(&presented, &place);
    assert_eq!(judgement.verdict, Verdict::Accepted);
    let trap = judgement.findings.iter().find(|finding| finding.code() == "gateway-trap").unwrap();
    assert_eq!(trap.severity(), Severity::Warning);

    let hosts = Hosts::up(&["10.77.0.1".parse().unwrap()]);
    let member = Etcd::single(&hosts, release, &serving, authority);
    let mut wrong = Vec::new();
    let (is_healthy, said) = etcdctl(&hosts, release, GOOD, Some((&good, authority)), "20s");
    if !is_healthy {
        wrong.push(format!("the gateway trap keeps clients out: {said}"));
    }
    let answer = run::gateway(&hosts, &good, authority);
    if answer.contains("revision") {
        wrong.push(format!("the gateway answers: {answer}"));
    }
    if !comes(&trap.quotes[0].text, || member.log()) {
        wrong.push(format!("no `{}` in {}", trap.quotes[0].text, member.log()));
    }
    wrong
}
