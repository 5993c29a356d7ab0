//! Members of one cluster with certificates of several authorities, all made by openssl.

use std::path::Path;
use std::process::Command;

use quorate::finding::Severity;
use tempfile::TempDir;

use crate::audit::Machine;
use crate::support::skip_without;

/// A directory where openssl works.
pub(crate) struct Room(TempDir);

impl Room {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    #[track_caller]
    pub(crate) fn openssl(&self, arguments: &str) {
        let mut command = Command::new("openssl");
        command.current_dir(self.0.path()).args(arguments.split(' '));
        let output = command.output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments}: {error}");
    }

    pub(crate) fn read(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.0.path().join(file)).unwrap()
    }

    pub(crate) fn write(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(file), bytes).unwrap();
    }

    /// An authority `FILE.pem`.
    pub(crate) fn authority(&self, file: &str, name: &str) {
        self.openssl(&format!("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {file}.key -out {file}.pem -subj /CN={name} -days 3650 -addext keyUsage=critical,keyCertSign"));
    }

    /// A certificate `FILE.pem` of an authority for the address of a member.
    fn leaf(&self, file: &str, authority: &str, number: usize) {
        self.leaf_for(file, authority, number, "serverAuth,clientAuth");
    }

    fn leaf_for(&self, file: &str, authority: &str, number: usize, usages: &str) {
        let extensions = format!("subjectAltName=IP:10.0.0.{number}\nextendedKeyUsage={usages}\n");
        self.leaf_with(file, authority, &extensions, 365);
    }

    /// A certificate `FILE.pem` of an authority with these extensions, good for so many days.
    pub(crate) fn leaf_with(&self, file: &str, authority: &str, extensions: &str, days: usize) {
        self.openssl(&format!("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {file}.key -out {file}.csr -subj /CN={file}"));
        self.write("extensions", extensions.as_bytes());
        self.openssl(&format!("x509 -req -in {file}.csr -CA {authority}.pem -CAkey {authority}.key -extfile extensions -out {file}.pem -days {days}"));
    }

    /// Three members; of each who signed what it shows, and the files of whom it trusts.
    pub(crate) fn cluster(&self, members: [(&str, &[&str]); 3]) -> Machine {
        // openssl dates by the machine's clock.
        let now = Some(time::OffsetDateTime::now_utc() + time::Duration::days(1));
        let mut machine = Machine { now, ..Machine::default() };
        for (number, (authority, trusted)) in (1..).zip(members) {
            let file = format!("member-{number}");
            self.leaf(&file, authority, number);
            let trusted: Vec<u8> =
                trusted.iter().flat_map(|one| self.read(&format!("{one}.pem"))).collect();
            machine = machine
                .file(&format!("/n{number}/etcd.env"), &settings(number))
                .beside(&format!("/n{number}/own.pem"), &self.read(&format!("{file}.pem")), 0o644)
                .beside(&format!("/n{number}/own.key"), &self.read(&format!("{file}.key")), 0o600)
                .beside(&format!("/n{number}/ca.pem"), &trusted, 0o644);
        }
        machine
    }
}

/// Three members with one authority of this name.
pub(crate) fn with_authority(name: &str) -> Machine {
    let room = Room::new();
    room.authority("one", name);
    room.cluster([("one", &["one"]), ("one", &["one"]), ("one", &["one"])])
}

#[test]
fn a_certificate_may_be_its_own_authority_and_is_all_there_is_then() {
    skip_without!("openssl");
    let room = Room::new();
    room.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout a.key -out a.pem -subj /CN=a -days 365 -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=IP:10.0.0.1 -addext extendedKeyUsage=serverAuth,clientAuth");
    let now = Some(time::OffsetDateTime::now_utc() + time::Duration::days(1));
    let machine = Machine { now, ..Machine::default() }
        .file("/n1/etcd.env", &settings(1))
        .beside("/n1/own.pem", &room.read("a.pem"), 0o644)
        .beside("/n1/own.key", &room.read("a.key"), 0o600)
        .beside("/n1/ca.pem", &room.read("a.pem"), 0o644);
    assert_eq!(machine.codes("3.6"), ["own-authority"]);
}

#[test]
fn a_bundle_of_a_systems_authorities_is_no_authority_of_clients() {
    skip_without!("openssl");
    let room = Room::new();
    let names: Vec<String> = (0..20).map(|number| format!("ca{number}")).collect();
    for name in &names {
        room.authority(name, name);
    }
    let trusted: Vec<&str> = names.iter().map(String::as_str).collect();
    let machine = room.cluster([("ca0", &trusted), ("ca0", &trusted), ("ca0", &trusted)]);
    assert_eq!(machine.codes("3.6"), ["many-authorities"]);
}

