//! What is found wrong with a bundle, one planted fault at a time.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use quorate::bundle::verify;
use quorate::cluster::{CaLayout, Client, Clients, EtcdVersion, Plan, UnitForm};
use quorate::finding::Finding;
use quorate::pki::judge::Verdict;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};

use crate::bundle::generate::{NOW, made_of, plan};
use crate::support::process::run;
use crate::support::skip_without;

/// A sound bundle to plant faults in.
struct Bundle {
    _guard: TempDir,
    path: PathBuf,
    now: OffsetDateTime,
}

impl Bundle {
    fn new() -> Self {
        Self::of(&plan())
    }

    fn of(plan: &Plan) -> Self {
        let guard = TempDir::new().unwrap();
        let path = made_of(plan, &guard).written.path;
        Self { _guard: guard, path, now: NOW }
    }

    /// One whose units take their settings in another form.
    fn in_form(unit_form: UnitForm) -> Self {
        Self::of(&Plan { unit_form, ..plan() })
    }

    #[must_use]
    fn at(mut self, now: OffsetDateTime) -> Self {
        self.now = now;
        self
    }

    #[must_use]
    fn mode(self, path: &str, mode: u32) -> Self {
        fs::set_permissions(self.path.join(path), fs::Permissions::from_mode(mode)).unwrap();
        self
    }

    #[must_use]
    fn replace(self, path: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path.join(path)).unwrap();
        assert!(text.contains(from), "{from} is not in {path}");
        self.write(path, &text.replace(from, to))
    }

    #[must_use]
    #[allow(clippy::disallowed_methods)]
    fn write(self, path: &str, text: &str) -> Self {
        fs::write(self.path.join(path), text).unwrap();
        self
    }

    #[must_use]
    fn copy(self, from: &str, to: &str) -> Self {
        fs::copy(self.path.join(from), self.path.join(to)).unwrap();
        self
    }

    #[must_use]
    fn remove(self, path: &str) -> Self {
        fs::remove_file(self.path.join(path)).unwrap();
        self
    }

    #[must_use]
    fn link(self, path: &str, to: &str) -> Self {
        symlink(to, self.path.join(path)).unwrap();
        self
    }

    /// All findings as `code path`, in the order of the alphabet.
    fn findings(&self) -> Vec<String> {
        let report = verify(&self.path, self.now);
        let mut found: Vec<String> = report.findings.iter().map(place).collect();
        found.sort();
        found
    }

    #[track_caller]
    fn finds(&self, expected: &[&str]) {
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(self.findings(), expected);
    }
}

fn place(finding: &Finding) -> String {
    format!("{} {}", finding.code(), finding.location.file.as_deref().unwrap_or("."))
}

const SERVER: &str = "members/etcd-1/pki/server.pem";
const SERVER_KEY: &str = "members/etcd-1/pki/server-key.pem";

#[test]
fn a_fresh_bundle_is_sound() {
    let bundle = Bundle::new();
    let report = verify(&bundle.path, NOW);
    assert_eq!(report.findings, []);
    assert!(report.is_sound());
    assert_eq!((report.files, report.certificates), (39, 9));
    // The address of each of three members, in its server and its peer certificate.
    assert_eq!(report.hosts, 6);
}

#[test]
fn files_are_held_against_the_manifest() {
    Bundle::new().mode("README.txt", 0o666).finds(&["wrong-mode README.txt"]);
    Bundle::new().replace("README.txt", "etcd", "etcD").finds(&["changed README.txt"]);
    Bundle::new().remove("README.txt").finds(&["missing-file README.txt"]);
    Bundle::new()
        .write("notes.txt", "")
        .mode("notes.txt", 0o600)
        .finds(&["unexpected-file notes.txt"]);
    Bundle::new().link("link", "/etc/passwd").finds(&["not-a-file link"]);
    Bundle::new().mode("members", 0o755).finds(&["directory-open members"]);
    Bundle::new().mode("members", 0o777).finds(&["directory-writable members"]);
    Bundle::new()
        .replace("manifest.json", "\"README.txt\"", "\"../README.txt\"")
        .finds(&["unexpected-file README.txt", "manifest-path manifest.json"]);
}

