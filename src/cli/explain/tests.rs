//! Every rule can be explained, and lines of logs lead to the rules behind them.

use super::*;

#[test]
fn every_rule_is_listed_once_with_a_sentence() {
    let list = list();
    for rule in Rule::all() {
        assert_eq!(list.matches(&format!("\n  {} ", rule.code)).count(), 1, "{rule}");
        assert!(summary(rule).len() > 10, "{rule} is listed without a sentence");
    }
}

#[test]
fn a_lesson_that_quotes_a_log_starts_with_it() {
    for rule in Rule::all() {
        let lesson = rule.lesson.english();
        assert!(!lesson.replace('\n', "").chars().any(text::is_unsafe), "{rule}");
        assert!(lesson.starts_with("    ") == (search::quotes(lesson).count() > 0), "{rule}");
    }
}

#[test]
fn no_paragraph_is_copied_from_lesson_to_lesson() {
    let mut seen = std::collections::HashMap::new();
    for rule in Rule::all() {
        let prose = rule
            .lesson
            .english()
            .split("\n\n")
            .filter(|part| !part.starts_with(' ') && part.len() > 90);
        // Commands may well be the same.
        for part in prose.filter(|part| !part.contains("it:\n")) {
            if let Some(other) = seen.insert(part, rule) {
                panic!("{rule} and {other} both say: {part}");
            }
        }
    }
}

#[test]
fn a_line_of_a_log_leads_to_the_quote_that_it_holds() {
    let line = r#"{"level":"warn","error":"tls: \"10.0.0.9\" does not match any of DNSNames [\"m1\"] (lookup m1: no such host)"}"#;
    assert!(search::rules(line).contains(&Rule::CallerNotCovered));
    let line = "x509: certificate is valid for 10.0.0.1, not 10.0.0.7";
    assert!(search::rules(line).contains(&Rule::HostNotCovered));
    assert_eq!(search::rules("an error that etcd never had"), []);
    assert_eq!(search::rules("tls"), [], "too short to mean anything");
}

#[test]
fn every_quote_leads_back_to_its_lesson() {
    let mut seen = 0;
    for rule in Rule::all() {
        for quote in search::quotes(rule.lesson.english()) {
            seen += 1;
            assert!(search::rules(quote).contains(&rule), "{rule}: {quote}");
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn every_line_that_is_no_findings_says_whose_side_it_is_and_what_to_do() {
    let mut seen = std::collections::HashSet::new();
    for lesson in lines::all() {
        assert!(
            lesson.starts_with("    ") && lesson.lines().all(|line| line.chars().count() <= 78),
            "{lesson}"
        );
        for part in ["\n\nWhose side:\n    ", "\n\nFix it:\n    "] {
            assert_eq!(lesson.matches(part).count(), 1, "{part} of {lesson}");
        }
        for quote in search::quotes(lesson) {
            assert!(seen.insert(quote), "{quote} stands twice");
            let line = quote.replace('…', "10.9.0.1:2380");
            let said = lines::meaning(&line, false);
            assert!(said.is_some_and(|said| lesson.ends_with(said)), "{line}");
        }
    }
    assert!(seen.len() > 700, "{}", seen.len());
}

#[test]
fn words_of_other_programs_lead_to_what_go_says_of_the_same() {
    let mut seen = std::collections::HashSet::new();
    for (go, theirs) in words::all() {
        assert!(seen.insert(theirs), "{theirs} stands twice");
        assert_eq!(
            words::of_go(&format!("some program: {theirs} (file.c:7)")),
            Some(go),
            "{theirs}"
        );
        assert_eq!(in_go(go), go, "Go's own words need no others");
        let answer = answer(go, 3).unwrap_or_default();
        assert!(answer.contains("quorate explain CODE") || answer.contains("Whose side:"), "{go}");
    }
    assert!(seen.len() > 60, "{}", seen.len());
    // A line of Go's holds others' words, and keeps its own.
    let own = "x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is before 2026-02-01T00:00:00Z";
    assert_eq!(in_go(own), own);
}

/// Lines that people brought, and what other programs say, each before what is expected of the answer.
const BROUGHT: &str = include_str!("../../../tests/fixtures/explain/lines.txt");
const WORDS: &str = include_str!("../../../tests/fixtures/explain/words.txt");
const PROGRAMS: &str = include_str!("../../../tests/fixtures/explain/programs.txt");

fn cases() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut cases: Vec<(&str, Vec<&str>)> = Vec::new();
    let lines = BROUGHT.lines().chain(WORDS.lines()).chain(PROGRAMS.lines());
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line.strip_prefix("    "), cases.last_mut()) {
            (Some(expected), Some((_, all))) => all.push(expected),
            _ => cases.push((line, Vec::new())),
        }
    }
    cases
}