#[test]
fn one_key_of_all_members_is_told_once() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("one", "one");
    let mut machine = room.cluster([("one", &["one"]), ("one", &["one"]), ("one", &["one"])]);
    for file in ["own.pem", "own.key"] {
        let bytes = machine.files[&format!("/n1/{file}")].bytes.to_vec();
        for member in ["n2", "n3"] {
            machine = machine.beside(&format!("/{member}/{file}"), &bytes, 0o600);
        }
    }
    assert!(machine.codes("3.6").contains(&"shared-key"));
}

fn settings(number: usize) -> String {
    let pair = |prefix: &str| {
        format!(
            "ETCD_{prefix}CERT_FILE=/n{number}/own.pem\nETCD_{prefix}KEY_FILE=/n{number}/own.key\n\
             ETCD_{prefix}CLIENT_CERT_AUTH=true\nETCD_{prefix}TRUSTED_CA_FILE=/n{number}/ca.pem\n"
        )
    };
    let own = format!("https://10.0.0.{number}");
    format!(
        "ETCD_NAME=node{number}\nETCD_LISTEN_PEER_URLS={own}:2380\n\
         ETCD_INITIAL_ADVERTISE_PEER_URLS={own}:2380\nETCD_LISTEN_CLIENT_URLS={own}:2379\n\
         ETCD_ADVERTISE_CLIENT_URLS={own}:2379\n\
         ETCD_INITIAL_CLUSTER=node1=https://10.0.0.1:2380,node2=https://10.0.0.2:2380,node3=https://10.0.0.3:2380\n\
         ETCD_INITIAL_CLUSTER_TOKEN=production-1\n{}{}",
        pair(""),
        pair("PEER_")
    )
}

/// What is said of trust between members: path and message.
fn said(machine: &Machine) -> Vec<(String, String)> {
    let (report, _) = machine.audit("3.5");
    assert!(
        report.findings.iter().all(|one| ["trust-differs", "trust-apart"].contains(&one.code())),
        "{report:#?}"
    );
    assert!(report.findings.iter().all(|one| one.severity() == Severity::Error));
    report
        .findings
        .into_iter()
        .map(|one| {
            let message = one.message();
            (one.location.file.unwrap_or_default(), message)
        })
        .collect()
}

#[test]
fn members_of_one_authority_believe_one_another() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "cluster");
    assert_eq!(said(&room.cluster([("ca", &["ca"]); 3])), []);
}

#[test]
fn a_member_of_another_authority_is_outside_though_its_own_files_fit() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "cluster");
    room.authority("other", "stranger");
    let said = said(&room.cluster([("ca", &["ca"]), ("ca", &["ca"]), ("other", &["other"])]));
    let expected = [
        (
            "/n1/own.pem",
            "the peer certificate of `node1` is refused by node3: no trusted authority signed `CN = member-1`",
        ),
        (
            "/n2/own.pem",
            "the peer certificate of `node2` is refused by node3: no trusted authority signed `CN = member-2`",
        ),
        (
            "/n3/own.pem",
            "the peer certificate of `node3` is refused by node1, node2: no trusted authority signed `CN = member-3`",
        ),
    ];
    assert_eq!(said, expected.map(|(path, message)| (path.to_owned(), message.to_owned())));
}

#[test]
fn an_authority_made_anew_under_the_same_name_is_another() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "cluster");
    room.authority("anew", "cluster");
    let said = said(&room.cluster([("ca", &["ca"]), ("ca", &["ca"]), ("anew", &["anew"])]));
    assert_eq!(said.len(), 3, "{said:#?}");
    assert_eq!(
        said[2].1,
        "the peer certificate of `node3` is refused by node1, node2: `CN = member-3` names `CN = cluster` as its issuer, but was signed with another key"
    );
}

