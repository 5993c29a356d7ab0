//! Every handshake of a cluster: each member to each other, each client to each member, each member's
//! gateway to the member itself; accepted or why not.

mod planned;

use std::borrow::Cow;
use std::net::IpAddr;

use super::judge::{
    ALERT, CertificateFacts, Context, Gateway, Judgement, PresentedChain, RevocationList, Role,
    SrvDomain, TlsLimits, Verdict, judge, judge_lists,
};
pub use planned::{
    calls_from, dials_from, planned, planned_on, planned_with_certificates_of, resolves,
};

use crate::etcd::Build;
use crate::finding::{Finding, Quote, Rule, Severity, Side};
use serde::Serialize;
use time::OffsetDateTime;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Connection {
    /// From member to member.
    Peer,
    /// From a client to a member.
    Client,
    /// From a member's gateway to the member itself.
    Gateway,
}

impl Connection {
    /// The connection as one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Peer => "peer",
            Self::Client => "client",
            Self::Gateway => "gateway",
        }
    }
}

/// One handshake with its judgement: what the dialing side thinks of the listener's certificate, and the
/// listener of the dialing side's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Handshake {
    /// What for.
    pub connection: Connection,
    /// Who dials: a member's or a client's name.
    pub dialer: String,
    /// The member that is dialed.
    pub listener: String,
    /// The outcome; notes are left out, but for what could not be judged.
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// All handshakes of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// The handshakes: peers, then clients, then gateways.
    pub handshakes: Vec<Handshake>,
}

impl Matrix {
    /// Whether each handshake is accepted.
    pub fn is_sound(&self) -> bool {
        self.refused().next().is_none()
    }

    /// The handshakes that are refused.
    pub fn refused(&self) -> impl Iterator<Item = &Handshake> {
        self.handshakes.iter().filter(|one| one.judgement.verdict == Verdict::Refused)
    }

    /// The handshakes as a table. Members stand side by side in the order in which they dial.
    pub fn table<'a>(&'a self) -> Table<'a> {
        let mut dialers: Vec<(Connection, &str)> = Vec::new();
        let mut listeners: Vec<&str> = Vec::new();
        for one in &self.handshakes {
            let dialer = match one.connection {
                Connection::Gateway => (one.connection, ""),
                _ => (one.connection, one.dialer.as_str()),
            };
            if !dialers.contains(&dialer) {
                dialers.push(dialer);
            }
            if !listeners.contains(&one.listener.as_str()) {
                listeners.push(&one.listener);
            }
        }
        // The first to dial is not among those that it dials.
        listeners.sort_by_key(|name| {
            dialers.iter().position(|dialer| *dialer == (Connection::Peer, *name))
        });
        let row = |(connection, dialer): (Connection, &'a str)| {
            let verdict = |listener: &&str| {
                let found = self.handshakes.iter().find(|one| {
                    one.connection == connection
                        && one.listener == **listener
                        && (dialer.is_empty() || one.dialer == dialer)
                });
                found.map(|one| one.judgement.verdict)
            };
            TableRow { connection, dialer, verdicts: listeners.iter().map(verdict).collect() }
        };
        let rows = dialers.into_iter().map(row).collect();
        Table { listeners, rows }
    }

    /// The handshakes that are not accepted, those that end alike together.
    pub fn failed_alike(&self) -> Vec<Vec<&Handshake>> {
        let mut alike: Vec<Vec<&Handshake>> = Vec::new();
        for one in &self.handshakes {
            if one.judgement.verdict == Verdict::Accepted {
                continue;
            }
            let is_same = |group: &&mut Vec<&Handshake>| {
                group.first().is_some_and(|first| first.judgement == one.judgement)
            };
            match alike.iter_mut().find(is_same) {
                Some(group) => group.push(one),
                None => alike.push(vec![one]),
            }
        }
        alike
    }
}

/// Who reaches whom: who dials below each other, who listens side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<'a> {
    /// The members that are dialed.
    pub listeners: Vec<&'a str>,
    /// A row for each that dials.
    pub rows: Vec<TableRow<'a>>,
}

/// One that dials, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow<'a> {
    /// What for.
    pub connection: Connection,
    /// Who; empty for gateways, each of which dials its own member.
    pub dialer: &'a str,
    /// The verdict for each of the listeners; `None` where there is no such handshake.
    pub verdicts: Vec<Option<Verdict>>,
}

