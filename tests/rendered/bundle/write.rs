//! How a bundle appears: whole, in one step, or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::support::files::{below, permissions};
use crate::support::skip_without;
use crate::support::trace::{Traced, calls};
use quorate::bundle::{BundleFile, Durability, Stage, Target, WriteError, Written};
use quorate::cluster::Hint;
use tempfile::TempDir;

fn file(path: &str, mode: u32) -> BundleFile {
    BundleFile { path: path.into(), mode, contents: path.as_bytes().to_vec().into() }
}

fn three() -> [BundleFile; 3] {
    [file("README.txt", 0o644), file("a/b/key.pem", 0o600), file("a/run.sh", 0o755)]
}

fn target(directory: &TempDir, name: &str) -> Target {
    Target::check_with_parents(Path::new(name), directory.path()).unwrap()
}

/// Writes a bundle in one step.
fn write(
    target: &Target,
    files: &[BundleFile],
    token: u64,
    cancelled: &AtomicBool,
) -> Result<Written, WriteError> {
    let mut stage = Stage::create(target, token)?;
    stage.fill(files, cancelled)?;
    stage.publish(cancelled)
}

/// Every path below a directory with its permission bits.
fn tree(directory: &Path) -> BTreeMap<PathBuf, u32> {
    let all = below(directory).into_iter();
    all.map(|(path, metadata)| (path, permissions(&metadata))).collect()
}

static RUN: AtomicBool = AtomicBool::new(false);

#[test]
fn files_arrive_with_their_modes_and_nothing_else_stays() {
    let directory = TempDir::new().unwrap();
    let written = write(&target(&directory, "out"), &three(), 7, &RUN).unwrap();
    assert_eq!(written.files, 3);
    assert!(matches!(written.durability, Durability::Confirmed));
    let expected = [
        ("out", 0o700),
        ("out/README.txt", 0o644),
        ("out/a", 0o700),
        ("out/a/b", 0o700),
        ("out/a/b/key.pem", 0o600),
        ("out/a/run.sh", 0o755),
    ];
    let expected: BTreeMap<PathBuf, u32> =
        expected.into_iter().map(|(path, mode)| (path.into(), mode)).collect();
    assert_eq!(tree(directory.path()), expected);
    assert_eq!(fs::read(directory.path().join("out/a/b/key.pem")).unwrap(), b"a/b/key.pem");
}

#[test]
fn an_empty_directory_is_replaced_and_its_mode_with_it() {
    let directory = TempDir::new().unwrap();
    fs::create_dir(directory.path().join("out")).unwrap();
    write(&target(&directory, "out"), &three(), 7, &RUN).unwrap();
    assert_eq!(fs::metadata(directory.path().join("out")).unwrap().mode() & 0o7777, 0o700);
}

#[test]
fn missing_parents_are_created_private() {
    let directory = TempDir::new().unwrap();
    write(&target(&directory, "p/q/out"), &three(), 7, &RUN).unwrap();
    let modes = tree(directory.path());
    assert_eq!(modes[Path::new("p")], 0o700);
    assert_eq!(modes[Path::new("p/q")], 0o700);
}

#[test]
fn a_name_of_255_bytes_is_written() {
    let directory = TempDir::new().unwrap();
    let name = format!("{}n", "ü".repeat(127));
    write(&target(&directory, &name), &three(), 7, &RUN).unwrap();
    assert!(directory.path().join(name).join("README.txt").exists());
}