#[test]
fn clients_of_authorities_that_have_nothing_in_common_are_told_where_peers_agree() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "cluster");
    room.authority("other", "stranger");
    let machine = room.cluster([("ca", &["ca"]), ("ca", &["ca"]), ("other", &["other"])]);
    // The peers' certificates of all are of one authority.
    room.leaf("peer-3", "ca", 3);
    let peer = settings(3)
        .replace("PEER_CERT_FILE=/n3/own.pem", "PEER_CERT_FILE=/n3/peer.pem")
        .replace("PEER_KEY_FILE=/n3/own.key", "PEER_KEY_FILE=/n3/peer.key")
        .replace("PEER_TRUSTED_CA_FILE=/n3/ca.pem", "PEER_TRUSTED_CA_FILE=/n1/ca.pem");
    let machine = machine
        .beside("/n3/etcd.env", peer.as_bytes(), 0o644)
        .beside("/n3/peer.pem", &room.read("peer-3.pem"), 0o644)
        .beside("/n3/peer.key", &room.read("peer-3.key"), 0o600);
    let expected = "node3 trust one CA and node1, node2 another, and each shows certificates from its own CA: no client works with both";
    assert_eq!(said(&machine), [("/n3/own.pem".to_owned(), expected.to_owned())]);
}

#[test]
fn while_the_authority_is_replaced_those_who_trust_both_believe_both() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("old", "old");
    room.authority("new", "new");
    let both = ["old", "new"];
    assert_eq!(said(&room.cluster([("old", &both), ("new", &both), ("new", &["new", "old"])])), []);
    // The leaf came before everybody trusted its authority.
    let hasty = said(&room.cluster([("old", &["old"]), ("new", &both), ("old", &both)]));
    let expected = "the peer certificate of `node2` is refused by node1: no trusted authority signed `CN = member-2`";
    assert_eq!(hasty, [("/n2/own.pem".to_owned(), expected.to_owned())]);
}

#[test]
fn clusters_that_share_no_member_may_have_an_authority_each() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "cluster");
    room.authority("other", "stranger");
    let machine = room.cluster([("ca", &["ca"]), ("ca", &["ca"]), ("other", &["other"])]);
    let elsewhere = settings(3)
        .replace("node1=https://10.0.0.1:2380,node2=https://10.0.0.2:2380,", "")
        .replace("10.0.0.3:2380", "10.0.0.3:2390");
    assert_eq!(said(&machine.beside("/n3/etcd.env", elsewhere.as_bytes(), 0o644)), []);
}

#[test]
fn a_server_that_only_its_gateway_fails_with_is_not_said_to_fail() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "cluster");
    room.leaf_for("server", "ca", 1, "serverAuth");
    let settings = settings(1).replace("ETCD_CERT_FILE=/n1/own.pem", "ETCD_CERT_FILE=/n1/s.pem");
    let settings = settings.replace("ETCD_KEY_FILE=/n1/own.key", "ETCD_KEY_FILE=/n1/s.key");
    let machine = room
        .cluster([("ca", &["ca"]); 3])
        .beside("/n1/s.pem", &room.read("server.pem"), 0o644)
        .beside("/n1/s.key", &room.read("server.key"), 0o600)
        .beside("/n1/etcd.env", settings.as_bytes(), 0o644);
    let (report, _) = machine.audit("3.5");
    let said: Vec<_> = report.findings.iter().map(|one| (one.code(), one.message())).collect();
    let expected = "the member's own gateway shows `CN = server` as a client, and it lacks clientAuth: `/v3/…` over HTTP fails";
    assert_eq!(said, [("gateway-trap", expected.to_owned())]);
    assert_eq!(report.findings[0].severity(), Severity::Warning);
}

/// The certificate of a member called `root`, or of one that asked for that name.
#[test]
fn a_members_certificate_that_passes_for_the_superusers_is_told() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "cluster");
    let codes = |usages: &str, file: &str, settings: &str| {
        room.leaf_for(file, "ca", 1, usages);
        let now = Some(time::OffsetDateTime::now_utc() + time::Duration::days(1));
        Machine { now, ..Machine::default() }
            .file("/n1/etcd.env", settings)
            .beside("/n1/own.pem", &room.read(&format!("{file}.pem")), 0o644)
            .beside("/n1/own.key", &room.read(&format!("{file}.key")), 0o600)
            .beside("/n1/ca.pem", &room.read("ca.pem"), 0o644)
            .codes("3.5")
    };
    let own = settings(1);
    assert_eq!(codes("serverAuth,clientAuth", "node1", &own), [""; 0]);
    assert_eq!(codes("serverAuth,clientAuth", "root", &own), ["superuser-member"]);
    // What doesn't pass as a client's has no user, and without certificates of clients nobody has.
    let open = own.replace("ETCD_CLIENT_CERT_AUTH=true\n", "");
    assert!(!codes("serverAuth,clientAuth", "root", &open).contains(&"superuser-member"));
    assert!(!codes("serverAuth", "root", &own).contains(&"superuser-member"));
}
