//! Why choices that are each fine make no plan together.

use thiserror::Error;

use super::SeriesSettingError;
use crate::cluster::ca_layout::CaLayout;
use crate::cluster::ca_source::CaSource;
use crate::cluster::certificate_layout::CertificateLayout;
use crate::text::{Words, in_words};

/// Answers that are each fine and don't fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// No member, or too many.
    MemberCount {
        /// How many there are.
        found: usize,
        /// The most that quorate plans for.
        limit: usize,
    },
    /// Two members with one name, compared without case.
    DuplicateMember {
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second, from 1.
        second: usize,
        /// The name.
        name: String,
    },
    /// Two members at one address.
    DuplicateAddress {
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second, from 1.
        second: usize,
        /// The address.
        address: std::net::IpAddr,
    },
    /// One address twice for one listener of a member.
    RepeatedAddress {
        /// The member.
        member: String,
        /// Whether the listener is that of the other members.
        of_peers: bool,
        /// The address.
        address: std::net::IpAddr,
    },
    /// More addresses than a listener is planned for.
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
    DuplicateClient {
        /// Position of the first, from 1.
        first: usize,
        /// Position of the second, from 1.
        second: usize,
        /// The name.
        name: String,
    },
    /// More clients than one bundle is made for.
    ClientCount {
        /// How many there are.
        found: usize,
        /// The most allowed.
        limit: usize,
    },
    /// One port for both listeners.
    SamePort(u16),
    /// etcd's own rule: `--election-timeout[DUR] should be at least as 5 times as --heartbeat-interval[DUR]`.
    ElectionTooShort {
        /// Heartbeat interval, in milliseconds.
        heartbeat: u32,
        /// Election timeout, in milliseconds.
        election: u32,
    },
    /// Leaves that outlive their CA.
    LeafOutlivesAuthority {
        /// Days of a leaf.
        leaf: u32,
        /// Days of the CA.
        authority: u32,
    },
    /// A directory that belongs to the whole system.
    SystemDirectory(String),
    /// An account that is for something else.
    UserWithPurpose {
        /// The account.
        user: String,
        /// What it is for.
        purpose: Words,
    },
    /// One certificate for clients and peers, and an authority for each of them.
    OneCertificateTwoAuthorities {
        /// Which certificates members hold.
        arrangement: CertificateLayout,
        /// How many authorities there are.
        trust: CaLayout,
    },
    /// Several authorities where none is made here.
    AuthorityNotMade {
        /// Where the authority comes from.
        ca_source: CaSource,
        /// How many there are.
        trust: CaLayout,
    },
    /// One name for several authorities.
    OneNameSeveralAuthorities {
        /// The name.
        name: String,
        /// How many authorities there are.
        count: usize,
    },
    /// A name or an address of the plan that its CA's name constraints leave out: the CA couldn't sign for it, or, where
    /// none of them is of its kind, could sign for any of that kind.
    NotPermitted {
        /// The name or address.
        name: String,
        /// What would let it in, and more like it.
        proposed: String,
    },
    /// Name constraints that cfssl can't write.
    CfsslNameConstraints,
    /// A key that several members have, made on each of them: which certificates members hold.
    SharedKeyOnMember(CertificateLayout),
    /// A certificate that members share, with the CN of etcd's superuser: which certificates members hold.
    SuperuserCluster(CertificateLayout),
    /// A port that two members on one machine would listen on.
    PortTaken {
        /// The second member.
        member: String,
        /// The port.
        port: u16,
    },
    /// A port of metrics that something else on the machine listens on.
    MetricsPortTaken {
        /// The member.
        member: String,
        /// The port.
        port: u16,
    },
    /// A directory that all members on one machine would share.
    SharedDirectory(String),
    /// A member whose name makes the name of another file.
    FileNameTaken {
        /// The member.
        member: String,
        /// The file's name.
        file: String,
    },
    /// Plain HTTP on the address that TLS is on.
    PlainHttpOnOwnAddress {
        /// The member.
        member: String,
        /// Its address.
        address: std::net::IpAddr,
    },
    /// Two directories that must differ, or that overlap.
    NestedDirectories {
        /// The one path.
        first: String,
        /// The other path.
        second: String,
    },
    /// The write-ahead log both as a disk of its own and at a path as it is.
    TwoWalDirectories,
    /// A further setting that the plan's etcd or the form of its settings can't take.
    Setting(#[from] SeriesSettingError),
}

in_words! { PlanError with hints:
    Self::MemberCount { found, limit } => ["error-plan-member-count", found, limit],
    Self::DuplicateMember { first, second, name } => ["error-plan-duplicate-member", first, second, name],
    Self::DuplicateAddress { first, second, address } => ["error-plan-duplicate-address", first, second, address],
    Self::RepeatedAddress { member, address, .. } => ["error-plan-repeated-address", member, address],
    Self::AddressCount { member, found, limit, .. } => ["error-plan-address-count", member, found, limit],
    Self::DuplicateClient { first, second, name } => ["error-plan-duplicate-client", first, second, name],
    Self::ClientCount { found, limit } => ["error-plan-client-count", found, limit],
    Self::SamePort(port) => ["error-plan-same-port", port],
    // etcd takes no election timeout above 50 s.
    Self::ElectionTooShort { heartbeat, election } if *heartbeat > 10_000 =>
        ["error-plan-election-too-short", election, heartbeat; "error-plan-election-too-short.by-heartbeat"],
    Self::ElectionTooShort { heartbeat, election } =>
        ["error-plan-election-too-short", election, heartbeat, least = heartbeat * 5],
    Self::LeafOutlivesAuthority { leaf, authority } => ["error-plan-leaf-outlives-authority", leaf, authority],
    Self::SystemDirectory(path) => ["error-plan-system-directory", path],
    Self::UserWithPurpose { user, purpose } => ["error-plan-user-with-purpose", user, purpose],
    Self::OneCertificateTwoAuthorities { arrangement, trust } => ["error-plan-one-certificate-two-authorities", arrangement, trust],
    Self::AuthorityNotMade { ca_source, trust } => ["error-plan-authority-not-made", ca_source, trust],
    Self::OneNameSeveralAuthorities { name, count } => ["error-plan-one-name-several-authorities", name, count],
    Self::NotPermitted { name, proposed } => ["error-plan-not-permitted", name, proposed],
    Self::CfsslNameConstraints => ["error-plan-cfssl-name-constraints"],
    Self::SharedKeyOnMember(layout) => ["error-plan-shared-key-on-member", layout],
    Self::SuperuserCluster(layout) => ["error-plan-superuser-cluster", layout],
    Self::PortTaken { member, port } => ["error-plan-port-taken", member, port],
    Self::MetricsPortTaken { member, port } => ["error-plan-metrics-port-taken", member, port],
    Self::SharedDirectory(path) => ["error-plan-shared-directory", path],
    Self::FileNameTaken { member, file } => ["error-plan-file-name-taken", member, file],
    Self::PlainHttpOnOwnAddress { member, address } => ["error-plan-plain-http-on-own-address", member, address],
    Self::NestedDirectories { first, second } => ["error-plan-nested-directories", first, second],
    Self::TwoWalDirectories => ["error-plan-two-wal-directories"],
    Self::Setting(error) => (error),
}
