//! Answers: what has been typed so far, right or wrong, and the plan that follows from it.
//!
//! A front end draws the [`questions`] of a [`Step`] and stores raw text here; nothing that was typed
//! is ever lost to a refusal. [`Answers::plan`] reads all of it through the parsers of
//! [`crate::cluster`] and says what is still missing, place by place. Answers hold no key material,
//! so that they can be saved while the wizard runs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod assemble;
pub(crate) mod ca_credentials;
pub(crate) mod draft;
mod fill;
mod known;
mod preset;
mod question;
mod rows;
mod settings;
mod sketch;
mod start;

pub use assemble::{FieldRef, Problem, problem_at};
pub use ca_credentials::{CaCredentials, TypedPassphrase};
pub use draft::{Draft, DraftHead, Progress};
pub use fill::{FillError, members_from_pattern, members_from_text, members_from_text_at};
pub use preset::preset_texts;
pub use question::{Choice, Field, Kind, Question, Step, questions};
pub use rows::{ClientColumn, ClientRow, MemberColumn, MemberRow, split_list};
pub use settings::{TypedSetting, TypedSettings};
pub use sketch::Sketch;
pub use start::Start;

use fill::dns_name;
use rows::join;

use crate::cluster::{
    CaLayout, CaSource, ClusterName, ClusterSize, Days, Hardware, Lifetimes, MemberAddress,
    Milliseconds, Placement, Plan, Port, Ports, Preset, Tier, Timing, Workload,
};
use crate::etcd::Release;

/// Everything typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answers {
    /// Texts that differ from their default.
    texts: BTreeMap<Field, String>,
    /// Rows of the member table; those past the cluster size are kept and not used.
    members: Vec<MemberRow>,
    /// Rows of the client table.
    clients: Vec<ClientRow>,
    /// Random end of the default cluster token, hexadecimal.
    token_suffix: String,
    /// Whom the cluster of a plan that was taken over runs as, where that account is for something else; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    kept_user: String,
    /// Where the cluster of a plan that was taken over has its write-ahead log, where it stays as it is; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    kept_wal: String,
    /// Whether the CA's key is encrypted unless it is answered otherwise: where somebody is there to type a
    /// passphrase.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    encrypts_ca: bool,
}

impl Answers {
    /// The answers of a first start: three members still to be named, `root` as only client.
    pub fn new() -> Self {
        Self { clients: vec![ClientRow::new("root", "root")], ..Self::default() }
    }

    /// The same where somebody is there to type a passphrase: the CA's key is encrypted unless it is answered
    /// otherwise.
    pub fn at_a_terminal() -> Self {
        Self { encrypts_ca: true, ..Self::new() }
    }

    /// Whether nothing was answered yet that a start anew would lose.
    pub fn is_untouched(&self) -> bool {
        let (token_suffix, encrypts_ca) = (self.token_suffix.clone(), self.encrypts_ca);
        *self == Self { token_suffix, encrypts_ca, ..Self::new() }
    }

    /// The text that stands in a field: what was typed, else the default.
    pub fn text(&self, field: Field) -> String {
        self.texts.get(&field).cloned().unwrap_or_else(|| self.default_text(field))
    }

    /// The release that the answers name, of which a plan keeps the series only.
    pub fn release(&self) -> Release {
        self.text(Field::EtcdVersion).parse().unwrap_or_default()
    }

    /// Whether something was typed into a field.
    pub fn is_typed(&self, field: Field) -> bool {
        self.texts.contains_key(&field)
    }

    /// Sets a field's text; the default's text clears it.
    pub fn set_text(&mut self, field: Field, text: String) {
        if text == self.default_text(field) {
            self.texts.remove(&field);
        } else {
            self.texts.insert(field, text);
        }
    }