#[test]
fn certificates_are_held_against_the_plan() {
    let [server, peer] = [SERVER, "members/etcd-1/pki/peer.pem"];
    Bundle::new().replace("plan.json", "\"etcd-1.example.com\"", "\"etcd-9.example.com\"").finds(
        &[
            "changed plan.json",
            &format!("missing-names {server}"),
            &format!("further-names {server}"),
            &format!("missing-names {peer}"),
            &format!("further-names {peer}"),
        ],
    );
    let client = "clients/kube-apiserver-etcd-client/client.pem";
    Bundle::new()
        .replace(
            "plan.json",
            "\"common_name\": \"kube-apiserver-etcd-client\"",
            "\"common_name\": \"kube\"",
        )
        .finds(&["changed plan.json", &format!("other-user {client}")]);
    // Where a name of the settings is missing too, it is said once.
    let bundle = Bundle::new().replace("plan.json", "\"10.0.0.1\"", "\"10.0.0.9\"");
    let found = bundle.findings();
    assert!(found.contains(&format!("further-names {server}")), "{found:?}");
    assert!(!bundle.findings().iter().any(|one| one.starts_with("other-")), "{found:?}");

    let other = Bundle::new().replace(
        "plan.json",
        "\"organization\": \"Example\"",
        "\"organization\": \"X\"",
    );
    let found = other.findings();
    assert_eq!(
        found.iter().filter(|one| one.starts_with("other-subject ")).count(),
        8,
        "{found:?}"
    );
    assert_eq!(found.len(), 9, "the plan itself, and nothing of the CA: {found:?}");
}

#[test]
fn names_that_make_one_user_of_several_are_told_of_the_plan() {
    let mut plan = plan();
    plan.certificates.subject.organization = Some("Ex\u{430}mple".parse().unwrap());
    let clients: Vec<Client> = ["etcd-1", "root", "root"]
        .iter()
        .zip(["a", "b", "c"])
        .map(|(common_name, name)| Client {
            name: name.parse().unwrap(),
            common_name: common_name.parse().ok(),
        })
        .collect();
    plan.clients = Clients::new(clients).unwrap();
    Bundle::of(&plan).finds(&[
        "client-named-as-member plan.json",
        "mixed-scripts plan.json",
        "shared-user plan.json",
        "superuser-client plan.json",
        "superuser-client plan.json",
    ]);
}

#[test]
fn a_symbolic_link_in_place_of_a_file_is_not_followed() {
    Bundle::new()
        .copy("README.txt", "real")
        .remove("README.txt")
        .link("README.txt", "real")
        .finds(&["missing-file README.txt", "not-a-file README.txt", "unexpected-file real"]);
}

#[test]
fn keys_that_others_may_read_or_that_went_astray_are_found() {
    Bundle::new().mode(SERVER_KEY, 0o640).finds(&[&format!("key-readable {SERVER_KEY}")]);
    Bundle::new().copy("authority/ca-key.pem", "members/etcd-2/ca-key.pem").finds(&[
        "unexpected-file members/etcd-2/ca-key.pem",
        "authority-key-handed-out members/etcd-2/ca-key.pem",
    ]);
    let bundle = Bundle::new();
    let key = fs::read_to_string(bundle.path.join("authority/ca-key.pem")).unwrap();
    let own = fs::read_to_string(bundle.path.join(SERVER_KEY)).unwrap();
    bundle.write(SERVER_KEY, &format!("{own}{key}")).finds(&[
        &format!("authority-key-handed-out {SERVER_KEY}"),
        &format!("changed {SERVER_KEY}"),
    ]);
    Bundle::new()
        .remove("authority/ca-key.pem")
        .finds(&["authority-key-away authority/ca-key.pem"]);
}

