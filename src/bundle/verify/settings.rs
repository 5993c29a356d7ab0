//! The settings of members, in each form of the plan, against the plan: names, files, members, URLs, and whether
//! a certificate is demanded.

mod read;

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::VerifyReport;
use super::tree::Tree;
use crate::cluster::{Member, Plan};
use crate::config::is_true;
use crate::config::url::{self, Url};
use crate::etcd::{Build, Release};
use crate::finding::Finding;
use crate::finding::rules::bundle::{
    NoSettings, WrongCommand, WrongFile, WrongMembers, WrongName, WrongToken,
};
use crate::finding::rules::settings::{
    AuthByCaAlone, BadUrl, NameInListenUrl, OpenDoor, PlainHttp, PlainHttpPeer,
};
use crate::pki::judge::{Context, RevocationList, Role};
use crate::render::layout::{self, MemberFiles};

pub(super) use read::MemberSettings;

/// Settings of URLs that clients dial, and of URLs that peers dial.
const CLIENT_URLS: [&str; 2] = ["listen-client-urls", "advertise-client-urls"];
const PEER_URLS: [&str; 2] = ["listen-peer-urls", "initial-advertise-peer-urls"];
const INITIAL_CLUSTER: &str = "initial-cluster";
/// What demands certificates, and what does so as well where it is set.
const DOORS: [(&str, &str); 2] =
    [("client-cert-auth", "trusted-ca-file"), ("peer-client-cert-auth", "peer-trusted-ca-file")];

/// The settings of the plan's members that have any, in the order of the plan.
pub(super) type AllSettings = Vec<(Member, MemberSettings)>;

/// Reads the settings of all members and holds them against the plan.
pub(super) fn read(
    tree: &Tree,
    plan: &Plan,
    release: Release,
    report: &mut VerifyReport,
) -> AllSettings {
    let mut all = Vec::new();
    for member in &plan.members {
        let directory = Path::new("members").join(member.name.as_str());
        let unit = directory.join(layout::unit(plan, member));
        let settings_file = layout::settings_file(plan);
        let Some(read) = MemberSettings::read(tree, plan, member, release) else {
            report.add(settings_file.map_or(unit, |name| directory.join(name)), NoSettings {});
            continue;
        };
        if !read.is_only_source {
            let expected = settings_file.unwrap_or("its own flags").to_owned();
            report.add(&unit, WrongCommand { expected });
        }
        report.findings.extend(read.findings);
        Judge { plan, member, settings: &read.settings }.all(report);
        all.push((member.clone(), read.settings));
    }
    all
}

impl MemberSettings {
    /// The value of a flag; empty where it isn't set.
    fn value(&self, flag: &str) -> &str {
        self.values.get(flag).map_or("", |setting| setting.value.as_str())
    }

    fn is_on(&self, flag: &str) -> bool {
        is_true(self.value(flag))
    }

    /// Where it shows what it shows as this role.
    pub(super) fn context(&self, role: Role, etcd: Build) -> Context {
        Context::of_member(role, etcd, |flag| {
            Some(self.value(flag)).filter(|value| !value.is_empty())
        })
    }

    /// The list of revoked certificates that a flag names, where the bundle has it.
    pub(super) fn revocations(
        &self,
        (tree, member): (&Tree, &Member),
        flag: &str,
        etcd: Build,
    ) -> Option<(PathBuf, RevocationList)> {
        let path = self.file(member, flag)?;
        let list = RevocationList::read(&tree.file(&path)?.bytes, etcd);
        Some((path, list))
    }

    /// Where in a member's directory of the bundle the file of a flag is.
    pub(super) fn file(&self, member: &Member, flag: &str) -> Option<PathBuf> {
        let name = Path::new(self.value(flag)).file_name()?;
        Some(Path::new("members").join(member.name.as_str()).join(layout::PKI).join(name))
    }

    /// Whether a flag demands certificates, by itself or by the CA that another one names.
    pub(super) fn demands_certificates(&self, flag: &str, authority: &str) -> bool {
        self.is_on(flag) || !self.value(authority).is_empty()
    }

    /// The hosts that clients dial. What listens on loopback beside other addresses is dialed on the machine itself
    /// only, where one may as well dial another one.
    pub(super) fn client_hosts(&self) -> Vec<String> {
        let address = |host: &String| host.parse::<IpAddr>().ok();
        let is_local = |host: &String| address(host).is_some_and(|one| one.is_loopback());
        let listens = self.hosts(CLIENT_URLS[0]);
        let all_local = listens.iter().all(is_local);
        let listens = listens.into_iter().filter(|host| all_local || !is_local(host));
        dialed(listens.chain(self.hosts(CLIENT_URLS[1])))
    }

    /// The hosts that peers dial, as far as the member itself says.
    pub(super) fn peer_hosts(&self) -> Vec<String> {
        dialed(PEER_URLS.into_iter().flat_map(|flag| self.hosts(flag)))
    }

    /// The hosts that peers dial a member of this name at, as this one has been told.
    pub(super) fn peer_hosts_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let urls = self.members().into_iter().filter(move |(member, _)| *member == name);
        dialed(
            urls.flat_map(|(_, url)| url::urls(url)).filter(|url| url.secure).map(|url| url.host),
        )
        .into_iter()
    }

    fn hosts(&self, flag: &str) -> Vec<String> {
        url::urls(self.value(flag)).filter(|url| url.secure).map(|url| url.host).collect()
    }

    /// `name=url,…`
    fn members(&self) -> Vec<(&str, &str)> {
        url::members(self.value(INITIAL_CLUSTER))
    }
}

