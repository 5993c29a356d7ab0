//! Members as the files of a folder start them: the settings that `config` reads, and of these only such as can do no
//! harm. Commands, wrappers and scripts are never run.

use std::path::{Component, Path, PathBuf};

use zeroize::Zeroizing;

use super::Fault;
use crate::config::{self, Disk, Found, Installation, Lookup, Setting, url};
use crate::etcd::Release;
use crate::finding::{Finding, Rule};
use crate::local;

/// Settings that a folder may have. None makes etcd listen or dial elsewhere, or write outside of its directory.
const TAKEN: [&str; 57] = [
    "advertise-client-urls",
    "auto-compaction-mode",
    "auto-compaction-retention",
    "auto-tls",
    "cert-file",
    "cipher-suites",
    "client-cert-allowed-hostname",
    "client-cert-auth",
    "client-cert-file",
    "client-crl-file",
    "client-key-file",
    "config-file",
    "data-dir",
    "debug",
    "election-timeout",
    "enable-grpc-gateway",
    "enable-v2",
    "experimental-compact-hash-check-enabled",
    "experimental-initial-corrupt-check",
    "experimental-peer-skip-client-san-verification",
    "experimental-watch-progress-notify-interval",
    "feature-gates",
    "force-new-cluster",
    "heartbeat-interval",
    "initial-advertise-peer-urls",
    "initial-cluster",
    "initial-cluster-state",
    "initial-cluster-token",
    "initial-election-tick-advance",
    "key-file",
    "listen-client-urls",
    "listen-metrics-urls",
    "listen-peer-urls",
    "log-level",
    "logger",
    "max-request-bytes",
    "max-snapshots",
    "max-wals",
    "metrics",
    "name",
    "peer-auto-tls",
    "peer-cert-allowed-cn",
    "peer-cert-allowed-hostname",
    "peer-cert-file",
    "peer-client-cert-auth",
    "peer-client-cert-file",
    "peer-client-key-file",
    "peer-crl-file",
    "peer-key-file",
    "peer-trusted-ca-file",
    "pre-vote",
    "quota-backend-bytes",
    "snapshot-count",
    "strict-reconfig-check",
    "tls-max-version",
    "tls-min-version",
    "trusted-ca-file",
];

/// A member of a folder.
#[derive(Debug)]
pub(super) struct FolderMember {
    pub(super) name: String,
    /// What counts of its settings.
    pub(super) read: config::Member,
    /// A file of settings that etcd ends at, as one has a value of another type.
    pub(super) unread: Option<String>,
    /// How it is started.
    pub(super) launch: local::Launch,
    /// Its directory in the copy.
    pub(super) directory: PathBuf,
}

impl FolderMember {
    /// The file that a setting names, where it names one.
    pub(super) fn file(&self, flag: &str) -> Option<PathBuf> {
        self.read.value(flag).map(|path| self.directory.join(path))
    }
}