#[test]
fn every_line_that_was_brought_leads_to_its_answer() {
    // A code is a line of its own, words are a part of what is said.
    let holds = |answer: &str, expected: &str| {
        let is_code = answer.contains(&format!("\n  {expected} "));
        is_code || (expected.contains(' ') && answer.contains(expected))
    };
    let mut wrong = Vec::new();
    for (line, expected) in cases() {
        let answer = answer(line, usize::MAX).unwrap_or_default();
        if expected.is_empty() != answer.is_empty() {
            wrong.push(format!("{line}: {answer:?}"));
        }
        wrong.extend(
            expected
                .into_iter()
                .filter(|one| !holds(&answer, one))
                .map(|one| format!("{line}: `{one}` isn't in {answer}")),
        );
        // Without a finding that has its own lesson, the answer says what to do.
        let is_led = answer.contains("quorate explain CODE")
            || ["\nWhose side:\n", "\nFix it:\n"].iter().all(|part| answer.contains(part));
        if !is_led && !answer.is_empty() {
            wrong.push(format!("{line} leads nowhere: {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases().len() > 220);
}

#[test]
fn every_number_of_openssl_leads_to_an_answer() {
    for verify::Reason { number, words } in verify::all() {
        for line in [format!("verify error:num={number}"), words.to_owned()] {
            let said = answer(&line, usize::MAX).unwrap_or_default();
            let is_led =
                ["quorate explain CODE", "Whose side:"].iter().any(|part| said.contains(part));
            assert!(is_led, "{line}: {said:?}");
        }
    }
}

#[test]
fn a_pasted_log_is_told_by_its_lines_and_nothing_else() {
    let told = |log: &str| log::explained(log, None).unwrap();
    let carried = r#"{"log":"{\"level\":\"info\",\"msg\":\"established TCP streaming connection with remote peer\"}\n"}
{"log":"{\"level\":\"warn\",\"msg\":\"slow fdatasync\",\"took\":\"1.6s\"}\n"}"#;
    let said = told(carried);
    assert!(said.contains("Writing the log to disk took more than a second"), "{said}");
    assert!(!said.contains("Good news"), "an info line is none to explain: {said}");
    let wrapped = told("Error: context deadline\nexceeded");
    assert!(wrapped.contains("A client reached its own timeout"), "{wrapped}");
    // Words that stand somewhere in a lesson say nothing of a line that nobody picked.
    for log in ["exceeded\nauthority\n", "---\nCertificate chain\n 0 s:CN = etcd-1\n---\n"] {
        let said = told(log);
        assert!(!said.contains("Whose side:") && !said.contains("CODE"), "{said}");
    }
    let console = "2026-09-14T08:21:07.311Z\twarn\tembed/config.go:1\trejected connection on client endpoint\t{\"remote-addr\": \"10.0.0.9:1\", \"error\": \"EOF\"}";
    assert!(told(console).contains("The caller opened a TCP connection and closed"));
    let oom = "kernel: Out of memory: Killed process 712 (etcd) total-vm:1kB\nsystemd[1]: etcd.service: Failed with result 'oom-kill'.";
    let said = told(oom);
    assert!(
        said.contains("2 times") && said.contains(":\n    kernel: Out"),
        "the first word: {said}"
    );
    assert!(!told("kernel: Out of memory: Killed process 9 (java)").contains("Whose side:"));
}

#[test]
fn what_etcdctl_fails_with_is_explained_in_short() {
    for (said, meaning) in [
        ("etcdserver: unhealthy cluster", "A change of members is refused because"),
        ("context deadline exceeded", "A client reached its own timeout."),
    ] {
        let told = briefly(said);
        assert!(told[0].starts_with(meaning), "{told:?}");
    }
    assert_eq!(briefly("the member isn't running: Enter starts it"), [""; 0]);
}

#[test]
fn a_connection_that_is_refused_is_a_member_that_is_down_before_anything_else() {
    let line = r#"{"level":"warn","msg":"prober detected unhealthy status","error":"dial tcp 127.65.0.2:2380: connect: connection refused"}"#;
    let said = briefly(line);
    assert_eq!(said[0], "Nothing answered at that address: most often etcd isn't running there.");
    assert!(said[1].starts_with("advertised-not-listened: "), "{said:?}");
    assert_eq!(said.len(), 2);
    // What only a certificate can be guilty of has no other meaning.
    let line = "remote error: tls: certificate has expired or is not yet valid";
    assert!(briefly(line)[0].starts_with("expired: "), "{:?}", briefly(line));
}
