//! What is said of each part of a file, and which answer decides it: tables, one a form.

use super::read::{Form, Part};
use crate::answers::{Field, MemberColumn};
use crate::etcd::flags::Section;

/// What decides a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decides {
    /// Nothing: it is the same in every plan.
    Nothing,
    /// It isn't said: it is about a file as a whole, or a part of a static one.
    Untold,
    /// A question.
    Field(Field),
    /// The question of a figure of the tier, or the tier.
    Figure(Field),
    /// A cell of the member's row.
    Member(MemberColumn),
    /// Where the members are for their peers.
    Peers,
    /// All members.
    Members,
}

use Decides::{Field as By, Figure, Member, Members, Nothing, Peers, Untold};

/// What is known of a part: the key of what it is, and what decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) about: &'static str,
    pub(super) decides: Decides,
}

type Row = (&'static str, &'static str, Decides);

const SECTIONS: &[Row] = &[
    ("Unit", "directive-unit-section", Untold),
    ("Service", "directive-service-section", Untold),
    ("Install", "directive-install-section", Untold),
];

#[rustfmt::skip]
const DIRECTIVES: &[Row] = &[
    ("Description", "directive-description", By(Field::ClusterName)),
    ("Documentation", "directive-documentation", By(Field::EtcdVersion)),
    ("Wants", "directive-wants", Nothing),
    ("After", "directive-after", Nothing),
    ("RequiresMountsFor", "directive-requiresmountsfor", By(Field::DataDirectory)),
    ("Type", "directive-type", Nothing),
    ("TimeoutStartSec", "directive-timeoutstartsec", Nothing),
    ("User", "directive-user", By(Field::ServiceUser)),
    ("Group", "directive-group", By(Field::ServiceUser)),
    ("EnvironmentFile", "directive-environmentfile", By(Field::ConfigurationDirectory)),
    ("ExecStart", "directive-execstart", By(Field::EtcdBinary)),
    ("Restart", "directive-restart", Nothing),
    ("RestartSec", "directive-restartsec", Nothing),
    ("LimitNOFILE", "directive-limitnofile", Nothing),
    ("ProtectSystem", "directive-protectsystem", Nothing),
    ("StateDirectory", "directive-statedirectory", By(Field::DataDirectory)),
    ("StateDirectoryMode", "directive-statedirectorymode", Nothing),
    ("ReadWritePaths", "directive-readwritepaths", By(Field::DataDirectory)),
    ("UMask", "directive-umask", Nothing),
    ("ProtectHome", "directive-protecthome", By(Field::DataDirectory)),
    ("PrivateTmp", "directive-privatetmp", By(Field::DataDirectory)),
    ("PrivateDevices", "directive-privatedevices", Nothing),
    ("PrivateUsers", "directive-privateusers", By(Field::ClientPort)),
    ("ProtectProc", "directive-protectproc", Nothing),
    ("CapabilityBoundingSet", "directive-capabilityboundingset", By(Field::ClientPort)),
    ("AmbientCapabilities", "directive-ambientcapabilities", By(Field::ClientPort)),
    ("NoNewPrivileges", "directive-nonewprivileges", Nothing),
    ("RestrictSUIDSGID", "directive-restrictsuidsgid", Nothing),
    ("ProtectHostname", "directive-protecthostname", Nothing),
    ("ProtectClock", "directive-protectclock", Nothing),
    ("ProtectKernelTunables", "directive-protectkerneltunables", Nothing),
    ("ProtectKernelModules", "directive-protectkernelmodules", Nothing),
    ("ProtectKernelLogs", "directive-protectkernellogs", Nothing),
    ("ProtectControlGroups", "directive-protectcontrolgroups", Nothing),
    ("RestrictAddressFamilies", "directive-restrictaddressfamilies", Nothing),
    ("RestrictNamespaces", "directive-restrictnamespaces", Nothing),
    ("RestrictRealtime", "directive-restrictrealtime", Nothing),
    ("LockPersonality", "directive-lockpersonality", Nothing),
    ("MemoryDenyWriteExecute", "directive-memorydenywriteexecute", Nothing),
    ("RemoveIPC", "directive-removeipc", Nothing),
    ("SystemCallArchitectures", "directive-systemcallarchitectures", Nothing),
    ("SystemCallFilter", "directive-systemcallfilter", Nothing),
    ("SystemCallErrorNumber", "directive-systemcallerrornumber", Nothing),
    ("WantedBy", "directive-wantedby", Nothing),
];

