//! One start of etcd, whatever form it was found in, and what stands around it: shells, wrappers, containers.

use super::container::{self, Container};
use super::shell::is_program;
use super::unit::{Word, is_name};

/// A variable in the environment of etcd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assigned {
    /// The line it stands in.
    pub(super) line: usize,
    /// Its name.
    pub(super) name: String,
    /// Its value.
    pub(super) value: String,
    /// Whether the value is known only when etcd runs.
    pub(super) open: bool,
}

impl Assigned {
    /// Reads `NAME=value`.
    pub(super) fn read(word: &Word) -> Option<Self> {
        let (name, value) = word.text.split_once('=')?;
        is_name(name).then(|| Self {
            line: word.line,
            name: name.to_owned(),
            value: value.to_owned(),
            open: word.open,
        })
    }

    /// Its name, and what it holds.
    pub(super) fn known(&self) -> (String, (String, bool)) {
        (self.name.clone(), (self.value.clone(), self.open))
    }
}

/// One start of etcd: what every form ends in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Launch {
    /// The line of its command.
    pub(super) line: usize,
    /// The program as it is named; none where a container's image names it.
    pub(super) program: Option<String>,
    /// Its arguments.
    pub(super) words: Vec<Word>,
    /// The variables that are set for it, the last of a name counts.
    pub(super) variables: Vec<Assigned>,
    /// The container that it runs in.
    pub(super) container: Option<Container>,
    /// Whether a wrapper starts it as another user, and stays between it and systemd.
    pub(super) is_handed_over: bool,
}

impl Launch {
    /// Puts all of it into one line.
    pub(super) fn relocate(&mut self, line: usize) {
        self.line = line;
        self.words.iter_mut().for_each(|word| word.line = line);
        self.variables.iter_mut().for_each(|one| one.line = line);
        if let Some(container) = &mut self.container {
            container.relocate(line);
        }
    }
}

/// A command without what only leads to it.
#[derive(Debug, Default)]
pub(super) struct Bare {
    /// The program and its arguments.
    pub(super) words: Vec<Word>,
    /// What wrappers set for it.
    pub(super) variables: Vec<Assigned>,
    /// A script that a shell is given (`sh -c`), and the script's own arguments.
    pub(super) script: Option<(Word, Vec<Word>)>,
    /// The container that it runs in.
    pub(super) container: Option<Container>,
    /// Whether a wrapper starts it as another user.
    pub(super) is_handed_over: bool,
}

/// Wrappers that start a command as another user.
const OTHER_USER: [&str; 10] = [
    "sudo",
    "doas",
    "su",
    "runuser",
    "setpriv",
    "gosu",
    "su-exec",
    "setuidgid",
    "chpst",
    "start-stop-daemon",
];

/// Programs that start another one: the options that take a value as a word of its own, and how many words stand
/// between the options and the command.
const WRAPPERS: &[(&str, &[&str], usize)] = &[
    ("nice", &["-n", "--adjustment"], 0),
    ("ionice", &["-c", "--class", "-n", "--classdata"], 0),
    ("chrt", &["-T", "-P", "-D"], 1),
    ("taskset", &[], 1),
    (
        "numactl",
        &[
            "-C",
            "-m",
            "-N",
            "-i",
            "-p",
            "--physcpubind",
            "--membind",
            "--cpunodebind",
            "--interleave",
            "--preferred",
        ],
        0,
    ),
    ("env", &["-u", "--unset", "-C", "--chdir", "-S"], 0),
    (
        "sudo",
        &[
            "-u", "--user", "-g", "--group", "-h", "--host", "-p", "-C", "-D", "-R", "-T", "-U",
            "-r", "-t",
        ],
        0,
    ),
    ("doas", &["-u", "-C"], 0),
    ("runuser", &["-u", "--user", "-g", "--group", "-G", "-s", "--shell", "-w"], 0),
    (
        "setpriv",
        &[
            "--reuid",
            "--regid",
            "--groups",
            "--inh-caps",
            "--ambient-caps",
            "--bounding-set",
            "--securebits",
            "--pdeathsig",
            "--selinux-label",
            "--apparmor-profile",
        ],
        0,
    ),
    ("gosu", &[], 1),
    ("su-exec", &[], 1),
    ("setuidgid", &[], 1),
    ("envuidgid", &[], 1),
    (
        "chpst",
        &[
            "-u", "-U", "-b", "-e", "-/", "-C", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f",
            "-c", "-r", "-t",
        ],
        0,
    ),
    ("nohup", &[], 0),
    ("setsid", &[], 0),
    ("time", &[], 0),
    ("exec", &["-a"], 0),
    ("command", &[], 0),
    ("eatmydata", &[], 0),
    ("stdbuf", &["-i", "-o", "-e"], 0),
    ("timeout", &["-k", "-s", "--kill-after", "--signal"], 1),
    ("prlimit", &[], 0),
    ("cgexec", &["-g"], 0),
    ("unshare", &[], 0),
    ("nsenter", &["-t", "--target", "-S", "-G"], 0),
    ("chroot", &[], 1),
    ("flock", &["-w", "-E", "--timeout"], 1),
    ("systemd-cat", &["-t", "--identifier", "-p", "--priority"], 0),
    (
        "systemd-run",
        &[
            "-u",
            "--unit",
            "-p",
            "--property",
            "-E",
            "--setenv",
            "--uid",
            "--gid",
            "--slice",
            "-H",
            "-M",
            "--description",
        ],
        0,
    ),
    ("systemd-inhibit", &[], 0),
    ("dumb-init", &[], 0),
    ("tini", &["-p", "-e"], 0),
    ("catatonit", &[], 0),
    ("strace", &["-o", "-e", "-s"], 0),
    ("busybox", &[], 0),
];

