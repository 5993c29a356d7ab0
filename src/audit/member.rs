//! Members as files start them: a unit with its drop-ins, a command line, or settings alone.

mod settings;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use settings::{Setting, Way};

use super::{AuditReport, Disk, Found, Lookup, yaml};
use crate::cluster::UnitForm;
use crate::config::unit::{self as systemd, Directive, Word};
use crate::config::{environment, shell};
use crate::etcd::Release;
use settings::Collector;

/// The most members that are looked at.
const LIMIT: usize = 500;

/// A unit with its drop-ins, in the order that systemd reads them.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its name, such as `etcd.service`.
    pub(super) name: String,
    directives: Vec<(String, Directive)>,
}

impl Unit {
    /// The last value of a key of `[Service]`, with its place; empty counts as unset.
    pub(super) fn service(&self, key: &str) -> Option<(String, (&str, usize))> {
        let mut all = self.all(key).into_iter().rev();
        all.next().map(|(path, directive)| (directive.text(), (path, directive.line())))
    }

    /// The value of a key of `[Unit]` for people.
    pub(super) fn description(&self) -> Option<String> {
        let mut found = self.directives.iter().filter(|(_, one)| one.key == "Description");
        found.next().map(|(_, one)| one.text())
    }

    /// All values of a key of `[Service]`; an empty one clears those before it.
    fn all(&self, key: &str) -> Vec<(&str, &Directive)> {
        let mut all = Vec::new();
        for (path, directive) in &self.directives {
            if directive.section != "Service" || directive.key != key {
                continue;
            }
            if directive.text().is_empty() {
                all.clear();
            } else {
                all.push((path.as_str(), directive));
            }
        }
        all
    }
}

/// One member as it would be started.
#[derive(Debug)]
pub(super) struct Member {
    /// The file that starts it.
    pub(super) path: String,
    /// The line of its command.
    pub(super) line: usize,
    /// Its unit, if it has one.
    pub(super) unit: Option<Unit>,
    /// The program, as it is named.
    pub(super) program: Option<String>,
    /// How it takes its settings.
    pub(super) form: UnitForm,
    /// The settings file, as it is named.
    pub(super) settings_file: Option<String>,
    /// What counts, by flag.
    pub(super) settings: BTreeMap<String, Setting>,
}

impl Member {
    /// The value of a setting, where it is known before etcd runs.
    pub(super) fn value(&self, flag: &str) -> Option<&str> {
        let setting = self.settings.get(flag).filter(|setting| !setting.open);
        setting.map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
    }

    /// Whether a setting is there, though its value may not be known.
    pub(super) fn has(&self, flag: &str) -> bool {
        self.settings.get(flag).is_some_and(|setting| setting.open || !setting.value.is_empty())
    }

    /// Whether a switch is on.
    pub(super) fn is_on(&self, flag: &str) -> bool {
        self.value(flag)
            .is_some_and(|value| matches!(value, "true" | "1" | "t" | "T" | "TRUE" | "True"))
    }

    /// Where a setting stands; the member's own place where it isn't set.
    pub(super) fn place(&self, flag: &str) -> (&str, usize) {
        self.settings
            .get(flag)
            .map_or((self.path.as_str(), self.line), |one| (one.path.as_str(), one.line))
    }

    /// A setting as its form writes it.
    pub(super) fn shown(&self, flag: &str) -> String {
        let usual = match self.form {
            UnitForm::EnvironmentFile => Way::Variable,
            UnitForm::Flags => Way::Flag,
            UnitForm::ConfigFile => Way::Key,
        };
        self.settings.get(flag).map_or(usual, |setting| setting.way).shown(flag)
    }

    /// Its name: etcd's default where none is set.
    pub(super) fn name(&self) -> &str {
        self.value("name").unwrap_or("default")
    }
}

/// Finds the members that files start.
pub(super) fn members(
    files: &[(String, Found)],
    disk: &dyn Disk,
    release: Release,
    report: &mut AuditReport,
) -> Vec<Member> {
    let mut reader = Reader { files, disk, release, used: BTreeSet::new(), members: Vec::new() };
    for (path, found) in files {
        if is_unit(path) && !reader.is_overridden(path) {
            reader.unit(path, found, report);
        }
    }
    for (path, found) in files {
        if !is_unit(path) && !is_drop_in(path) && !reader.used.contains(path) {
            reader.alone(path, found, report);
        }
    }
    reader.members.truncate(LIMIT);
    if reader.members.is_empty() {
        let path = files.first().map_or("", |(path, _)| path.as_str());
        report.add((path, 0), "nothing-found", "nothing here starts etcd");
    }
    reader.members
}

fn is_unit(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "service")
}

fn is_drop_in(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    parts.next().is_some_and(|name| name.rsplit_once('.').is_some_and(|(_, end)| end == "conf"))
        && parts.next().is_some_and(|directory| directory.ends_with(".service.d"))
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

struct Reader<'a> {
    files: &'a [(String, Found)],
    disk: &'a dyn Disk,
    release: Release,
    used: BTreeSet<String>,
    members: Vec<Member>,
}