/// Reads the member of a directory `members/NAME` of a copy.
pub(super) fn member(
    root: &Path,
    name: &str,
    release: Release,
) -> Result<FolderMember, Vec<Fault>> {
    let disk = Copy(root);
    let unit_path = format!("members/{name}/etcd.service");
    let no_unit = || vec![Fault::NoUnit(name.to_owned())];
    let unit = disk.at(&unit_path).ok_or_else(no_unit)?;
    let Installation { members, findings, .. } =
        config::installation(&[(unit_path.clone(), unit)], &disk, release);
    let mut members = members.into_iter();
    let other = |program: String| vec![Fault::OtherProgram { member: name.to_owned(), program }];
    let Some(read) = members.next() else { return Err(no_unit()) };
    let command = read.unit.as_ref().and_then(|unit| unit.service("ExecStart"));
    let program =
        command.map(|(text, _)| text.split_whitespace().next().unwrap_or_default().to_owned());
    let program = program.unwrap_or_default();
    if Path::new(&program).file_name().is_none_or(|last| last != "etcd")
        || read.container.is_some()
        || read.is_handed_over
    {
        return Err(other(program));
    }
    if read.unit.as_ref().is_some_and(|unit| unit.starts() > 1) {
        return Err(vec![Fault::SeveralCommands(name.to_owned())]);
    }
    if program.contains('/') && !program.trim_start_matches(PREFIXES).starts_with('/') {
        return Err(vec![Fault::RelativeProgram { member: name.to_owned(), program }]);
    }
    let unknown: Vec<Fault> = findings.iter().filter_map(|one| unknown(name, one)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let unread = findings.iter().find(|one| one.rule == Rule::WrongType);
    let unread = unread.and_then(|one| one.location.file.clone());
    let directory = root.join("members").join(name);
    let keys = read.settings.iter().filter(|(_, setting)| setting.way == config::Way::Key);
    let all = read.given.iter().map(|(flag, setting)| (flag, setting)).chain(keys);
    let mut faults: Vec<Fault> =
        all.flat_map(|(flag, setting)| refusals(name, root, &directory, flag, setting)).collect();
    if let Some(path) = read.value("config-file").or(read.settings_file.as_deref())
        && let Some(found) = disk.at(&format!("members/{name}/{path}"))
        && path.ends_with("yml") | path.ends_with("yaml")
        && !is_plain_yaml(&String::from_utf8_lossy(&found.bytes))
    {
        faults.push(Fault::Yaml(format!("members/{name}/{path}")));
    }
    if !faults.is_empty() {
        faults.dedup();
        return Err(faults);
    }
    let launch = launch(&read, &directory);
    Ok(FolderMember { name: name.to_owned(), read, unread, launch, directory })
}

/// What systemd takes before the program of a command (systemd.service(5)).
const PREFIXES: [char; 6] = ['@', '-', ':', '+', '!', '|'];

/// A file of settings that isn't here, or is no YAML: nobody knows what it says, so etcd isn't started with it.
fn unknown(name: &str, finding: &Finding) -> Option<Fault> {
    let member = name.to_owned();
    match finding.rule {
        Rule::SettingsFileMissing | Rule::NotHere => {
            let (_, file) = finding.facts.first()?;
            Some(Fault::SettingsElsewhere { member, file: file.to_string() })
        }
        Rule::NotYaml | Rule::NotText => {
            let file = finding.location.file.clone().unwrap_or_default();
            Some(Fault::SettingsUnread { member, file })
        }
        _ => None,
    }
}

/// What speaks against giving a setting to etcd.
fn refusals(
    name: &str,
    root: &Path,
    directory: &Path,
    flag: &str,
    setting: &Setting,
) -> Vec<Fault> {
    let shown = setting.way.shown(flag);
    if !TAKEN.contains(&flag) || setting.open {
        return vec![Fault::NotTaken { member: name.to_owned(), setting: shown }];
    }
    let value = setting.value.as_str();
    if is_path(flag) {
        let is_within = within(root, directory, value);
        return if is_within {
            Vec::new()
        } else {
            vec![Fault::Outside { setting: shown, path: value.to_owned() }]
        };
    }
    let urls: Vec<&str> = match flag {
        "initial-cluster" => {
            value.split(',').filter_map(|one| one.split_once('=').map(|(_, url)| url)).collect()
        }
        _ if flag.ends_with("-urls") => value.split(',').collect(),
        _ => Vec::new(),
    };
    let elsewhere = urls.into_iter().filter(|url| !is_here(url));
    elsewhere.map(|url| Fault::Elsewhere { setting: shown.clone(), url: url.to_owned() }).collect()
}

fn is_path(flag: &str) -> bool {
    flag.ends_with("-file") || flag.ends_with("-dir")
}

/// Whether a path lies within the folder.
fn within(root: &Path, directory: &Path, path: &str) -> bool {
    let mut place = PathBuf::new();
    for part in directory.join(path).components() {
        match part {
            Component::ParentDir => drop(place.pop()),
            Component::CurDir => {}
            part => place.push(part),
        }
    }
    !Path::new(path).is_absolute() && place.starts_with(root) && place != root
}

/// Whether a URL is of this machine: a loopback address, or a member's name, which etcd looks up in vain. What is no
/// URL ends etcd.
fn is_here(text: &str) -> bool {
    let is_member =
        |host: &str| host.strip_prefix('m').is_some_and(|rest| matches!(rest.parse(), Ok(1..=9u8)));
    match url::parse(text.trim()) {
        Ok(Some(url)) => url.is_loopback() || is_member(&url.host),
        Ok(None) => false,
        Err(url::NotAUrl) => {
            !text.contains("0.0.0.0") && !text.contains("[::") && is_like_here(text)
        }
    }
}

/// Whether a text that is no URL names nothing but loopback addresses and members.
fn is_like_here(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split([':', '/']).next().unwrap_or_default();
    host.starts_with("127.")
        || host.strip_prefix('m').is_some_and(|rest| rest.parse::<u8>().is_ok())
}

/// Whether a text has none of the constructs of YAML by which one value becomes another one's: anchors, aliases, tags,
/// merges, further documents, flow maps.
fn is_plain_yaml(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    lines.filter(|line| !line.is_empty()).all(|line| {
        !line.contains(['&', '*', '!', '{', '%', '|', '>', '\t', '?'])
            && !line.contains("<<")
            && !line.starts_with("--")
    })
}

/// The member with exactly what was read: flags as flags, variables as variables.
fn launch(read: &config::Member, directory: &Path) -> local::Launch {
    let settings =
        read.settings.iter().map(|(flag, setting)| (flag.as_str(), setting.value.clone()));
    let mut launch =
        local::Launch::with_settings(settings, &local::Places::default(), directory.join("log"));
    let of = |way| read.given.iter().filter(move |(_, setting)| setting.way == way);
    launch.arguments = of(config::Way::Flag)
        .map(|(flag, setting)| format!("--{flag}={}", setting.value))
        .collect();
    launch.environment = of(config::Way::Variable)
        .map(|(flag, setting)| (config::Way::Variable.shown(flag), setting.value.clone()))
        .collect();
    launch.directory = Some(directory.to_owned());
    // etcd makes its own where nothing is said: NAME.etcd.
    let data =
        read.value("data-dir").map_or_else(|| format!("{}.etcd", read.name()), ToOwned::to_owned);
    launch.data_directory = directory.join(data);
    launch.wal_directory = read.value("wal-dir").map(|path| directory.join(path));
    launch
}

/// The files of a copy, by their paths within it.
struct Copy<'a>(&'a Path);

