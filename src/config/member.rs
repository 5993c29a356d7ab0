//! Members as files start them: a unit with its drop-ins, a command line, or settings alone.

use std::collections::{BTreeMap, BTreeSet};

use super::disk::{Disk, Found, Lookup};
use super::settings::{self, Collector, Setting, Way};
use super::start::Start;
use super::unit::{self, Unit, Word};
use super::{Place, at, config_file, environment, shell};
use crate::cluster::UnitForm;
use crate::etcd::Release;
use crate::etcd::flags;
use crate::finding::Finding;
use crate::finding::rules::given::{NoMemberFound, NotText};
use crate::finding::rules::units::{CutCommand, SettingsFileMissing};

/// The most members that are looked at.
const LIMIT: usize = 500;

/// One member as it would be started.
#[derive(Debug, Default)]
pub(crate) struct Member {
    /// The file that starts it.
    pub(crate) path: String,
    /// The line of its command.
    pub(crate) line: usize,
    /// Its unit, if it has one.
    pub(crate) unit: Option<Unit>,
    /// The program, as it is named.
    pub(crate) program: Option<String>,
    /// How it takes its settings.
    pub(crate) form: UnitForm,
    /// The settings file, as it is named.
    pub(crate) settings_file: Option<String>,
    /// What counts, by flag.
    pub(crate) settings: BTreeMap<String, Setting>,
}

impl Member {
    /// The value of a setting, where it is known before etcd runs.
    pub(crate) fn value(&self, flag: &str) -> Option<&str> {
        let setting = self.settings.get(flag).filter(|setting| !setting.open);
        setting.map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
    }

    /// The value of a setting that is there; empty where it isn't known.
    pub(crate) fn given(&self, flag: &str) -> Option<&str> {
        self.has(flag).then(|| self.value(flag).unwrap_or_default())
    }

    /// Whether a setting is there, though its value may not be known.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.settings.get(flag).is_some_and(|setting| setting.open || !setting.value.is_empty())
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, flag: &str) -> bool {
        self.value(flag).is_some_and(super::is_true)
    }

    /// Where a setting stands; the member's own place where it isn't set.
    pub(crate) fn place(&self, flag: &str) -> Place<'_> {
        self.settings
            .get(flag)
            .map_or((self.path.as_str(), self.line), |one| (one.path.as_str(), one.line))
    }

    /// A setting as its form writes it.
    pub(crate) fn shown(&self, flag: &str) -> String {
        let usual = Way::from(self.form);
        self.settings.get(flag).map_or(usual, |setting| setting.way).shown(flag)
    }

    /// Its name: etcd's default where none is set.
    pub(crate) fn name(&self) -> &str {
        self.value("name").unwrap_or("default")
    }
}

/// Finds the members that files start.
pub(crate) fn members(
    files: &[(String, Found)],
    disk: &dyn Disk,
    release: Release,
) -> (Vec<Member>, Vec<Finding>) {
    let mut reader = Reader {
        files,
        disk,
        release,
        used: BTreeSet::new(),
        members: Vec::new(),
        findings: Vec::new(),
    };
    for (path, found) in files {
        if is_unit(path) && !reader.is_overridden(path) {
            reader.unit(path, found);
        }
    }
    for (path, found) in files {
        if !is_unit(path) && !is_drop_in(path) && !reader.used.contains(path) {
            reader.alone(path, found);
        }
    }
    reader.members.truncate(LIMIT);
    if reader.members.is_empty() {
        let path = files.first().map_or("", |(path, _)| path.as_str());
        reader.add((path, 0), NoMemberFound {});
    }
    (reader.members, reader.findings)
}

fn is_unit(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "service")
}

fn is_drop_in(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    parts.next().is_some_and(|name| name.rsplit_once('.').is_some_and(|(_, end)| end == "conf"))
        && parts.next().is_some_and(|directory| directory.ends_with(".service.d"))
}

pub(super) fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

