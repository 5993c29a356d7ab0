//! `quorate plan`: a complete plan from a few answers, without the wizard.

use std::fmt::Display;
use std::process::ExitCode;
use std::str::FromStr;

use super::failure::{Complaints, Failure};
use super::output;
use crate::cluster::{
    CertificateSettings, Client, Clients, ClusterName, ClusterToken, CommonName, Days, DnsName,
    EtcdVersion, FieldError, Hardware, Install, KeyAlgorithm, Lifetimes, Member, MemberName,
    Members, Plan, PlanError, Ports, San, SubjectFields, Tier, Timing,
};

/// How long the authority is valid, in days, where nothing is said.
const AUTHORITY_DAYS: u64 = 3650;
/// How long all other certificates are valid, in days, where nothing is said.
const LEAF_DAYS: u64 = 365;
/// The longest name, in characters, which a token is as well.
const NAME_LIMIT: usize = 63;

/// Print a plan as JSON, with defaults for all that isn't said
///
/// The plan is everything that `quorate generate` and `quorate wizard --plan` need. What is legal and
/// yet unwise is told on standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate plan --cluster production \\
      --member etcd-1=10.0.0.1,etcd-1.example.com \\
      --member etcd-2=10.0.0.2,etcd-2.example.com \\
      --member etcd-3=10.0.0.3,etcd-3.example.com > plan.json
  quorate plan --member lab=192.168.1.5 --tier lab --client root --client backup=etcd-backup

A HOST that is an address or a wildcard becomes a further subject alternative name. A member without
a HOST is reached by its own name, if that can be a host name.")]
pub(super) struct Arguments {
    /// Name of the cluster
    #[arg(long, value_name = "NAME", default_value = "production")]
    cluster: String,
    /// A member: its name, its IP address, and the names it is reached by; once for each
    #[arg(long = "member", value_name = "NAME=ADDRESS[,HOST…]", allow_hyphen_values = true)]
    members: Vec<String>,
    /// Hardware: lab, small, medium, large or x-large
    #[arg(long, value_name = "TIER", default_value = "small")]
    tier: String,
    /// Release series of etcd: 3.4, 3.5, 3.6 or 3.7
    #[arg(long, value_name = "VERSION", default_value = "3.5")]
    etcd_version: String,
    /// Keys: ecdsa-p256, ecdsa-p384, rsa-2048, rsa-3072, rsa-4096 or ed25519
    #[arg(long, value_name = "ALGORITHM", default_value = "ecdsa-p256")]
    algorithm: String,
    /// A client, and its common name where that differs; once for each [default: root]
    #[arg(long = "client", value_name = "NAME[=CN]", allow_hyphen_values = true)]
    clients: Vec<String>,
    /// Cluster token [default: the cluster's name and 8 random digits]
    #[arg(long, allow_hyphen_values = true)]
    token: Option<String>,
    /// Days that the authority is valid for [default: 3650]
    #[arg(long, value_name = "DAYS", allow_hyphen_values = true)]
    ca_days: Option<String>,
    /// Days that all other certificates are valid for [default: 365]
    #[arg(long, value_name = "DAYS", allow_hyphen_values = true)]
    leaf_days: Option<String>,
    /// Organization in every subject
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    organization: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.members.is_empty() {
        return Err(no_members());
    }
    let mut reader = Reader::default();
    let plan = reader.plan(arguments)?;
    reader.complaints.finish()?;
    let Some(plan) = plan else {
        return Err(Failure::fault("no plan came of these answers", "please report it"));
    };
    for note in &reader.notes {
        output::complain(&format!("note: {note}"));
    }
    output::advise(&plan);
    output::print(&plan.to_json())?;
    Ok(ExitCode::SUCCESS)
}

fn no_members() -> Failure {
    Failure::input(
        "no member is given, and a cluster needs at least one",
        "name each with its address: quorate plan --member etcd-1=10.0.0.1 \
         --member etcd-2=10.0.0.2 --member etcd-3=10.0.0.3 > plan.json",
    )
}

/// Reads all answers, so that all of them are complained about at once.
#[derive(Default)]
struct Reader {
    complaints: Complaints,
    notes: Vec<String>,
}

impl Reader {
    /// Makes a plan of the answers; `None` where there are complaints.
    fn plan(&mut self, arguments: &Arguments) -> Result<Option<Plan>, Failure> {
        let cluster_name = self.field::<ClusterName>("--cluster", &arguments.cluster);
        let cluster_token = match (&arguments.token, &cluster_name) {
            (Some(token), _) => self.field("--token", token),
            (None, Some(name)) => self.complaints.take("--token", random_token(name)?),
            (None, None) => None,
        };
        let tier = self.read("--tier", &arguments.tier, |tier: &Tier| tier.as_str().into());
        let etcd_version = self.field::<EtcdVersion>("--etcd-version", &arguments.etcd_version);
        let members = self.members(&arguments.members);
        let clients = self.clients(&arguments.clients);
        let certificates = self.certificates(arguments);
        let install = self.complaints.take("defaults", default_install());
        Ok((|| {
            Some(Plan {
                format: Plan::FORMAT,
                cluster_name: cluster_name?,
                cluster_token: cluster_token?,
                etcd_version: etcd_version?,
                hardware: Hardware::Tier(tier?),
                members: members?,
                ports: Ports::default(),
                timing: Timing::default(),
                install: install?,
                certificates: certificates?,
                clients: clients?,
            })
        })())
    }