impl Copy<'_> {
    fn at(&self, path: &str) -> Option<Found> {
        let is_within = within(self.0, self.0, path);
        let bytes = is_within.then(|| std::fs::read(self.0.join(path)).ok())??;
        Some(Found { bytes: Zeroizing::new(bytes), owner: None })
    }
}

impl Disk for Copy<'_> {
    fn file(&self, _: &str, path: &str) -> Lookup {
        self.at(path).map_or(Lookup::Missing, |found| Lookup::Found(path.to_owned(), found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etcd::flags;

    #[test]
    fn what_is_taken_is_a_setting_of_etcd() {
        for name in TAKEN {
            assert!(flags::setting(name).is_some(), "{name}");
        }
    }

    #[test]
    fn only_this_machine_and_this_folder_are_reached() {
        for (url, here) in [
            ("https://127.7.0.1:2379", true),
            ("https://localhost:2379", true),
            ("https://m1:2380", true),
            ("https://127.7.0.1", true),
            ("https://0.0.0.0:2379", false),
            ("https://[::]:2379", false),
            ("https://10.0.0.1:2380", false),
            ("https://example.com:2380", false),
            ("unix:///tmp/x", false),
            ("0.0.0.0:2379", false),
            ("https://example.com", false),
        ] {
            assert_eq!(is_here(url), here, "{url}");
        }
        let (root, directory) = (Path::new("/r"), Path::new("/r/members/m1"));
        for (path, inside) in [
            ("pki/a.pem", true),
            ("../../authority/ca.pem", true),
            ("../../../etc/passwd", false),
            ("/etc/passwd", false),
            ("../..", false),
            ("/r/members/m1/x", false),
        ] {
            assert_eq!(within(root, directory, path), inside, "{path}");
        }
    }
}
