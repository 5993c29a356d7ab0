//! Every setting of a member, with the reason beside it: one list, which each form of a unit draws.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::layout::{self, MemberFiles};
use crate::cluster::{
    CaLayout, FurtherSetting, FurtherSettings, FurtherValue, Gateway, Member, MemberAddress, Plan,
    UnitForm,
};
use crate::etcd::flags::Section;

/// Settings that are explained together.
pub(super) struct Group {
    /// Why they are as they are: lines of at most about 100 columns.
    pub(super) why: Vec<String>,
    /// The settings, at least one.
    pub(super) settings: Vec<Setting>,
}

/// One setting.
pub(super) struct Setting {
    /// etcd's flag, without the dashes.
    pub(super) flag: &'static str,
    /// Its value.
    pub(super) value: Value,
}

/// A value, by what etcd reads it as.
pub(super) enum Value {
    /// Names, paths and URLs.
    Text(String),
    /// A whole number.
    Number(i128),
    /// On.
    Yes,
    /// Off.
    No,
    /// Words.
    List(Vec<String>),
    /// A duration.
    Duration {
        /// As Go writes it.
        text: String,
        /// The same in nanoseconds.
        nanoseconds: i64,
    },
}

impl From<&FurtherValue> for Value {
    fn from(value: &FurtherValue) -> Self {
        match value {
            FurtherValue::Switch(true) => Self::Yes,
            FurtherValue::Switch(false) => Self::No,
            FurtherValue::Number(number) => Self::Number(*number),
            FurtherValue::List(words) => Self::List(words.clone()),
            FurtherValue::Text(text) => Self::Text(text.clone()),
            FurtherValue::Duration { text, nanoseconds } => {
                Self::Duration { text: text.clone(), nanoseconds: *nanoseconds }
            }
        }
    }
}

impl Value {
    /// As flags and variables take it, not yet quoted.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Duration { text, .. } => text.clone(),
            Self::List(words) => words.join(","),
            Self::Number(number) => number.to_string(),
            Self::Yes => "true".to_owned(),
            Self::No => "false".to_owned(),
        }
    }
}

/// Returns the settings of one member, in the order they are read best.
pub(super) fn groups(plan: &Plan, member: &Member) -> Vec<Group> {
    let mut further = plan.settings_of(member);
    // A config file knows no mode before 3.6, where flags have one by default: an age alone would end etcd there.
    if plan.unit_form == UnitForm::ConfigFile
        && further.get("auto-compaction-retention").is_some()
        && further.get("auto-compaction-mode").is_none()
        && let Ok(mode) = FurtherSetting::new("auto-compaction-mode", "periodic")
    {
        further.put(mode);
    }
    let mut list = List(Vec::new());
    identity(&mut list, plan, member);
    if plan.etcd_version.needs_logger_flag() && further.get("logger").is_none() {
        list.group(
            &["Logs as one JSON object a line; 3.4 would still use its retired logger otherwise."],
            [("logger", text("zap"))],
        );
    }
    listeners(&mut list, plan, member);
    if further.get("enable-grpc-gateway").is_none() {
        gateway(&mut list, plan);
    }
    bootstrap(&mut list, plan);
    let files = layout::member_files(plan, member);
    client_side(&mut list, plan, member, &files);
    list.further(&further, Some(Section::Client));
    peer_side(&mut list, plan, member, &files);
    list.further(&further, Some(Section::Peer));
    tuning(&mut list, plan);
    list.further(&further, None);
    list.further(&further, Some(Section::Socket));
    list.0
}

/// Returns `--listen-client-urls`: the member's addresses, and the machine's own loopback addresses for
/// those who work on the machine itself. A member that lives on a loopback address listens there
/// only, as several of them may share the machine.
fn listen_client_urls(plan: &Plan, member: &Member) -> String {
    let mut hosts: Vec<IpAddr> = member.client_addresses().map(MemberAddress::ip).collect();
    if !hosts.iter().any(IpAddr::is_loopback) {
        let has_ipv6 = hosts.iter().any(IpAddr::is_ipv6);
        hosts.push(IpAddr::V4(Ipv4Addr::LOCALHOST));
        if has_ipv6 {
            hosts.push(IpAddr::V6(Ipv6Addr::LOCALHOST));
        }
    }
    let port = plan.ports_of(member).client();
    let urls: Vec<String> = hosts
        .into_iter()
        // A socket address writes IPv6 in brackets, as a URL does.
        .map(|host| {
            let is_plain = plan.plain_http_on_loopback && host.is_loopback();
            let scheme = if is_plain { "http" } else { "https" };
            format!("{scheme}://{}", std::net::SocketAddr::new(host, port.number()))
        })
        .collect();
    urls.join(",")
}

