//! `install.sh` with other layouts of certificates and units than a bundle has today: what it does follows
//! from `install.values` alone.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::certificates::Certificates;
use super::install::{Member, tree};
use super::need;

/// Where a member's files go, and what they are called.
pub(crate) struct Layout {
    pub(crate) unit: String,
    pub(crate) settings: String,
    pub(crate) pki: String,
    pub(crate) authorities: String,
    pub(crate) pairs: String,
    /// Names in `pki/` before and after.
    pub(crate) renamed: Vec<(&'static str, String)>,
}

impl Layout {
    /// Several members on one machine, all files in one directory under names of each member's own.
    pub(crate) fn tutorial(number: &str) -> Self {
        let name = |rest: &str| format!("etcd{number}-{rest}");
        Self {
            unit: format!("etcd{number}.service"),
            settings: format!("etcd{number}.env"),
            pki: "/etc/quorate-test".into(),
            authorities: "ca.pem".into(),
            pairs: format!(
                "server {0}-server.pem {0}-server-key.pem ca.pem\npeer {0}-peer.pem {0}-peer-key.pem ca.pem",
                format_args!("etcd{number}")
            ),
            renamed: ["server.pem", "server-key.pem", "peer.pem", "peer-key.pem"]
                .map(|file| (file, name(file)))
                .into(),
        }
    }

    /// Renames a member's files, and says so in its values.
    pub(crate) fn arrange(&self, member: &Member) {
        let source = member.source();
        fs::rename(source.join("etcd.service"), source.join(&self.unit)).unwrap();
        fs::rename(source.join("etcd.env"), source.join(&self.settings)).unwrap();
        for (before, after) in &self.renamed {
            fs::rename(source.join("pki").join(before), source.join("pki").join(after)).unwrap();
        }
        set(member, "UNIT", &self.unit);
        set(member, "SETTINGS_FILE", &self.settings);
        set(member, "OTHER_SETTINGS", "");
        set(member, "PKI_DIRECTORY", &self.pki);
        set(member, "AUTHORITIES", &self.authorities);
        set(member, "PAIRS", &self.pairs);
    }
}

/// Adds a line to the values: the last one counts.
fn set(member: &Member, name: &str, value: &str) {
    let path = member.source().join("install.values");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}{name}='{value}'\n")).unwrap();
}

/// Everything among the settings, as tutorials have it.
fn beside_the_settings() -> Member {
    let member = Member::standard();
    set(&member, "PKI_DIRECTORY", "/etc/etcd");
    member
}

fn mode(path: &Path, bits: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(bits)).unwrap();
}

fn put(member: &Member, name: &str, contents: &[u8]) {
    fs::write(member.source().join("pki").join(name), contents).unwrap();
}

#[test]
fn one_certificate_for_all_uses_a_client_certificate_and_two_authorities_get_their_places() {
    if !need("openssl") {
        return;
    }
    let made = Certificates::root("cluster-ca");
    made.leaf("node.1", "cluster-ca", "10.0.0.1");
    // A client's certificate holds no address of the member's, and this one's CA isn't here.
    made.leaf("gateway", "cluster-ca", "192.0.2.1");
    let clients = Certificates::root("client-ca");
    for shell in ["dash", "bash"] {
        if !need(shell) {
            continue;
        }
        let member = Member::standard().run_by(shell);
        fs::remove_dir_all(member.source().join("pki")).unwrap();
        fs::create_dir(member.source().join("pki")).unwrap();
        for name in ["cluster-ca", "node.1", "gateway"] {
            put(&member, &format!("{name}.pem"), &made.read(name));
        }
        put(&member, "client-ca.pem", &clients.read("client-ca"));
        put(&member, "node.1-key.pem", &fs::read(made.key_path("node.1")).unwrap());
        put(&member, "gateway-key.pem", &fs::read(made.key_path("gateway")).unwrap());
        let layout = Layout {
            unit: "kv-store.service".into(),
            settings: "kv-store".into(),
            pki: "/etc/ssl/kv store".into(),
            authorities: "cluster-ca.pem client-ca.pem".into(),
            pairs: "member node.1.pem node.1-key.pem cluster-ca.pem\n\
                    gateway gateway.pem gateway-key.pem -"
                .into(),
            renamed: Vec::new(),
        };
        layout.arrange(&member);
        let text = member.installs();
        assert!(!text.contains("warning"), "{text}");
        assert_eq!(
            member.installed(),
            [
                "755 etc",
                "755 etc/etcd",
                "644 etc/etcd/kv-store",
                "755 etc/ssl",
                "750 etc/ssl/kv store",
                "644 etc/ssl/kv store/client-ca.pem",
                "644 etc/ssl/kv store/cluster-ca.pem",
                "600 etc/ssl/kv store/gateway-key.pem",
                "644 etc/ssl/kv store/gateway.pem",
                "600 etc/ssl/kv store/node.1-key.pem",
                "644 etc/ssl/kv store/node.1.pem",
                "755 etc/systemd",
                "755 etc/systemd/system",
                "644 etc/systemd/system/kv-store.service",
                "755 var",
                "755 var/lib",
                "700 var/lib/etcd",
            ]
        );
        assert!(member.installs().contains("everything is already in place"));
    }
}