/// The settings that quorate writes by itself, or has a question for; `etcd --help` tells of all others.
#[rustfmt::skip]
const SETTINGS: &[Row] = &[
    ("name", "setting-name", Member(MemberColumn::Name)),
    ("data-dir", "setting-data-dir", By(Field::DataDirectory)),
    ("wal-dir", "setting-wal-dir", By(Field::WalDirectory)),
    ("logger", "setting-logger", By(Field::EtcdVersion)),
    ("listen-peer-urls", "setting-listen-peer-urls", Peers),
    ("initial-advertise-peer-urls", "setting-initial-advertise-peer-urls", Peers),
    ("listen-client-urls", "setting-listen-client-urls", Member(MemberColumn::Address)),
    ("advertise-client-urls", "setting-advertise-client-urls", Member(MemberColumn::Address)),
    ("enable-grpc-gateway", "setting-enable-grpc-gateway", By(Field::CaLayout)),
    ("initial-cluster", "setting-initial-cluster", Members),
    ("initial-cluster-state", "setting-initial-cluster-state", Nothing),
    ("initial-cluster-token", "setting-initial-cluster-token", By(Field::ClusterToken)),
    ("cert-file", "setting-cert-file", By(Field::CertificateDirectory)),
    ("key-file", "setting-key-file", By(Field::CertificateDirectory)),
    ("client-cert-auth", "setting-client-cert-auth", Nothing),
    ("trusted-ca-file", "setting-trusted-ca-file", By(Field::CaLayout)),
    ("client-cert-file", "setting-client-cert-file", By(Field::CaLayout)),
    ("client-key-file", "setting-client-key-file", By(Field::CaLayout)),
    ("peer-cert-file", "setting-peer-cert-file", By(Field::CertificateLayout)),
    ("peer-key-file", "setting-peer-key-file", By(Field::CertificateLayout)),
    ("peer-client-cert-auth", "setting-peer-client-cert-auth", Nothing),
    ("peer-trusted-ca-file", "setting-peer-trusted-ca-file", By(Field::CaLayout)),
    ("heartbeat-interval", "setting-heartbeat-interval", By(Field::Heartbeat)),
    ("election-timeout", "setting-election-timeout", By(Field::Election)),
    ("quota-backend-bytes", "setting-quota-backend-bytes", Figure(Field::Quota)),
    ("snapshot-count", "setting-snapshot-count", Figure(Field::SnapshotCount)),
    ("auto-compaction-mode", "setting-auto-compaction-mode", By(Field::AutoCompaction)),
    ("auto-compaction-retention", "setting-auto-compaction-retention", By(Field::AutoCompaction)),
    ("listen-metrics-urls", "setting-listen-metrics-urls", By(Field::MetricsUrls)),
    ("log-level", "setting-log-level", By(Field::LogLevel)),
    ("experimental-initial-corrupt-check", "setting-corruption-check", By(Field::CorruptionCheck)),
];

const CLIENT: &[Row] = &[
    ("ETCDCTL_API", "client-variable-api", By(Field::EtcdVersion)),
    ("ETCDCTL_ENDPOINTS", "client-variable-endpoints", Members),
    ("quorate_ca", "client-variable-authority", By(Field::CaLayout)),
    ("ETCDCTL_CACERT", "client-variable-authority", By(Field::CaLayout)),
    ("quorate_certificate", "client-variable-certificate", Nothing),
    ("ETCDCTL_CERT", "client-variable-certificate", Nothing),
    ("quorate_key", "client-variable-key", Nothing),
    ("ETCDCTL_KEY", "client-variable-key", Nothing),
    ("quorate_file", "client-variable-place", Nothing),
    ("quorate_directory", "client-variable-place", Nothing),
];

#[rustfmt::skip]
const HAPROXY: &[Row] = &[
    ("global", "haproxy-global", Untold),
    ("defaults", "haproxy-defaults", Untold),
    ("frontend", "haproxy-frontend", Untold),
    ("backend", "haproxy-backend", Untold),
    ("log", "haproxy-log", Nothing),
    ("user", "haproxy-user", Nothing),
    ("group", "haproxy-user", Nothing),
    ("mode", "haproxy-mode", Nothing),
    ("option tcplog", "haproxy-tcplog", Nothing),
    ("option dontlognull", "haproxy-dontlognull", Nothing),
    ("option redispatch", "haproxy-redispatch", Nothing),
    ("option clitcpka", "haproxy-keepalive", Nothing),
    ("option srvtcpka", "haproxy-keepalive", Nothing),
    ("option tcp-check", "haproxy-check", Nothing),
    ("tcp-check", "haproxy-check", Nothing),
    ("timeout connect", "haproxy-connect", Nothing),
    ("timeout client", "haproxy-idle", Nothing),
    ("timeout server", "haproxy-idle", Nothing),
    ("timeout client-fin", "haproxy-idle", Nothing),
    ("timeout check", "haproxy-check-time", Nothing),
    ("timeout tunnel", "haproxy-tunnel", Nothing),
    ("bind", "haproxy-bind", By(Field::LoadBalancer)),
    ("default_backend", "haproxy-default-backend", Nothing),
    ("balance", "haproxy-balance", Nothing),
    ("default-server", "haproxy-default-server", Nothing),
    ("server", "haproxy-server", Members),
];

