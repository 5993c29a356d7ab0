//! From answers to a plan: everything is read, and everything that isn't right is named by its place.

mod profiles;

use super::Answers;
use super::question::{Field, Question, Step, questions};
use super::rows::{ClientColumn, MemberColumn, MemberRow, split_list};
use crate::cluster::{
    AbsolutePath, CertificateSettings, Client, Clients, Figures, FurtherFiles, Hardware, Hint,
    Install, Lifetimes, LoadBalancer, Member, MemberAddress, Members, Placement, Plan, PlanError,
    Ports, San, SubjectFields, Tier, Timing, Workload,
};

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    fn new(place: FieldRef, error: &(impl std::fmt::Display + Hint)) -> Self {
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
        Reader { answers: self, problems: Vec::new() }.hardware().unwrap_or_default()
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
        Some(PlanError::SuperuserCluster { .. }) => FieldRef::Field(Field::ClusterName),
        Some(PlanError::SharedKeyOnMember { .. }) => FieldRef::Field(Field::MemberKeys),
        Some(PlanError::PlainHttpOnOwnAddress { .. }) => FieldRef::Field(Field::PlainHttp),
        Some(PlanError::PortTaken { member, .. }) => {
            FieldRef::Member { row: row_of(member), column: MemberColumn::Ports }
        }
        Some(PlanError::FileNameTaken { member, .. }) => {
            FieldRef::Member { row: row_of(member), column: MemberColumn::Name }
        }
        Some(PlanError::DuplicateAddress { second, .. }) => {
            FieldRef::Member { row: second.saturating_sub(1), column: MemberColumn::Address }
        }
        _ => FieldRef::Field(Field::DataDirectory),
    }
}

