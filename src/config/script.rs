//! Starts of etcd in scripts and notes: command lines over several lines, with the variables that are assigned and
//! exported before them. Lines of `ps` and of a Procfile are read as well.

use std::collections::{BTreeMap, BTreeSet};

use super::clients::ClientKind;
use super::container::{Container, is_etcd_image};
use super::forms::Contained;
use super::launch::{Assigned, Bare, Launch, bare, base};
use super::shell::{self, Known, Token, is_program};
use super::unit::Word;

/// The most starts of one text.
const LIMIT: usize = 500;

/// The longest value that others are made of: `A=$A$A` doubles it in each line.
const LONGEST: usize = 512;

/// How deep scripts within scripts are read.
const DEPTH: usize = 4;

/// A script as it runs.
#[derive(Debug, Default)]
pub(super) struct Script<'a> {
    /// What its variables hold.
    known: Known,
    /// The names of those that its commands get.
    exported: BTreeSet<String>,
    /// Assignments, the last of a name.
    assigned: BTreeMap<String, Assigned>,
    /// Whether all are exported (`set -a`).
    exports_all: bool,
    arguments: &'a [Word],
    depth: usize,
    launches: Vec<Launch>,
    /// Commands of clients of etcd.
    clients: Vec<Contained>,
}

/// Finds every start of etcd in a text, in order. A script gets these arguments and variables.
pub(super) fn launches(text: &str, arguments: &[Word], environment: &[Assigned]) -> Vec<Launch> {
    inner(text, 1, arguments, environment, 0).launches
}

/// Finds the commands of a text that ask etcd: those of etcdctl and curl. It starts in a line.
pub(super) fn clients(
    text: &str,
    line: usize,
    arguments: &[Word],
    environment: &[Assigned],
) -> Vec<Contained> {
    inner(text, line, arguments, environment, 0).clients
}

fn inner<'a>(
    text: &str,
    line: usize,
    arguments: &'a [Word],
    environment: &[Assigned],
    depth: usize,
) -> Script<'a> {
    let mut script = Script { arguments, depth, ..Script::default() };
    for one in environment {
        script.exported.insert(one.name.clone());
        script.assign(one.clone());
    }
    script.read(text, line);
    script
}

