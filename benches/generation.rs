//! What a generation costs: `cargo bench --bench generation`.
//!
//! First the whole of `quorate generate` for 5 and for 50 members, as a process, against cfssl (where it is
//! installed), which makes as many keys and certificates one process after another and writes none. The floor is what
//! no program with the same guarantees goes below here: the first bytes of the generator of keys, the keys
//! themselves, the same files written and brought to disk. Then the issue alone against the time of its keys.
//!
//! Prints ratios, which compare between machines; nothing is asserted on time. The ratio to as many bare
//! threads tells what the issue adds where other work takes part of the cores.
// A fixture that isn't a plan, or a full disk, ends the run; the floor is made of bare writes.
#![allow(clippy::expect_used, clippy::disallowed_methods)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use quorate::bundle::{AuthoritySource, Target, generate};
use quorate::cluster::{KeyAlgorithm, Plan};
use quorate::pki::{self, CertificateProfile, KeyStock};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

/// So many threads wait for the disk, as those of quorate do.
const WAITING: usize = 16;

fn main() {
    // With the CPU's jitter, aws-lc's first random draw costs tens of milliseconds; only a process pays it, not the
    // issue below.
    let first_draw = timed(&|| drop(KeyPair::generate()));
    println!("first bytes of the generator of keys: {:.1} ms", milliseconds(first_draw));
    whole_process(5, 15, first_draw);
    whole_process(50, 7, first_draw);
    println!("issue of five members against (sum of their keys' generation / cores)");
    println!("cores: {}", cores());
    compare(KeyAlgorithm::EcdsaP256, &|| drop(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)), 100);
    compare(KeyAlgorithm::Rsa2048, &|| drop(KeyPair::generate_for(&PKCS_RSA_SHA256)), 15);
    made_ahead(15);
}

/// Takes turns between quorate, cfssl and the floor, and compares their medians.
fn whole_process(members: usize, rounds: usize, first_draw: Duration) {
    let room = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a scratch directory");
    let plan = plan(members);
    fs::write(room.path().join("plan.json"), plan.to_json()).expect("a plan");
    let keys = pki::profiles(&plan).len();
    let has_cfssl = make_authority(room.path());
    let [mut ours, mut theirs, mut floor] = [const { Vec::new() }; 3];
    for round in 0..rounds {
        let out = format!("out-{round}");
        ours.push(timed(&|| {
            let arguments = ["generate", "--quiet", "--plan", "plan.json", "--out", &out];
            run(room.path(), env!("CARGO_BIN_EXE_quorate"), &arguments);
        }));
        let made = keys_and_writes(&room.path().join(out), &room.path().join("bare"), keys);
        floor.push(first_draw + made);
        if has_cfssl {
            theirs.push(timed(&|| (0..keys).for_each(|_| sign_with_cfssl(room.path()))));
        }
    }
    let [ours, theirs, floor] = [ours, theirs, floor].map(median);
    print!("{members} members: {:.1} ms, ", milliseconds(ours));
    print!("{:.2} × the floor of {:.1} ms", ratio(ours, floor), milliseconds(floor));
    if has_cfssl {
        let (times, most) = (ratio(theirs, ours), ratio(theirs, floor));
        println!(
            "; cfssl {:.1} ms: {times:.1} × faster, at most {most:.1} ×",
            milliseconds(theirs)
        );
    } else {
        println!("; no cfssl to compare with");
    }
}

/// Makes as many keys, writes the files of a bundle once more and brings them to disk, and nothing else.
fn keys_and_writes(bundle: &Path, copy: &Path, keys: usize) -> Duration {
    let found = below(bundle);
    let files: Vec<(PathBuf, Vec<u8>)> = found
        .iter()
        .filter(|path| path.is_file())
        .map(|path| (copy.join(path.strip_prefix(bundle).unwrap_or(path)), fs::read(path)))
        .map(|(path, bytes)| (path, bytes.expect("a file of a bundle")))
        .collect();
    let taken = timed(&|| {
        on_all_cores(keys, &|| drop(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)));
        for (path, bytes) in &files {
            let parent = path.parent().unwrap_or(copy);
            fs::create_dir_all(parent).expect("a directory");
            fs::write(path, bytes).expect("a file");
        }
        let all = below(copy);
        on_threads(WAITING, all.len(), &|index| {
            let opened = all.get(index).map(File::open);
            opened.expect("a path").and_then(|file| file.sync_all()).expect("a sync");
        });
    });
    fs::remove_dir_all(copy).expect("a directory to remove");
    taken
}

/// A directory and all that is below it.
fn below(directory: &Path) -> Vec<PathBuf> {
    let mut found = vec![directory.to_path_buf()];
    let mut next = 0;
    while let Some(path) = found.get(next).cloned() {
        next += 1;
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("a directory").filter_map(Result::ok);
            found.extend(entries.map(|entry| entry.path()));
        }
    }
    found
}

