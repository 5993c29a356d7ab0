//! A bundle for members of this machine, and how each is started.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use time::OffsetDateTime;

use super::addresses::{Base, Moved};
use super::directory::{self, Directory};
use super::error::LocalError;
use super::etcdctl::{Credentials, Etcdctl};
use super::launch::{Launch, Places};
use super::programs::Programs;
use crate::answers::{Answers, Field, MemberRow};
use crate::bundle::{self, AuthoritySource, Target};
use crate::cluster::{
    Authority, CaLayout, CaSource, EtcdVersion, FurtherSettings, KeyAlgorithm, KeyOrigin, Member,
    Members, Placement, Plan, PlanError,
};
use crate::lab::MOST_MEMBERS;
use crate::pki::{ImportedAuthority, Randomness};
use crate::render::{self, layout};

/// What is wanted.
#[derive(Debug, Clone)]
pub enum Request {
    /// A plan for so many members, m1, m2 and so on.
    Members(u8),
    /// A given plan, on loopback addresses.
    Plan(Box<Plan>),
}

/// A directory with a bundle for members on loopback addresses, and what is needed to start them:
///
/// - `bundle/` is a bundle as any other,
/// - `added/NAME/` is that of a member that was added later, signed by the same CA,
/// - `data/NAME/` and `wal/NAME/` are the members' data,
/// - `log/NAME.log` is what they say.
#[derive(Debug)]
pub struct LocalCluster {
    directory: Directory,
    base: Base,
    plan: Plan,
    moved: Vec<Moved>,
    /// Settings of the given plan that would lead to other places, and are left out.
    left_out: Vec<&'static str>,
    /// Those that were added, each with the plan of its certificates.
    added: Vec<Member>,
}

/// A member that was added to the bundle, not yet to the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its name.
    pub name: String,
    /// Where the others are going to dial it.
    pub peer_url: String,
}

impl LocalCluster {
    /// Makes the bundle, for etcd of a series.
    ///
    /// # Errors
    /// [`LocalError`]; a temporary directory is gone then.
    pub fn create(
        request: &Request,
        series: EtcdVersion,
        directory: Directory,
        base: Base,
        now: OffsetDateTime,
        randomness: &dyn Randomness,
    ) -> Result<Self, LocalError> {
        let mut left_out = Vec::new();
        let mut moved = Vec::new();
        let plan = match request {
            Request::Members(count) => of_members(*count, series, &base, randomness)?,
            Request::Plan(given) => {
                let plan = of_given(given, series, &base, &mut left_out)?;
                for ((name, from), to) in
                    given.members.iter().map(|one| (&one.name, one.address)).zip(1..)
                {
                    moved.push(Moved { name: name.to_string(), from, to: base.address(to) });
                }
                plan
            }
        };
        plan.check()?;
        for name in ["added", "data", "wal", "log"] {
            directory::create(&directory.path().join(name))?;
        }
        write(&plan, &AuthoritySource::Made, &directory.path().join("bundle"), now, randomness)?;
        Ok(Self { directory, base, plan, moved, left_out, added: Vec::new() })
    }

    /// Where everything is.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Where the bundle is.
    pub fn bundle(&self) -> PathBuf {
        self.directory.path().join("bundle")
    }

    /// The plan of the bundle, with loopback addresses.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Where the members of a given plan are here.
    pub fn moved(&self) -> &[Moved] {
        &self.moved
    }

    /// Settings of a given plan that are left out, as they would lead to other places.
    pub fn left_out(&self) -> &[&'static str] {
        &self.left_out
    }

    /// How the members of the plan are started the first time.
    pub fn launches(&self) -> Vec<Launch> {
        self.plan.members.iter().map(|member| self.launch(&self.plan, member)).collect()
    }

    /// etcdctl with the credentials of the bundle's first client.
    pub fn etcdctl(&self, programs: &Programs) -> Etcdctl {
        Etcdctl::new(programs.etcdctl.clone(), self.credentials())
    }

    /// The credentials of the bundle's first client.
    pub fn credentials(&self) -> Option<Credentials> {
        let client = self.plan.clients.iter().next()?;
        let files = layout::client_files(&self.plan);
        let directory = self.bundle().join("clients").join(client.name.as_str());
        Some(Credentials {
            authority: directory.join(files.authority),
            certificate: directory.join(files.own.certificate),
            key: directory.join(files.own.key),
        })
    }

