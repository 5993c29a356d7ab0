//! Where a bundle may go (a check that never changes anything).

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use quorate::bundle::{Target, TargetState};
use quorate::cluster::Hint;
use tempfile::TempDir;

/// A temporary directory, as its canonical path.
struct Context {
    _guard: TempDir,
    path: PathBuf,
}

impl Context {
    fn new() -> Self {
        let guard = TempDir::new().unwrap();
        let path = guard.path().canonicalize().unwrap();
        Self { _guard: guard, path }
    }

    #[must_use]
    fn file(self, name: &str) -> Self {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::File::create(path).unwrap();
        self
    }

    #[must_use]
    fn directory(self, name: &str) -> Self {
        fs::create_dir_all(self.path.join(name)).unwrap();
        self
    }

    #[must_use]
    fn link(self, name: &str, to: &str) -> Self {
        symlink(to, self.path.join(name)).unwrap();
        self
    }

    fn check(&self, path: &str) -> Result<Target, String> {
        let error = match Target::check(Path::new(path), &self.path) {
            Ok(target) => return Ok(target),
            Err(error) => error,
        };
        assert!(!error.hint().is_empty());
        Err(error.to_string().replace(self.path.to_str().unwrap(), "DIR"))
    }

    #[track_caller]
    fn refuses(&self, path: &str, message: &str) {
        assert_eq!(self.check(path).unwrap_err(), message);
    }
}

#[test]
fn a_new_directory_is_resolved_once_against_the_working_directory() {
    let place = Context::new().directory("a/b");
    for path in ["new", "./new", "new/", "a/../new", "a/b/../../new", "a//..//new/."] {
        let target = place.check(path).unwrap();
        assert_eq!(target.path(), place.path.join("new"), "{path}");
        assert_eq!(target.state(), TargetState::Absent);
        assert!(target.warnings().is_empty());
    }
}

#[test]
fn a_parent_that_is_a_link_is_resolved_as_the_kernel_does() {
    let place = Context::new().directory("a/b").link("there", "a/b");
    assert_eq!(place.check("there/new").unwrap().path(), place.path.join("a/b/new"));
    assert_eq!(place.check("there/../new").unwrap().path(), place.path.join("a/new"));
}

#[test]
fn an_empty_directory_is_taken() {
    let place = Context::new().directory("empty");
    assert_eq!(place.check("empty").unwrap().state(), TargetState::EmptyDirectory);
}

#[test]
fn a_missing_parent_is_refused_unless_it_may_be_created() {
    let place = Context::new();
    place.refuses("a/b/new", "the directory `DIR/a/b` doesn't exist");
    let target = Target::check_with_parents(Path::new("a/b/new"), &place.path).unwrap();
    assert_eq!(target.missing_parents(), [place.path.join("a"), place.path.join("a/b")]);
    assert_eq!(target.path(), place.path.join("a/b/new"));
    assert!(!place.path.join("a").exists());
    place.refuses("a/../b/new", "the directory `DIR/a/../b` doesn't exist");
}

#[test]
fn text_that_is_no_place_is_refused() {
    let place = Context::new();
    place.refuses("", "the output directory has no name");
    place.refuses("~/etcd", "`~/etcd` starts with `~`, which only a shell expands");
    place.refuses("/", "`/` doesn't end in the name of a directory");
    place.refuses("..", "`..` doesn't end in the name of a directory");
    place.refuses("a/..", "`a/..` doesn't end in the name of a directory");
    place.refuses("a\nb", "`DIR/a\\x0Ab` holds a control or invisible character, or isn't UTF-8");
    place.refuses(
        "a\u{202e}b",
        "`DIR/a<U+202E>b` holds a control or invisible character, or isn't UTF-8",
    );
    place.refuses(
        &"n".repeat(256),
        "the name of the output directory is 256 bytes long, at most 255 are allowed",
    );
    for odd in ["-rf", "with space", "o'clock", "$HOME", "%n", "ü", &"n".repeat(255)] {
        assert!(place.check(odd).is_ok(), "{odd}");
    }
}