impl Reader<'_> {
    /// Whether an administrator's unit of the same name stands in for a package's.
    fn is_overridden(&self, path: &str) -> bool {
        let own = |place: &str| path.rsplit_once(place).map(|(root, _)| root);
        let root = own("/usr/lib/systemd/system/").or_else(|| own("/lib/systemd/system/"));
        root.is_some_and(|root| {
            let first = format!("{root}/etc/systemd/system/{}", base(path));
            self.files.iter().any(|(path, _)| *path == first)
        })
    }

    fn unit(&mut self, path: &str, found: &Found, report: &mut AuditReport) {
        let Some(text) = text(path, found, report) else { return };
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
        let mut unit = Unit { name: base(path).to_owned(), directives: Vec::new() };
        let own = std::iter::once((path, text));
        let others = drop_ins
            .into_iter()
            .map(|(path, found)| (path.as_str(), String::from_utf8_lossy(&found.bytes).into()));
        let mut broken = Vec::new();
        for (path, text) in own.chain(others) {
            let read = systemd::unit(&text);
            let cut = read.cut.iter().map(|line| (path.to_owned(), *line));
            broken.extend(cut.chain(read.stray.iter().map(|line| (path.to_owned(), *line))));
            let directives = read.directives.into_iter();
            unit.directives.extend(directives.map(|directive| (path.to_owned(), directive)));
        }
        if let Some(start) = Start::from_unit(&unit, report) {
            for (path, line) in broken {
                let message = "what follows this line is not part of the command";
                report.add((&path, line), "cut-command", message);
            }
            self.start(unit, start, report);
        }
    }

    /// Reads the settings of a unit that starts etcd.
    fn start(&mut self, unit: Unit, start: Start, report: &mut AuditReport) {
        let mut collector = Collector::new(self.release);
        let environment = self.environment(&unit, &mut collector, report);
        let words = start.expanded(&environment, report);
        collector.flags(&start.path, &words, report);
        let place = (start.path.clone(), start.line);
        let settings_file = unit.all("EnvironmentFile").last().map(|(_, one)| one.text());
        let settings_file = settings_file.map(|path| path.trim_start_matches('-').to_owned());
        self.member(place, Some(unit), Some(start.program), settings_file, collector, report);
    }

    fn member(
        &mut self,
        (path, line): (String, usize),
        unit: Option<Unit>,
        program: Option<String>,
        mut settings_file: Option<String>,
        mut collector: Collector,
        report: &mut AuditReport,
    ) {
        if let Some(config) = collector.config_file() {
            match self.disk.file(&path, &config.value) {
                Lookup::Found(found_at, found) => {
                    self.used.insert(found_at.clone());
                    let Some(text) = text(&found_at, &found, report) else { return };
                    collector.config(&found_at, &yaml::entries(&text), report);
                }
                Lookup::Missing => {
                    let message = format!("the config file `{}` isn't here", config.value);
                    report.add((&config.path, config.line), "settings-file-missing", message);
                }
            }
            settings_file = Some(config.value);
        }
        let form = collector.form();
        let settings = collector.effective(report);
        self.members.push(Member { path, line, unit, program, form, settings_file, settings });
    }

    /// The environment of a unit: `Environment=` first, over which files win.
    fn environment(
        &mut self,
        unit: &Unit,
        collector: &mut Collector,
        report: &mut AuditReport,
    ) -> BTreeMap<String, String> {
        let mut known = BTreeMap::new();
        for (path, directive) in unit.all("Environment") {
            for mut word in systemd::words(&directive.value) {
                if systemd::specifiers(&mut word, &unit.name).is_err() {
                    continue;
                }
                if let Some((name, value)) = word.text.split_once('=') {
                    collector.variable((path, word.line), name, value, word.open, report);
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
            if systemd::specifiers(&mut name, &unit.name).is_err() || name.open {
                continue;
            }
            let named = unescaped(&name.text);
            match self.disk.file(path, &named) {
                Lookup::Found(found_at, found) => {
                    self.used.insert(found_at.clone());
                    let Some(text) = text(&found_at, &found, report) else { continue };
                    let read = environment::variables(&text);
                    collector.environment_file(&found_at, &read, report);
                    known.extend(read.variables.into_iter().map(|one| (one.name, one.value)));
                }
                Lookup::Missing if optional => {}
                Lookup::Missing => {
                    let message = format!("the environment file `{named}` isn't here");
                    report.add((path, directive.line()), "settings-file-missing", message);
                }
            }
        }
        known
    }

    /// Reads a file that no unit names: command lines, variables or a config file.
    fn alone(&mut self, path: &str, found: &Found, report: &mut AuditReport) {
        let Ok(text) = std::str::from_utf8(&found.bytes) else { return };
        if text.contains("-----BEGIN") || text.contains('\0') {
            return;
        }
        let extension = base(path).rsplit_once('.').map_or("", |(_, extension)| extension);
        if matches!(extension, "yml" | "yaml") {
            let read = yaml::entries(text);
            let known = read.entries.iter().filter(|one| settings::is_key(one)).count();
            if known > 1 && !text.contains("apiVersion:") {
                let mut collector = Collector::new(self.release);
                collector.config(path, &read, report);
                let file = Some(path.to_owned());
                self.member((path.to_owned(), 0), None, None, file, collector, report);
            }
            return;
        }
        let commands = shell::invocations(text);
        let starts = commands.iter().filter(|one| settings::starts_member(&one.words));
        let mut is_command = false;
        for command in starts {
            is_command = true;
            let mut collector = Collector::new(self.release);
            for (line, name, value) in &command.variables {
                collector.variable((path, *line), name, value, value.contains('$'), report);
            }
            let (program, words) = command
                .words
                .split_first()
                .map_or((None, &[][..]), |(program, words)| (Some(program), words));
            collector.flags(path, words, report);
            let line = program.map_or(0, |word| word.line);
            let program = program.map(|word| word.text.clone());
            self.member((path.to_owned(), line), None, program, None, collector, report);
        }
        let read = environment::variables(text.trim_start_matches('\u{feff}'));
        let known = read.variables.iter().filter(|one| settings::is_variable(&one.name)).count();
        if !is_command && known > 1 {
            let mut collector = Collector::new(self.release);
            collector.environment_file(path, &environment::variables(text), report);
            let file = Some(path.to_owned());
            self.member((path.to_owned(), 0), None, None, file, collector, report);
        }
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

fn text(path: &str, found: &Found, report: &mut AuditReport) -> Option<String> {
    let text = std::str::from_utf8(&found.bytes).ok().map(ToOwned::to_owned);
    if text.is_none() {
        report.add((path, 0), "not-text", "this isn't text in UTF-8, and isn't read");
    }
    text
}

/// The command of a unit that starts etcd.
struct Start {
    path: String,
    line: usize,
    program: String,
    words: Vec<Word>,
    /// Whether variables are expanded (`:` in front says no).
    expands: bool,
}

impl Start {
    fn from_unit(unit: &Unit, report: &mut AuditReport) -> Option<Self> {
        for (path, directive) in unit.all("ExecStart") {
            for command in systemd::commands(&directive.value) {
                let mut words = command.into_iter();
                let Some(first) = words.next() else { continue };
                let program = first.text.trim_start_matches(['@', '-', ':', '+', '!', '|']);
                let prefix = first.text.get(..first.text.len() - program.len()).unwrap_or_default();
                let mut words: Vec<Word> = words.skip(usize::from(prefix.contains('@'))).collect();
                let mut program = Word { text: program.to_owned(), ..first.clone() };
                for word in words.iter_mut().chain([&mut program]) {
                    if let Err(unknown) = systemd::specifiers(word, &unit.name) {
                        let message = format!(
                            "systemd knows no specifier `%{unknown}`, and refuses the command"
                        );
                        report.add((path, word.line), "unknown-specifier", message);
                    }
                }
                let expands = !prefix.contains(':');
                let (program, words) = through_shell(program.text, words);
                if shell::is_program(&program) {
                    let (path, line) = (path.to_owned(), first.line);
                    return Some(Self { path, line, program, words, expands });
                }
            }
        }
        None
    }

    fn expanded(&self, known: &BTreeMap<String, String>, report: &mut AuditReport) -> Vec<Word> {
        if !self.expands {
            return self.words.clone();
        }
        let mut expanded = Vec::new();
        for word in &self.words {
            let (words, missing) = systemd::variables(word, known);
            for name in missing {
                // Debian's and others' `$DAEMON_ARGS` stands for nothing on purpose.
                if word.text != format!("${name}") {
                    let message = format!("`{name}` is set nowhere and stands for nothing here");
                    report.add((&self.path, word.line), "undefined-variable", message);
                }
            }
            expanded.extend(words);
        }
        expanded
    }
}

/// Looks through a shell that only starts etcd: `sh -c 'exec "$0" "$@"' PROGRAM …`, or the words of its
/// script.
fn through_shell(program: String, words: Vec<Word>) -> (String, Vec<Word>) {
    let is_shell = matches!(base(&program), "sh" | "bash" | "dash");
    let Some((option, rest)) = words.split_first().filter(|_| is_shell) else {
        return (program, words);
    };
    let Some((script, arguments)) = rest.split_first().filter(|_| option.text == "-c") else {
        return (program, words);
    };
    let runs_arguments = script.text.contains("\"$$0\"") || script.text.contains("\"$0\"");
    if let Some((program, arguments)) = arguments.split_first().filter(|_| runs_arguments) {
        return (program.text.clone(), arguments.to_vec());
    }
    let line = (script.line, script.text.replace("$$", "$"));
    let mut inner = shell::words(&[line]).into_iter();
    match inner.find(|word| shell::is_program(&word.text)) {
        Some(found) => (found.text, inner.collect()),
        None => (program, words),
    }
}
