//! `install.sh`, run by real shells below a `DESTDIR`, and for real over a throw-away root.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use quorate::cluster::{Plan, UnitForm};
use quorate::render;

use super::plans::{in_form, installed, three_members};
use super::{HOSTILE, need, said};
use crate::support::bundle::ClusterRequest;

pub(crate) const PEMS: [&str; 5] =
    ["ca.pem", "server.pem", "server-key.pem", "peer.pem", "peer-key.pem"];

/// Certificates and keys as quorate makes them for a member at this address.
pub(crate) fn pems(address: &str) -> [Vec<u8>; 5] {
    let bundle = ClusterRequest::named("production").member("etcd-1", address).generate();
    let pki = bundle.member_directory("etcd-1").join("pki");
    PEMS.map(|name| fs::read(pki.join(name)).unwrap())
}

/// Those of the first member, made once.
fn usual_pems() -> &'static [Vec<u8>; 5] {
    static MADE: OnceLock<[Vec<u8>; 5]> = OnceLock::new();
    MADE.get_or_init(|| pems("10.0.0.1"))
}

/// The directory of the first member, and the root it is installed below.
pub(crate) struct Member {
    pub(crate) directory: tempfile::TempDir,
    shell: &'static str,
    options: Vec<&'static str>,
}

impl Member {
    /// Writes everything that goes to the first member.
    pub(crate) fn of(plan: &Plan) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let member = Self { directory, shell: "sh", options: Vec::new() };
        fs::create_dir_all(member.source().join("pki")).unwrap();
        for file in render::files(plan) {
            if let Ok(name) = file.path.strip_prefix("members/etcd-1") {
                let path = member.source().join(name);
                fs::write(&path, file.contents).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(file.mode)).unwrap();
            }
        }
        member.holds(usual_pems());
        member
    }

    /// Puts other certificates and keys in place.
    pub(crate) fn holds(&self, pems: &[Vec<u8>; 5]) {
        for (name, pem) in PEMS.iter().zip(pems) {
            fs::write(self.source().join("pki").join(name), pem).unwrap();
        }
    }

    pub(crate) fn standard() -> Self {
        Self::of(&three_members())
    }

    #[must_use]
    pub(crate) fn with(mut self, options: &[&'static str]) -> Self {
        self.options = options.to_vec();
        self
    }

    #[must_use]
    pub(crate) fn run_by(mut self, shell: &'static str) -> Self {
        self.shell = shell;
        self
    }

    pub(crate) fn source(&self) -> PathBuf {
        self.directory.path().join("copied here/etcd-1")
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.directory.path().join("a root")
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(self.shell);
        command.arg(self.source().join("install.sh")).args(&self.options).env_remove("DESTDIR");
        command
    }

    pub(crate) fn run(&self) -> (bool, String) {
        said(self.command().env("DESTDIR", self.root()))
    }

    #[track_caller]
    pub(crate) fn installs(&self) -> String {
        let (is_fine, text) = self.run();
        assert!(is_fine, "{text}");
        text
    }

    #[track_caller]
    pub(crate) fn refuses(&self) -> String {
        let before = tree(&self.root());
        let (is_fine, text) = self.run();
        assert!(!is_fine, "{text}");
        assert!(text.contains("error: ") && text.ends_with("nothing was changed\n"), "{text}");
        assert_eq!(tree(&self.root()), before, "something was changed");
        text
    }

    /// Every path below the root with its mode and content.
    pub(crate) fn installed(&self) -> Vec<String> {
        tree(&self.root()).into_iter().map(|(line, _)| line).collect()
    }
}

/// Everything below a directory: `MODE PATH`, and for a file its content.
pub(crate) fn tree(directory: &Path) -> Vec<(String, Option<Vec<u8>>)> {
    fn walk(base: &Path, at: &Path, found: &mut Vec<(String, Option<Vec<u8>>)>) {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(at).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let mode = fs::symlink_metadata(&path).unwrap().mode() & 0o7777;
            let line = format!("{mode:o} {}", path.strip_prefix(base).unwrap().display());
            if path.is_dir() && !path.is_symlink() {
                found.push((line, None));
                walk(base, &path, found);
            } else {
                found.push((line, fs::read(&path).ok()));
            }
        }
    }
    let mut found = Vec::new();
    walk(directory, directory, &mut found);
    found
}