#[test]
fn a_certificate_is_verified_through_the_chain_behind_it_and_not_where_its_authority_is_elsewhere()
{
    if !need("openssl") {
        return;
    }
    let made = Certificates::root("ca");
    made.intermediate("between", "ca");
    made.leaf("leaf", "between", "10.0.0.1");
    let member = Member::standard();
    put(&member, "ca.pem", &made.read("ca"));
    for name in ["server", "peer"] {
        put(&member, &format!("{name}.pem"), &made.read("leaf"));
        put(&member, &format!("{name}-key.pem"), &fs::read(made.key_path("leaf")).unwrap());
    }
    let text = member.refuses();
    assert!(text.contains("pki/server.pem doesn't verify against pki/ca.pem"), "{text}");
    let chain = [made.read("leaf"), made.read("between")].concat();
    put(&member, "server.pem", &chain);
    put(&member, "peer.pem", &chain);
    member.installs();
    // An intermediate alone is trusted as well, as etcd trusts it.
    let member = member.with(&["--replace-ca", "--keep-data"]);
    put(&member, "ca.pem", &made.read("between"));
    put(&member, "server.pem", &made.read("leaf"));
    member.installs();
    // Signed by a CA that this member doesn't trust others by.
    put(&member, "ca.pem", &Certificates::root("ca").read("ca"));
    assert!(member.refuses().contains("doesn't verify against"));
    set(&member, "PAIRS", "server server.pem server-key.pem -\npeer peer.pem peer-key.pem -");
    member.installs();
}

#[test]
fn certificates_beside_the_settings_get_a_directory_that_only_etcd_enters() {
    let member = beside_the_settings();
    member.installs();
    let listed = member.installed();
    for line in ["750 etc/etcd", "644 etc/etcd/etcd.env", "600 etc/etcd/server-key.pem"] {
        assert!(listed.iter().any(|one| one == line), "no {line} in {listed:?}");
    }
    assert!(member.installs().contains("everything is already in place"));
    assert_eq!(member.installed(), listed);
}

#[test]
fn a_directory_of_settings_that_others_read_keeps_its_mode_unless_keys_were_out_of_reach() {
    for (bits, is_kept) in [(0o755, true), (0o711, true), (0o700, false), (0o777, false)] {
        let member = beside_the_settings();
        let directory = member.root().join("etc/etcd");
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("of-others.conf"), "theirs\n").unwrap();
        mode(&directory, bits);
        if is_kept {
            member.installs();
            let listed = member.installed();
            assert!(listed.contains(&format!("{bits:o} etc/etcd")), "{listed:?}");
            assert!(listed.contains(&"600 etc/etcd/peer-key.pem".into()), "{listed:?}");
            assert!(member.installs().contains("everything is already in place"));
        } else {
            let text = member.refuses();
            let words = format!("isn't empty (it holds of-others.conf) and is {bits:o} ");
            assert!(text.contains(&words), "{text}");
        }
    }
}

#[test]
fn old_files_of_other_members_are_not_named_among_those_to_remove() {
    let member = beside_the_settings();
    member.installs();
    let directory = member.root().join("etc/etcd");
    fs::write(directory.join("other-key.pem.bak-1"), "of another member\n").unwrap();
    fs::write(directory.join("server.pem"), "old\n").unwrap();
    let text = member.installs();
    let line = text.lines().last().unwrap().trim_start();
    assert!(super::said(std::process::Command::new("sh").args(["-c", line])).0, "{line}");
    let left: Vec<_> =
        tree(&directory).into_iter().filter(|(line, _)| line.contains(".bak-")).collect();
    assert!(
        matches!(left.as_slice(), [(one, _)] if one.ends_with("other-key.pem.bak-1")),
        "{left:?}"
    );
}

