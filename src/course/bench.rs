//! Certificates to try things out on: three members and a client, what their certificates say, who signed them and
//! whom each trusts. Nothing is issued: the judge judges what would be.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Answers, MemberColumn};
use crate::cluster::{Authority, Plan, San, named};
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::matrix::{self, Dialer, Handshake, Listener, Matrix};
use crate::pki::{CertificateProfile, CertificateRole, ExtendedKeyUsage, ProfileContext, profiles};

named! {
    /// Who has certificates.
    Holder, "The name." {
        /// A member.
        M1 = "m1",
        /// A member.
        M2 = "m2",
        /// A member.
        M3 = "m3",
        /// A client.
        Root = "root",
    }
}

named! {
    /// Something that can be right or wrong with a holder's certificates.
    Property, "The property as one word." {
        /// The extended key usage of the server certificate has serverAuth. With neither usage it has none, which
        /// Go takes for any.
        ServerServes = "server-serves",
        /// It has clientAuth: the member's gateway dials with it.
        ServerDials = "server-dials",
        /// The server certificate is for the member's address.
        ServerAddress = "server-address",
        /// The same of the peer certificate: serverAuth.
        PeerServes = "peer-serves",
        /// clientAuth.
        PeerDials = "peer-dials",
        /// The peer certificate is for the member's address.
        PeerAddress = "peer-address",
        /// The client's certificate has clientAuth, and not serverAuth.
        ClientDials = "client-dials",
        /// The cluster's CA signed the certificates, and not the other one.
        Signed = "signed",
        /// The cluster's CA alone is trusted. Turned, it is both CAs, then the other one alone.
        Trusts = "trusts",
    }
}

/// Which CAs a holder trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// The cluster's.
    #[default]
    Cluster,
    /// That and the other one, as while a CA is replaced.
    Both,
    /// The other one.
    Other,
}

impl Property {
    /// Whether it can be said of a holder.
    pub fn is_of(self, holder: Holder) -> bool {
        match self {
            Self::Signed | Self::Trusts => true,
            Self::ClientDials => holder == Holder::Root,
            _ => holder != Holder::Root,
        }
    }
}

/// Everything that isn't as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bench {
    wrong: BTreeSet<(Holder, Property)>,
    /// Those who trust more or others than the cluster's CA.
    trust: BTreeMap<Holder, Trust>,
}

impl Bench {
    /// One on which two things are wrong.
    pub fn with_faults() -> Self {
        let faults = [(Holder::M3, Property::PeerAddress), (Holder::Root, Property::ClientDials)];
        Self { wrong: faults.into_iter().collect(), ..Self::default() }
    }

    /// One on which everyone trusts these, and has certificates of the cluster's CA or of the other one.
    pub fn with_authorities(trust: Trust, is_signed_by_cluster: bool) -> Self {
        let mut bench = Self::default();
        for holder in Holder::ALL {
            while bench.trust(holder) != trust {
                bench.toggle(holder, Property::Trusts);
            }
            if !is_signed_by_cluster {
                bench.toggle(holder, Property::Signed);
            }
        }
        bench
    }

    /// The same with a property turned round.
    #[must_use]
    pub fn turned(mut self, holder: Holder, property: Property) -> Self {
        self.toggle(holder, property);
        self
    }

    /// Whether a property is as it should be.
    pub fn has(&self, holder: Holder, property: Property) -> bool {
        match property {
            Property::Trusts => self.trust(holder) == Trust::Cluster,
            _ => !self.wrong.contains(&(holder, property)),
        }
    }

    /// Whom a holder trusts.
    pub fn trust(&self, holder: Holder) -> Trust {
        self.trust.get(&holder).copied().unwrap_or_default()
    }

    /// Turns a property round, where the holder can have it.
    pub fn toggle(&mut self, holder: Holder, property: Property) {
        let place = (holder, property);
        if property == Property::Trusts {
            match self.trust(holder) {
                Trust::Cluster => self.trust.insert(holder, Trust::Both),
                Trust::Both => self.trust.insert(holder, Trust::Other),
                Trust::Other => self.trust.remove(&holder),
            };
        } else if property.is_of(holder) && !self.wrong.remove(&place) {
            self.wrong.insert(place);
        }
    }

