//! Values that end etcd.
//!
//! Each is run against real etcd of all series in the tests.

use super::Judge;
use crate::cluster::EtcdVersion;
use crate::config::Way;
use crate::etcd::Release;
use crate::etcd::flags::{self, Kind};
use crate::etcd::values::{self, ValueFault};
use crate::finding::rules::given::{
    BadValue, CompactionOff, NoCompactionMode, NotABoolean, NotADuration, NotANumber,
};

impl Judge<'_> {
    pub(super) fn values(&mut self, release: Release) {
        for (name, setting) in &self.member.settings {
            let Some(flag) = flags::find(name) else { continue };
            if setting.open || (setting.value.is_empty() && flag.kind != Kind::Number) {
                continue;
            }
            let value = setting.value.clone();
            let is_key = setting.way == Way::Key;
            // A config file has nanoseconds, whose type its reader holds.
            let typed = if is_key && flag.kind == Kind::Duration {
                Ok(())
            } else {
                values::has_type(flag, &value)
            };
            let read = typed.and_then(|()| values::is_one_of(flag, &value, is_key, release));
            match read {
                Ok(()) => {}
                Err(ValueFault::NotABoolean) => {
                    self.tell(name, |shown| NotABoolean { shown, value });
                }
                Err(ValueFault::NotANumber) => {
                    self.tell(name, |shown| NotANumber { shown, value });
                }
                Err(ValueFault::NotADuration) => {
                    self.tell(name, |shown| NotADuration { shown, value });
                }
                Err(ValueFault::NotOneOf(words)) => {
                    let shown = |word: &&str| match *word {
                        "jwt" => "jwt,sign-method=…,pub-key=…,priv-key=…".to_owned(),
                        word => word.to_owned(),
                    };
                    let takes = words.iter().map(shown).collect();
                    self.tell(name, |shown| BadValue { shown, value, takes });
                }
            }
        }
    }

    /// Before 3.6 a config file has no `auto-compaction-mode` of its own (`embed/config.go`): an age then ends etcd, and
    /// a number is passed over.
    pub(super) fn compaction(&mut self, release: Release) {
        const RETENTION: &str = "auto-compaction-retention";
        let Some(setting) = self.member.settings.get(RETENTION) else { return };
        let is_set = setting.value.contains(|c: char| ('1'..='9').contains(&c));
        let has_mode =
            self.member.value("auto-compaction-mode").is_some_and(|mode| !mode.is_empty());
        let knows_one = release.series() >= EtcdVersion::V3_6;
        if setting.way != Way::Key || setting.open || !is_set || has_mode || knows_one {
            return;
        }
        let value = setting.value.clone();
        if value.parse::<u64>().is_ok() {
            self.tell(RETENTION, |shown| CompactionOff { shown, value });
        } else if flags::find(RETENTION).is_some_and(|flag| values::has_type(flag, &value).is_ok())
        {
            self.tell(RETENTION, |shown| NoCompactionMode { shown, value });
        }
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
