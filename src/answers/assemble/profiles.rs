//! From answers to certificate profiles, before there is a plan: as far as it is typed.

use std::str::FromStr;

use super::Reader;
use crate::answers::Answers;
use crate::answers::question::Field;
use crate::answers::rows::{ClientRow, MemberRow, join, split_list};
use crate::cluster::{
    CertificateSettings, Days, DnsName, Lifetimes, LoadBalancer, MemberAddress, MemberName,
    Permitted, San, SubjectFields,
};
use crate::pki::{CertificateProfile, Identity, ProfileContext};

impl Answers {
    /// What certificates will say as far as it is typed; wrong fields count as their default.
    pub fn certificate_settings(&self) -> CertificateSettings {
        let day = |field| self.read(field).or_else(|| field.question().default.parse().ok());
        let lifetimes = self
            .authority_days()
            .or_else(|| day(Field::AuthorityDays))
            .zip(day(Field::LeafDays))
            .and_then(|(authority, leaf)| {
                // A leaf that would outlive its CA is shown as long as it can be.
                Lifetimes::new(authority, leaf)
                    .or_else(|_| Lifetimes::new(authority, authority))
                    .ok()
            });
        CertificateSettings {
            algorithm: self.read(Field::Algorithm).unwrap_or_default(),
            lifetimes: lifetimes.unwrap_or_default(),
            subject: SubjectFields {
                country: self.read(Field::Country),
                state: self.read(Field::State),
                locality: self.read(Field::Locality),
                organization: self.read(Field::Organization),
                organizational_unit: self.read(Field::OrganizationalUnit),
            },
            authority_name: self.asked(Field::AuthorityName),
            name_constraints: if self.asks(Field::PermittedNames) {
                read_list(&self.text(Field::PermittedNames))
            } else {
                Vec::new()
            },
            trust: self.trust(),
            arrangement: self.read(Field::CertificateLayout).unwrap_or_default(),
            ca_source: self.ca_source(),
            member_keys: self.read(Field::MemberKeys).unwrap_or_default(),
            server_sans: read_list(&self.text(Field::ServerSans)),
        }
    }

    /// What the CA is proposed to sign for alone: the names and addresses as far as they are typed, with room for
    /// more members.
    pub(in crate::answers) fn proposed_names(&self) -> String {
        let rows: Vec<TypedIdentity> =
            self.members().map(|row| TypedIdentity::new(self, row)).collect();
        let of_members = rows.iter().flat_map(|row| row.identity().sans());
        let of_servers: Vec<San> = read_list(&self.text(Field::ServerSans));
        let balancer = self
            .read(Field::LoadBalancer)
            .map(|address| LoadBalancer { address, name: self.read(Field::LoadBalancerName) });
        let of_balancer = balancer.iter().flat_map(LoadBalancer::sans);
        let all = of_members.chain(of_servers).chain(of_balancer).chain(San::of_own_machine());
        join(&Permitted::proposed(all))
    }

    /// An answer that counts where it is asked for.
    fn asked<T: FromStr>(&self, field: Field) -> Option<T> {
        self.asks(field).then(|| self.read(field)).flatten()
    }

    /// The profiles of the certificates that a member shows, as far as they are typed: what clients
    /// see first. Where members share one, it is that one, for all of them.
    pub fn member_profiles(&self, row: &MemberRow) -> Vec<CertificateProfile> {
        let own = TypedIdentity::new(self, row);
        self.with_profiles(|context, members| {
            let mut profiles = context.shared(members);
            profiles.extend(context.member(own.identity()));
            profiles
        })
    }

    /// The profile of a client as far as it is typed.
    pub fn client_profile(&self, row: &ClientRow) -> CertificateProfile {
        self.with_profiles(|context, _| client(context, row))
    }

    /// The profiles of all certificates of the answers, as far as they are typed.
    pub fn profiles(&self) -> Vec<CertificateProfile> {
        self.with_profiles(|context, members| {
            let mut profiles = context.authorities();
            profiles.extend(context.shared(members));
            profiles.extend(members.iter().flat_map(|one| context.member(*one)));
            profiles.extend(self.clients.iter().map(|row| client(context, row)));
            profiles
        })
    }

    /// The profiles of the authorities that are made here, as far as they are typed.
    pub fn authority_profiles(&self) -> Vec<CertificateProfile> {
        self.with_profiles(|context, _| context.authorities())
    }

    /// How long the CA is valid. That of one that isn't made here isn't asked for: it is taken to be long enough.
    pub(super) fn authority_days(&self) -> Option<Days> {
        let typed: Option<Days> = self.read(Field::AuthorityDays);
        if self.asks(Field::AuthorityDays) {
            return typed;
        }
        let days = typed.unwrap_or(Lifetimes::default().authority());
        self.read(Field::LeafDays).map_or(Some(days), |leaf| Some(days.max(leaf)))
    }

    /// What holds of a field that may stay empty, and follows from other answers, where nothing is typed.
    pub fn follows(&self, field: Field) -> Option<String> {
        match field {
            Field::AuthorityName => {
                let first = self.authority_profiles().into_iter().next()?.as_previewed();
                first.common_name().map(str::to_owned)
            }
            Field::CertificateDirectory => {
                let above = self.text(Field::ConfigurationDirectory);
                Some(format!("{}/pki", above.trim_end_matches('/')))
            }
            _ => None,
        }
    }

    fn with_profiles<T>(&self, make: impl FnOnce(&ProfileContext<'_>, &[Identity<'_>]) -> T) -> T {
        let balancer = Reader { answers: self, problems: Vec::new() }.load_balancer();
        let members: Vec<TypedIdentity> =
            self.members().map(|row| TypedIdentity::new(self, row)).collect();
        let members: Vec<Identity<'_>> = members.iter().map(TypedIdentity::identity).collect();
        let context = ProfileContext {
            settings: &self.certificate_settings(),
            preset: self.preset(),
            cluster: &self.cluster_name(),
            version: self.read(Field::EtcdVersion).unwrap_or_default(),
            load_balancer: balancer.as_ref(),
        };
        make(&context, &members)
    }
}

fn client(context: &ProfileContext<'_>, row: &ClientRow) -> CertificateProfile {
    let (name, common_name) = (row.name.parse().ok(), row.common_name.parse().ok());
    context.client(name.as_ref(), common_name.as_ref())
}

/// What is right so far in a list.
fn read_list<T: FromStr>(text: &str) -> Vec<T> {
    split_list(text).filter_map(|item| item.parse().ok()).collect()
}

/// What is right so far in a row of the member table.
struct TypedIdentity {
    name: Option<MemberName>,
    /// Those of clients, and those of peers.
    addresses: [Vec<MemberAddress>; 2],
    dns_names: Vec<DnsName>,
    extra_sans: Vec<San>,
}

impl TypedIdentity {
    fn new(answers: &Answers, row: &MemberRow) -> Self {
        let mut all = answers.addresses_of(row).into_iter().map(|(_, addresses)| addresses);
        Self {
            name: row.name.parse().ok(),
            addresses: [all.next().unwrap_or_default(), all.next().unwrap_or_default()],
            dns_names: read_list(&row.dns_names),
            extra_sans: read_list(&row.extra_sans),
        }
    }

    fn identity(&self) -> Identity<'_> {
        let [of_clients, of_peers] = &self.addresses;
        Identity {
            name: self.name.as_ref(),
            address: of_clients.first().copied(),
            more_addresses: of_clients.get(1..).unwrap_or_default(),
            peer_addresses: of_peers,
            dns_names: &self.dns_names,
            extra_sans: &self.extra_sans,
        }
    }
}