/// Each host once, without those that stand for every address.
fn dialed(hosts: impl Iterator<Item = String>) -> Vec<String> {
    let is_any = |host: &String| host.parse::<IpAddr>().is_ok_and(|one| one.is_unspecified());
    let mut dialed: Vec<String> = hosts.filter(|host| !is_any(host)).collect();
    dialed.sort_unstable();
    dialed.dedup();
    dialed
}

/// The settings of one member against the plan.
struct Judge<'a> {
    plan: &'a Plan,
    member: &'a Member,
    settings: &'a MemberSettings,
}

impl Judge<'_> {
    fn all(&self, report: &mut VerifyReport) {
        let (name, token) = (self.member.name.as_str(), self.plan.cluster_token.as_str());
        self.expect("name", name, report, |setting, found, expected| {
            WrongName { setting, found, expected }.into()
        });
        self.expect("initial-cluster-token", token, report, |setting, found, expected| {
            WrongToken { setting, found, expected }.into()
        });
        self.doors(report);
        self.files(&layout::member_files(self.plan, self.member), report);
        for flag in CLIENT_URLS.into_iter().chain(PEER_URLS) {
            for url in url::list(self.settings.value(flag)) {
                self.url(flag, url, report);
            }
        }
        self.initial_cluster(report);
    }

    fn add(&self, flag: &str, finding: impl Into<Finding>, report: &mut VerifyReport) {
        let finding = finding.into().in_file(self.settings.path.to_string_lossy());
        let line = self.settings.values.get(flag).map(|setting| setting.line);
        report.findings.push(match line {
            Some(line) => finding.at_line(line),
            None => finding,
        });
    }

    fn expect(
        &self,
        flag: &str,
        expected: &str,
        report: &mut VerifyReport,
        finding: impl FnOnce(String, String, String) -> Finding,
    ) {
        let found = self.settings.value(flag);
        if found != expected {
            let shown = self.settings.shown(flag);
            self.add(flag, finding(shown, found.into(), expected.into()), report);
        }
    }

    fn doors(&self, report: &mut VerifyReport) {
        for (flag, authority) in DOORS {
            let setting = self.settings.shown(flag);
            if !self.settings.demands_certificates(flag, authority) {
                self.add(flag, OpenDoor { setting }, report);
            } else if !self.settings.is_on(flag) {
                let authority = self.settings.shown(authority);
                self.add(flag, AuthByCaAlone { setting, authority }, report);
            }
        }
    }

    fn files(&self, files: &MemberFiles, report: &mut VerifyReport) {
        let mut expected = vec![
            ("cert-file", &files.server.certificate),
            ("key-file", &files.server.key),
            ("trusted-ca-file", &files.client_authority),
            ("peer-cert-file", &files.peer.certificate),
            ("peer-key-file", &files.peer.key),
            ("peer-trusted-ca-file", &files.peer_authority),
        ];
        if let Some(gateway) = &files.gateway {
            expected.push(("client-cert-file", &gateway.certificate));
            expected.push(("client-key-file", &gateway.key));
        }
        for (flag, name) in expected {
            let found = self.settings.value(flag);
            if Path::new(found).file_name() != Some(std::ffi::OsStr::new(name)) {
                let (setting, expected) = (self.settings.shown(flag), name.clone());
                self.add(flag, WrongFile { setting, found: found.into(), expected }, report);
            }
        }
    }

    /// Every member once, at a URL that etcd takes.
    fn initial_cluster(&self, report: &mut VerifyReport) {
        let entries = self.settings.members();
        let sorted = |names: &mut dyn Iterator<Item = &str>| {
            let mut names: Vec<String> = names.map(str::to_owned).collect();
            names.sort_unstable();
            names
        };
        let found = sorted(&mut entries.iter().map(|(name, _)| *name));
        let expected = sorted(&mut self.plan.members.iter().map(|one| one.name.as_str()));
        if found != expected {
            let setting = self.settings.shown(INITIAL_CLUSTER);
            self.add(INITIAL_CLUSTER, WrongMembers { setting, found, expected }, report);
        }
        for (_, url) in entries {
            self.url(INITIAL_CLUSTER, url, report);
        }
    }

    /// Holds one URL of a setting against what etcd takes. Hosts are the certificates' business.
    fn url(&self, flag: &str, text: &str, report: &mut VerifyReport) {
        let setting = self.settings.shown(flag);
        let url = text.to_owned();
        let Ok(Some(parsed)) = url::parse(text) else {
            return self.add(flag, BadUrl { setting, url }, report);
        };
        if !parsed.secure {
            if self.plan.plain_http_on_loopback && is_machines_own(flag, &parsed) {
                return;
            }
            let is_of_clients = CLIENT_URLS.contains(&flag);
            let finding: Finding = if is_of_clients {
                PlainHttp { setting, url }.into()
            } else {
                PlainHttpPeer { setting, url }.into()
            };
            return self.add(flag, finding, report);
        }
        let host = parsed.host;
        if flag.starts_with("listen-") && host != "localhost" && host.parse::<IpAddr>().is_err() {
            self.add(flag, NameInListenUrl { setting, host }, report);
        }
    }
}

/// Whether a plain URL is the listener of the machine itself.
fn is_machines_own(flag: &str, url: &Url) -> bool {
    flag == CLIENT_URLS[0] && url.address().is_some_and(|address| address.is_loopback())
}
