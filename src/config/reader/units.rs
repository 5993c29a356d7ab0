//! Units with their drop-ins, and their instances.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::config::forms::{Contained, notes, unread};
use crate::config::launch::{Assigned, Bare, Launch, bare, base};
use crate::config::settings::Collector;
use crate::config::start::Start;
use crate::config::unit::{self, Unit, Word};
use crate::config::{Found, clients, environment, script};
use crate::finding::rules::given::NotRead;
use crate::finding::rules::units::{CutCommand, SecondExecStart};

pub(super) fn is_unit(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "service")
}

pub(super) fn is_drop_in(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    parts.next().is_some_and(|name| name.rsplit_once('.').is_some_and(|(_, end)| end == "conf"))
        && parts.next().is_some_and(|directory| directory.ends_with(".service.d"))
}

/// The template of an instance: `etcd@.service` of `etcd@a.service`.
fn template(name: &str) -> Option<String> {
    let (prefix, rest) = name.split_once('@')?;
    let (instance, suffix) = rest.rsplit_once('.')?;
    (!instance.is_empty()).then(|| format!("{prefix}@.{suffix}"))
}

/// A unit as it is to be read: where it stands, and the name that its specifiers are of.
struct Named {
    path: String,
    name: String,
}

impl Reader<'_> {
    /// Reads all units, those of a template once for each instance that is enabled or has files.
    pub(super) fn units(&mut self) {
        let files = self.files;
        let mut taken = BTreeSet::new();
        for (path, found) in files.iter().filter(|(path, _)| is_unit(path)) {
            if self.is_overridden(path) {
                continue;
            }
            let Some(text) = self.text(path, found) else { continue };
            if unread::is_template(path, &text) {
                self.template(path, &text);
                continue;
            }
            for named in self.instances(path, &text) {
                let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
                let directory = directory.strip_suffix(".target.wants").map_or(directory, |rest| {
                    rest.rsplit_once('/').map_or("", |(directory, _)| directory)
                });
                if taken.insert((directory.to_owned(), named.name.clone())) {
                    self.unit(&named, &text, false);
                }
            }
        }
    }

    /// Names drop-ins of units that aren't here: most have their unit elsewhere, as a package's.
    pub(super) fn drop_ins(&mut self) {
        let files = self.files;
        let known: BTreeSet<String> = files
            .iter()
            .filter(|(path, _)| is_unit(path))
            .flat_map(|(path, _)| [Some(base(path).to_owned()), template(base(path))])
            .flatten()
            .collect();
        for (path, found) in files.iter().filter(|(path, _)| is_drop_in(path)) {
            let directory = path.rsplit('/').nth(1).unwrap_or_default();
            let unit = directory.strip_suffix(".d").unwrap_or(directory);
            let is_here =
                known.contains(unit) || template(unit).is_some_and(|one| known.contains(&one));
            let text = String::from_utf8_lossy(&found.bytes);
            if !is_here && (unit.starts_with("etcd") || unread::mentions(&text)) {
                self.add((path, 0), NotRead { form: "drop-in".to_owned() });
            }
        }
    }

    /// The names under which a unit runs.
    fn instances(&self, path: &str, text: &str) -> Vec<Named> {
        let name = base(path).to_owned();
        let itself = Named { path: path.to_owned(), name: name.clone() };
        let Some((prefix, _)) = name.split_once("@.service") else { return vec![itself] };
        let mut names = BTreeSet::new();
        for (other, _) in self.files {
            if !is_of_machine(path, other) {
                continue;
            }
            let parts = other.rsplit('/').take(2);
            let units = parts.map(|part| part.strip_suffix(".d").unwrap_or(part));
            names.extend(
                units.filter(|unit| template(unit).as_ref() == Some(&name)).map(str::to_owned),
            );
            // Files of one instance: `EnvironmentFile=/etc/etcd/%i.env`.
            for pattern in text.lines().filter_map(|line| line.strip_prefix("EnvironmentFile=")) {
                let pattern = pattern.trim().trim_start_matches('-');
                let around = ["%i", "%I"].iter().find_map(|one| pattern.split_once(one));
                let instance = around.and_then(|(before, after)| {
                    let (_, rest) = other.rsplit_once(before).filter(|_| !before.is_empty())?;
                    rest.strip_suffix(after)
                });
                let instance = instance.filter(|one| !one.is_empty() && !one.contains('/'));
                names.extend(instance.map(|instance| format!("{prefix}@{instance}.service")));
            }
        }
        if names.is_empty() {
            return vec![itself];
        }
        names.into_iter().map(|name| Named { path: path.to_owned(), name }).collect()
    }

    /// Names a template: what it is filled in with isn't known.
    pub(super) fn template(&mut self, path: &str, text: &str) {
        if unread::mentions(text) {
            self.add((path, 0), NotRead { form: "template".to_owned() });
        }
    }

    /// Whether an administrator's unit of the same name stands in for a package's.
    fn is_overridden(&self, path: &str) -> bool {
        let own = |place: &str| path.rsplit_once(place).map(|(root, _)| root);
        let root = own("/usr/lib/systemd/system/").or_else(|| own("/lib/systemd/system/"));
        root.is_some_and(|root| {
            let first = format!("{root}/etc/systemd/system/{}", base(path));
            self.files.iter().any(|(path, _)| *path == first)
        })
    }

    /// Reads a unit of a file with another name, or of notes, whose shell puts variables in perhaps.
    pub(super) fn shown_unit(&mut self, path: &str, name: &str, text: &str, expands: bool) {
        let named = Named { path: path.to_owned(), name: name.to_owned() };
        self.unit(&named, text, expands);
    }

    fn unit(&mut self, named: &Named, text: &str, is_written_by_shell: bool) {
        if !["etcd", "kube-apiserver", "k3s", "rke2", "patroni", "calico"]
            .iter()
            .any(|one| text.contains(one))
        {
            return;
        }
        let Named { path, name } = named;
        let directories = [Some(name.clone()), template(name)].into_iter().flatten();
        let directories: Vec<String> = directories.map(|name| format!("{name}.d")).collect();
        let is_own = |other: &str| {
            let directory = other.rsplit('/').nth(1).unwrap_or_default();
            is_drop_in(other)
                && directories.iter().any(|own| own == directory)
                && is_of_machine(path, other)
        };
        let mut drop_ins: Vec<&(String, Found)> =
            self.files.iter().filter(|(path, _)| is_own(path)).collect();
        drop_ins.sort_by_key(|(path, _)| base(path));
        let mut whole = Unit { name: name.clone(), directives: Vec::new() };
        let own = std::iter::once((path.as_str(), text.to_owned()));
        let others = drop_ins
            .into_iter()
            .map(|(path, found)| (path.as_str(), String::from_utf8_lossy(&found.bytes).into()));
        let mut broken = Vec::new();
        for (path, text) in own.chain(others) {
            let read = unit::unit(&text);
            let cut = read.cut.iter().map(|line| (path.to_owned(), *line));
            broken.extend(cut.chain(read.stray.iter().map(|line| (path.to_owned(), *line))));
            let directives = read.directives.into_iter();
            whole.directives.extend(directives.map(|directive| (path.to_owned(), directive)));
        }
        self.whole(path, whole, broken, is_written_by_shell);
    }

    /// Takes a unit with its drop-ins: of the commands that start etcd, the first.
    fn whole(&mut self, path: &str, whole: Unit, broken: Vec<(String, usize)>, is_written: bool) {
        let before = self.findings.len();
        let used = self.used.clone();
        let mut collector = self.collector(None);
        let known = self.environment(&whole, &mut collector);
        let starts = Start::all(&whole, &["ExecStart"]);
        let known_clients = self.clients.len();
        for start in &starts {
            let command = Contained {
                line: start.line,
                command: start.expanded(&known, is_written, &mut Vec::new()),
                variables: assigned(&known, start.line).collect(),
                container: None,
            };
            self.clients.extend(clients::of_command(path, command));
        }
        // A container may be made before it is started.
        let made = Start::all(&whole, &["ExecStartPre", "ExecStartPost"]);
        let is_made = |launch: &Launch| launch.container.is_some();
        for (start, needs_container) in
            starts.iter().map(|start| (start, false)).chain(made.iter().map(|start| (start, true)))
        {
            let mut findings = Vec::new();
            let words = start.expanded(&known, is_written, &mut findings);
            let Some(launch) = self.of_command(&start.path, start.line, words, &known) else {
                continue;
            };
            if needs_container && !is_made(&launch) {
                continue;
            }
            let mut broken = broken;
            broken.sort();
            broken.dedup();
            if let Some((path, line)) = broken.first() {
                self.add((path, *line), CutCommand {});
            }
            self.findings.extend(findings);
            self.second_command(&whole);
            let collector = launch.container.is_none().then_some(collector);
            return self.launch(&start.path, launch, Some(whole), collector);
        }
        self.findings.truncate(before);
        if self.clients.len() > known_clients {
            return;
        }
        self.used = used;
        let speaks = |start: &Start| start.words().any(|word| unread::mentions(&word.text));
        let is_helper = |start: &Start| {
            start.words().any(|word| matches!(base(&word.text), "etcdctl" | "etcdutl"))
        };
        if let Some(start) = starts.iter().find(|start| speaks(start) && !is_helper(start)) {
            let form = "unit".to_owned();
            self.add((path, start.line), NotRead { form });
        }
    }

    /// Says where a unit has more commands than systemd takes.
    fn second_command(&mut self, whole: &Unit) {
        let commands = Start::all(whole, &["ExecStart"]);
        let is_oneshot = whole.service("Type").is_some_and(|(kind, _)| kind == "oneshot");
        if let Some(second) = commands.get(1).filter(|_| !is_oneshot) {
            self.add((&second.path, second.line), SecondExecStart { count: commands.len() });
        }
    }

    /// The start of etcd by a command, through a script that the machine has as well.
    fn of_command(
        &mut self,
        path: &str,
        line: usize,
        words: Vec<Word>,
        known: &BTreeMap<String, String>,
    ) -> Option<Launch> {
        let found = bare(words);
        let program = found.words.first().map(|word| word.text.clone());
        let text = program.filter(|program| program.starts_with('/')).and_then(|one| {
            let (_, found, _) = self.lookup(path, &one)?;
            let text = String::from_utf8(found.bytes.to_vec()).ok()?;
            text.starts_with("#!").then_some(text)
        });
        if let Some(text) = text {
            let environment: Vec<Assigned> = assigned(known, line).collect();
            let arguments = found.words.get(1..).unwrap_or_default();
            let (_, text) = notes::blocks(&text, |_| false);
            let mut launches = script::launches(&text, arguments, &environment).into_iter();
            let mut launch = launches.next()?;
            // The lines are the script's own, and settings stand where the unit is.
            launch.relocate(line);
            launch.variables.retain(|one| !known.contains_key(&one.name));
            return Some(launch);
        }
        let variables = found.variables.clone();
        let mut launches = match found.script {
            Some(_) => {
                let variables = assigned(known, line).chain(variables).collect();
                let mut all = script::launches_of(Bare { variables, ..found }, line, 0)?;
                // What the unit sets is collected where it stands.
                for launch in &mut all {
                    launch.variables.retain(|one| known.get(&one.name) != Some(&one.value));
                }
                all
            }
            None => script::launches_of(found, line, 0)?,
        };
        (!launches.is_empty()).then(|| launches.swap_remove(0))
    }

    /// The environment of a unit: `Environment=` first, over which files win.
    fn environment(&mut self, unit: &Unit, collector: &mut Collector) -> BTreeMap<String, String> {
        let mut known = BTreeMap::new();
        for (path, directive) in unit.all("Environment") {
            for mut word in unit::words(&directive.value) {
                if unit::specifiers(&mut word, &unit.name).is_err() {
                    continue;
                }
                if let Some((name, value)) = word.text.split_once('=') {
                    collector.variable((path, word.line), name, value, word.open);
                    known.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        let mut files = unit.all("EnvironmentFile");
        // Of a file that is named again only the last reading counts.
        let mut seen = BTreeSet::new();
        files.reverse();
        files.retain(|(_, directive)| seen.insert(directive.text()));
        for (path, directive) in files.into_iter().rev() {
            let named = directive.text();
            let (named, optional) =
                named.strip_prefix('-').map_or((named.as_str(), false), |rest| (rest, true));
            let mut name = Word { line: 0, text: named.to_owned(), open: false };
            let is_template = unit.name.contains("@.") && named.contains(['%']);
            if unit::specifiers(&mut name, &unit.name).is_err() || name.open || is_template {
                continue;
            }
            let named = unescaped(&name.text);
            match self.lookup(path, &named) {
                Some((found_at, found, expands)) => {
                    let Some(text) = self.text(&found_at, &found) else { continue };
                    let read = environment::variables(&text);
                    collector.environment_file(&found_at, &read, expands);
                    known.extend(read.variables.into_iter().map(|one| (one.name, one.value)));
                }
                // Beside a copy of a unit it may be missing here alone.
                None if optional => collector.is_partial |= !lies_in_place(path),
                None => {
                    collector.is_partial = true;
                    self.missing((path, directive.line()), !self.is_provisioned, &named);
                }
            }
        }
        known
    }
}

/// Whether a unit lies where systemd looks for it, on a machine or below the root of one.
fn lies_in_place(path: &str) -> bool {
    ["etc", "run", "lib"].iter().any(|place| {
        let directory = format!("{place}/systemd/system/");
        path.starts_with(&directory) || path.contains(&format!("/{directory}"))
    })
}

/// Whether two files may be of one machine: what stands before their places is the same, as far as they lie where a
/// machine has such files.
fn is_of_machine(one: &str, other: &str) -> bool {
    const PLACES: [&str; 5] = [
        "etc/systemd/system/",
        "run/systemd/system/",
        "usr/lib/systemd/system/",
        "lib/systemd/system/",
        "etc/",
    ];
    let root = |path: &str| {
        let before = |place: &str| {
            let at = if path.starts_with(place) { 0 } else { path.find(&format!("/{place}"))? };
            path.get(..at).map(str::to_owned)
        };
        PLACES.into_iter().find_map(before)
    };
    match (root(one), root(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// The variables of a unit.
fn assigned(known: &BTreeMap<String, String>, line: usize) -> impl Iterator<Item = Assigned> {
    known.iter().map(move |(name, value)| Assigned {
        line,
        name: name.clone(),
        value: value.clone(),
        open: false,
    })
}

/// Takes the backslashes off that keep wildcards from being such: the path is a glob pattern.
fn unescaped(pattern: &str) -> String {
    let mut plain = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain
}
