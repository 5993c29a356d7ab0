//! Every code that any source of findings holds can be explained, and every lesson is one.

use super::*;

/// The literals of a source that look like codes, among the first `several` of each call.
fn codes(source: &'static str, marks: &[&str], several: usize) -> Vec<&'static str> {
    let is_code = |text: &&str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let mut found = Vec::new();
    for mark in marks {
        for rest in source.split(mark).skip(1) {
            let call = rest.split(';').next().unwrap_or(rest);
            found.extend(call.split('"').skip(1).step_by(2).take(several).filter(is_code));
        }
    }
    found
}

fn assert_known(codes: &[&str], least: usize) {
    assert!(codes.len() >= least, "only {} codes: {codes:?}", codes.len());
    for code in codes {
        assert!(lesson(code).is_some(), "{code} has no lesson");
        assert!(list().contains(&format!("\n  {code} ")), "{code} isn't listed");
        assert!(summary(code).len() > 10, "{code} is listed without a sentence");
    }
}

#[test]
fn every_code_of_the_audit_is_explained() {
    let all: Vec<&str> = audit::CODES.iter().map(|kind| kind.code).collect();
    assert_known(&all, 80);
    for (code, _) in AUDITED {
        assert!(all.contains(code), "the audit has no {code}");
    }
}

#[test]
fn every_advice_is_explained() {
    assert_known(&Finder::Plan.codes(), 20);
}

#[test]
fn a_lesson_that_quotes_a_log_starts_with_it() {
    for rule in Rule::ALL {
        let lesson = rule.lesson();
        assert!(!lesson.replace('\n', "").chars().any(text::is_unsafe), "{rule}");
        assert!(lesson.starts_with("    ") == (search::quotes(lesson).count() > 0), "{rule}");
    }
}

#[test]
fn no_paragraph_is_copied_from_lesson_to_lesson() {
    let mut seen = std::collections::HashMap::new();
    for rule in Rule::ALL {
        let prose =
            rule.lesson().split("\n\n").filter(|part| !part.starts_with(' ') && part.len() > 90);
        // Commands may well be the same.
        for part in prose.filter(|part| !part.contains("it:\n")) {
            if let Some(other) = seen.insert(part, *rule) {
                panic!("{rule} and {other} both say: {part}");
            }
        }
    }
}

#[test]
fn a_line_of_a_log_leads_to_the_quote_that_it_holds() {
    let line = r#"{"level":"warn","error":"tls: \"10.0.0.9\" does not match any of DNSNames [\"m1\"] (lookup m1: no such host)"}"#;
    assert!(search::codes(line).contains(&"caller-not-covered"));
    let line = "x509: certificate is valid for 10.0.0.1, not 10.0.0.7";
    assert!(search::codes(line).contains(&"host-not-covered"));
    assert_eq!(search::codes("an error that etcd never had"), Vec::<&str>::new());
    assert_eq!(search::codes("tls"), Vec::<&str>::new(), "too short to mean anything");
}

#[test]
fn every_quote_leads_back_to_its_lesson() {
    let mut seen = 0;
    for (code, lesson) in Rule::ALL.iter().map(|rule| (rule.code(), rule.lesson())) {
        for quote in search::quotes(lesson) {
            seen += 1;
            assert!(search::codes(quote).contains(&code), "{code}: {quote}");
        }
    }
    assert!(seen > 30, "{seen}");
}
