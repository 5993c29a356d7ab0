//! The plan: everything the operator decided, nothing derived.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::error::{Hint, PlanError};
use super::hardware::Hardware;
use super::key::KeyAlgorithm;
use super::lifetime::Lifetimes;
use super::member::{Clients, Members};
use super::name::{ClusterName, ClusterToken, ServiceUser};
use super::network::{Ports, Timing};
use super::path::AbsolutePath;
use super::subject::SubjectFields;
use super::unit_form::UnitForm;
use super::version::EtcdVersion;

/// A cluster as the operator decided it. It is built of types that can only be built valid, saved as
/// `plan.json`, and the start of every later command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The version of this format: [`Plan::FORMAT`].
    pub format: u32,
    /// The cluster's name, for people.
    pub cluster_name: ClusterName,
    /// `--initial-cluster-token`.
    pub cluster_token: ClusterToken,
    /// The etcd that members run.
    pub etcd_version: EtcdVersion,
    /// What members run on.
    pub hardware: Hardware,
    /// The members.
    pub members: Members,
    /// The ports of their listeners.
    pub ports: Ports,
    /// Heartbeat and election.
    pub timing: Timing,
    /// Where things are on a member.
    pub install: Install,
    /// How the unit hands settings to etcd.
    #[serde(default, skip_serializing_if = "UnitForm::is_default")]
    pub unit_form: UnitForm,
    /// What certificates say.
    pub certificates: CertificateSettings,
    /// Who will connect.
    pub clients: Clients,
}

/// Where things are on a member, and who runs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawInstall", into = "RawInstall")]
pub struct Install {
    data_directory: AbsolutePath,
    wal_directory: Option<AbsolutePath>,
    configuration_directory: AbsolutePath,
    etcd_binary: AbsolutePath,
    service_user: ServiceUser,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInstall {
    data_directory: AbsolutePath,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wal_directory: Option<AbsolutePath>,
    configuration_directory: AbsolutePath,
    etcd_binary: AbsolutePath,
    service_user: ServiceUser,
}

impl Install {
    /// Takes all paths and the user.
    ///
    /// # Errors
    /// [`PlanError::SystemDirectory`] for a directory that isn't etcd's to own.
    /// [`PlanError::NestedDirectories`] where configuration, data or WAL lie inside one another: the
    /// data directory is wiped after a failed bootstrap, and must not take the rest along.
    pub fn new(
        data_directory: AbsolutePath,
        wal_directory: Option<AbsolutePath>,
        configuration_directory: AbsolutePath,
        etcd_binary: AbsolutePath,
        service_user: ServiceUser,
    ) -> Result<Self, PlanError> {
        let mut directories = vec![&data_directory, &configuration_directory];
        directories.extend(wal_directory.as_ref());
        if let Some(path) = directories.iter().find(|path| path.is_systems_own()) {
            return Err(PlanError::SystemDirectory { path: path.to_string() });
        }
        for (index, first) in directories.iter().enumerate() {
            for second in directories.iter().skip(index + 1) {
                if first.is_within(second) || second.is_within(first) {
                    return Err(PlanError::NestedDirectories {
                        first: first.to_string(),
                        second: second.to_string(),
                    });
                }
            }
        }
        Ok(Self {
            data_directory,
            wal_directory,
            configuration_directory,
            etcd_binary,
            service_user,
        })
    }

    /// `--data-dir`.
    pub fn data_directory(&self) -> &AbsolutePath {
        &self.data_directory
    }

    /// Where the write-ahead log goes, where that is a disk of its own. etcd's `--wal-dir` is a
    /// directory within it: etcd replaces that directory at its first start, and can't replace a mount.
    pub fn wal_directory(&self) -> Option<&AbsolutePath> {
        self.wal_directory.as_ref()
    }

    /// Where the settings file, if there is one, and, below `pki/`, the certificates go.
    pub fn configuration_directory(&self) -> &AbsolutePath {
        &self.configuration_directory
    }

    /// The etcd program.
    pub fn etcd_binary(&self) -> &AbsolutePath {
        &self.etcd_binary
    }

