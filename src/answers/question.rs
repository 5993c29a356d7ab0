//! The questions of the wizard, declared once: field, step, default and parser. Labels and help stand
//! in the text catalogue under `field.FIELD` and `field.FIELD.help`.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::known::{AutoCompaction, LEVELS, MetricsUrls};
use super::rows::{join, split_list};
use super::settings::TypedSettings;
use crate::cluster::{
    AbsolutePath, AuthorityName, CaLayout, CaSource, CertificateLayout, ClusterName, ClusterSize,
    ClusterToken, CountryCode, Days, DnsName, EtcdVersion, FieldError, Figures, KeyAlgorithm,
    KeyOrigin, Megabytes, MemberAddress, Milliseconds, Permitted, Placement, Port, Preset, San,
    ServiceUser, SshUser, SubjectText, Tier, UnitForm,
};
use crate::text::Words;

/// The word that stands for figures of one's own instead of a tier.
pub(super) const CUSTOM: &str = "custom";

/// The answers of a question that asks for no more.
pub(super) const YES: &str = "yes";
pub(super) const NO: &str = "no";

/// A step of the wizard, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// How many members.
    Size,
    /// What they run on.
    Hardware,
    /// Who they are, and how many of them a machine runs.
    Members,
    /// Ports, timing and places.
    Network,
    /// What certificates say, and the clients.
    Certificates,
    /// All that will be written.
    Review,
    /// The writing itself.
    Generate,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 7] = [
        Self::Size,
        Self::Hardware,
        Self::Members,
        Self::Network,
        Self::Certificates,
        Self::Review,
        Self::Generate,
    ];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Size => "step-size",
            Self::Hardware => "step-hardware",
            Self::Members => "step-members",
            Self::Network => "step-network",
            Self::Certificates => "step-certificates",
            Self::Review => "step-review",
            Self::Generate => "step-generate",
        }
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// The step before this one.
    pub fn previous(self) -> Option<Self> {
        self.number().checked_sub(2).and_then(|index| Self::ALL.get(index).copied())
    }
}

/// One of a list of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The text that is stored.
    pub text: String,
    /// The text that is shown.
    pub label: String,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// By typing.
    Text,
    /// By picking one of a list that stands upright and is read as a table; [`Question::choices`] names them.
    Table(fn() -> Vec<Choice>),
    /// By picking one of a short list on a line.
    Line(fn() -> Vec<Choice>),
}

/// A question, as every front end draws it.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Which field it fills.
    pub field: Field,
    /// The step that asks it.
    pub step: Step,
    /// Key of its label; `KEY.help` is that of its help.
    pub label: &'static str,
    /// Key of its help.
    pub help: &'static str,
    /// What stands there before anything is typed; some fields have a default that follows others.
    pub default: &'static str,
    /// Whether it may stay empty.
    pub optional: bool,
    /// How it is answered.
    pub kind: Kind,
    /// Reads an answer and returns it in the form it will be written.
    pub parse: fn(&str) -> Result<String, FieldError>,
}

impl Question {
    /// Reads an answer; an optional one may be empty.
    ///
    /// # Errors
    /// What its parser refuses.
    pub fn read(&self, text: &str) -> Result<String, FieldError> {
        if self.optional && text.trim_matches(' ').is_empty() {
            return Ok(String::new());
        }
        (self.parse)(text)
    }

    /// What there is to choose from; nothing where an answer is typed.
    pub fn choices(&self) -> Vec<Choice> {
        match self.kind {
            Kind::Table(choices) | Kind::Line(choices) => {
                choices().into_iter().map(|choice| self.named(choice)).collect()
            }
            Kind::Text => Vec::new(),
        }
    }

    /// A choice as the catalogue calls it, where it has a name of its own.
    fn named(&self, choice: Choice) -> Choice {
        let label = crate::text::find(&format!("{}-{}.label", self.axis(), choice.text));
        Choice { label: label.map_or(choice.label, str::to_owned), ..choice }
    }

    /// What the keys of its choices start with.
    fn axis(&self) -> String {
        self.label.replacen("field-", "axis-", 1)
    }

    /// An answer as it is shown: what a choice is called, or what was typed.
    pub fn shown(&self, text: &str) -> String {
        let choice = self.choices().into_iter().find(|one| one.text == text);
        choice.map_or_else(|| text.to_owned(), |one| one.label)
    }

