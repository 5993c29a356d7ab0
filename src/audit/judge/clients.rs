//! Clients, held against the members that they dial: each handshake is judged as those of a bundle are.

mod dialed;
mod system;
mod words;

use time::OffsetDateTime;

use super::Store;
use super::endpoints::dialed_host;
use super::files::{authority_findings, is_installed};
use super::mounts::Told;
use crate::audit::{AuditReport, Disk, Found, JudgedFor, Lookup};
use crate::config::{ClientSettings, Endpoint, Member, NamedFile};
use crate::etcd::Build;
use crate::finding::rules::clients::{
    ClientRefusesMember, ClientWithoutCertificate, MemberRefusesClient,
};
use crate::finding::rules::machine::{FileMissing, NotHere};
use crate::finding::rules::tls::HalfAPair;
use crate::finding::{Family, Finding, Rule, Severity};
use crate::pki::judge::{CertificateFacts, Context, PresentedChain, RevocationList, Role, judge};
use crate::pki::matrix::{Dialer, Listener, matrix};

/// What clients are held against.
pub(in crate::audit) struct Dialable<'a> {
    /// All members.
    pub(in crate::audit) members: &'a [Member],
    /// Those that can't start, and the first reason of each.
    pub(in crate::audit) ended: Vec<(&'a Member, Finding)>,
    /// All files: proxies perhaps.
    pub(in crate::audit) files: &'a [(String, Found)],
}

impl Dialable<'_> {
    /// What ends a member at its start.
    fn why(&self, member: &Member) -> Option<&Finding> {
        self.ended.iter().find(|(one, _)| std::ptr::eq(*one, member)).map(|(_, why)| why)
    }
}

/// Judges all clients.
pub(in crate::audit) fn judge_all(
    clients: &[ClientSettings],
    dialable: &Dialable<'_>,
    disk: &dyn Disk,
    etcd: JudgedFor,
    now: OffsetDateTime,
    report: &mut AuditReport,
) {
    for settings in clients {
        let mut client = Client { settings, disk, etcd, now, report };
        client.judge(dialable);
    }
}

/// A file that a client names.
enum File {
    /// None is named.
    Unset,
    /// It isn't here.
    Elsewhere,
    /// Here it is.
    Here(String, Found),
}

impl File {
    fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Here(_, found) => Some(&found.bytes),
            Self::Unset | Self::Elsewhere => None,
        }
    }
}

/// The files of a client.
struct Files {
    authority: File,
    certificate: File,
    key: File,
}

struct Client<'a> {
    settings: &'a ClientSettings,
    disk: &'a dyn Disk,
    etcd: JudgedFor,
    now: OffsetDateTime,
    report: &'a mut AuditReport,
}

/// A member that a client reaches by TLS.
#[derive(Clone, Copy)]
struct Dialed<'a> {
    endpoint: &'a Endpoint,
    member: &'a Member,
}

/// A handshake that one side refuses.
struct Refused<'a> {
    dialed: Dialed<'a>,
    why: Finding,
}

impl<'a> Client<'a> {
    fn judge(&mut self, dialable: &Dialable<'a>) {
        let settings = self.settings;
        let [authority, certificate, key] =
            [&settings.authority, &settings.certificate, &settings.key]
                .map(|file| file.as_ref().map_or(File::Unset, |named| self.file(named)));
        let files = Files { authority, certificate, key };
        self.not_here();
        self.half_a_pair();
        let dialed = self.dialed(dialable);
        self.own(&files, &dialed);
        self.refused_members(&files, &dialed);
        self.system_roots(&files, &dialed);
        self.refused_client(&files, &dialed);
    }

    fn add(&mut self, line: usize, finding: impl Into<Finding>) {
        self.report.add((&self.settings.path, line), finding);
    }

    fn name(&self) -> String {
        self.settings.kind.as_str().to_owned()
    }