    /// Makes the certificates of a further member, at the first address that is free; `taken` are the names of those
    /// that are in the cluster. One that was removed gives up name, address and certificates.
    ///
    /// # Errors
    /// [`LocalError::TooMany`], [`LocalError::SeveralAuthorities`], or why nothing can be made.
    pub fn add(
        &mut self,
        taken: &[&str],
        now: OffsetDateTime,
        randomness: &dyn Randomness,
    ) -> Result<Added, LocalError> {
        let limit = MOST_MEMBERS;
        let numbers = 1..=u8::try_from(limit).unwrap_or(u8::MAX);
        let known: Vec<Member> = self.members().cloned().collect();
        let is_free = |number: &u8| {
            let address = self.base.address(*number);
            let holder = known.iter().find(|one| one.address.ip() == address);
            holder.is_none_or(|one| !taken.contains(&one.name.as_str()))
        };
        let free = numbers.clone().find(is_free);
        let number = free.ok_or(LocalError::TooMany { found: limit + 1, limit })?;
        let address = self.base.address(number);
        let member = match known.iter().find(|one| one.address.ip() == address) {
            Some(known) => known.clone(),
            None => self.new_member(number, randomness, now, taken)?,
        };
        let peer_url = self.plan.peer_urls(&member).into_iter().next().unwrap_or_default();
        Ok(Added { name: member.name.to_string(), peer_url })
    }

    /// How a member joins a cluster that runs, once `member add` was accepted: with a list of all who are in it, each
    /// by its name and peer URL.
    pub fn joining(&self, name: &str, others: &[(String, String)]) -> Option<Launch> {
        let member = self.members().find(|one| one.name.as_str() == name)?;
        let mut launch = self.launch(&self.plan, member);
        let own = launch.peer_urls.iter().map(|url| (name.to_owned(), url.clone()));
        let all: Vec<String> =
            others.iter().cloned().chain(own).map(|(name, url)| format!("{name}={url}")).collect();
        launch.set("initial-cluster", &all.join(","));
        launch.set("initial-cluster-state", "existing");
        Some(launch)
    }

    /// All members that have certificates.
    fn members(&self) -> impl Iterator<Item = &Member> {
        self.plan.members.iter().chain(&self.added)
    }

    /// Makes the certificates of a member that the bundle doesn't have.
    fn new_member(
        &mut self,
        number: u8,
        randomness: &dyn Randomness,
        now: OffsetDateTime,
        taken: &[&str],
    ) -> Result<Member, LocalError> {
        if self.plan.certificates.trust != CaLayout::One {
            return Err(LocalError::SeveralAuthorities);
        }
        let names = (u32::from(number)..).map(|number| format!("m{number}"));
        let mut names = names.filter(|name| !taken.contains(&name.as_str()));
        let is_used = |name: &String| self.members().any(|one| one.name.as_str() == name);
        let name = names.find(|name| !is_used(name)).unwrap_or_default();
        let parsed = (name.parse(), self.base.address(number).to_string().parse());
        let (Ok(name), Ok(address)) = parsed else { return Err(LocalError::NoAddress) };
        let member = Member {
            name,
            address,
            more_addresses: Vec::new(),
            peer_addresses: Vec::new(),
            dns_names: Vec::new(),
            extra_sans: Vec::new(),
            ports: None,
            settings: FurtherSettings::default(),
        };
        let mut plan = Plan { members: Members::new(vec![member.clone()])?, ..self.plan.clone() };
        plan.certificates.ca_source = CaSource::Imported;
        let files = self.plan.file_names().authority(Authority::Sole);
        let read = |name: &str| {
            let path = self.bundle().join("authority").join(name);
            fs::read(&path).map_err(|error| LocalError::io(&path, error))
        };
        let (certificate, key) =
            (read(&files.certificate)?, zeroize::Zeroizing::new(read(&files.key)?));
        let authority = ImportedAuthority::read(&certificate, &key, None, now)?;
        let place = self.added_at(member.name.as_str());
        write(&plan, &AuthoritySource::Imported(Box::new(authority)), &place, now, randomness)?;
        self.added.push(member.clone());
        Ok(member)
    }

    fn added_at(&self, name: &str) -> PathBuf {
        self.directory.path().join("added").join(name)
    }