#[test]
fn every_key_fits_its_certificate_and_every_certificate_its_authority() {
    Bundle::new()
        .copy("members/etcd-1/pki/peer-key.pem", SERVER_KEY)
        .finds(&[&format!("changed {SERVER_KEY}"), &format!("key-mismatch {SERVER_KEY}")]);
    let other = Bundle::new();
    let foreign = fs::read_to_string(other.path.join("authority/ca.pem")).unwrap();
    let place = "clients/root/ca.pem";
    Bundle::new()
        .write(place, &foreign)
        .finds(&[&format!("changed {place}"), &format!("other-authority {place}")]);
    // While a CA is replaced both are trusted, whichever comes first.
    let both = Bundle::new();
    let own = fs::read_to_string(both.path.join(place)).unwrap();
    both.write(place, &format!("{foreign}{own}")).finds(&[&format!("changed {place}")]);
    // One that nothing beside it is signed by: this etcd's gateway has no certificate of its own.
    let mut separate = Plan { etcd_version: EtcdVersion::V3_4, ..plan() };
    separate.certificates.trust = CaLayout::Separate;
    let place = "members/etcd-1/pki/client-ca.pem";
    Bundle::of(&separate)
        .write(place, &foreign)
        .finds(&[&format!("changed {place}"), &format!("other-authority {place}")]);
    // A whole pair of another cluster, which fits itself. Names of authorities tell bundles of one plan apart,
    // unless the plan has them.
    let mut named = plan();
    named.certificates.authority_name = Some("Example CA".parse().unwrap());
    for (plan, code) in [(plan(), "unknown-authority"), (named, "other-authority-key")] {
        let other = Bundle::of(&plan);
        let pair = |name: &str| fs::read_to_string(other.path.join(name)).unwrap();
        let mixed = Bundle::of(&plan).write(SERVER, &pair(SERVER));
        mixed.write(SERVER_KEY, &pair(SERVER_KEY)).finds(&[
            &format!("changed {SERVER_KEY}"),
            &format!("{code} {SERVER}"),
            &format!("changed {SERVER}"),
            &format!("other-certificate {SERVER}"),
        ]);
    }
}

#[test]
fn a_client_certificate_does_not_make_a_server() {
    let findings = Bundle::new()
        .copy("clients/root/client.pem", SERVER)
        .copy("clients/root/client-key.pem", SERVER_KEY)
        .findings();
    assert!(findings.contains(&format!("no-server-auth {SERVER}")), "{findings:?}");
    assert!(findings.contains(&format!("host-not-covered {SERVER}")), "{findings:?}");
}

#[test]
fn environments_are_held_against_certificates() {
    let place = "members/etcd-1/etcd.env";
    let changed = format!("changed {place}");
    let with = |from: &str, to: &str| Bundle::new().replace(place, from, to);
    with("https://10.0.0.1:2379", "https://10.0.0.7:2379")
        .finds(&[&changed, &format!("host-not-covered {SERVER}")]);
    with("etcd-2=https://10.0.0.2:2380", "etcd-2=https://10.0.0.7:2380")
        .finds(&[&changed, "host-not-covered members/etcd-2/pki/peer.pem"]);
    let plain = format!("plain-http-peer {place}");
    // Listening, being dialed, and the list of members.
    with("https://10.0.0.1:2380", "http://10.0.0.1:2380")
        .finds(&[&changed, &plain, &plain, &plain]);
    with("https://10.0.0.1:2379", "10.0.0.1:2379").finds(&[
        &changed,
        &format!("bad-url {place}"),
        &format!("bad-url {place}"),
    ]);
    with("ETCD_CLIENT_CERT_AUTH=true", "ETCD_CLIENT_CERT_AUTH=yes")
        .finds(&[&format!("auth-by-ca-alone {place}"), &changed]);
    with("ETCD_NAME=etcd-1", "ETCD_NAME=etcd-2").finds(&[&changed, &format!("wrong-name {place}")]);
    with(",etcd-3=https://10.0.0.3:2380", "").finds(&[&changed, &format!("wrong-members {place}")]);
    with("/peer.pem", "/server.pem").finds(&[&changed, &format!("wrong-file {place}")]);
}

#[test]
fn every_form_is_held_against_certificates() {
    for (form, place, key) in [
        (UnitForm::Flags, "members/etcd-1/etcd.service", "--client-cert-auth=true"),
        (UnitForm::ConfigFile, "members/etcd-1/etcd.conf.yml", "client-cert-auth: true"),
    ] {
        let report = verify(&Bundle::in_form(form).path, NOW);
        assert_eq!((report.findings.len(), report.hosts), (0, 6), "{form}: {:?}", report.findings);

        let changed = format!("changed {place}");
        let with = |from: &str, to: &str| Bundle::in_form(form).replace(place, from, to);
        with("https://10.0.0.1:2379", "https://10.0.0.7:2379")
            .finds(&[&changed, &format!("host-not-covered {SERVER}")]);
        with("etcd-2=https://10.0.0.2:2380", "etcd-2=https://10.0.0.7:2380")
            .finds(&[&changed, "host-not-covered members/etcd-2/pki/peer.pem"]);
        let plain = format!("plain-http-peer {place}");
        with("https://10.0.0.1:2380", "http://10.0.0.1:2380")
            .finds(&[&changed, &plain, &plain, &plain]);
        let open = with(key, &key.replace("true", "false")).findings();
        assert!(open.contains(&format!("auth-by-ca-alone {place}")), "{open:?}");
        with(",etcd-3=https://10.0.0.3:2380", "")
            .finds(&[&changed, &format!("wrong-members {place}")]);
        with("/peer.pem", "/server.pem").finds(&[&changed, &format!("wrong-file {place}")]);
        let missing = Bundle::in_form(form).remove(place).findings();
        assert!(missing.contains(&format!("no-settings {place}")), "{missing:?}");
    }
}