/// The list as it grows.
struct List(Vec<Group>);

impl List {
    /// Adds settings that are explained together.
    fn group<const N: usize>(&mut self, why: &[&str], settings: [(&'static str, Value); N]) {
        self.0.push(Group {
            why: why.iter().map(ToString::to_string).collect(),
            settings: settings.map(|(flag, value)| Setting { flag, value }).into(),
        });
    }
}

impl List {
    /// Adds the further settings of one section of a config file, so that each section stands in one piece.
    fn further(&mut self, all: &FurtherSettings, section: Option<Section>) {
        let settings = all.iter().filter(|one| one.section() == section);
        let setting =
            |one: &FurtherSetting| Setting { flag: one.name(), value: one.value().into() };
        let (mut others, mut told): (Vec<Setting>, Vec<Group>) = (Vec::new(), Vec::new());
        for setting in settings.map(setting) {
            let Some(why) = reason(&setting) else {
                others.push(setting);
                continue;
            };
            let why: Vec<String> = why.iter().map(ToString::to_string).collect();
            match told.last_mut().filter(|last| last.why == why) {
                Some(last) => last.settings.push(setting),
                None => told.push(Group { why, settings: vec![setting] }),
            }
        }
        self.0.extend(told);
        if !others.is_empty() {
            let why = "Extra settings from the plan; `etcd --help` says what each one does.";
            self.0.push(Group { why: vec![why.to_owned()], settings: others });
        }
    }
}

/// Why a further setting that is often wanted is there.
fn reason(setting: &Setting) -> Option<&'static [&'static str]> {
    let is_check = match setting.flag {
        "experimental-initial-corrupt-check" => matches!(setting.value, Value::Yes),
        "feature-gates" => setting.value.text() == "InitialCorruptCheck=true",
        _ => false,
    };
    Some(match setting.flag {
        "auto-compaction-mode" | "auto-compaction-retention" => &[
            "Which old revisions etcd removes by itself: history that nobody reads fills the quota. The API server",
            "of Kubernetes compacts every five minutes, and needs nothing here.",
        ],
        "listen-metrics-urls" => &[
            "Where it also serves /metrics and /health: over http to everyone who can reach it, without a",
            "certificate. They show no keys or values.",
        ],
        "log-level" => {
            &["What it logs: at debug a line for each request, at warn only what is wrong."]
        }
        _ if is_check => &[
            "Before it serves anyone, a member compares its data with that of the others, and exits if they",
            "differ: no member is better than one with wrong answers.",
        ],
        _ => return None,
    })
}

fn text(value: impl Into<String>) -> Value {
    Value::Text(value.into())
}

fn identity(list: &mut List, plan: &Plan, member: &Member) {
    list.group(
        &["This member's name; the same name is in the list of members below."],
        [("name", text(member.name.as_str()))],
    );
    list.group(
        &[
            "Where its data is. Never copy one from another member, and never empty that of a member that",
            "has taken part: remove the member from the cluster, then add it again.",
        ],
        [("data-dir", text(plan.install_of(member).data_directory().as_str()))],
    );
    if let Some(directory) = layout::wal_directory(&plan.install_of(member)) {
        let why = if plan.install.wal_path().is_some() {
            [
                "Where the write-ahead log of the running member is. Never change it: without its log a member",
                "doesn't know what it has agreed to.",
            ]
        } else {
            [
                "Every write waits for this log to be on disk: on a separate disk, nothing else delays it.",
                "A directory on that disk, because etcd replaces it at its first start and can't replace a mount.",
            ]
        };
        list.group(&why, [("wal-dir", text(directory))]);
    }
}

fn listeners(list: &mut List, plan: &Plan, member: &Member) {
    let peer_urls = plan.peer_urls(member).join(",");
    let mut why = vec![
        "Where it listens for the other members, and where they dial it. Listening needs addresses,",
        "not names. Every URL here is https: a single http would talk to anyone, without a certificate.",
    ];
    if !member.peer_addresses.is_empty() {
        why.extend([
            "A separate network from that of the clients: a member that calls from any other address is",
            "refused by its peers.",
        ]);
    }
    if member.peer_addresses().len() > 1 {
        why.push("The same URLs must be in initial-cluster, or etcd doesn't start.");
    }
    list.group(
        &why,
        [("listen-peer-urls", text(&peer_urls)), ("initial-advertise-peer-urls", text(&peer_urls))],
    );
    let why: &[&str] = if plan.plain_http_on_loopback {
        &[
            "Where it listens for clients, and what it tells clients to dial: that host must be in the server",
            "certificate. DANGER: http on the machine itself answers every user and process there, without a",
            "certificate and without TLS; they can read and write everything.",
        ]
    } else {
        &[
            "Where it listens for clients (on the machine itself too, also with a certificate), and",
            "what it tells clients to dial: that host must be in the server certificate.",
        ]
    };
    list.group(
        why,
        [
            ("listen-client-urls", text(listen_client_urls(plan, member))),
            ("advertise-client-urls", text(plan.client_urls(member).join(","))),
        ],
    );
}

/// Answers `/v3/…` over HTTP. On by default, but for one way of configuring one series.
fn gateway(list: &mut List, plan: &Plan) {
    if plan.certificates.trust.gateway(plan.etcd_version) == Gateway::Off {
        list.group(
            &[
                "No JSON over HTTP (/v3/...): the gateway would dial this member with the server certificate, which",
                "no client CA has signed, and etcd before 3.5 has no setting for another one.",
            ],
            [("enable-grpc-gateway", Value::No)],
        );
        return;
    }
    if plan.unit_form == UnitForm::ConfigFile && plan.etcd_version.config_file_lacks_gateway() {
        list.group(
            &[
                "JSON over HTTP, /v3/..., as with environment variables and flags; 3.4 turns it off if it",
                "reads a config file that doesn't say otherwise.",
            ],
            [("enable-grpc-gateway", Value::Yes)],
        );
    }
}

fn bootstrap(list: &mut List, plan: &Plan) {
    list.group(
        &[
            "The first start: all members with the same list and the same token find each other and become",
            "one cluster. Once the data directory has something in it, all three are ignored.",
        ],
        [
            ("initial-cluster", text(plan.initial_cluster())),
            ("initial-cluster-state", text("new")),
            ("initial-cluster-token", text(plan.cluster_token.as_str())),
        ],
    );
}

fn client_side(list: &mut List, plan: &Plan, member: &Member, files: &MemberFiles) {
    let install = plan.install_of(member);
    let certificate = |name: &str| text(layout::certificate(&install, name));
    list.group(
        &[
            "What clients see. etcd reads certificate and key again at each handshake, so you can",
            "replace them while it runs.",
        ],
        [
            ("cert-file", certificate(&files.server.certificate)),
            ("key-file", certificate(&files.server.key)),
        ],
    );
    list.group(
        &[
            "Who can connect: only those with a certificate from this CA. The values are true and false, nothing",
            "else. A new CA needs a restart.",
        ],
        [
            ("client-cert-auth", Value::Yes),
            ("trusted-ca-file", certificate(&files.client_authority)),
        ],
    );
    if let Some(gateway) = &files.gateway {
        list.group(
            &[
                "What the member's own HTTP gateway shows when it dials the member: the server certificate comes",
                "from another CA than those of clients, and would be refused.",
            ],
            [
                ("client-cert-file", certificate(&gateway.certificate)),
                ("client-key-file", certificate(&gateway.key)),
            ],
        );
    }
}

fn peer_side(list: &mut List, plan: &Plan, member: &Member, files: &MemberFiles) {
    let install = plan.install_of(member);
    let certificate = |name: &str| text(layout::certificate(&install, name));
    let why = match (plan.certificates.arrangement.is_dual_use(), plan.certificates.trust) {
        (true, _) => "What the other members see: the same certificate, which has both usages.",
        (false, CaLayout::PeerAndClient | CaLayout::Separate) => {
            "What the other members see: a separate certificate, from a separate CA."
        }
        (false, _) => "What the other members see: the same settings, with a separate certificate.",
    };
    list.group(
        &[why],
        [
            ("peer-cert-file", certificate(&files.peer.certificate)),
            ("peer-key-file", certificate(&files.peer.key)),
            ("peer-client-cert-auth", Value::Yes),
            ("peer-trusted-ca-file", certificate(&files.peer_authority)),
        ],
    );
}

fn tuning(list: &mut List, plan: &Plan) {
    let timing = plan.timing;
    let figures = plan.hardware.figures(plan.etcd_version);
    list.group(
        &[
            &format!(
                "In milliseconds, the same on every member (a round trip between them takes {} ms): how often",
                timing.round_trip()
            ),
            "the leader sends a heartbeat, and after how much silence the others elect a new one.",
        ],
        [
            ("heartbeat-interval", Value::Number(timing.heartbeat().count().into())),
            ("election-timeout", Value::Number(timing.election().count().into())),
        ],
    );
    list.group(
        &[
            &format!(
                "In bytes ({}), plain digits only: when the database has grown to this, writes are refused until",
                figures.quota_megabytes
            ),
            "it is compacted and defragmented. This machine should have the memory to hold it",
            &format!(
                "({} GB), and a disk that syncs the write-ahead log in under 10 ms, 99 times of 100 ({}",
                figures.memory_gigabytes, figures.sequential_iops
            ),
            "sequential IOPS; the metric is etcd_disk_wal_fsync_duration_seconds).",
        ],
        [("quota-backend-bytes", Value::Number(figures.quota_megabytes.bytes().into()))],
    );
    list.group(
        &[
            "Log entries kept in memory between two snapshots: more help a slow member catch up, fewer take",
            "less memory.",
        ],
        [("snapshot-count", Value::Number(figures.snapshot_count.into()))],
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    fn with_address(plan: &Plan, address: &str) -> Member {
        let first = plan.members.iter().next().unwrap();
        Member { address: address.parse().unwrap(), ..first.clone() }
    }

    #[test]
    fn a_member_listens_on_its_address_and_on_the_machine_itself_never_twice() {
        let mut plan = three_members();
        for (address, urls) in [
            ("10.0.0.1", "https://10.0.0.1:2379,https://127.0.0.1:2379"),
            ("fd00::1", "https://[fd00::1]:2379,https://127.0.0.1:2379,https://[::1]:2379"),
            ("127.0.0.1", "https://127.0.0.1:2379"),
            ("127.0.0.2", "https://127.0.0.2:2379"),
            ("::1", "https://[::1]:2379"),
        ] {
            let member = with_address(&plan, address);
            assert_eq!(listen_client_urls(&plan, &member), urls);
        }
        plan.plain_http_on_loopback = true;
        let urls = listen_client_urls(&plan, &with_address(&plan, "10.0.0.1"));
        assert_eq!(urls, "https://10.0.0.1:2379,http://127.0.0.1:2379");
    }

    /// Whatever of it the plan names by itself would be given twice.
    #[test]
    fn nothing_that_is_written_here_is_a_further_setting() {
        use crate::cluster::EtcdVersion;
        // These give way.
        let optional = ["logger", "enable-grpc-gateway"];
        for etcd_version in EtcdVersion::ALL {
            let mut plan = Plan { etcd_version, ..three_members() };
            plan.certificates.trust = CaLayout::Separate;
            let member = plan.members.iter().next().unwrap();
            for setting in groups(&plan, member).iter().flat_map(|group| &group.settings) {
                let read = FurtherSetting::new(setting.flag, &setting.value.text());
                assert_eq!(read.is_ok(), optional.contains(&setting.flag), "{}", setting.flag);
            }
            let mut plan = Plan { unit_form: UnitForm::ConfigFile, ..three_members() };
            for text in ["logger=zap", "enable-grpc-gateway=false"] {
                plan.settings.put(text.parse().unwrap());
            }
            let groups = groups(&plan, plan.members.iter().next().unwrap());
            let all = groups.iter().flat_map(|group| &group.settings);
            let mut flags: Vec<&str> = all.map(|setting| setting.flag).collect();
            let count = flags.len();
            flags.sort_unstable();
            flags.dedup();
            assert_eq!(flags.len(), count);
        }
    }

    #[test]
    fn no_url_is_without_tls() {
        let plan = three_members();
        for group in groups(&plan, plan.members.iter().next().unwrap()) {
            for setting in group.settings {
                let value = setting.value.text();
                assert!(!value.contains("http://"), "{}: {value}", setting.flag);
            }
        }
    }
}
