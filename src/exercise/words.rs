//! What members and etcdctl say, as people read it: their loggers write JSON.

use serde_json::Value;

use crate::local::LogLine;

/// What every series logs once a member serves its clients.
pub(super) const SERVES: &str = "serving client traffic";

/// Whether a log says that its member serves, and since then has refused somebody's certificate.
pub(super) fn serves_but_refuses(log: &str) -> bool {
    log.split_once(SERVES).is_some_and(|(_, after)| after.contains("rejected connection"))
}

/// Why a member ended, by its log.
pub(super) fn of_log(log: &str) -> String {
    LogLine::read(telling(log).unwrap_or_default()).text
}

/// What etcdctl said, for people: its own words, then the last error that its client logged, which often has the reason.
pub(super) fn of_etcdctl(said: &str) -> String {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let (logged, words): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with('{'));
    let mut parts: Vec<String> = Vec::new();
    for part in words.into_iter().map(|line| line.trim_start_matches("Error: ").to_owned()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let error = logged.last().and_then(|line| serde_json::from_str::<Value>(line).ok());
    let error = error.as_ref().and_then(|object| object.get("error")).and_then(Value::as_str);
    parts.extend(error.map(ToOwned::to_owned));
    parts.join("; ")
}

/// The line of a log that says why a member ended: the last of those that complain, else the last.
fn telling(log: &str) -> Option<&str> {
    const WORDS: [&str; 9] = [
        "\"fatal\"",
        "\"panic\"",
        "panic:",
        "etcdmain: ",
        "flag provided but not defined",
        "invalid value",
        "conflicting",
        "error",
        "failed",
    ];
    // What other parts of it say once it ends.
    const AFTERWARDS: [&str; 2] = ["server is stopping", "use of closed network connection"];
    let has = |line: &str, words: &[&str]| words.iter().any(|word| line.contains(word));
    let complains = |line: &&str| has(line, &WORDS) && !has(line, &AFTERWARDS);
    log.lines()
        .rev()
        .find(complains)
        .or_else(|| log.lines().rev().find(|line| !line.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_refuses_certificates_serves_nonetheless() {
        let refused = r#"{"level":"warn","msg":"rejected connection","error":"tls: bad"}"#;
        assert!(serves_but_refuses(&format!("{SERVES} securely\n{refused}\n")));
        assert!(!serves_but_refuses(&format!("{refused}\n{SERVES} securely\n")));
        assert!(!serves_but_refuses(refused) && !serves_but_refuses(SERVES));
    }

    #[test]
    fn what_etcdctl_says_is_read_by_people() {
        let said = concat!(
            r#"{"level":"warn","ts":"2026-12-01T19:00:00Z","logger":"client","caller":"v3/x.go:63","msg":"retrying of unary invoker failed","attempt":0,"error":"rpc error: code = DeadlineExceeded"}"#,
            "\n127.0.0.1:2379 is unhealthy: context deadline exceeded\nError: unhealthy cluster\nError: unhealthy cluster\n"
        );
        assert_eq!(
            of_etcdctl(said),
            "127.0.0.1:2379 is unhealthy: context deadline exceeded; unhealthy cluster; \
             rpc error: code = DeadlineExceeded"
        );
        assert_eq!(of_etcdctl(""), "");
    }

    #[test]
    fn the_line_that_says_why_a_member_ended_is_no_json() {
        let log = concat!(
            "{\"level\":\"info\",\"msg\":\"starting\"}\n",
            "{\"level\":\"fatal\",\"ts\":\"2026-12-01T19:00:00Z\",\"caller\":\"etcdmain/etcd.go:1\",\"msg\":\"discovery failed\",\"error\":\"bad port\",\"stacktrace\":\"main.main\"}\n"
        );
        assert_eq!(of_log(log), "discovery failed: bad port");
        assert_eq!(
            of_log("2026-12-01 19:00:00 C | etcdmain: bad port\n\n"),
            "2026-12-01 19:00:00 C | etcdmain: bad port"
        );
        assert_eq!(of_log(""), "");
    }
}