    /// What a choice costs, where that has a text of its own.
    pub fn what_it_costs(&self, choice: &str) -> Option<&'static str> {
        crate::text::find(&format!("{}-{choice}", self.axis()))
    }

    /// The choices that have a text of their own, by what they are called, with that text.
    pub fn explained_choices(&self) -> Vec<(String, &'static str)> {
        let text = |choice: Choice| Some((choice.label, self.what_it_costs(&choice.text)?));
        self.choices().into_iter().filter_map(text).collect()
    }
}

/// The questions of a step, in order.
pub fn questions(step: Step) -> impl Iterator<Item = &'static Question> {
    Field::ALL.iter().map(|field| field.question()).filter(move |question| question.step == step)
}

fn reads<T: FromStr<Err = FieldError> + ToString>(text: &str) -> Result<String, FieldError> {
    text.parse::<T>().map(|value| value.to_string())
}

fn tier(text: &str) -> Result<String, FieldError> {
    let word = if text == CUSTOM { CUSTOM } else { text.parse::<Tier>()?.as_str() };
    Ok(word.to_owned())
}

fn algorithm(text: &str) -> Result<String, FieldError> {
    text.parse::<KeyAlgorithm>().map(|algorithm| algorithm.as_str().to_owned())
}

fn megabytes(text: &str) -> Result<String, FieldError> {
    text.parse::<Megabytes>().map(|size| size.count().to_string())
}

fn count(text: &str) -> Result<String, FieldError> {
    crate::cluster::count(text, Figures::LIMIT).map(|count| count.to_string())
}

fn output(text: &str) -> Result<String, FieldError> {
    if text.trim_matches(' ').is_empty() {
        return Err(FieldError::Empty(Words("expected-directory")));
    }
    file(text)
}

/// Reads the path of a file of the operator's own; whether it is there is seen when it is read.
fn file(text: &str) -> Result<String, FieldError> {
    let text = text.trim_matches(' ');
    crate::cluster::refuse_unsafe(text)?;
    Ok(text.to_owned())
}

fn tiers() -> Vec<Choice> {
    let tiers =
        Tier::ALL.map(|tier| Choice { text: tier.as_str().into(), label: tier.to_string() });
    let custom = Choice { text: CUSTOM.into(), label: CUSTOM.into() };
    tiers.into_iter().chain([custom]).collect()
}

/// Choices that are shown as they are stored.
fn words<T: ToString>(all: impl IntoIterator<Item = T>) -> Vec<Choice> {
    let choice = |one: T| Choice { text: one.to_string(), label: one.to_string() };
    all.into_iter().map(choice).collect()
}

/// No and yes, shown in the language that is spoken.
fn no_or_yes() -> Vec<Choice> {
    [(NO, "prompt-no"), (YES, "prompt-yes")]
        .map(|(text, key)| Choice { text: text.into(), label: crate::text::say(key).into() })
        .into()
}

fn yes_or_no(text: &str) -> Result<String, FieldError> {
    match text.trim_matches(' ').to_ascii_lowercase().as_str() {
        YES | "true" => Ok(YES.to_owned()),
        NO | "false" => Ok(NO.to_owned()),
        _ => Err(FieldError::UnknownChoice { text: text.into(), choices: format!("{NO}, {YES}") }),
    }
}

fn level(text: &str) -> Result<String, FieldError> {
    let word = text.trim_matches(' ').to_ascii_lowercase();
    if LEVELS.contains(&word.as_str()) {
        return Ok(word);
    }
    Err(FieldError::UnknownChoice { text: text.into(), choices: LEVELS.join(", ") })
}

/// Reads a list of names and addresses.
fn sans(text: &str) -> Result<String, FieldError> {
    let items: Result<Vec<San>, FieldError> = split_list(text).map(str::parse).collect();
    Ok(join(&items?))
}

/// Reads a list of domains and networks.
fn permitted(text: &str) -> Result<String, FieldError> {
    let items: Result<Vec<Permitted>, FieldError> = split_list(text).map(str::parse).collect();
    let items = items?;
    // Nothing at all would allow everything.
    if items.is_empty() {
        text.parse::<Permitted>()?;
    }
    Ok(join(&items))
}

fn algorithms() -> Vec<Choice> {
    let choice = |algorithm: KeyAlgorithm| Choice {
        text: algorithm.as_str().into(),
        // All six fit a line of 80 columns beside their label.
        label: algorithm.to_string().trim_start_matches("ECDSA ").to_owned(),
    };
    KeyAlgorithm::ALL.map(choice).into()
}