/// Reads answers and gathers what is wrong with them.
struct Reader<'a> {
    answers: &'a Answers,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn plan(&mut self) -> Option<Plan> {
        for step in Step::ALL {
            let optional =
                |question: &&Question| question.optional && self.answers.asks(question.field);
            let fields: Vec<Field> =
                questions(step).filter(optional).map(|question| question.field).collect();
            for field in fields {
                self.check(field);
            }
        }
        // Read leniently elsewhere, so that a wrong one still shows its rows.
        self.check(Field::ClusterSize);
        let cluster_name = self.field(Field::ClusterName);
        let cluster_token = self.field(Field::ClusterToken);
        let etcd_version = self.field(Field::EtcdVersion);
        let hardware = self.hardware();
        let members = self.members();
        let ports = self.ports();
        let timing = self.timing();
        let install = self.install();
        let unit_form = self.field(Field::UnitForm);
        let preset = self.field(Field::Preset);
        let placement = self.field(Field::Placement);
        let load_balancer = self.load_balancer();
        let certificates = self.certificates();
        let clients = self.clients();
        for field in [Field::PlainHttp, Field::Trials, Field::CfsslInputs] {
            self.check(field);
        }
        let plan = Plan {
            format: Plan::FORMAT,
            preset: preset?,
            cluster_name: cluster_name?,
            cluster_token: cluster_token?,
            etcd_version: etcd_version?,
            hardware: hardware?,
            members: members?,
            placement: placement?,
            ports: ports?,
            timing: timing?,
            install: install?,
            unit_form: unit_form?,
            plain_http_on_loopback: self.answers.is_yes(Field::PlainHttp),
            certificates: certificates?,
            clients: clients?,
            load_balancer,
            further_files: FurtherFiles {
                cfssl: self.answers.is_yes(Field::CfsslInputs),
                trials: self.answers.is_yes(Field::Trials),
            },
        };
        let checked = plan.check();
        self.fits(together(checked.as_ref().err(), &plan), checked)?;
        Some(plan)
    }

    fn load_balancer(&mut self) -> Option<LoadBalancer> {
        let address: Option<MemberAddress> = self.optional(Field::LoadBalancer);
        let name = self.optional(Field::LoadBalancerName);
        if address.is_none() && name.is_some() {
            // Nobody can listen on a name.
            self.field::<MemberAddress>(Field::LoadBalancer);
        }
        Some(LoadBalancer { address: address?, name })
    }

    /// A list of names and addresses; what isn't right is reported once, by `check`.
    fn sans(&mut self, field: Field) -> Vec<San> {
        split_list(&self.answers.text(field)).filter_map(|item| item.parse().ok()).collect()
    }

    fn cell<T>(&mut self, place: FieldRef, text: &str) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display + Hint,
    {
        text.parse().map_err(|error| self.problems.push(Problem::new(place, &error))).ok()
    }

    fn field<T>(&mut self, field: Field) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display + Hint,
    {
        self.cell(FieldRef::Field(field), &self.answers.text(field))
    }

    fn optional<T>(&mut self, field: Field) -> Option<T>
    where
        T: std::str::FromStr,
    {
        // What isn't right is reported once, by `check`.
        self.answers.read(field)
    }

    fn check(&mut self, field: Field) {
        if let Err(error) = field.question().read(&self.answers.text(field)) {
            self.problems.push(Problem::new(FieldRef::Field(field), &error));
        }
    }

    fn fits<T>(&mut self, place: FieldRef, result: Result<T, PlanError>) -> Option<T> {
        result.map_err(|error| self.problems.push(Problem::new(place, &error))).ok()
    }

    fn number(&mut self, field: Field) -> Option<u64> {
        let text = match field.question().read(&self.answers.text(field)) {
            Ok(text) => text,
            Err(error) => {
                self.problems.push(Problem::new(FieldRef::Field(field), &error));
                return None;
            }
        };
        text.parse().ok()
    }

    fn hardware(&mut self) -> Option<Hardware> {
        if !self.answers.is_custom() {
            return self.field::<Tier>(Field::Tier).map(Hardware::Tier);
        }
        let quota = self.field(Field::Quota);
        let snapshot_count = self.number(Field::SnapshotCount);
        let memory = self.number(Field::Memory);
        let iops = self.number(Field::Iops);
        Some(Hardware::Custom(Figures {
            quota_megabytes: quota?,
            snapshot_count: snapshot_count?,
            memory_gigabytes: u32::try_from(memory?).ok()?,
            sequential_iops: u32::try_from(iops?).ok()?,
        }))
    }

    fn members(&mut self) -> Option<Members> {
        let rows: Vec<MemberRow> = self.answers.members().cloned().collect();
        let members: Vec<Option<Member>> =
            rows.iter().enumerate().map(|(row, member)| self.member(row, member)).collect();
        self.duplicate_members(&rows);
        let members: Option<Vec<Member>> = members.into_iter().collect();
        let duplicates = self.problems.iter().any(|problem| problem.place.step() == Step::Members);
        let members = members.filter(|_| !duplicates)?;
        let place = FieldRef::Field(Field::ClusterSize);
        self.fits(place, Members::new(members))
    }

    fn member(&mut self, row: usize, text: &MemberRow) -> Option<Member> {
        let at = |column| FieldRef::Member { row, column };
        let name = self.cell(at(MemberColumn::Name), &text.name);
        let address = self.cell(at(MemberColumn::Address), &text.address);
        let dns_names = self.list(at(MemberColumn::DnsNames), &text.dns_names);
        let extra_sans = self.list(at(MemberColumn::ExtraSans), &text.extra_sans);
        let ports = self.member_ports(row, &text.ports);
        Some(Member {
            name: name?,
            address: address?,
            dns_names: dns_names?,
            extra_sans: extra_sans?,
            ports,
        })
    }

    fn member_ports(&mut self, row: usize, text: &str) -> Option<Ports> {
        if text.trim_matches(' ').is_empty() {
            return self.answers.default_ports(row);
        }
        self.cell(FieldRef::Member { row, column: MemberColumn::Ports }, text)
    }

    fn list<T>(&mut self, place: FieldRef, text: &str) -> Option<Vec<T>>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display + Hint,
    {
        // All items are read, so that each wrong one is named.
        let items: Vec<Option<T>> = split_list(text).map(|item| self.cell(place, item)).collect();
        items.into_iter().collect()
    }

    /// Names duplicates at the later row, while other cells may still be wrong.
    fn duplicate_members(&mut self, rows: &[MemberRow]) {
        let key = |text: &str| text.trim_matches(' ').to_ascii_lowercase();
        for (index, row) in rows.iter().enumerate() {
            let earlier = rows.iter().take(index);
            let name = earlier
                .clone()
                .position(|other| !row.name.is_empty() && key(&other.name) == key(&row.name));
            if let Some(first) = name {
                let error = PlanError::DuplicateMember {
                    first: first + 1,
                    second: index + 1,
                    name: crate::text::escape_for_terminal(&row.name),
                };
                let place = FieldRef::Member { row: index, column: MemberColumn::Name };
                self.problems.push(Problem::new(place, &error));
            }
            let address: Option<MemberAddress> = row.address.parse().ok();
            let one_per_host = self.answers.placement() == Placement::OnePerHost;
            let Some(address) = address.filter(|_| one_per_host) else { continue };
            let first = earlier.clone().position(|other| other.address.parse() == Ok(address));
            if let Some(first) = first {
                let error = PlanError::DuplicateAddress {
                    first: first + 1,
                    second: index + 1,
                    address: address.ip(),
                };
                let place = FieldRef::Member { row: index, column: MemberColumn::Address };
                self.problems.push(Problem::new(place, &error));
            }
        }
    }

    fn ports(&mut self) -> Option<Ports> {
        let client = self.field(Field::ClientPort);
        let peer = self.field(Field::PeerPort);
        // Said where it was typed: at the one that isn't its default any more.
        let typed = |field| self.answers.is_typed(field);
        let at_client = typed(Field::ClientPort) && !typed(Field::PeerPort);
        let field = if at_client { Field::ClientPort } else { Field::PeerPort };
        self.fits(FieldRef::Field(field), Ports::new(client?, peer?))
    }

    fn timing(&mut self) -> Option<Timing> {
        let round_trip = self.field(Field::RoundTrip);
        let heartbeat = self.field(Field::Heartbeat);
        let election = self.field(Field::Election);
        self.fits(FieldRef::Field(Field::Election), Timing::new(round_trip?, heartbeat?, election?))
    }

    fn install(&mut self) -> Option<Install> {
        let data: Option<AbsolutePath> = self.field(Field::DataDirectory);
        let wal: Option<AbsolutePath> = self.optional(Field::WalDirectory);
        let configuration: Option<AbsolutePath> = self.field(Field::ConfigurationDirectory);
        let binary = self.field(Field::EtcdBinary);
        let user = self.field(Field::ServiceUser);
        let (data, configuration) = (data?, configuration?);
        let place = match (&wal, data.is_systems_own(), configuration.is_systems_own()) {
            (_, true, _) => Field::DataDirectory,
            (_, _, true) | (None, ..) => Field::ConfigurationDirectory,
            (Some(_), ..) => Field::WalDirectory,
        };
        let install = Install::new(data, wal, configuration, binary?, user?);
        let install = self.fits(FieldRef::Field(place), install)?;
        match self.optional(Field::CertificateDirectory) {
            None => Some(install),
            Some(directory) => self.fits(
                FieldRef::Field(Field::CertificateDirectory),
                install.with_certificate_directory(directory),
            ),
        }
    }

    fn certificates(&mut self) -> Option<CertificateSettings> {
        let algorithm = self.field(Field::Algorithm);
        let authority = self.field(Field::AuthorityDays);
        let leaf = self.field(Field::LeafDays);
        let lifetimes =
            self.fits(FieldRef::Field(Field::LeafDays), Lifetimes::new(authority?, leaf?));
        let trust = self.field(Field::CaLayout);
        let arrangement = self.field(Field::CertificateLayout);
        let ca_source = self.field(Field::CaSource);
        let member_keys = self.field(Field::MemberKeys);
        Some(CertificateSettings {
            algorithm: algorithm?,
            lifetimes: lifetimes?,
            subject: self.subject(),
            trust: trust?,
            arrangement: arrangement?,
            ca_source: ca_source?,
            member_keys: member_keys?,
            server_sans: self.sans(Field::ServerSans),
        })
    }

    fn subject(&mut self) -> SubjectFields {
        SubjectFields {
            country: self.optional(Field::Country),
            state: self.optional(Field::State),
            locality: self.optional(Field::Locality),
            organization: self.optional(Field::Organization),
            organizational_unit: self.optional(Field::OrganizationalUnit),
        }
    }

    fn clients(&mut self) -> Option<Clients> {
        let rows = self.answers.clients.clone();
        let clients: Vec<Option<Client>> = rows
            .iter()
            .enumerate()
            .map(|(row, client)| {
                let at = |column| FieldRef::Client { row, column };
                let name = self.cell(at(ClientColumn::Name), &client.name);
                let common_name = self.cell(at(ClientColumn::CommonName), &client.common_name);
                Some(Client { name: name?, common_name: common_name? })
            })
            .collect();
        let clients: Option<Vec<Client>> = clients.into_iter().collect();
        match Clients::new(clients?) {
            Ok(clients) => Some(clients),
            Err(error) => {
                let row = match &error {
                    PlanError::DuplicateClient { second, .. } => second.saturating_sub(1),
                    _ => 0,
                };
                let place = FieldRef::Client { row, column: ClientColumn::Name };
                self.problems.push(Problem::new(place, &error));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
