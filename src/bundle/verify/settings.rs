//! The settings of members, in each form of the plan, against the plan: names, files, members, URLs, and whether
//! a certificate is demanded.

mod read;

use std::path::{Path, PathBuf};

use super::VerifyReport;
use super::tree::Tree;
use crate::cluster::{Member, Plan, UnitForm};
use crate::config::url;
use crate::config::{at, canonical};
use crate::etcd::{Build, Release};
use crate::finding::Finding;
use crate::finding::rules::bundle::{WrongFile, WrongMembers, WrongName, WrongSetting, WrongToken};
use crate::finding::rules::members::TrailingComma;
use crate::finding::rules::settings::{
    AuthByCaAlone, BadUrl, NameInListenUrl, OpenDoor, PlainHttp, PlainHttpPeer,
};
use crate::pki::judge::{Context, RevocationList, Role};
use crate::render::layout;

pub(super) use read::MemberSettings;

/// Settings of URLs that clients dial, and of URLs that peers dial.
const CLIENT_URLS: [&str; 2] = ["listen-client-urls", "advertise-client-urls"];
const PEER_URLS: [&str; 2] = ["listen-peer-urls", "initial-advertise-peer-urls"];
const INITIAL_CLUSTER: &str = "initial-cluster";
/// What demands certificates, and what does so as well where it is set.
const DOORS: [(&str, &str); 2] =
    [("client-cert-auth", "trusted-ca-file"), ("peer-client-cert-auth", "peer-trusted-ca-file")];

/// Reads the settings of the plan's members that have any, in the order of the plan, and holds them against the plan.
pub(super) fn read(
    tree: &Tree,
    plan: &Plan,
    release: Release,
    report: &mut VerifyReport,
) -> Vec<MemberSettings> {
    let read = |member| MemberSettings::read(tree, plan, member, release, report);
    let all: Vec<MemberSettings> = plan.members.iter().filter_map(read).collect();
    for settings in &all {
        Judge { plan, settings, report }.all();
    }
    all
}

impl MemberSettings {
    /// The value of a flag as it is written; empty where it isn't set.
    fn value(&self, flag: &str) -> &str {
        self.started.settings.get(flag).map_or("", |setting| setting.value.as_str())
    }

    /// Where it shows what it shows as this role.
    pub(super) fn context(&self, role: Role, etcd: Build) -> Context {
        Context::of_member(role, etcd, |flag| self.started.given(flag))
    }

    /// The list of revoked certificates that a flag names, where the bundle has it.
    pub(super) fn revocations(
        &self,
        tree: &Tree,
        flag: &str,
        etcd: Build,
    ) -> Option<(PathBuf, RevocationList)> {
        let path = self.file(flag)?;
        let list = RevocationList::read(&tree.file(&path)?.bytes, etcd);
        Some((path, list))
    }

    /// Where in the member's directory of the bundle the file of a flag is.
    pub(super) fn file(&self, flag: &str) -> Option<PathBuf> {
        let name = Path::new(self.value(flag)).file_name()?;
        Some(Path::new("members").join(self.member.name.as_str()).join(layout::PKI).join(name))
    }

    /// Whether a flag demands certificates, by itself or by the CA that another one names.
    pub(super) fn demands_certificates(&self, flag: &str, authority: &str) -> bool {
        self.started.is_on(flag) || self.started.has(authority)
    }

    /// The hosts that clients dial.
    pub(super) fn client_hosts(&self) -> Vec<String> {
        let [listened, advertised] = CLIENT_URLS.map(|flag| self.value(flag));
        url::dialed(listened, advertised)
    }

    /// The hosts that peers dial, as far as the member itself says.
    pub(super) fn peer_hosts(&self) -> Vec<String> {
        let [listened, advertised] = PEER_URLS.map(|flag| self.value(flag));
        url::dialed(listened, advertised)
    }

    /// The hosts that peers dial a member of this name at, as this one has been told.
    pub(super) fn peer_hosts_of(&self, name: &str) -> Vec<String> {
        let urls = self.members().into_iter().filter(|(member, _)| *member == name);
        urls.flat_map(|(_, url)| url::dialed("", url)).collect()
    }

    /// `name=url,…`
    fn members(&self) -> Vec<(&str, &str)> {
        url::members(self.value(INITIAL_CLUSTER))
    }
}

/// The settings of one member against the plan.
struct Judge<'a> {
    plan: &'a Plan,
    settings: &'a MemberSettings,
    report: &'a mut VerifyReport,
}

