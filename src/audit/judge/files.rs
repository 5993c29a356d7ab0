//! The certificates and keys that a member names, where they are here: what etcd makes of them is the judge's to say.

use time::OffsetDateTime;

use super::mounts::Told;
use crate::audit::{AuditReport, Disk, Found, Lookup};
use crate::cluster::SUPERUSER;
use crate::config::{Member, at, url};
use crate::etcd::Build;
use crate::finding::rules::files::KeyReadable;
use crate::finding::rules::machine::{FileMissing, NotHere};
use crate::finding::rules::tls::{
    GatewayUntrusted, KubernetesAuthority, ManyAuthorities, OwnAuthority, SuperuserMember,
};
use crate::finding::{Family, Finding, Rule, Severity};
use crate::pki::inspect::overdue;
use crate::pki::judge::{
    CertificateFacts, Context, Gateway, Judgement, PresentedChain, RevocationList, Role,
    judge as judge_chain, judge_authority,
};

/// What ends the first line of a private key.
const KEY: &[u8] = b"PRIVATE KEY-----";

/// The files of one member, as a disk has them.
pub(in crate::audit) struct Store<'a> {
    pub(in crate::audit) member: &'a Member,
    pub(in crate::audit) disk: &'a dyn Disk,
}

impl Store<'_> {
    /// The file that a setting names, and where it was found.
    pub(in crate::audit) fn file(&self, flag: &str) -> Option<(String, Found)> {
        let path = self.member.value(flag)?;
        if let Some(written) = self.member.written(path) {
            return Some(written);
        }
        let path = self.member.on_host(path)?;
        match self.disk.file(&self.member.path, &path) {
            Lookup::Found(at, found) => Some((at, found)),
            Lookup::Missing => None,
        }
    }
}

/// A certificate with its key, what it is shown as, and those who sign whoever it is shown to.
struct Pair {
    role: Role,
    certificate: &'static str,
    key: &'static str,
    authority: &'static str,
    /// What the port that it is shown at reads for those who are revoked.
    revocations: &'static str,
    /// The settings with the URLs at which it is shown: where the member listens, and what it advertises.
    urls: Option<[&'static str; 2]>,
}

const PAIRS: [Pair; 3] = [
    Pair {
        role: Role::Server,
        certificate: "cert-file",
        key: "key-file",
        authority: "trusted-ca-file",
        revocations: "client-crl-file",
        urls: Some(["listen-client-urls", "advertise-client-urls"]),
    },
    Pair {
        role: Role::Peer,
        certificate: "peer-cert-file",
        key: "peer-key-file",
        authority: "peer-trusted-ca-file",
        revocations: "peer-crl-file",
        urls: Some(["listen-peer-urls", "initial-advertise-peer-urls"]),
    },
    // The gateway's own.
    Pair {
        role: Role::Client,
        certificate: "client-cert-file",
        key: "client-key-file",
        authority: "trusted-ca-file",
        revocations: "client-crl-file",
        urls: None,
    },
];

/// The settings with the files that a member names.
const NAMED: [&str; 10] = [
    "cert-file",
    "key-file",
    "trusted-ca-file",
    "client-crl-file",
    "peer-cert-file",
    "peer-key-file",
    "peer-trusted-ca-file",
    "peer-crl-file",
    "client-cert-file",
    "client-key-file",
];

/// Whether a file that starts a member lies where it runs, so that what it names has to be there.
pub(super) fn is_installed(path: &str) -> bool {
    ["/systemd/system/", "/kubernetes/manifests/", "/containers/systemd/"]
        .iter()
        .any(|place| path.contains(place))
}

pub(super) fn judge(
    member: &Member,
    disk: &dyn Disk,
    etcd: Build,
    now: OffsetDateTime,
    report: &mut AuditReport,
) {
    let mut files = Files { store: Store { member, disk }, etcd, now, report };
    files.not_here();
    let pairs = PAIRS.iter().filter(|pair| pair.role == Role::Peer || serves_tls(member));
    for pair in pairs {
        files.key_mode(pair.key);
        files.pair(pair);
    }
    for flag in ["trusted-ca-file", "peer-trusted-ca-file"] {
        if flag.starts_with("peer-") || serves_tls(member) {
            files.authorities(flag);
        }
    }
    for flag in ["client-crl-file", "peer-crl-file"] {
        files.list(flag);
    }
}

/// The settings with the files that a member reads.
pub(super) fn named(member: &Member) -> impl Iterator<Item = &'static str> {
    let is_read = |flag: &&str| flag.starts_with("peer-") || serves_tls(member);
    NAMED.into_iter().filter(is_read)
}

