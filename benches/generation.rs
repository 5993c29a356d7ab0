//! How close an issue comes to the time that its keys alone need: `cargo bench --bench generation`.
//!
//! Prints ratios, which compare between machines; nothing is asserted on time. The ratio to as many bare
//! threads tells what the issue adds where other work takes part of the cores.
#![allow(clippy::expect_used)] // A fixture that isn't a plan ends the run.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use quorate::cluster::{KeyAlgorithm, Plan};
use quorate::pki::{self, CertificateProfile};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn main() {
    // aws-lc's first random draw costs tens of milliseconds; it isn't what is measured.
    drop(KeyPair::generate());
    println!("issue of five members against (sum of their keys' generation / cores)");
    println!("cores: {}", cores());
    compare(KeyAlgorithm::EcdsaP256, &|| drop(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)), 100);
    compare(KeyAlgorithm::Rsa2048, &|| drop(KeyPair::generate_for(&PKCS_RSA_SHA256)), 15);
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

/// Makes keys on one thread a core and nothing else.
fn on_all_cores(keys: usize, one_key: &(dyn Fn() + Sync)) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..cores() {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < keys {
                    one_key();
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
    let three = include_str!("../tests/fixtures/three-members.json");
    let further =
        r#"{"name": "etcd-4", "address": "10.0.0.4"}, {"name": "etcd-5", "address": "10.0.0.5"},"#;
    let five = three.replacen("\"members\": [", &format!("\"members\": [{further}"), 1);
    let mut plan = Plan::from_json(five.as_bytes()).expect("the fixture is a plan");
    plan.certificates.algorithm = algorithm;
    pki::profiles(&plan)
}
