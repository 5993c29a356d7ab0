//! From answers to a plan: everything is read, and everything that isn't right is named by its place.

mod profiles;

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Answers;
use super::question::{Field, Step, questions};
use super::rows::{ClientColumn, MemberColumn, MemberRow, split_list};
use super::settings::TypedSettings;
use crate::cluster::{
    AbsolutePath, CertificateSettings, Client, Clients, FieldError, Figures, FurtherFiles,
    FurtherSettings, Hardware, Hint, Install, Lifetimes, LoadBalancer, Member, MemberAddress,
    Members, Placement, Plan, PlanError, Ports, ServiceUser, Timing, Workload,
};

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldRef {
    /// In a field.
    Field(Field),
    /// In the passphrase of the CA's key, which answers don't hold.
    Passphrase,
    /// In the second typing of a passphrase that is new.
    PassphraseAgain,
    /// In a cell of the member table.
    Member {
        /// The row, from 0.
        row: usize,
        /// The column.
        column: MemberColumn,
    },
    /// In a cell of the client table.
    Client {
        /// The row, from 0.
        row: usize,
        /// The column.
        column: ClientColumn,
    },
}

impl FieldRef {
    /// The step that holds it.
    pub fn step(self) -> Step {
        match self {
            Self::Field(field) => field.question().step,
            Self::Member { .. } => Step::Members,
            Self::Passphrase | Self::PassphraseAgain | Self::Client { .. } => Step::Certificates,
        }
    }

    /// Keys of its label and of its help in the text catalogue.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Field(field) => (field.question().label, field.question().help),
            Self::Passphrase => ("ca-credentials-passphrase", "ca-credentials-passphrase.help"),
            Self::PassphraseAgain => ("ca-credentials-again", "ca-credentials-again.help"),
            Self::Member { column, .. } => column.keys(),
            Self::Client { column, .. } => column.keys(),
        }
    }
}

/// One thing that keeps the answers from being a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: FieldRef,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Problem {
    /// What an error says, at its place.
    pub(crate) fn new(place: FieldRef, error: &(impl Display + Hint)) -> Self {
        Self { place, message: error.to_string(), hint: error.hint() }
    }
}

/// The problem of a place, if it has one.
pub fn problem_at(problems: &[Problem], place: FieldRef) -> Option<&Problem> {
    problems.iter().find(|problem| problem.place == place)
}

impl Answers {
    /// Reads all answers as a plan.
    ///
    /// # Errors
    /// Every [`Problem`], in the order of the steps.
    pub fn plan(&self) -> Result<Plan, Vec<Problem>> {
        let mut reader = Reader { answers: self, problems: Vec::new() };
        let plan = reader.plan();
        match plan {
            Some(plan) if reader.problems.is_empty() => Ok(plan),
            _ => {
                reader.problems.sort_by_key(|problem| (problem.place.step(), problem.place));
                Err(reader.problems)
            }
        }
    }

    /// Every problem there is now, in the order of the steps.
    pub fn problems(&self) -> Vec<Problem> {
        self.plan().err().unwrap_or_default()
    }

    /// The load that was named on the hardware step.
    pub fn workload(&self) -> Workload {
        let number = |field| self.text(field).trim_matches(' ').parse().ok();
        Workload {
            kubernetes_nodes: number(Field::WorkloadNodes),
            clients: number(Field::WorkloadClients),
            requests_per_second: number(Field::WorkloadRequests),
            data_megabytes: number(Field::WorkloadData),
        }
    }

    /// The chosen hardware, or the default where its figures aren't right.
    pub fn hardware(&self) -> Hardware {
        self.right_hardware().unwrap_or_default()
    }