#[rustfmt::skip]
const VALUES: &[Row] = &[
    ("CLUSTER_NAME", "value-cluster", By(Field::ClusterName)),
    ("MEMBER_NAME", "value-name", Member(MemberColumn::Name)),
    ("MEMBER_ADDRESS", "value-address", Member(MemberColumn::Address)),
    ("CLIENT_ADDRESSES", "value-client-addresses", Member(MemberColumn::Address)),
    ("PEER_ADDRESSES", "value-peer-addresses", Peers),
    ("MEMBER_COUNT", "value-count", By(Field::ClusterSize)),
    ("ETCD_SERIES", "value-series", By(Field::EtcdVersion)),
    ("ETCD_BINARY", "value-binary", By(Field::EtcdBinary)),
    ("DATA_DIRECTORY", "value-data", By(Field::DataDirectory)),
    ("WAL_DIRECTORY", "value-wal", By(Field::WalDirectory)),
    ("CONFIGURATION_DIRECTORY", "value-configuration", By(Field::ConfigurationDirectory)),
    ("PKI_DIRECTORY", "value-pki", By(Field::CertificateDirectory)),
    ("UNIT", "value-unit", Nothing),
    ("UNIT_FORM", "value-form", By(Field::UnitForm)),
    ("SETTINGS_FILE", "value-settings", By(Field::UnitForm)),
    ("OTHER_SETTINGS", "value-other-settings", By(Field::UnitForm)),
    ("SERVICE_USER", "value-user", By(Field::ServiceUser)),
    ("KEY_ALGORITHM", "value-algorithm", By(Field::Algorithm)),
    ("AUTHORITIES", "value-authorities", By(Field::CaLayout)),
    ("PAIRS", "value-pairs", By(Field::CertificateLayout)),
    ("CLIENT_URLS", "value-trial-clients", Member(MemberColumn::Address)),
    ("PEER_URLS", "value-trial-peers", Peers),
    ("INITIAL_CLUSTER_HTTP", "value-trial-cluster", Members),
    ("TOKEN", "value-trial-token", By(Field::ClusterToken)),
    ("HEARTBEAT", "value-heartbeat", By(Field::Heartbeat)),
    ("ELECTION", "value-election", By(Field::Election)),
    ("MEMBER_URLS", "value-members", Members),
    ("DAYS", "value-days", By(Field::LeafDays)),
    ("CERTIFICATES", "value-certificates", Members),
];

#[rustfmt::skip]
const JSON: &[Row] = &[
    ("signing", "cfssl-signing", Untold),
    ("default", "cfssl-default", Nothing),
    ("profiles", "cfssl-profiles", Untold),
    ("PROFILE", "cfssl-profile", Untold),
    ("usages", "cfssl-usages", By(Field::CertificateLayout)),
    ("expiry", "cfssl-expiry", By(Field::LeafDays)),
    ("backdate", "cfssl-backdate", Nothing),
    ("ca_constraint", "cfssl-constraint", By(Field::CaLayout)),
    ("is_ca", "cfssl-constraint", By(Field::CaLayout)),
    ("max_path_len", "cfssl-constraint", By(Field::CaLayout)),
    ("max_path_len_zero", "cfssl-constraint", By(Field::CaLayout)),
    ("ca", "cfssl-constraint", By(Field::AuthorityDays)),
    ("pathlen", "cfssl-constraint", By(Field::CaLayout)),
    ("pathlenzero", "cfssl-constraint", By(Field::CaLayout)),
    ("CN", "cfssl-common-name", Untold),
    ("hosts", "cfssl-hosts", Members),
    ("key", "cfssl-key", By(Field::Algorithm)),
    ("algo", "cfssl-key", By(Field::Algorithm)),
    ("size", "cfssl-key", By(Field::Algorithm)),
    ("names", "cfssl-names", By(Field::Organization)),
    ("O", "cfssl-names", By(Field::Organization)),
    ("OU", "cfssl-names", By(Field::OrganizationalUnit)),
    ("C", "cfssl-names", By(Field::Country)),
    ("ST", "cfssl-names", By(Field::Country)),
    ("L", "cfssl-names", By(Field::Country)),
    ("CSRWhitelist", "cfssl-authorize", Nothing),
    ("PublicKey", "cfssl-authorize", Nothing),
    ("PublicKeyAlgorithm", "cfssl-authorize", Nothing),
    ("SignatureAlgorithm", "cfssl-authorize", Nothing),
];

