//! What the review shows is what is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use quorate::bundle::{AuthoritySource, Target, generate};
use quorate::ui::Action;

use super::driver::{NOW, Wizard};
use crate::seen::Seen as _;
use crate::support::files::{below, permissions};

/// Every file below a directory: contents and mode by path.
fn written(directory: &Path) -> BTreeMap<PathBuf, (String, u32)> {
    let files = below(directory).into_iter().filter(|(_, metadata)| !metadata.is_dir());
    let read = |path: &Path| std::fs::read_to_string(directory.join(path)).unwrap();
    files
        .map(|(path, metadata)| {
            let text = read(&path);
            (path, (text, permissions(&metadata)))
        })
        .collect()
}

/// The lines within the file's box, and its title. What explains a line stands in a box beside it.
fn read(wizard: &Wizard, height: u16) -> (PathBuf, Vec<String>) {
    let top = wizard.line(2);
    let (title, _) = top.split_once('┐').unwrap();
    let width = title.chars().count();
    let title = title.trim_matches(['┌', '─', ' ']);
    let inside = |line: String| {
        let line: String = line.chars().take(width).skip(1).collect();
        line.trim_end().to_owned()
    };
    let lines = (3..height - 4).map(|line| inside(wizard.line(line)));
    let mut lines: Vec<String> = lines.collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    (title.into(), lines)
}

#[test]
fn what_the_review_shows_is_what_is_written() {
    // A screen on which nothing is cut or wrapped.
    const HEIGHT: u16 = 1000;
    let mut wizard = Wizard::filled(400, HEIGHT).goes_to(6).press("Ctrl-N Shift-Tab");
    let plan = wizard.plan();
    let scratch = tempfile::TempDir::new().unwrap();
    let target = Target::check(Path::new("out"), scratch.path()).unwrap();
    let random = &quorate::pki::system_random;
    generate(&plan, &AuthoritySource::Made, &target, NOW, random, &AtomicBool::new(false), &|_| {})
        .unwrap();
    let mut files = written(&scratch.path().join("out"));
    let count = files.len();
    wizard = wizard.shows(&format!("writes these {count} files"));

    for _ in 0..count {
        wizard = wizard.press("Enter");
        let (path, lines) = read(&wizard, HEIGHT);
        let (text, mode) =
            files.remove(&path).unwrap_or_else(|| panic!("{} is not written", path.display()));
        assert_eq!(lines[0], format!("mode {mode:04o}"), "{}", path.display());
        wizard = wizard.press("Esc");
        let is_text = path.extension().is_none_or(|extension| extension != "pem")
            && path != Path::new("manifest.json");
        if is_text {
            let expected: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
            assert_eq!(lines[1..], expected, "{}", path.display());
            wizard = wizard.press("c");
            assert_eq!(wizard.asked(), Some(&Action::Copy(text)), "{}", path.display());
        } else if text.contains("PRIVATE KEY") {
            assert_eq!(mode, 0o600);
            assert!(lines[1].starts_with("A private key"), "{lines:?}");
        } else if text.contains("BEGIN CERTIFICATE") {
            assert!(lines.iter().any(|line| line.starts_with("Subject")), "{lines:?}");
        }
        wizard = wizard.press("Down");
    }
    assert!(files.is_empty(), "written and not shown: {:?}", files.keys());
}