/// A member with all it shows and whom it trusts. The materials' own anchors play no part. What is left
/// empty isn't known: handshakes, or the side of them that it is for, are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listener {
    /// Its name.
    pub name: String,
    /// What it shows to clients.
    pub server: PresentedChain,
    /// What it shows to peers.
    pub peer: PresentedChain,
    /// What its gateway shows to itself; `None` where that is off.
    pub gateway: Option<PresentedChain>,
    /// Whose clients it lets in; `None` where it asks nobody for a certificate.
    pub trusted_of_clients: Option<Vec<CertificateFacts>>,
    /// Whose peers it lets in, and whom it believes to be a peer.
    pub trusted_of_peers: Option<Vec<CertificateFacts>>,
    /// The hosts that clients dial.
    pub client_hosts: Vec<String>,
    /// The hosts that peers dial.
    pub peer_hosts: Vec<String>,
    /// The addresses that it dials from.
    pub dials_from: Vec<IpAddr>,
    /// What its names resolve to.
    pub resolves: Vec<(String, IpAddr)>,
    /// `--client-cert-allowed-hostname`.
    pub allowed_client_hostnames: Vec<String>,
    /// `--peer-cert-allowed-cn`.
    pub allowed_peer_names: Vec<String>,
    /// `--peer-cert-allowed-hostname`.
    pub allowed_peer_hostnames: Vec<String>,
    /// `--client-crl-file`.
    pub revoked_clients: Option<RevocationList>,
    /// `--peer-crl-file`.
    pub revoked_peers: Option<RevocationList>,
    /// What narrows the handshakes of both of its ports.
    pub tls: TlsLimits,
    /// The domain that it expects of its peers, where it finds them by one.
    pub srv: Option<SrvDomain>,
    /// What ends it at its start, beside what is wrong with what it shows: files that it is told to read and that
    /// aren't there, or that it can't load.
    pub exits: Vec<Finding>,
}

impl Listener {
    /// All that ends it at its start, each once. A member that doesn't start accepts nobody at any of its ports, and
    /// dials nobody (measured on 3.4 to 3.7: one of its pairs that doesn't fit is enough).
    fn all_exits(&self) -> Vec<Finding> {
        let shown = [&self.server, &self.peer].into_iter().chain(&self.gateway);
        let mut all: Vec<Finding> = Vec::new();
        for finding in shown.flat_map(PresentedChain::exits).chain(&self.exits) {
            if !all.iter().any(|one| one.is_alike(finding)) {
                all.push(finding.clone());
            }
        }
        all
    }
}

/// A client with what it shows and whom it trusts. Where it shows nothing, members are judged alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dialer {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub own: PresentedChain,
    /// Whose servers it believes; `None` where that isn't known.
    pub trusted: Option<Vec<CertificateFacts>>,
}

/// Judges every handshake between members and clients, as far as there are certificates for it.
pub fn matrix(
    members: &[Listener],
    clients: &[Dialer],
    etcd: Build,
    at: Option<OffsetDateTime>,
) -> Matrix {
    let hall = Hall { etcd, at };
    let mut handshakes = Vec::new();
    let are_peers = members.iter().any(|one| one.peer.is_given());
    let is_peer = |one: &&Listener| one.peer.is_given() || are_peers && !one.exits.is_empty();
    let peers = || members.iter().filter(is_peer);
    for dialer in peers() {
        let others = peers().filter(|one| one.name != dialer.name);
        handshakes.extend(others.map(|listener| hall.peer(dialer, listener)));
    }
    for client in clients {
        handshakes.extend(members.iter().filter_map(|listener| hall.client(client, listener)));
    }
    handshakes.extend(members.iter().filter_map(|member| hall.gateway(member)));
    Matrix { handshakes }
}

/// Where all of it happens.
struct Hall {
    etcd: Build,
    at: Option<OffsetDateTime>,
}

impl Hall {
    fn peer(&self, dialer: &Listener, listener: &Listener) -> Handshake {
        let mut place = self.place(Role::Server, listener);
        place.dialed.clone_from(&listener.peer_hosts);
        place.srv.clone_from(&dialer.srv);
        let shown = believed(&listener.peer, dialer.trusted_of_peers.as_deref());
        let mut parts: Vec<Judgement> = [dialer, listener].into_iter().filter_map(ended).collect();
        if listener.peer.is_given() {
            parts.push(judge(&shown, &place));
            parts.extend(self.allowed(&shown, dialer, Side::Dialer));
        }
        if let Some(trusted) = listener.trusted_of_peers.as_ref().filter(|_| dialer.peer.is_given())
        {
            let mut place = self.place(Role::Client, listener);
            place.dials_from.clone_from(&dialer.dials_from);
            place.resolves.clone_from(&dialer.resolves);
            place.revocations.clone_from(&listener.revoked_peers);
            let shown = believed(&dialer.peer, Some(trusted));
            parts.push(judge(&shown, &place));
            parts.extend(self.allowed(&shown, listener, Side::Listener));
        }
        handshake(Connection::Peer, &dialer.name, &listener.name, parts)
    }