#[test]
fn keys_that_etcd_would_pass_over_are_named() {
    let place = "members/etcd-1/etcd.conf.yml";
    let with =
        |from: &str, to: &str| Bundle::in_form(UnitForm::ConfigFile).replace(place, from, to);
    let [changed, door, file, unknown, unknown_security] =
        ["changed", "open-door", "wrong-file", "unknown-key", "unknown-security-key"]
            .map(|code| format!("{code} {place}"));
    with("peer-transport-security:", "peer-transport-securty:").finds(&[
        &changed,
        &door,
        &unknown_security,
        &file,
        &file,
        &file,
    ]);
    with("  trusted-ca-file: \"/etc/etcd/pki/ca.pem\"\n\npeer", "trusted-ca-file: \"x\"\n\npeer")
        .finds(&[&changed, &unknown_security, &file]);
    with("\nsnapshot-count:", "\nsnapshot-counts:").finds(&[&changed, &unknown]);
}

#[test]
fn a_unit_that_takes_its_settings_from_elsewhere_is_found() {
    let place = "members/etcd-1/etcd.service";
    let expected = [format!("changed {place}"), format!("wrong-command {place}")];
    for (form, from, to) in [
        (UnitForm::EnvironmentFile, "EnvironmentFile=", "Environment="),
        (UnitForm::EnvironmentFile, "/bin/etcd\n", "/bin/etcd --auto-tls=true\n"),
        (UnitForm::Flags, "ExecStart=", "EnvironmentFile=/etc/etcd/etcd.env\nExecStart="),
        (UnitForm::ConfigFile, "etcd.conf.yml\n", "other.yml\n"),
    ] {
        let bundle = Bundle::in_form(form).replace(place, from, to);
        assert_eq!(bundle.findings(), expected, "{form}: {from}");
    }
    // etcd ignores a flag beside a config file.
    Bundle::in_form(UnitForm::ConfigFile)
        .replace(place, "etcd.conf.yml\n", "etcd.conf.yml --name=etcd-1\n")
        .finds(&[&expected[0], &format!("ignored-beside-config-file {place}")]);
}

/// Where verify once said otherwise than the judge, and than etcd.
#[test]
fn a_certificate_is_judged_as_etcd_would() {
    skip_without!("openssl");
    for (usage, digest, expected) in [
        (
            "keyEncipherment",
            "-sha256",
            &["no-digital-signature", "changed", "other-certificate"][..],
        ),
        ("digitalSignature", "-sha1", &["insecure-signature", "changed", "other-certificate"]),
    ] {
        // openssl makes certificates for the real time only.
        let bundle = Bundle::new().at(now());
        let extensions = format!(
            "keyUsage=critical,{usage}\nextendedKeyUsage=serverAuth,clientAuth\n\
             subjectAltName=DNS:etcd-1,DNS:etcd-1.example.com,DNS:localhost,IP:10.0.0.1,IP:127.0.0.1\n"
        );
        let directory = TempDir::new().unwrap();
        let own = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
        let of_bundle = |name: &str| bundle.path.join(name).to_str().unwrap().to_owned();
        let (request, extension_file, made) = (own("csr"), own("ext"), own("crt"));
        write(&extension_file, &extensions);
        let openssl = |arguments: &[&str]| run(Command::new("openssl").args(arguments)).success();
        let key = of_bundle(SERVER_KEY);
        openssl(&["req", "-new", "-key", &key, "-subj", "/O=Example/CN=etcd-1", "-out", &request]);
        let [ca, key] = ["authority/ca.pem", "authority/ca-key.pem"].map(of_bundle);
        let signing = ["x509", "-req", "-set_serial", "7", "-days", "90", digest];
        let files = ["-in", &request, "-CA", &ca, "-CAkey", &key, "-extfile", &extension_file];
        openssl(&[&signing[..], &files, &["-out", &made]].concat());
        let bundle = bundle.write(SERVER, &fs::read_to_string(&made).unwrap());
        let mut expected: Vec<String> =
            expected.iter().map(|code| format!("{code} {SERVER}")).collect();
        expected.sort();
        assert_eq!(bundle.findings(), expected);
        let is_refused = digest == "-sha1";
        let refused = verify(&bundle.path, bundle.now).handshakes.refused().count();
        assert_eq!(refused > 0, is_refused, "{usage} {digest}");
    }
}

