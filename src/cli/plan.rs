//! `quorate plan`: a complete plan from a few answers, without the wizard. Flags fill the same answers
//! that the wizard's fields do, and are read by the same parsers.

use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::{Errors, Failure};
use super::{output, source};
use crate::answers::{
    Answers, ClientColumn, ClientRow, Field, FieldRef, MemberColumn, MemberRow, Problem,
    TypedSetting, TypedSettings, split_list,
};
use crate::cluster::{DnsName, FieldError, Hint, MemberAddress, Placement, San, SettingError};
use crate::text::{escape_for_terminal, fill, say};

/// Print a plan as JSON, with defaults for whatever you don't set
///
/// The plan is everything that `quorate generate` and `quorate wizard --plan` need. Advice on choices that are
/// valid but unwise goes to standard error.
#[derive(Debug, clap::Args)]
// What clap makes of the flags that were given looks as if they were required.
#[command(
    override_usage = "quorate plan [OPTIONS]",
    after_help = "\
Examples:
  quorate plan --cluster production \\
      --member etcd-1=10.0.0.1,etcd-1.example.com \\
      --member etcd-2=10.0.0.2,etcd-2.example.com \\
      --member etcd-3=10.0.0.3,etcd-3.example.com > plan.json
  quorate plan --member lab=192.168.1.5 --tier lab \\
      --client root --client backup=etcd-backup
  quorate plan --member m1=10.0.0.1 --set auto-compaction-retention=1h \\
      --set m1:log-level=debug
  quorate plan --member m1=10.0.0.1 --more-addresses m1=fd00::1 \\
      --peer-addresses m1=10.1.0.1
  quorate plan --preset single-host > plan.json     # a lab on one machine
  quorate plan --answers ~/.local/state/quorate/drafts/etcd.json

Members that share a machine need --placement shared-host, and can have ports of their own: 127.0.0.1:2369/2370. \
A HOST that is an address or a wildcard becomes a further subject alternative name. A member without a HOST is \
reached by its own name, if that can be a host name."
)]
pub(super) struct Arguments {
    /// Start from a preset; `quorate presets` lists them
    #[arg(long, value_name = "NAME", conflicts_with = "answers")]
    preset: Option<String>,
    /// Start from a draft that the wizard saved; flags override it
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// A member: its name, its IP address, and its host names; once for each
    ///
    /// If members share a machine, its ports can follow the address: 127.0.0.1:2369/2370.
    #[arg(
        long = "member",
        value_name = "NAME=ADDRESS[:PORTS][,HOST…]",
        allow_hyphen_values = true
    )]
    members: Vec<String>,
    /// More addresses of a member, such as the one of the other IP family; once for each member
    #[arg(long, value_name = "NAME=ADDRESS[,…]", allow_hyphen_values = true)]
    more_addresses: Vec<String>,
    /// The addresses at which other members dial a member, if peers have a separate network; once for each member
    #[arg(long, value_name = "NAME=ADDRESS[,…]", allow_hyphen_values = true)]
    peer_addresses: Vec<String>,
    /// A client, and its common name if that differs; `NAME=` for none, for a client of etcd's HTTP gateway; once for
    /// each [default: root]
    #[arg(long = "client", value_name = "NAME[=CN]", allow_hyphen_values = true)]
    clients: Vec<String>,
    /// An extra setting of etcd by the name of its flag, for all members or for one; once for each
    ///
    /// It replaces the setting of the same name from --answers.
    #[arg(long = "set", value_name = "[MEMBER:]NAME=VALUE", allow_hyphen_values = true)]
    settings: Vec<String>,
    #[command(flatten)]
    fields: Fields,
}