    /// Both sides of a peer connection hold the other against their lists. The listener logs it either way:
    /// its own refusal, or that the dialer went away (measured on 3.4 and 3.5).
    fn allowed(&self, shown: &PresentedChain, by: &Listener, side: Side) -> Option<Judgement> {
        if by.allowed_peer_names.is_empty() && by.allowed_peer_hostnames.is_empty() {
            return None;
        }
        let mut place = self.place(Role::Peer, by);
        place.allowed_common_names.clone_from(&by.allowed_peer_names);
        place.allowed_hostnames.clone_from(&by.allowed_peer_hostnames);
        let mut judgement = judge_lists(shown, &place);
        for quotes in judgement.findings.iter_mut().map(|finding| &mut finding.quotes) {
            for quote in quotes.iter_mut() {
                quote.side = side;
            }
            if side == Side::Dialer && !quotes.is_empty() {
                quotes.push(Quote { side: Side::Listener, text: ALERT.into() });
            }
        }
        Some(judgement)
    }

    fn client(&self, client: &Dialer, listener: &Listener) -> Option<Handshake> {
        let mut parts: Vec<Judgement> = ended(listener).into_iter().collect();
        if listener.server.is_given() {
            let mut place = self.place(Role::Server, listener);
            place.dialed.clone_from(&listener.client_hosts);
            parts.push(judge(&believed(&listener.server, client.trusted.as_deref()), &place));
        }
        if client.own.is_given() {
            parts.extend(self.let_in(&client.own, listener));
        }
        let is_judged = !parts.is_empty();
        is_judged.then(|| handshake(Connection::Client, &client.name, &listener.name, parts))
    }

    /// The gateway doesn't look at what it is shown: it dials the member's own address.
    fn gateway(&self, member: &Listener) -> Option<Handshake> {
        let own = member.gateway.as_ref()?;
        let parts = [ended(member), self.let_in(own, member)].into_iter().flatten();
        let parts: Vec<Judgement> = parts.collect();
        let is_judged = !parts.is_empty();
        is_judged.then(|| handshake(Connection::Gateway, &member.name, &member.name, parts))
    }

    fn let_in(&self, shown: &PresentedChain, listener: &Listener) -> Option<Judgement> {
        let trusted = listener.trusted_of_clients.as_deref()?;
        let mut place = self.place(Role::Client, listener);
        place.allowed_hostnames.clone_from(&listener.allowed_client_hostnames);
        place.revocations.clone_from(&listener.revoked_clients);
        Some(judge(&believed(shown, Some(trusted)), &place))
    }

    fn place(&self, role: Role, listener: &Listener) -> Context {
        let tls = listener.tls.clone();
        // The gateway has rows of its own.
        Context { at: self.at, gateway: Gateway::Off, tls, ..Context::new(role, self.etcd) }
    }
}

/// The judgement of whatever has to do with a member that doesn't start; none of one that does.
fn ended(member: &Listener) -> Option<Judgement> {
    let findings = member.all_exits();
    (!findings.is_empty()).then_some(Judgement { verdict: Verdict::Refused, findings })
}

/// What is shown to somebody who trusts these anchors.
fn believed<'a>(
    shown: &'a PresentedChain,
    anchors: Option<&[CertificateFacts]>,
) -> Cow<'a, PresentedChain> {
    let (knows_anchors, anchors) = (anchors.is_some(), anchors.unwrap_or_default());
    if shown.knows_anchors == knows_anchors && shown.anchors == anchors {
        return Cow::Borrowed(shown);
    }
    Cow::Owned(PresentedChain { anchors: anchors.to_vec(), knows_anchors, ..shown.clone() })
}

