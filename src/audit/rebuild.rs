//! The way back: an installation as a plan, as far as a plan can tell it.

mod certificates;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

use super::Disk;
use crate::cluster::{
    AbsolutePath, CaLayout, CaSource, CertificateLayout, CertificateSettings, Clients, ClusterName,
    ClusterSize, DnsName, EtcdVersion, Figures, FurtherFiles, Hardware, Install, KeyAlgorithm,
    KeyOrigin, Lifetimes, Megabytes, Member, MemberAddress, Members, Milliseconds, Placement, Plan,
    Port, Ports, Preset, SubjectFields, Tier, Timing, UnitForm,
};
use crate::config::url::{self, Url};
use crate::config::{Member as Started, Unit, environment_file, flag_of};
use crate::etcd::Release;
use crate::render;
use crate::render::layout;
use crate::text::escape_for_terminal;

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
    let Some(first) = started.first() else { return Err(vec!["nothing here starts etcd".into()]) };
    let version = release.series();
    let mut rebuilder = Rebuilder { started, first, disk, version, notes: Vec::new() };
    let plan = rebuilder.plan().map_err(|why| vec![escape_for_terminal(&why)])?;
    rebuilder.differences(&plan);
    let notes = rebuilder.notes.iter().map(|note| escape_for_terminal(note)).collect();
    Ok(Rebuilt { plan, notes })
}

/// What all of the rebuilding looks at.
struct Rebuilder<'a> {
    started: &'a [Started],
    /// The member whose settings count for all.
    first: &'a Started,
    disk: &'a dyn Disk,
    version: EtcdVersion,
    /// What couldn't be carried over.
    notes: Vec<String>,
}

/// Takes a text through a parser of the domain, or says what it was and why it can't be taken.
fn take<T>(what: &str, text: &str) -> Result<T, String>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| format!("{what}: {error}"))
}

