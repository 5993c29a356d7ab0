//! Values that end etcd: words for switches, digits for numbers, durations as Go writes them, and one of a few words.
//!
//! Each is run against real etcd of all series in the tests.

use super::Judge;
use crate::cluster::EtcdVersion;
use crate::config::{Way, number};
use crate::etcd::Release;
use crate::etcd::flags::{self, Flag, Kind};
use crate::finding::rules::given::{BadValue, NotABoolean, NotADuration, NotANumber};

/// What Go's strconv.ParseBool takes.
const SWITCHES: [&str; 12] =
    ["true", "false", "1", "0", "t", "f", "T", "F", "TRUE", "FALSE", "True", "False"];

/// Numbers that may be below 0; all others are unsigned (`embed/config.go`).
const SIGNED: [&str; 6] = [
    "quota-backend-bytes",
    "compaction-batch-limit",
    "experimental-compaction-batch-limit",
    "distributed-tracing-sampling-rate",
    "experimental-distributed-tracing-sampling-rate",
    "max-learners",
];

impl Judge<'_> {
    pub(super) fn values(&mut self, release: Release) {
        for (name, setting) in &self.member.settings {
            let Some(flag) = flags::find(name) else { continue };
            if setting.open || (setting.value.is_empty() && flag.kind != Kind::Number) {
                continue;
            }
            let value = setting.value.clone();
            let is_signed = SIGNED.contains(&name.as_str());
            match flag.kind {
                Kind::Bool if !SWITCHES.contains(&value.as_str()) => {
                    self.tell(name, |shown| NotABoolean { shown, value });
                }
                Kind::Number if number::of_flag(&value, is_signed).is_none() => {
                    self.tell(name, |shown| NotANumber { shown, value });
                }
                // A config file has nanoseconds, whose type its reader holds.
                Kind::Duration if setting.way != Way::Key && !is_duration(&value) => {
                    self.tell(name, |shown| NotADuration { shown, value });
                }
                _ => self.one_of(flag, &value, setting.way, release),
            }
        }
    }

    fn one_of(&mut self, flag: &Flag, value: &str, way: Way, release: Release) {
        let name = flag.name.as_str();
        if name == "auto-compaction-retention" {
            let is_count = value.parse::<u32>().is_ok();
            if !is_count && !is_duration(value) {
                let value = value.to_owned();
                self.tell(name, |shown| NotADuration { shown, value });
            }
            return;
        }
        let Some(words) = words(name, way, release) else { return };
        let is_level = name == "log-level" && release.series() > EtcdVersion::V3_4;
        // zap takes its levels in any case.
        let lower = if is_level { value.to_ascii_lowercase() } else { value.to_owned() };
        // What a token of JWT is made with stands behind the word.
        let word =
            if name == "auth-token" { lower.split(',').next() } else { Some(lower.as_str()) };
        // Alone it ends etcd: it has to say how tokens are signed, and by which key.
        let lacks_key = name == "auth-token" && lower == "jwt";
        if !lacks_key && word.is_some_and(|word| words.contains(&word)) {
            return;
        }
        let shown = |word: &&str| match *word {
            "jwt" => "jwt,sign-method=…,pub-key=…,priv-key=…".to_owned(),
            word => word.to_owned(),
        };
        let takes = words.iter().map(shown).collect();
        let value = value.to_owned();
        self.tell(name, |shown| BadValue { shown, value, takes });
    }

    /// `default` with other outputs ends etcd (`embed/config_logging.go`).
    pub(super) fn log_outputs(&mut self) {
        let Some(value) = self.member.value("log-outputs") else { return };
        let outputs: Vec<&str> = value.split(',').collect();
        if outputs.len() > 1 && outputs.contains(&"default") {
            let (value, takes) =
                (value.to_owned(), vec!["default".to_owned(), "stderr,…".to_owned()]);
            self.tell("log-outputs", |shown| BadValue { shown, value, takes });
        }
    }
}

/// What a setting takes, where that is one of a few words.
fn words(name: &str, way: Way, release: Release) -> Option<&'static [&'static str]> {
    let series = release.series();
    let is_key = way == Way::Key;
    Some(match name {
        // Its zap takes one more, which others don't (measured).
        "log-level" if series >= EtcdVersion::V3_7 => {
            &["debug", "info", "warn", "warning", "error", "dpanic", "panic", "fatal"]
        }
        "log-level" => &["debug", "info", "warn", "error", "dpanic", "panic", "fatal"],
        // That one is gone is said where loggers are judged.
        "logger" => &["zap", "capnslog"],
        "log-format" => &["json", "console"],
        "auto-compaction-mode" => &["periodic", "revision"],
        "auth-token" => &["simple", "jwt"],
        "v2-deprecation" if is_key => return None,
        "v2-deprecation" if series < EtcdVersion::V3_6 => {
            &["not-yet", "write-only", "write-only-drop-data", "gone"]
        }
        "v2-deprecation" => &["write-only", "write-only-drop-data", "gone"],
        "discovery-fallback" if series < EtcdVersion::V3_6 => &["exit", "proxy"],
        "discovery-fallback" if is_key => return None,
        "discovery-fallback" => &["exit"],
        "proxy" => &["off", "readonly", "on"],
        _ => return None,
    })
}

/// Whether Go's `time.ParseDuration` takes a text: `1h30m`, `1.5s`, `-1ms`, or a bare 0.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (digits, after) = rest.split_at(number);
        let is_fraction =
            digits.matches('.').count() < 2 && digits.contains(|c: char| c.is_ascii_digit());
        let unit = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at(unit);
        let is_unit = matches!(unit, "ns" | "us" | "\u{b5}s" | "\u{3bc}s" | "ms" | "s" | "m" | "h");
        if !is_fraction || !is_unit {
            return false;
        }
        rest = next;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_those_of_go() {
        for text in ["0", "1h", "1h30m", "1.5s", ".5s", "-1ms", "+2h", "1\u{b5}s", "10ns"] {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "5", "1day", "1 h", "h", ".s", "1.2.3s", "-", "1h5", "1H"] {
            assert!(!is_duration(text), "{text}");
        }
    }
}
