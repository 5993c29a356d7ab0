//! Values in the one form in which those that mean the same to etcd are equal.

use super::url;
use crate::etcd::flags::{self, Kind};
use crate::etcd::values;

/// The value of a setting in that form; `is_key` where a config file gives it, which has nanoseconds for a duration.
pub(crate) fn canonical(flag: &str, value: &str, is_key: bool) -> String {
    let as_it_is = || value.trim_matches(' ').to_owned();
    let Some(known) = flags::setting(flag) else { return as_it_is() };
    let read = match known.kind {
        Kind::Bool => values::switch(value).map(|is_on| is_on.to_string()),
        Kind::Number => values::number(known, value).map(|number| number.to_string()),
        Kind::Duration if is_key => value.parse::<i64>().ok().map(|count| count.to_string()),
        Kind::Duration => values::nanoseconds(value).map(|count| count.to_string()),
        Kind::List => Some(items(value).collect::<Vec<_>>().join(",")),
        Kind::Urls => Some(sorted(items(value).map(ToOwned::to_owned))),
        Kind::Text if flag == "initial-cluster" => {
            let members = url::members(value).into_iter();
            Some(sorted(members.map(|(name, url)| format!("{name}={url}"))))
        }
        Kind::Text if flag == "auto-compaction-retention" => {
            values::nanoseconds(value).map(|count| format!("{count} ns"))
        }
        Kind::Text => None,
    };
    read.unwrap_or_else(as_it_is)
}

fn items(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(|item| item.trim_matches(' '))
}

fn sorted(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.collect();
    items.sort_unstable();
    items.dedup();
    items.join(",")
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn what_means_the_same_is_equal() {
        for (flag, one, other) in [
            ("pre-vote", "T", "true"),
            ("max-request-bytes", "0x10", "16"),
            ("corrupt-check-time", "60s", "1m"),
            ("cipher-suites", "A, B", "A,B"),
            ("listen-client-urls", "http://b:1, http://a:1", "http://a:1,http://b:1"),
            ("initial-cluster", "b=http://b:1,a=http://a:1", "a=http://a:1,b=http://b:1"),
            ("auto-compaction-retention", "60m", "1h"),
        ] {
            assert_eq!(canonical(flag, one, false), canonical(flag, other, false), "{flag}");
        }
        assert_eq!(
            canonical("corrupt-check-time", "60000000000", true),
            canonical("corrupt-check-time", "1m", false)
        );
        for (flag, one, other) in [
            ("cipher-suites", "A,B", "B,A"),
            ("auto-compaction-retention", "1", "1h"),
            ("log-level", "info", "debug"),
        ] {
            assert_ne!(canonical(flag, one, false), canonical(flag, other, false), "{flag}");
        }
    }
}