struct Reader<'a> {
    files: &'a [(String, Found)],
    disk: &'a dyn Disk,
    release: Release,
    used: BTreeSet<String>,
    members: Vec<Member>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn add(&mut self, place: Place<'_>, finding: impl Into<Finding>) {
        self.findings.push(at(place, finding));
    }

    fn text(&mut self, path: &str, found: &Found) -> Option<String> {
        let text = std::str::from_utf8(&found.bytes).ok().map(ToOwned::to_owned);
        if text.is_none() {
            self.add((path, 0), NotText {});
        }
        text
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

    fn unit(&mut self, path: &str, found: &Found) {
        let Some(text) = self.text(path, found) else { return };
        if !text.contains("etcd") {
            return;
        }
        let directory = format!("{}.d", base(path));
        let mut drop_ins: Vec<&(String, Found)> = self
            .files
            .iter()
            .filter(|(path, _)| {
                is_drop_in(path) && path.rsplit('/').nth(1) == Some(directory.as_str())
            })
            .collect();
        drop_ins.sort_by_key(|(path, _)| base(path));
        let mut whole = Unit { name: base(path).to_owned(), directives: Vec::new() };
        let own = std::iter::once((path, text));
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
        let mut findings = Vec::new();
        if let Some(start) = Start::from_unit(&whole, &mut findings) {
            for (path, line) in broken {
                self.add((&path, line), CutCommand {});
            }
            self.findings.extend(findings);
            self.start(whole, start);
        }
    }

    /// Reads the settings of a unit that starts etcd.
    fn start(&mut self, unit: Unit, start: Start) {
        let mut collector = Collector::new(self.release);
        let environment = self.environment(&unit, &mut collector);
        let words = start.expanded(&environment, &mut self.findings);
        collector.flags(&start.path, &words);
        let place = (start.path.clone(), start.line);
        let settings_file = unit.all("EnvironmentFile").last().map(|(_, one)| one.text());
        let settings_file = settings_file.map(|path| path.trim_start_matches('-').to_owned());
        self.member(place, Some(unit), Some(start.program), settings_file, collector);
    }

    fn member(
        &mut self,
        (path, line): (String, usize),
        unit: Option<Unit>,
        program: Option<String>,
        mut settings_file: Option<String>,
        mut collector: Collector,
    ) {
        if let Some(config) = collector.config_file() {
            match self.disk.file(&path, &config.value) {
                Lookup::Found(found_at, found) => {
                    self.used.insert(found_at.clone());
                    collector.config(&found_at, config_file::read(&found_at, &found.bytes));
                }
                Lookup::Missing => {
                    let missing = SettingsFileMissing { file: config.value.clone() };
                    self.add((&config.path, config.line), missing);
                }
            }
            settings_file = Some(config.value);
        }
        let form = collector.form();
        let (settings, findings) = collector.effective();
        self.findings.extend(findings);
        self.members.push(Member { path, line, unit, program, form, settings_file, settings });
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
            if unit::specifiers(&mut name, &unit.name).is_err() || name.open {
                continue;
            }
            let named = unescaped(&name.text);
            match self.disk.file(path, &named) {
                Lookup::Found(found_at, found) => {
                    self.used.insert(found_at.clone());
                    let Some(text) = self.text(&found_at, &found) else { continue };
                    let read = environment::variables(&text);
                    collector.environment_file(&found_at, &read);
                    known.extend(read.variables.into_iter().map(|one| (one.name, one.value)));
                }
                Lookup::Missing if optional => {}
                Lookup::Missing => {
                    self.add((path, directive.line()), SettingsFileMissing { file: named });
                }
            }
        }
        known
    }

    /// Reads a file that no unit names: command lines, variables or a config file.
    fn alone(&mut self, path: &str, found: &Found) {
        let extension = base(path).rsplit_once('.').map_or("", |(_, extension)| extension);
        if matches!(extension, "yml" | "yaml") {
            return self.config_alone(path, found);
        }
        let Ok(text) = std::str::from_utf8(&found.bytes) else { return };
        if text.contains("-----BEGIN") || text.contains('\0') {
            return;
        }
        let commands = shell::invocations(text);
        let starts = commands.iter().filter(|one| settings::starts_member(&one.words));
        let mut is_command = false;
        for command in starts {
            is_command = true;
            let mut collector = Collector::new(self.release);
            for (line, name, value) in &command.variables {
                collector.variable((path, *line), name, value, value.contains('$'));
            }
            let (program, words) = command
                .words
                .split_first()
                .map_or((None, &[][..]), |(program, words)| (Some(program), words));
            collector.flags(path, words);
            let line = program.map_or(0, |word| word.line);
            let program = program.map(|word| word.text.clone());
            self.member((path.to_owned(), line), None, program, None, collector);
        }
        let read = environment::variables(text.trim_start_matches('\u{feff}'));
        let known = read.variables.iter().filter(|one| settings::is_variable(&one.name)).count();
        if !is_command && known > 1 {
            let mut collector = Collector::new(self.release);
            collector.environment_file(path, &environment::variables(text));
            let file = Some(path.to_owned());
            self.member((path.to_owned(), 0), None, None, file, collector);
        }
    }

    /// Reads a YAML file that no unit names, where it is most likely one of etcd's.
    fn config_alone(&mut self, path: &str, found: &Found) {
        let text = String::from_utf8_lossy(&found.bytes);
        let is_etcds = |line: &&str| {
            let key = line.split(':').next().unwrap_or_default().trim();
            line.contains(':') && flags::all().iter().any(|flag| flag.key() == Some(key))
        };
        // A file of Kubernetes may well hold such lines, in a manifest.
        if text.lines().filter(is_etcds).count() < 2 || text.contains("apiVersion:") {
            return;
        }
        let mut collector = Collector::new(self.release);
        collector.config(path, config_file::read(path, &found.bytes));
        let file = Some(path.to_owned());
        self.member((path.to_owned(), 0), None, None, file, collector);
    }
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