    fn right_hardware(&self) -> Option<Hardware> {
        if !self.is_custom() {
            return self.read(Field::Tier).map(Hardware::Tier);
        }
        let number = |field: Field| field.question().read(&self.text(field)).ok();
        Some(Hardware::Custom(Figures {
            quota_megabytes: self.read(Field::Quota)?,
            snapshot_count: number(Field::SnapshotCount)?.parse().ok()?,
            memory_gigabytes: number(Field::Memory)?.parse().ok()?,
            sequential_iops: number(Field::Iops)?.parse().ok()?,
        }))
    }
}

/// Where choices that don't go together are complained about.
fn together(error: Option<&PlanError>, plan: &Plan) -> FieldRef {
    let row_of = |wanted: &str| {
        let row = plan.members.iter().position(|member| member.name.as_str() == wanted);
        row.unwrap_or_default()
    };
    match error {
        Some(PlanError::OneCertificateTwoAuthorities { .. }) => {
            FieldRef::Field(Field::CertificateLayout)
        }
        Some(PlanError::AuthorityNotMade { .. }) => FieldRef::Field(Field::CaSource),
        Some(PlanError::NotPermitted { .. }) => FieldRef::Field(Field::PermittedNames),
        Some(PlanError::CfsslNameConstraints) => FieldRef::Field(Field::NameConstraints),
        Some(PlanError::OneNameSeveralAuthorities { .. }) => FieldRef::Field(Field::AuthorityName),
        Some(PlanError::SuperuserCluster(_)) => FieldRef::Field(Field::ClusterName),
        Some(PlanError::UserWithPurpose { .. }) => FieldRef::Field(Field::ServiceUser),
        Some(PlanError::SharedKeyOnMember(_)) => FieldRef::Field(Field::MemberKeys),
        Some(PlanError::Setting(_) | PlanError::MetricsPortTaken { .. }) => {
            FieldRef::Field(Field::FurtherSettings)
        }
        Some(PlanError::PlainHttpOnOwnAddress { .. }) => FieldRef::Field(Field::PlainHttp),
        Some(
            PlanError::RepeatedAddress { member, of_peers, .. }
            | PlanError::AddressCount { member, of_peers, .. },
        ) => {
            let column = if *of_peers { MemberColumn::PeerAddress } else { MemberColumn::Address };
            FieldRef::Member { row: row_of(member), column }
        }
        Some(PlanError::PortTaken { member, .. }) => {
            FieldRef::Member { row: row_of(member), column: MemberColumn::Ports }
        }
        Some(PlanError::FileNameTaken { member, .. }) => {
            FieldRef::Member { row: row_of(member), column: MemberColumn::Name }
        }
        Some(PlanError::DuplicateAddress { second, .. }) => {
            FieldRef::Member { row: second.saturating_sub(1), column: MemberColumn::Address }
        }
        Some(
            PlanError::SharedDirectory(path)
            | PlanError::SystemDirectory(path)
            | PlanError::NestedDirectories { first: path, .. },
        ) => FieldRef::Field(asks_for(path, plan)),
        _ => FieldRef::Field(Field::DataDirectory),
    }
}

/// The field that a directory was named in, on any member.
fn asks_for(path: &str, plan: &Plan) -> Field {
    let members = plan.members.iter().map(|member| plan.install_of(member));
    for install in std::iter::once(plan.install.clone()).chain(members) {
        let is = |directory: &AbsolutePath| directory.as_str() == path;
        if install.wal_directory().is_some_and(is) {
            return Field::WalDirectory;
        } else if is(install.configuration_directory()) {
            return Field::ConfigurationDirectory;
        } else if install.certificate_directory().is_some_and(is) {
            return Field::CertificateDirectory;
        }
    }
    Field::DataDirectory
}