    /// Every handshake that is refused, each as `client root m1`, in the order of these words.
    pub fn refused(&self) -> Vec<String> {
        let matrix = self.matrix();
        let told = |one: &Handshake| {
            format!("{} {} {}", one.connection.as_str(), one.dialer, one.listener)
        };
        let mut all: Vec<String> = matrix.refused().map(told).collect();
        all.sort_unstable();
        all
    }

    /// Every handshake, judged.
    pub fn matrix(&self) -> Matrix {
        let Some(plan) = plan() else { return Matrix::default() };
        let context = ProfileContext::from(&plan);
        let all = profiles(&plan);
        let anchor = |holder: Holder| {
            let trusted: &[bool] = match self.trust(holder) {
                Trust::Cluster => &[true],
                Trust::Both => &[true, false],
                Trust::Other => &[false],
            };
            let facts = |is_of_cluster: &bool| {
                CertificateFacts::planned(&context.authority(authority(*is_of_cluster)), None)
            };
            Some(trusted.iter().map(facts).collect())
        };
        let chain = |holder: Holder, role: CertificateRole| {
            let found = all.iter().find(|one| one.role == role && one.owner == holder.as_str());
            let issued = found.map(|one| self.issued(one.clone(), holder, &context));
            issued.map(|one| PresentedChain::planned(&one, &[], &[], None)).unwrap_or_default()
        };
        let listener = |holder: Holder| {
            let member = plan.members.iter().find(|one| one.name.as_str() == holder.as_str())?;
            let server = chain(holder, CertificateRole::Server);
            Some(Listener {
                name: holder.as_str().to_owned(),
                gateway: Some(server.clone()),
                server,
                peer: chain(holder, CertificateRole::Peer),
                trusted_of_clients: anchor(holder),
                trusted_of_peers: anchor(holder),
                client_hosts: vec![member.address.to_string()],
                peer_hosts: vec![member.address.to_string()],
                dials_from: matrix::calls_from(member),
                resolves: matrix::resolves(member),
                ..Listener::default()
            })
        };
        let members: Vec<Listener> =
            [Holder::M1, Holder::M2, Holder::M3].into_iter().filter_map(listener).collect();
        let root = Dialer {
            name: Holder::Root.as_str().to_owned(),
            own: chain(Holder::Root, CertificateRole::Client),
            trusted: anchor(Holder::Root),
        };
        matrix::matrix(&members, &[root], plan.etcd_version.into(), None)
    }

    /// A certificate with what is wrong with it here.
    fn issued(
        &self,
        mut profile: CertificateProfile,
        holder: Holder,
        context: &ProfileContext<'_>,
    ) -> CertificateProfile {
        use ExtendedKeyUsage::{ClientAuth, ServerAuth};
        let [serves, dials, address] = match profile.role {
            CertificateRole::Server => {
                [Property::ServerServes, Property::ServerDials, Property::ServerAddress]
            }
            CertificateRole::Peer => {
                [Property::PeerServes, Property::PeerDials, Property::PeerAddress]
            }
            _ => [Property::ClientDials; 3],
        };
        profile.extended_key_usages.retain(|usage| match usage {
            ServerAuth => self.has(holder, serves),
            ClientAuth => self.has(holder, dials),
        });
        // A client's that isn't for clients is one for servers; without any usage it would be for all.
        if profile.role == CertificateRole::Client && !self.has(holder, dials) {
            profile.extended_key_usages.push(ServerAuth);
        }
        if !self.has(holder, address) {
            profile.sans.retain(|san| !matches!(san, San::Ip(_)));
        }
        profile.signer = authority(self.has(holder, Property::Signed));
        profile.issuer = context.authority(profile.signer).subject;
        profile
    }
}

/// The cluster's CA, or another one.
fn authority(is_of_cluster: bool) -> Authority {
    if is_of_cluster { Authority::Sole } else { Authority::Client }
}

/// The plan of the members, whose certificates are right.
fn plan() -> Option<Plan> {
    let mut answers = Answers::new();
    for (row, holder) in [Holder::M1, Holder::M2, Holder::M3].into_iter().enumerate() {
        answers.set_member(row, MemberColumn::Name, holder.as_str().to_owned());
        answers.set_member(row, MemberColumn::Address, format!("10.0.0.{}", row + 1));
    }
    answers.set_token_suffix([0; 4]);
    answers.plan().ok()
}