    fn file(&self, named: &NamedFile) -> File {
        if let Some((path, found)) = self.settings.written(named) {
            return File::Here(path, found);
        }
        let Some(place) = self.settings.on_host(named) else { return File::Elsewhere };
        match self.disk.file(&self.settings.path, &place) {
            Lookup::Found(at, found) => File::Here(at, found),
            Lookup::Missing => File::Elsewhere,
        }
    }

    /// Names the files that aren't here: each by itself where others are and the client is installed.
    fn not_here(&mut self) {
        let settings = self.settings;
        let ClientSettings { authority, certificate, key, .. } = settings;
        let all = [authority, certificate, key].into_iter().flatten();
        let all: Vec<&NamedFile> = all.filter(|file| !self.is_unseen(file)).collect();
        let known = all.into_iter().filter_map(|file| Some((file, settings.on_host(file)?)));
        let is_here = |(file, _): &(&NamedFile, String)| matches!(self.file(file), File::Here(..));
        let (here, mut missing): (Vec<_>, Vec<_>) = known.partition(is_here);
        let path = |file: &NamedFile| file.path.clone().unwrap_or_default();
        if !here.is_empty() && is_installed(&settings.path) {
            missing.retain(|(_, place)| self.disk.is_missing(&settings.path, place));
            for (file, _) in missing {
                let setting = file.setting.clone();
                self.add(file.line, FileMissing { setting, file: path(file) });
            }
        } else if let Some((first, _)) = missing.first().filter(|_| !self.is_said_missing()) {
            self.add(first.line, NotHere { first: path(first), count: missing.len() });
        }
    }

    /// Whether files that are named in the same place are said to be missing already: those of its member.
    fn is_said_missing(&self) -> bool {
        self.report.findings.iter().any(|finding| {
            let file = finding.location.file.as_deref();
            let is_members = finding.rule == Rule::NotHere && finding.location.line.is_none();
            is_members && file == Some(self.settings.path.as_str())
        })
    }

    /// Says of a file that its container doesn't see it, where that is certain.
    fn is_unseen(&mut self, named: &NamedFile) -> bool {
        let settings = self.settings;
        let Some(file) = named.path.as_deref() else { return false };
        let (manifest, container) = (settings.path.as_str(), settings.container.as_ref());
        let told = Told { manifest, container, setting: named.setting.clone(), file };
        let unseen = told.unseen(self.disk);
        let is_certain = unseen.is_some();
        if let Some(unseen) = unseen {
            self.add(named.line, unseen);
        }
        is_certain
    }

    /// A certificate without its key, where one file can't hold both.
    fn half_a_pair(&mut self) {
        let there = match (&self.settings.certificate, &self.settings.key) {
            (Some(there), None) | (None, Some(there)) if self.settings.kind.is_go() => there,
            _ => return,
        };
        let missing = there.partner();
        self.add(there.line, HalfAPair { there: there.setting.clone(), missing });
    }

