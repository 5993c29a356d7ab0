//! The certificates and keys that a member names, where they are here: what etcd makes of them is the judge's to say.

use time::OffsetDateTime;

use crate::audit::{AuditReport, Disk, Found, Lookup};
use crate::cluster::SUPERUSER;
use crate::config::{Member, url};
use crate::etcd::Build;
use crate::finding::rules::files::KeyReadable;
use crate::finding::rules::machine::{KeyUnreadable, NotHere};
use crate::finding::rules::tls::{GatewayUntrusted, SuperuserMember};
use crate::finding::{Family, Finding, Rule, Severity};
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
        match self.disk.file(&self.member.path, path) {
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
    /// The URLs at which it is shown.
    urls: &'static [&'static str],
}

const PAIRS: [Pair; 3] = [
    Pair {
        role: Role::Server,
        certificate: "cert-file",
        key: "key-file",
        authority: "trusted-ca-file",
        revocations: "client-crl-file",
        urls: &["listen-client-urls", "advertise-client-urls"],
    },
    Pair {
        role: Role::Peer,
        certificate: "peer-cert-file",
        key: "peer-key-file",
        authority: "peer-trusted-ca-file",
        revocations: "peer-crl-file",
        urls: &["listen-peer-urls", "initial-advertise-peer-urls"],
    },
    // The gateway's own.
    Pair {
        role: Role::Client,
        certificate: "client-cert-file",
        key: "client-key-file",
        authority: "trusted-ca-file",
        revocations: "client-crl-file",
        urls: &[],
    },
];

pub(super) fn judge(
    member: &Member,
    disk: &dyn Disk,
    etcd: Build,
    now: OffsetDateTime,
    report: &mut AuditReport,
) {
    let mut files = Files { store: Store { member, disk }, etcd, now, report };
    files.not_here();
    for pair in &PAIRS {
        files.key_mode(pair.key);
        files.pair(pair);
    }
    for flag in ["trusted-ca-file", "peer-trusted-ca-file"] {
        files.authorities(flag);
    }
    for flag in ["client-crl-file", "peer-crl-file"] {
        if let Some((path, list)) = files.revocations(flag) {
            files.add(&path, list.unreadable());
        }
    }
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

    fn not_here(&mut self) {
        let flags = PAIRS
            .iter()
            .flat_map(|pair| [pair.certificate, pair.key, pair.authority, pair.revocations]);
        let mut missing: Vec<&str> = flags
            .filter(|flag| self.store.file(flag).is_none())
            .filter_map(|flag| self.store.member.value(flag))
            .collect();
        let Some(first) = missing.first().map(ToString::to_string) else { return };
        missing.sort_unstable();
        missing.dedup();
        self.report.add((&self.store.member.path, 0), NotHere { first, count: missing.len() });
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
        let mut dialed: Vec<String> = pair
            .urls
            .iter()
            .flat_map(|flag| url::urls(member.value(flag).unwrap_or_default()))
            .filter(|url| url.secure && !url.is_unspecified())
            .map(|url| url.host)
            .collect();
        dialed.dedup();
        // One that can't be read refuses everyone, which is said of the list.
        let revocations = self.revocations(pair.revocations).map(|(_, list)| list);
        Context {
            dialed,
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

    /// Those whom the member trusts: what keeps the file from being loaded, and each against the clock.
    fn authorities(&mut self, flag: &str) {
        let Some((path, found)) = self.store.file(flag) else { return };
        let read = PresentedChain::read(b"", None, Some(&found.bytes), self.etcd);
        let is_of_anchors = |finding: &Finding| {
            matches!(finding.rule, Rule::AnchorsDer | Rule::AnchorsHoldKey | Rule::AnchorsHoldOther)
        };
        let mut findings: Vec<Finding> = read.findings.into_iter().filter(is_of_anchors).collect();
        let signs = if flag == "trusted-ca-file" { Role::Client } else { Role::Peer };
        let of_time = |anchor: &CertificateFacts| -> Vec<Finding> {
            let alone = PresentedChain { chain: vec![anchor.clone()], ..PresentedChain::default() };
            let mut found = judge_authority(&alone, &[signs], self.etcd, Some(self.now));
            found.retain(|one| one.rule.family == Family::Times);
            found
        };
        let all: Vec<Vec<Finding>> = read.anchors.iter().map(of_time).collect();
        // While an authority is replaced, the one that has ended harms nobody.
        let is_error = |one: &Finding| one.severity() == Severity::Error;
        let is_lost = all.iter().all(|one| one.iter().any(is_error));
        findings.extend(all.into_iter().flatten().filter(|one| is_lost || !is_error(one)));
        self.add(&path, findings);
    }

    /// Whether a private key can be read by those who may, and by nobody else.
    fn key_mode(&mut self, flag: &str) {
        let Some((path, found)) = self.store.file(flag) else { return };
        // A file without a key has a finding of its own, and may be a certificate, which anyone may read.
        if !found.bytes.windows(KEY.len()).any(|window| window == KEY) {
            return;
        }
        let Some(owner) = found.owner else { return };
        let mode = format!("{:04o}", owner.mode & 0o7777);
        if owner.mode & 0o007 != 0 {
            self.report.add((&path, 0), KeyReadable { mode });
            return;
        }
        let user = self.store.member.unit.as_ref().and_then(|unit| unit.service("User"));
        let Some((user, _)) = user.filter(|(user, _)| user != "root") else { return };
        // Beside a unit that isn't installed, the machine's users mean nothing.
        let is_installed = self.store.member.path.contains("/systemd/system/");
        let Some((number, group)) = account(&self.store, &user).filter(|_| is_installed) else {
            return;
        };
        let may_read = owner.user == number && owner.mode & 0o400 != 0
            || owner.group == group && owner.mode & 0o040 != 0;
        if !may_read {
            self.report.add((&path, 0), KeyUnreadable { user, mode });
        }
    }
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

/// The numbers of a user and its group, from the machine's own list.
fn account(store: &Store<'_>, user: &str) -> Option<(u32, u32)> {
    let Lookup::Found(_, list) = store.disk.file(&store.member.path, "/etc/passwd") else {
        return None;
    };
    let text = String::from_utf8_lossy(&list.bytes).into_owned();
    let line = text.lines().find(|line| line.split(':').next() == Some(user))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
