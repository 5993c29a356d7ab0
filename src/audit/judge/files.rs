//! The certificates and keys that a member names, where they are here.

use std::net::IpAddr;

use time::{Duration, OffsetDateTime};

use super::urls::{self, Url};
use crate::audit::member::Member;
use crate::audit::{AuditReport, Disk, Found, Lookup};
use crate::pki::CertificateRole;
use crate::pki::check::{self, CheckError};
use crate::text::fill;

/// How long before its end a certificate is warned of.
const SOON: Duration = Duration::days(30);

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

/// The certificates of a file that a setting names, as DER.
pub(in crate::audit) fn certificates(
    member: &Member,
    disk: &dyn Disk,
    flag: &str,
) -> Option<Vec<Vec<u8>>> {
    let (_, found) = Store { member, disk }.file(flag)?;
    check::certificates(&found.bytes).ok()
}

pub(super) fn judge(
    member: &Member,
    disk: &dyn Disk,
    now: OffsetDateTime,
    report: &mut AuditReport,
) {
    let store = Store { member, disk };
    let flags = [
        "cert-file",
        "key-file",
        "trusted-ca-file",
        "peer-cert-file",
        "peer-key-file",
        "peer-trusted-ca-file",
        "client-cert-file",
        "client-key-file",
    ];
    let missing: Vec<&str> = flags
        .into_iter()
        .filter(|flag| member.value(flag).is_some() && store.file(flag).is_none())
        .filter_map(|flag| member.value(flag))
        .collect();
    if let Some(first) = missing.first() {
        let message = match missing.len() {
            1 => format!("`{first}` isn't here, and wasn't judged"),
            more => format!(
                "`{first}` and {} more files that it names aren't here, and weren't judged",
                more - 1
            ),
        };
        report.add((&member.path, 0), "not-here", message);
    }
    let server = Pair {
        store: &store,
        role: CertificateRole::Server,
        certificate: "cert-file",
        key: "key-file",
        ca: "trusted-ca-file",
    };
    let peer = Pair {
        store: &store,
        role: CertificateRole::Peer,
        certificate: "peer-cert-file",
        key: "peer-key-file",
        ca: "peer-trusted-ca-file",
    };
    let gateway = Pair {
        store: &store,
        role: CertificateRole::Gateway,
        certificate: "client-cert-file",
        key: "client-key-file",
        ca: "trusted-ca-file",
    };
    for (pair, urls) in [
        (server, &["listen-client-urls", "advertise-client-urls"][..]),
        (peer, &["listen-peer-urls", "initial-advertise-peer-urls"][..]),
        (gateway, &[][..]),
    ] {
        key_mode(&store, pair.key, report);
        pair.judge(urls, now, report);
    }
}

/// A certificate with its key and the authority that must have signed it.
struct Pair<'a> {
    store: &'a Store<'a>,
    role: CertificateRole,
    certificate: &'static str,
    key: &'static str,
    ca: &'static str,
}

