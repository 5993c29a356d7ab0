//! `quorate explain`: what a code of a finding means, at length.

use std::process::ExitCode;

use super::failure::Failure;
use super::output;
use crate::text;

/// Explain a finding: what it means, why etcd does so, how to see it and how to mend it
///
/// Codes are those of `quorate judge`, `quorate verify` and of the advice on a plan. Without a code, all
/// are listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate explain
  quorate explain gateway-trap
  quorate verify production --json | jq -r '.findings[].code' | sort -u | xargs -n 1 quorate explain")]
pub(super) struct Arguments {
    /// The code
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// What is known of each code, by its name.
const LESSONS: &[(&str, &str)] = &[
    (
        "address-as-dns-name",
        include_str!("../../assets/lessons/en/findings/address-as-dns-name.txt"),
    ),
    ("allowed-lists-both", include_str!("../../assets/lessons/en/findings/allowed-lists-both.txt")),
    ("anchors-der", include_str!("../../assets/lessons/en/findings/anchors-der.txt")),
    ("anchors-hold-key", include_str!("../../assets/lessons/en/findings/anchors-hold-key.txt")),
    ("anchors-hold-other", include_str!("../../assets/lessons/en/findings/anchors-hold-other.txt")),
    (
        "authority-cannot-sign",
        include_str!("../../assets/lessons/en/findings/authority-cannot-sign.txt"),
    ),
    ("authority-expired", include_str!("../../assets/lessons/en/findings/authority-expired.txt")),
    ("authority-key-away", include_str!("../../assets/lessons/en/findings/authority-key-away.txt")),
    (
        "authority-key-handed-out",
        include_str!("../../assets/lessons/en/findings/authority-key-handed-out.txt"),
    ),
    ("authority-not-ca", include_str!("../../assets/lessons/en/findings/authority-not-ca.txt")),
    (
        "authority-not-yet-valid",
        include_str!("../../assets/lessons/en/findings/authority-not-yet-valid.txt"),
    ),
    ("authority-purpose", include_str!("../../assets/lessons/en/findings/authority-purpose.txt")),
    ("below-wildcard", include_str!("../../assets/lessons/en/findings/below-wildcard.txt")),
    ("broken-chain", include_str!("../../assets/lessons/en/findings/broken-chain.txt")),
    ("broken-chain-file", include_str!("../../assets/lessons/en/findings/broken-chain-file.txt")),
    ("byte-order-mark", include_str!("../../assets/lessons/en/findings/byte-order-mark.txt")),
    ("caller-by-name", include_str!("../../assets/lessons/en/findings/caller-by-name.txt")),
    ("caller-not-covered", include_str!("../../assets/lessons/en/findings/caller-not-covered.txt")),
    (
        "certificate-unreadable",
        include_str!("../../assets/lessons/en/findings/certificate-unreadable.txt"),
    ),
    ("chain-order", include_str!("../../assets/lessons/en/findings/chain-order.txt")),
    ("changed", include_str!("../../assets/lessons/en/findings/changed.txt")),
    (
        "common-name-not-allowed",
        include_str!("../../assets/lessons/en/findings/common-name-not-allowed.txt"),
    ),
    ("common-name-only", include_str!("../../assets/lessons/en/findings/common-name-only.txt")),
    ("curve-unsupported", include_str!("../../assets/lessons/en/findings/curve-unsupported.txt")),
    ("directory-open", include_str!("../../assets/lessons/en/findings/directory-open.txt")),
    ("directory-writable", include_str!("../../assets/lessons/en/findings/directory-writable.txt")),
    ("empty-name", include_str!("../../assets/lessons/en/findings/empty-name.txt")),
    ("expired", include_str!("../../assets/lessons/en/findings/expired.txt")),
    ("expires-soon", include_str!("../../assets/lessons/en/findings/expires-soon.txt")),
    (
        "gateway-flag-unknown",
        include_str!("../../assets/lessons/en/findings/gateway-flag-unknown.txt"),
    ),
    ("gateway-hostname", include_str!("../../assets/lessons/en/findings/gateway-hostname.txt")),
    ("gateway-trap", include_str!("../../assets/lessons/en/findings/gateway-trap.txt")),
    ("host-not-covered", include_str!("../../assets/lessons/en/findings/host-not-covered.txt")),
    (
        "hostname-not-allowed",
        include_str!("../../assets/lessons/en/findings/hostname-not-allowed.txt"),
    ),
    ("insecure-signature", include_str!("../../assets/lessons/en/findings/insecure-signature.txt")),
    ("key-algorithm", include_str!("../../assets/lessons/en/findings/key-algorithm.txt")),
    ("key-encrypted", include_str!("../../assets/lessons/en/findings/key-encrypted.txt")),
    ("key-form", include_str!("../../assets/lessons/en/findings/key-form.txt")),
    ("key-mismatch", include_str!("../../assets/lessons/en/findings/key-mismatch.txt")),
    ("key-readable", include_str!("../../assets/lessons/en/findings/key-readable.txt")),
    ("leaf-is-authority", include_str!("../../assets/lessons/en/findings/leaf-is-authority.txt")),
    ("long-key", include_str!("../../assets/lessons/en/findings/long-key.txt")),
    (
        "loopback-not-covered",
        include_str!("../../assets/lessons/en/findings/loopback-not-covered.txt"),
    ),
    ("manifest-format", include_str!("../../assets/lessons/en/findings/manifest-format.txt")),
    ("manifest-path", include_str!("../../assets/lessons/en/findings/manifest-path.txt")),
    (
        "manifest-unreadable",
        include_str!("../../assets/lessons/en/findings/manifest-unreadable.txt"),
    ),
    ("missing-file", include_str!("../../assets/lessons/en/findings/missing-file.txt")),
    ("name-not-permitted", include_str!("../../assets/lessons/en/findings/name-not-permitted.txt")),
    ("name-with-dot", include_str!("../../assets/lessons/en/findings/name-with-dot.txt")),
    ("no-anchors", include_str!("../../assets/lessons/en/findings/no-anchors.txt")),
    ("no-authority", include_str!("../../assets/lessons/en/findings/no-authority.txt")),
    ("no-certificate", include_str!("../../assets/lessons/en/findings/no-certificate.txt")),
    (
        "no-certificate-block",
        include_str!("../../assets/lessons/en/findings/no-certificate-block.txt"),
    ),
    ("no-client-auth", include_str!("../../assets/lessons/en/findings/no-client-auth.txt")),
    (
        "no-digital-signature",
        include_str!("../../assets/lessons/en/findings/no-digital-signature.txt"),
    ),
    ("no-key", include_str!("../../assets/lessons/en/findings/no-key.txt")),
    ("no-key-block", include_str!("../../assets/lessons/en/findings/no-key-block.txt")),
    ("no-manifest", include_str!("../../assets/lessons/en/findings/no-manifest.txt")),
    ("no-plan", include_str!("../../assets/lessons/en/findings/no-plan.txt")),
    ("no-server-auth", include_str!("../../assets/lessons/en/findings/no-server-auth.txt")),
    ("no-settings", include_str!("../../assets/lessons/en/findings/no-settings.txt")),
    ("not-a-file", include_str!("../../assets/lessons/en/findings/not-a-file.txt")),
    ("not-checked", include_str!("../../assets/lessons/en/findings/not-checked.txt")),
    ("not-judged", include_str!("../../assets/lessons/en/findings/not-judged.txt")),
    ("not-yet-valid", include_str!("../../assets/lessons/en/findings/not-yet-valid.txt")),
    ("open-door", include_str!("../../assets/lessons/en/findings/open-door.txt")),
    ("other-authority", include_str!("../../assets/lessons/en/findings/other-authority.txt")),
    (
        "other-authority-key",
        include_str!("../../assets/lessons/en/findings/other-authority-key.txt"),
    ),
    ("other-certificate", include_str!("../../assets/lessons/en/findings/other-certificate.txt")),
    ("other-plan", include_str!("../../assets/lessons/en/findings/other-plan.txt")),
    ("outlives-authority", include_str!("../../assets/lessons/en/findings/outlives-authority.txt")),
    ("path-length", include_str!("../../assets/lessons/en/findings/path-length.txt")),
    ("plan-unreadable", include_str!("../../assets/lessons/en/findings/plan-unreadable.txt")),
    (
        "refused-by-newer-parser",
        include_str!("../../assets/lessons/en/findings/refused-by-newer-parser.txt"),
    ),
    ("refused-by-parser", include_str!("../../assets/lessons/en/findings/refused-by-parser.txt")),
    ("self-signed", include_str!("../../assets/lessons/en/findings/self-signed.txt")),
    ("starts-just-now", include_str!("../../assets/lessons/en/findings/starts-just-now.txt")),
    ("too-many-files", include_str!("../../assets/lessons/en/findings/too-many-files.txt")),
    ("unexpected-file", include_str!("../../assets/lessons/en/findings/unexpected-file.txt")),
    ("unknown-authority", include_str!("../../assets/lessons/en/findings/unknown-authority.txt")),
    (
        "unknown-critical-extension",
        include_str!("../../assets/lessons/en/findings/unknown-critical-extension.txt"),
    ),
    ("unknown-key", include_str!("../../assets/lessons/en/findings/unknown-key.txt")),
    ("unreadable", include_str!("../../assets/lessons/en/findings/unreadable.txt")),
    (
        "unreadable-certificate",
        include_str!("../../assets/lessons/en/findings/unreadable-certificate.txt"),
    ),
    ("unusual-name", include_str!("../../assets/lessons/en/findings/unusual-name.txt")),
    ("weak-key", include_str!("../../assets/lessons/en/findings/weak-key.txt")),
    ("wide-wildcard", include_str!("../../assets/lessons/en/findings/wide-wildcard.txt")),
    ("wrong-command", include_str!("../../assets/lessons/en/findings/wrong-command.txt")),
    ("wrong-file", include_str!("../../assets/lessons/en/findings/wrong-file.txt")),
    ("wrong-key", include_str!("../../assets/lessons/en/findings/wrong-key.txt")),
    ("wrong-members", include_str!("../../assets/lessons/en/findings/wrong-members.txt")),
    ("wrong-mode", include_str!("../../assets/lessons/en/findings/wrong-mode.txt")),
    ("wrong-name", include_str!("../../assets/lessons/en/findings/wrong-name.txt")),
    ("wrong-url", include_str!("../../assets/lessons/en/findings/wrong-url.txt")),
    ("wrong-usage", include_str!("../../assets/lessons/en/findings/wrong-usage.txt")),
];

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.code {
        None => output::print(&list())?,
        Some(code) => output::print(&lesson(code).ok_or_else(|| {
            Failure::input(
                format!("`{}` is no code of a finding", text::showable(code)),
                "quorate explain lists all codes",
            )
        })?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn lesson(code: &str) -> Option<String> {
    if let Some((code, lesson)) = LESSONS.iter().find(|(known, _)| *known == code) {
        return Some(format!("{code}\n\n{lesson}"));
    }
    let sentence = text::find(&format!("advice.{code}")).filter(|_| !code.contains('.'))?;
    let source = text::find(&format!("advice.{code}.source")).unwrap_or_default();
    Some(format!(
        "{code}\n\nAdvice on a plan; what stands in braces is filled in there:\n{sentence}\n\n\
         Where it comes from:\n{source}\n"
    ))
}

/// Every code with a line of its own.
fn list() -> String {
    let width = 32;
    let mut lines: Vec<String> = LESSONS
        .iter()
        .map(|(code, lesson)| {
            let first = lesson.split_inclusive(['.', ':']).next().unwrap_or_default();
            format!("{code:width$} {}", first.replace('\n', " "))
        })
        .collect();
    lines.extend(text::keys("advice.").filter_map(|key| {
        let code = key.strip_prefix("advice.").filter(|code| !code.contains('.'))?;
        let first = text::find(key)?.split_inclusive(['.', ':']).next().unwrap_or_default();
        (!LESSONS.iter().any(|(known, _)| *known == code)).then(|| format!("{code:width$} {first}"))
    }));
    lines.sort();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The literals of a source that look like codes, taken from where findings are made.
    fn codes(source: &'static str, marks: &[&str]) -> Vec<&'static str> {
        let is_code = |text: &&str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        let mut found = Vec::new();
        for mark in marks {
            for rest in source.split(mark).skip(1) {
                // The code is among the first literals of the call.
                let call = rest.split(';').next().unwrap_or(rest);
                found.extend(call.split('"').skip(1).step_by(2).take(2).filter(is_code));
            }
        }
        found
    }

    #[test]
    fn every_code_that_is_reported_has_its_lesson() {
        let judging = [
            include_str!("../pki/judge/rules.rs"),
            include_str!("../pki/judge/path.rs"),
            include_str!("../pki/judge/files.rs"),
        ];
        let mut all: Vec<&str> = Vec::new();
        for source in judging {
            // Each literal that has a sentence in the catalogue.
            let literals =
                source.split('"').filter(|word| text::find(&format!("judge.{word}")).is_some());
            all.extend(literals);
        }
        assert!(all.len() > 50, "only {} codes of the judge", all.len());
        let verifying = [
            include_str!("../bundle/verify.rs"),
            include_str!("../bundle/verify/certificates.rs"),
            include_str!("../bundle/verify/contents.rs"),
            include_str!("../bundle/verify/settings.rs"),
            include_str!("../bundle/verify/tree.rs"),
        ];
        let marks = ["report.error(", "report.warning(", "note(report", "note(\n"];
        let of_verify: Vec<&str> =
            verifying.iter().flat_map(|source| codes(source, &marks)).collect();
        assert!(of_verify.len() > 30, "only {} codes of verify", of_verify.len());
        all.extend(of_verify);
        for code in all {
            assert!(lesson(code).is_some(), "{code} has no lesson");
        }
    }

    #[test]
    fn every_lesson_says_how_to_see_it_and_how_to_mend_it() {
        for (code, lesson) in LESSONS {
            assert!(lesson.contains("\nSee it:\n") && lesson.contains("\nMend it:\n"), "{code}");
            assert!((8..=30).contains(&lesson.lines().count()), "{code}");
            assert!(lesson.lines().all(|line| line.chars().count() <= 110), "{code}");
            assert!(!lesson.replace('\n', "").chars().any(text::is_unsafe), "{code}");
        }
    }

    #[test]
    fn every_sentence_of_the_judge_has_its_fact_and_its_mend() {
        let mut seen = 0;
        for key in text::keys("judge.") {
            if key.matches('.').count() == 1 {
                seen += 1;
                assert!(text::find(&format!("{key}.fact")).is_some(), "{key}");
                assert!(text::find(&format!("{key}.mend")).is_some(), "{key}");
            }
        }
        assert!(seen > 50, "{seen}");
    }
}