/// Declares a flag for each field, its help, and which field it fills.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $flag:literal $value:literal $field:ident;)*) => {
        #[derive(Debug, clap::Args)]
        struct Fields {
            $($(#[$doc])*
            #[arg(long = $flag, value_name = $value, allow_hyphen_values = true)]
            $name: Option<String>,)*
        }

        impl Fields {
            /// The flags that were given, with the fields they fill.
            fn given(&self) -> impl Iterator<Item = (Field, &str)> {
                [$((Field::$field, self.$name.as_deref())),*]
                    .into_iter()
                    .filter_map(|(field, text)| text.map(|text| (field, text)))
            }
        }

        /// How the command line calls a field.
        pub(super) fn flag(field: Field) -> &'static str {
            match field {
                $(Field::$field => concat!("--", $flag),)*
                Field::FurtherSettings => "--set",
                _ => "--answers",
            }
        }
    };
}

fields! {
    /// Name of the cluster [default: etcd]
    cluster "cluster" "NAME" ClusterName;
    /// Cluster token [default: the cluster's name and 8 random hex digits]
    token "token" "TOKEN" ClusterToken;
    /// Hardware: lab, small, medium, large, x-large, or custom [default: small]
    tier "tier" "TIER" Tier;
    /// Database quota of a custom tier, in MiB
    quota "quota" "MIB" Quota;
    /// Snapshot count of a custom tier
    snapshot_count "snapshot-count" "ENTRIES" SnapshotCount;
    /// Memory of each member of a custom tier, in GB
    memory "memory" "GB" Memory;
    /// Sequential IOPS of each member's disk, for a custom tier
    iops "iops" "IOPS" Iops;
    /// etcd: 3.4, 3.5, 3.6 or 3.7, or a release, of which the plan keeps the series [default: 3.6]
    etcd_version "etcd-version" "VERSION" EtcdVersion;
    /// Port that clients dial [default: 2379]
    client_port "client-port" "PORT" ClientPort;
    /// Port that the other members dial [default: 2380]
    peer_port "peer-port" "PORT" PeerPort;
    /// Round-trip time between the members farthest apart, in ms [default: 10]
    round_trip "round-trip" "MS" RoundTrip;
    /// Heartbeat interval, in ms [default: follows the round trip, at least 100]
    heartbeat "heartbeat" "MS" Heartbeat;
    /// Election timeout, in ms [default: 10 heartbeats]
    election "election" "MS" Election;
    /// Data directory on the members [default: /var/lib/etcd]
    data_directory "data-dir" "PATH" DataDirectory;
    /// Directory of the write-ahead log, if it has a separate disk
    wal_directory "wal-dir" "PATH" WalDirectory;
    /// Configuration directory on the members [default: /etc/etcd]
    configuration "config-dir" "PATH" ConfigurationDirectory;
    /// Directory of certificates and keys on the members [default: pki/ in the configuration directory]
    certificate_directory "cert-dir" "PATH" CertificateDirectory;
    /// The etcd program on the members [default: /usr/local/bin/etcd]
    etcd_binary "etcd-binary" "PATH" EtcdBinary;
    /// System user that runs etcd [default: etcd]
    user "user" "NAME" ServiceUser;
    /// User that the rollout logs in as on the members; any user but root uses sudo there [default: root]
    ssh_user "ssh-user" "NAME" SshUser;
    /// Where settings are: environment-file, flags or config-file [default: environment-file]
    unit_form "unit-form" "FORM" UnitForm;
    /// Old revisions that etcd removes by itself: those of an age (1h), or all but some (1000 revisions) [default: none]
    auto_compaction "auto-compaction" "AGE|REVISIONS" AutoCompaction;
    /// Compare a member's data with the others' before it serves: yes or no [default: no]
    corruption_check "corruption-check" "YES|NO" CorruptionCheck;
    /// Plain HTTP URLs for metrics and health, which anyone can read [default: only the client port]
    metrics_urls "metrics-urls" "URL[,…]" MetricsUrls;
    /// What etcd logs: debug, info, warn or error [default: info]
    log_level "log-level" "LEVEL" LogLevel;
    /// Members on a machine: one-per-host or shared-host; `{name}` in a directory is the member's name
    placement "placement" "PLACEMENT" Placement;
    /// Answer on the loopback address without TLS and without a certificate: yes or no [default: no]
    plain_http "plain-http" "YES|NO" PlainHttp;
    /// Address of a load balancer in front of the API servers on the members
    load_balancer "load-balancer" "ADDRESS" LoadBalancer;
    /// Name of that load balancer
    load_balancer_name "load-balancer-name" "NAME" LoadBalancerName;
    /// Trial scripts in each member's directory: yes or no [default: no]
    trials "trials" "YES|NO" Trials;
    /// Authorities: one, peer-and-client, separate or intermediate [default: one]
    trust "trust" "TRUST" CaLayout;
    /// Certificates: server-and-peer, per-member, shared-server or shared [default: server-and-peer]
    arrangement "certificates" "WHICH" CertificateLayout;
    /// CA: made, encrypted (better), imported or elsewhere [default: made, because a script can't type a passphrase]
    ca_source "ca" "SOURCE" CaSource;
    /// Common name of the CA; {ca} says which of several it is [default: the name of the cluster and 8 random hex digits]
    authority_name "ca-name" "NAME" AuthorityName;
    /// Let the CA sign only for some names and addresses: yes or no [default: no]
    name_constraints "name-constraints" "YES|NO" NameConstraints;
    /// The domains and networks it can sign for [default: those of the members, with room for more]
    permitted_names "permitted-names" "NAME|NETWORK[,…]" PermittedNames;
    /// Where members' keys are made: here or member [default: here]
    member_keys "member-keys" "WHERE" MemberKeys;
    /// What else every server certificate is valid for, such as kubernetes.default
    server_sans "server-sans" "NAME[,…]" ServerSans;
    /// Also write inputs for cfssl: yes or no [default: no]
    cfssl "cfssl" "YES|NO" CfsslInputs;
    /// Keys: ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072, rsa-4096 or ed25519 [default: ecdsa-p256]
    algorithm "algorithm" "ALGORITHM" Algorithm;
    /// Days that the CA is valid for [default: 3650]; a new one means new trust on every member and client
    authority_days "ca-days" "DAYS" AuthorityDays;
    /// Days that all other certificates are valid for, within the CA's [default: 365]; nothing renews them by itself
    leaf_days "leaf-days" "DAYS" LeafDays;
    /// O in every subject
    organization "organization" "NAME" Organization;
    /// OU in every subject
    organizational_unit "organizational-unit" "NAME" OrganizationalUnit;
    /// C in every subject, two letters
    country "country" "CODE" Country;
    /// ST in every subject
    state "state" "NAME" State;
    /// L in every subject
    locality "locality" "NAME" Locality;
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut reader =
        Reader { answers: base(arguments)?, errors: Errors::default(), notes: Vec::new() };
    reader.read(arguments);
    let plan = reader.answers.plan();
    for problem in plan.as_ref().err().into_iter().flatten() {
        reader.errors.add(error_text(problem), &problem.hint);
    }
    reader.errors.finish()?;
    let Ok(plan) = plan else {
        return Err(Failure::failed("plan-none", &[]));
    };
    for note in &reader.notes {
        output::print_error(note);
    }
    output::advise(&plan, reader.answers.release());
    output::print(&plan.to_json())
}

