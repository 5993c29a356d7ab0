//! An audit as `JUnit` XML, for what shows tests: a suite for each file, a failure for each error and warning.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::report::Outcome;
use crate::finding::{self, Finding, Severity};
use crate::text::say;

pub(super) fn report(outcome: &Outcome<'_>) -> String {
    let mut suites: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for file in &outcome.files {
        suites.entry(crate::text::escape_for_terminal(file)).or_default();
    }
    for finding in &outcome.report.findings {
        let file = finding.location.file.clone().unwrap_or_else(|| ".".to_owned());
        suites.entry(file).or_default().push(finding);
    }
    let tests: usize = suites.values().map(|findings| findings.len().max(1)).sum();
    let failures: usize = suites.values().map(|findings| failures(findings)).sum();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"quorate audit\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for (file, findings) in &suites {
        suite(&mut xml, file, findings);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn failures(findings: &[&Finding]) -> usize {
    findings.iter().filter(|finding| finding.severity() > Severity::Note).count()
}

// Writing to a string can't fail.
fn suite(xml: &mut String, file: &str, findings: &[&Finding]) {
    let name = escaped(file);
    let (tests, failures) = (findings.len().max(1), failures(findings));
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    );
    if findings.is_empty() {
        let nothing = escaped(say("audit-nothing-found"));
        let _ = writeln!(xml, "    <testcase classname=\"{name}\" name=\"{nothing}\"/>");
    }
    for finding in findings {
        let line = finding.location.line.map(|line| format!(" (line {line})"));
        let case = escaped(&format!("{}{}", finding.code(), line.unwrap_or_default()));
        let body = escaped(finding::plain(finding, "").trim_end());
        let _ = writeln!(xml, "    <testcase classname=\"{name}\" name=\"{case}\">");
        let _ = match finding.severity() {
            Severity::Note => writeln!(xml, "      <system-out>{body}</system-out>"),
            severity => {
                let (severity, message) = (severity.as_str(), escaped(&finding.message()));
                writeln!(
                    xml,
                    "      <failure type=\"{severity}\" message=\"{message}\">{body}</failure>"
                )
            }
        };
        let _ = writeln!(xml, "    </testcase>");
    }
    let _ = writeln!(xml, "  </testsuite>");
}

/// Text as it may stand between tags and in quotes. What XML 1.0 has no way to write becomes U+FFFD (its section 2.2).
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&apos;"),
            '\t' => xml.push_str("&#9;"),
            '\n' => xml.push_str("&#10;"),
            '\r' => xml.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            other => xml.push(other),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::escaped;

    /// Reads what [`escaped`] writes, as a parser of XML does; none where such a parser would stop.
    fn read(xml: &str) -> Option<String> {
        let (mut text, mut rest) = (String::new(), xml);
        while let Some(character) = rest.chars().next() {
            if character == '&' {
                let (name, after) = rest.strip_prefix('&')?.split_once(';')?;
                text.push(match name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    name => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
                });
                rest = after;
                continue;
            }
            let is_markup = "<>\"'".contains(character);
            if is_markup || character < ' ' || "\u{fffe}\u{ffff}".contains(character) {
                return None;
            }
            text.push(character);
            rest = rest.get(character.len_utf8()..)?;
        }
        Some(text)
    }

    proptest! {
        #[test]
        fn text_comes_back_but_for_what_xml_cannot_hold(text in ".*|[\\x00-\\x40]*|[&<>'\"\\n;#]*") {
            let is_lost = |c: char| (c < ' ' && !"\t\n\r".contains(c)) || "\u{fffe}\u{ffff}".contains(c);
            let kept: String =
                text.chars().map(|c| if is_lost(c) { '\u{fffd}' } else { c }).collect();
            prop_assert_eq!(read(&escaped(&text)), Some(kept));
        }
    }
}