/// Whether the next line belongs to it: a backslash ends it that no other one takes.
fn is_continued(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

impl Script<'_> {
    fn read(&mut self, text: &str, line: usize) {
        let mut lines = (line..).zip(text.lines());
        while let Some((number, line)) = lines.next().filter(|_| self.launches.len() < LIMIT) {
            let mut whole = vec![(number, line.to_owned())];
            while whole.last().is_some_and(|(_, text)| is_continued(text)) {
                if let Some((_, text)) = whole.last_mut() {
                    text.pop();
                }
                let Some((number, line)) = lines.next() else { break };
                whole.push((number, line.to_owned()));
            }
            self.line(&whole);
        }
    }

    fn line(&mut self, whole: &[(usize, String)]) {
        let mut command = Vec::new();
        for token in shell::tokens(whole, &self.known, self.arguments) {
            match token {
                Token::Word(word) => command.push(word),
                Token::End => self.command(std::mem::take(&mut command)),
                Token::Substituted(line, text) => self.substituted(&text, line),
            }
        }
        self.command(command);
    }

    /// Takes the clients whose output becomes a value: `$(etcdctl …)`. They get the script's own variables.
    fn substituted(&mut self, text: &str, line: usize) {
        let names = |text: &str| ["etcdctl", "curl"].iter().any(|program| text.contains(program));
        let is_named = || text.contains('$') && self.known.values().any(|(value, _)| names(value));
        if !(names(text) || is_named()) || self.depth >= DEPTH || self.clients.len() >= LIMIT {
            return;
        }
        let mut inner = Script {
            known: self.known.clone(),
            exported: self.exported.clone(),
            assigned: self.assigned.clone(),
            exports_all: self.exports_all,
            arguments: self.arguments,
            depth: self.depth + 1,
            ..Script::default()
        };
        inner.read(text, line);
        self.clients.extend(inner.clients);
    }

    fn assign(&mut self, one: Assigned) {
        if one.value.len() > LONGEST {
            self.known.remove(&one.name);
        } else {
            self.known.insert(one.name.clone(), (one.value.clone(), one.open));
        }
        if self.exports_all {
            self.exported.insert(one.name.clone());
        }
        self.assigned.insert(one.name.clone(), one);
    }

    fn command(&mut self, mut words: Vec<Word>) {
        skip_schedule(&mut words);
        skip_prompt(&mut words);
        // A redirection is no argument, and ends what a document shows.
        let end = words.iter().position(|word| is_redirection(&word.text));
        words.truncate(end.unwrap_or(words.len()));
        let Some(first) = words.first().map(|word| word.text.clone()) else { return };
        match first.as_str() {
            "export" | "declare" | "typeset" | "readonly" | "local" => self.export(&words),
            "set" => self.set(&words),
            _ if words.iter().all(|word| Assigned::read(word).is_some()) => {
                words.iter().filter_map(Assigned::read).for_each(|one| self.assign(one));
            }
            _ => self.start(words),
        }
    }

    fn export(&mut self, words: &[Word]) {
        let exports = words.first().is_some_and(|word| word.text == "export")
            || words.iter().any(|word| word.text.starts_with('-') && word.text.contains('x'));
        for word in words.iter().skip(1) {
            let name = word.text.split('=').next().unwrap_or_default().to_owned();
            if let Some(one) = Assigned::read(word) {
                self.assign(one);
            }
            if exports {
                self.exported.insert(name);
            }
        }
    }

    fn set(&mut self, words: &[Word]) {
        for word in words.iter().skip(1) {
            match word.text.as_str() {
                "allexport" => self.exports_all = true,
                text if text.starts_with('-') && text.contains('a') => self.exports_all = true,
                text if text.starts_with('+') && text.contains('a') => self.exports_all = false,
                _ => {}
            }
        }
    }

    /// Takes a command that may start etcd.
    fn start(&mut self, words: Vec<Word>) {
        let line = words.first().map_or(0, |word| word.line);
        let listed = of_process_list(&words);
        let mut found = bare(words);
        if found.container.is_none() {
            // A container gets the variables of its options alone.
            let exported = self.exported.iter().filter_map(|name| self.assigned.get(name));
            found.variables.splice(0..0, exported.cloned());
        }
        self.client(&found, line);
        // A word that is no flag makes it a sentence about etcd, or a question to it.
        let mut arguments = found.words.iter().skip_while(|word| is_program(&word.text));
        let is_sentence = arguments.next().is_some_and(|word| !word.text.starts_with('-'));
        let found = if is_sentence { None } else { launches_of(found, line, self.depth) };
        let listed = listed.map(|words| Bare { words, ..Bare::default() });
        let found = found.or_else(|| launches_of(listed?, line, self.depth));
        self.launches.extend(found.into_iter().flatten());
    }
}

/// Programs that run a command elsewhere: in a container, a pod, on another machine.
const ELSEWHERE: [&str; 10] = [
    "docker", "podman", "nerdctl", "crictl", "kubectl", "oc", "microk8s", "ssh", "minikube",
    "vagrant",
];

impl Script<'_> {
    /// Takes a command that asks etcd.
    fn client(&mut self, found: &Bare, line: usize) {
        if self.clients.len() >= LIMIT || self.depth >= DEPTH {
            return;
        }
        if let Some((script, arguments)) = &found.script {
            let inner =
                inner(&script.text, script.line, arguments, &found.variables, self.depth + 1);
            return self.clients.extend(inner.clients);
        }
        let Some(first) = found.words.first() else { return };
        let (variables, container) = (found.variables.clone(), found.container.clone());
        let is_client = |word: &Word| ClientKind::is_program(base(&word.text));
        if is_client(first) {
            let command = found.words.clone();
            return self.clients.push(Contained { line, command, variables, container });
        }
        if !ELSEWHERE.contains(&base(&first.text)) {
            return;
        }
        // Which files there are there isn't known.
        let elsewhere = Container::default();
        let at = found.words.iter().position(|word| base(&word.text) == "etcdctl");
        if let Some(command) = at.and_then(|at| found.words.get(at..)) {
            let variables = found.words.iter().filter_map(Assigned::read).collect();
            let (command, container) = (command.to_vec(), Some(elsewhere));
            return self.clients.push(Contained { line, command, variables, container });
        }
        if let Some(script) = found.words.iter().find(|word| word.text.contains("etcdctl ")) {
            let inner = inner(&script.text, script.line, &[], &[], self.depth + 1);
            self.clients.extend(
                inner
                    .clients
                    .into_iter()
                    .map(|one| Contained { container: Some(elsewhere.clone()), ..one }),
            );
        }
    }
}

