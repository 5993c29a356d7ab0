//! What is legal in a plan and yet unwise.

super::declare! {
    /// One member.
    Warning SingleMember {};
    /// Two members.
    Warning TwoMembers {};
    /// An even number of members.
    Warning EvenSize { members: usize, tolerance: usize, fewer: usize };
    /// More members than etcd recommends.
    Warning TooManyMembers { members: usize, majority: usize };
    /// More members than etcd is tested with.
    Warning FarTooManyMembers { members: usize, majority: usize };
    /// Members on loopback that aren't a lab.
    Warning LoopbackMembers { count: usize };
    /// IPv4 and IPv6 members.
    Warning MixedAddressFamilies {};
    /// A wildcard among the SANs of members.
    Warning WildcardSan { members: Vec<String>, san: String };
    /// localhost among a member's names.
    Warning LocalhostName { member: String };
    /// No clients.
    Warning NoClients {};
    /// A client with the common name of a member's certificate.
    Warning ClientNamedAsMember { client: String, name: String };
    /// Clients with one common name.
    Warning SharedUser { clients: Vec<String>, name: String };
    /// A client with the common name of etcd's superuser, which its own name doesn't tell.
    Note SuperuserClient { client: String };
    /// A field of a subject in several scripts.
    Warning MixedScripts { field: String, text: String, scripts: Vec<String> };
    /// A name or address that two members share.
    Warning ForeignSan { member: String, other: String, san: String };
    /// A quota above 8 GiB.
    Warning QuotaOver8Gib { quota: String };
    /// A quota above the memory; in megabytes and gigabytes.
    Warning QuotaOverMemory { quota: String, memory: u64 };
    /// Too few sequential IOPS.
    Warning SlowDisk { iops: u64 };
    /// A directory that is emptied at boot or by age.
    Warning VolatileDirectory { path: String };
    /// An election timeout that is too short for the round trip; in milliseconds.
    Warning ElectionBelow10RoundTrips { election: u64, round_trip: u64 };
    /// A heartbeat far below the round trip; in milliseconds.
    Warning HeartbeatBelowRoundTrip { heartbeat: u64, round_trip: u64 };
    /// A long election timeout; in milliseconds.
    Note SlowElection { election: u64 };
    /// Leaves that live for years.
    Warning LongLivedLeaves { days: u64 };
    /// Leaves that live for days.
    Warning ShortLivedLeaves { days: u64 };
    /// Leaves that end with the CA.
    Warning LeavesEndWithAuthority { days: u64 };
    /// RSA 2048.
    Note Rsa2048 {};
    /// RSA 4096.
    Note Rsa4096 {};
    /// Ed25519.
    Note Ed25519 {};
    /// What etcd ignores in a config file.
    Note ConfigFilePassesOver {};
    /// All members on one machine.
    Warning SharedHost { members: usize };
    /// One key for all members and uses.
    Warning SharedKey {};
    /// One server certificate for all members.
    Warning SharedServerKey {};
    /// A gateway that is off for want of a certificate.
    Note GatewayOff { version: String };
    /// A CA that signs for others, too.
    Warning ImportedCa {};
    /// Certificates that a CA elsewhere has to sign.
    Note CaElsewhere {};
    /// Keys that are made on members.
    Note KeysOnMembers {};
}