    /// Reads one answer, and notes where it is written in another way than it was typed.
    fn field<T>(&mut self, place: impl Display, text: &str) -> Option<T>
    where
        T: FromStr<Err = FieldError> + Display,
    {
        self.read(place, text, |value: &T| value.to_string())
    }

    fn read<T>(
        &mut self,
        place: impl Display,
        text: &str,
        written: impl Fn(&T) -> String,
    ) -> Option<T>
    where
        T: FromStr<Err = FieldError>,
    {
        let value = self.complaints.take(place, text.parse::<T>())?;
        let written = written(&value);
        if !written.eq(text.trim_matches(' ')) {
            self.notes.push(format!("`{}` is written as `{written}`", crate::text::showable(text)));
        }
        Some(value)
    }

    fn members(&mut self, texts: &[String]) -> Option<Members> {
        let read: Vec<Option<Member>> =
            texts.iter().enumerate().map(|(index, text)| self.member(index + 1, text)).collect();
        let members: Option<Vec<Member>> = read.into_iter().collect();
        self.complaints.take("--member", Members::new(members?))
    }

    fn member(&mut self, number: usize, text: &str) -> Option<Member> {
        let place = |part: &str| format!("--member {number}, {part}");
        let Some((name, rest)) = text.split_once('=') else {
            self.complaints.add(
                format!(
                    "--member {number}: `{}` has no address, expected NAME=ADDRESS[,HOST…]",
                    crate::text::showable(text)
                ),
                "write it like etcd-1=10.0.0.1,etcd-1.example.com",
            );
            return None;
        };
        let name = self.field::<MemberName>(place("name"), name);
        let mut parts = rest.split(',');
        let address = self.field(place("address"), parts.next().unwrap_or_default());
        let (mut dns_names, mut extra_sans): (Vec<DnsName>, Vec<San>) = (Vec::new(), Vec::new());
        let mut given = false;
        for host in parts {
            given = true;
            let Some(san) = self.field::<San>(place("host"), host) else { continue };
            // A wildcard is a name too, and no host's own.
            match san.to_string().parse::<DnsName>() {
                Ok(name) if dns_names.contains(&name) => {}
                Ok(name) => dns_names.push(name),
                Err(_) if extra_sans.contains(&san) => {}
                Err(_) => extra_sans.push(san),
            }
        }
        if !given && let Some(Ok(name)) = name.as_ref().map(|name| name.as_str().parse()) {
            dns_names.push(name);
        }
        Some(Member { name: name?, address: address?, dns_names, extra_sans })
    }

    fn clients(&mut self, texts: &[String]) -> Option<Clients> {
        let default = ["root".to_owned()];
        let texts = if texts.is_empty() { &default } else { texts };
        let read: Vec<Option<Client>> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let (name, common_name) = text.split_once('=').unwrap_or((text, text));
                let number = index + 1;
                let name = self.field(format!("--client {number}, name"), name);
                let common_name = self
                    .field::<CommonName>(format!("--client {number}, common name"), common_name);
                Some(Client { name: name?, common_name: common_name? })
            })
            .collect();
        let clients: Option<Vec<Client>> = read.into_iter().collect();
        self.complaints.take("--client", Clients::new(clients?))
    }

    fn certificates(&mut self, arguments: &Arguments) -> Option<CertificateSettings> {
        let algorithm = self.read("--algorithm", &arguments.algorithm, |value: &KeyAlgorithm| {
            value.as_str().into()
        });
        let authority = self.days("--ca-days", arguments.ca_days.as_deref(), AUTHORITY_DAYS);
        // A short-lived authority must not make the default of its leaves a fault.
        let longest = authority.map_or(LEAF_DAYS, |days| u64::from(days).min(LEAF_DAYS));
        let leaf = self.days("--leaf-days", arguments.leaf_days.as_deref(), longest);
        let organization = match &arguments.organization {
            None => None,
            Some(text) => Some(self.field("--organization", text)?),
        };
        let lifetimes: Result<Lifetimes, PlanError> = Lifetimes::new(authority?, leaf?);
        Some(CertificateSettings {
            algorithm: algorithm?,
            lifetimes: self.complaints.take("--leaf-days", lifetimes)?,
            subject: SubjectFields { organization, ..SubjectFields::default() },
        })
    }

    fn days(&mut self, place: &str, text: Option<&str>, default: u64) -> Option<Days> {
        match text {
            Some(text) => self.field(place, text),
            None => self.complaints.take(place, Days::try_from(default)),
        }
    }
}

/// A token that no other cluster has: the name, cut where it is long, and 32 random bits.
fn random_token(name: &ClusterName) -> Result<Result<ClusterToken, FieldError>, Failure> {
    let mut bytes = [0; 4];
    super::random(&mut bytes)?;
    let suffix = format!("-{:08x}", u32::from_be_bytes(bytes));
    // Names are ASCII: characters are bytes.
    let name: String = name.as_str().chars().take(NAME_LIMIT - suffix.len()).collect();
    Ok(format!("{name}{suffix}").parse())
}

fn default_install() -> Result<Install, DefaultError> {
    Ok(Install::new(
        "/var/lib/etcd".parse()?,
        None,
        "/etc/etcd".parse()?,
        "/usr/local/bin/etcd".parse()?,
        "etcd".parse()?,
    )?)
}

/// Never seen: a test makes a plan of the defaults.
#[derive(Debug, thiserror::Error)]
enum DefaultError {
    #[error(transparent)]
    Field(#[from] FieldError),
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl crate::cluster::Hint for DefaultError {
    fn hint(&self) -> String {
        match self {
            Self::Field(error) => error.hint(),
            Self::Plan(error) => error.hint(),
        }
    }
}