/// Makes the CA that cfssl signs with; false where there is no cfssl.
fn make_authority(room: &Path) -> bool {
    let request = |ca: &str| {
        let names = r#""CN": "etcd-1", "hosts": ["etcd-1.example", "10.0.0.1", "127.0.0.1"]"#;
        format!(r#"{{{names}, {ca} "key": {{"algo": "ecdsa", "size": 256}}}}"#)
    };
    fs::write(room.join("leaf.json"), request("")).expect("a request");
    fs::write(room.join("ca.json"), request(r#""ca": {"expiry": "87600h"},"#)).expect("a request");
    let made = Command::new("cfssl")
        .args(["gencert", "-initca", "ca.json"])
        .current_dir(room)
        .stderr(Stdio::null())
        .output();
    let Ok(made) = made else { return false };
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).expect("JSON of cfssl");
    for (member, file) in [("cert", "ca.pem"), ("key", "ca-key.pem")] {
        fs::write(room.join(file), made.get(member).and_then(|pem| pem.as_str()).expect("PEM"))
            .expect("a file");
    }
    true
}

fn sign_with_cfssl(room: &Path) {
    let arguments = ["gencert", "-ca", "ca.pem", "-ca-key", "ca-key.pem", "leaf.json"];
    run(room, "cfssl", &arguments);
}

fn run(room: &Path, program: &str, arguments: &[&str]) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(room).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().expect("a program").success(), "{program} failed");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn cores() -> u32 {
    available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(1))
}

/// Takes turns between issue and single keys, for the load of the machine changes, and prints the sums:
/// RSA's times scatter so much that a median would say little.
fn compare(algorithm: KeyAlgorithm, one_key: &(dyn Fn() + Sync), rounds: u32) {
    let profiles = five_members(algorithm);
    let [mut whole, mut keys, mut bare] = [Duration::ZERO; 3];
    for _ in 0..rounds {
        whole += timed(&|| {
            let stop = AtomicBool::new(false);
            let issued = pki::issue(&profiles, NOW, &pki::system_random, &stop, &|_| {});
            assert_eq!(issued.map_or(0, |issued| issued.len()), profiles.len());
        });
        keys += timed(&|| profiles.iter().for_each(|_| one_key()));
        bare += timed(&|| on_all_cores(profiles.len(), one_key));
    }
    println!(
        "{algorithm}: {:.2} × ({:.2} × bare threads; {} keys; issue {:.1} ms, keys on one core {:.1} ms)",
        whole.as_secs_f64() / (keys / cores()).as_secs_f64(),
        whole.as_secs_f64() / bare.as_secs_f64(),
        profiles.len(),
        (whole / rounds).as_secs_f64() * 1000.0,
        (keys / rounds).as_secs_f64() * 1000.0,
    );
}

/// What is left between "Generate" and the bundle of five members where the wizard has made the RSA keys already.
fn made_ahead(rounds: usize) {
    let room = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a scratch directory");
    let mut plan = plan(5);
    plan.certificates.algorithm = KeyAlgorithm::Rsa2048;
    let keys = pki::profiles(&plan).len();
    let taken = (0..rounds).map(|round| {
        let stock = KeyStock::default();
        stock.want(KeyAlgorithm::Rsa2048, keys);
        while stock.count() < keys {
            std::thread::sleep(Duration::from_millis(10));
        }
        let never = AtomicBool::new(false);
        timed(&|| {
            let out = format!("ahead-{round}");
            let target = Target::check(Path::new(&out), room.path()).expect("a free place");
            let source = AuthoritySource::Made;
            generate(&plan, &source, &target, NOW, &stock, &never, &|_| {}).expect("a bundle");
        })
    });
    let taken = median(taken.collect());
    println!(
        "rsa-2048 with keys made ahead: {:.1} ms to the bundle of five members",
        milliseconds(taken)
    );
}

/// Makes keys on one thread a core and nothing else.
fn on_all_cores(keys: usize, one_key: &(dyn Fn() + Sync)) {
    on_threads(usize::try_from(cores()).unwrap_or(1), keys, &|_| one_key());
}

/// Works from 0 up to a count, on so many threads.
fn on_threads(threads: usize, count: usize, work: &(dyn Fn(usize) + Sync)) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    match next.fetch_add(1, Ordering::Relaxed) {
                        index if index < count => work(index),
                        _ => return,
                    }
                }
            });
        }
    });
}

fn timed(work: &dyn Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn five_members(algorithm: KeyAlgorithm) -> Vec<CertificateProfile> {
    let mut plan = plan(5);
    plan.certificates.algorithm = algorithm;
    pki::profiles(&plan)
}

/// The plan of the fixture with further members.
fn plan(members: usize) -> Plan {
    let three = include_str!("../tests/fixtures/three-members.json");
    let member = |number| format!(r#"{{"name": "etcd-{number}", "address": "10.0.0.{number}"}},"#);
    let further: String = (4..=members).map(member).collect();
    let all = three.replacen("\"members\": [", &format!("\"members\": [{further}"), 1);
    Plan::from_json(all.as_bytes()).expect("the fixture is a plan")
}