#[test]
fn what_stands_in_the_way_is_named() {
    let place = Context::new()
        .file("file")
        .directory("real")
        .link("link", "real")
        .link("dangling", "nowhere")
        .link("circle", "circle");
    let expected = "expected a new or an empty directory";
    place.refuses("file", &format!("`DIR/file` is a file, {expected}"));
    place.refuses("link", &format!("`DIR/link` is a symbolic link, {expected}"));
    place.refuses("dangling", &format!("`DIR/dangling` is a symbolic link, {expected}"));
    place.refuses("file/new", "`DIR/file` is not a directory");
    place.refuses("dangling/new", "`DIR/dangling` is not a directory");
    assert!(place.check("circle/new").unwrap_err().starts_with("can't access `DIR/circle`"));
    assert_eq!(
        place.check("/dev/null").unwrap_err(),
        format!("`/dev/null` is a device, {expected}")
    );
}

#[test]
fn a_directory_in_use_is_refused_with_its_first_names() {
    let place = Context::new().file("two/b").file("two/a");
    place.refuses("two", "`DIR/two` is not empty: it holds `a`, `b`");
    let place = (1..=7).fold(Context::new(), |place, n| place.file(&format!("many/{n}")));
    place.refuses("many", "`DIR/many` is not empty: it holds `1`, `2`, `3`, `4`, `5` and 2 more");
    let place = Context::new().file("odd/a\u{1b}[31m");
    place.refuses("odd", "`DIR/odd` is not empty: it holds `a\\x1B[31m`");
}

#[test]
fn an_authority_is_never_overwritten() {
    for key in ["authority/ca-key.pem", "ca-key.pem", "ca.key", "pki/etcd/ca.key"] {
        let place = Context::new().file(&format!("old/{key}"));
        place.refuses(
            "old",
            &format!(
                "`DIR/old` holds the key of a certificate authority, `{key}`, which is never overwritten"
            ),
        );
    }
}

#[test]
fn a_parent_where_everyone_may_rename_is_refused_unless_sticky() {
    let place = Context::new().directory("open");
    let mode = |mode| {
        fs::set_permissions(place.path.join("open"), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o777);
    place.refuses(
        "open/new",
        "everyone can rename files in `DIR/open`: it is world-writable without the sticky bit",
    );
    mode(0o1777);
    assert!(place.check("open/new").is_ok());
}

#[test]
fn leftovers_of_killed_runs_are_reported() {
    let place = Context::new().directory(".new.partial-00ff").directory(".other.partial-00ff");
    let target = place.check("new").unwrap();
    let warnings: Vec<String> =
        target.warnings().iter().map(|warning| format!("{warning}; {}", warning.hint())).collect();
    let shown = place.path.to_str().unwrap();
    assert_eq!(
        warnings,
        [format!(
            "`{shown}/.new.partial-00ff` was left by a run that was killed, and may hold private keys; \
             generating the bundle removes it, unless another run still uses it; by hand: rm -r {shown}/.new.partial-00ff"
        )]
    );
}

#[test]
fn a_link_that_another_user_can_turn_is_refused() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: giving a link away needs root");
        return;
    }
    let place = Context::new().directory("real").link("theirs", "real");
    std::os::unix::fs::lchown(place.path.join("theirs"), Some(12345), None).unwrap();
    place.refuses("theirs/new", "`DIR/theirs` is a symbolic link that belongs to another user");
    let place = Context::new().directory("home");
    std::os::unix::fs::chown(place.path.join("home"), Some(12345), None).unwrap();
    let warnings: Vec<String> = place
        .check("home/new")
        .unwrap()
        .warnings()
        .iter()
        .map(|warning| warning.to_string().replace(place.path.to_str().unwrap(), "DIR"))
        .collect();
    assert_eq!(
        warnings,
        ["`DIR/home` belongs to the user with id 12345; the bundle in it will be yours alone"]
    );
}
