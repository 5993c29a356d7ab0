//! Settings against certificates: whatever a member listens on and is dialed at must be in the
//! certificate that it shows there. Settings are read here in each form of the plan, by readers that
//! know nothing of the renderers.

mod config_file;
mod environment;
mod unit;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::VerifyReport;
use super::certificates::note;
use super::tree::Tree;
use crate::cluster::{Hint, Member, Plan, UnitForm};
use crate::etcd::{Release, flags};
use crate::pki::check;
use crate::render::layout::{self, MemberFiles};
use crate::text::escape_for_terminal;

/// Settings of URLs that clients dial, and of URLs that peers dial.
const CLIENT_URLS: [&str; 2] = ["listen-client-urls", "advertise-client-urls"];
const PEER_URLS: [&str; 2] = ["listen-peer-urls", "initial-advertise-peer-urls"];
/// Settings without which anyone may connect.
/// What demands certificates, and what does so as well where it is set.
const DOORS: [(&str, &str); 2] =
    [("client-cert-auth", "trusted-ca-file"), ("peer-client-cert-auth", "peer-trusted-ca-file")];

const HINT: &str = "take the file from the bundle's origin, or generate a new bundle";

pub(super) fn judge(tree: &Tree, plan: &Plan, release: Release, report: &mut VerifyReport) {
    let form = plan.unit_form;
    for member in &plan.members {
        let path = |name: &str| PathBuf::from(format!("members/{}/{name}", member.name));
        let unit_path = path(&layout::unit(plan, member));
        let text = |path: &Path| {
            tree.file(path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
        };
        let unit = text(&unit_path);
        if let Some(unit) = &unit {
            command(&unit_path, plan, unit, report);
        }
        let (path, text) = match layout::settings_file(plan) {
            None => (unit_path, unit),
            Some(name) => (path(name), text(&path(name))),
        };
        let Some(text) = text else {
            report.error(&path, "no-settings", "the plan's member has no settings", HINT);
            continue;
        };
        let settings = match form {
            UnitForm::EnvironmentFile => environment::settings(&text),
            UnitForm::Flags => unit::flags(&text),
            UnitForm::ConfigFile => {
                let read = config_file::settings(&text, release);
                for line in &read.passed_over {
                    let message = format!(
                        "etcd passes over `{}`, or takes it otherwise",
                        escape_for_terminal(line)
                    );
                    report.error(&path, "unknown-key", message, HINT);
                }
                read.settings
            }
        };
        let judge = Judge { tree, path: &path, form, settings: &settings };
        let files = layout::member_files(plan, member);
        judge.name(member.name.as_str(), report);
        judge.token(plan.cluster_token.as_str(), report);
        judge.doors(report);
        judge.files(&files, report);
        let of_clients = CLIENT_URLS.map(|flag| (flag, &files.server));
        for (flag, shown) in of_clients.into_iter().chain(PEER_URLS.map(|flag| (flag, &files.peer)))
        {
            for url in judge.value(flag).split(',') {
                if !(plan.plain_http_on_loopback && is_plain_loopback(flag, url)) {
                    judge.url(flag, member.name.as_str(), &shown.certificate, url, report);
                }
            }
        }
        judge.initial_cluster(plan, report);
    }
}

/// Reads the settings of one member, in the form of the plan.
pub(super) fn of_member(
    tree: &Tree,
    plan: &Plan,
    release: Release,
    member: &Member,
) -> Option<BTreeMap<String, String>> {
    let unit = layout::unit(plan, member);
    let name = layout::settings_file(plan).map_or(unit.as_str(), |name| name);
    let file = tree.file(format!("members/{}/{name}", member.name))?;
    let text = String::from_utf8_lossy(&file.bytes);
    Some(match plan.unit_form {
        UnitForm::EnvironmentFile => environment::settings(&text),
        UnitForm::Flags => unit::flags(&text),
        UnitForm::ConfigFile => config_file::settings(&text, release).settings,
    })
}

/// All that the readers make of a text, safe to show: what fuzzers look at.
pub(crate) fn read_all(text: &str) -> Vec<String> {
    let config_file = config_file::settings(text, Release::default());
    let maps = [environment::settings(text), unit::flags(text), config_file.settings];
    let pairs = maps.into_iter().flatten().flat_map(|(key, value)| [key, value]);
    let file = unit::environment_file(text).map(str::to_owned);
    pairs
        .chain(file)
        .chain(config_file.passed_over)
        .map(|text| escape_for_terminal(&text))
        .collect()
}

/// Whether a unit's command takes its settings from where the plan has them, and from nowhere else:
/// etcd refuses or passes over what is given a second time.
fn command(path: &Path, plan: &Plan, unit: &str, report: &mut VerifyReport) {
    let form = plan.unit_form;
    let settings_file = layout::settings_file(plan).unwrap_or_default();
    let flags = unit::flags(unit);
    let file = unit::environment_file(unit);
    let is_named = |path: Option<&str>, name: &str| {
        path.and_then(|path| path.rsplit('/').next()) == Some(name)
    };
    let config_file = flags.get("config-file").map(String::as_str);
    let (is_fine, expected) = match form {
        UnitForm::EnvironmentFile => {
            (flags.is_empty() && is_named(file, settings_file), settings_file)
        }
        UnitForm::Flags => (file.is_none() && config_file.is_none(), "its own flags"),
        UnitForm::ConfigFile => (
            file.is_none() && flags.len() == 1 && is_named(config_file, settings_file),
            settings_file,
        ),
    };
    if !is_fine {
        let message = format!("its settings come from elsewhere, expected {expected} alone");
        report.error(path, "wrong-command", message, HINT);
    }
}

/// The settings of one member under examination.
struct Judge<'a> {
    tree: &'a Tree,
    path: &'a Path,
    form: UnitForm,
    settings: &'a BTreeMap<String, String>,
}