    /// Who runs it.
    pub fn service_user(&self) -> &ServiceUser {
        &self.service_user
    }
}

impl TryFrom<RawInstall> for Install {
    type Error = PlanError;
    fn try_from(raw: RawInstall) -> Result<Self, PlanError> {
        Self::new(
            raw.data_directory,
            raw.wal_directory,
            raw.configuration_directory,
            raw.etcd_binary,
            raw.service_user,
        )
    }
}

impl From<Install> for RawInstall {
    fn from(install: Install) -> Self {
        Self {
            data_directory: install.data_directory,
            wal_directory: install.wal_directory,
            configuration_directory: install.configuration_directory,
            etcd_binary: install.etcd_binary,
            service_user: install.service_user,
        }
    }
}

/// What all certificates of a plan share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateSettings {
    /// The algorithm of every key.
    pub algorithm: KeyAlgorithm,
    /// How long they are valid.
    pub lifetimes: Lifetimes,
    /// Subject fields beside the CN.
    #[serde(default)]
    pub subject: SubjectFields,
}

/// Why a plan file can't be taken.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlanFileError {
    /// More bytes than any plan needs.
    #[error("the plan is {found} bytes long, at most {limit} are read")]
    TooLarge {
        /// Its size in bytes.
        found: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A format of a later quorate.
    #[error("the plan has format {found}, this quorate reads format {}", Plan::FORMAT)]
    Format {
        /// The format found.
        found: u64,
    },
    /// Not JSON, or not a plan; the message names line and column.
    #[error("{}{message} at line {line} column {column}", place(.path))]
    Json {
        /// The field, such as `members[0].address`; `.` for the whole file.
        path: String,
        /// What was wrong.
        message: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

impl Hint for PlanFileError {
    fn hint(&self) -> String {
        match self {
            Self::TooLarge { .. } => "is this the plan.json of a bundle?".into(),
            Self::Format { .. } => "use the quorate that wrote it, or a newer one".into(),
            Self::Json { .. } => {
                "mend that place, or make a new one: quorate plan --member etcd-1=10.0.0.1 > new-plan.json".into()
            }
        }
    }
}

impl Plan {
    /// The version of the plan format that this quorate writes and reads.
    pub const FORMAT: u32 = 1;
    /// The longest plan file, in bytes.
    pub const SIZE_LIMIT: usize = 1 << 20;

    /// Reads a plan from JSON; everything in it passes the same parsers as the wizard's fields.
    ///
    /// # Errors
    /// [`PlanFileError`] with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, PlanFileError> {
        if json.len() > Self::SIZE_LIMIT {
            return Err(PlanFileError::TooLarge { found: json.len(), limit: Self::SIZE_LIMIT });
        }
        refuse_other_format(json)?;
        let mut reader = serde_json::Deserializer::from_slice(json);
        let plan = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| json_error(error.inner(), &error.path().to_string()))?;
        reader.end().map_err(|error| json_error(&error, "."))?;
        Ok(plan)
    }

    /// Writes the plan as JSON for people: indented, with a final newline.
    pub fn to_json(&self) -> String {
        // Serialising into memory fails only for maps with other keys than strings; there are none.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// `--initial-cluster`: every member's name and peer URL.
    pub fn initial_cluster(&self) -> String {
        let entries: Vec<String> = self
            .members
            .iter()
            .map(|member| format!("{}={}", member.name, self.peer_url(member.address)))
            .collect();
        entries.join(",")
    }

    /// The URL that the other members dial a member at.
    pub fn peer_url(&self, address: super::MemberAddress) -> String {
        format!("https://{}:{}", address.in_url(), self.ports.peer())
    }

    /// The URL that clients dial a member at.
    pub fn client_url(&self, address: super::MemberAddress) -> String {
        format!("https://{}:{}", address.in_url(), self.ports.client())
    }
}

/// The field in front of a complaint, where it is one field's.
fn place(path: &str) -> String {
    if path == "." { String::new() } else { format!("{}: ", crate::text::showable(path)) }
}

fn json_error(error: &serde_json::Error, path: &str) -> PlanFileError {
    let message = error.to_string();
    // serde_json appends the place, which is told apart here.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    PlanFileError::Json {
        path: path.to_owned(),
        message: crate::text::showable(message),
        line: error.line(),
        column: error.column(),
    }
}

