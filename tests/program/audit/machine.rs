//! What the files of a machine say besides their certificates: whether they are there, who may read them, and what
//! a release makes of them.

use quorate::audit::Owner;
use quorate::finding::Severity;

use crate::audit::findings::{installed, pki};
use crate::audit::{Machine, OF_RELEASES};

const CA: &str = "/etc/etcd/pki/ca.pem";

#[test]
fn a_file_that_is_missing_among_its_neighbours_is_an_error() {
    let (machine, _) = installed();
    let mut missing = machine.clone();
    missing.files.remove(CA).unwrap();
    let (report, _) = missing.audit("3.5");
    let found: Vec<_> = report.findings.iter().filter(|one| one.code() == "file-missing").collect();
    assert_eq!(found.len(), 2, "{report:?}");
    assert!(
        found.iter().all(|one| one.severity() == Severity::Error && one.message().contains(CA))
    );
    // One that may not be read isn't missing.
    let mut closed = machine.clone();
    closed.closed.push("/etc/etcd/pki/server-key.pem".into());
    assert_eq!(closed.codes("3.5"), [""; 0]);
    // Where none of them is, they are on another machine.
    let mut elsewhere = machine;
    elsewhere.files.retain(|path, _| !path.starts_with("/etc/etcd/pki/"));
    let (report, _) = elsewhere.audit("3.5");
    assert!(report.findings.iter().any(|one| one.code() == "not-here"));
    assert!(report.findings.iter().all(|one| one.code() != "file-missing"));
}

#[test]
fn etcds_user_reads_every_file_and_enters_every_directory() {
    let (machine, _) = installed();
    let ca = pki(&machine, "ca.pem");
    let with = |mode, user, group| {
        let mut machine = machine.clone();
        machine.files.get_mut(CA).unwrap().owner = Some(Owner { mode, user, group });
        machine
    };
    assert_eq!(with(0o600, 0, 0).codes("3.5"), ["file-unreadable"]);
    assert_eq!(with(0o640, 0, 112).codes("3.5"), [""; 0]);
    assert_eq!(with(0o400, 107, 0).codes("3.5"), [""; 0]);
    // The owner's own bits count, not those of others.
    assert_eq!(with(0o044, 107, 0).codes("3.5"), ["file-unreadable"]);
    // A further group of the user's.
    let group = b"root:x:0:\ncerts:x:200:www,etcd\n";
    assert_eq!(with(0o640, 0, 200).codes("3.5"), ["file-unreadable"]);
    assert_eq!(with(0o640, 0, 200).beside("/etc/group", group, 0o644).codes("3.5"), [""; 0]);
    let closed = machine.clone().directory("/etc/etcd", 0o755).directory("/etc/etcd/pki", 0o700);
    let (report, _) = closed.audit("3.5");
    let found: Vec<_> =
        report.findings.iter().filter(|one| one.code() == "directory-closed").collect();
    assert_eq!(found.len(), 1, "one directory is one cause: {report:?}");
    assert!(found[0].message().contains("/etc/etcd/pki"));
    let open = machine.directory("/etc/etcd", 0o755).directory("/etc/etcd/pki", 0o711);
    assert_eq!(open.beside(CA, &ca, 0o644).codes("3.5"), [""; 0]);
}

#[test]
fn a_revoked_client_passes_where_http_has_its_own_port() {
    let (machine, _) = installed();
    let settings = String::from_utf8(machine.files["/etc/etcd/etcd.env"].bytes.to_vec()).unwrap();
    let settings = format!(
        "{settings}ETCD_CLIENT_CRL_FILE=/etc/etcd/pki/list.der\nETCD_LISTEN_CLIENT_HTTP_URLS=https://10.0.0.1:2378\n"
    );
    let machine = machine.beside("/etc/etcd/etcd.env", settings.as_bytes(), 0o644);
    for (release, is_bypassed) in
        [("3.5.30", true), ("3.5.32", false), ("3.6.12", true), ("3.6.13", false), ("3.7.1", false)]
    {
        let codes = machine.codes(release);
        assert_eq!(codes.contains(&"crl-bypassed"), is_bypassed, "{release}: {codes:?}");
        // The list itself is missing, and refuses everyone.
        assert!(codes.contains(&"file-missing"), "{release}: {codes:?}");
    }
    // Without such a port it is nobody's concern.
    let (report, _) = installed().0.audit("3.5.30");
    let releases = report.findings.iter().filter(|one| OF_RELEASES.contains(&one.code()));
    assert!(releases.into_iter().all(|one| !one.message().contains("revoked")));
}

#[test]
fn what_the_next_series_drops_without_a_warning_is_told() {
    let line = "etcd --name a --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
                --discovery=https://discovery.example/0\n";
    let machine = Machine::default().file("/notes", line);
    assert_eq!(machine.codes("3.6"), ["gone-next", "plain-http-loopback"]);
    assert_eq!(machine.codes("3.5"), ["plain-http-loopback"]);
    assert!(machine.codes("3.7").contains(&"removed-flag"));
}

#[test]
fn the_authority_of_kubernetes_lets_in_more_than_etcds_clients() {
    let (machine, _) = installed();
    let (report, _) = machine.audit("3.5");
    assert!(report.findings.iter().all(|one| one.code() != "kubernetes-authority"));
    let settings = crate::audit::trust::with_authority("kubernetes");
    let found = settings.codes("3.5");
    assert!(found.contains(&"kubernetes-authority"), "{found:?}");
}