    fn launch(&self, plan: &Plan, member: &Member) -> Launch {
        let (name, root) = (member.name.as_str(), self.directory.path());
        let is_added = self.added.iter().any(|one| one.name == member.name);
        let bundle = if is_added { self.added_at(name) } else { self.bundle() };
        let places = places(plan, member, &bundle, root);
        let log = root.join("log").join(format!("{name}.log"));
        let mut launch = Launch::with_settings(render::member_settings(plan, member), &places, log);
        launch.credentials = self.credentials();
        launch
    }
}

/// Where the paths of a member's settings are, for a bundle and a directory of data.
pub fn places(plan: &Plan, member: &Member, bundle: &Path, root: &Path) -> Places {
    let (name, install) = (member.name.as_str(), plan.install_of(member));
    let of_bundle = bundle.join("members").join(name);
    let mut places = Places::default()
        .with(layout::certificate_directory(&install), of_bundle.join(layout::PKI))
        .with(install.data_directory().as_str(), root.join("data").join(name));
    if let Some(wal) = layout::wal_directory(&install) {
        places = places.with(wal, root.join("wal").join(name));
    }
    places.with(install.configuration_directory().as_str(), of_bundle)
}

fn write(
    plan: &Plan,
    source: &AuthoritySource,
    place: &Path,
    now: OffsetDateTime,
    randomness: &dyn Randomness,
) -> Result<(), LocalError> {
    let target = Target::check(place, Path::new("/"))?;
    let never = AtomicBool::new(false);
    bundle::generate(plan, source, &target, now, randomness, &never, &|_| ())?;
    Ok(())
}

/// A plan of nothing but defaults.
fn of_members(
    count: u8,
    series: EtcdVersion,
    base: &Base,
    randomness: &dyn Randomness,
) -> Result<Plan, LocalError> {
    let row = |number: u8| MemberRow {
        name: format!("m{number}"),
        address: base.address(number).to_string(),
        ..MemberRow::default()
    };
    let mut token = [0; 4];
    randomness.fill(&mut token).map_err(LocalError::Random)?;
    let mut answers = Answers::new();
    answers.set_token_suffix(token);
    answers.set_text(Field::ClusterName, "lab".to_owned());
    answers.set_text(Field::EtcdVersion, series.to_string());
    answers.set_text(Field::Algorithm, KeyAlgorithm::EcdsaP256.to_string());
    answers.fill_members((1..=count).map(row).collect());
    let mut plan = answers
        .plan()
        .map_err(|_| PlanError::MemberCount { found: usize::from(count), limit: MOST_MEMBERS })?;
    plan.ports = base.ports();
    Ok(plan)
}

/// A given plan with everything on this machine, and etcd of this series.
fn of_given(
    given: &Plan,
    series: EtcdVersion,
    base: &Base,
    left_out: &mut Vec<&'static str>,
) -> Result<Plan, LocalError> {
    let (found, limit) = (given.members.size().members(), MOST_MEMBERS);
    if found > limit {
        return Err(LocalError::TooMany { found, limit });
    }
    let mut plan = given.clone();
    plan.settings = only_here(&given.settings, left_out);
    let mut members: Vec<Member> = given.members.iter().cloned().collect();
    for (member, number) in members.iter_mut().zip(1..) {
        let address = base.address(number).to_string().parse();
        member.address = address.map_err(|_| LocalError::NoAddress)?;
        member.more_addresses.clear();
        member.peer_addresses.clear();
        member.ports = None;
        member.settings = only_here(&member.settings, left_out);
    }
    plan.members = Members::new(members)?;
    plan.ports = base.ports();
    plan.etcd_version = series;
    plan.placement = Placement::OnePerHost;
    plan.load_balancer = None;
    plan.plain_http_on_loopback = false;
    plan.further_files = crate::cluster::FurtherFiles::default();
    plan.certificates.ca_source = CaSource::Made;
    plan.certificates.member_keys = KeyOrigin::Here;
    plan.certificates.name_constraints.clear();
    if plan.clients.iter().next().is_none() {
        plan.clients = Answers::new().plan().map(|plan| plan.clients).unwrap_or_default();
    }
    Ok(plan)
}

/// Settings without those that lead elsewhere: other listeners, files, logs that go to another place.
fn only_here(settings: &FurtherSettings, left_out: &mut Vec<&'static str>) -> FurtherSettings {
    let mut kept = settings.clone();
    for setting in settings.iter() {
        let value = setting.value().to_string();
        if value.contains('/') || setting.name().starts_with("log-outputs") {
            kept.remove(setting.name());
            left_out.push(setting.name());
        }
    }
    kept
}