impl Pair<'_> {
    fn judge(&self, url_flags: &[&str], now: OffsetDateTime, report: &mut AuditReport) {
        let Some((path, found)) = self.store.file(self.certificate) else { return };
        let chain = match check::certificates(&found.bytes) {
            Ok(chain) => chain,
            Err(error) => {
                report.add((&path, 0), "certificate-unreadable", error.to_string());
                return;
            }
        };
        let Some(leaf) = chain.first() else { return };
        report.certificates += 1;
        if let Some((key_path, key)) = self.store.file(self.key) {
            answer(&key_path, "wrong-key", check::key_fits(leaf, &key.bytes), report);
        }
        time(&path, leaf, now, report);
        self.usages(&path, leaf, report);
        for flag in url_flags {
            self.hosts(&path, leaf, flag, report);
        }
        self.chain(&path, &chain, report);
    }

    fn usages(&self, path: &str, leaf: &[u8], report: &mut AuditReport) {
        let member = self.store.member;
        if self.role != CertificateRole::Server {
            answer(path, "wrong-usages", check::usages_fit(leaf, self.role), report);
            return;
        }
        let serves = check::usages_serve(leaf);
        if serves.is_err() {
            answer(path, "wrong-usages", serves, report);
        } else if self.is_shown_by_gateway() && asks(member) {
            match check::usages_fit(leaf, self.role) {
                // It serves well: what fails is the gateway alone.
                Err(CheckError::Purpose { subject, .. }) => {
                    let message = fill("finding-gateway-trap", &[("subject", &subject)]);
                    report.add((path, 0), "gateway-trap", message);
                }
                other => answer(path, "gateway-trap", other, report),
            }
        }
    }

    /// Whether the member's own gateway shows this certificate as a client.
    fn is_shown_by_gateway(&self) -> bool {
        let member = self.store.member;
        let is_off = member.value("enable-grpc-gateway") == Some("false");
        !is_off && !member.has("client-cert-file")
    }

    fn hosts(&self, path: &str, leaf: &[u8], flag: &str, report: &mut AuditReport) {
        let list = self.store.member.value(flag).unwrap_or_default();
        for url in list.split(',').filter_map(|url| urls::parse(url.trim()).ok().flatten()) {
            let Url { secure: true, host, .. } = url else { continue };
            let covered = match host.parse::<IpAddr>() {
                Ok(address) if address.is_unspecified() => continue,
                Ok(address) => check::covers_address(leaf, address),
                Err(_) => check::covers_name(leaf, &host),
            };
            answer(path, "host-not-covered", covered, report);
        }
    }

    /// Whether one of the trusted authorities has signed it. Who signs servers is for clients to trust;
    /// the members' own CA matters where the gateway shows the certificate.
    fn chain(&self, path: &str, chain: &[Vec<u8>], report: &mut AuditReport) {
        let is_server = self.role == CertificateRole::Server;
        let member = self.store.member;
        if is_server && !(self.is_shown_by_gateway() && asks(member)) {
            return;
        }
        let Some(trusted) = certificates(member, self.store.disk, self.ca) else { return };
        let mut last = Ok(());
        for anchor in &trusted {
            let mut whole: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
            if whole.len() < 2 || whole.last() != Some(&anchor.as_slice()) {
                whole.push(anchor);
            }
            last = check::chain(&whole);
            if last.is_ok() {
                return;
            }
        }
        answer(path, if is_server { "gateway-trap" } else { "broken-chain" }, last, report);
    }
}

/// Whether clients are asked for certificates.
fn asks(member: &Member) -> bool {
    member.is_on("client-cert-auth") || member.has("trusted-ca-file")
}

fn time(path: &str, leaf: &[u8], now: OffsetDateTime, report: &mut AuditReport) {
    match check::valid_at(leaf, now) {
        Err(error @ CheckError::Expired { .. }) => {
            report.add((path, 0), "expired", error.to_string());
        }
        Err(error) => report.add((path, 0), "not-yet-valid", error.to_string()),
        Ok(()) => {
            let soon = now.checked_add(SOON).map(|soon| check::valid_at(leaf, soon));
            if let Some(Err(CheckError::Expired { end, .. })) = soon {
                report.add((path, 0), "expires-soon", format!("it ends on {}", end.date()));
            }
        }
    }
}

fn answer(
    path: &str,
    code: &'static str,
    answer: Result<(), CheckError>,
    report: &mut AuditReport,
) {
    match answer {
        Ok(()) => {}
        Err(error @ CheckError::NotChecked { .. }) => {
            report.add((path, 0), "not-checked", error.to_string());
        }
        Err(error) => report.add((path, 0), code, error.to_string()),
    }
}

/// Whether others may read a key, and whether etcd's user may.
fn key_mode(store: &Store<'_>, flag: &str, report: &mut AuditReport) {
    let Some((path, found)) = store.file(flag) else { return };
    let Some(owner) = found.owner else { return };
    if owner.mode & 0o007 != 0 {
        let message =
            format!("everyone may read this private key: its mode is {:04o}", owner.mode & 0o7777);
        report.add((&path, 0), "key-readable", message);
        return;
    }
    let user = store.member.unit.as_ref().and_then(|unit| unit.service("User"));
    let Some((user, _)) = user.filter(|(user, _)| user != "root") else { return };
    // Beside a unit that isn't installed, the machine's users mean nothing.
    let is_installed = store.member.path.contains("/systemd/system/");
    let Some((number, group)) = account(store, &user).filter(|_| is_installed) else { return };
    let may_read = owner.user == number && owner.mode & 0o400 != 0
        || owner.group == group && owner.mode & 0o040 != 0;
    if !may_read {
        let message = format!(
            "`{user}`, who runs etcd, can't read it: its mode is {:04o}",
            owner.mode & 0o7777
        );
        report.add((&path, 0), "key-unreadable", message);
    }
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