const STANDARD: [&str; 15] = [
    "755 etc",
    "755 etc/etcd",
    "644 etc/etcd/etcd.env",
    "750 etc/etcd/pki",
    "644 etc/etcd/pki/ca.pem",
    "600 etc/etcd/pki/peer-key.pem",
    "644 etc/etcd/pki/peer.pem",
    "600 etc/etcd/pki/server-key.pem",
    "644 etc/etcd/pki/server.pem",
    "755 etc/systemd",
    "755 etc/systemd/system",
    "644 etc/systemd/system/etcd.service",
    "755 var",
    "755 var/lib",
    "700 var/lib/etcd",
];

#[test]
fn each_file_gets_its_place_and_mode_from_any_shell_whatever_the_umask() {
    for (shell, program, umask) in [
        ("sh", "sh", "000"),
        ("dash", "dash", "0777"),
        ("bash", "bash", "000"),
        ("bash --posix", "bash", "0777"),
        ("busybox sh", "busybox", "000"),
    ] {
        if !need(program) {
            continue;
        }
        let member = Member::standard();
        let script = format!("umask {umask}; exec {shell} \"$0\"");
        let (is_fine, text) = said(
            Command::new("sh")
                .args(["-c", &script])
                .arg(member.source().join("install.sh"))
                .env("DESTDIR", member.root()),
        );
        assert!(is_fine, "{text}");
        // The root itself comes from the script as well.
        assert_eq!(member.installed(), STANDARD);
        let key = member.root().join("etc/etcd/pki/server-key.pem");
        assert_eq!(fs::read(key).unwrap(), usual_pems()[2]);
        assert!(!text.contains("BEGIN"), "content was printed: {text}");
    }
}

#[test]
fn a_second_run_changes_nothing() {
    let member = Member::standard();
    member.installs();
    let key = member.root().join("etc/etcd/pki/server-key.pem");
    let (before, inode) = (tree(&member.root()), fs::metadata(&key).unwrap().ino());
    let text = member.installs();
    assert!(text.contains("everything is already in place"), "{text}");
    assert_eq!(tree(&member.root()), before);
    assert_eq!(fs::metadata(&key).unwrap().ino(), inode, "an identical file was written again");
}

#[test]
fn each_form_gets_the_file_of_its_settings_or_none() {
    for (form, line) in [
        (UnitForm::EnvironmentFile, Some("644 etc/etcd/etcd.env")),
        (UnitForm::Flags, None),
        (UnitForm::ConfigFile, Some("644 etc/etcd/etcd.conf.yml")),
    ] {
        let member = Member::of(&in_form(form, &three_members()));
        assert!(!member.installs().contains("warning"));
        let mut expected: Vec<&str> = STANDARD.to_vec();
        expected.retain(|one| *one != "644 etc/etcd/etcd.env");
        if let Some(line) = line {
            expected.insert(2, line);
        }
        assert_eq!(member.installed(), expected);
        let before = tree(&member.root());
        assert!(member.installs().contains("everything is already in place"));
        assert_eq!(tree(&member.root()), before);
    }
}

#[test]
fn a_change_of_form_keeps_the_former_unit_and_says_what_is_no_longer_read() {
    let former = Member::standard();
    former.installs();
    let member = Member::of(&in_form(UnitForm::ConfigFile, &three_members()));
    fs::rename(former.root(), member.root()).unwrap();
    let text = member.installs();
    let settings = member.root().join("etc/etcd/etcd.env");
    let warning = format!("warning: this unit doesn't read {}, which stays;", settings.display());
    assert!(text.contains(&warning), "{text}");
    assert!(settings.exists(), "the former settings are not the script's to remove");
    let units = member.root().join("etc/systemd/system");
    assert_eq!(fs::read_dir(units).unwrap().count(), 2, "the former unit is kept");
    let text = member.installs();
    assert!(text.contains(&warning) && text.contains("everything is already in place"), "{text}");
}

