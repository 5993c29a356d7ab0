//! From what was named on the command line to files that were read: directories, patterns, standard
//! input; bounded in depth, number and bytes.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::probe::{Prober, is_url};
use crate::bundle::read::{self, Links, ReadError};
use crate::bundle::shown;
use crate::cli::source;
use crate::cluster::Hint;
use crate::finding::Rule;
use crate::pki::FileInspection;
use crate::pki::inspect::{self, SIZE_LIMIT};
use crate::pki::parallel::in_shares;
use crate::text::{fill, say};

/// How deep directories are followed.
const DEPTH: usize = 16;
/// The most files that are read.
const FILES: usize = 20_000;
/// The most bytes that are read of all files together.
const BYTES: usize = 1 << 30;
/// The most items that are kept.
const ITEMS: usize = 200_000;

/// What was read.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) files: Vec<FileInspection>,
    /// The indices of files that were named, or matched a pattern, rather than found in a directory.
    pub(super) named: HashSet<usize>,
    /// How many files of directories hold nothing of what is read here.
    pub(super) skipped: usize,
}

/// So many files are read on all cores before the next ones, until they have so many bytes: the others of the round
/// are read one by one, so that what is beyond the limits isn't kept.
const ROUND: (usize, usize) = (512, 16 << 20);

/// Reads within the limits.
struct Reader<'a> {
    gathered: Gathered,
    progress: &'a dyn Fn(usize, usize),
    bytes: usize,
    items: usize,
    stopped: bool,
    /// Files that are read next.
    round: Vec<Named>,
}

/// A file, and whether it was named, or matched a pattern, rather than found in a directory.
struct Named {
    path: PathBuf,
    is_named: bool,
}

/// Reads all paths in their order; servers are connected to by `prober`. `progress` hears how many files
/// and items were read so far.
pub(super) fn gather(
    paths: &[PathBuf],
    prober: Option<&Prober>,
    progress: &dyn Fn(usize, usize),
) -> Gathered {
    let gathered = Gathered::default();
    let mut reader =
        Reader { gathered, progress, bytes: 0, items: 0, stopped: false, round: Vec::new() };
    for path in paths {
        if path.as_os_str() == "-" {
            reader.stdin(path);
            continue;
        }
        if let Some(prober) = prober.filter(|_| is_url(path)) {
            reader.read_round();
            reader.add(prober.read(path), true);
            continue;
        }
        for path in expanded(path) {
            if path.is_dir() {
                reader.directory(&path, 0);
            } else {
                reader.file(path, true);
            }
        }
    }
    reader.read_round();
    reader.gathered
}

