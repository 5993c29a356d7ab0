//! What fuzzers call: each reader of foreign bytes, with all that it would show. libFuzzer runs these from
//! `fuzz/`, and `cargo test --test program fuzz` for a bounded while. Not part of the public interface.

use std::path::Path;

use crate::etcd::Release;
use time::OffsetDateTime;

use crate::answers::{Answers, members_from_text};
use crate::audit::{Disk, Found, Lookup, audit_and_rebuild};
use crate::cluster::{Hint, Plan};
use crate::config;
use crate::pki::inspect::read;
use crate::pki::{
    AuthorityCertificate, Inspection, ItemId, PrivateKey, SigningRequest, item_rows, pair,
    report_der,
};

/// Whether all texts are safe for a screen.
pub fn is_showable(texts: &[String]) -> bool {
    !texts.iter().any(|text| text.chars().any(crate::text::is_unsafe))
}

/// Ends the process where a text isn't safe for a screen: what libFuzzer takes for a find.
///
/// # Panics
/// Then.
pub fn must_be_showable(texts: &[String]) {
    assert!(is_showable(texts), "a text holds what no screen may show");
}

fn told<T>(result: Result<T, impl std::fmt::Display + Hint>, texts: &mut Vec<String>) -> Option<T> {
    result.map_err(|error| texts.extend([error.to_string(), error.hint()])).ok()
}

/// Reads bytes as a file of whatever kind: PEM, DER, PKCS #7, keys.
pub fn inspect(bytes: &[u8]) -> Vec<String> {
    let now = OffsetDateTime::UNIX_EPOCH;
    let inspection = Inspection::new(vec![read(Path::new("file"), bytes)]);
    let mut texts = Vec::new();
    for (_, finding) in inspection.findings(now, None) {
        texts.extend([finding.message(), finding.fix()]);
    }
    let items = inspection.files.first().map_or(0, |file| file.items.len());
    for item in 0..items {
        let place = ItemId { file: 0, item };
        let Some(looked) = inspection.look_at(place) else { continue };
        texts.push(looked.item.label.clone());
        let rows = item_rows(&inspection, &looked, now, &|_| "file".into());
        texts.extend(rows.into_iter().flat_map(|row| row.values).map(String::from));
    }
    texts
}

/// Holds bytes to the judgements over certificates, keys, authorities and requests.
pub fn judge(bytes: &[u8]) -> Vec<String> {
    let now = OffsetDateTime::UNIX_EPOCH;
    let mut texts = Vec::new();
    let mut ders = told(pair::certificates(bytes), &mut texts).unwrap_or_default();
    ders.truncate(8);
    ders.push(bytes.to_vec());
    for der in &ders {
        told(report_der(der), &mut texts);
        told(pair::key_fits(der, bytes), &mut texts);
        texts.extend(pair::name(der));
    }
    told(AuthorityCertificate::read(bytes, now), &mut texts);
    if let Some(key) = told(PrivateKey::read(bytes, None), &mut texts) {
        texts.extend([key.name().to_owned(), format!("{key:?}")]);
    }
    if let Some(request) = told(SigningRequest::read(bytes), &mut texts) {
        texts.push(request.key_name().to_owned());
    }
    texts
}

/// Reads bytes as a plan. One that is read must be written as what reads as the same.
///
/// # Panics
/// Where it isn't.
pub fn plan(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    if let Some(plan) = told(Plan::from_json(bytes), &mut texts) {
        let again = told(Plan::from_json(plan.to_json().as_bytes()), &mut texts);
        assert!(again.as_ref() == Some(&plan), "a plan reads as another than it was written");
        texts.extend(crate::render::files(&plan).into_iter().map(|file| {
            // Files have lines.
            file.contents.replace(['\n', '\t'], " ")
        }));
    }
    texts
}

/// Reads bytes as a unit, an environment file, a config file and notes, each by itself.
pub fn settings(bytes: &[u8]) -> Vec<String> {
    let disk = Machine(Vec::new());
    let found = Found { bytes: bytes.to_vec().into(), owner: None };
    let read = |path: &&str| {
        let files = [(path.to_string(), found.clone())];
        config::installation(&files, &disk, Release::default()).findings
    };
    let findings = PATHS.iter().flat_map(read);
    findings.flat_map(|finding| [finding.message(), finding.fix()]).collect()
}

/// Reads bytes as answers that were saved, and as lines that are pasted into the members' table. Those of
/// answers that make a plan must be found in it again.
///
/// # Panics
/// Where they aren't.
pub fn answers(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    let pasted = told(members_from_text(&String::from_utf8_lossy(bytes)), &mut texts);
    let saved = serde_json::from_slice::<Answers>(bytes).ok();
    let filled = pasted.map(|rows| {
        let mut answers = Answers::new();
        answers.fill_members(rows);
        answers
    });
    for answers in [saved, filled].into_iter().flatten() {
        match answers.plan() {
            Ok(plan) => {
                let again = Answers::from_plan(&plan).plan();
                assert!(again.as_ref() == Ok(&plan), "answers of a plan make another");
            }
            Err(problems) => {
                texts.extend(problems.into_iter().flat_map(|one| [one.message, one.hint]));
            }
        }
        // What the screens ask of answers, right or wrong.
        let (_, _, _) = (answers.workload(), answers.profiles(), answers.authority_profiles());
    }
    texts
}

/// Where the files of an installation are.
const PATHS: [&str; 8] = [
    "/etc/systemd/system/etcd.service",
    "/etc/etcd/etcd.env",
    "/etc/etcd/etcd.yml",
    "/etc/etcd/notes.md",
    "/srv/compose.yml",
    "/srv/start.sh",
    "/etc/containers/systemd/etcd.container",
    "/srv/inspect.json",
];

/// The files of a machine: whatever path is asked for, one of them lies there.
struct Machine(Vec<Found>);

impl Disk for Machine {
    fn file(&self, _: &str, path: &str) -> Lookup {
        let found = path.len().checked_rem(self.0.len()).and_then(|index| self.0.get(index));
        found.map_or(Lookup::Missing, |found| Lookup::Found(path.into(), found.clone()))
    }
}

/// Audits bytes as files of an installation, one after each NUL: a unit, settings, a config file, notes. What
/// they are rebuilt as must be a plan.
///
/// # Panics
/// Where it isn't one.
pub fn audit(bytes: &[u8]) -> Vec<String> {
    let parts = bytes.split(|byte| *byte == 0);
    let disk =
        Machine(parts.map(|part| Found { bytes: part.to_vec().into(), owner: None }).collect());
    let files: Vec<(String, Found)> =
        PATHS.iter().map(ToString::to_string).zip(disk.0.iter().cloned()).collect();
    let now = OffsetDateTime::UNIX_EPOCH;
    let (report, rebuilt) =
        audit_and_rebuild(&files, &disk, crate::etcd::Build::from(Release::default()), None, now);
    let mut texts: Vec<String> =
        report.findings.iter().flat_map(|one| [one.message(), one.fix()]).collect();
    match rebuilt {
        Ok(rebuilt) => {
            assert!(rebuilt.plan.check().is_ok(), "what was rebuilt is no plan");
            texts.extend(rebuilt.notes);
        }
        Err(why) => texts.push(why.to_string()),
    }
    texts
}