const STEPS: &[Row] = &[
    ("authority", "cfssl-step-authority", By(Field::CaLayout)),
    ("sign", "cfssl-step-sign", By(Field::CertificateLayout)),
    ("append", "cfssl-step-append", By(Field::CaLayout)),
    ("copy", "cfssl-step-copy", Nothing),
];

/// The rows of a certificate, by their labels.
#[rustfmt::skip]
const CERTIFICATE: &[Row] = &[
    ("report-serves", "report-serves.why", Untold),
    ("report-subject", "report-subject.why", Untold),
    ("report-issuer", "report-issuer.why", By(Field::CaLayout)),
    ("report-from", "report-from.why", Nothing),
    ("report-until", "report-until.why", By(Field::LeafDays)),
    ("report-key", "report-key.why", By(Field::Algorithm)),
    ("report-sans", "report-sans.why", Member(MemberColumn::Address)),
    ("report-dns", "report-sans.why", Member(MemberColumn::DnsNames)),
    ("report-ip", "report-sans.why", Member(MemberColumn::Address)),
    ("report-other-names", "report-sans.why", Member(MemberColumn::ExtraSans)),
    ("report-key-usage", "report-key-usage.why", Nothing),
    ("report-extended", "report-extended.why", By(Field::CertificateLayout)),
    ("report-constraints", "report-constraints.why", Nothing),
    ("report-serial", "report-serial.why", Nothing),
    ("report-fingerprint", "report-fingerprint.why", Nothing),
    ("report-signature", "report-signature.why", By(Field::Algorithm)),
    ("report-subject-key", "report-subject-key.why", Nothing),
    ("report-authority-key", "report-authority-key.why", Nothing),
];

fn row(table: &[Row], name: &str) -> Option<Subject> {
    let found = table.iter().find(|(one, ..)| *one == name)?;
    Some(Subject { about: found.1, decides: found.2 })
}

/// What is known of a part of a file; `None` where there is nothing to say but what the file is, or what etcd says of
/// a setting.
pub(super) fn of_part(form: Form, part: &Part) -> Option<Subject> {
    let untold = |about| Some(Subject { about, decides: Untold });
    match part {
        Part::File | Part::Function(..) => None,
        Part::Section(name) if form == Form::Unit => row(SECTIONS, name),
        Part::Directive(name) if form == Form::Unit => row(DIRECTIVES, name),
        Part::Section(name) | Part::Directive(name) => row(HAPROXY, name),
        Part::Keys(Section::Client) => untold("setting-client-section"),
        Part::Keys(Section::Peer) => untold("setting-peer-section"),
        Part::Keys(Section::Socket) => untold("setting-socket-section"),
        Part::Setting(name) => row(SETTINGS, name),
        Part::Variable(name) if form == Form::Client => row(CLIENT, name),
        Part::Variable(name) => row(VALUES, name),
        Part::Key(name) => row(JSON, name),
        Part::Step(name) => row(STEPS, name),
    }
}

/// What is known of a row of a certificate, by its label in the catalogue's language.
pub(super) fn of_row(label: &str) -> Option<Subject> {
    let is_it = |row: &&Row| crate::text::say(row.0) == label;
    let found = CERTIFICATE.iter().find(is_it)?;
    Some(Subject { about: found.1, decides: found.2 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::find;

    #[test]
    fn everything_that_is_known_is_said_and_has_its_source_but_for_what_quorate_made_up() {
        let tables = [SECTIONS, DIRECTIVES, SETTINGS, CLIENT, HAPROXY];
        for (name, about, _) in tables.into_iter().flatten() {
            assert!(find(about).is_some(), "{name}");
            assert!(find(&format!("{about}.source")).is_some(), "{name}");
        }
        for (name, about, _) in [VALUES, JSON, STEPS].into_iter().flatten() {
            assert!(find(about).is_some(), "{name}");
        }
        for (label, about, _) in CERTIFICATE {
            assert!(find(label).is_some() && find(about).is_some(), "{label}");
        }
    }
}