#[test]
fn whatever_appears_since_the_check_stays_as_it_is() {
    type Plant = fn(&Path);
    let plants: [(&str, Plant); 4] = [
        ("file", |path| drop(fs::File::create(path).unwrap())),
        ("empty directory", |path| fs::create_dir(path).unwrap()),
        ("full directory", |path| fs::create_dir_all(path.join("x")).unwrap()),
        ("link", |path| symlink("elsewhere", path).unwrap()),
    ];
    for (name, plant) in plants {
        let directory = TempDir::new().unwrap();
        fs::create_dir(directory.path().join("elsewhere")).unwrap();
        let mut stage = Stage::create(&target(&directory, "out"), 7).unwrap();
        stage.fill(&three(), &RUN).unwrap();
        plant(&directory.path().join("out"));
        let before: Vec<PathBuf> = tree(directory.path())
            .into_keys()
            .filter(|path| !path.to_string_lossy().contains(".partial-"))
            .collect();
        let error = stage.publish(&RUN).unwrap_err();
        assert!(error.to_string().ends_with("appeared while the bundle was being made"), "{name}");
        assert!(!error.hint().is_empty());
        assert_eq!(tree(directory.path()).into_keys().collect::<Vec<_>>(), before, "{name}");
    }
}

#[test]
fn an_empty_target_that_fills_up_meanwhile_is_kept() {
    let directory = TempDir::new().unwrap();
    let out = directory.path().join("out");
    fs::create_dir(&out).unwrap();
    let mut stage = Stage::create(&target(&directory, "out"), 7).unwrap();
    stage.fill(&three(), &RUN).unwrap();
    fs::File::create(out.join("theirs")).unwrap();
    assert!(stage.publish(&RUN).is_err());
    let left: Vec<PathBuf> = tree(directory.path()).into_keys().collect();
    assert_eq!(left, [PathBuf::from("out"), PathBuf::from("out/theirs")]);
}

#[test]
fn dropping_a_stage_or_stopping_it_leaves_nothing() {
    let directory = TempDir::new().unwrap();
    let mut stage = Stage::create(&target(&directory, "p/out"), 7).unwrap();
    stage.fill(&three(), &RUN).unwrap();
    drop(stage);
    assert!(tree(directory.path()).is_empty());

    let stopped = AtomicBool::new(true);
    let error = write(&target(&directory, "p/out"), &three(), 7, &stopped).unwrap_err();
    assert_eq!(error.to_string(), "stopped before the bundle was in place");
    assert!(tree(directory.path()).is_empty());
}

#[test]
fn paths_that_would_leave_the_bundle_or_collide_are_refused() {
    for path in ["../x", "/x", "a/../x", "", "."] {
        let directory = TempDir::new().unwrap();
        let result = write(&target(&directory, "out"), &[file(path, 0o644)], 7, &RUN);
        assert!(result.is_err(), "{path:?}");
        assert!(tree(directory.path()).is_empty(), "{path:?}");
    }
    let directory = TempDir::new().unwrap();
    let twice = [file("a", 0o644), file("a", 0o644)];
    assert!(write(&target(&directory, "out"), &twice, 7, &RUN).is_err());
    assert!(tree(directory.path()).is_empty());
}

#[test]
fn a_staging_directory_is_never_shared() {
    let directory = TempDir::new().unwrap();
    let first = Stage::create(&target(&directory, "out"), 7).unwrap();
    let error = Stage::create(&target(&directory, "out"), 7).unwrap_err();
    assert!(error.to_string().contains("File exists"), "{error}");
    drop(first);
    assert!(tree(directory.path()).is_empty());
}

/// The other tests of this file once more, in a process whose kernel knows no rename without replacing, as
/// on some network file systems.
#[test]
fn all_of_this_holds_without_renameat2() {
    skip_without!("strace");
    let (_, here) = module_path!().split_once("::").unwrap();
    for error in ["EINVAL", "ENOSYS", "EOPNOTSUPP"] {
        let directory = TempDir::new().unwrap();
        let log = directory.path().join("calls");
        let inject = format!("renameat2:error={error}");
        let tests = std::env::current_exe().unwrap();
        let ran = Traced::injecting("renameat2", &[&inject], &log, tests.to_str().unwrap())
            .run(|tests| {
                tests.args([here, "--skip", "renameat2"]).env("TMPDIR", directory.path());
            })
            .success();
        assert!(ran.stdout.contains("test result: ok"), "{ran}");
        assert!(calls(&log).iter().any(|call| call.refused), "{error} was never told");
    }
}
