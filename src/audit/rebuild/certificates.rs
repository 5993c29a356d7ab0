//! What certificates tell of a plan: names, algorithm, lifetimes, subject, who signs and who shares.

use std::net::IpAddr;

use super::Rebuilder;
use crate::audit::judge::Store;
use crate::cluster::{
    CaLayout, CertificateLayout, Days, DnsName, Lifetimes, Member, Members, Plan, San,
    SubjectFields,
};
use crate::config::Member as Started;
use crate::pki::{CertificateReport, pair, report_der};

/// Fills in what certificates say; what can't be read is noted and stays as quorate would have it.
pub(super) fn read(rebuilder: &Rebuilder<'_>, plan: &mut Plan, notes: &mut Vec<String>) {
    let Some(first) = rebuilder.started.first() else { return };
    let reports = |one: &Started, flag: &str| -> Vec<CertificateReport> {
        let all = certificates(rebuilder, one, flag).unwrap_or_default();
        all.iter().filter_map(|der| report_der(der).ok()).collect()
    };
    plan.certificates.arrangement = arrangement(rebuilder, notes);
    plan.certificates.trust = trust(rebuilder, first, &reports(first, "cert-file"));
    let leaf = reports(first, "peer-cert-file").into_iter().next();
    let leaf = leaf.or_else(|| reports(first, "cert-file").into_iter().next());
    let authority = reports(first, "trusted-ca-file").into_iter().next();
    let Some(leaf) = leaf else {
        notes.push(
            "no certificate is here: names, algorithm and lifetimes are quorate's own".into(),
        );
        return;
    };
    match leaf.key.parse() {
        Ok(algorithm) => plan.certificates.algorithm = algorithm,
        Err(_) => notes.push(format!(
            "keys are {}, which quorate doesn't make; the plan takes its own",
            leaf.key
        )),
    }
    lifetimes(plan, &leaf, authority.as_ref(), notes);
    plan.certificates.subject = subject(&leaf.subject);
    names(rebuilder, plan, &reports, notes);
}

/// The certificates of a file that a setting names, as DER.
fn certificates(rebuilder: &Rebuilder<'_>, member: &Started, flag: &str) -> Option<Vec<Vec<u8>>> {
    let (_, found) = Store { member, disk: rebuilder.disk }.file(flag)?;
    pair::certificates(&found.bytes).ok()
}

fn days(report: &CertificateReport) -> Option<Days> {
    let length = report.not_after? - report.not_before?;
    // OpenSSL's last second belongs to the day.
    let days = (length.whole_seconds() + 3600) / 86_400;
    Days::try_from(u64::try_from(days).ok()?).ok()
}

fn lifetimes(
    plan: &mut Plan,
    leaf: &CertificateReport,
    authority: Option<&CertificateReport>,
    notes: &mut Vec<String>,
) {
    let Some(of_leaf) = days(leaf) else { return };
    let of_authority = authority.and_then(days).unwrap_or_else(|| {
        notes.push("the CA isn't here: the plan gives it its own lifetime".into());
        plan.certificates.lifetimes.authority().max(of_leaf)
    });
    match Lifetimes::new(of_authority, of_leaf) {
        Ok(lifetimes) => plan.certificates.lifetimes = lifetimes,
        Err(error) => {
            notes.push(format!("{error}; in the plan they last as long as the CA"));
            if let Ok(lifetimes) = Lifetimes::new(of_authority, of_authority) {
                plan.certificates.lifetimes = lifetimes;
            }
        }
    }
}

/// The shared fields of a subject as [`CertificateReport::subject`] writes it.
fn subject(text: &str) -> SubjectFields {
    let mut fields = SubjectFields::default();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once(" = ") {
        let (value, next) = value(after);
        match name.trim() {
            "C" => fields.country = value.parse().ok(),
            "ST" => fields.state = value.parse().ok(),
            "L" => fields.locality = value.parse().ok(),
            "O" => fields.organization = value.parse().ok(),
            "OU" => fields.organizational_unit = value.parse().ok(),
            _ => {}
        }
        rest = next;
    }
    fields
}

/// One value, in quotes or up to the next comma, and what follows.
fn value(text: &str) -> (String, &str) {
    let quoted = text.strip_prefix('"');
    let mut plain = String::new();
    let mut characters = quoted.unwrap_or(text).chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            '"' if quoted.is_some() => {
                let rest = characters.as_str();
                return (plain, rest.strip_prefix(", ").unwrap_or(rest));
            }
            ',' if quoted.is_none() => {
                return (plain, characters.as_str().trim_start());
            }
            other => plain.push(other),
        }
    }
    (plain, "")
}

/// Which certificates are shared: between uses by their paths, between members by their bytes.
fn arrangement(rebuilder: &Rebuilder<'_>, notes: &mut Vec<String>) -> CertificateLayout {
    let Some(first) = rebuilder.started.first() else { return CertificateLayout::default() };
    let is_dual =
        first.has("cert-file") && first.value("cert-file") == first.value("peer-cert-file");
    let mut servers: Vec<_> = rebuilder
        .started
        .iter()
        .filter_map(|member| {
            let store = Store { member, disk: rebuilder.disk };
            store.file("cert-file").map(|(_, found)| found.bytes)
        })
        .collect();
    let count = servers.len();
    servers.sort_by(|one, other| one.as_slice().cmp(other));
    servers.dedup();
    if count < 2 {
        notes.push(
            "whether members share certificates shows only with the files of several of them"
                .into(),
        );
    }
    match (is_dual, count > 1 && servers.len() == 1) {
        (true, true) => CertificateLayout::Shared,
        (true, false) => CertificateLayout::PerMember,
        (false, true) => CertificateLayout::SharedServer,
        (false, false) => CertificateLayout::ServerAndPeer,
    }
}

