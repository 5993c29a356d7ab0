//! The live handshakes: real members and clients are shown each case.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::cases::{Case, Cases, Trial};
use super::mint::{Pair, dns, ip};
use super::predicted;
use super::run::{self, Etcd, comes, etcdctl, timeless};
use crate::support::etcd::EtcdRelease;
use crate::support::hosts::Hosts;
use quorate::etcd::Build;
use quorate::finding::{Severity, Side};
use quorate::pki::judge::{Context, Judgement, PresentedChain, Role, Verdict, judge};

const GOOD: &str = "https://10.77.0.1:2379";
/// The hosts of two members by IPv4, and by IPv6.
const ADDRESSES: [&str; 4] = ["10.77.0.1", "10.77.0.2", "fd00::1", "fd00::2"];
/// Most of the time is spent waiting for somebody to give up: so many cases wait at once.
const LANES: usize = 4;

/// Tries all cases; how many were tried, and what is wrong.
pub(super) fn try_all(cases: &Cases, release: EtcdRelease, etcd: Build) -> (usize, Vec<String>) {
    let (next, tried) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                let lane = Lane::new(cases, release, etcd);
                while let Some(case) = cases.all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !case.is_for(etcd) {
                        continue;
                    }
                    let complaint = lane.try_one(case);
                    tried.fetch_add(1, Ordering::Relaxed);
                    wrong.lock().unwrap().extend(complaint);
                }
            });
        }
        wrong.lock().unwrap().extend(of_the_gateway(cases, release, etcd));
    });
    (tried.into_inner(), wrong.into_inner().unwrap())
}

/// Hosts of its own, with one member that lives as long.
struct Lane<'a> {
    cases: &'a Cases,
    release: EtcdRelease,
    etcd: Build,
    good: Pair,
    // Dropped in this order: the member before the host it runs on.
    member: Etcd,
    hosts: Hosts,
}

impl<'a> Lane<'a> {
    fn new(cases: &'a Cases, release: EtcdRelease, etcd: Build) -> Self {
        let hosts = Hosts::up(&ADDRESSES.map(|address| address.parse().unwrap()));
        for name in ["a.example.test", "a.b.example.test", "a_b.example.test", "wide.test"] {
            hosts.add_name(name, "10.77.0.1".parse().unwrap());
        }
        hosts.add_name("m2.example.test", "10.77.0.2".parse().unwrap());
        let good = cases.authority.leaf(|one| one.subject_alt_names.push(ip("fd00::1")));
        hosts.add_name("m1.example.test", "10.77.0.1".parse().unwrap());
        let member = Etcd::single((&hosts, 2379), release, (&good, &cases.trusted), &[], &[]);
        assert!(comes("serving client traffic securely", || member.log()), "{}", member.log());
        Self { cases, release, etcd, good, member, hosts }
    }

    fn try_one(&self, case: &Case) -> Option<String> {
        let judgement = predicted(case, self.etcd);
        match &case.trial {
            Trial::Client => self.client(case, &judgement),
            Trial::Server(host) => self.server(case, &judgement, host),
            Trial::Load => self.load(case, &judgement),
            Trial::Peer(host) => self.peer(case, &judgement, host),
        }
    }

    /// A member beside the lane's own, for what can't be changed while one runs.
    fn limited(&self, case: &Case, pair: &Pair) -> Option<Etcd> {
        let list = case.revoked.as_ref();
        if case.flags.is_empty() && list.is_none() {
            return None;
        }
        let mut flags: Vec<String> = case.flags.iter().map(|flag| (*flag).to_owned()).collect();
        flags.extend(list.map(|_| "--client-crl-file=crl".to_owned()));
        let files: Vec<(&str, &[u8])> =
            list.map(|list| ("crl", list.as_slice())).into_iter().collect();
        let trusted = (pair, case.anchors.as_str());
        let member = Etcd::single((&self.hosts, 3379), self.release, trusted, &flags, &files);
        assert!(comes("serving client traffic securely", || member.log()), "{}", member.log());
        Some(member)
    }

    fn client(&self, case: &Case, judgement: &Judgement) -> Option<String> {
        let limited = self.limited(case, &self.good);
        let (member, url) = match &limited {
            Some(member) => (member, "https://10.77.0.1:3379"),
            None => (&self.member, GOOD),
        };
        let from = member.log().len();
        let heard = || member.log().get(from..).unwrap_or_default().to_owned();
        let tls = Some((&case.pair, self.cases.authority.pair.certificate.as_str()));
        let (accepted, said) =
            etcdctl((&self.hosts, 0), self.release, url, tls, patience(case, judgement));
        let all: [(Side, &dyn Fn() -> String); 2] =
            [(Side::Listener, &heard), (Side::Exit, &|| said.clone())];
        complaint(case, judgement, accepted, &all)
    }

    fn server(&self, case: &Case, judgement: &Judgement, host: &str) -> Option<String> {
        let limited = self.limited(case, &case.pair);
        let (member, port) = limited.as_ref().map_or((&self.member, 2379), |member| (member, 3379));
        let from = member.log().len();
        let heard = || member.log().get(from..).unwrap_or_default().to_owned();
        member.show(&case.pair);
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let url = format!("https://{host}:{port}");
        let tls = Some((&self.good, case.anchors.as_str()));
        let (accepted, said) =
            etcdctl((&self.hosts, 0), self.release, &url, tls, patience(case, judgement));
        let all: [(Side, &dyn Fn() -> String); 2] =
            [(Side::Listener, &heard), (Side::Dialer, &|| said.clone())];
        let complaint = complaint(case, judgement, accepted, &all);
        member.show(&self.good);
        complaint
    }