#[test]
fn a_form_that_the_script_does_not_know_is_refused() {
    let member = Member::standard();
    let values = member.source().join("install.values");
    let text = fs::read_to_string(&values).unwrap().replace("'environment-file'", "'toml'");
    fs::write(&values, text).unwrap();
    let (is_fine, text) = member.run();
    assert!(!is_fine && text.contains("error: UNIT_FORM is toml, expected "), "{text}");
    assert!(!member.root().exists());
}

#[test]
fn a_loosened_mode_is_mended() {
    let member = Member::standard();
    member.installs();
    let key = member.root().join("etc/etcd/pki/server-key.pem");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    member.installs();
    assert_eq!(member.installed(), STANDARD);
}

#[test]
fn what_is_replaced_is_kept_and_a_kept_key_is_nobody_elses_to_read() {
    let member = Member::standard();
    member.installs();
    let pki = member.root().join("etc/etcd/pki");
    fs::write(pki.join("server-key.pem"), "old key\n").unwrap();
    fs::set_permissions(pki.join("server-key.pem"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(member.root().join("etc/etcd/etcd.env"), "old settings\n").unwrap();
    let text = member.installs();
    assert!(!text.contains("old key"), "{text}");
    let listed = tree(&member.root());
    let backups: Vec<_> = listed.iter().filter(|(line, _)| line.contains(".bak-")).collect();
    let [(settings, old_settings), (key, old_key)] = backups.as_slice() else {
        panic!("{backups:?}");
    };
    assert!(settings.starts_with("644 etc/etcd/etcd.env.bak-20"), "{settings}");
    assert_eq!(settings.len(), "644 etc/etcd/etcd.env.bak-YYYYmmddHHMMSS".len());
    assert_eq!(old_settings.as_deref(), Some("old settings\n".as_bytes()));
    assert!(key.starts_with("600 etc/etcd/pki/server-key.pem.bak-20"), "{key}");
    assert_eq!(old_key.as_deref(), Some("old key\n".as_bytes()));
    assert_eq!(fs::read(pki.join("server-key.pem")).unwrap(), usual_pems()[2]);
    let pki = pki.to_str().unwrap();
    // The script's last words, with which a shell removes them.
    let line = text.lines().last().unwrap().trim_start();
    assert!(line.starts_with("rm -- "), "{text}");
    assert!(said(Command::new("sh").args(["-c", line])).0, "{line}");
    assert!(!tree(Path::new(pki)).iter().any(|(line, _)| line.contains(".bak-")), "{text}");
    assert!(!listed.iter().any(|(line, _)| line.contains(".quorate.")), "{listed:?}");
}

#[test]
fn a_directory_with_data_is_refused_unless_it_is_to_be_kept() {
    let plan = installed("/var/lib/etcd", Some("/srv/wal"), "/etc/etcd", "/usr/bin/etcd");
    for directory in ["var/lib/etcd", "srv/wal"] {
        let member = Member::of(&plan);
        let data = member.root().join(directory);
        fs::create_dir_all(data.join("member")).unwrap();
        let text = member.refuses();
        assert!(text.contains("isn't empty (it holds member)"), "{text}");
        assert!(text.contains("--keep-data"), "{text}");
        fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
        give(&data);
        member.with(&["--keep-data"]).installs();
    }
}

/// Gives a directory to the user etcd, where there is one: install.sh does so as root then.
fn give(directory: &Path) {
    let _ = said(Command::new("chown").args(["-R", "etcd:etcd"]).arg(directory));
}

#[test]
fn the_command_that_would_empty_it_is_one_that_a_shell_reads_back() {
    let member = Member::of(&installed("/srv/it's $HOME", None, "/etc/etcd", "/usr/bin/etcd"));
    let data = member.root().join("srv/it's $HOME");
    fs::create_dir_all(data.join("member")).unwrap();
    let text = member.refuses();
    let command = text.lines().next().unwrap().split_once("empty it: ").unwrap().1;
    assert!(said(Command::new("sh").args(["-c", command])).0, "{command}");
    assert_eq!(fs::read_dir(&data).unwrap().count(), 0, "{command}");
    member.installs();
}

#[test]
fn a_disk_of_its_own_counts_as_empty_with_its_lost_and_found() {
    let member = Member::standard();
    fs::create_dir_all(member.root().join("var/lib/etcd/lost+found")).unwrap();
    member.installs();
}

#[test]
fn a_missing_or_empty_file_is_refused_before_anything_is_changed() {
    for name in ["etcd.service", "etcd.env", "pki/ca.pem", "pki/peer-key.pem"] {
        let member = Member::standard();
        fs::write(member.source().join(name), "").unwrap();
        assert!(member.refuses().contains(&format!("{name} is missing, empty or unreadable")));
    }
    let member = Member::standard();
    fs::remove_file(member.source().join("install.values")).unwrap();
    let (is_fine, text) = member.run();
    assert!(!is_fine && text.starts_with("error: no install.values in "), "{text}");
}

#[test]
fn a_planted_or_masking_link_is_refused() {
    for target in ["etc/systemd/system/etcd.service", "etc/etcd/pki/server-key.pem"] {
        let member = Member::standard();
        let link = member.root().join(target);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        assert!(member.refuses().contains("is a symbolic link, expected a file or nothing"));
    }
}

#[test]
fn a_dry_run_says_what_it_would_do() {
    let member = Member::standard().with(&["--dry-run"]);
    let text = member.installs();
    assert!(!member.root().exists());
    assert!(text.contains("would write ") && text.ends_with("nothing was changed\n"), "{text}");
}

#[test]
fn the_command_line_is_checked_and_explained() {
    let output = Member::standard().with(&["--force"]).command().output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = "error: unknown argument `--force`, expected --keep-data, --replace-ca, --dry-run or \
                 --help\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), error);
    let help = Member::standard().with(&["--help"]).installs();
    assert!(help.starts_with("usage: sh install.sh "), "{help}");
}

#[test]
fn paths_arrive_whatever_they_are_called() {
    for word in HOSTILE {
        let plan = installed(
            &format!("/srv/{word}/data"),
            Some(&format!("/srv/{word}/wal")),
            &format!("/etc/{word}"),
            "/usr/bin/etcd",
        );
        let member = Member::of(&in_form(UnitForm::ConfigFile, &plan));
        member.installs();
        let root = member.root();
        for path in [
            format!("etc/{word}/pki/ca.pem"),
            format!("etc/{word}/etcd.conf.yml"),
            format!("srv/{word}/wal"),
        ] {
            assert!(root.join(&path).exists(), "{path}");
        }
        assert!(member.installs().contains("everything is already in place"));
    }
}

#[test]
fn a_user_who_is_not_root_installs_below_destdir_and_nowhere_else() {
    let is_root = said(Command::new("id").arg("-u")).1 == "0\n";
    if is_root && !need("setpriv") {
        return;
    }
    let member = Member::standard();
    let path = member.directory.path();
    fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    for name in PEMS {
        let key = member.source().join("pki").join(name);
        fs::set_permissions(key, fs::Permissions::from_mode(0o644)).unwrap();
    }
    let mut command = Command::new(if is_root { "setpriv" } else { "env" });
    if is_root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    }
    command.arg("sh").arg(member.source().join("install.sh"));
    let (is_fine, text) = said(command.env_remove("DESTDIR"));
    assert!(!is_fine && text.contains("error: this must run as root, found user "), "{text}");
    let (is_fine, text) = said(command.env("DESTDIR", member.root()));
    assert!(is_fine, "{text}");
    assert_eq!(member.installed(), STANDARD);
}

#[test]
fn shellcheck_has_nothing_to_say() {
    if need("shellcheck") {
        let scripts = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/scripts");
        for entry in fs::read_dir(scripts).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "sh") {
                let check = said(Command::new("shellcheck").args(["-s", "sh"]).arg(path));
                assert_eq!(check, (true, String::new()));
            }
        }
    }
}