fn trust(rebuilder: &Rebuilder<'_>, first: &Started, server: &[CertificateReport]) -> CaLayout {
    let store = Store { member: first, disk: rebuilder.disk };
    let [clients, peers] = ["trusted-ca-file", "peer-trusted-ca-file"]
        .map(|flag| store.file(flag).map(|(_, found)| found.bytes));
    let is_one = match (&clients, &peers) {
        (Some(clients), Some(peers)) => clients == peers,
        _ => first.value("trusted-ca-file") == first.value("peer-trusted-ca-file"),
    };
    let anchor = certificates(rebuilder, first, "trusted-ca-file")
        .and_then(|all| report_der(all.first()?).ok());
    let issuer = server.first().map(|leaf| leaf.issuer.as_str());
    let is_direct = match (&anchor, issuer) {
        (Some(anchor), Some(issuer)) => anchor.subject == issuer,
        _ => true,
    };
    match (is_one, is_direct) {
        (true, true) => CaLayout::One,
        (true, false) => CaLayout::Intermediate,
        (false, true) if !first.has("client-cert-file") => CaLayout::PeerAndClient,
        (false, _) => CaLayout::Separate,
    }
}

/// What the certificates of one member hold beside its address.
struct Named {
    member: Member,
    /// In what it shows to its peers.
    own: Vec<San>,
    /// In what it shows to clients.
    server: Vec<San>,
}

/// The names that certificates hold: a member's own from its peer certificate, those of all servers from
/// what servers have in common on top.
fn names(
    rebuilder: &Rebuilder<'_>,
    plan: &mut Plan,
    reports: &dyn Fn(&Started, &str) -> Vec<CertificateReport>,
    notes: &mut Vec<String>,
) {
    let arrangement = plan.certificates.arrangement;
    let mut all = Vec::new();
    for member in &plan.members {
        let started = rebuilder.started.iter().find(|one| one.name() == member.name.as_str());
        let mut read = |flag: &str| -> Option<Vec<San>> {
            let report = started.and_then(|one| reports(one, flag).into_iter().next())?;
            Some(sans(&report, member, notes))
        };
        let (own, server) = (read("peer-cert-file"), read("cert-file"));
        if own.is_none() {
            let name = &member.name;
            notes.push(format!(
                "the certificate of `{name}` isn't here: its other names are unknown"
            ));
        }
        let own = own.unwrap_or_default();
        let server = server.unwrap_or_default();
        all.push(Named { member: member.clone(), own, server });
    }
    if arrangement == CertificateLayout::Shared {
        notes.push(
            "one certificate holds the names of all members: whose is whose is guessed".into(),
        );
        for one in &mut all {
            let name = one.member.name.as_str().to_ascii_lowercase();
            one.own.retain(|san| {
                let text = san.to_string();
                text == name || text.strip_prefix(&name).is_some_and(|rest| rest.starts_with('.'))
            });
        }
    }
    plan.certificates.server_sans = of_all_servers(arrangement, &mut all);
    if let Ok(members) = Members::new(all.into_iter().map(named).collect()) {
        plan.members = members;
    }
}

/// Takes out what every server holds and no member calls its own.
fn of_all_servers(arrangement: CertificateLayout, all: &mut [Named]) -> Vec<San> {
    let here = |one: &&Named| !one.server.is_empty() || !one.own.is_empty();
    let mut common: Vec<San> =
        all.iter().find(here).map(|one| one.server.clone()).unwrap_or_default();
    common.retain(|san| all.iter().filter(here).all(|one| one.server.contains(san)));
    if arrangement == CertificateLayout::PerMember {
        // One certificate for both: what all members have is nobody's own.
        if all.iter().filter(here).count() < 2 {
            return Vec::new();
        }
        for one in all {
            one.own.retain(|san| !common.contains(san));
        }
        return common;
    }
    common.retain(|san| {
        let is_address = |one: &Named| san.to_string() == one.member.address.ip().to_string();
        !all.iter().any(|one| one.own.contains(san) || is_address(one))
    });
    common
}

/// The member with the names that are its own.
fn named(one: Named) -> Member {
    let Named { mut member, own, .. } = one;
    for san in own {
        match san.to_string().parse::<DnsName>() {
            Ok(name) if matches!(san, San::Dns(_)) => {
                if !member.dns_names.contains(&name) {
                    member.dns_names.push(name);
                }
            }
            _ => member.extra_sans.push(san),
        }
    }
    member
}

/// What a certificate of a member holds beside its address and what every machine calls itself.
fn sans(report: &CertificateReport, member: &Member, notes: &mut Vec<String>) -> Vec<San> {
    let addresses = report.ip_addresses.iter().filter(|text| {
        let address = text.parse::<IpAddr>();
        address.is_ok_and(|address| address != member.address.ip() && !address.is_loopback())
    });
    let names = report.dns_names.iter().filter(|name| *name != "localhost");
    let mut sans = Vec::new();
    for text in names.chain(addresses) {
        match text.parse() {
            Ok(san) => sans.push(san),
            Err(_) => notes.push(format!(
                "the certificate of `{}` holds `{text}`, which no plan takes",
                member.name
            )),
        }
    }
    sans
}
