//! Settings of etcd that have a question of their own, though a plan holds them among its further settings: the question
//! knows their names in each series, and says what they are for.

use std::fmt;
use std::str::FromStr;

use super::{Answers, Field};
use crate::cluster::{EtcdVersion, FieldError, FurtherSetting, FurtherSettings, SettingError};
use crate::etcd::{Release, flags, values};

const RETENTION: &str = "auto-compaction-retention";
const MODE: &str = "auto-compaction-mode";
const METRICS: &str = "listen-metrics-urls";
const LOG_LEVEL: &str = "log-level";
const CORRUPTION_CHECK: &str = "experimental-initial-corrupt-check";

/// What etcd logs where nothing is said.
pub(super) const USUAL_LEVEL: &str = "info";
/// The levels that are worth choosing; etcd also knows those that say nothing before it ends.
pub(super) const LEVELS: [&str; 4] = ["debug", USUAL_LEVEL, "warn", "error"];

/// What etcd removes of old revisions by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AutoCompaction {
    /// What is older than this, as Go writes it.
    Age(String),
    /// All but this many revisions.
    Revisions(u64),
}

impl AutoCompaction {
    /// As etcd's flags take it. Of a config file 3.4 and 3.5 take no retention without its mode (`unsupported compaction
    /// mode`; measured), though periodic is the default of the flag.
    fn settings(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Age(age) => vec![(MODE, "periodic".to_owned()), (RETENTION, age.clone())],
            Self::Revisions(count) => {
                vec![(MODE, "revision".to_owned()), (RETENTION, count.to_string())]
            }
        }
    }
}

/// `1h`, or `1000 revisions`.
impl fmt::Display for AutoCompaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Age(age) => f.write_str(age),
            Self::Revisions(count) => write!(f, "{count} revisions"),
        }
    }
}

impl FromStr for AutoCompaction {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let text = text.trim_matches(' ');
        let other = || FieldError::from(SettingError::Compaction(text.to_owned()));
        let count = text.strip_suffix("revisions").or_else(|| text.strip_suffix("revision"));
        if let Some(count) = count {
            let count: u64 = count.trim_matches(' ').parse().map_err(|_| other())?;
            return if count > 0 { Ok(Self::Revisions(count)) } else { Err(other()) };
        }
        // A bare number is hours to etcd, or revisions, as the mode says.
        let is_bare = text.parse::<i64>().is_ok();
        match values::nanoseconds(text) {
            Some(1..) if !is_bare => Ok(Self::Age(text.to_owned())),
            _ => Err(other()),
        }
    }
}

/// The URLs that metrics are served at, as etcd takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MetricsUrls(String);

impl fmt::Display for MetricsUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for MetricsUrls {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        Ok(Self(FurtherSetting::new(METRICS, text)?.value().to_string()))
    }
}

/// What switches on that a member compares its data with the others' before it serves: a flag up to 3.5, and a gate
/// since.
fn corruption_check(version: EtcdVersion) -> (&'static str, &'static str) {
    let flag = flags::setting(CORRUPTION_CHECK);
    let is_old = flag.is_none_or(|flag| {
        flag.deprecated_until(Release::from(version)).is_some()
            || flag.gone().is_some_and(|gone| Release::from(version).is_at_least(gone))
    });
    match flag.and_then(flags::Flag::successor).filter(|_| is_old) {
        Some(flags::Successor { flag, value: Some(value) }) => (flag, value),
        _ => (CORRUPTION_CHECK, "true"),
    }
}

/// The names of what the answers to these questions set.
fn typed(answers: &Answers, version: EtcdVersion) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if let Some(compaction) = answers.read::<AutoCompaction>(Field::AutoCompaction) {
        all.extend(compaction.settings());
    }
    if let Some(urls) = answers.read::<MetricsUrls>(Field::MetricsUrls) {
        all.push((METRICS, urls.to_string()));
    }
    let level = answers.text(Field::LogLevel);
    if level != USUAL_LEVEL && LEVELS.contains(&level.as_str()) {
        all.push((LOG_LEVEL, level));
    }
    if answers.is_yes(Field::CorruptionCheck) {
        let (name, value) = corruption_check(version);
        all.push((name, value.to_owned()));
    }
    all
}

/// Adds what the questions set to the further settings of all members.
///
/// # Errors
/// [`SettingError::Twice`] where it stands there already.
pub(super) fn add(
    answers: &Answers,
    version: EtcdVersion,
    settings: &mut FurtherSettings,
) -> Result<(), FieldError> {
    for (name, value) in typed(answers, version) {
        let others = settings.get(name).map(|one| one.value().to_string());
        let Some(others) = others.filter(|_| name == "feature-gates") else {
            settings.add(FurtherSetting::new(name, &value)?)?;
            continue;
        };
        let gate = |one: &str| one.split('=').next().unwrap_or_default().trim().to_owned();
        if others.split(',').any(|one| gate(one) == gate(&value)) {
            return Err(SettingError::Twice(name).into());
        }
        settings.put(FurtherSetting::new(name, &format!("{value},{others}"))?);
    }
    Ok(())
}