/// The answers that flags are added to.
fn base(arguments: &Arguments) -> Result<Answers, Failure> {
    let mut answers = match (&arguments.answers, &arguments.preset) {
        (Some(path), _) => source::answers(path)?,
        (None, Some(name)) => {
            let preset = name.parse().map_err(|error: FieldError| {
                let hint = say("plan-presets");
                Failure::input(format!("--preset: {error}"), hint)
            });
            Answers::from_preset(preset?)
        }
        (None, None) => Answers::new(),
    };
    let has_members = answers.members().any(|row| *row != MemberRow::BLANK);
    if arguments.members.is_empty() && !has_members {
        return Err(Failure::refused("plan-no-member", &[]));
    }
    let mut random = [0; 4];
    crate::pki::system_random(&mut random).map_err(|error| Failure::fault(&error, error.hint()))?;
    answers.set_token_suffix(random);
    Ok(answers)
}

/// A problem as the command line names its place.
fn error_text(problem: &Problem) -> String {
    let place = match problem.place {
        FieldRef::Field(Field::ClusterSize) => "--member".to_owned(),
        FieldRef::Field(field) => flag(field).to_owned(),
        FieldRef::Passphrase | FieldRef::PassphraseAgain => flag(Field::CaSource).to_owned(),
        FieldRef::Member { row, column } => {
            let part = match column {
                MemberColumn::Name => "name",
                MemberColumn::Address => "address",
                MemberColumn::PeerAddress => {
                    return format!("--peer-addresses, member {}: {}", row + 1, problem.message);
                }
                MemberColumn::DnsNames | MemberColumn::ExtraSans => "host",
                MemberColumn::Ports => "ports",
            };
            format!("--member {}, {part}", row + 1)
        }
        FieldRef::Client { row, column } => {
            let part = match column {
                ClientColumn::Name => "name",
                ClientColumn::CommonName => "common name",
            };
            format!("--client {}, {part}", row + 1)
        }
    };
    format!("{place}: {}", problem.message)
}

