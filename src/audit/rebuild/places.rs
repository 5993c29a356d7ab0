//! Where things are on the machine: data and log exactly where they are, files of settings and certificates in
//! directories that etcd can have for its own.

use super::Rebuilder;
use super::clusters::described;
use crate::cluster::{AbsolutePath, Install, UnitForm};
use crate::config::{Member as Started, Unit};
use crate::render::layout;
use crate::text::{fill, say};

/// Where the configuration is, where nothing else is known.
const ETC: &str = "/etc/etcd";
/// Directories of settings of all services.
const OF_SERVICES: [&str; 3] = ["/etc/default", "/etc/sysconfig", "/etc/conf.d"];

/// A path as a plan has it.
fn plain(path: &str) -> String {
    path.parse::<AbsolutePath>().map_or_else(|_| path.to_owned(), |path| path.to_string())
}

/// Where a member's data is, where that is known: etcd takes `NAME.etcd` in its working directory where none is set,
/// which systemd makes the root directory where a unit names none.
pub(super) fn data_directory(one: &Started) -> Option<String> {
    if one.settings.get("data-dir").is_some_and(|setting| setting.open) {
        return None;
    }
    let named = one.value("data-dir").map(ToOwned::to_owned);
    let path = named.unwrap_or_else(|| format!("{}.etcd", one.name()));
    absolute(one, &path)
}

/// Where a member's write-ahead log is, where that is known.
pub(super) fn wal_directory(one: &Started) -> Option<String> {
    match one.settings.get("wal-dir") {
        Some(setting) if setting.open => None,
        Some(setting) if !setting.value.is_empty() => absolute(one, &setting.value),
        _ => Some(format!("{}/member/wal", data_directory(one)?)),
    }
}

fn absolute(one: &Started, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return one.on_host(path).map(|path| plain(&path));
    }
    let unit = one.unit.as_ref().filter(|_| one.container.is_none())?;
    let directory = unit.service("WorkingDirectory").map(|(directory, _)| directory);
    let directory = directory.unwrap_or_default();
    let directory = directory.trim_start_matches('-');
    if !(directory.is_empty() || directory.starts_with('/')) {
        return None;
    }
    let path = path.trim_start_matches("./");
    Some(plain(&format!("{}/{path}", directory.trim_end_matches('/'))))
}

impl Rebuilder<'_> {
    pub(super) fn install(&mut self, shares_host: bool) -> Result<Install, String> {
        let first = self.first;
        let of_member = |text: &str| {
            if shares_host {
                text.replace(first.name(), AbsolutePath::NAME)
            } else {
                text.to_owned()
            }
        };
        let path = |what: &str, text: &str| super::take::<AbsolutePath>(what, &of_member(text));
        let data = data_directory(first).unwrap_or_else(|| {
            self.note(say("audit-plan-data"));
            "/var/lib/etcd".to_owned()
        });
        let data = path("the data directory", &data)?;
        let wal = wal_directory(first).filter(|wal| of_member(wal) != data.join("member/wal"));
        let wal = wal.map(|wal| path("the WAL directory", &wal)).transpose()?;
        // What quorate has written itself is a disk of its own.
        let disk = wal.as_ref().and_then(|wal| wal.as_str().strip_suffix("/wal"));
        let disk = disk.filter(|_| described(first).is_some());
        let disk = disk.and_then(|disk| disk.parse::<AbsolutePath>().ok());
        let disk = disk.filter(|disk| !disk.is_within(&data) && !data.is_within(disk));
        let above = |file: &str| file.rsplit_once('/').map(|(above, _)| above.to_owned());
        let certificates = first.value("cert-file").or_else(|| first.value("peer-cert-file"));
        let certificates = certificates.and_then(above);
        let settings = first.settings_file.as_deref().and_then(above);
        let configuration = match (settings, &certificates) {
            (Some(directory), _) if first.form != UnitForm::Flags => directory,
            (_, Some(directory)) => configuration_above(directory).to_owned(),
            _ => ETC.to_owned(),
        };
        let is_owned = |directory: &AbsolutePath| {
            let kept = [Some(&data), wal.as_ref()].into_iter().flatten();
            !directory.is_systems_own()
                && !OF_SERVICES.contains(&directory.as_str())
                && !kept.into_iter().any(|one| directory.is_within(one) || one.is_within(directory))
        };
        let configuration = match path("the configuration directory", &configuration) {
            Ok(directory) if is_owned(&directory) => directory,
            _ => {
                let own =
                    if shares_host { format!("{ETC}/{}", AbsolutePath::NAME) } else { ETC.into() };
                if first.form != UnitForm::Flags {
                    let facts: [(&str, &dyn std::fmt::Display); 2] =
                        [("found", &configuration), ("becomes", &own)];
                    self.note(fill("audit-plan-configuration", &facts));
                }
                super::take("the configuration directory", &own)?
            }
        };
        let binary = first.program.as_deref().filter(|program| program.starts_with('/'));
        let install = Install::new(
            data.clone(),
            disk.clone(),
            configuration.clone(),
            super::take("the program", binary.unwrap_or("/usr/local/bin/etcd"))?,
            super::take("the user", &self.user())?,
        )
        .map_err(|error| error.to_string())?
        .keeping_user();
        let install = match wal.clone().filter(|_| disk.is_none()) {
            Some(wal) => {
                let is_inside = wal.is_within(install.data_directory());
                let key = if is_inside { "audit-plan-wal-inside" } else { "audit-plan-wal" };
                self.note(fill(key, &[("path", &wal)]));
                install.with_wal_path(wal).map_err(|error| error.to_string())?
            }
            None => install,
        };
        let Some(directory) = certificates.map(|directory| of_member(&directory)) else {
            return Ok(install);
        };
        let usual = configuration.join(layout::PKI);
        if directory == usual {
            return Ok(install);
        }
        let own = directory.parse::<AbsolutePath>().ok();
        if let Some(own) = own.filter(|own| is_owned(own) || own == &configuration) {
            return install.with_certificate_directory(own).map_err(|error| error.to_string());
        }
        let facts: [(&str, &dyn std::fmt::Display); 2] =
            [("found", &directory), ("becomes", &usual)];
        self.note(fill("audit-plan-certificates", &facts));
        Ok(install)
    }

    fn user(&mut self) -> String {
        let user = self.first.unit.as_ref().and_then(|unit: &Unit| unit.service("User"));
        match user.map(|(user, _)| user) {
            None => {
                self.note("no user is named: the plan runs etcd as `etcd`");
                "etcd".to_owned()
            }
            Some(user) => {
                if user == "root" {
                    self.note(say("audit-plan-root"));
                }
                user
            }
        }
    }
}

/// The configuration directory, where only the directory of certificates is known.
fn configuration_above(directory: &str) -> &str {
    match directory.strip_suffix(layout::PKI).and_then(|above| above.strip_suffix('/')) {
        Some(above) => above,
        None if std::path::Path::new(directory).starts_with(ETC) => ETC,
        None => directory,
    }
}