/// The starts of a command without its wrappers; none where it doesn't start etcd.
pub(super) fn launches_of(found: Bare, line: usize, depth: usize) -> Option<Vec<Launch>> {
    let Bare { mut words, variables, script, container, is_handed_over } = found;
    if let Some((script, arguments)) = script {
        if depth >= DEPTH {
            return None;
        }
        let inner = inner(&script.text, script.line, &arguments, &variables, depth + 1);
        let mut launches = inner.launches;
        for launch in &mut launches {
            launch.container = launch.container.take().or_else(|| container.clone());
            launch.is_handed_over |= is_handed_over;
        }
        return (!launches.is_empty()).then_some(launches);
    }
    let names_program = words.first().is_some_and(|word| is_program(&word.text));
    let is_image = container.as_ref().is_some_and(|one| is_etcd_image(&one.image));
    let takes_options = words.first().is_none_or(|word| word.text.starts_with('-'));
    let is_of_image = is_image && takes_options;
    if !names_program && !is_of_image {
        return None;
    }
    let program = names_program.then(|| words.remove(0).text);
    // Those serve no data.
    let is_proxy = words.first().is_some_and(|word| {
        matches!(word.text.as_str(), "gateway" | "grpc-proxy" | "help" | "completion")
    });
    (!is_proxy).then(|| vec![Launch { line, program, words, variables, container, is_handed_over }])
}

/// Takes a prompt off: `$`, `user@host:~$`, `[root@host ~]#`; and words that only lead to a command.
fn skip_prompt(words: &mut Vec<Word>) {
    let is_prompt = |word: &Word| {
        let text = word.text.as_str();
        matches!(text, "$" | ">" | "%")
            || ((text.ends_with('$') || text.ends_with(']')) && text.contains('@'))
            || text.ends_with("]#")
            || text.ends_with("]$")
    };
    if let Some(at) = words.iter().take(2).rposition(is_prompt) {
        words.drain(..=at);
    }
    let leads = ["if", "then", "else", "elif", "do", "while", "until", "!", "{", "-", "*", "RUN"];
    while words.first().is_some_and(|word| leads.contains(&word.text.as_str())) {
        words.remove(0);
    }
    // A Procfile has `NAME: COMMAND`, supervisord and units `command=COMMAND`.
    let is_label = words.first().is_some_and(|word| word.text.ends_with(':'));
    if is_label && words.get(1).is_some_and(|word| is_program(&word.text)) {
        words.remove(0);
    }
    for key in ["command", "ExecStart", "CMD", "ENTRYPOINT"] {
        let is_key = words.first().is_some_and(|word| word.text == key);
        if is_key && words.get(1).is_some_and(|word| word.text == "=") {
            words.drain(..2);
        }
        if let Some(first) = words.first_mut()
            && let Some(rest) = first.text.strip_prefix(key).and_then(|rest| rest.strip_prefix('='))
            && !rest.is_empty()
        {
            first.text = rest.trim_start_matches(['-', '@', ':', '+', '!']).to_owned();
        }
    }
}

/// Takes off when a line of crontab(5) runs, and as whom.
fn skip_schedule(words: &mut Vec<Word>) {
    const FIELDS: usize = 5;
    let first = words.first().map_or("", |word| word.text.as_str());
    let is_field = |word: &Word| {
        word.text.starts_with(|c: char| c.is_ascii_digit() || c == '*')
            && word.text.chars().all(|c| c.is_ascii_alphanumeric() || "*/,-".contains(c))
    };
    let is_named = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@reboot"]
        .contains(&first);
    let length = if is_named { 1 } else { FIELDS };
    if words.len() <= length || !(is_named || words.iter().take(FIELDS).all(is_field)) {
        return;
    }
    words.drain(..length);
    // The tables of a machine name a user, those of a user don't.
    let is_user = |word: &Word| {
        word.text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            && !matches!(word.text.as_str(), "etcdctl" | "curl" | "cd" | "test")
    };
    if words.len() > 1 && words.first().is_some_and(is_user) {
        words.remove(0);
    }
}

fn is_redirection(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '&');
    rest.starts_with('>') || rest.starts_with('<')
}