/// Whether TLS may be spoken at a port of the clients'. Where all of them are http, etcd says that it ignores their files,
/// and never reads them (measured on 3.4 to 3.7); those of the peers' port it always reads.
fn serves_tls(member: &Member) -> bool {
    const PORTS: [&str; 3] =
        ["listen-client-urls", "listen-client-http-urls", "listen-metrics-urls"];
    let is_unknown = |flag: &str| member.has(flag) && member.value(flag).is_none();
    let is_plain = |text: &str| text.to_ascii_lowercase().starts_with("http:");
    let mut ports = PORTS.into_iter().filter_map(|flag| member.value(flag));
    !member.has("listen-client-urls")
        || PORTS.into_iter().any(is_unknown)
        || ports.any(|urls| !url::list(urls).all(is_plain))
}

struct Files<'a> {
    store: Store<'a>,
    etcd: Build,
    now: OffsetDateTime,
    report: &'a mut AuditReport,
}

impl Files<'_> {
    fn add(&mut self, path: &str, findings: impl IntoIterator<Item = Finding>) {
        let findings = findings.into_iter().map(|finding| finding.in_file(path));
        self.report.findings.extend(findings);
    }

    /// Names the files that aren't here: each by itself where the others are, as etcd then won't find it either.
    fn not_here(&mut self) {
        let member = self.store.member;
        let is_here = |flag: &&str| self.store.file(flag).is_some();
        let named = named(member).filter(|flag| member.value(flag).is_some());
        let (here, mut missing): (Vec<&str>, Vec<&str>) = named.partition(is_here);
        missing.retain(|flag| {
            let (manifest, container) = (member.path.as_str(), member.container.as_ref());
            let (setting, file) = (member.shown(flag), member.value(flag).unwrap_or_default());
            let unseen = Told { manifest, container, setting, file }.unseen(self.store.disk);
            let is_certain = unseen.is_some();
            self.report.findings.extend(unseen.map(|one| at(member.place(flag), one)));
            !is_certain
        });
        if is_installed(&member.path) && !here.is_empty() {
            for flag in missing {
                let file = member.value(flag).unwrap_or_default().to_owned();
                let place = member.on_host(&file);
                if place.is_some_and(|place| self.store.disk.is_missing(&member.path, &place)) {
                    let finding = FileMissing { setting: member.shown(flag), file };
                    self.report.add(member.place(flag), finding);
                }
            }
            return;
        }
        let mut missing: Vec<&str> =
            missing.into_iter().filter_map(|flag| member.value(flag)).collect();
        let Some(first) = missing.first().map(ToString::to_string) else { return };
        missing.sort_unstable();
        missing.dedup();
        self.report.add((&member.path, 0), NotHere { first, count: missing.len() });
    }

    fn pair(&mut self, pair: &Pair) {
        let member = self.store.member;
        let Some((path, certificate)) = self.store.file(pair.certificate) else { return };
        let [key, authority] = [pair.key, pair.authority].map(|flag| self.store.file(flag));
        let [key_bytes, anchors] =
            [&key, &authority].map(|file| file.as_ref().map(|(_, found)| found.bytes.as_slice()));
        let etcd = self.etcd;
        let presented =
            |anchors| PresentedChain::read(&certificate.bytes, key_bytes, anchors, etcd);
        let place = self.context(pair);
        let trusting = presented(anchors);
        self.report.certificates += usize::from(!trusting.chain.is_empty());
        self.superuser(&path, &certificate.bytes);
        let own = trusting.chain.first().filter(|leaf| trusting.anchors.contains(leaf));
        if let Some(leaf) = own.filter(|_| pair.role != Role::Client) {
            self.report.add((&path, 0), OwnAuthority { subject: leaf.subject.clone() });
        }
        let mut judgement = judge_chain(&trusting, &place);
        // Whom those trust who dial a server isn't known here. Where it is the CA of clients, as it mostly is,
        // all is judged; where no way leads there, the certificate is judged by itself.
        if pair.role == Role::Server && leads_nowhere(&judgement) {
            judgement = judge_chain(&presented(None), &place);
        }
        if place.gateway == Gateway::ServerCertificate {
            self.gateway(&path, &trusting, &place);
        }
        let listens_locally = url::urls(member.value("listen-client-urls").unwrap_or_default())
            .any(|url| url.is_loopback() || url.is_unspecified());
        for finding in judgement.findings {
            let at = match finding.rule {
                Rule::LoopbackNotCovered if !listens_locally => continue,
                // Judged by itself below.
                Rule::AnchorsDer | Rule::AnchorsHoldKey | Rule::AnchorsHoldOther => continue,
                Rule::NoKeyBlock | Rule::KeyEncrypted | Rule::KeyForm | Rule::KeyMismatch => {
                    key.as_ref().map_or(&path, |(path, _)| path)
                }
                _ => &path,
            };
            self.add(at, [finding]);
        }
    }

    /// Says where a certificate of the member passes at its clients' port, as one of etcd's superuser.
    fn superuser(&mut self, path: &str, certificate: &[u8]) {
        let authority = self.store.file("trusted-ca-file");
        let anchors = authority.as_ref().map(|(_, found)| found.bytes.as_slice());
        let shown = PresentedChain::read(certificate, None, anchors, self.etcd);
        let Some(leaf) = shown.chain.first().filter(|leaf| leaf.common_name == SUPERUSER) else {
            return;
        };
        let place = Context { at: Some(self.now), ..Context::new(Role::Client, self.etcd) };
        if self.store.member.is_on("client-cert-auth")
            && judge_chain(&shown, &place).refusal().is_none()
        {
            self.report.add((path, 0), SuperuserMember { subject: leaf.subject.clone() });
        }
    }

    /// Says where the member refuses the server certificate of its own gateway.
    fn gateway(&mut self, path: &str, trusting: &PresentedChain, server: &Context) {
        let (at, revocations) = (server.at, server.revocations.clone());
        let place = Context { at, revocations, ..Context::new(Role::Client, self.etcd) };
        let judgement = judge_chain(trusting, &place);
        let subject = trusting.chain.first().map(|leaf| leaf.subject.clone());
        if let (Some(refusal), Some(subject)) = (judgement.refusal(), subject)
            && (leads_nowhere(&judgement) || refusal.rule == Rule::Revoked)
        {
            let untrusted: Finding = GatewayUntrusted { subject, why: refusal.message() }.into();
            self.add(path, [untrusted.quoting(refusal.quotes.clone())]);
        }
    }

    fn context(&self, pair: &Pair) -> Context {
        let member = self.store.member;
        let value = |flag| member.value(flag).unwrap_or_default();
        let dialed =
            pair.urls.map(|[listens, advertises]| url::dialed(value(listens), value(advertises)));
        // One that can't be read refuses everyone, which is said of the list.
        let revocations = self.revocations(pair.revocations).map(|(_, list)| list);
        Context {
            dialed: dialed.unwrap_or_default(),
            at: Some(self.now),
            revocations: revocations.filter(|list| list.unreadable().is_none()),
            ..Context::of_member(pair.role, self.etcd, |flag| member.given(flag))
        }
    }

    /// The list of revoked certificates that a port reads, where it is here.
    fn revocations(&self, flag: &str) -> Option<(String, RevocationList)> {
        let (path, found) = self.store.file(flag)?;
        Some((path, RevocationList::read(&found.bytes, self.etcd)))
    }

    /// What keeps a list of revoked certificates from being read, or what it may miss.
    fn list(&mut self, flag: &str) {
        let Some((path, found)) = self.store.file(flag) else { return };
        let unreadable = RevocationList::read(&found.bytes, self.etcd).unreadable();
        self.add(&path, unreadable.or_else(|| overdue(&found.bytes, self.now)));
    }

    /// Those whom the member trusts: what keeps the file from being loaded, and each against the clock.
    fn authorities(&mut self, flag: &str) {
        let Some((path, found)) = self.store.file(flag) else { return };
        let signs = if flag == "trusted-ca-file" { Role::Client } else { Role::Peer };
        self.add(&path, authority_findings(&found.bytes, signs, self.etcd, self.now));
        if flag == "trusted-ca-file" {
            let read = PresentedChain::read(b"", None, Some(&found.bytes), self.etcd);
            self.trusts_many(&path, &read.anchors);
        }
    }

    /// Whether others may read a private key.
    fn key_mode(&mut self, flag: &str) {
        let Some((path, found)) = self.store.file(flag) else { return };
        // A file without a key has a finding of its own, and may be a certificate, which anyone may read.
        let open = found.owner.filter(|owner| owner.mode & 0o007 != 0 && is_key(&found.bytes));
        if let Some(owner) = open {
            let mode = format!("{:04o}", owner.mode & 0o7777);
            self.report.add((&path, 0), KeyReadable { mode });
        }
    }

    /// Whether the member trusts more than somebody meant.
    fn trusts_many(&mut self, path: &str, anchors: &[CertificateFacts]) {
        let here = (path, 0);
        if anchors.len() >= MANY {
            self.report.add(here, ManyAuthorities { count: anchors.len() });
        }
        // One with etcd in its name may well be etcd's alone.
        let is_kubernetes = |one: &&CertificateFacts| {
            let name = one.common_name.to_ascii_lowercase();
            name.starts_with("kubernetes") && !name.contains("etcd")
        };
        if let Some(one) = anchors.iter().find(is_kubernetes) {
            self.report.add(here, KubernetesAuthority { subject: one.subject.clone() });
        }
    }
}