    /// What is wrong with its own files, whoever it dials. What members make of its certificate, they say.
    fn own(&mut self, files: &Files, dialed: &[Dialed<'_>]) {
        let etcd = self.build(dialed.first());
        let mut found: Vec<(&str, Finding)> = Vec::new();
        if let File::Here(path, certificate) = &files.certificate {
            let key = files.key.bytes();
            let shown = PresentedChain::read(&certificate.bytes, key, None, etcd);
            self.report.certificates += usize::from(!shown.chain.is_empty());
            let loads: Vec<Finding> = shown.findings.clone();
            let place = Context { at: Some(self.now), ..Context::new(Role::Client, etcd) };
            for finding in judge(&shown, &place).findings {
                let is_error = finding.severity() == Severity::Error;
                let is_of_pair = loads.iter().any(|one| one.is_alike(&finding));
                let counts = match finding.severity() {
                    // Of Go's parsers only that of the member is known.
                    Severity::Error => is_of_pair || dialed.is_empty(),
                    _ => finding.rule.family == Family::Times,
                };
                let is_judged = is_error && !self.settings.kind.is_go() && !is_of_pair;
                if counts && (!is_judged || is_plain(finding.rule)) {
                    let at = match (finding.rule, &files.key) {
                        (
                            Rule::NoKeyBlock
                            | Rule::KeyEncrypted
                            | Rule::KeyForm
                            | Rule::KeyMismatch,
                            File::Here(key, _),
                        ) => key,
                        _ => path,
                    };
                    found.push((at, finding));
                }
            }
        }
        if let File::Here(path, authority) = &files.authority {
            let all = authority_findings(&authority.bytes, Role::Server, etcd, self.now);
            found.extend(all.into_iter().map(|finding| (path.as_str(), finding)));
        }
        for (path, finding) in found {
            self.report.add((path, 0), finding);
        }
    }

    fn build(&self, dialed: Option<&Dialed<'_>>) -> Build {
        dialed.map_or(self.etcd.build(), |dialed| self.etcd.of(dialed.member))
    }

    /// Members whose certificates it refuses.
    fn refused_members(&mut self, files: &Files, dialed: &[Dialed<'a>]) {
        if !self.settings.verifies {
            return;
        }
        let all = dialed.iter().filter_map(|one| {
            let etcd = self.etcd.of(one.member);
            let authority = files.authority.bytes();
            let read = PresentedChain::read(b"", None, authority, etcd);
            let trusted = read.knows_anchors.then_some(read.anchors);
            let listener = Listener { trusted_of_clients: None, ..self.listener(one) };
            let own = Dialer { name: self.name(), own: PresentedChain::default(), trusted };
            let why = self.refusal(&listener, own, etcd)?;
            let counts = self.settings.kind.is_go() || is_plain(why.rule);
            // A member whose certificate is bad for all is told so.
            let is_said = self.report.findings.iter().any(|said| said.is_alike(&why));
            (counts && !is_said).then_some(Refused { dialed: *one, why })
        });
        for alike in alike(all.collect(), dialed) {
            let Some(first) = alike.first() else { continue };
            let names = alike.iter().map(|one| one.dialed.member.name().to_owned()).collect();
            let mut urls: Vec<String> =
                alike.iter().map(|one| one.dialed.endpoint.text.clone()).collect();
            urls.dedup();
            let (client, why) = (self.name(), first.why.message());
            let cause = words::cause(first.why.rule);
            let finding = ClientRefusesMember { client, members: names, urls, why, cause };
            let quotes = words::of_client(self.settings.kind, &first.why);
            let finding = Finding::from(finding).quoting(quotes);
            self.add(first.dialed.endpoint.line, finding);
        }
    }

    /// Members that refuse what it shows, or that it shows nothing.
    fn refused_client(&mut self, files: &Files, dialed: &[Dialed<'a>]) {
        let asking: Vec<Dialed<'_>> =
            dialed.iter().copied().filter(|one| asks(one.member)).collect();
        let Some(first) = asking.first() else { return };
        let Some(shown) = &self.settings.certificate else {
            let is_all = asking.len() == dialed.len();
            if is_all && self.settings.key.is_none() {
                let mut members: Vec<String> =
                    asking.iter().map(|one| one.member.name().to_owned()).collect();
                members.dedup();
                let finding = ClientWithoutCertificate { client: self.name(), members };
                self.add(first.endpoint.line, finding);
            }
            return;
        };
        let Some(certificate) = files.certificate.bytes() else { return };
        let all = asking.iter().filter_map(|one| {
            let etcd = self.etcd.of(one.member);
            let mut own = PresentedChain::read(certificate, None, None, etcd);
            // What keeps it from being loaded is told of the file.
            if own.findings.iter().any(|finding| finding.severity() == Severity::Error) {
                return None;
            }
            own.findings.clear();
            let listener = Listener { server: PresentedChain::default(), ..self.listener(one) };
            let own = Dialer { name: self.name(), own, trusted: None };
            Some(Refused { dialed: *one, why: self.refusal(&listener, own, etcd)? })
        });
        for alike in alike(all.collect(), dialed) {
            let Some(first) = alike.first() else { continue };
            let mut members: Vec<String> =
                alike.iter().map(|one| one.dialed.member.name().to_owned()).collect();
            members.dedup();
            let (client, why) = (self.name(), first.why.message());
            let cause = words::cause(first.why.rule);
            let finding = Finding::from(MemberRefusesClient { client, members, why, cause });
            let etcd = self.etcd.of(first.dialed.member);
            let quotes = words::of_member(self.settings.kind, &first.why, etcd);
            self.add(shown.line, finding.quoting(quotes));
        }
    }

    fn refusal(&self, listener: &Listener, own: Dialer, etcd: Build) -> Option<Finding> {
        let judged = matrix(std::slice::from_ref(listener), &[own], etcd, Some(self.now));
        judged.refused().next()?.judgement.refusal().cloned()
    }

    fn store<'m>(&self, member: &'m Member) -> Store<'m>
    where
        'a: 'm,
    {
        Store { member, disk: self.disk }
    }

    /// A member as the handshakes of its clients see it.
    fn listener(&self, Dialed { endpoint, member }: &Dialed<'_>) -> Listener {
        let etcd = self.etcd.of(member);
        let store = self.store(member);
        let bytes = |flag: &str| store.file(flag).map(|(_, found)| found.bytes);
        let server = bytes("cert-file").map(|bytes| PresentedChain::read(&bytes, None, None, etcd));
        let authorities = bytes("trusted-ca-file");
        let anchors = |bytes: &[u8]| -> Vec<CertificateFacts> {
            PresentedChain::read(b"", None, Some(bytes), etcd).anchors
        };
        let revoked = bytes("client-crl-file").map(|bytes| RevocationList::read(&bytes, etcd));
        let place = Context::of_member(Role::Server, etcd, |flag| member.given(flag));
        Listener {
            name: member.name().to_owned(),
            server: server.unwrap_or_default(),
            trusted_of_clients: authorities.map(|bytes| anchors(&bytes)),
            client_hosts: vec![dialed_host(self.settings, &endpoint.url)],
            allowed_client_hostnames: place.allowed_hostnames,
            revoked_clients: revoked.filter(|list| list.unreadable().is_none()),
            tls: place.tls,
            ..Listener::default()
        }
    }
}

/// Whether a member asks its clients for certificates; `false` where that isn't known.
fn asks(member: &Member) -> bool {
    let is_open = member.settings.get("client-cert-auth").is_some_and(|setting| setting.open);
    !is_open && (member.is_on("client-cert-auth") || member.has("trusted-ca-file"))
}

/// Whether a refusal of Go's is one of everybody's.
fn is_plain(rule: Rule) -> bool {
    rule.family == Family::Times
        || matches!(
            rule,
            Rule::UnknownAuthority
                | Rule::OtherAuthorityKey
                | Rule::SelfSigned
                | Rule::HostNotCovered
        )
}

/// Refusals by their rule. Where one endpoint may be that of several members, all have to be refused.
fn alike<'a>(mut refused: Vec<Refused<'a>>, dialed: &[Dialed<'a>]) -> Vec<Vec<Refused<'a>>> {
    let count = |endpoint: &Endpoint, all: &mut dyn Iterator<Item = &Endpoint>| {
        all.filter(|one| std::ptr::eq(*one, endpoint)).count()
    };
    let every: Vec<bool> = refused
        .iter()
        .map(|one| {
            let endpoint = one.dialed.endpoint;
            let all = count(endpoint, &mut dialed.iter().map(|one| one.endpoint));
            all == count(endpoint, &mut refused.iter().map(|one| one.dialed.endpoint))
        })
        .collect();
    let mut every = every.into_iter();
    refused.retain(|_| every.next().unwrap_or(false));
    let mut groups: Vec<Vec<Refused<'a>>> = Vec::new();
    for one in refused {
        let same = |group: &&mut Vec<Refused<'a>>| {
            group.first().is_some_and(|first| first.why.rule == one.why.rule)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}
