//! The plan: everything the operator decided, nothing derived.

use serde::{Deserialize, Serialize};

use super::ca_layout::CaLayout;
use super::ca_source::{CaSource, KeyOrigin};
use super::certificate_layout::CertificateLayout;
use super::file_names::FileNames;
use super::further::FurtherSettings;
use super::hardware::Hardware;
use super::host::{MemberAddress, San};
use super::key::KeyAlgorithm;
use super::lifetime::Lifetimes;
use super::member::{Clients, Member, Members};
use super::name::{ClusterName, ClusterToken, SshUser};
use super::network::{Ports, Timing};
use super::permitted::Permitted;
use super::placement::{LoadBalancer, Placement};
use super::preset::Preset;
use super::subject::{AuthorityName, SubjectFields};
use super::unit_form::UnitForm;
use super::version::EtcdVersion;

mod check;
mod file;
mod install;

pub use file::PlanFileError;
pub use install::Install;

/// A cluster as the operator decided it. It is built of types that can only be built valid, saved as
/// `plan.json`, and the start of every later command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The version of this format: [`Plan::FORMAT`].
    pub format: u32,
    /// The layout it started from, which says how files are called.
    #[serde(default, skip_serializing_if = "Preset::is_default")]
    pub preset: Preset,
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
    /// How many of them a machine runs.
    #[serde(default, skip_serializing_if = "Placement::is_default")]
    pub placement: Placement,
    /// The ports of their listeners.
    pub ports: Ports,
    /// Heartbeat and election.
    pub timing: Timing,
    /// Where things are on a member.
    pub install: Install,
    /// Whom the roll-out logs in as on the members; anyone but root uses sudo there.
    #[serde(default, skip_serializing_if = "SshUser::is_root")]
    pub ssh_user: SshUser,
    /// How the unit hands settings to etcd.
    #[serde(default, skip_serializing_if = "UnitForm::is_default")]
    pub unit_form: UnitForm,
    /// Settings of etcd that nothing else here says, by the names of its flags.
    #[serde(default, skip_serializing_if = "FurtherSettings::is_empty")]
    pub settings: FurtherSettings,
    /// Whether members answer anyone on their own machine without TLS, at `http://127.0.0.1`: every
    /// user and every process there reads and writes everything, without a certificate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain_http_on_loopback: bool,
    /// What certificates say.
    pub certificates: CertificateSettings,
    /// Who will connect.
    pub clients: Clients,
    /// What stands in front of the API servers on the members' machines, where they are such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_balancer: Option<LoadBalancer>,
    /// What is written beside the bundle's own files.
    #[serde(default, skip_serializing_if = "FurtherFiles::is_none")]
    pub further_files: FurtherFiles,
}

/// Files that a bundle can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FurtherFiles {
    /// What cfssl is fed to make the same certificates.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cfssl: bool,
    /// Scripts that try out network and certificates before the real start.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub trials: bool,
}

impl FurtherFiles {
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
    fn is_none(&self) -> bool {
        *self == Self::default()
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
    /// The common name of a CA that is made here; without one it is the cluster's name with digits that are drawn
    /// when the CA is made, so that its successor gets others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority_name: Option<AuthorityName>,
    /// The only domains and networks that a CA that is made here can sign for; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name_constraints: Vec<Permitted>,
    /// How many authorities there are.
    #[serde(default, skip_serializing_if = "CaLayout::is_default")]
    pub trust: CaLayout,
    /// Which certificates members hold.
    #[serde(default, skip_serializing_if = "CertificateLayout::is_default")]
    pub arrangement: CertificateLayout,
    /// Where the authority comes from.
    #[serde(default, alias = "custody", skip_serializing_if = "CaSource::is_default")]
    pub ca_source: CaSource,
    /// Where members' keys are made.
    #[serde(default, skip_serializing_if = "KeyOrigin::is_default")]
    pub member_keys: KeyOrigin,
    /// What every server certificate is valid for beside its member's own names and addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub server_sans: Vec<San>,
}

impl Plan {
    /// `--initial-cluster`: every member's name with each of its peer URLs.
    pub fn initial_cluster(&self) -> String {
        let of = |member: &Member| {
            let urls = self.peer_urls(member).into_iter();
            urls.map(|url| format!("{}={url}", member.name)).collect::<Vec<_>>()
        };
        self.members.iter().flat_map(of).collect::<Vec<_>>().join(",")
    }

    /// The further settings of a member: its own, and those of the plan that it has no other value for.
    pub fn settings_of(&self, member: &Member) -> FurtherSettings {
        self.settings.with(&member.settings)
    }

    /// The ports of a member's listeners: its own, else those of the plan.
    pub fn ports_of(&self, member: &Member) -> Ports {
        member.ports.unwrap_or(self.ports)
    }

    /// The URLs that the other members dial a member at.
    pub fn peer_urls(&self, member: &Member) -> Vec<String> {
        let port = self.ports_of(member).peer();
        let url = |address: MemberAddress| format!("https://{}:{port}", address.in_url());
        member.peer_addresses().into_iter().map(url).collect()
    }

    /// The URLs that clients dial a member at.
    pub fn client_urls(&self, member: &Member) -> Vec<String> {
        let port = self.ports_of(member).client();
        let url = |address: MemberAddress| format!("https://{}:{port}", address.in_url());
        member.client_addresses().map(url).collect()
    }

    /// The first of them.
    pub fn client_url(&self, member: &Member) -> String {
        format!("https://{}:{}", member.address.in_url(), self.ports_of(member).client())
    }