/// Reads answers and gathers what is wrong with them.
struct Reader<'a> {
    answers: &'a Answers,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn plan(&mut self) -> Option<Plan> {
        let answers = self.answers;
        // Each field by itself is complained about here, whether the plan needs it or not.
        for question in Step::ALL.into_iter().flat_map(questions) {
            let field = question.field;
            // Whether the output directory can be used is told by the disk.
            if field != Field::Output && answers.asks(field) {
                self.take(FieldRef::Field(field), question.read(&answers.text(field)));
            }
        }
        // All of these are read, so that all that is wrong is told at once.
        let members = self.members();
        let ports = self.ports();
        let timing = self.timing();
        let install = self.install();
        let (members, settings) = self.settings(members);
        let load_balancer = self.load_balancer();
        let certificates = self.certificates();
        let clients = self.clients();
        let plan = Plan {
            format: Plan::FORMAT,
            preset: answers.read(Field::Preset)?,
            cluster_name: answers.read(Field::ClusterName)?,
            cluster_token: answers.read(Field::ClusterToken)?,
            etcd_version: answers.read(Field::EtcdVersion)?,
            hardware: answers.right_hardware()?,
            members: members?,
            placement: answers.read(Field::Placement)?,
            ports: ports?,
            timing: timing?,
            install: install?,
            ssh_user: answers.read(Field::SshUser)?,
            unit_form: answers.read(Field::UnitForm)?,
            settings: settings?,
            plain_http_on_loopback: answers.is_yes(Field::PlainHttp),
            certificates: certificates?,
            clients: clients?,
            load_balancer,
            further_files: FurtherFiles {
                cfssl: answers.is_yes(Field::CfsslInputs),
                trials: answers.is_yes(Field::Trials),
            },
        };
        let checked = plan.check();
        self.take(together(checked.as_ref().err(), &plan), checked)?;
        Some(plan)
    }

    fn load_balancer(&mut self) -> Option<LoadBalancer> {
        let address: Option<MemberAddress> = self.answers.read(Field::LoadBalancer);
        let name = self.answers.read(Field::LoadBalancerName);
        if address.is_none() && name.is_some() {
            // Nobody can listen on a name.
            let place = FieldRef::Field(Field::LoadBalancer);
            self.cell::<MemberAddress>(place, &self.answers.text(Field::LoadBalancer));
        }
        Some(LoadBalancer { address: address?, name })
    }

    /// Takes what was read at a place, or notes what is wrong with it.
    fn take<T, E: Display + Hint>(&mut self, place: FieldRef, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.problems.push(Problem::new(place, &error))).ok()
    }

    fn cell<T: FromStr<Err = FieldError>>(&mut self, place: FieldRef, text: &str) -> Option<T> {
        self.take(place, text.parse())
    }

    fn members(&mut self) -> Option<Members> {
        let rows: Vec<&MemberRow> = self.answers.members().collect();
        let members: Vec<Option<Member>> =
            rows.iter().enumerate().map(|(row, member)| self.member(row, member)).collect();
        self.duplicate_members(&rows);
        let members: Option<Vec<Member>> = members.into_iter().collect();
        let is_of_a_row = |one: &Problem| matches!(one.place, FieldRef::Member { .. });
        let members = Members::new(members.filter(|_| !self.problems.iter().any(is_of_a_row))?);
        self.take(FieldRef::Field(Field::ClusterSize), members)
    }

    fn member(&mut self, row: usize, text: &MemberRow) -> Option<Member> {
        let at = |column| FieldRef::Member { row, column };
        let name = self.cell(at(MemberColumn::Name), &text.name);
        let addresses = self.addresses(at(MemberColumn::Address), &text.address);
        let peer_addresses = if self.answers.is_yes(Field::PeerNetwork) {
            self.list(at(MemberColumn::PeerAddress), &text.peer_address)
        } else {
            Some(Vec::new())
        };
        let dns_names = self.list(at(MemberColumn::DnsNames), &text.dns_names);
        let extra_sans = self.list(at(MemberColumn::ExtraSans), &text.extra_sans);
        let ports = self.member_ports(row, &text.ports);
        let mut addresses = addresses?.into_iter();
        Some(Member {
            name: name?,
            address: addresses.next()?,
            more_addresses: addresses.collect(),
            peer_addresses: peer_addresses?,
            dns_names: dns_names?,
            extra_sans: extra_sans?,
            ports,
            settings: FurtherSettings::default(),
        })
    }

    /// Reads further settings, and gives members those that are their own.
    fn settings(&mut self, members: Option<Members>) -> (Option<Members>, Option<FurtherSettings>) {
        let Some(typed): Option<TypedSettings> = self.answers.read(Field::FurtherSettings) else {
            return (members, None);
        };
        let mut of_all = typed.of_member(None);
        let version = self.answers.read(Field::EtcdVersion).unwrap_or_default();
        let added = super::known::add(self.answers, version, &mut of_all);
        self.take(FieldRef::Field(Field::FurtherSettings), added);
        let Some(members) = members else { return (None, Some(of_all)) };
        if let Some(error) = typed.stranger(members.iter().map(|member| &member.name)) {
            self.take::<(), _>(
                FieldRef::Field(Field::FurtherSettings),
                Err(FieldError::from(error)),
            );
        }
        let with_own = members.iter().map(|member| Member {
            settings: typed.of_member(Some(&member.name)),
            ..member.clone()
        });
        (Members::new(with_own.collect()).ok(), Some(of_all))
    }

    fn member_ports(&mut self, row: usize, text: &str) -> Option<Ports> {
        if text.trim_matches(' ').is_empty() {
            return self.answers.default_ports(row);
        }
        self.cell(FieldRef::Member { row, column: MemberColumn::Ports }, text)
    }

    /// At least one address.
    fn addresses(&mut self, place: FieldRef, text: &str) -> Option<Vec<MemberAddress>> {
        match split_list(text).next() {
            Some(_) => self.list(place, text),
            None => self.cell(place, text).map(|address| vec![address]),
        }
    }

    fn list<T: FromStr<Err = FieldError>>(
        &mut self,
        place: FieldRef,
        text: &str,
    ) -> Option<Vec<T>> {
        // All items are read, so that each wrong one is named.
        let items: Vec<Option<T>> = split_list(text).map(|item| self.cell(place, item)).collect();
        items.into_iter().collect()
    }

    /// Names duplicates at the later row, while other cells may still be wrong.
    fn duplicate_members(&mut self, rows: &[&MemberRow]) {
        let key = |text: &str| text.trim_matches(' ').to_ascii_lowercase();
        let one_per_host = self.answers.placement() == Placement::OnePerHost;
        let addresses: Vec<_> = rows.iter().map(|row| self.answers.addresses_of(row)).collect();
        for (index, row) in rows.iter().enumerate() {
            let second = index + 1;
            let mut note = |column, error| {
                let place = FieldRef::Member { row: index, column };
                self.problems.push(Problem::new(place, &error));
            };
            let mut earlier = (1..).zip(rows.iter().take(index));
            let is_named = |other: &MemberRow| key(&other.name) == key(&row.name);
            if !row.name.is_empty()
                && let Some((first, _)) = earlier.find(|(_, other)| is_named(other))
            {
                let name = crate::text::escape_for_terminal(&row.name);
                note(MemberColumn::Name, PlanError::DuplicateMember { first, second, name });
            }
            if !one_per_host {
                continue;
            }
            for (column, own) in addresses.get(index).into_iter().flatten() {
                let mut earlier = (1..).zip(addresses.iter().take(index));
                let shared = earlier.find_map(|(first, other)| {
                    let mut all = other.iter().flat_map(|(_, all)| all);
                    all.find(|one| own.contains(one)).map(|address| (first, address.ip()))
                });
                if let Some((first, address)) = shared {
                    note(*column, PlanError::DuplicateAddress { first, second, address });
                }
            }
        }
    }

    fn ports(&mut self) -> Option<Ports> {
        let client = self.answers.read(Field::ClientPort)?;
        let peer = self.answers.read(Field::PeerPort)?;
        // Said where it was typed: at the one that isn't its default any more.
        let typed = |field| self.answers.is_typed(field);
        let at_client = typed(Field::ClientPort) && !typed(Field::PeerPort);
        let field = if at_client { Field::ClientPort } else { Field::PeerPort };
        self.take(FieldRef::Field(field), Ports::new(client, peer))
    }

    fn timing(&mut self) -> Option<Timing> {
        let round_trip = self.answers.read(Field::RoundTrip)?;
        let heartbeat = self.answers.read(Field::Heartbeat)?;
        let election = self.answers.read(Field::Election)?;
        self.take(FieldRef::Field(Field::Election), Timing::new(round_trip, heartbeat, election))
    }

    fn install(&mut self) -> Option<Install> {
        let data: AbsolutePath = self.answers.read(Field::DataDirectory)?;
        let wal: Option<AbsolutePath> = self.answers.read(Field::WalDirectory);
        let configuration: AbsolutePath = self.answers.read(Field::ConfigurationDirectory)?;
        let binary = self.answers.read(Field::EtcdBinary)?;
        let user: ServiceUser = self.answers.read(Field::ServiceUser)?;
        let is_kept = self.answers.kept_user == user.as_str();
        let kept_wal = wal.clone().filter(|wal| self.answers.kept_wal == wal.as_str());
        let wal = wal.filter(|_| kept_wal.is_none());
        let place = match (&wal, data.is_systems_own(), configuration.is_systems_own()) {
            (_, true, _) => Field::DataDirectory,
            (_, _, true) | (None, ..) => Field::ConfigurationDirectory,
            (Some(_), ..) => Field::WalDirectory,
        };
        let install = Install::new(data, wal, configuration, binary, user);
        let mut install = self.take(FieldRef::Field(place), install)?;
        if is_kept {
            install = install.keeping_user();
        }
        if let Some(path) = kept_wal {
            let place = FieldRef::Field(Field::WalDirectory);
            install = self.take(place, install.with_wal_path(path))?;
        }
        match self.answers.read(Field::CertificateDirectory) {
            None => Some(install),
            Some(directory) => self.take(
                FieldRef::Field(Field::CertificateDirectory),
                install.with_certificate_directory(directory),
            ),
        }
    }

    fn certificates(&mut self) -> Option<CertificateSettings> {
        let answers = self.answers;
        let authority = answers.authority_days()?;
        let lifetimes = Lifetimes::new(authority, answers.read(Field::LeafDays)?);
        Some(CertificateSettings {
            lifetimes: self.take(FieldRef::Field(Field::LeafDays), lifetimes)?,
            algorithm: answers.read(Field::Algorithm)?,
            trust: answers.read(Field::CaLayout)?,
            arrangement: answers.read(Field::CertificateLayout)?,
            ca_source: answers.read(Field::CaSource)?,
            member_keys: answers.read(Field::MemberKeys)?,
            ..answers.certificate_settings()
        })
    }

    fn clients(&mut self) -> Option<Clients> {
        let answers = self.answers;
        let clients: Vec<Option<Client>> = answers
            .clients
            .iter()
            .enumerate()
            .map(|(row, client)| {
                let at = |column| FieldRef::Client { row, column };
                let name = self.cell(at(ClientColumn::Name), &client.name);
                let common_name = match client.common_name.trim() {
                    "" => Some(None),
                    text => self.cell(at(ClientColumn::CommonName), text).map(Some),
                };
                Some(Client { name: name?, common_name: common_name? })
            })
            .collect();
        let clients: Option<Vec<Client>> = clients.into_iter().collect();
        let clients = Clients::new(clients?);
        let row = match &clients {
            Err(PlanError::DuplicateClient { second, .. }) => second.saturating_sub(1),
            _ => 0,
        };
        self.take(FieldRef::Client { row, column: ClientColumn::Name }, clients)
    }
}

#[cfg(test)]
mod tests;