impl Reader<'_> {
    fn stdin(&mut self, path: &Path) {
        self.read_round();
        let file = match source::stdin(SIZE_LIMIT) {
            Ok(bytes) => inspect::read(path, &bytes),
            Err((why, hint)) => inspect::unreadable(path, why, hint),
        };
        self.add(file, true);
    }

    fn add(&mut self, file: FileInspection, named: bool) {
        self.bytes += file.size;
        self.items += file.items.len();
        let gathered = &mut self.gathered;
        if named {
            gathered.named.insert(gathered.files.len());
        }
        gathered.files.push(file);
        (self.progress)(gathered.files.len() + gathered.skipped, self.items);
    }

    /// Puts a file among those that are read next.
    fn file(&mut self, path: PathBuf, is_named: bool) {
        if self.round.len() >= ROUND.0 {
            self.read_round();
        }
        if !self.stopped {
            self.round.push(Named { path, is_named });
        }
    }

    /// Reads the files of this round, and says once that there were too many.
    fn read_round(&mut self) {
        let round = std::mem::take(&mut self.round);
        let bytes = AtomicUsize::new(0);
        let read_ahead = |one: &Named| {
            let file = (bytes.load(Ordering::Relaxed) < ROUND.1).then(|| read(&one.path))?;
            bytes.fetch_add(file.as_ref().map_or(0, |file| file.size), Ordering::Relaxed);
            Some(file)
        };
        let ahead = in_shares(&round, |share| share.iter().map(read_ahead).collect());
        for (file, ahead) in round.into_iter().zip(ahead) {
            if self.gathered.files.len() + self.gathered.skipped >= FILES
                || self.bytes >= BYTES
                || self.items >= ITEMS
            {
                self.stopped = true;
                self.add(
                    inspect::unreadable(
                        &file.path,
                        fill(
                            "inspect-too-much",
                            &[
                                ("path", &shown(&file.path)),
                                ("files", &FILES),
                                ("bytes", &BYTES),
                                ("items", &ITEMS),
                            ],
                        ),
                        say("inspect-too-much.hint").into(),
                    ),
                    false,
                );
                return;
            }
            let read = ahead.unwrap_or_else(|| read(&file.path));
            self.take(file, read);
        }
    }

    fn take(&mut self, Named { path, is_named }: Named, read: Result<FileInspection, ReadError>) {
        match read {
            Ok(mut file) => {
                // A text that isn't even nearly PEM is none of our business, whatever its encoding.
                let empty = file.items.is_empty()
                    && file
                        .findings
                        .iter()
                        .all(|one| !matches!(one.rule, Rule::AlmostPem | Rule::KubeconfigData));
                if empty && !is_named && says_what_it_holds(&path) {
                    for one in &mut file.findings {
                        if one.rule == Rule::NothingFound {
                            *one = inspect::misnamed();
                        }
                    }
                    self.add(file, false);
                } else if empty && !is_named {
                    self.gathered.skipped += 1;
                    self.bytes += file.size;
                } else {
                    self.add(file, is_named);
                }
            }
            // A directory may hold sockets, links to directories and the like.
            Err(ReadError::NotAFile { .. } | ReadError::TooLarge { .. }) if !is_named => {
                self.gathered.skipped += 1;
            }
            Err(ReadError::NotAFile { .. }) if read::is_own_pipe(&path) => {
                let file = match read::named(&path, SIZE_LIMIT) {
                    Ok(bytes) => inspect::read(&path, &bytes),
                    Err(error) => inspect::unreadable(&path, error.to_string(), error.hint()),
                };
                self.add(file, is_named);
            }
            Err(error) => {
                let hint = match error {
                    ReadError::NotAFile { .. } => say("inspect-pipe").into(),
                    _ => error.hint(),
                };
                self.add(inspect::unreadable(&path, error.to_string(), hint), is_named);
            }
        }
    }

    fn refuse(&mut self, path: &Path, why: String, hint: &str) {
        self.read_round();
        if !self.stopped {
            self.add(inspect::unreadable(path, why, hint.to_owned()), false);
        }
    }

    /// Reads the files of a directory and what is below it, by name. Links to directories aren't
    /// followed: they may lead in circles.
    fn directory(&mut self, path: &Path, depth: usize) {
        if self.stopped {
            return;
        }
        if depth > DEPTH {
            let why = fill("inspect-too-deep", &[("path", &shown(path)), ("depth", &DEPTH)]);
            self.refuse(path, why, say("inspect-too-deep.hint"));
            return;
        }
        let entries = match entries(path) {
            Ok(entries) => entries,
            Err(error) => {
                let why =
                    fill("error-read-directory", &[("path", &shown(path)), ("error", &error)]);
                self.refuse(path, why, say("error-read-directory.hint"));
                return;
            }
        };
        for (name, is_directory) in entries {
            let path = path.join(name);
            if is_directory {
                self.directory(&path, depth + 1);
            } else {
                self.file(path, false);
            }
        }
    }
}

/// Whether a name says that the file holds certificates, keys or their like.
fn says_what_it_holds(path: &Path) -> bool {
    const ENDS: [&str; 11] =
        ["crt", "cert", "cer", "pem", "key", "csr", "crl", "der", "p12", "pfx", "p7b"];
    let end = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    end.is_some_and(|end| ENDS.contains(&end.as_str()))
}

