//! The way back: an installation as a plan, as far as a plan can tell it.

mod certificates;

use std::collections::BTreeMap;
use std::path::Path;

use super::Disk;
use crate::cluster::{
    AbsolutePath, CertificateSettings, Clients, ClusterName, ClusterSize, ClusterToken,
    EtcdVersion, Figures, FurtherFiles, Hardware, Install, Megabytes, Member, MemberAddress,
    Members, Milliseconds, Placement, Plan, Port, Ports, Preset, Tier, Timing, UnitForm,
};
use crate::config::url::{self, Url};
use crate::config::{Member as Started, Unit, environment_file, flag_of};
use crate::etcd::Release;
use crate::render;
use crate::render::layout;

/// A plan that describes an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// The plan; it passes [`Plan::check`].
    pub plan: Plan,
    /// What couldn't be carried over, and what the plan would set otherwise; safe to show.
    pub notes: Vec<String>,
}

/// Describes the members of one cluster as a plan. `Err` says what stands in the way.
pub(super) fn rebuild(
    started: &[Started],
    disk: &dyn Disk,
    release: Release,
) -> Result<Rebuilt, Vec<String>> {
    let rebuilder = Rebuilder { started, disk, version: release.series() };
    let mut notes = Vec::new();
    match rebuilder.plan(&mut notes) {
        Ok(plan) => {
            differences(started, &plan, &mut notes);
            let notes = notes.iter().map(|note| crate::text::escape_for_terminal(note)).collect();
            Ok(Rebuilt { plan, notes })
        }
        Err(why) => Err(vec![crate::text::escape_for_terminal(&why)]),
    }
}

/// What all of the rebuilding looks at.
struct Rebuilder<'a> {
    started: &'a [Started],
    disk: &'a dyn Disk,
    version: EtcdVersion,
}

/// Takes a text through a parser of the domain, or says what it was and why it can't be taken.
fn take<T>(what: &str, text: &str) -> Result<T, String>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| format!("{what}: {error}"))
}