    /// What a field holds before anything is typed; some defaults follow other answers.
    pub fn default_text(&self, field: Field) -> String {
        match field {
            Field::ClusterToken => self.default_token(),
            Field::Heartbeat => Timing::heartbeat_for(self.round_trip()).to_string(),
            Field::Election => {
                let follows = || Timing::heartbeat_for(self.round_trip());
                Timing::election_for(self.read(Field::Heartbeat).unwrap_or_else(follows))
                    .to_string()
            }
            Field::Tier => {
                let load = self.workload();
                let named = load != Workload::default();
                let tier = if named { Tier::for_workload(&load) } else { Tier::default() };
                tier.as_str().to_owned()
            }
            // A short-lived CA must not make the default of its leaves a fault.
            Field::LeafDays => {
                let leaf = Lifetimes::default().leaf();
                self.read(Field::AuthorityDays)
                    .map_or(leaf, |days: Days| days.min(leaf))
                    .to_string()
            }
            // Members that share a machine need directories of their own.
            Field::DataDirectory if self.placement() == Placement::SharedHost => {
                "/var/lib/{name}".to_owned()
            }
            Field::ConfigurationDirectory if self.placement() == Placement::SharedHost => {
                "/etc/{name}".to_owned()
            }
            Field::CaSource if self.encrypts_ca => CaSource::Encrypted.to_string(),
            Field::PermittedNames => self.proposed_names(),
            Field::Output => format!("./{}-bundle", self.cluster_name()),
            _ => field.question().default.to_owned(),
        }
    }

    fn default_token(&self) -> String {
        // A name of 63 characters and the suffix would be too long for a token.
        let name: String = self.cluster_name().as_str().chars().take(48).collect();
        if self.token_suffix.is_empty() {
            String::new()
        } else {
            format!("{name}-{}", self.token_suffix)
        }
    }

    /// Gives the default cluster token its random end, where it has none yet.
    pub fn set_token_suffix(&mut self, random: [u8; 4]) {
        if self.token_suffix.is_empty() {
            self.token_suffix = format!("{:08x}", u32::from_be_bytes(random));
        }
    }

    /// Takes over the random end of the default token from other answers, where these have none.
    pub fn take_token_suffix(&mut self, other: &Self) {
        if self.token_suffix.is_empty() {
            self.token_suffix.clone_from(&other.token_suffix);
        }
    }

    /// Parses a field leniently: `None` where its text isn't right.
    fn read<T: std::str::FromStr>(&self, field: Field) -> Option<T> {
        self.text(field).parse().ok()
    }

    fn round_trip(&self) -> Milliseconds {
        self.read(Field::RoundTrip).unwrap_or_else(|| Timing::default().round_trip())
    }