    /// A pair is loaded fastest for the peers.
    fn load(&self, case: &Case, judgement: &Judgement) -> Option<String> {
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
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let mut member = Etcd::start((&self.hosts, 0), self.release, &files, &flags, &[]);
        let words = member.last_words(|log| log.contains("serving client traffic"));
        let said = words.clone().unwrap_or_default();
        complaint(case, judgement, words.is_none(), &[(Side::Exit, &|| said.clone())])
    }

    /// The second of two members shows the case to the first.
    fn peer(&self, case: &Case, judgement: &Judgement, host: &str) -> Option<String> {
        let domain = case.flag("discovery-srv").pop();
        let served = domain.as_ref().map(|domain| {
            let service = format!("_etcd-server-ssl._tcp.{domain}");
            self.hosts.serve_names(&service, 2380, &["m1.example.test", "m2.example.test"])
        });
        let first = if host.contains(':') { 2 } else { 0 };
        let bracketed =
            |host: &str| if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let url = |host: &str| format!("https://{}:2380", bracketed(host));
        // Who is looked up by name is listed by it.
        let urls =
            [url(if served.is_some() { "m1.example.test" } else { ADDRESSES[first] }), url(host)];
        let good = match domain {
            Some(domain) => {
                &self.cases.authority.leaf(|one| one.subject_alt_names.push(dns(&domain)))
            }
            None => &self.good,
        };
        let clients =
            |number: usize| format!("http://{}:2381", bracketed(ADDRESSES[first + number]));
        let start = |number: usize| {
            let pair = if number == 0 { good } else { &case.pair };
            let mut files = vec![
                ("cert.pem", pair.certificate.as_bytes()),
                ("key.pem", pair.key.as_bytes()),
                ("ca.pem", case.anchors.as_bytes()),
            ];
            files.extend(case.revoked.as_ref().map(|list| ("crl", list.as_slice())));
            let mut flags = vec![
                format!("--name=m{number}"),
                format!("--listen-peer-urls={}", url(ADDRESSES[first + number])),
                format!("--initial-advertise-peer-urls={}", urls[number]),
                format!("--listen-client-urls={}", clients(number)),
                format!("--advertise-client-urls={}", clients(number)),
                "--peer-cert-file=cert.pem".into(),
                "--peer-key-file=key.pem".into(),
                "--peer-client-cert-auth".into(),
                "--heartbeat-interval=50".into(),
                "--election-timeout=300".into(),
            ];
            // Without a CA file those count whom the machine trusts.
            let mut environment = vec![("SSL_CERT_FILE", "ca.pem"), ("SSL_CERT_DIR", "none")];
            if served.is_none() {
                environment.clear();
                flags.push(format!("--initial-cluster=m0={},m1={}", urls[0], urls[1]));
                flags.push("--peer-trusted-ca-file=ca.pem".into());
            }
            flags.extend(case.revoked.as_ref().map(|_| "--peer-crl-file=crl".to_owned()));
            flags.extend(case.flags.iter().map(|flag| (*flag).to_owned()));
            let place = (&self.hosts, first + number);
            Etcd::start(place, self.release, &files, &flags, &environment)
        };
        let members = [start(0), start(1)];
        let logs = || members[0].log() + &members[1].log();
        // A cluster of two limps along on the connections of one direction: each handshake counts.
        let accepted = if judgement.verdict == Verdict::Refused {
            !comes("rejected connection", logs)
        } else {
            etcdctl((&self.hosts, first), self.release, &clients(0), None, "20s").0
                && !logs()
                    .lines()
                    .any(|line| line.contains("rejected connection") && !line.contains("EOF"))
        };
        complaint(case, judgement, accepted, &[(Side::Listener, &logs), (Side::Dialer, &logs)])
    }
}

/// What is wrong with a prediction, given what happened and what was said on each side.
fn complaint(
    case: &Case,
    judgement: &Judgement,
    accepted: bool,
    said: &[(Side, &dyn Fn() -> String)],
) -> Option<String> {
    let all =
        || said.iter().map(|(side, text)| format!("{side:?}: {}", text())).collect::<Vec<_>>();
    let tell = |what: &str| {
        Some(format!("## {}: {what}\n{judgement:#?}\n{}", case.name, all().join("\n")))
    };
    // Those that quorate owns up to not knowing: aws-lc verifies none of these signatures.
    if judgement.verdict == Verdict::NotJudged {
        let is_known = |name: &&str| case.name.ends_with(*name);
        let unknown =
            ["signed by P-256 with SHA-1", "signed by P-224", "signed by RSA of 768 bits"];
        return if unknown.iter().any(is_known) { None } else { tell("nothing was predicted") };
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
fn patience(case: &Case, judgement: &Judgement) -> &'static str {
    match judgement.verdict {
        Verdict::Accepted => "20s",
        // A key that long takes its time.
        _ if case.name.ends_with("RSA 8200") => "5s",
        _ => "1s",
    }
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
    let member = Etcd::single((&hosts, 2379), release, (&serving, authority), &[], &[]);
    let mut wrong = Vec::new();
    let (is_healthy, said) = etcdctl((&hosts, 0), release, GOOD, Some((&good, authority)), "20s");
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
