//! The way back: an installation as a plan, as far as a plan can tell it.

mod certificates;
mod clusters;
mod compare;
mod error;
mod places;
mod settings;

use std::collections::HashSet;
use std::net::IpAddr;

pub use clusters::FoundCluster;
pub use compare::{Change, Difference};
pub use error::RebuildError;

use super::Disk;
use crate::cluster::{
    CaLayout, CaSource, CertificateLayout, CertificateSettings, Clients, ClusterName, ClusterSize,
    DnsName, EtcdVersion, Figures, FurtherFiles, FurtherSettings, Hardware, KeyAlgorithm,
    KeyOrigin, Lifetimes, Megabytes, Member, MemberAddress, Members, Milliseconds, Placement, Plan,
    Port, Ports, Preset, SshUser, SubjectFields, Tier, Timing, UnitForm,
};
use crate::config::Member as Started;
use crate::config::url::{self, Url};
use crate::render::layout;
use crate::text::{escape_for_terminal, fill, say};

/// A plan that describes an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// The plan; it passes [`Plan::check`].
    pub plan: Plan,
    /// What couldn't be carried over, and what was assumed; safe to show.
    pub notes: Vec<String>,
    /// Each setting that what is made of the plan would change.
    pub differences: Vec<Difference>,
    /// The plan's members whose files aren't here: nothing of them was compared.
    pub unseen: Vec<String>,
}

impl Rebuilt {
    /// The differences that make it another cluster.
    pub fn changes(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|one| one.changes == Change::Cluster)
    }
}

/// Describes the members of one cluster as a plan: of the only one, or of that which is named.
pub(super) fn rebuild(
    started: &[Started],
    disk: &dyn Disk,
    version: impl Fn(&Started) -> EtcdVersion,
    wanted: Option<&str>,
) -> Result<Rebuilt, RebuildError> {
    let obstacle = |why: &str| RebuildError::Obstacle(why.to_owned());
    let started = clusters::choose(started, wanted)?;
    let Some(first) = started.first() else { return Err(obstacle("nothing here starts etcd")) };
    let version = version(first);
    let mut rebuilder = Rebuilder { started: &started, first, disk, version, notes: Vec::new() };
    let plan = rebuilder.plan().map_err(|why| obstacle(&why))?;
    let notes = rebuilder.notes.iter().map(|note| escape_for_terminal(note)).collect();
    let (differences, unseen) =
        (compare::differences(&plan, &started), compare::unseen(&plan, &started));
    Ok(Rebuilt { plan, notes, differences, unseen })
}

/// The members that a member knows of, with their URLs: its list, or itself alone. Nothing where its list is known only
/// when etcd runs, or comes from elsewhere.
fn listed(one: &Started) -> Vec<(String, String)> {
    if one.settings.get("initial-cluster").is_some_and(|setting| setting.open)
        || discovery(one).is_some()
    {
        return Vec::new();
    }
    let own = one.value("initial-advertise-peer-urls").unwrap_or("http://localhost:2380");
    let single =
        || url::list(own).map(|url| format!("{}={url}", one.name())).collect::<Vec<_>>().join(",");
    let list = one.value("initial-cluster").map_or_else(single, ToOwned::to_owned);
    let entries = url::members(&list).into_iter();
    entries.map(|(name, url)| (name.to_owned(), url.to_owned())).collect()
}

/// The setting by which a member finds the others, where that isn't its list.
fn discovery(one: &Started) -> Option<&'static str> {
    ["discovery", "discovery-srv", "discovery-token"].into_iter().find(|flag| one.has(flag))
}

