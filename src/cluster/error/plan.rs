//! Why choices that are each fine make no plan together.

use thiserror::Error;

use super::{Hint, SeriesSettingError};
use crate::cluster::ca_layout::CaLayout;
use crate::cluster::ca_source::CaSource;
use crate::cluster::certificate_layout::CertificateLayout;

/// Answers that are each fine and don't fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// No member, or too many.
    #[error("{found} members, expected 1 to {limit}")]
    MemberCount {
        /// How many there are.
        found: usize,
        /// The most that quorate plans for.
        limit: usize,
    },
    /// Two members with one name, compared without case.
    #[error("members {first} and {second} are both named `{name}`")]
    DuplicateMember {
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second, from 1.
        second: usize,
        /// The name.
        name: String,
    },
    /// Two members at one address.
    #[error("members {first} and {second} share the address `{address}`")]
    DuplicateAddress {
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second, from 1.
        second: usize,
        /// The address.
        address: std::net::IpAddr,
    },
    /// One address twice for one listener of a member.
    #[error("member `{member}` has the address `{address}` twice")]
    RepeatedAddress {
        /// The member.
        member: String,
        /// Whether the listener is that of the other members.
        of_peers: bool,
        /// The address.
        address: std::net::IpAddr,
    },
    /// More addresses than a listener is planned for.
    #[error("member `{member}` has {found} addresses for one listener, expected at most {limit}")]
    AddressCount {
        /// The member.
        member: String,
        /// Whether the listener is that of the other members.
        of_peers: bool,
        /// How many there are.
        found: usize,
        /// The most allowed.
        limit: usize,
    },
    /// Two clients with one name, compared without case.
    #[error("clients {first} and {second} are both named `{name}`")]
    DuplicateClient {
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second, from 1.
        second: usize,
        /// The name.
        name: String,
    },
    /// More clients than one bundle is made for.
    #[error("{found} clients, expected at most {limit}")]
    ClientCount {
        /// How many there are.
        found: usize,
        /// The most allowed.
        limit: usize,
    },
    /// One port for both listeners.
    #[error("clients and peers can't share port {0}")]
    SamePort(u16),
    /// etcd's own rule: `--election-timeout[DUR] should be at least as 5 times as --heartbeat-interval[DUR]`.
    #[error(
        "an election timeout of {election} ms is less than 5 × the heartbeat interval of {heartbeat} ms"
    )]
    ElectionTooShort {
        /// Heartbeat interval, in milliseconds.
        heartbeat: u32,
        /// Election timeout, in milliseconds.
        election: u32,
    },
    /// Leaves that outlive their CA.
    #[error("leaf certificates of {leaf} days would outlive a CA of {authority} days")]
    LeafOutlivesAuthority {
        /// Days of a leaf.
        leaf: u32,
        /// Days of the CA.
        authority: u32,
    },
    /// A directory that belongs to the whole system.
    #[error("`{0}` belongs to the whole system, expected a directory of etcd's own")]
    SystemDirectory(String),
    /// An account that is for something else.
    #[error(
        "`{user}` can't run etcd: that account is for {purpose}, and whoever else runs as it could read etcd's keys and \
         data"
    )]
    UserWithPurpose {
        /// The account.
        user: String,
        /// What it is for.
        purpose: &'static str,
    },
    /// One certificate for clients and peers, and an authority for each of them.
    #[error(
        "one certificate for clients and peers (`{arrangement}`) can't come from two authorities (`{trust}`)"
    )]
    OneCertificateTwoAuthorities {
        /// Which certificates members hold.
        arrangement: CertificateLayout,
        /// How many authorities there are.
        trust: CaLayout,
    },
    /// Several authorities where none is made here.
    #[error("a CA that is `{ca_source}` is one CA, found the trust layout `{trust}`")]
    AuthorityNotMade {
        /// Where the authority comes from.
        ca_source: CaSource,
        /// How many there are.
        trust: CaLayout,
    },
    /// One name for several authorities.
    #[error("`{name}` would be the name of {count} CAs")]
    OneNameSeveralAuthorities {
        /// The name.
        name: String,
        /// How many authorities there are.
        count: usize,
    },
    /// A name or an address of the plan that its CA's name constraints leave out: the CA couldn't sign for it, or, where
    /// none of them is of its kind, could sign for any of that kind.
    #[error("`{name}` lies in none of the CA's name constraints")]
    NotPermitted {
        /// The name or address.
        name: String,
        /// What would let it in, and more like it.
        proposed: String,
    },
    /// Name constraints that cfssl can't write.
    #[error("cfssl can't make a CA with name constraints, and its inputs are asked for")]
    CfsslNameConstraints,
    /// A key that several members have, made on each of them: which certificates members hold.
    #[error(
        "a certificate that members share (`{0}`) has one key, which can't be made on each member"
    )]
    SharedKeyOnMember(CertificateLayout),
    /// A certificate that members share, with the CN of etcd's superuser: which certificates members hold.
    #[error(
        "a certificate that members share (`{0}`) has the cluster's name for CN, and etcd takes it for \
         the user `root`"
    )]
    SuperuserCluster(CertificateLayout),
    /// A port that two members on one machine would listen on.
    #[error("member `{member}` can't listen on port {port}: another member of this machine does")]
    PortTaken {
        /// The second member.
        member: String,
        /// The port.
        port: u16,
    },
    /// A port of metrics that something else on the machine listens on.
    #[error(
        "member `{member}` can't serve metrics on port {port}: a member of this machine listens there"
    )]
    MetricsPortTaken {
        /// The member.
        member: String,
        /// The port.
        port: u16,
    },
    /// A directory that all members on one machine would share.
    #[error("`{0}` would be the directory of several members on one machine")]
    SharedDirectory(String),
    /// A member whose name makes the name of another file.
    #[error(
        "a file of member `{member}` would be called `{file}`, which another file is called already"
    )]
    FileNameTaken {
        /// The member.
        member: String,
        /// The file's name.
        file: String,
    },
    /// Plain HTTP on the address that TLS is on.
    #[error(
        "member `{member}` has the address `{address}`, where it can't answer without TLS as well"
    )]
    PlainHttpOnOwnAddress {
        /// The member.
        member: String,
        /// Its address.
        address: std::net::IpAddr,
    },
    /// Two directories that must differ, or that lie inside one another.
    #[error("`{first}` and `{second}` lie inside one another")]
    NestedDirectories {
        /// The one path.
        first: String,
        /// The other path.
        second: String,
    },
    /// The write-ahead log both as a disk of its own and at a path as it is.
    #[error("`wal_directory` and `wal_path` both say where the write-ahead log goes")]
    TwoWalDirectories,
    /// A further setting that the plan's etcd or the form of its settings can't take.
    #[error(transparent)]
    Setting(#[from] SeriesSettingError),
}

