//! What certificates tell of a plan: names, algorithm, lifetimes, subject, who signs and who shares.

use std::net::IpAddr;

use super::Rebuilder;
use crate::audit::judge::Store;
use crate::cluster::{
    CaLayout, CertificateLayout, Days, DnsName, Lifetimes, Member, Members, Plan, San,
    SubjectFields,
};
use crate::config::{Found, Member as Started};
use crate::etcd::Build;
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::{CertificateReport, pair, report_der};

impl Rebuilder<'_> {
    /// Fills in what certificates say; what can't be read is noted and stays as quorate would have it.
    pub(super) fn certificates(&mut self, plan: &mut Plan) {
        let first = self.first;
        plan.certificates.arrangement = self.arrangement();
        plan.certificates.trust = self.trust();
        let shown = ["peer-cert-file", "cert-file"].map(|flag| (flag, self.report(first, flag)));
        let Some((flag, leaf)) = shown.into_iter().find_map(|(flag, report)| Some((flag, report?)))
        else {
            return self
                .note("no certificate is here: names, algorithm and lifetimes are quorate's own");
        };
        match leaf.key.parse() {
            Ok(algorithm) => plan.certificates.algorithm = algorithm,
            Err(_) => self.note(format!(
                "keys are {}, which quorate doesn't make; the plan takes its own",
                leaf.key
            )),
        }
        self.lifetimes(plan, &leaf);
        plan.certificates.subject = self.subject(flag);
        self.names(plan);
    }

    /// The file that a setting names, if it is here.
    fn file(&self, member: &Started, flag: &str) -> Option<Found> {
        Store { member, disk: self.disk }.file(flag).map(|(_, found)| found)
    }

    /// The first certificate that can be read of a file that a setting names.
    fn report(&self, member: &Started, flag: &str) -> Option<CertificateReport> {
        let all = pair::certificates(&self.file(member, flag)?.bytes).ok()?;
        all.iter().find_map(|der| report_der(der).ok())
    }

    fn lifetimes(&mut self, plan: &mut Plan, leaf: &CertificateReport) {
        let Some(of_leaf) = days(leaf) else { return };
        let authority = ["trusted-ca-file", "peer-trusted-ca-file"]
            .iter()
            .find_map(|flag| self.report(self.first, flag));
        let of_authority = authority.as_ref().and_then(days).unwrap_or_else(|| {
            self.note("the CA isn't here: the plan gives it its own lifetime");
            plan.certificates.lifetimes.authority().max(of_leaf)
        });
        let lifetimes = Lifetimes::new(of_authority, of_leaf).or_else(|error| {
            self.note(format!("{error}; in the plan they last as long as the CA"));
            Lifetimes::new(of_authority, of_authority)
        });
        if let Ok(lifetimes) = lifetimes {
            plan.certificates.lifetimes = lifetimes;
        }
    }

    /// The shared fields of the subject of a certificate.
    fn subject(&self, flag: &str) -> SubjectFields {
        let mut fields = SubjectFields::default();
        let Some(found) = self.file(self.first, flag) else { return fields };
        let etcd = Build::from(self.version);
        let read = PresentedChain::read(&found.bytes, None, None, etcd);
        let attributes = read.chain.first().map(CertificateFacts::attributes).unwrap_or_default();
        for (name, value) in attributes {
            match name.as_str() {
                "C" => fields.country = value.parse().ok(),
                "ST" => fields.state = value.parse().ok(),
                "L" => fields.locality = value.parse().ok(),
                "O" => fields.organization = value.parse().ok(),
                "OU" => fields.organizational_unit = value.parse().ok(),
                _ => {}
            }
        }
        fields
    }

    /// Which certificates are shared: between uses by their paths, between members by their bytes.
    fn arrangement(&mut self) -> CertificateLayout {
        let first = self.first;
        let is_dual =
            first.has("cert-file") && first.value("cert-file") == first.value("peer-cert-file");
        let members = self.started.iter().copied();
        let servers: Vec<_> = members
            .filter_map(|member| self.file(member, "cert-file").map(|found| found.bytes))
            .collect();
        if servers.len() < 2 {
            self.note(
                "whether members share certificates shows only with the files of several of them",
            );
        }
        let is_one = servers.len() > 1 && servers.iter().all(|one| Some(one) == servers.first());
        match (is_dual, is_one) {
            (true, true) => CertificateLayout::Shared,
            (true, false) => CertificateLayout::PerMember,
            (false, true) => CertificateLayout::SharedServer,
            (false, false) => CertificateLayout::ServerAndPeer,
        }
    }

    fn trust(&self) -> CaLayout {
        let first = self.first;
        let [clients, peers] = ["trusted-ca-file", "peer-trusted-ca-file"]
            .map(|flag| self.file(first, flag).map(|found| found.bytes));
        let is_one = match (&clients, &peers) {
            (Some(clients), Some(peers)) => clients == peers,
            _ => first.value("trusted-ca-file") == first.value("peer-trusted-ca-file"),
        };
        let [anchor, server] =
            ["trusted-ca-file", "cert-file"].map(|flag| self.report(first, flag));
        let is_direct = match (&anchor, &server) {
            (Some(anchor), Some(server)) => anchor.subject == server.issuer,
            _ => true,
        };
        match (is_one, is_direct) {
            (true, true) => CaLayout::One,
            (true, false) => CaLayout::Intermediate,
            (false, true) if !first.has("client-cert-file") => CaLayout::PeerAndClient,
            (false, _) => CaLayout::Separate,
        }
    }

    /// The names that certificates hold: a member's own from its peer certificate, those of all servers from
    /// what servers have in common on top.
    fn names(&mut self, plan: &mut Plan) {
        let arrangement = plan.certificates.arrangement;
        let mut all = Vec::new();
        for member in &plan.members {
            let started = self.of_member(member.name.as_str());
            let [own, server] = ["peer-cert-file", "cert-file"].map(|flag| {
                let report = self.report(started?, flag)?;
                Some(self.sans(&report, member))
            });
            if own.is_none() {
                let name = &member.name;
                self.note(format!(
                    "the certificate of `{name}` isn't here: its other names are unknown"
                ));
            }
            let (own, server) = (own.unwrap_or_default(), server.unwrap_or_default());
            all.push(Named { member: member.clone(), own, server });
        }
        if arrangement == CertificateLayout::Shared {
            self.note("one certificate holds the names of all members: whose is whose is guessed");
            for one in &mut all {
                let name = one.member.name.as_str().to_ascii_lowercase();
                one.own.retain(|san| {
                    let text = san.to_string();
                    text.strip_prefix(&name)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                });
            }
        }
        plan.certificates.server_sans = of_all_servers(arrangement, &mut all);
        if let Ok(members) = Members::new(all.into_iter().map(named).collect()) {
            plan.members = members;
        }
    }

    /// What a certificate of a member holds beside its address and what every machine calls itself.
    fn sans(&mut self, report: &CertificateReport, member: &Member) -> Vec<San> {
        let addresses = report.ip_addresses.iter().filter(|text| {
            let address = text.parse::<IpAddr>();
            let is_own =
                |address: &IpAddr| member.addresses().iter().any(|one| one.ip() == *address);
            address.is_ok_and(|address| !is_own(&address) && !address.is_loopback())
        });
        let names = report.dns_names.iter().filter(|name| *name != "localhost");
        let mut sans = Vec::new();
        for text in names.chain(addresses) {
            match text.parse() {
                Ok(san) => sans.push(san),
                Err(_) => self.note(format!(
                    "the certificate of `{}` holds `{text}`, which no plan takes",
                    member.name
                )),
            }
        }
        sans
    }
}

fn days(report: &CertificateReport) -> Option<Days> {
    let length = report.not_after? - report.not_before?;
    // OpenSSL's last second belongs to the day.
    let days = (length.whole_seconds() + 3600) / 86_400;
    Days::try_from(u64::try_from(days).ok()?).ok()
}

/// What the certificates of one member hold beside its address.
struct Named {
    member: Member,
    /// In what it shows to its peers.
    own: Vec<San>,
    /// In what it shows to clients.
    server: Vec<San>,
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
        let is_address =
            |one: &Named| one.member.addresses().iter().any(|at| at.to_string() == san.to_string());
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