/// What all of the rebuilding looks at.
struct Rebuilder<'a> {
    started: &'a [&'a Started],
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
        self.started.iter().copied().find(|one| one.name() == name)
    }

    fn plan(&mut self) -> Result<Plan, String> {
        let first = self.first;
        if let Some(setting) = self.started.iter().find_map(|one| discovery(one)) {
            return Err(fill("audit-plan-discovery", &[("setting", &setting)]));
        }
        let (members, ports) = self.members()?;
        let shares_host = shares_host(members.iter());
        let install = self.install(shares_host)?;
        let token = clusters::token(first);
        let is_local = |one: &Member| one.client_addresses().any(|at| at.ip().is_loopback());
        let listens = first.value("listen-client-urls").unwrap_or_default();
        let has_plain = url::urls(listens).any(|url| !url.secure && url.is_loopback());
        let plain_http_on_loopback = has_plain && !members.iter().any(is_local);
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
            ssh_user: SshUser::default(),
            unit_form: first.form,
            settings: FurtherSettings::default(),
            plain_http_on_loopback,
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
        self.settings(&mut plan);
        self.note("clients can't be seen from members: add them with `clients` in the plan");
        self.note("the CA's key isn't here: to keep the CA, set `ca_source` to `imported`");
        plan.check().map_err(|error| error.to_string())?;
        Ok(plan)
    }

    /// The members of all lists: one that joined later stands in its own list and in those after it.
    fn all_listed(&mut self) -> Vec<(String, Vec<String>)> {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        let mut counts = HashSet::new();
        for one in std::iter::once(&self.first).chain(self.started) {
            // A member that is dialed at several addresses stands there with each of them.
            let mut own: Vec<(String, Vec<String>)> = Vec::new();
            for (name, url) in listed(one) {
                match own.iter_mut().find(|(other, _)| *other == name) {
                    Some((_, urls)) => urls.push(url),
                    None => own.push((name, vec![url])),
                }
            }
            counts.insert(own.len());
            for (name, urls) in own {
                if !all.iter().any(|(other, _)| *other == name) {
                    all.push((name, urls));
                }
            }
        }
        counts.remove(&0);
        if counts.len() > 1 || counts.iter().any(|count| *count != all.len()) {
            self.note(say("audit-plan-lists"));
        }
        all
    }

    /// The members of all lists, with the addresses that they are dialed at.
    fn members(&mut self) -> Result<(Members, Ports), String> {
        let mut found: Vec<(Member, Ports)> = Vec::new();
        let listed = self.all_listed();
        if listed.len() > ClusterSize::LIMIT {
            ClusterSize::new(listed.len()).map_err(|error| error.to_string())?;
        }
        for (name, urls) in &listed {
            let read = |url: &String| {
                url::parse(url)
                    .map_err(|_| format!("the peer URL of `{name}` is not https://HOST:PORT"))?
                    .ok_or_else(|| format!("`{name}` has a Unix socket for a peer URL"))
            };
            let urls = urls.iter().map(read).collect::<Result<Vec<Url>, String>>()?;
            let mut of_peers: Vec<MemberAddress> = Vec::new();
            let mut dns_names: Vec<DnsName> = Vec::new();
            for url in &urls {
                let (address, dns) = self.address(name, url)?;
                if !of_peers.contains(&address) {
                    of_peers.push(address);
                }
                dns_names.extend(dns.filter(|one| !dns_names.contains(one)));
            }
            let Some(url) = urls.first() else { continue };
            let of_clients = ["advertise-client-urls", "listen-client-urls"];
            let own = self.of_member(name);
            let client = own.and_then(|one| of_clients.iter().find_map(|flag| one.value(flag)));
            let client = client.and_then(|urls| url::urls(urls).next()).map(|url| url.port);
            let earlier = found.first().map_or(Port::CLIENT, |(_, ports)| ports.client());
            let port = |number: u16| {
                Port::try_from(u64::from(number)).map_err(|error| format!("`{name}`: {error}"))
            };
            let ports = Ports::new(port(client.unwrap_or(earlier.number()))?, port(url.port)?)
                .map_err(|error| error.to_string())?;
            let for_clients = self.client_addresses(name, &of_peers);
            let is_apart = !for_clients.is_empty() && for_clients != of_peers;
            let (addresses, peer_addresses) =
                if is_apart { (for_clients, of_peers) } else { (of_peers, Vec::new()) };
            let mut all = addresses.into_iter();
            let member = Member {
                name: take(&format!("the member `{name}`"), name)?,
                address: all.next().ok_or_else(|| format!("`{name}` has no address"))?,
                more_addresses: all.collect(),
                peer_addresses,
                dns_names,
                extra_sans: Vec::new(),
                ports: None,
                settings: FurtherSettings::default(),
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

    /// The addresses that clients dial a member at, as far as its own files say: those that it advertises, else those
    /// that it listens at beside its own machine's.
    fn client_addresses(&self, name: &str, of_peers: &[MemberAddress]) -> Vec<MemberAddress> {
        let Some(started) = self.of_member(name) else { return Vec::new() };
        let of = |flag: &str| {
            let urls = url::urls(started.value(flag).unwrap_or_default()).collect::<Vec<Url>>();
            let mut all: Vec<MemberAddress> = Vec::new();
            // What is only for the machine itself is nobody else's way to it.
            let is_local = of_peers.iter().all(|address| address.ip().is_loopback());
            for url in urls.iter().filter(|url| is_local || !url.is_loopback()) {
                match url.host.parse() {
                    Ok(address) if !all.contains(&address) => all.push(address),
                    Ok(_) => {}
                    // A name, or each address of the machine.
                    Err(_) => return Vec::new(),
                }
            }
            all
        };
        let advertised = of("advertise-client-urls");
        if advertised.is_empty() { of("listen-client-urls") } else { advertised }
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
        if host == "localhost" {
            return Ok((take(&format!("the address of `{name}`"), "127.0.0.1")?, None));
        }
        let of_own = ["listen-peer-urls", "listen-client-urls", "advertise-client-urls"];
        let started = self.of_member(name);
        let own = of_own.iter().filter_map(|flag| started?.value(flag)).flat_map(url::urls);
        let mut own = own.filter(|url| !url.is_loopback());
        let address = own.find_map(|url| url.host.parse::<MemberAddress>().ok());
        let address = address.ok_or_else(|| {
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
        let of_ca = of_ca.filter(|name| name.parse::<ClusterName>().is_ok());
        let found = clusters::described(self.first).or(of_ca.map(ToOwned::to_owned));
        if found.is_none() {
            self.note("etcd knows no name of the cluster: the plan takes its token for one");
        }
        found.unwrap_or_else(|| token.to_owned())
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
                let own = one.settings_file.as_deref().filter(|_| in_environment_file(one.form));
                own.map(base) == settings_file
                    && files
                        .by_flag()
                        .iter()
                        .all(|(flag, name)| one.value(flag).map(base) == Some(name))
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
}

/// Whether two members have one address.
fn shares_host<'a>(members: impl Iterator<Item = &'a Member>) -> bool {
    let mut addresses: Vec<MemberAddress> = members.flat_map(Member::addresses).collect();
    addresses.sort_unstable();
    addresses.windows(2).any(|pair| pair.first() == pair.last())
}