impl Hint for PlanError {
    fn hint(&self) -> String {
        match self {
            Self::MemberCount { .. } => "3 is right for most, 5 for production at scale".into(),
            Self::DuplicateMember { .. } => "give each member a name of its own".into(),
            Self::DuplicateAddress { .. } => {
                "give each member an address of its own; members that share a machine need the placement \
                 `shared-host`"
                    .into()
            }
            Self::RepeatedAddress { .. } => "name each address once".into(),
            Self::AddressCount { .. } => {
                "keep one of each family; what else it must be valid for belongs among the further SANs"
                    .into()
            }
            Self::DuplicateClient { .. } => "give each client a name of its own".into(),
            Self::ClientCount { limit, .. } => format!("keep {limit} or fewer in one bundle"),
            Self::SamePort(_) => "2379 for clients and 2380 for peers are etcd's own".into(),
            Self::ElectionTooShort { heartbeat, .. } => match heartbeat.saturating_mul(5) {
                least @ ..=50_000 => format!("use {least} ms or more; 10 heartbeats are the rule"),
                _ => {
                    "shorten the heartbeat to 10000 ms or less: etcd takes no more than 50000 here"
                        .into()
                }
            },
            Self::LeafOutlivesAuthority { authority, .. } => {
                format!("shorten the leaves to at most {authority} days, or lengthen the CA")
            }
            Self::UserWithPurpose { .. } => {
                "give etcd a user of its own, such as `etcd`; install.sh makes it".into()
            }
            Self::SystemDirectory(_) => {
                "give etcd a directory of its own, such as `/var/lib/etcd`".into()
            }
            Self::OneCertificateTwoAuthorities { .. } => {
                "choose one CA, or a root with an intermediate; or server and peer certificates".into()
            }
            Self::AuthorityNotMade { .. } => {
                "choose the trust layout `one`, or let quorate make the authorities".into()
            }
            Self::OneNameSeveralAuthorities { .. } => {
                "put `{ca}` into it, which stands for `peer CA` and the like: `Example {ca}`".into()
            }
            Self::NotPermitted { proposed, .. } => {
                format!("add `{proposed}` to the name constraints, or make a CA without any")
            }
            Self::CfsslNameConstraints => "leave out the one or the other".into(),
            Self::SharedKeyOnMember(_) => {
                "give each member its own certificates, or make the keys here".into()
            }
            Self::SuperuserCluster(_) => "give the cluster another name".into(),
            Self::PortTaken { .. } => {
                "give each member on a machine two ports of its own, such as 2369/2370 and 2379/2380"
                    .into()
            }
            Self::MetricsPortTaken { member, .. } => {
                format!("give each member its own: `{member}:listen-metrics-urls=http://127.0.0.1:2481`")
            }
            Self::SharedDirectory(_) => {
                "put `{name}` into it, which stands for the member: `/var/lib/{name}`".into()
            }
            Self::FileNameTaken { .. } => "give the member another name".into(),
            Self::PlainHttpOnOwnAddress { .. } => {
                "leave plain HTTP off: such a member is reached with a certificate on its own machine"
                    .into()
            }
            Self::TwoWalDirectories => "keep one of them".into(),
            Self::Setting(error) => error.hint(),
            Self::NestedDirectories { .. } => {
                "keep data, WAL and configuration in directories beside each other".into()
            }
        }
    }
}
