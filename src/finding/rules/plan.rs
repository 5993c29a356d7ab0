//! What is legal in a plan and yet unwise.

super::declare! {
    Plan;

    /// One member.
    Warning SingleMember "single-member" {};
    /// Two members.
    Warning TwoMembers "two-members" {};
    /// An even number of members.
    Warning EvenSize "even-size" { members: usize, tolerance: usize, fewer: usize };
    /// More members than etcd recommends.
    Warning TooManyMembers "too-many-members" { members: usize, majority: usize };
    /// More members than etcd is tested with.
    Warning FarTooManyMembers "far-too-many-members" { members: usize, majority: usize };
    /// Members on loopback that aren't a lab.
    Warning LoopbackMembers "loopback-members" { count: usize };
    /// IPv4 and IPv6 members.
    Warning MixedAddressFamilies "mixed-address-families" {};
    /// A wildcard among the SANs of members.
    Warning WildcardSan "wildcard-san" { members: Vec<String>, san: String };
    /// localhost among a member's names.
    Warning LocalhostName "localhost-name" { member: String };
    /// No clients.
    Warning NoClients "no-clients" {};
    /// A client with the common name of a member's certificate.
    Warning ClientNamedAsMember "client-named-as-member" { client: String, name: String };
    /// Clients with one common name.
    Warning SharedUser "shared-user" { clients: Vec<String>, name: String };
    /// A client with the common name of etcd's superuser, which its own name doesn't tell.
    Note SuperuserClient "superuser-client" { client: String };
    /// A client whose certificate names no user.
    Note ClientWithoutName "client-without-name" { client: String };
    /// An account that is for something else, of a cluster that was taken over.
    Warning UserWithPurpose "user-with-purpose" { user: String, purpose: String };
    /// A field of a subject in several scripts.
    Warning MixedScripts "mixed-scripts" { field: String, text: String, scripts: Vec<String> };
    /// A name or address that two members share.
    Warning ForeignSan "foreign-san" { member: String, other: String, san: String };
    /// A quota above 8 GiB.
    Warning QuotaOver8Gib "quota-over-8-gib" { quota: String };
    /// A quota above the memory; in megabytes and gigabytes.
    Warning QuotaOverMemory "quota-over-memory" { quota: String, memory: u64 };
    /// Too few sequential IOPS.
    Warning SlowDisk "slow-disk" { iops: u64 };
    /// A directory that is emptied at boot or by age.
    Warning VolatileDirectory "volatile-directory" { path: String };
    /// An election timeout that is too short for the round trip; in milliseconds.
    Warning ElectionBelow10RoundTrips "election-below-10-round-trips" { election: u64, round_trip: u64 };
    /// A heartbeat far below the round trip; in milliseconds.
    Warning HeartbeatBelowRoundTrip "heartbeat-below-round-trip" { heartbeat: u64, round_trip: u64 };
    /// A long election timeout; in milliseconds.
    Note SlowElection "slow-election" { election: u64 };
    /// Leaves that live for years.
    Warning LongLivedLeaves "long-lived-leaves" { days: u64 };
    /// Leaves that live for days.
    Warning ShortLivedLeaves "short-lived-leaves" { days: u64 };
    /// Leaves that end with the CA.
    Warning LeavesEndWithAuthority "leaves-end-with-authority" { days: u64 };
    /// RSA 2048.
    Note Rsa2048 "rsa-2048" {};
    /// RSA 4096.
    Note Rsa4096 "rsa-4096" {};
    /// Ed25519.
    Note Ed25519 "ed25519" {};
    /// What etcd ignores in a config file.
    Note ConfigFilePassesOver "config-file-passes-over" {};
    /// All members on one machine.
    Warning SharedHost "shared-host" { members: usize };
    /// One key for all members and uses.
    Warning SharedKey "shared-key" {};
    /// One server certificate for all members.
    Warning SharedServerKey "shared-server-key" {};
    /// A gateway that is off for want of a certificate.
    Note GatewayOff "gateway-off" { version: String };
    /// A CA that signs for others, too.
    Warning ImportedCa "imported-ca" {};
    /// Certificates that a CA elsewhere has to sign.
    Note CaElsewhere "ca-elsewhere" {};
    /// Keys that are made on members.
    Note KeysOnMembers "keys-on-members" {};
}