/// Refuses a later format before its unknown fields are complained about.
fn refuse_other_format(json: &[u8]) -> Result<(), PlanFileError> {
    #[derive(Deserialize)]
    struct OnlyFormat {
        format: u64,
    }
    match serde_json::from_slice::<OnlyFormat>(json) {
        Ok(OnlyFormat { format }) if format != u64::from(Plan::FORMAT) => {
            Err(PlanFileError::Format { found: format })
        }
        Ok(_) => Ok(()),
        Err(error) => Err(json_error(&error, ".")),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A plan of three members, as the tests of every module start from.
    pub(crate) fn three_members() -> Plan {
        Plan::from_json(include_bytes!("../../tests/fixtures/three-members.json")).unwrap()
    }

    #[track_caller]
    fn refuses(replace: &str, with: &str) -> String {
        let json = three_members().to_json();
        assert!(json.contains(replace), "{replace} is not in {json}");
        let error = Plan::from_json(json.replacen(replace, with, 1).as_bytes()).unwrap_err();
        assert!(!error.hint().is_empty());
        error.to_string()
    }

    #[test]
    fn a_plan_survives_its_json() {
        let plan = three_members();
        assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
    }

    #[test]
    fn a_plan_tells_its_unit_form_only_where_that_is_not_the_default() {
        let mut plan = three_members();
        assert_eq!(plan.unit_form, UnitForm::EnvironmentFile);
        assert!(!plan.to_json().contains("unit_form"));
        for form in [UnitForm::Flags, UnitForm::ConfigFile] {
            plan.unit_form = form;
            let json = plan.to_json();
            assert!(json.contains(&format!("\"unit_form\": \"{form}\"")), "{json}");
            assert_eq!(Plan::from_json(json.as_bytes()).unwrap(), plan);
        }
    }

    #[test]
    fn urls_put_ipv6_in_brackets() {
        let json = three_members().to_json().replace("10.0.0.2", "fd00::2");
        let plan = Plan::from_json(json.as_bytes()).unwrap();
        assert_eq!(
            plan.initial_cluster(),
            "etcd-1=https://10.0.0.1:2380,etcd-2=https://[fd00::2]:2380,etcd-3=https://10.0.0.3:2380"
        );
    }

    #[test]
    fn a_plan_file_passes_the_same_parsers_as_the_form() {
        assert!(
            refuses("\"10.0.0.1\"", "\"10.0.0.256\"").starts_with(
                "members[0].address: `10.0.0.256` looks like an IP address but is none"
            )
        );
        assert!(refuses("\"etcd-2\"", "\"etcd$(id)\"").contains("found `$`"));
        assert!(refuses("\"etcd-2\"", "\"ETCD-1\"").contains("members 1 and 2 are both named"));
        assert!(refuses("2380", "2379").contains("clients and peers can't share port 2379"));
        assert!(refuses("2379", "\"2379\"").contains("invalid type"));
        assert!(refuses("2379", "2379.5").contains("invalid type"));
        assert!(refuses("2379", "1e3").contains("invalid type"));
        assert!(refuses("2379", "65536").starts_with("ports.client: 65536 is out of range"));
        assert!(
            refuses("\"/etc/etcd\"", "\"/var/lib/etcd/conf\"").contains("lie inside one another")
        );
    }

    #[test]
    fn directories_that_belong_to_the_system_are_refused() {
        for path in [
            "/etc",
            "/etc/systemd/system",
            "/usr",
            "/home",
            "/srv",
            "/dev/null",
            "/proc/x",
            "/root/etcd",
        ] {
            let message = refuses("\"/var/lib/etcd\"", &format!("\"{path}\""));
            assert!(
                message.contains(&format!("`{path}` belongs to the whole system")),
                "{message}"
            );
        }
    }

    #[test]
    fn files_that_are_no_plan_are_refused_with_their_place() {
        assert!(refuses("\"format\": 1", "\"format\": 2").starts_with("the plan has format 2"));
        assert!(refuses("\"members\"", "\"membres\"").contains("unknown field `membres`"));
        assert!(
            refuses("\"ports\": {", "\"ports\": {\"client\": 1, ")
                .contains("duplicate field `client`")
        );
        for (json, found) in
            [("", "EOF"), ("x", "expected value"), ("{\"format\": 1", "EOF"), ("[]", "invalid")]
        {
            let error = Plan::from_json(json.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(found) && error.contains("line 1"), "{error}");
        }
        let deep = "[".repeat(100_000);
        assert!(Plan::from_json(deep.as_bytes()).is_err());
        assert!(matches!(
            Plan::from_json(&vec![b' '; Plan::SIZE_LIMIT + 1]),
            Err(PlanFileError::TooLarge { .. })
        ));
    }
}
