//! Files that nobody names: what form each is of, and what it starts.

use super::Reader;
use crate::config::container::Written;
use crate::config::forms::notes::Block;
use crate::config::forms::objects::Documents;
use crate::config::forms::{
    Contained, commands, compose, inspected, kubernetes, log, make, notes, process, provision,
    unread,
};
use crate::config::launch::{Assigned, base};
use crate::config::settings::{self, Collector};
use crate::config::shell::Known;
use crate::config::unit::{self, Unit};
use crate::config::yaml::{self, Node};
use crate::config::{ClientKind, ClientSettings, Origin};
use crate::config::{Found, Member, clients, config_file, container, environment, script};
use crate::etcd::flags;
use crate::finding::rules::given::NotRead;

/// What a text is, by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unit,
    Quadlet,
    Yaml,
    Environment,
    Log,
    /// Commands, perhaps among prose.
    Commands,
}

/// What a text is by its own words.
fn kind(text: &str) -> Kind {
    let has_line = |wanted: &str| text.lines().any(|line| line.trim() == wanted);
    let starts = |prefix: &str| text.lines().any(|line| line.starts_with(prefix));
    if has_line("[Container]") && starts("Image=") {
        return Kind::Quadlet;
    }
    if has_line("[Service]") && starts("ExecStart") {
        return Kind::Unit;
    }
    if text.contains("\"msg\":\"Running: \"") || text.contains("\\\"msg\\\":\\\"Running: \\\"") {
        return Kind::Log;
    }
    let is_json = text.trim_start().starts_with(['[', '{']) && text.contains("\"Config\"");
    let is_runtime = text.trim_start().starts_with('{') && text.contains("\"info\"");
    let is_manifest = starts("apiVersion:") || text.contains("\"apiVersion\"");
    if is_json || is_runtime || is_manifest || starts("services:") || is_config(text) {
        return Kind::Yaml;
    }
    if is_environment(text) { Kind::Environment } else { Kind::Commands }
}

/// Whether enough lines are keys of etcd's config file: of the outermost ones, as other programs nest such keys.
fn is_config(text: &str) -> bool {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let is_said = |line: &&str| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && !matches!(line, "---" | "...")
    };
    let Some(outermost) = text.lines().filter(is_said).map(depth).min() else { return false };
    let is_etcds = |line: &&str| {
        let key = line.split(':').next().unwrap_or_default().trim();
        depth(line) == outermost
            && line.contains(':')
            && flags::all().iter().any(|flag| flag.key() == Some(key))
    };
    text.lines().filter(is_etcds).count() >= 2
}

/// Whether a text is an environment file: it has variables of etcd, and before the first nothing else than
/// assignments and comments.
fn is_environment(text: &str) -> bool {
    let read = environment::variables(text.trim_start_matches('\u{feff}'));
    let first = read.variables.iter().find(|one| settings::is_variable(&one.name));
    let is_assignment = |text: &str| {
        let text = text.trim_start_matches('\u{feff}').trim_start_matches("export ").trim_start();
        text.starts_with("ETCD_")
    };
    first.is_some_and(|first| {
        read.dropped.iter().all(|(line, text)| *line > first.line || is_assignment(text))
    })
}

/// A file of variables that a shell reads and hands on, as `OpenRC`'s `conf.d` has them, without `export`; none where it
/// holds anything else.
fn exported(text: &str) -> Option<String> {
    let is_plain = |line: &&str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('#') || line.starts_with("export ETCD_")
    };
    let is_own = text.contains("export ETCD_") && text.lines().all(|line| is_plain(&line));
    is_own.then(|| {
        let plain = |line: &str| line.trim_start().trim_start_matches("export ").to_owned() + "\n";
        text.lines().map(plain).collect()
    })
}

/// Whether a text is one file of settings, whatever its own name: what `systemctl cat` or `docker inspect` printed.
fn is_pasted(text: &str) -> bool {
    let is_comment = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', ';']);
    let first = text.lines().find(is_comment).unwrap_or_default();
    match kind(text) {
        Kind::Unit | Kind::Quadlet => first.starts_with('['),
        Kind::Yaml => yaml::documents(text.as_bytes()).is_ok(),
        Kind::Environment => true,
        Kind::Log | Kind::Commands => false,
    }
}

/// Whether a file is settings alone, which something else may name.
pub(super) fn is_settings(path: &str, found: &Found) -> bool {
    let text = std::str::from_utf8(&found.bytes).unwrap_or_default();
    !notes::is_script(path, text) && !notes::is_prose(path) && is_settings_text(text)
}

fn is_settings_text(text: &str) -> bool {
    match kind(text) {
        Kind::Yaml => {
            let is_other = |key: &str| text.lines().any(|line| line.starts_with(key));
            is_config(text) && !is_other("apiVersion:") && !is_other("services:")
        }
        Kind::Environment => script::launches(text, &[], &[]).is_empty(),
        Kind::Unit | Kind::Quadlet | Kind::Log | Kind::Commands => false,
    }
}

