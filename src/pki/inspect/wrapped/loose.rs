//! Base64 in a text without structure: a file of nothing else, a value of an environment file, a script.

use zeroize::Zeroizing;

use super::{Document, LEAST, Wrapping, contents, is_base64, is_der_like};
use crate::finding::Rule;
use crate::finding::rules::files::EncodedPem;
use crate::finding::rules::reading::{Base64Der, WrappedPem};
use crate::pki::inspect::BLOCK_LIMIT;
use crate::pki::inspect::item::{FileInspection, Item};

/// The most runs of a text that are looked into.
const RUNS: usize = 10_000;

/// A run of base64 over one or more lines.
struct Run {
    line: usize,
    text: Zeroizing<String>,
}

/// Reads what stands in base64 within a text.
pub(in crate::pki::inspect) fn read(text: &str, file: &mut FileInspection) {
    let found = runs(text);
    let is_whole = match found.as_slice() {
        [one] => one.text.len() == text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count(),
        _ => false,
    };
    let mut is_pem = false;
    let mut items: Vec<Item> = Vec::new();
    for run in found {
        if file.items.len() + items.len() > BLOCK_LIMIT {
            break;
        }
        let (found, layers) = contents(run.text.as_bytes());
        let before = file.items.len() + items.len();
        items.extend(found.into_iter().filter(|_| layers > 0).map(|mut item| {
            is_pem |= !item.label.is_empty();
            item.line = run.line;
            item.unload();
            item.within = item.within.map(|within| within + before);
            let bare = item.findings.iter().position(|one| one.rule == Rule::BareDer);
            let bare = bare.map(|at| item.findings.swap_remove(at));
            if let Some(bare) = bare.filter(|_| is_whole) {
                item.findings.push(Base64Der { command: piped(&bare.fix()) }.into());
            }
            let path = String::new();
            item.wrapping = Some(Box::new(Wrapping { document: Document::Text, path }));
            item
        }));
    }
    if items.is_empty() {
        return;
    }
    if !is_whole {
        file.findings.push(WrappedPem { format: Document::Text.name().to_owned() }.into());
    } else if is_pem {
        file.findings.push(EncodedPem {}.into());
    }
    file.items.extend(items);
}

/// The command that converts DER, after the one that decodes it.
fn piped(command: &str) -> String {
    format!("base64 -d FILE | {}", command.replace(" -in FILE", ""))
}

/// Finds the runs that start as PEM or DER do. Lines of nothing but base64 go on with the run before.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // Whether the run before reaches to the end of its line.
    let mut goes_on = false;
    for (line, whole) in (1..).zip(text.lines()) {
        let trimmed = whole.trim();
        let is_more = !trimmed.is_empty()
            && trimmed.trim_end_matches('=').chars().all(is_base64)
            && !trimmed.starts_with("LS0tLS1CRUdJTi");
        if goes_on && is_more {
            if let Some(run) = runs.last_mut() {
                run.text.push_str(trimmed);
            }
            goes_on = !trimmed.ends_with('=');
            continue;
        }
        goes_on = false;
        if runs.len() >= RUNS {
            break;
        }
        for part in trimmed.split_inclusive(|c| !is_base64(c)) {
            let run = part.trim_end_matches(|c| !is_base64(c));
            let is_start = run.starts_with("LS0tLS1CRUdJTi") || is_der_like(run);
            if is_start && run.len() >= LEAST.min(trimmed.len()) {
                // Room for a certificate or a key: what grows leaves copies behind.
                let mut text = Zeroizing::new(String::with_capacity(run.len().max(4096)));
                text.push_str(run);
                runs.push(Run { line, text });
                goes_on = trimmed.ends_with(run);
            }
        }
        // The padding is part of the run, for its length tells whether the file is nothing else.
        let padding = trimmed.len() - trimmed.trim_end_matches('=').len();
        if let Some(run) = runs.last_mut().filter(|run| run.line == line && padding > 0)
            && trimmed.trim_end_matches('=').ends_with(run.text.as_str())
        {
            run.text.push_str(trimmed.get(trimmed.len() - padding..).unwrap_or_default());
        }
    }
    runs
}