/// Takes flags over into answers, so that all of them are complained about at once.
struct Reader {
    answers: Answers,
    errors: Errors,
    notes: Vec<String>,
}

impl Reader {
    fn read(&mut self, arguments: &Arguments) {
        self.refuse_lost_figures(arguments);
        for (field, text) in arguments.fields.given() {
            if let Ok(written) = field.question().read(text) {
                self.note(text, &written);
            }
            self.answers.set_text(field, text.to_owned());
        }
        self.refuse_lost_names(arguments);
        self.further_settings(&arguments.settings);
        if !arguments.members.is_empty() {
            let members = arguments.members.iter().enumerate();
            let rows = members.map(|(index, text)| {
                let mut row = self.member(index + 1, text);
                // The ports of a layout's rows stay unless others are named.
                if row.ports.is_empty() && self.answers.placement() == Placement::SharedHost {
                    row.ports = self.answers.member(index).ports;
                }
                row
            });
            let rows = rows.collect();
            self.answers.fill_members(rows);
        }
        self.addresses("--more-addresses", &arguments.more_addresses, |answers, row, addresses| {
            let own = answers.member(row).address;
            let first = split_list(&own).next().unwrap_or_default().to_owned();
            answers.set_member(row, MemberColumn::Address, format!("{first}, {addresses}"));
        });
        self.addresses("--peer-addresses", &arguments.peer_addresses, |answers, row, addresses| {
            answers.set_text(Field::PeerNetwork, "yes".to_owned());
            answers.set_member(row, MemberColumn::PeerAddress, addresses.to_owned());
        });
        if !arguments.clients.is_empty() {
            let client = |text: &String| {
                let (name, common_name) = text.split_once('=').unwrap_or((text, text));
                ClientRow::new(name, common_name)
            };
            self.answers.fill_clients(arguments.clients.iter().map(client).collect());
        }
    }

    /// Gives members the addresses that a flag names.
    fn addresses(
        &mut self,
        flag: &str,
        given: &[String],
        mut take: impl FnMut(&mut Answers, usize, &str),
    ) {
        for text in given {
            let named = text.split_once('=');
            let row = named.and_then(|(name, _)| {
                self.answers.members().position(|row| row.name.eq_ignore_ascii_case(name.trim()))
            });
            match (row, named) {
                (Some(row), Some((_, addresses))) => take(&mut self.answers, row, addresses),
                (None, Some((name, _))) => {
                    let error = SettingError::NoSuchMember(name.to_owned());
                    self.errors.take::<(), _>(flag, Err(FieldError::from(error)));
                }
                (_, None) => self.errors.add(
                    format!("{flag}: `{}` has no address", escape_for_terminal(text)),
                    "write it like etcd-1=10.1.0.1",
                ),
            }
        }
    }