fn handshake(
    connection: Connection,
    dialer: &str,
    listener: &str,
    parts: Vec<Judgement>,
) -> Handshake {
    let verdict = parts.iter().map(|part| part.verdict).max().unwrap_or(Verdict::NotJudged);
    let mut findings = Vec::new();
    let counts = |one: &Finding| one.severity() > Severity::Note || one.rule == Rule::NotJudged;
    for finding in parts.into_iter().flat_map(|part| part.findings) {
        if counts(&finding) && !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    Handshake {
        connection,
        dialer: dialer.into(),
        listener: listener.into(),
        judgement: Judgement { verdict, findings },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::EtcdVersion;
    use crate::cluster::plan::tests::three_members;
    use crate::pki::profile::{CertificateRole, ProfileContext, profiles};

    #[test]
    fn a_missing_address_is_found_where_it_is_dialed() {
        let plan = three_members();
        let mut all = profiles(&plan);
        let peer = all.iter_mut().find(|one| one.role == CertificateRole::Peer).unwrap();
        peer.sans.retain(|san| !matches!(san, crate::cluster::San::Ip(_)));
        let facts = CertificateFacts::planned(peer, None);
        let shown = PresentedChain { chain: vec![facts.clone()], ..PresentedChain::default() };
        let member = |name: &str, shown: &PresentedChain, host: &str| Listener {
            name: name.into(),
            peer: shown.clone(),
            trusted_of_peers: Some(vec![facts.clone()]),
            peer_hosts: vec![host.into()],
            ..Listener::default()
        };
        let members = [member("a", &shown, "10.0.0.1"), member("b", &shown, "etcd-1")];
        let matrix = matrix(&members, &[], EtcdVersion::V3_5.into(), None);
        let refused: Vec<&str> = matrix.refused().map(|one| one.listener.as_str()).collect();
        assert_eq!(refused, ["a"]);
        assert_eq!(
            matrix.refused().next().unwrap().judgement.refusal().unwrap().code(),
            "host-not-covered"
        );
    }

    #[test]
    fn both_sides_of_a_peer_connection_hold_the_other_against_their_list() {
        let plan = three_members();
        let all = profiles(&plan);
        let context = ProfileContext::from(&plan);
        let anchor =
            vec![CertificateFacts::planned(&context.authority(all[0].signer.anchor()), None)];
        let peers = all.iter().filter(|one| one.role == CertificateRole::Peer);
        let mut members: Vec<Listener> = peers
            .zip(["10.0.0.1", "10.0.0.2", "10.0.0.3"])
            .map(|(profile, host)| Listener {
                name: profile.owner.clone(),
                peer: PresentedChain::planned(profile, &[], &[], None),
                trusted_of_peers: Some(anchor.clone()),
                peer_hosts: vec![host.into()],
                ..Listener::default()
            })
            .collect();
        let refused = |members: &[Listener]| -> Vec<(String, String)> {
            let matrix = matrix(members, &[], EtcdVersion::V3_5.into(), None);
            let codes = matrix.refused().map(|one| one.judgement.refusal().unwrap().code());
            assert!(codes.into_iter().all(|code| code.ends_with("-not-allowed")));
            matrix.refused().map(|one| (one.dialer.clone(), one.listener.clone())).collect()
        };
        assert_eq!(refused(&members), []);
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        // Whoever dials, it is etcd-1's list that the third isn't on.
        let common_name = |one: &Listener| one.peer.chain[0].common_name.clone();
        members[0].allowed_peer_names = vec![common_name(&members[1])];
        let expected = [pair("etcd-1", "etcd-3"), pair("etcd-3", "etcd-1")];
        assert_eq!(refused(&members), expected);
        let all = matrix(&members, &[], EtcdVersion::V3_5.into(), None);
        let quotes = |one: &Handshake| one.judgement.refusal().unwrap().quotes.clone();
        let said = |side| Quote { side, text: "client certificate authentication failed".into() };
        let heard =
            Quote { side: Side::Listener, text: "remote error: tls: bad certificate".into() };
        let quotes: Vec<Vec<Quote>> = all.refused().map(quotes).collect();
        assert_eq!(quotes, [vec![said(Side::Dialer), heard], vec![said(Side::Listener)]]);
        members[0].allowed_peer_names.clear();
        members[0].allowed_peer_hostnames = vec!["etcd-2".into()];
        assert_eq!(refused(&members), expected);
    }

    #[test]
    fn what_nobody_named_is_left_out() {
        let all = profiles(&three_members());
        let server = all.iter().find(|one| one.role == CertificateRole::Server).unwrap();
        let server = PresentedChain::planned(server, &[], &[], None);
        let member = |name: &str, server: &PresentedChain| Listener {
            name: name.into(),
            server: server.clone(),
            trusted_of_clients: Some(Vec::new()),
            ..Listener::default()
        };
        let members = [member("a", &server), member("b", &PresentedChain::default())];
        let client =
            Dialer { name: "anyone".into(), trusted: Some(Vec::new()), ..Dialer::default() };
        let matrix = matrix(&members, &[client], EtcdVersion::V3_5.into(), None);
        let all = matrix.handshakes.iter().map(|one| (one.connection, one.listener.as_str()));
        assert_eq!(all.collect::<Vec<_>>(), [(Connection::Client, "a")]);
    }
}