    /// The name of a member's service, as `systemctl` takes it: `etcd`, or one of its own where the machine
    /// runs several.
    pub fn service_of(&self, member: &Member) -> String {
        match self.placement {
            Placement::OnePerHost => "etcd".to_owned(),
            Placement::SharedHost if member.name.as_str().starts_with("etcd") => {
                member.name.to_string()
            }
            Placement::SharedHost => format!("etcd-{}", member.name),
        }
    }

    /// Where things are on the machine of one member: `{name}` in a path is its name.
    pub fn install_of(&self, member: &Member) -> Install {
        self.install.paths_of(&member.name)
    }

    /// Every name and address that a certificate of the plan is valid for.
    pub fn sans(&self) -> impl Iterator<Item = San> {
        let of_members = self.members.iter().flat_map(|member| {
            let names = member.dns_names.iter().cloned().map(San::from);
            let addresses = member.addresses().into_iter().map(San::from);
            names.chain(addresses).chain(member.extra_sans.iter().cloned())
        });
        let of_balancer = self.load_balancer.iter().flat_map(LoadBalancer::sans);
        let of_servers = self.certificates.server_sans.iter().cloned();
        of_members.chain(of_balancer).chain(of_servers).chain(San::of_own_machine())
    }

    /// How certificates and keys are called.
    pub fn file_names(&self) -> FileNames<'_> {
        FileNames::new(self.preset, &self.cluster_name)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::cluster::Hint;

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
    fn a_member_has_a_url_for_each_of_its_addresses() {
        let with = |addresses: &str| {
            let json = three_members().to_json();
            let json = json.replacen("\"10.0.0.2\"", &format!("\"10.0.0.2\", {addresses}"), 1);
            Plan::from_json(json.as_bytes()).unwrap()
        };
        let of_second = |plan: &Plan| {
            let second = plan.members.iter().nth(1).unwrap();
            (plan.client_urls(second).join(","), plan.peer_urls(second).join(","))
        };
        let plan = with("\"more_addresses\": [\"fd00::2\"]");
        let (clients, peers) = of_second(&plan);
        assert_eq!(clients, "https://10.0.0.2:2379,https://[fd00::2]:2379");
        assert_eq!(peers, "https://10.0.0.2:2380,https://[fd00::2]:2380");
        assert!(
            plan.initial_cluster()
                .contains(",etcd-2=https://10.0.0.2:2380,etcd-2=https://[fd00::2]:2380,etcd-3=")
        );
        let plan = with("\"peer_addresses\": [\"10.1.0.2\"]");
        let (clients, peers) = of_second(&plan);
        assert_eq!(clients, "https://10.0.0.2:2379");
        assert_eq!(peers, "https://10.1.0.2:2380");
        assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
        assert!(plan.sans().any(|san| san.to_string() == "10.1.0.2"));
    }

    #[test]
    fn addresses_of_a_member_are_told_apart_from_one_another_and_from_those_of_others() {
        let refused = |of_first: &str, of_second: &str| {
            let json = three_members().to_json();
            let json = json.replacen("\"10.0.0.1\"", &format!("\"10.0.0.1\"{of_first}"), 1);
            let json = json.replacen("\"10.0.0.2\"", &format!("\"10.0.0.2\"{of_second}"), 1);
            let error = Plan::from_json(json.as_bytes()).unwrap_err();
            assert!(!error.hint().is_empty());
            error.to_string()
        };
        assert_eq!(
            refused("", ", \"more_addresses\": [\"10.0.0.2\"]"),
            "member `etcd-2` has the address `10.0.0.2` twice"
        );
        assert_eq!(
            refused("", ", \"peer_addresses\": [\"10.1.0.2\", \"10.1.0.2\"]"),
            "member `etcd-2` has the address `10.1.0.2` twice"
        );
        assert_eq!(
            refused(", \"peer_addresses\": [\"10.1.0.1\"]", ", \"more_addresses\": [\"10.1.0.1\"]"),
            "members 1 and 2 share the address `10.1.0.1`"
        );
        let many: Vec<String> = (1..5).map(|n| format!("\"10.2.0.{n}\"")).collect();
        assert_eq!(
            refused("", &format!(", \"more_addresses\": [{}]", many.join(", "))),
            "member `etcd-2` has 5 addresses for one listener, expected at most 4"
        );
    }

    #[test]
    fn a_plan_file_passes_the_same_parsers_as_the_form() {
        assert!(
            refuses("\"10.0.0.1\"", "\"10.0.0.256\"")
                .starts_with("members[0].address: `10.0.0.256` is not a valid IP address")
        );
        assert!(refuses("\"etcd-2\"", "\"etcd$(id)\"").contains("found `$`"));
        assert!(refuses("\"etcd-2\"", "\"ETCD-1\"").contains("members 1 and 2 are both named"));
        assert!(refuses("2380", "2379").contains("clients and peers can't share port 2379"));
        assert!(refuses("2379", "\"2379\"").contains("invalid type"));
        assert!(refuses("2379", "2379.5").contains("invalid type"));
        assert!(refuses("2379", "1e3").contains("invalid type"));
        assert!(refuses("2379", "65536").starts_with("ports.client: 65536 is out of range"));
        assert!(refuses("\"/etc/etcd\"", "\"/var/lib/etcd/conf\"").contains("overlap"));
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
        for (json, found) in [
            ("", "EOF"),
            ("x", "expected value"),
            ("{\"format\": 1", "EOF"),
            ("[]", "expected a plan"),
        ] {
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