    /// Puts what `--set` says among the further settings.
    fn further_settings(&mut self, given: &[String]) {
        if given.is_empty() {
            return;
        }
        let text = self.answers.text(Field::FurtherSettings);
        let mut all = text.parse::<TypedSettings>().unwrap_or_default();
        let mut read: Vec<TypedSetting> = Vec::new();
        for text in given {
            let Some(setting) = self.errors.take("--set", text.parse::<TypedSetting>()) else {
                continue;
            };
            if read.iter().any(|other| setting.replaces(other)) {
                let twice = FieldError::from(SettingError::Twice(setting.setting.name()));
                self.errors.take::<(), _>("--set", Err(twice));
            }
            read.push(setting);
        }
        for setting in read {
            all.put(setting);
        }
        self.answers.set_text(Field::FurtherSettings, all.to_string());
    }

    /// Figures count for a custom tier only; any other would pass over them.
    fn refuse_lost_figures(&mut self, arguments: &Arguments) {
        let tier = arguments.fields.tier.as_deref().map(|tier| tier.trim_matches(' '));
        if tier.map_or_else(|| self.answers.is_custom(), |tier| tier == "custom") {
            return;
        }
        for (field, _) in arguments.fields.given().filter(|(field, _)| field.is_figure()) {
            self.errors.refuse("plan-only-custom", &[("flag", &flag(field))]);
        }
    }

    /// What says how the CA is made counts for one that is made here only.
    fn refuse_lost_names(&mut self, arguments: &Arguments) {
        for (field, _) in arguments.fields.given() {
            if self.answers.asks(field) {
                continue;
            }
            match field {
                Field::AuthorityName | Field::NameConstraints => {
                    self.errors.refuse("plan-only-made", &[("flag", &flag(field))]);
                }
                Field::PermittedNames => {
                    self.errors.refuse("plan-only-constrained", &[("flag", &flag(field))]);
                }
                _ => {}
            }
        }
    }

    /// Tells where an answer is written in another way than it was typed.
    fn note(&mut self, typed: &str, written: &str) {
        if typed.trim_matches(' ') != written {
            self.notes.push(fill(
                "plan-written",
                &[("typed", &escape_for_terminal(typed)), ("written", &written)],
            ));
        }
    }

    fn member(&mut self, number: usize, text: &str) -> MemberRow {
        let Some((name, rest)) = text.split_once('=') else {
            let text = escape_for_terminal(text);
            self.errors.refuse("plan-no-address", &[("number", &number), ("text", &text)]);
            // An address that no other row has, so that this one isn't complained about once more.
            let (name, address) = (format!("m{number}"), format!("fd00::{number:x}"));
            return MemberRow { name, address, ..MemberRow::BLANK };
        };
        let mut words = rest.split(',');
        let (address, ports) = address_and_ports(words.next().unwrap_or_default());
        if let Ok(written) = address.parse::<MemberAddress>() {
            self.note(address, &written.to_string());
        }
        let hosts: Vec<&str> = words.collect();
        let (mut dns_names, mut extra_sans) = (Vec::new(), Vec::new());
        for host in &hosts {
            match host.parse::<San>() {
                Ok(san) => {
                    let written = san.to_string();
                    self.note(host, &written);
                    // A wildcard is a name too, and no host's own.
                    let is_name = written.parse::<DnsName>().is_ok();
                    let list = if is_name { &mut dns_names } else { &mut extra_sans };
                    if !list.contains(&written) {
                        list.push(written);
                    }
                }
                Err(error) => {
                    let place = format!("--member {number}, host");
                    self.errors.take::<(), _>(place, Err(error));
                }
            }
        }
        if hosts.is_empty() && name.parse::<DnsName>().is_ok() {
            dns_names.push(name.to_owned());
        }
        MemberRow {
            name: name.to_owned(),
            address: address.to_owned(),
            peer_address: String::new(),
            dns_names: dns_names.join(", "),
            extra_sans: extra_sans.join(", "),
            ports: ports.to_owned(),
        }
    }
}

/// Splits `10.0.0.1:2379/2380`, or `[fd00::1]:2379/2380`; ports are told by their slash, which isn't the
/// `//` of a URL.
fn address_and_ports(text: &str) -> (&str, &str) {
    match text.rsplit_once(':') {
        Some((address, ports)) if ports.contains('/') && !ports.starts_with("//") => {
            (address, ports)
        }
        _ => (text, ""),
    }
}