/// The command of a line of `ps` or `systemctl status`: behind a number or a time stands a program with flags.
fn of_process_list(words: &[Word]) -> Option<Vec<Word>> {
    let at = words.iter().enumerate().position(|(index, word)| {
        let has_flags = words.get(index + 1).is_some_and(|next| next.text.starts_with("--"));
        let before = index.checked_sub(1).and_then(|index| words.get(index));
        let follows = before.is_some_and(|word| {
            let text = word.text.trim_start_matches(|c: char| !c.is_ascii_digit());
            !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '-')
        });
        is_program(&word.text) && has_flags && follows
    })?;
    words.get(at..).map(<[Word]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(launch: &Launch) -> Vec<&str> {
        launch.words.iter().map(|word| word.text.as_str()).collect()
    }

    #[track_caller]
    fn one(text: &str) -> Launch {
        let found = launches(text, &[], &[]);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn every_start_of_etcd_is_found_with_its_variables() {
        let text = "```shell\n$ etcd --name a --data-dir 'x y' \\\n  --on=\"tr\"ue & \nexport ETCD_NAME=b\n\
            sudo ETCD_DEBUG=1 /usr/bin/etcd --data-dir=$HOME/d # c\netcdctl --name x\nthe etcd is good\n";
        let found = launches(text, &[], &[]);
        assert_eq!(found.len(), 2);
        assert_eq!(texts(&found[0]), ["--name", "a", "--data-dir", "x y", "--on=true"]);
        assert_eq!(found[0].words[4].line, 3);
        assert_eq!(found[1].variables.len(), 2);
        assert!(found[1].words[0].open);
    }

    #[test]
    fn only_what_is_exported_reaches_etcd() {
        let names = |text: &str| -> Vec<String> {
            one(text).variables.into_iter().map(|one| one.name).collect()
        };
        assert_eq!(names("ETCD_NAME=a\netcd --name b\n"), [""; 0]);
        assert_eq!(names("ETCD_NAME=a\nexport ETCD_NAME\netcd --x\n"), ["ETCD_NAME"]);
        assert_eq!(names("set -a\nETCD_NAME=a\nset +a\nB=c\netcd --x\n"), ["ETCD_NAME"]);
        assert_eq!(names("ETCD_NAME=a etcd --x\n"), ["ETCD_NAME"]);
        let launch = one(
            "IP=10.0.0.1\nexec etcd --listen-client-urls http://$IP:2379 >/var/log/etcd 2>&1\n",
        );
        assert_eq!(texts(&launch), ["--listen-client-urls", "http://10.0.0.1:2379"]);
    }

    #[test]
    fn wrappers_shells_and_containers_are_looked_through() {
        for line in [
            "numactl --cpunodebind=0 /usr/bin/etcd --x",
            "nice -n -10 etcd --x",
            "ionice -c2 -n0 etcd --x",
            "chrt -r 20 etcd --x",
            "sudo -u etcd /usr/bin/etcd --x",
            "runuser -u etcd -- /usr/bin/etcd --x",
            "env GOMAXPROCS=2 etcd --x",
            "taskset -c 0 etcd --x",
            "bash -lc \"exec /usr/bin/etcd --x\"",
            "su - etcd -s /bin/sh -c 'cd / && etcd --x'",
            "gosu etcd etcd --x",
            "start-stop-daemon --start --chuid etcd --exec /usr/bin/etcd -- --x",
            "nohup nice -n 5 sh -c 'exec etcd \"$@\"' etcd --x &",
            "sh -c 'exec \"$0\" \"$@\"' /usr/bin/etcd --x",
            "ip netns exec m1 timeout -k 5 10s etcd --x",
            "etcd1: bin/etcd --x",
            "command = /usr/bin/etcd --x",
            "root 123 0.0 1.0 9 9 ? Ssl 10:00 1:23 /usr/bin/etcd --x",
            "etcd      4711     1  2 Nov29 ?        00:10:00 /usr/bin/etcd --x",
            "   \u{2514}\u{2500}4711 /usr/bin/etcd --x",
            "[root@n1 ~]# etcd --x",
        ] {
            assert_eq!(texts(&one(line)), ["--x"], "{line}");
        }
        let launch =
            one("docker run -d -e ETCD_NAME=a quay.io/coreos/etcd:v3.5.16 /usr/local/bin/etcd --x");
        assert_eq!(launch.container.unwrap().image, "quay.io/coreos/etcd:v3.5.16");
        assert_eq!(launch.variables[0].name, "ETCD_NAME");
        assert_eq!(one("docker run quay.io/coreos/etcd:v3.5.16").program, None);
        for line in [
            "docker exec etcd etcdctl get /",
            "apt-get install etcd",
            "systemctl start etcd",
            "docker run quay.io/coreos/etcd:v3.5.16 etcdctl --version",
            "sudo -u etcd ls -l",
        ] {
            assert_eq!(launches(line, &[], &[]).len(), 0, "{line}");
        }
    }
}