impl Judge<'_> {
    fn value(&self, flag: &str) -> &str {
        self.settings.get(flag).map_or("", String::as_str)
    }

    /// A setting as its form writes it.
    fn shown(&self, flag: &str) -> String {
        match self.form {
            UnitForm::EnvironmentFile => {
                format!("ETCD_{}", flag.replace('-', "_").to_ascii_uppercase())
            }
            UnitForm::Flags => format!("--{flag}"),
            UnitForm::ConfigFile => flags::path_of_key(flag),
        }
    }

    /// Whether it listens for clients elsewhere than on the machine itself.
    fn has_others(&self) -> bool {
        let is_local = |url: &str| {
            let address = https_host(url).and_then(|host| host.parse::<IpAddr>().ok());
            address.is_some_and(|address| address.is_loopback())
        };
        !self.value(CLIENT_URLS[0]).split(',').all(is_local)
    }

    fn name(&self, name: &str, report: &mut VerifyReport) {
        let found = self.value("name");
        if found != name {
            let found = escape_for_terminal(found);
            let message = format!("{} is `{found}`, expected `{name}`", self.shown("name"));
            report.error(self.path, "wrong-name", message, HINT);
        }
    }

    fn token(&self, token: &str, report: &mut VerifyReport) {
        const FLAG: &str = "initial-cluster-token";
        let found = self.value(FLAG);
        if found != token {
            let found = escape_for_terminal(found);
            let message = format!("{} is `{found}`, expected `{token}`", self.shown(FLAG));
            report.error(self.path, "wrong-token", message, HINT);
        }
    }

    fn doors(&self, report: &mut VerifyReport) {
        for (flag, authority) in DOORS {
            let found = self.value(flag);
            if found == "true" {
                continue;
            }
            let wrong = format!(
                "{} is `{}`, expected `true`",
                self.shown(flag),
                escape_for_terminal(found)
            );
            if self.value(authority).is_empty() {
                let message = format!("{wrong}: anyone may connect");
                report.error(self.path, "open-door", message, HINT);
            } else {
                let by = self.shown(authority);
                let message =
                    format!("{wrong}: that certificates are demanded hangs on {by} alone");
                report.error(self.path, "auth-by-ca-alone", message, HINT);
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
            let found = self.value(flag);
            if Path::new(found).file_name() != Some(std::ffi::OsStr::new(name)) {
                let message = format!(
                    "{} is `{}`, expected a `{name}`",
                    self.shown(flag),
                    escape_for_terminal(found)
                );
                report.error(self.path, "wrong-file", message, HINT);
            }
        }
    }

    /// `name=url,…`: every member once, at a URL that its peer certificate holds.
    fn initial_cluster(&self, plan: &Plan, report: &mut VerifyReport) {
        const FLAG: &str = "initial-cluster";
        let entries: Vec<(&str, &str)> =
            self.value(FLAG).split(',').filter_map(|entry| entry.split_once('=')).collect();
        let mut found: Vec<&str> = entries.iter().map(|(name, _)| *name).collect();
        let mut expected: Vec<&str> =
            plan.members.iter().map(|member| member.name.as_str()).collect();
        found.sort_unstable();
        expected.sort_unstable();
        if found != expected {
            let message = format!(
                "{} lists `{}`, expected `{}`",
                self.shown(FLAG),
                escape_for_terminal(&found.join(", ")),
                expected.join(", ")
            );
            report.error(self.path, "wrong-members", message, HINT);
        }
        for (name, url) in entries.into_iter().filter(|(name, _)| expected.contains(name)) {
            let Some(member) = plan.members.iter().find(|one| one.name.as_str() == name) else {
                continue;
            };
            let shown = layout::member_files(plan, member).peer.certificate;
            self.url(FLAG, name, &shown, url, report);
        }
    }

    /// Holds one URL of a setting against a certificate of a member.
    fn url(
        &self,
        flag: &str,
        member: &str,
        certificate: &str,
        url: &str,
        report: &mut VerifyReport,
    ) {
        let Some(host) = https_host(url) else {
            let message = format!(
                "{} holds `{}`, expected https://HOST:PORT",
                self.shown(flag),
                escape_for_terminal(url)
            );
            report.error(self.path, "wrong-url", message, HINT);
            return;
        };
        if flag.starts_with("listen-") && host != "localhost" && host.parse::<IpAddr>().is_err() {
            let message = format!(
                "{} holds the name `{}`, expected an IP address: etcd listens on none by name",
                self.shown(flag),
                escape_for_terminal(host)
            );
            let hint = "put the member's own address there; a name is fine where it is advertised";
            report.error(self.path, "listen-name", message, hint);
            return;
        }
        let path = PathBuf::from(format!("members/{member}/pki/{certificate}"));
        // A missing certificate is reported where certificates are judged.
        let Some(file) = self.tree.file(&path) else { return };
        let Ok(chain) = check::certificates(&file.bytes) else { return };
        let Some(leaf) = chain.first() else { return };
        report.hosts += 1;
        match host.parse::<IpAddr>() {
            // Listening on every address names none.
            Ok(address) if address.is_unspecified() => {}
            // Only those on the machine itself dial it there; everyone else isn't concerned.
            Ok(address) if flag == CLIENT_URLS[0] && address.is_loopback() && self.has_others() => {
                if let Err(error) = check::covers_address(leaf, address) {
                    report.warning(
                        &path,
                        "local-host-not-covered",
                        error.to_string(),
                        error.hint(),
                    );
                }
            }
            Ok(address) => {
                note(report, &path, "host-not-covered", check::covers_address(leaf, address));
            }
            Err(_) => note(report, &path, "host-not-covered", check::covers_name(leaf, host)),
        }
    }
}

/// Whether this is the plain listener of the machine itself.
fn is_plain_loopback(flag: &str, url: &str) -> bool {
    let own = ["http://127.0.0.1:", "http://[::1]:"];
    flag == "listen-client-urls" && own.iter().any(|start| url.starts_with(start))
}

/// The host of `https://host:port`, without the brackets of an IPv6 address.
pub(super) fn https_host(url: &str) -> Option<&str> {
    let (host, port) = url.strip_prefix("https://")?.rsplit_once(':')?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    (!host.is_empty() && port.parse::<u16>().is_ok()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_urls_have_a_host() {
        assert_eq!(https_host("https://[fd00::1]:2380"), Some("fd00::1"));
        assert_eq!(https_host("https://a.example:2380"), Some("a.example"));
        for url in ["http://a:2380", "https://a", "https://:2380", "https://a:b", "", "a:2380"] {
            assert_eq!(https_host(url), None, "{url}");
        }
    }
}