/// Declares the fields, each with its question: step, key, default, whether it may stay empty, how it is answered,
/// and what reads the answer.
macro_rules! questions {
    ($($field:ident, $step:ident, $key:literal, $default:literal, $optional:literal, $kind:expr, $parse:expr;)*) => {
        /// A question with one answer, in the order they are asked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)] // each is explained in the catalogue, `field.FIELD.help`
        pub enum Field {
            $($field,)*
        }

        impl Field {
            const ALL: &[Self] = &[$(Self::$field),*];

            /// Whether it is a figure that is given for a custom tier only.
            pub fn is_figure(self) -> bool {
                matches!(self, Self::Quota | Self::SnapshotCount | Self::Memory | Self::Iops)
            }

            /// The question that fills this field.
            pub fn question(self) -> &'static Question {
                match self {
                    $(Self::$field => &const {
                        Question {
                            field: Self::$field,
                            step: Step::$step,
                            label: concat!("field-", $key),
                            help: concat!("field-", $key, ".help"),
                            default: $default,
                            optional: $optional,
                            kind: $kind,
                            parse: $parse,
                        }
                    },)*
                }
            }
        }
    };
}

questions! {
    ClusterSize, Size, "size", "3", false, Kind::Table(|| words(1..=9)), reads::<ClusterSize>;
    Preset, Size, "preset", "recommended", false, Kind::Table(|| words(Preset::ALL)), reads::<Preset>;
    Tier, Hardware, "tier", "small", false, Kind::Table(tiers), tier;
    Quota, Hardware, "quota", "2048", false, Kind::Text, megabytes;
    SnapshotCount, Hardware, "snapshot-count", "10000", false, Kind::Text, count;
    Memory, Hardware, "memory", "8", false, Kind::Text, count;
    Iops, Hardware, "iops", "50", false, Kind::Text, count;
    WorkloadNodes, Hardware, "workload-nodes", "", true, Kind::Text, count;
    WorkloadClients, Hardware, "workload-clients", "", true, Kind::Text, count;
    WorkloadRequests, Hardware, "workload-requests", "", true, Kind::Text, count;
    WorkloadData, Hardware, "workload-data", "", true, Kind::Text, count;
    Placement, Members, "placement", "one-per-host", false, Kind::Line(|| words(Placement::ALL)), reads::<Placement>;
    PeerNetwork, Members, "peer-network", "no", false, Kind::Line(no_or_yes), yes_or_no;
    ClusterName, Network, "cluster-name", "etcd", false, Kind::Text, reads::<ClusterName>;
    ClusterToken, Network, "cluster-token", "", false, Kind::Text, reads::<ClusterToken>;
    EtcdVersion, Network, "etcd-version", "3.6", false, Kind::Line(|| words(EtcdVersion::ALL)), reads::<EtcdVersion>;
    ClientPort, Network, "client-port", "2379", false, Kind::Text, reads::<Port>;
    PeerPort, Network, "peer-port", "2380", false, Kind::Text, reads::<Port>;
    PlainHttp, Network, "plain-http", "no", false, Kind::Line(no_or_yes), yes_or_no;
    RoundTrip, Network, "round-trip", "10", false, Kind::Text, reads::<Milliseconds>;
    Heartbeat, Network, "heartbeat", "", false, Kind::Text, reads::<Milliseconds>;
    Election, Network, "election", "", false, Kind::Text, reads::<Milliseconds>;
    DataDirectory, Network, "data-directory", "/var/lib/etcd", false, Kind::Text, reads::<AbsolutePath>;
    WalDirectory, Network, "wal-directory", "", true, Kind::Text, reads::<AbsolutePath>;
    ConfigurationDirectory, Network, "configuration-directory", "/etc/etcd", false, Kind::Text, reads::<AbsolutePath>;
    CertificateDirectory, Network, "certificate-directory", "", true, Kind::Text, reads::<AbsolutePath>;
    EtcdBinary, Network, "etcd-binary", "/usr/local/bin/etcd", false, Kind::Text, reads::<AbsolutePath>;
    ServiceUser, Network, "service-user", "etcd", false, Kind::Text, reads::<ServiceUser>;
    SshUser, Network, "ssh-user", "root", false, Kind::Text, reads::<SshUser>;
    UnitForm, Network, "unit-form", "environment-file", false, Kind::Line(|| words(UnitForm::ALL)), reads::<UnitForm>;
    AutoCompaction, Network, "auto-compaction", "", true, Kind::Text, reads::<AutoCompaction>;
    CorruptionCheck, Network, "corruption-check", "no", false, Kind::Line(no_or_yes), yes_or_no;
    MetricsUrls, Network, "metrics-urls", "", true, Kind::Text, reads::<MetricsUrls>;
    LogLevel, Network, "log-level", "info", false, Kind::Line(|| words(LEVELS)), level;
    FurtherSettings, Network, "further-settings", "", true, Kind::Text, reads::<TypedSettings>;
    LoadBalancer, Network, "load-balancer", "", true, Kind::Text, reads::<MemberAddress>;
    LoadBalancerName, Network, "load-balancer-name", "", true, Kind::Text, reads::<DnsName>;
    Trials, Network, "trials", "no", false, Kind::Line(no_or_yes), yes_or_no;
    CaLayout, Certificates, "trust", "one", false, Kind::Line(|| words(CaLayout::ALL)), reads::<CaLayout>;
    CertificateLayout, Certificates, "arrangement", "server-and-peer", false, Kind::Line(|| words(CertificateLayout::ALL)), reads::<CertificateLayout>;
    CaSource, Certificates, "ca-source", "made", false, Kind::Line(|| words(CaSource::ALL)), reads::<CaSource>;
    AuthorityCertificate, Certificates, "authority-certificate", "", true, Kind::Text, file;
    AuthorityKey, Certificates, "authority-key", "", true, Kind::Text, file;
    MemberKeys, Certificates, "member-keys", "here", false, Kind::Line(|| words(KeyOrigin::ALL)), reads::<KeyOrigin>;
    Algorithm, Certificates, "algorithm", "ecdsa-p256", false, Kind::Line(algorithms), algorithm;
    AuthorityDays, Certificates, "authority-days", "3650", false, Kind::Text, reads::<Days>;
    LeafDays, Certificates, "leaf-days", "365", false, Kind::Text, reads::<Days>;
    AuthorityName, Certificates, "authority-name", "", true, Kind::Text, reads::<AuthorityName>;
    NameConstraints, Certificates, "name-constraints", "no", false, Kind::Line(no_or_yes), yes_or_no;
    PermittedNames, Certificates, "permitted-names", "", false, Kind::Text, permitted;
    ServerSans, Certificates, "server-sans", "", true, Kind::Text, sans;
    Organization, Certificates, "organization", "", true, Kind::Text, reads::<SubjectText>;
    OrganizationalUnit, Certificates, "organizational-unit", "", true, Kind::Text, reads::<SubjectText>;
    Country, Certificates, "country", "", true, Kind::Text, reads::<CountryCode>;
    State, Certificates, "state", "", true, Kind::Text, reads::<SubjectText>;
    Locality, Certificates, "locality", "", true, Kind::Text, reads::<SubjectText>;
    CfsslInputs, Certificates, "cfssl-inputs", "no", false, Kind::Line(no_or_yes), yes_or_no;
    Output, Review, "output", "", false, Kind::Text, output;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_its_label_its_help_and_a_default_it_accepts() {
        for question in Field::ALL.iter().map(|field| field.question()) {
            assert!(crate::text::find(question.label).is_some(), "{}", question.label);
            assert!(crate::text::find(question.help).is_some(), "{}", question.help);
            let follows_others = matches!(
                question.field,
                Field::ClusterToken
                    | Field::Heartbeat
                    | Field::Election
                    | Field::PermittedNames
                    | Field::Output
            );
            if !follows_others {
                assert_eq!(
                    question.read(question.default).unwrap(),
                    question.default,
                    "{}",
                    question.label
                );
            }
            assert_eq!(question.field.question().label, question.label);
        }
    }

    #[test]
    fn every_choice_is_accepted_by_its_own_question() {
        for question in Field::ALL.iter().map(|field| field.question()) {
            if let Kind::Table(choices) | Kind::Line(choices) = question.kind {
                for choice in choices() {
                    assert_eq!(question.read(&choice.text).unwrap(), choice.text);
                }
            }
        }
    }

    #[test]
    fn steps_follow_one_another() {
        assert_eq!(Step::Size.previous(), None);
        assert_eq!(Step::Size.next(), Some(Step::Hardware));
        assert_eq!(Step::Generate.next(), None);
        assert_eq!(Step::Generate.previous(), Some(Step::Review));
        assert_eq!(Step::Generate.number(), 7);
    }
}