fn read(path: &Path) -> Result<FileInspection, ReadError> {
    let (mut bytes, _) = read::file(path, SIZE_LIMIT, Links::Follow)?;
    let file = inspect::read(path, &bytes);
    if file.is_public() {
        // To wipe what is no secret would take as long as to find the certificates in it.
        drop(std::mem::take(&mut *bytes));
    }
    Ok(file)
}

/// The names in a directory and whether they are directories, sorted; a few more than are ever read.
fn entries(path: &Path) -> io::Result<Vec<(std::ffi::OsString, bool)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path)?.take(FILES + 1) {
        let entry = entry?;
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        entries.push((entry.file_name(), is_directory));
    }
    entries.sort_unstable();
    Ok(entries)
}

/// Expands `*` and `?` in each part of a path, sorted. What exists is taken as it is, and what nothing
/// matches stays, so that it is reported.
fn expanded(path: &Path) -> Vec<PathBuf> {
    let is_pattern = |part: &OsStr| part.as_bytes().iter().any(|byte| matches!(byte, b'*' | b'?'));
    if !is_pattern(path.as_os_str()) || path.symlink_metadata().is_ok() {
        return vec![path.to_owned()];
    }
    let mut found = vec![PathBuf::new()];
    for part in path.components().map(std::path::Component::as_os_str) {
        if !is_pattern(part) {
            for path in &mut found {
                path.push(part);
            }
            continue;
        }
        found =
            found.iter().flat_map(|directory| matches_in(directory, part)).take(FILES).collect();
    }
    found.retain(|path| path.symlink_metadata().is_ok());
    if found.is_empty() { vec![path.to_owned()] } else { found }
}

fn matches_in(directory: &Path, pattern: &OsStr) -> Vec<PathBuf> {
    let place = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    let hidden = pattern.as_bytes().starts_with(b".");
    let names = entries(place).unwrap_or_default().into_iter().map(|(name, _)| name);
    names
        .filter(|name| hidden || !name.as_bytes().starts_with(b"."))
        .filter(|name| matches(name.as_bytes(), pattern.as_bytes()))
        .map(|name| directory.join(name))
        .collect()
}

/// Whether a name fits a pattern: `*` is any text, `?` any one character. It goes back to the last `*`
/// only, and so takes at most the product of the lengths.
fn matches(name: &[u8], pattern: &[u8]) -> bool {
    let (mut at, mut of) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = name.get(at) {
        match pattern.get(of) {
            Some(b'*') => {
                star = Some((at, of));
                of += 1;
            }
            Some(b'?') => {
                at += character(name, at);
                of += 1;
            }
            Some(wanted) if wanted == byte => {
                at += 1;
                of += 1;
            }
            _ => {
                let Some((from, back)) = star else { return false };
                star = Some((from + 1, back));
                at = from + 1;
                of = back + 1;
            }
        }
    }
    pattern.get(of..).is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
}

/// The length of a UTF-8 character, or of one byte of something else.
fn character(name: &[u8], at: usize) -> usize {
    let rest = name.get(at + 1..).unwrap_or_default();
    1 + rest.iter().take_while(|byte| (0x80..0xC0).contains(*byte)).take(3).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_a_shell_matches() {
        for (name, pattern, fits) in [
            ("a.pem", "*.pem", true),
            ("a.pem", "?.pem", true),
            ("é.pem", "?.pem", true),
            ("ab.pem", "?.pem", false),
            ("", "*", true),
            ("", "?", false),
            ("aaab", "*a*b", true),
            ("aaac", "*a*b", false),
            ("abc", "abc", true),
            ("abc", "ab", false),
            ("ab", "abc", false),
            ("ab", "ab**", true),
        ] {
            assert_eq!(matches(name.as_bytes(), pattern.as_bytes()), fits, "{name} {pattern}");
        }
        // Patterns that make others take for ever.
        let slow = format!("{}b", "*a".repeat(100));
        assert!(!matches(&[b'a'; 255], slow.as_bytes()));
    }
}