#[test]
fn values_that_no_bundle_has_are_refused_before_anything_else() {
    for (name, value, fault) in [
        ("UNIT", "../../cron.service", "`../../cron.service` is no file name"),
        ("UNIT", "etcd", "UNIT is etcd, expected a name that ends in .service"),
        ("SETTINGS_FILE", "a/b", "`a/b` is no file name"),
        ("SETTINGS_FILE", "", "SETTINGS_FILE doesn't fit UNIT_FORM environment-file"),
        ("SETTINGS_FILE", "ca.pem", "the file name ca.pem stands twice"),
        ("OTHER_SETTINGS", "*", "OTHER_SETTINGS is no list of file names"),
        ("PKI_DIRECTORY", "etc/pki", "etc/pki is no absolute path"),
        ("AUTHORITIES", "ca.pem /etc/passwd", "AUTHORITIES is no list of file names"),
        ("AUTHORITIES", "-rf", "`-rf` is no file name"),
        ("AUTHORITIES", "", "a value is missing"),
        ("PAIRS", "server * server-key.pem ca.pem", "`*` is no file name"),
        ("PAIRS", "server .. server-key.pem ca.pem", "`..` is no file name"),
        ("PAIRS", "server a.pem $(id) ca.pem", "`$(id)` is no file name"),
        ("PAIRS", "server a.pem a.pem ca.pem", "the file name a.pem stands twice"),
        ("PAIRS", "server a.pem b.pem ca.pem server c.pem d.pem ca.pem", "the role server twice"),
        (
            "PAIRS",
            "servant a.pem b.pem ca.pem",
            "the role servant, expected server, peer, member or",
        ),
        ("PAIRS", "server a.pem b.pem other.pem", "the CA other.pem, which isn't in AUTHORITIES"),
        ("PAIRS", "server a.pem b.pem", "a line of PAIRS hasn't four words"),
    ] {
        for shell in ["dash", "bash"] {
            if !need(shell) {
                continue;
            }
            let member = Member::standard().run_by(shell);
            set(&member, name, value);
            let (is_fine, text) = member.run();
            assert!(
                !is_fine && text.starts_with("error: ") && text.contains(fault),
                "{value}: {text}"
            );
            assert!(!member.root().exists());
        }
    }
}

#[test]
fn a_link_to_a_packages_unit_is_replaced_and_what_it_points_to_is_not() {
    for package in
        ["/lib/systemd/system/quorate-none.service", "/usr/lib/systemd/system/etcd.service"]
    {
        let before = fs::read(package).ok();
        let member = Member::standard();
        let link = member.root().join("etc/systemd/system/etcd.service");
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(package, &link).unwrap();
        let text = member.installs();
        let warning =
            format!("is another name for a package's unit, {package}; this member's unit replaces");
        assert!(text.contains(&warning), "{text}");
        assert!(text.contains(&format!("to {package}, which stays")), "{text}");
        assert!(fs::symlink_metadata(&link).unwrap().is_file());
        assert_eq!(
            fs::read(&link).unwrap(),
            fs::read(member.source().join("etcd.service")).unwrap()
        );
        assert_eq!(fs::read(package).ok(), before);
        assert!(!text.contains(".bak-"), "{text}");
    }
}

#[test]
fn a_link_to_anything_else_is_refused_with_what_mends_it() {
    for (to, fix) in [
        ("/dev/null", "systemctl unmask etcd"),
        ("/srv/units/etcd.service", "rm -- '"),
        ("/lib/systemd/system/../../../srv/etcd.service", "rm -- '"),
        ("etcd1.service", "rm -- '"),
    ] {
        let member = Member::standard();
        let link = member.root().join("etc/systemd/system/etcd.service");
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(to, &link).unwrap();
        let text = member.refuses();
        assert!(text.contains(&format!("if nothing needs it: {fix}")), "{text}");
        assert_eq!(fs::read_link(&link).unwrap(), Path::new(to));
    }
}