/// What keeps a file of authorities from being loaded, and each against the clock; `signs` are the certificates of
/// whoever is shown by those that it signs.
pub(super) fn authority_findings(
    bytes: &[u8],
    signs: Role,
    etcd: Build,
    now: OffsetDateTime,
) -> Vec<Finding> {
    let read = PresentedChain::read(b"", None, Some(bytes), etcd);
    let is_of_anchors = |finding: &Finding| {
        matches!(finding.rule, Rule::AnchorsDer | Rule::AnchorsHoldKey | Rule::AnchorsHoldOther)
    };
    let mut findings: Vec<Finding> = read.findings.into_iter().filter(is_of_anchors).collect();
    let of_time = |anchor: &CertificateFacts| -> Vec<Finding> {
        let alone = PresentedChain { chain: vec![anchor.clone()], ..PresentedChain::default() };
        let mut found = judge_authority(&alone, &[signs], etcd, Some(now));
        found.retain(|one| one.rule.family == Family::Times);
        found
    };
    let all: Vec<Vec<Finding>> = read.anchors.iter().map(of_time).collect();
    // While an authority is replaced, the one that has ended harms nobody.
    let is_error = |one: &Finding| one.severity() == Severity::Error;
    let is_lost = all.iter().all(|one| one.iter().any(is_error));
    findings.extend(all.into_iter().flatten().filter(|one| is_lost || !is_error(one)));
    findings
}

/// As many authorities as nobody makes for one cluster: those of a system are more than a hundred.
pub(super) const MANY: usize = 20;

/// Whether a file holds a private key.
pub(super) fn is_key(bytes: &[u8]) -> bool {
    bytes.windows(KEY.len()).any(|window| window == KEY)
}

/// Whether a certificate is refused since no way leads from it to an anchor.
fn leads_nowhere(judgement: &Judgement) -> bool {
    judgement.findings.iter().filter(|finding| finding.severity() == Severity::Error).any(|one| {
        matches!(
            one.rule,
            Rule::NoAnchors
                | Rule::SelfSigned
                | Rule::UnknownAuthority
                | Rule::BrokenChainFile
                | Rule::OtherAuthorityKey
        )
    })
}
