//! A process as `/proc/PID/cmdline` and `/proc/PID/environ` show it: texts with a NUL behind each.

use crate::config::launch::{Assigned, Launch};
use crate::config::shell::is_program;
use crate::config::unit::Word;
use crate::etcd::{GoVersion, Release};

/// The start of etcd that a command line shows.
pub(in crate::config) fn launch(command: &[u8]) -> Option<Launch> {
    let mut words = words(command);
    let program = words.next().map(|word| word.text).filter(|program| is_program(program))?;
    let words = words.collect();
    Some(Launch { program: Some(program), words, ..Launch::default() })
}

/// The variables of a process, each in a line of its own.
pub(in crate::config) fn environment(bytes: &[u8]) -> Vec<Assigned> {
    words(bytes).filter_map(|word| Assigned::read(&word)).collect()
}

/// The release and the Go that `etcd --version` prints.
pub(crate) fn version(bytes: &[u8]) -> (Option<Release>, Option<GoVersion>) {
    let text = String::from_utf8_lossy(bytes);
    let after = |label: &str| text.lines().find_map(|line| line.strip_prefix(label));
    let release = after("etcd Version: ").and_then(|version| version.trim().parse().ok());
    (release, after("Go Version: ").and_then(|version| version.trim().parse().ok()))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = Word> {
    let bytes = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    (1..).zip(bytes.split(|byte| *byte == 0)).map(|(line, text)| Word {
        line,
        text: String::from_utf8_lossy(text).into_owned(),
        open: false,
    })
}
