//! Completes names of files, as a shell's Tab does.

use std::fs;
use std::path::{Path, PathBuf};

/// The most entries of a directory that are looked at.
const LIMIT: usize = 10_000;

/// The home directory, which `~/` stands for.
pub(super) fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|base| base.home_dir().to_owned())
}

/// A path as it was typed, with `~/` as `home`.
pub(super) fn at_home(text: &str, home: Option<&Path>) -> String {
    let text = text.trim_matches(' ');
    match (text.strip_prefix("~/"), home.and_then(Path::to_str)) {
        (Some(rest), Some(home)) => format!("{}/{rest}", home.trim_end_matches('/')),
        _ => text.to_owned(),
    }
}

/// Completes a path as far as the names there agree, and says what they are; a directory ends with a
/// slash. `~/` is `home`. Hidden names are offered to a dot only, and names that no screen may show
/// never.
pub(super) fn complete(text: &str, home: Option<&Path>) -> (String, Vec<String>) {
    let text = at_home(text, home);
    let (directory, start) = match text.rfind('/') {
        Some(slash) => text.split_at(slash + 1),
        None => ("", text.as_str()),
    };
    let place = if directory.is_empty() { Path::new(".") } else { Path::new(directory) };
    let Ok(entries) = fs::read_dir(place) else { return (text, Vec::new()) };
    let mut names: Vec<String> = entries
        .take(LIMIT)
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_offered = name.starts_with(start)
                && (start.starts_with('.') || !name.starts_with('.'))
                && !name.chars().any(crate::text::is_unsafe);
            // A link to a directory is one too.
            let is_directory = || fs::metadata(entry.path()).is_ok_and(|found| found.is_dir());
            is_offered.then(|| if is_directory() { format!("{name}/") } else { name })
        })
        .collect();
    names.sort();
    let shared = names.iter().skip(1).fold(names.first().cloned(), |shared, name| {
        let shared = shared.unwrap_or_default();
        let same = shared.chars().zip(name.chars()).take_while(|(a, b)| a == b);
        Some(same.map(|(a, _)| a).collect())
    });
    let completed = format!("{directory}{}", shared.as_deref().unwrap_or(start));
    (completed, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "tests write scratch files")]
    fn names_are_completed_as_far_as_they_agree() {
        let home = tempfile::TempDir::new().unwrap();
        let root = home.path().to_str().unwrap();
        for name in ["ca.crt", "ca.key", "other.pem", ".hidden", "b\u{1b}[31m"] {
            fs::write(home.path().join(name), "").unwrap();
        }
        fs::create_dir(home.path().join("sub")).unwrap();
        let of = |text: &str| complete(text, Some(home.path()));
        let both = vec!["ca.crt".to_owned(), "ca.key".to_owned()];
        assert_eq!(of(&format!("{root}/c")), (format!("{root}/ca."), both));
        assert_eq!(of("~/ca.k"), (format!("{root}/ca.key"), vec!["ca.key".to_owned()]));
        assert_eq!(of("~/s").0, format!("{root}/sub/"));
        assert_eq!(of("~/.h").0, format!("{root}/.hidden"));
        assert_eq!(of("~/").1, ["ca.crt", "ca.key", "other.pem", "sub/"]);
        assert_eq!(of("~/b").1, Vec::<String>::new());
        assert_eq!(of("~/none/x"), (format!("{root}/none/x"), vec![]));
    }
}