impl Judge<'_> {
    fn all(mut self) {
        let (plan, member) = (self.plan, &self.settings.member);
        self.expect("name", member.name.as_str(), |setting, found, expected| {
            WrongName { setting, found, expected }.into()
        });
        let token = plan.cluster_token.as_str();
        self.expect("initial-cluster-token", token, |setting, found, expected| {
            WrongToken { setting, found, expected }.into()
        });
        self.doors();
        self.files();
        self.further();
        for flag in CLIENT_URLS.into_iter().chain(PEER_URLS) {
            let value = self.settings.value(flag).to_owned();
            let (empty, urls): (Vec<&str>, Vec<&str>) =
                url::list(&value).partition(|url| url.is_empty() && !value.is_empty());
            if !empty.is_empty() {
                let setting = self.shown(flag);
                self.add(flag, TrailingComma { setting });
            }
            for url in urls {
                self.url(flag, url);
            }
        }
        self.initial_cluster();
    }

    fn add(&mut self, flag: &str, finding: impl Into<Finding>) {
        let line = self.settings.started.settings.get(flag).map_or(0, |setting| setting.line);
        let path = self.settings.path.to_string_lossy();
        self.report.findings.push(at((&path, line), finding));
    }

    fn shown(&self, flag: &str) -> String {
        self.settings.started.shown(flag)
    }

    fn expect(
        &mut self,
        flag: &str,
        expected: &str,
        finding: impl FnOnce(String, String, String) -> Finding,
    ) {
        let found = self.settings.value(flag);
        if found != expected {
            self.add(flag, finding(self.shown(flag), found.into(), expected.into()));
        }
    }

    fn doors(&mut self) {
        for (flag, authority) in DOORS {
            let setting = self.shown(flag);
            if !self.settings.demands_certificates(flag, authority) {
                self.add(flag, OpenDoor { setting });
            } else if !self.settings.started.is_on(flag) {
                let authority = self.shown(authority);
                self.add(flag, AuthByCaAlone { setting, authority });
            }
        }
    }

    fn files(&mut self) {
        let files = layout::member_files(self.plan, &self.settings.member);
        let mut expected = files.by_flag().to_vec();
        if let Some(gateway) = &files.gateway {
            expected.push(("client-cert-file", &gateway.certificate));
            expected.push(("client-key-file", &gateway.key));
        }
        for (flag, expected) in expected {
            let expected = expected.to_owned();
            let found = self.settings.value(flag);
            if Path::new(found).file_name() != Some(expected.as_ref()) {
                let setting = self.shown(flag);
                self.add(flag, WrongFile { setting, found: found.into(), expected });
            }
        }
    }

    /// What the plan names beside what quorate sets.
    fn further(&mut self) {
        let form = self.plan.unit_form;
        for planned in self.plan.settings_of(&self.settings.member).iter() {
            let (flag, expected) = (planned.name(), planned.value().to_string());
            let found = self.settings.value(flag).to_owned();
            let is_key = form == UnitForm::ConfigFile;
            if canonical(flag, &found, is_key) != canonical(flag, &expected, false) {
                let found = if found.is_empty() { "none".to_owned() } else { found };
                let setting = self.shown(flag);
                self.add(flag, WrongSetting { setting, found, expected });
            }
        }
    }

    /// Every member once for each of its addresses, at a URL that etcd takes.
    fn initial_cluster(&mut self) {
        let entries = self.settings.members();
        let mut found: Vec<String> = entries.iter().map(|(name, _)| (*name).to_owned()).collect();
        let of = |one: &Member| vec![one.name.to_string(); one.peer_addresses().len()];
        let mut expected: Vec<String> = self.plan.members.iter().flat_map(of).collect();
        found.sort_unstable();
        expected.sort_unstable();
        if found != expected {
            let setting = self.shown(INITIAL_CLUSTER);
            self.add(INITIAL_CLUSTER, WrongMembers { setting, found, expected });
        }
        for (_, url) in entries {
            self.url(INITIAL_CLUSTER, url);
        }
    }

    /// Holds one URL of a setting against what etcd takes. Hosts are the certificates' business.
    fn url(&mut self, flag: &str, text: &str) {
        let (setting, url) = (self.shown(flag), text.to_owned());
        let parsed = match url::parse(text) {
            Ok(Some(parsed)) => parsed,
            // A socket of the machine itself.
            Ok(None) => return,
            Err(url::NotAUrl) => return self.add(flag, BadUrl { setting, url }),
        };
        if parsed.secure {
            if flag.starts_with("listen-") && parsed.is_named() {
                self.add(flag, NameInListenUrl { setting, host: parsed.host });
            }
        } else if self.plan.plain_http_on_loopback && flag == CLIENT_URLS[0] && parsed.is_loopback()
        {
            // The listener of the machine itself.
        } else if CLIENT_URLS.contains(&flag) {
            self.add(flag, PlainHttp { setting, url });
        } else {
            self.add(flag, PlainHttpPeer { setting, url });
        }
    }
}