/// Whether a text is certificates and keys, perhaps with what programs print above each: not what holds them beside
/// other things, as a Secret or cloud-init does.
fn is_pem(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let starts = ["-----BEGIN", "Certificate:", "Bag Attributes", "subject=", "Subject:", "#"];
    let is_assigned = first.starts_with('#')
        && text.lines().any(|line| !line.starts_with('#') && line.contains(": "));
    text.contains("-----BEGIN") && starts.iter().any(|one| first.starts_with(one)) && !is_assigned
}

impl Reader<'_> {
    /// Reads a file that no unit names.
    pub(super) fn alone(&mut self, path: &str, found: &Found) {
        if self.used.contains(path) {
            return;
        }
        if base(path) == "cmdline" {
            return self.process(path, found);
        }
        let Ok(text) = std::str::from_utf8(&found.bytes) else { return };
        // Beside the command line of its process it is read with that.
        if base(path) == "environ" && text.split('\0').any(|one| one.starts_with("ETCD_")) {
            let command = format!("{}cmdline", path.trim_end_matches("environ"));
            if !self.files.iter().any(|(path, _)| *path == command) {
                self.add((path, 0), NotRead { form: "environ".to_owned() });
            }
            return;
        }
        if is_pem(text) || text.contains('\0') {
            return;
        }
        if unread::is_template(path, text) {
            return self.template(path, text);
        }
        if text.contains("datastore-") && self.is_of_k3s(path) {
            return;
        }
        let (before, known) = (self.members.len(), self.clients.len());
        let findings = self.findings.len();
        let mut found = match self.k3s(path, text) {
            Some(client) => vec![client],
            None if notes::is_prose(path) => Vec::new(),
            None => clients::of_text(path, text, &self.objects),
        };
        self.by_kind(path, text);
        // What a script exports is its commands'.
        let commands = self.clients.get(known..).unwrap_or_default();
        let has_commands = commands.iter().any(|client| client.kind == ClientKind::Etcdctl);
        found.retain(|client| !has_commands || client.kind != ClientKind::Etcdctl);
        self.clients.append(&mut found);
        let has_clients = self.clients.len() > known;
        let is_silent =
            !has_clients && self.members.len() == before && self.findings.len() == findings;
        let is_known = || unread::is_beside(path) || self.is_of_bundle(path);
        let speaks = || unread::mentions(text) || unread::is_named(path);
        if is_silent && speaks() && !is_known() {
            self.add((path, 0), NotRead { form: unread::form(path, text).to_owned() });
        }
    }

    /// Whether a file is one of those beside the config file of k3s, which counts with them.
    fn is_of_k3s(&self, path: &str) -> bool {
        let Some((before, _)) = path.rsplit_once("/config.yaml.d/") else { return false };
        let main = format!("{before}/config.yaml");
        self.files.iter().any(|(path, _)| *path == main)
    }

    /// The client of k3s's config file with those files.
    fn k3s(&self, path: &str, text: &str) -> Option<ClientSettings> {
        let directory = format!("{path}.d/");
        let is_beside = |other: &&(String, Found)| {
            path.ends_with("/config.yaml")
                && other.0.starts_with(&directory)
                && matches!(other.0.rsplit_once('.'), Some((_, "yaml" | "yml")))
        };
        let mut others: Vec<&(String, Found)> = self.files.iter().filter(is_beside).collect();
        others.sort_by(|(one, _), (other, _)| one.cmp(other));
        let texts: Vec<&str> =
            others.iter().filter_map(|(_, found)| std::str::from_utf8(&found.bytes).ok()).collect();
        (!texts.is_empty()).then(|| clients::of_k3s(path, text, &texts)).flatten()
    }

    /// Whether quorate wrote it: what stands beside the settings of a bundle, or of a member's part of one, starts
    /// nothing.
    fn is_of_bundle(&self, path: &str) -> bool {
        let marks = [("manifest.json", "plan.json"), ("install.values", "install.sh")];
        marks.into_iter().any(|(mark, beside)| {
            let mut directories = self.files.iter().filter_map(|(path, _)| path.strip_suffix(mark));
            directories.any(|directory| {
                let beside = format!("{directory}{beside}");
                path.starts_with(directory) && self.files.iter().any(|(path, _)| *path == beside)
            })
        })
    }

    fn by_kind(&mut self, path: &str, text: &str) {
        let name = base(path);
        let is_yaml = matches!(name.rsplit_once('.'), Some((_, "yml" | "yaml")));
        if let Some(blocks) = provision::files(text) {
            self.is_provisioned = true;
            self.blocks(path, blocks, "");
            self.is_provisioned = false;
            return;
        }
        let is_notes = notes::is_prose(path) && !is_pasted(text);
        if notes::is_script(path, text) || is_notes {
            return self.notes(path, text);
        }
        if make::is_makefile(path) {
            return self.notes(path, &make::recipes(text));
        }
        if let Some(script) = commands::script(path, text) {
            return self.notes(path, &script);
        }
        if let Some(text) = exported(text) {
            return self.environment_alone(path, &text, false);
        }
        match kind(text) {
            _ if is_yaml => self.yaml(path, text, false),
            Kind::Yaml => self.yaml(path, text, false),
            Kind::Unit => self.shown_unit(path, "etcd.service", text, false),
            Kind::Quadlet => self.quadlet(path, text),
            Kind::Log => self.log(path, text),
            Kind::Environment if script::launches(text, &[], &[]).is_empty() => {
                self.environment_alone(path, text, false);
            }
            Kind::Environment | Kind::Commands => self.notes(path, text),
        }
    }

    /// Reads notes, or a script: the files that they show or write, and the commands.
    fn notes(&mut self, path: &str, text: &str) {
        if notes::is_of_bundle(path, text) {
            return;
        }
        self.is_shown = !notes::is_script(path, text);
        let (blocks, rest) = notes::blocks(text, |text| kind(text) != Kind::Commands);
        self.blocks(path, blocks, &rest);
        if kind(text) == Kind::Log {
            self.log(path, text);
        }
        self.is_shown = false;
    }

    /// Reads the files that a text writes, and what is left of it: commands.
    fn blocks(&mut self, path: &str, blocks: Vec<Block>, rest: &str) {
        self.written = blocks
            .iter()
            .filter_map(|block| Some((block.target.clone()?, block.clone())))
            .collect();
        // What a shell or a template puts in isn't known.
        let is_provided = |block: &&Block| is_pem(&block.text) && !block.text.contains(['$', '{']);
        let provided = blocks.iter().filter(is_provided).filter_map(|block| {
            let bytes = block.text.clone().into_bytes().into();
            Some(Written::new(block.target.clone()?, None, bytes))
        });
        self.provided = provided.collect();
        let known_clients = self.clients.len();
        let mut later = Vec::new();
        for block in blocks {
            match kind(&block.text) {
                _ if is_pem(&block.text) => {}
                Kind::Unit => {
                    let name = block.target.as_deref().map_or("etcd.service", base);
                    self.shown_unit(path, name, &block.text, block.expands);
                }
                Kind::Quadlet => self.quadlet(path, &block.text),
                Kind::Yaml if block.target.is_some() && is_settings_text(&block.text) => {
                    later.push(block);
                }
                Kind::Yaml => self.yaml(path, &block.text, block.expands),
                Kind::Environment => later.push(block),
                Kind::Log => self.log(path, &block.text),
                Kind::Commands => self.commands(path, &block.text),
            }
        }
        self.commands(path, rest);
        for block in later {
            let is_used = block.target.as_ref().is_some_and(|target| self.used.contains(target));
            if !is_used && kind(&block.text) == Kind::Yaml {
                self.yaml(path, &block.text, block.expands);
            } else if !is_used {
                self.environment_alone(path, &block.text, block.expands);
            }
        }
        for client in self.clients.iter_mut().skip(known_clients) {
            client.provided.clone_from(&self.provided);
        }
        self.written.clear();
        self.provided.clear();
    }

    fn commands(&mut self, path: &str, text: &str) {
        for launch in script::launches(text, &[], &[]) {
            // One that only asks for a version, or for help, starts no member.
            let is_member = settings::starts_member(&launch.words, &launch.variables);
            if launch.container.is_some() || is_member {
                self.launch(path, launch, None, None);
            }
        }
        // Prose shows what somebody is to put in.
        if notes::is_prose(path) {
            return;
        }
        for command in script::clients(text, 1, &[], &[]) {
            for client in clients::of_command(path, command) {
                if !self.clients.iter().any(|known| known.is_alike(&client)) {
                    self.clients.push(client);
                }
            }
        }
    }

    fn environment_alone(&mut self, path: &str, text: &str, expands: bool) {
        let read = environment::variables(text);
        let known = read.variables.iter().filter(|one| settings::is_variable(&one.name)).count();
        let names: Vec<&str> = read.variables.iter().map(|one| one.name.as_str()).collect();
        if known < 2 || clients::is_clients(&names) {
            return;
        }
        let mut collector = self.collector(None);
        collector.environment_file(path, &read, expands);
        self.settings_alone(path, collector);
    }

    fn settings_alone(&mut self, path: &str, collector: Collector) {
        let member = Member {
            path: path.to_owned(),
            settings_file: Some(path.to_owned()),
            ..Member::default()
        };
        self.member(member, collector);
    }

    /// Reads YAML, and JSON, which is YAML too: a manifest, a compose file, what a container engine tells of a
    /// container, or a config file of etcd's.
    fn yaml(&mut self, path: &str, text: &str, expands: bool) {
        let documents = yaml::documents(text.as_bytes()).unwrap_or_default();
        let known = self.compose_variables(path, &documents);
        let mut is_known = false;
        for document in &documents {
            let launches = if kubernetes::is_manifest(document) {
                kubernetes::launches(document, Documents::new(path, &documents, &self.objects))
            } else if compose::is_compose(document) {
                compose::launches(document, &known)
            } else {
                inspected::launches(document)
            };
            is_known |= !launches.is_empty() || kubernetes::is_manifest(document);
            for launch in launches {
                self.launch(path, launch, None, None);
            }
        }
        let is_template = text.contains("{{") || text.contains("{%");
        // Patroni's config has keys of etcd's by name.
        let is_clients = || !clients::of_text(path, text, &[]).is_empty();
        let is_etcds = is_config(text) && !text.contains("apiVersion:") && !is_clients();
        if !is_known && !is_template && is_etcds {
            let mut collector = self.collector(None);
            collector.config(path, config_file::read(path, text.as_bytes()), expands);
            self.settings_alone(path, collector);
        }
    }

    /// What the file `.env` beside a compose file says.
    fn compose_variables(&mut self, path: &str, documents: &[Node]) -> Known {
        if !documents.iter().any(compose::is_compose) {
            return Known::new();
        }
        let Some((_, found, _)) = self.lookup(path, ".env") else { return Known::new() };
        let read = environment::plain(&String::from_utf8_lossy(&found.bytes));
        let value = |text: &str| environment::without_quotes(text).to_owned();
        read.variables.into_iter().map(|one| (one.name, (value(&one.value), false))).collect()
    }

    /// Reads a quadlet (podman-systemd.unit(5)): a unit whose command and variables are the container's.
    fn quadlet(&mut self, path: &str, text: &str) {
        let directives = unit::unit(text).directives.into_iter();
        let whole = Unit {
            name: base(path).replace(".container", ".service"),
            directives: directives.map(|directive| (path.to_owned(), directive)).collect(),
        };
        let all = |key: &str| whole.in_section("Container", key);
        let last = |key: &str| all(key).last().map(|(_, one)| one.text());
        let words = |key: &str| -> Vec<unit::Word> {
            all(key).iter().flat_map(|(_, one)| unit::words(&one.value)).collect()
        };
        let mut container = container::Container {
            image: last("Image").unwrap_or_default(),
            ..container::Container::default()
        };
        for (_, one) in all("EnvironmentFile") {
            container.add_env_file(one.line(), one.text());
        }
        for word in words("Volume") {
            container.add_volume(&word.text);
        }
        for word in words("Mount") {
            container.add_mount_option(&word.text);
        }
        let variables = words("Environment");
        let variables = variables.iter().filter_map(Assigned::read);
        let line = all("Image").first().map_or(0, |(_, one)| one.line());
        let mut command = words("Entrypoint");
        command.extend(words("Exec"));
        for word in &mut command {
            let _ = unit::specifiers(word, &whole.name);
        }
        let variables = variables.collect();
        let command = Contained { line, command, variables, container: Some(container) };
        for launch in command.launches() {
            self.launch(path, launch, None, None);
        }
    }

    fn log(&mut self, path: &str, text: &str) {
        let Some(log::Logged { launch, release }) = log::last_start(text) else { return };
        let release = release.filter(|_| self.read_for.is_assumed);
        let collector = self.collector(release);
        self.launch(path, launch, None, Some(collector));
        if let Some(member) = self.members.last_mut() {
            member.release = release;
        }
    }

    /// Reads what `/proc` says of a process.
    fn process(&mut self, path: &str, found: &Found) {
        let Some(launch) = process::launch(&found.bytes) else { return };
        let files = self.files;
        let beside = |name: &str| {
            let path = format!("{}{name}", path.strip_suffix("cmdline").unwrap_or_default());
            files.iter().find(|(other, _)| *other == path)
        };
        let (release, go) =
            beside("etcd-version").map_or((None, None), |(_, said)| process::version(&said.bytes));
        let release = release.filter(|_| self.read_for.is_assumed);
        let mut collector = self.collector(release);
        if let Some((path, found)) = beside("environ") {
            for one in process::environment(&found.bytes) {
                collector.variable((path, one.line), &one.name, &one.value, false);
            }
        }
        self.launch(path, launch, None, Some(collector));
        if let Some(member) = self.members.last_mut() {
            member.origin = Origin::Process;
            member.release = release;
            member.go = go.filter(|_| release.is_some());
        }
    }
}
