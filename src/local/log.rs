//! What a member logs, as it grows.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::text::escape_for_terminal;

/// The most bytes that are read at a time; of what is more, the end.
const MOST: u64 = 1 << 20;

/// Reads the lines that a log file has got since the last time.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    offset: u64,
    /// The start of a line that isn't complete yet.
    rest: Vec<u8>,
}

impl Log {
    /// Reads a log from its start.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), offset: 0, rest: Vec::new() }
    }

    /// The lines that were completed since the last time; none where it can't be read.
    pub fn lines(&mut self) -> Vec<String> {
        let mut bytes = std::mem::take(&mut self.rest);
        let _ = self.read(&mut bytes);
        let complete = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        self.rest = bytes.split_off(complete);
        String::from_utf8_lossy(&bytes).lines().map(ToOwned::to_owned).collect()
    }

    fn read(&mut self, bytes: &mut Vec<u8>) -> std::io::Result<()> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        if length.saturating_sub(self.offset) > MOST {
            self.offset = length - MOST;
            bytes.clear();
        }
        file.seek(SeekFrom::Start(self.offset))?;
        self.offset += u64::try_from(file.take(MOST).read_to_end(bytes)?).unwrap_or_default();
        Ok(())
    }
}

/// How much a line matters, as etcd says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// What goes on; also what has no level.
    Info,
    /// What is out of order.
    Warning,
    /// What failed, and what ends etcd.
    Error,
}

/// A line of a member's log, made shorter for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The time of day, to the second; empty where the line tells none.
    pub time: String,
    /// How much it matters.
    pub level: LogLevel,
    /// The message, then the error, then what else it holds.
    pub text: String,
}

impl LogLine {
    /// Reads a line: a JSON object as etcd's logger writes it, or anything else.
    pub fn read(line: &str) -> Self {
        let Ok(Value::Object(mut object)) = serde_json::from_str::<Value>(line) else {
            let is_failure = ["error", "failed", "panic", "flag provided"]
                .iter()
                .any(|word| line.contains(word));
            let level = if is_failure { LogLevel::Error } else { LogLevel::Info };
            return Self { time: String::new(), level, text: escape_for_terminal(line) };
        };
        let mut taken = |name: &str| object.remove(name).as_ref().map(shown).unwrap_or_default();
        let (level, time, message, error) =
            (taken("level"), taken("ts"), taken("msg"), taken("error"));
        taken("caller");
        taken("stacktrace");
        let level = match level.as_str() {
            "debug" | "info" => LogLevel::Info,
            "warn" => LogLevel::Warning,
            _ => LogLevel::Error,
        };
        let time = time.split('T').nth(1).and_then(|time| time.get(..8)).unwrap_or_default();
        let mut text = message;
        if !error.is_empty() {
            text = format!("{text}: {error}");
        }
        for (name, value) in &object {
            text.extend([" ", name, "=", &shown(value)]);
        }
        Self { time: time.to_owned(), level, text: escape_for_terminal(&text) }
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_etcd_says_its_message_first() {
        let line = r#"{"level":"warn","ts":"2026-12-01T15:04:05.123Z","caller":"embed/x.go:1","msg":"rejected connection","remote-addr":"127.0.0.1:4","error":"tls: bad certificate"}"#;
        let read = LogLine::read(line);
        assert_eq!((read.level, read.time.as_str()), (LogLevel::Warning, "15:04:05"));
        assert_eq!(read.text, "rejected connection: tls: bad certificate remote-addr=127.0.0.1:4");
        let flag = LogLine::read("flag provided but not defined: -debug\u{1b}");
        assert_eq!((flag.level, flag.time.as_str()), (LogLevel::Error, ""));
        assert!(!flag.text.contains('\u{1b}'));
    }
}
