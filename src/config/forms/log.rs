//! etcd's own log, which says at each start how it was started.

use serde_json::Value;

use crate::config::launch::{Assigned, Launch};
use crate::config::unit::Word;
use crate::etcd::Release;

/// A start that a log tells of.
pub(in crate::config) struct Logged {
    /// What was started.
    pub(in crate::config) launch: Launch,
    /// The release that it says it is.
    pub(in crate::config) release: Option<Release>,
}

/// The lines at which etcd says how it was started (`etcdmain/etcd.go`), and which release it is (`embed/etcd.go`).
const RUNNING: &str = "Running: ";
const VARIABLE: &str = "recognized and used environment variable";
const STARTING: &str = "starting an etcd server";

/// The last start that a log tells of. Earlier ones are history.
pub(in crate::config) fn last_start(text: &str) -> Option<Logged> {
    let mut variables: Vec<Assigned> = Vec::new();
    let mut found: Option<Logged> = None;
    for (line, message) in (1..).zip(text.lines()) {
        let Some((message, entry)) = entry(message) else { continue };
        let field = |name: &str| entry.get(name).and_then(Value::as_str);
        match message.as_str() {
            VARIABLE => {
                let pair = field("variable-name").zip(field("variable-value"));
                variables.extend(pair.map(|(name, value)| Assigned {
                    line,
                    name: name.to_owned(),
                    value: value.to_owned(),
                    open: false,
                }));
            }
            RUNNING => {
                let arguments = entry.get("args").and_then(Value::as_array);
                let mut words = arguments.into_iter().flatten().filter_map(|word| {
                    Some(Word { line, text: word.as_str()?.to_owned(), open: false })
                });
                let program = words.next().map(|word| word.text);
                let launch = Launch {
                    line,
                    program,
                    words: words.collect(),
                    variables: std::mem::take(&mut variables),
                    ..Launch::default()
                };
                found = Some(Logged { launch, release: None });
            }
            STARTING => {
                let release = field("etcd-version").and_then(|version| version.parse().ok());
                if let Some(found) = found.as_mut() {
                    found.release = release.or(found.release);
                }
            }
            _ => {}
        }
    }
    found
}

/// The message of a line, and the line as JSON: behind what journald, docker or a kubelet put before it.
fn entry(line: &str) -> Option<(String, Value)> {
    let at = line.find('{')?;
    let is_known = [RUNNING, VARIABLE, STARTING].iter().any(|one| line.contains(one));
    let mut read = serde_json::Deserializer::from_str(line.get(at..)?).into_iter::<Value>();
    let value = read.next().filter(|_| is_known)?.ok()?;
    // docker's own log file has the line as text.
    if let Some(inner) = value.get("log").and_then(Value::as_str) {
        return entry(inner).filter(|_| !inner.contains("\"log\""));
    }
    Some((value.get("msg")?.as_str()?.to_owned(), value))
}