#[allow(clippy::unused_self, reason = "each reads one part of the same installation")]
impl Rebuilder<'_> {
    fn plan(&self, notes: &mut Vec<String>) -> Result<Plan, String> {
        let first = self.started.first().ok_or("nothing here starts etcd")?;
        let (members, ports) = self.members(first, notes)?;
        let shares_host = shares_host(&members);
        let placement = if shares_host { Placement::SharedHost } else { Placement::OnePerHost };
        let install = self.install(first, shares_host, notes)?;
        let name = self.cluster_name(first, notes);
        let mut plan = Plan {
            format: Plan::FORMAT,
            preset: Preset::Recommended,
            cluster_name: take("the cluster's name", &name)?,
            cluster_token: self.token(first)?,
            etcd_version: self.version,
            hardware: self.hardware(first, notes)?,
            members,
            placement,
            ports,
            timing: timing(first, notes)?,
            install,
            unit_form: first.form,
            plain_http_on_loopback: first.value("listen-client-urls").is_some_and(|urls| {
                urls.contains("http://127.0.0.1:") || urls.contains("http://[::1]:")
            }),
            certificates: CertificateSettings {
                algorithm: crate::cluster::KeyAlgorithm::default(),
                lifetimes: crate::cluster::Lifetimes::default(),
                subject: crate::cluster::SubjectFields::default(),
                trust: crate::cluster::CaLayout::default(),
                arrangement: crate::cluster::CertificateLayout::default(),
                ca_source: crate::cluster::CaSource::default(),
                member_keys: crate::cluster::KeyOrigin::default(),
                server_sans: Vec::new(),
            },
            clients: Clients::default(),
            load_balancer: None,
            further_files: FurtherFiles::default(),
        };
        certificates::read(self, &mut plan, notes);
        self.preset(&mut plan, notes);
        notes
            .push("clients can't be seen from members: add them with `clients` in the plan".into());
        notes.push("the CA's key isn't here: to keep the CA, set `ca_source` to `imported`".into());
        plan.check().map_err(|error| error.to_string())?;
        Ok(plan)
    }

    /// The members of the list, with the addresses that they are dialed at.
    fn members(
        &self,
        first: &Started,
        notes: &mut Vec<String>,
    ) -> Result<(Members, Ports), String> {
        let own = first.value("initial-advertise-peer-urls").unwrap_or_default();
        let single = format!("{}={own}", first.name());
        let list = first.value("initial-cluster").unwrap_or(&single);
        let mut found: Vec<(Member, Ports)> = Vec::new();
        let listed = url::members(list);
        if listed.len() > ClusterSize::LIMIT {
            ClusterSize::new(listed.len()).map_err(|error| error.to_string())?;
        }
        for (name, url) in listed {
            let url = url::parse(url)
                .map_err(|_| format!("the peer URL of `{name}` is not https://HOST:PORT"))?
                .ok_or_else(|| format!("`{name}` has a Unix socket for a peer URL"))?;
            let started = self.started.iter().find(|one| one.name() == name);
            let (address, dns) = self.address(name, &url, started, notes)?;
            let client = started.and_then(|one| one.value("advertise-client-urls"));
            let client = client.and_then(|urls| url::urls(urls).next());
            let client = match (client, found.first()) {
                (Some(url), _) => u64::from(url.port),
                (None, Some((_, ports))) => u64::from(ports.client().number()),
                (None, None) => u64::from(Port::CLIENT.number()),
            };
            let port =
                |number: u64| Port::try_from(number).map_err(|error| format!("`{name}`: {error}"));
            let ports = Ports::new(port(client)?, port(u64::from(url.port))?)
                .map_err(|error| error.to_string())?;
            let member = Member {
                name: take(&format!("the member `{name}`"), name)?,
                address,
                dns_names: dns.into_iter().collect(),
                extra_sans: Vec::new(),
                ports: None,
            };
            found.push((member, ports));
        }
        let usual = found.first().map(|(_, ports)| *ports).unwrap_or_default();
        let addresses: Vec<MemberAddress> =
            found.iter().map(|(member, _)| member.address).collect();
        let is_shared = addresses
            .iter()
            .enumerate()
            .any(|(index, one)| addresses.iter().skip(index + 1).any(|other| other == one));
        let usual = if is_shared { Ports::default() } else { usual };
        let members = found.into_iter().map(|(member, ports)| {
            // Members that share a machine each say their ports.
            let own = (is_shared || ports != usual).then_some(ports);
            Member { ports: own, ..member }
        });
        let members = Members::new(members.collect()).map_err(|error| error.to_string())?;
        Ok((members, usual))
    }

    fn address(
        &self,
        name: &str,
        url: &Url,
        started: Option<&Started>,
        notes: &mut Vec<String>,
    ) -> Result<(MemberAddress, Option<crate::cluster::DnsName>), String> {
        if url.host.parse::<std::net::IpAddr>().is_ok() {
            return Ok((take(&format!("the address of `{name}`"), &url.host)?, None));
        }
        let listens = started.and_then(|one| one.value("listen-peer-urls")).unwrap_or_default();
        let mut urls = url::urls(listens);
        let address = urls.find_map(|url| url.host.parse::<MemberAddress>().ok()).ok_or_else(|| {
            format!("`{name}` is dialed at `{}`, and its own files, which name its address, aren't here", url.host)
        })?;
        notes.push(format!(
            "`{name}` is dialed at `{}`; the plan dials its address {}",
            url.host,
            address.ip()
        ));
        Ok((address, Some(take(&format!("the name of `{name}`"), &url.host)?)))
    }

    fn token(&self, first: &Started) -> Result<ClusterToken, String> {
        take("the cluster's token", first.value("initial-cluster-token").unwrap_or("etcd-cluster"))
    }

    /// The cluster's name, which etcd doesn't know: from what quorate writes, else from the token.
    fn cluster_name(&self, first: &Started, notes: &mut Vec<String>) -> String {
        let ca = first.value("trusted-ca-file").and_then(|path| path.rsplit('/').next());
        let of_ca =
            ca.and_then(|name| name.strip_suffix("-root-ca.pem")).filter(|name| *name != "etcd");
        let description = first.unit.as_ref().and_then(Unit::description);
        let described = description.as_deref().and_then(|text| {
            text.strip_prefix("etcd member ")
                .and_then(|rest| rest.rsplit_once(" of "))
                .map(|(_, name)| name)
        });
        let token = first.value("initial-cluster-token").unwrap_or("etcd-cluster");
        let found = described.or(of_ca).filter(|name| name.parse::<ClusterName>().is_ok());
        found.map_or_else(
            || {
                notes.push(
                    "etcd knows no name of the cluster: the plan takes its token for one".into(),
                );
                token.to_owned()
            },
            ToOwned::to_owned,
        )
    }

    fn hardware(&self, first: &Started, notes: &mut Vec<String>) -> Result<Hardware, String> {
        const GIB: u64 = 1 << 30;
        let number = |flag: &str| first.value(flag).and_then(|value| value.parse::<u64>().ok());
        let quota = number("quota-backend-bytes").filter(|quota| *quota > 0).unwrap_or(2 * GIB);
        let entries = number("snapshot-count").unwrap_or(self.version.default_snapshot_count());
        let fits = |tier: &&Tier| {
            let figures = Hardware::Tier(**tier).figures(self.version);
            figures.quota_megabytes.bytes() == quota && figures.snapshot_count == entries
        };
        if let Some(tier) = Tier::ALL.iter().find(fits) {
            notes.push(format!("memory and disk can't be seen; quota and snapshot count are those of the tier {tier}"));
            return Ok(Hardware::Tier(*tier));
        }
        let megabytes = (quota >> 20).max(1);
        if megabytes << 20 != quota {
            notes.push(format!("the quota of {quota} bytes becomes {megabytes} MiB"));
        }
        let memory = (quota / GIB).max(1).saturating_mul(4);
        notes.push(format!(
            "memory and disk can't be seen; the plan assumes {memory} GB and 50 IOPS"
        ));
        Ok(Hardware::Custom(Figures {
            quota_megabytes: Megabytes::try_from(megabytes).map_err(|error| error.to_string())?,
            snapshot_count: entries.clamp(1, Figures::LIMIT),
            memory_gigabytes: u32::try_from(memory).unwrap_or(u32::MAX),
            sequential_iops: 50,
        }))
    }

    fn install(
        &self,
        first: &Started,
        shares_host: bool,
        notes: &mut Vec<String>,
    ) -> Result<Install, String> {
        let path = |what: &str, text: &str| -> Result<AbsolutePath, String> {
            let text = if shares_host {
                text.replace(first.name(), AbsolutePath::NAME)
            } else {
                text.to_owned()
            };
            take(what, &text)
        };
        let data = first.value("data-dir").unwrap_or_else(|| {
            notes.push("no data directory is set: the plan takes /var/lib/etcd".into());
            "/var/lib/etcd"
        });
        let wal = first.value("wal-dir").map(|directory| {
            // The plan names the directory above, unless the data is there as well.
            let above = directory.strip_suffix("/wal").filter(|above| !above.is_empty());
            above.filter(|above| !Path::new(data).starts_with(above)).unwrap_or(directory)
        });
        if let Some(wal) = wal
            && first.value("wal-dir") != Some(&format!("{wal}/wal"))
        {
            notes.push(format!("the plan puts the write-ahead log into `{wal}/wal`"));
        }
        let certificates = first.value("cert-file").or_else(|| first.value("peer-cert-file"));
        let certificates =
            certificates.and_then(|file| file.rsplit_once('/')).map(|(directory, _)| directory);
        let settings = first.settings_file.as_deref().and_then(|file| file.rsplit_once('/'));
        let configuration = match (settings, certificates) {
            (Some((directory, _)), _) if first.form != UnitForm::Flags => directory.to_owned(),
            (_, Some(directory)) => configuration_above(directory),
            _ => "/etc/etcd".to_owned(),
        };
        let binary = first.program.as_deref().filter(|program| program.starts_with('/'));
        let user = first.unit.as_ref().and_then(|unit| unit.service("User")).map(|(user, _)| user);
        let user = user.unwrap_or_else(|| {
            notes.push("no user is named: the plan runs etcd as `etcd`".into());
            "etcd".to_owned()
        });
        let install = Install::new(
            path("the data directory", data)?,
            wal.map(|wal| path("the WAL directory", wal)).transpose()?,
            path("the configuration directory", &configuration)?,
            take("the program", binary.unwrap_or("/usr/local/bin/etcd"))?,
            take("the user", &user)?,
        )
        .map_err(|error| error.to_string())?;
        match certificates {
            Some(directory) if *directory != format!("{configuration}/{}", layout::PKI) => install
                .with_certificate_directory(path("the directory of certificates", directory)?)
                .map_err(|error| error.to_string()),
            _ => Ok(install),
        }
    }

    /// Finds the preset that calls certificates and settings as they are called here.
    fn preset(&self, plan: &mut Plan, notes: &mut Vec<String>) {
        let names = |one: &Started| -> Vec<Option<String>> {
            let base = |flag: &str| {
                one.value(flag).and_then(|path| path.rsplit('/').next()).map(ToOwned::to_owned)
            };
            let mut names: Vec<Option<String>> = [
                "cert-file",
                "key-file",
                "peer-cert-file",
                "peer-key-file",
                "trusted-ca-file",
                "peer-trusted-ca-file",
            ]
            .map(base)
            .into();
            let file =
                one.settings_file.as_deref().filter(|_| one.form == UnitForm::EnvironmentFile);
            names.push(file.and_then(|path| path.rsplit('/').next()).map(ToOwned::to_owned));
            names
        };
        for preset in Preset::ALL {
            let candidate = Plan { preset, ..plan.clone() };
            let planned = |member: &Member| -> Vec<Option<String>> {
                let files = layout::member_files(&candidate, member);
                let file = layout::settings_file(&candidate)
                    .filter(|_| plan.unit_form == UnitForm::EnvironmentFile);
                vec![
                    Some(files.server.certificate),
                    Some(files.server.key),
                    Some(files.peer.certificate),
                    Some(files.peer.key),
                    Some(files.client_authority),
                    Some(files.peer_authority),
                    file.map(ToOwned::to_owned),
                ]
            };
            let mut members = plan.members.iter();
            let fits = members.all(|member| {
                let started = self.started.iter().find(|one| one.name() == member.name.as_str());
                started.is_none_or(|one| names(one) == planned(member))
            });
            if fits && candidate.check().is_ok() {
                plan.preset = preset;
                return;
            }
        }
        notes.push(
            "files are called otherwise than quorate calls them; the plan takes its own names"
                .into(),
        );
    }
}