/// Takes out of the further settings of a plan what the questions ask for, and returns the answers to them.
pub(super) fn take(settings: &mut FurtherSettings, version: EtcdVersion) -> Vec<(Field, String)> {
    let mut answers = Vec::new();
    let text = |settings: &FurtherSettings, name: &str| {
        settings.get(name).map(|one| one.value().to_string())
    };
    if let Some(retention) = text(settings, RETENTION) {
        let is_counted = text(settings, MODE).is_some_and(|mode| mode == "revision");
        let shown = if is_counted { format!("{retention} revisions") } else { retention.clone() };
        // What it writes must be what stands there.
        let read = shown.parse::<AutoCompaction>().ok().filter(|read| {
            let written = read.settings();
            written.iter().all(|(name, value)| text(settings, name).as_ref() == Some(value))
        });
        if let Some(read) = read {
            for (name, _) in read.settings() {
                settings.remove(name);
            }
            answers.push((Field::AutoCompaction, read.to_string()));
        }
    }
    if let Some(urls) = text(settings, METRICS) {
        settings.remove(METRICS);
        answers.push((Field::MetricsUrls, urls));
    }
    let level = text(settings, LOG_LEVEL);
    if let Some(level) = level.filter(|one| one != USUAL_LEVEL && LEVELS.contains(&one.as_str())) {
        settings.remove(LOG_LEVEL);
        answers.push((Field::LogLevel, level));
    }
    let (name, value) = corruption_check(version);
    if let Some(found) = text(settings, name) {
        let rest = found.strip_prefix(value).and_then(|rest| match rest.strip_prefix(',') {
            Some(rest) => Some(rest),
            None => rest.is_empty().then_some(""),
        });
        let is_whole = rest.is_some_and(|rest| {
            rest.is_empty() || FurtherSetting::new(name, rest).map(|one| settings.put(one)).is_ok()
        });
        if is_whole {
            if rest == Some("") {
                settings.remove(name);
            }
            answers.push((Field::CorruptionCheck, super::question::YES.to_owned()));
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;
    use crate::cluster::{Hint, Plan};

    fn settings(plan: &Plan) -> String {
        plan.settings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_questions_write_what_each_series_calls_it_and_read_it_again() {
        let mut answers = Answers::from_plan(&three_members());
        answers.set_text(Field::AutoCompaction, "1000 revisions".into());
        answers.set_text(Field::MetricsUrls, "http://127.0.0.1:2381".into());
        answers.set_text(Field::LogLevel, "warn".into());
        answers.set_text(Field::CorruptionCheck, "yes".into());
        let common = "auto-compaction-mode=revision auto-compaction-retention=1000";
        let rest = "listen-metrics-urls=http://127.0.0.1:2381 log-level=warn";
        for version in EtcdVersion::ALL {
            answers.set_text(Field::EtcdVersion, version.to_string());
            let plan = answers.plan().unwrap();
            let expected = match version {
                EtcdVersion::V3_4 | EtcdVersion::V3_5 => {
                    format!("{common} experimental-initial-corrupt-check=true {rest}")
                }
                EtcdVersion::V3_6 | EtcdVersion::V3_7 => {
                    format!("{common} feature-gates=InitialCorruptCheck=true {rest}")
                }
            };
            assert_eq!(settings(&plan), expected, "{version}");
            let again = Answers::from_plan(&plan);
            assert_eq!(again.text(Field::AutoCompaction), "1000 revisions");
            assert_eq!(again.text(Field::FurtherSettings), "");
            assert_eq!(again.plan().unwrap(), plan);
        }
    }

    #[test]
    fn what_the_questions_can_not_say_stays_a_further_setting() {
        let with = |texts: &[&str]| {
            let mut plan = Plan { etcd_version: EtcdVersion::V3_6, ..three_members() };
            for text in texts {
                plan.settings.put(text.parse().unwrap());
            }
            let answers = Answers::from_plan(&plan);
            assert_eq!(answers.plan().unwrap(), plan, "{texts:?}");
            let fields = [Field::AutoCompaction, Field::LogLevel, Field::CorruptionCheck];
            let known = fields.map(|field| answers.text(field)).join("/");
            (known, answers.text(Field::FurtherSettings))
        };
        for (texts, known, further) in [
            (&["auto-compaction-retention=5"][..], "/info/no", "auto-compaction-retention=5"),
            (&["auto-compaction-retention=30m"][..], "/info/no", "auto-compaction-retention=30m"),
            (
                &["auto-compaction-mode=periodic", "auto-compaction-retention=1h"][..],
                "1h/info/no",
                "",
            ),
            (&["log-level=info"][..], "/info/no", "log-level=info"),
            (&["log-level=panic"][..], "/info/no", "log-level=panic"),
            (
                &["feature-gates=InitialCorruptCheck=true,CompactHashCheck=true"][..],
                "/info/yes",
                "feature-gates=CompactHashCheck=true",
            ),
            (
                &["feature-gates=CompactHashCheck=true,InitialCorruptCheck=true"][..],
                "/info/no",
                "feature-gates=CompactHashCheck=true,InitialCorruptCheck=true",
            ),
        ] {
            assert_eq!(with(texts), (known.to_owned(), further.to_owned()), "{texts:?}");
        }
    }

    #[test]
    fn what_is_set_twice_or_is_no_age_is_refused_at_its_question() {
        let mut answers = Answers::from_plan(&three_members());
        answers.set_text(Field::AutoCompaction, "1h".into());
        answers.set_text(Field::FurtherSettings, "auto-compaction-retention=2h".into());
        let problems = answers.problems();
        assert_eq!(problems[0].message, "`auto-compaction-retention` is set twice");
        for text in ["5", "-1h", "0h", "soon", "0 revisions", "x revisions"] {
            let error = text.parse::<AutoCompaction>().unwrap_err();
            assert!(error.hint().contains("`1000 revisions`"), "{text}: {}", error.hint());
        }
        assert!("/metrics".parse::<MetricsUrls>().is_err());
    }
}