/// How deep wrappers are looked through.
const DEPTH: usize = 16;

/// The last part of a path.
pub(super) fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Takes off what only starts the command: wrappers, a shell, a container.
pub(super) fn bare(words: Vec<Word>) -> Bare {
    let mut bare = Bare { words, ..Bare::default() };
    for _ in 0..DEPTH {
        bare.assignments();
        let Some(first) = bare.words.first() else { break };
        let name = base(&first.text).to_owned();
        bare.is_handed_over |= OTHER_USER.contains(&name.as_str());
        if is_program(&first.text) {
            break;
        }
        match bare.shell(&name) {
            Shell::None => {}
            Shell::Script => break,
            Shell::Arguments => continue,
        }
        if let Some((container, words)) = container::started(&name, &bare.words) {
            bare.variables.extend(container.variables);
            bare.container = Some(container.container);
            bare.words = words;
            continue;
        }
        if !bare.unwrap(&name) {
            break;
        }
    }
    bare
}

/// What a shell is given to run.
enum Shell {
    /// It is no shell, or is given nothing.
    None,
    /// A script.
    Script,
    /// A script that runs its own arguments.
    Arguments,
}

impl Bare {
    /// Assignments in front: a shell's, and those of `env`, `sudo` and `systemd-run`.
    fn assignments(&mut self) {
        let count = self.words.iter().take_while(|word| Assigned::read(word).is_some()).count();
        let assigned = self.words.drain(..count);
        self.variables.extend(assigned.filter_map(|word| Assigned::read(&word)));
    }

    /// Takes a shell off that is given a script.
    fn shell(&mut self, name: &str) -> Shell {
        const SHELLS: [&str; 8] = ["sh", "bash", "dash", "ash", "zsh", "ksh", "su", "runuser"];
        let is_command = |word: &Word| {
            let short = word.text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
            word.text == "--command" || short.is_some_and(|rest| rest.ends_with('c'))
        };
        let at = self.words.iter().position(is_command).filter(|_| SHELLS.contains(&name));
        let Some(at) = at.filter(|at| at + 1 < self.words.len()) else { return Shell::None };
        let mut arguments = self.words.split_off(at + 1);
        let script = arguments.remove(0);
        self.words.clear();
        if ["\"$0\" \"$@\"", "\"$0\" $@", "$0 $@"].iter().any(|one| script.text.contains(one)) {
            self.words = arguments;
            return Shell::Arguments;
        }
        // The first of the arguments is `$0`.
        arguments.drain(..arguments.len().min(1));
        self.script = Some((script, arguments));
        Shell::Script
    }

    /// Takes one wrapper off.
    fn unwrap(&mut self, name: &str) -> bool {
        if matches!(name, "start-stop-daemon" | "daemonize") {
            return self.daemon();
        }
        if name == "ip" {
            // ip netns exec NAME COMMAND
            let is_exec = self.words.get(2).is_some_and(|word| word.text == "exec");
            self.words.drain(..self.words.len().min(4));
            return is_exec;
        }
        let Some((_, valued, between)) = WRAPPERS.iter().find(|(known, ..)| *known == name) else {
            return false;
        };
        let mut words = std::mem::take(&mut self.words).into_iter().skip(1).peekable();
        while let Some(option) = words.next_if(|word| word.text.starts_with('-')) {
            if option.text == "--" {
                break;
            }
            if valued.contains(&option.text.as_str()) {
                let value = words.next();
                if name == "systemd-run" && matches!(option.text.as_str(), "-E" | "--setenv") {
                    self.variables.extend(value.as_ref().and_then(Assigned::read));
                }
            }
        }
        self.words = words.skip(*between).collect();
        if self.words.first().is_some_and(|word| word.text == "--") {
            self.words.remove(0);
        }
        true
    }

    /// `start-stop-daemon --start --exec PROGRAM -- ARGUMENTS`.
    fn daemon(&mut self) -> bool {
        let mut program = None;
        let mut words = std::mem::take(&mut self.words).into_iter().skip(1);
        while let Some(word) = words.next() {
            let (option, given) = match word.text.split_once('=') {
                Some((option, given)) => (option, Some(given)),
                None => (word.text.as_str(), None),
            };
            match option {
                "--" => break,
                "--exec" | "-x" | "--startas" | "-a" => {
                    program = match given {
                        Some(given) => Some(Word { text: given.to_owned(), ..word.clone() }),
                        None => words.next(),
                    };
                }
                _ => {}
            }
        }
        self.words = program.into_iter().chain(words).collect();
        !self.words.is_empty()
    }
}