/// The configuration directory, where only the directory of certificates is known.
fn configuration_above(directory: &str) -> String {
    let pki = format!("/{}", layout::PKI);
    if let Some(above) = directory.strip_suffix(&pki) {
        return above.to_owned();
    }
    let usual = "/etc/etcd";
    if Path::new(directory).starts_with(usual) { usual.to_owned() } else { directory.to_owned() }
}

fn shares_host(members: &Members) -> bool {
    let all: Vec<MemberAddress> = members.iter().map(|member| member.address).collect();
    all.iter().enumerate().any(|(index, one)| all.iter().skip(index + 1).any(|other| other == one))
}

fn timing(first: &Started, notes: &mut Vec<String>) -> Result<Timing, String> {
    let milliseconds = |flag: &str, usual: u64| -> Result<Milliseconds, String> {
        let value = first
            .value(flag)
            .map_or(Ok(usual), str::parse)
            .map_err(|_| format!("`{}` is no number", first.shown(flag)))?;
        Milliseconds::try_from(value).map_err(|error| format!("`{}`: {error}", first.shown(flag)))
    };
    notes.push(
        "the round trip between members can't be seen; the plan takes etcd's usual 10 ms".into(),
    );
    Timing::new(
        Timing::default().round_trip(),
        milliseconds("heartbeat-interval", 100)?,
        milliseconds("election-timeout", 1000)?,
    )
    .map_err(|error| error.to_string())
}