    /// The cluster's name, or the default where it isn't right.
    pub fn cluster_name(&self) -> ClusterName {
        self.texts.get(&Field::ClusterName).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// The cluster's size, or the default where it isn't right.
    pub fn size(&self) -> ClusterSize {
        self.read(Field::ClusterSize).unwrap_or(ClusterSize::RECOMMENDED)
    }

    /// The rows of the member table that count: as many as the cluster has members.
    pub fn members(&self) -> impl Iterator<Item = &MemberRow> {
        static BLANK: MemberRow = MemberRow::BLANK;
        let blanks = std::iter::repeat(&BLANK);
        self.members.iter().chain(blanks).take(self.size().members())
    }

    /// One row of the member table, blank where nothing was typed.
    pub fn member(&self, row: usize) -> MemberRow {
        self.members.get(row).cloned().unwrap_or(MemberRow::BLANK)
    }

    /// Sets one cell of the member table. Its DNS names follow the name as long as they are that name alone.
    pub fn set_member(&mut self, row: usize, column: MemberColumn, text: String) {
        if self.members.len() <= row {
            self.members.resize(row + 1, MemberRow::BLANK);
        }
        if let Some(member) = self.members.get_mut(row) {
            // A name is a DNS name as well, as that of a pasted line is, until somebody says otherwise.
            let follows =
                column == MemberColumn::Name && member.dns_names == dns_name(&member.name);
            *member.cell_mut(column) = text;
            if follows {
                member.dns_names = dns_name(&member.name);
            }
        }
    }

    /// Adds a blank row to the member table, within the limit of a cluster.
    pub fn add_member(&mut self) {
        let count = self.size().members();
        if count < ClusterSize::LIMIT {
            if self.members.len() < count {
                self.members.resize(count, MemberRow::BLANK);
            }
            // Before the rows that are kept from a larger size.
            self.members.insert(count, MemberRow::BLANK);
            self.set_text(Field::ClusterSize, (count + 1).to_string());
        }
    }

    /// Takes a row out of the member table; the last one stays.
    pub fn remove_member(&mut self, row: usize) {
        let count = self.size().members();
        if count > 1 {
            if row < self.members.len() {
                self.members.remove(row);
            }
            self.set_text(Field::ClusterSize, (count - 1).to_string());
        }
    }

    /// Replaces the member table, and the cluster size with it.
    pub fn fill_members(&mut self, rows: Vec<MemberRow>) {
        if !rows.is_empty() {
            self.set_text(Field::ClusterSize, rows.len().to_string());
            self.members = rows;
        }
    }

    /// How many rows that count hold answers that filling the table with these rows would lose.
    pub fn rows_lost_to(&self, rows: &[MemberRow]) -> usize {
        let kept = |index: usize, row: &MemberRow| rows.get(index) == Some(row);
        let lost =
            |(index, row): &(usize, &MemberRow)| **row != MemberRow::BLANK && !kept(*index, row);
        self.members().enumerate().filter(lost).count()
    }

    /// Sets rows of the member table from `first` on; the cluster grows where they need more.
    pub fn set_members(&mut self, first: usize, rows: Vec<MemberRow>) {
        let end = first + rows.len();
        if self.members.len() < end {
            self.members.resize(end, MemberRow::BLANK);
        }
        for (slot, row) in self.members.iter_mut().skip(first).zip(rows) {
            *slot = row;
        }
        if end > self.size().members() {
            self.set_text(Field::ClusterSize, end.to_string());
        }
    }

    /// The text at a place.
    pub fn text_at(&self, place: FieldRef) -> String {
        match place {
            FieldRef::Field(field) => self.text(field),
            // Never here: answers are saved.
            FieldRef::Passphrase | FieldRef::PassphraseAgain => String::new(),
            FieldRef::Member { row, column } => self.member(row).cell(column).to_owned(),
            FieldRef::Client { row, column } => {
                self.clients.get(row).map_or("", |client| client.cell(column)).to_owned()
            }
        }
    }

    /// The rows of the client table.
    pub fn clients(&self) -> &[ClientRow] {
        &self.clients
    }

    /// Replaces the client table.
    pub fn fill_clients(&mut self, rows: Vec<ClientRow>) {
        self.clients = rows;
    }

    /// Sets one cell of the client table.
    pub fn set_client(&mut self, row: usize, column: ClientColumn, text: String) {
        if let Some(client) = self.clients.get_mut(row) {
            client.set(column, text);
        }
    }

    /// Adds a row to the client table.
    pub fn add_client(&mut self, row: ClientRow) {
        if self.clients.len() < crate::cluster::Clients::LIMIT {
            self.clients.push(row);
        }
    }

    /// Takes a row out of the client table.
    pub fn remove_client(&mut self, row: usize) {
        if row < self.clients.len() {
            self.clients.remove(row);
        }
    }

    /// The answers that lead to an existing plan.
    pub fn from_plan(plan: &Plan) -> Self {
        let mut answers = Self::default();
        let timing = plan.timing;
        let install = &plan.install;
        let settings = &plan.certificates;
        if install.keeps_user() {
            answers.kept_user = install.service_user().to_string();
        }
        answers.kept_wal = or_blank(install.wal_path());
        let mut set = |field, text: String| answers.set_text(field, text);
        set(Field::ClusterName, plan.cluster_name.to_string());
        set(Field::ClusterToken, plan.cluster_token.to_string());
        set(Field::EtcdVersion, plan.etcd_version.to_string());
        set(Field::ClusterSize, plan.members.size().to_string());
        set(Field::ClientPort, plan.ports.client().to_string());
        set(Field::PeerPort, plan.ports.peer().to_string());
        set(Field::RoundTrip, timing.round_trip().to_string());
        set(Field::Heartbeat, timing.heartbeat().to_string());
        set(Field::Election, timing.election().to_string());
        set(Field::DataDirectory, install.data_directory().to_string());
        set(Field::WalDirectory, or_blank(install.wal_path().or(install.wal_directory())));
        set(Field::ConfigurationDirectory, install.configuration_directory().to_string());
        set(Field::CertificateDirectory, or_blank(install.certificate_directory()));
        set(Field::EtcdBinary, install.etcd_binary().to_string());
        set(Field::ServiceUser, install.service_user().to_string());
        set(Field::SshUser, plan.ssh_user.to_string());
        set(Field::UnitForm, plan.unit_form.to_string());
        set(Field::Preset, plan.preset.to_string());
        set(Field::Placement, plan.placement.to_string());
        let has_peer_network = plan.members.iter().any(|one| !one.peer_addresses.is_empty());
        set(Field::PeerNetwork, yes_or_no(has_peer_network));
        set(Field::PlainHttp, yes_or_no(plan.plain_http_on_loopback));
        let mut stripped = plan.clone();
        for (field, text) in known::take(&mut stripped.settings, plan.etcd_version) {
            set(field, text);
        }
        set(Field::FurtherSettings, TypedSettings::of(&stripped).to_string());
        set(Field::Trials, yes_or_no(plan.further_files.trials));
        set(Field::CfsslInputs, yes_or_no(plan.further_files.cfssl));
        let balancer = plan.load_balancer.as_ref();
        set(Field::LoadBalancer, or_blank(balancer.map(|one| one.address).as_ref()));
        set(Field::LoadBalancerName, or_blank(balancer.and_then(|one| one.name.as_ref())));
        set(Field::CaLayout, settings.trust.to_string());
        set(Field::CertificateLayout, settings.arrangement.to_string());
        set(Field::CaSource, settings.ca_source.to_string());
        set(Field::AuthorityName, or_blank(settings.authority_name.as_ref()));
        set(Field::NameConstraints, yes_or_no(!settings.name_constraints.is_empty()));
        set(Field::MemberKeys, settings.member_keys.to_string());
        set(Field::ServerSans, join(&settings.server_sans));
        set(Field::Algorithm, settings.algorithm.as_str().to_owned());
        set(Field::AuthorityDays, settings.lifetimes.authority().to_string());
        set(Field::LeafDays, settings.lifetimes.leaf().to_string());
        set(Field::Country, or_blank(settings.subject.country.as_ref()));
        set(Field::State, or_blank(settings.subject.state.as_ref()));
        set(Field::Locality, or_blank(settings.subject.locality.as_ref()));
        set(Field::Organization, or_blank(settings.subject.organization.as_ref()));
        set(Field::OrganizationalUnit, or_blank(settings.subject.organizational_unit.as_ref()));
        match plan.hardware {
            Hardware::Tier(tier) => set(Field::Tier, tier.as_str().to_owned()),
            Hardware::Custom(figures) => {
                set(Field::Tier, question::CUSTOM.to_owned());
                set(Field::Quota, figures.quota_megabytes.count().to_string());
                set(Field::SnapshotCount, figures.snapshot_count.to_string());
                set(Field::Memory, figures.memory_gigabytes.to_string());
                set(Field::Iops, figures.sequential_iops.to_string());
            }
        }
        answers.members = plan.members.iter().map(MemberRow::from).collect();
        if !settings.name_constraints.is_empty() {
            // Now that the default follows the members.
            answers.set_text(Field::PermittedNames, join(&settings.name_constraints));
        }
        answers.clients = plan.clients.iter().map(ClientRow::from).collect();
        answers
    }

    /// The tier that the load asks for, and the smaller one that was chosen all the same.
    pub fn load_beyond_tier(&self) -> Option<(Tier, Tier)> {
        let load = self.workload();
        let needed = Tier::for_workload(&load);
        let chosen: Tier = self.read(Field::Tier)?;
        (load != Workload::default() && chosen < needed).then_some((needed, chosen))
    }

    /// Whether the operator gives figures of their own instead of a tier.
    pub fn is_custom(&self) -> bool {
        self.text(Field::Tier) == question::CUSTOM
    }

    /// Whether a question of yes or no was answered with yes.
    pub fn is_yes(&self, field: Field) -> bool {
        field.question().read(&self.text(field)).is_ok_and(|answer| answer == question::YES)
    }

    /// How many members a machine runs, or the default where the answer isn't right.
    pub fn placement(&self) -> Placement {
        self.read(Field::Placement).unwrap_or_default()
    }

    /// The columns of the member table that are asked for, left to right.
    pub fn member_columns(&self) -> Vec<MemberColumn> {
        MemberColumn::shown_in(self.placement(), self.is_yes(Field::PeerNetwork))
    }

    /// The addresses of a row that are right so far, by the column that they stand in.
    pub(crate) fn addresses_of(&self, row: &MemberRow) -> Vec<(MemberColumn, Vec<MemberAddress>)> {
        let columns = self.member_columns().into_iter();
        let of_addresses =
            columns.filter(|one| matches!(one, MemberColumn::Address | MemberColumn::PeerAddress));
        let read = |column: MemberColumn| {
            (column, split_list(row.cell(column)).filter_map(|one| one.parse().ok()).collect())
        };
        of_addresses.map(read).collect()
    }

    /// What holds of a member's cell where nothing is typed: it follows from the row, and may be wrong all the same.
    pub fn follows_in_cell(&self, row: usize, column: MemberColumn) -> Option<String> {
        match column {
            MemberColumn::Ports => self.default_ports(row).map(|ports| ports.to_string()),
            MemberColumn::PeerAddress => Some(self.member(row).address),
            _ => None,
        }
    }

    /// The ports of a member in row `row`, from 0, that names none: those of the plan, and where
    /// members share a machine ten further on with each row.
    pub fn default_ports(&self, row: usize) -> Option<Ports> {
        if self.placement() == Placement::OnePerHost {
            return None;
        }
        let port = |field| -> Option<Port> {
            let first: Port = self.read(field)?;
            let number = u64::from(first).checked_add(u64::try_from(row).ok()?.checked_mul(10)?)?;
            Port::try_from(number).ok()
        };
        Ports::new(port(Field::ClientPort)?, port(Field::PeerPort)?).ok()
    }

    /// The layout that was taken, or the default where the answer isn't right.
    pub fn preset(&self) -> Preset {
        self.read(Field::Preset).unwrap_or_default()
    }

    /// How many authorities there are, or the default where the answer isn't right.
    pub fn trust(&self) -> CaLayout {
        self.read(Field::CaLayout).unwrap_or_default()
    }

    /// Where the authority comes from, or the default where the answer isn't right.
    pub fn ca_source(&self) -> CaSource {
        self.read(Field::CaSource).unwrap_or_default()
    }

    /// Whether a field is asked for, which depends on other answers: figures of one's own for a custom
    /// tier only, the files of a CA for one that is imported, the name of one that is made here.
    pub fn asks(&self, field: Field) -> bool {
        match field {
            // What one starts from sets answers; it is none among them.
            Field::Preset => false,
            Field::AuthorityCertificate | Field::AuthorityKey => {
                self.ca_source() == CaSource::Imported
            }
            Field::AuthorityName | Field::AuthorityDays | Field::NameConstraints => {
                self.ca_source().makes_authority()
            }
            Field::PermittedNames => {
                self.ca_source().makes_authority() && self.is_yes(Field::NameConstraints)
            }
            _ => !field.is_figure() || self.is_custom(),
        }
    }
}

fn yes_or_no(yes: bool) -> String {
    if yes { question::YES.to_owned() } else { question::NO.to_owned() }
}

fn or_blank(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