/// etcd loads all of its files before it serves anybody (measured in `program::audit::started`).
#[test]
fn a_member_that_cant_start_shakes_no_hands() {
    let peer_key = "members/etcd-1/pki/peer-key.pem";
    let fresh = Bundle::new();
    let all = verify(&fresh.path, NOW).handshakes.handshakes.len();
    for bundle in [
        Bundle::new().copy(SERVER_KEY, peer_key),
        Bundle::new().copy(peer_key, SERVER_KEY),
        Bundle::new().remove(SERVER_KEY),
        Bundle::new().remove("members/etcd-1/pki/peer.pem"),
        Bundle::new().remove("members/etcd-1/pki/ca.pem"),
        Bundle::new().copy(SERVER_KEY, "members/etcd-1/pki/ca.pem"),
    ] {
        let matrix = verify(&bundle.path, bundle.now).handshakes;
        assert_eq!(matrix.handshakes.len(), all);
        for one in &matrix.handshakes {
            let is_its = one.dialer == "etcd-1" || one.listener == "etcd-1";
            let is_refused = one.judgement.verdict == Verdict::Refused;
            assert_eq!(is_refused, is_its, "{one:?}");
        }
    }
}

#[test]
fn only_what_is_advertised_is_dialed() {
    let settings = "members/etcd-1/etcd.env";
    let bundle = Bundle::new();
    let text = fs::read_to_string(bundle.path.join(settings)).unwrap();
    let listens = |flag: &str| text.lines().find(|line| line.starts_with(flag)).unwrap().to_owned();
    let [clients, peers] = ["ETCD_LISTEN_CLIENT_URLS=", "ETCD_LISTEN_PEER_URLS="].map(listens);
    let moved = |line: &str| line.replace("10.0.0.1", "10.99.0.1");
    let bundle = bundle.replace(settings, &clients, &moved(&clients));
    let bundle = bundle.replace(settings, &peers, &moved(&peers));
    bundle.finds(&[&format!("changed {settings}")]);
    let advertised = listens("ETCD_ADVERTISE_CLIENT_URLS=");
    let bundle = Bundle::new().replace(settings, &advertised, &moved(&advertised));
    bundle.finds(&[&format!("changed {settings}"), &format!("host-not-covered {SERVER}")]);
}

#[allow(clippy::disallowed_methods)]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::minutes(10)
}

#[allow(clippy::disallowed_methods)]
fn write(path: &str, text: &str) {
    fs::write(path, text).unwrap();
}

#[test]
fn the_calendar_counts() {
    let day = Duration::days(1);
    let bundle = Bundle::new().at(NOW + day * 334);
    bundle.finds(&[]);
    let leaves = bundle.at(NOW + day * 336).findings();
    assert_eq!(leaves.len(), 8);
    assert!(leaves.iter().all(|finding| finding.starts_with("expires-soon ")), "{leaves:?}");
    let bundle = Bundle::new();
    assert!(verify(&bundle.path, NOW + day * 336).is_sound());
    let ended = bundle.at(NOW + day * 366);
    assert!(!verify(&ended.path, ended.now).is_sound());
    assert_eq!(ended.findings().iter().filter(|one| one.starts_with("expired ")).count(), 8);
    let early = Bundle::new().at(NOW - day).findings();
    assert_eq!(early.iter().filter(|one| one.starts_with("not-yet-valid ")).count(), 8);
    // The CA by itself, and for each that it signed.
    let authority = early.iter().filter(|one| one.starts_with("authority-not-yet-valid ")).count();
    assert_eq!(authority, 9);
}

#[test]
fn a_directory_that_is_no_bundle_is_told_so() {
    let directory = TempDir::new().unwrap();
    let report = verify(directory.path(), NOW);
    let codes: Vec<&str> = report.findings.iter().map(Finding::code).collect();
    assert_eq!(codes, ["no-manifest", "no-plan"]);
    assert!(!verify(Path::new("/nonexistent"), NOW).is_sound());
    Bundle::new()
        .write("plan.json", "{")
        .finds(&["changed plan.json", "plan-unreadable plan.json"]);
    Bundle::new().write("manifest.json", "{}").finds(&["manifest-unreadable manifest.json"]);
}