/// Says what the plan's own settings would change. They are read from what the renderer writes.
fn differences(started: &[Started], plan: &Plan, notes: &mut Vec<String>) {
    let in_file = Plan { unit_form: UnitForm::EnvironmentFile, ..plan.clone() };
    let rendered = render::files(&in_file);
    let name = layout::settings_file(&in_file).unwrap_or_default();
    for one in started {
        let path = format!("members/{}/{name}", one.name());
        let Some(file) = rendered.iter().find(|file| file.path == Path::new(&path)) else {
            continue;
        };
        let planned: BTreeMap<String, String> = environment_file(&file.contents)
            .variables
            .into_iter()
            .filter_map(|variable| Some((flag_of(&variable.name)?, variable.value)))
            .collect();
        for (flag, value) in &planned {
            let found = one.value(flag);
            if found != Some(value.as_str()) && !(value == "true" && one.is_on(flag)) {
                let found = found.map_or("not set".to_owned(), |found| format!("`{found}`"));
                notes.push(format!("`{}`: {flag} is {found}, in the plan `{value}`", one.name()));
            }
        }
        for flag in one
            .settings
            .keys()
            .filter(|flag| !planned.contains_key(*flag) && *flag != "config-file")
        {
            notes.push(format!("`{}`: {flag} has no place in a plan, and is left out", one.name()));
        }
    }
}