/// The last part of a path.
fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl<'a> Rebuilder<'a> {
    fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// What starts a member of the list, where that is here.
    fn of_member(&self, name: &str) -> Option<&'a Started> {
        self.started.iter().find(|one| one.name() == name)
    }

    fn plan(&mut self) -> Result<Plan, String> {
        let first = self.first;
        let (members, ports) = self.members()?;
        let shares_host = shares_host(members.iter());
        let install = self.install(shares_host)?;
        let token = first.value("initial-cluster-token").unwrap_or("etcd-cluster");
        let mut plan = Plan {
            format: Plan::FORMAT,
            preset: Preset::Recommended,
            cluster_name: take("the cluster's name", &self.cluster_name(token))?,
            cluster_token: take("the cluster's token", token)?,
            etcd_version: self.version,
            hardware: self.hardware()?,
            members,
            placement: if shares_host { Placement::SharedHost } else { Placement::OnePerHost },
            ports,
            timing: self.timing()?,
            install,
            unit_form: first.form,
            plain_http_on_loopback: first.value("listen-client-urls").is_some_and(|urls| {
                urls.contains("http://127.0.0.1:") || urls.contains("http://[::1]:")
            }),
            certificates: CertificateSettings {
                algorithm: KeyAlgorithm::default(),
                lifetimes: Lifetimes::default(),
                subject: SubjectFields::default(),
                authority_name: None,
                name_constraints: Vec::new(),
                trust: CaLayout::default(),
                arrangement: CertificateLayout::default(),
                ca_source: CaSource::default(),
                member_keys: KeyOrigin::default(),
                server_sans: Vec::new(),
            },
            clients: Clients::default(),
            load_balancer: None,
            further_files: FurtherFiles::default(),
        };
        self.certificates(&mut plan);
        self.preset(&mut plan);
        self.note("clients can't be seen from members: add them with `clients` in the plan");
        self.note("the CA's key isn't here: to keep the CA, set `ca_source` to `imported`");
        plan.check().map_err(|error| error.to_string())?;
        Ok(plan)
    }

    /// The members of the list, with the addresses that they are dialed at.
    fn members(&mut self) -> Result<(Members, Ports), String> {
        let own = self.first.value("initial-advertise-peer-urls").unwrap_or_default();
        let single = format!("{}={own}", self.first.name());
        let list = self.first.value("initial-cluster").unwrap_or(&single);
        let mut found: Vec<(Member, Ports)> = Vec::new();
        let listed = url::members(list);
        if listed.len() > ClusterSize::LIMIT {
            ClusterSize::new(listed.len()).map_err(|error| error.to_string())?;
        }
        for (name, url) in listed {
            let url = url::parse(url)
                .map_err(|_| format!("the peer URL of `{name}` is not https://HOST:PORT"))?
                .ok_or_else(|| format!("`{name}` has a Unix socket for a peer URL"))?;
            let (address, dns) = self.address(name, &url)?;
            let client = self.of_member(name).and_then(|one| one.value("advertise-client-urls"));
            let client = client.and_then(|urls| url::urls(urls).next()).map(|url| url.port);
            let earlier = found.first().map_or(Port::CLIENT, |(_, ports)| ports.client());
            let port = |number: u16| {
                Port::try_from(u64::from(number)).map_err(|error| format!("`{name}`: {error}"))
            };
            let ports = Ports::new(port(client.unwrap_or(earlier.number()))?, port(url.port)?)
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
        let is_shared = shares_host(found.iter().map(|(member, _)| member));
        let usual = found.first().filter(|_| !is_shared).map(|(_, ports)| *ports);
        let usual = usual.unwrap_or_default();
        let members = found.into_iter().map(|(member, ports)| {
            // Members that share a machine each say their ports.
            let own = (is_shared || ports != usual).then_some(ports);
            Member { ports: own, ..member }
        });
        let members = Members::new(members.collect()).map_err(|error| error.to_string())?;
        Ok((members, usual))
    }

    fn address(
        &mut self,
        name: &str,
        url: &Url,
    ) -> Result<(MemberAddress, Option<DnsName>), String> {
        let host = &url.host;
        if host.parse::<IpAddr>().is_ok() {
            return Ok((take(&format!("the address of `{name}`"), host)?, None));
        }
        let started = self.of_member(name);
        let listens = started.and_then(|one| one.value("listen-peer-urls")).unwrap_or_default();
        let mut urls = url::urls(listens);
        let address = urls.find_map(|url| url.host.parse::<MemberAddress>().ok()).ok_or_else(|| {
            format!("`{name}` is dialed at `{host}`, and its own files, which name its address, aren't here")
        })?;
        let ip = address.ip();
        self.note(format!("`{name}` is dialed at `{host}`; the plan dials its address {ip}"));
        Ok((address, Some(take(&format!("the name of `{name}`"), host)?)))
    }

    /// The cluster's name, which etcd doesn't know: from what quorate writes, else from the token.
    fn cluster_name(&mut self, token: &str) -> String {
        let ca = self.first.value("trusted-ca-file").map(base);
        let of_ca =
            ca.and_then(|name| name.strip_suffix("-root-ca.pem")).filter(|name| *name != "etcd");
        let description = self.first.unit.as_ref().and_then(Unit::description);
        let described = description.as_deref().and_then(|text| {
            let (_, name) = text.strip_prefix("etcd member ")?.rsplit_once(" of ")?;
            Some(name)
        });
        let found = described.or(of_ca).filter(|name| name.parse::<ClusterName>().is_ok());
        if found.is_none() {
            self.note("etcd knows no name of the cluster: the plan takes its token for one");
        }
        found.unwrap_or(token).to_owned()
    }

    fn hardware(&mut self) -> Result<Hardware, String> {
        const GIB: u64 = 1 << 30;
        let number = |flag: &str| self.first.value(flag).and_then(|value| value.parse().ok());
        let quota = number("quota-backend-bytes").filter(|quota| *quota > 0).unwrap_or(2 * GIB);
        let entries = number("snapshot-count").unwrap_or(self.version.default_snapshot_count());
        let fits = |tier: &&Tier| {
            let figures = Hardware::Tier(**tier).figures(self.version);
            figures.quota_megabytes.bytes() == quota && figures.snapshot_count == entries
        };
        if let Some(tier) = Tier::ALL.iter().find(fits) {
            self.note(format!("memory and disk can't be seen; quota and snapshot count are those of the tier {tier}"));
            return Ok(Hardware::Tier(*tier));
        }
        let megabytes = (quota >> 20).max(1);
        if megabytes << 20 != quota {
            self.note(format!("the quota of {quota} bytes becomes {megabytes} MiB"));
        }
        let memory = (quota / GIB).max(1).saturating_mul(4);
        self.note(format!(
            "memory and disk can't be seen; the plan assumes {memory} GB and 50 IOPS"
        ));
        Ok(Hardware::Custom(Figures {
            quota_megabytes: Megabytes::try_from(megabytes).map_err(|error| error.to_string())?,
            snapshot_count: entries.clamp(1, Figures::LIMIT),
            memory_gigabytes: u32::try_from(memory).unwrap_or(u32::MAX),
            sequential_iops: 50,
        }))
    }

    fn install(&mut self, shares_host: bool) -> Result<Install, String> {
        let first = self.first;
        let path = |what: &str, text: &str| -> Result<AbsolutePath, String> {
            let text = if shares_host {
                text.replace(first.name(), AbsolutePath::NAME)
            } else {
                text.to_owned()
            };
            take(what, &text)
        };
        let data = first.value("data-dir").unwrap_or("/var/lib/etcd");
        if first.value("data-dir").is_none() {
            self.note("no data directory is set: the plan takes /var/lib/etcd");
        }
        let wal = first.value("wal-dir").map(|directory| {
            // The plan names the directory above, unless the data is there as well.
            let above = directory.strip_suffix("/wal").filter(|above| !above.is_empty());
            above.filter(|above| !Path::new(data).starts_with(above)).unwrap_or(directory)
        });
        if let Some(wal) = wal
            && first.value("wal-dir") != Some(&format!("{wal}/wal"))
        {
            self.note(format!("the plan puts the write-ahead log into `{wal}/wal`"));
        }
        let above = |file: &'a str| file.rsplit_once('/').map(|(directory, _)| directory);
        let certificates = first.value("cert-file").or_else(|| first.value("peer-cert-file"));
        let certificates = certificates.and_then(above);
        let settings = first.settings_file.as_deref().and_then(above);
        let configuration = match (settings, certificates) {
            (Some(directory), _) if first.form != UnitForm::Flags => directory,
            (_, Some(directory)) => configuration_above(directory),
            _ => ETC,
        };
        let binary = first.program.as_deref().filter(|program| program.starts_with('/'));
        let user = first.unit.as_ref().and_then(|unit| unit.service("User")).map(|(user, _)| user);
        if user.is_none() {
            self.note("no user is named: the plan runs etcd as `etcd`");
        }
        let install = Install::new(
            path("the data directory", data)?,
            wal.map(|wal| path("the WAL directory", wal)).transpose()?,
            path("the configuration directory", configuration)?,
            take("the program", binary.unwrap_or("/usr/local/bin/etcd"))?,
            take("the user", user.as_deref().unwrap_or("etcd"))?,
        )
        .map_err(|error| error.to_string())?
        .keeping_user();
        match certificates {
            Some(directory) if *directory != format!("{configuration}/{}", layout::PKI) => install
                .with_certificate_directory(path("the directory of certificates", directory)?)
                .map_err(|error| error.to_string()),
            _ => Ok(install),
        }
    }

    fn timing(&mut self) -> Result<Timing, String> {
        let first = self.first;
        let milliseconds = |flag: &str, usual: u64| -> Result<Milliseconds, String> {
            let value = first.value(flag).map_or(Ok(usual), str::parse);
            let value = value.map_err(|_| format!("`{}` is no number", first.shown(flag)))?;
            Milliseconds::try_from(value)
                .map_err(|error| format!("`{}`: {error}", first.shown(flag)))
        };
        self.note(
            "the round trip between members can't be seen; the plan takes etcd's usual 10 ms",
        );
        Timing::new(
            Timing::default().round_trip(),
            milliseconds("heartbeat-interval", 100)?,
            milliseconds("election-timeout", 1000)?,
        )
        .map_err(|error| error.to_string())
    }

    /// Finds the preset that calls certificates and settings as they are called here.
    fn preset(&mut self, plan: &mut Plan) {
        let in_environment_file = |form: UnitForm| form == UnitForm::EnvironmentFile;
        for preset in Preset::ALL {
            let candidate = Plan { preset, ..plan.clone() };
            let settings_file =
                layout::settings_file(&candidate).filter(|_| in_environment_file(plan.unit_form));
            let fits = |member: &Member| {
                let Some(one) = self.of_member(member.name.as_str()) else { return true };
                let files = layout::member_files(&candidate, member);
                let named = [
                    ("cert-file", files.server.certificate),
                    ("key-file", files.server.key),
                    ("peer-cert-file", files.peer.certificate),
                    ("peer-key-file", files.peer.key),
                    ("trusted-ca-file", files.client_authority),
                    ("peer-trusted-ca-file", files.peer_authority),
                ];
                let own = one.settings_file.as_deref().filter(|_| in_environment_file(one.form));
                own.map(base) == settings_file
                    && named.iter().all(|(flag, name)| one.value(flag).map(base) == Some(name))
            };
            if plan.members.iter().all(fits) && candidate.check().is_ok() {
                plan.preset = preset;
                return;
            }
        }
        self.note(
            "files are called otherwise than quorate calls them; the plan takes its own names",
        );
    }

    /// Says what the plan's own settings would change. They are read from what the renderer writes.
    fn differences(&mut self, plan: &Plan) {
        let in_file = Plan { unit_form: UnitForm::EnvironmentFile, ..plan.clone() };
        let rendered = render::files(&in_file);
        let settings_file = layout::settings_file(&in_file).unwrap_or_default();
        for one in self.started {
            let name = one.name();
            let path = format!("members/{name}/{settings_file}");
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
                    self.note(format!("`{name}`: {flag} is {found}, in the plan `{value}`"));
                }
            }
            let is_left_out =
                |flag: &&String| !planned.contains_key(*flag) && *flag != "config-file";
            for flag in one.settings.keys().filter(is_left_out) {
                self.note(format!("`{name}`: {flag} has no place in a plan, and is left out"));
            }
        }
    }
}

/// Where the configuration is, where nothing else is known.
const ETC: &str = "/etc/etcd";

/// The configuration directory, where only the directory of certificates is known.
fn configuration_above(directory: &str) -> &str {
    match directory.strip_suffix(layout::PKI).and_then(|above| above.strip_suffix('/')) {
        Some(above) => above,
        None if Path::new(directory).starts_with(ETC) => ETC,
        None => directory,
    }
}

/// Whether two members have one address.
fn shares_host<'a>(members: impl Iterator<Item = &'a Member>) -> bool {
    let mut addresses: Vec<IpAddr> = members.map(|member| member.address.ip()).collect();
    addresses.sort_unstable();
    addresses.windows(2).any(|pair| pair.first() == pair.last())
}
