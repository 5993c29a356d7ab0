//! A bounded run of the fuzz targets: the same mutations of the same seeds at every run, where the seeds
//! are the same; those that openssl makes have new keys each time, so that a find is printed whole.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

use crate::support::process::run;
use crate::support::random::Random;
use crate::support::skip_without;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quorate::cluster::Plan;
use quorate::fuzz;
use tempfile::TempDir;

type Target = fn(&[u8]) -> Vec<String>;

/// The most text that is shown of an input: a constant, and some for each of its bytes.
const TEXT: usize = 256 << 10;
const TEXT_PER_BYTE: usize = 64;

/// Changes bytes in one to four places, each in one of these ways.
fn mutated(random: &mut Random, seed: &[u8], other: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(8) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes.truncate(at),
            2 => bytes[at] = [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xff, b'\n'][random.below(8)],
            3 => length_edited(random, &mut bytes),
            4 | 5 => lines_edited(random, &mut bytes),
            6 => {
                let end = at + random.below((bytes.len() - at).min(64));
                bytes.drain(at..end);
            }
            _ => {
                if let Some(other) = other.filter(|other| !other.is_empty()) {
                    let from = random.below(other.len());
                    let to = from + random.below((other.len() - from).min(512));
                    bytes.splice(at..at, other[from..to].iter().copied());
                } else {
                    bytes.insert(at, 0x1b);
                }
            }
        }
    }
    bytes
}

/// Sets the length of what looks like an element of DER, within PEM too.
fn length_edited(random: &mut Random, bytes: &mut Vec<u8>) {
    if let Some((start, end, mut der)) = first_block(bytes) {
        der_length(random, &mut der);
        bytes.splice(start..end, STANDARD.encode(der).into_bytes());
    } else {
        der_length(random, bytes);
    }
}

fn der_length(random: &mut Random, der: &mut [u8]) {
    let tags: Vec<usize> = (0..der.len().saturating_sub(1))
        .filter(
            |at| matches!(der[*at], 0x02..=0x06 | 0x0c | 0x13 | 0x17 | 0x30 | 0x31 | 0xa0..=0xa3),
        )
        .collect();
    if let Some(at) = tags.get(random.below(tags.len())) {
        der[at + 1] = match random.below(4) {
            0 => der[at + 1].wrapping_add(1),
            1 => der[at + 1].wrapping_sub(1),
            2 => [0, 0x80, 0x81, 0x82, 0x84, 0x88, 0xff][random.below(7)],
            _ => u8::try_from(random.below(256)).unwrap(),
        };
    }
}

/// The place of the first block's body, and what it decodes to.
fn first_block(bytes: &[u8]) -> Option<(usize, usize, Vec<u8>)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let begin = text.find("-----BEGIN ")?;
    let start = begin + text[begin..].find('\n')? + 1;
    let end = start + text[start..].find("\n-----END")?;
    let body: String = text[start..end].split_whitespace().collect();
    Some((start, end, STANDARD.decode(body).ok()?))
}

fn lines_edited(random: &mut Random, bytes: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (at, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(7) {
        0 => drop(lines.remove(at)),
        1 => lines.swap(at, other),
        2 => lines.insert(at, lines[other].clone()),
        3 => lines[at].insert(0, b' '),
        4 => lines[at].push(b'\r'),
        5 => lines[at].extend([b'-', 0xe2, 0x80, 0x94]),
        _ => {
            if at + 1 < lines.len() {
                let next = lines.remove(at + 1);
                lines[at].extend(next);
            }
        }
    }
    *bytes = lines.join(&b'\n');
}

/// Runs a target on the seeds and on mutations of them.
fn run_target(target: Target, seeds: &[Vec<u8>], count: usize, secrets: &[String]) {
    let mut random = Random(1);
    let mut texts = 0;
    for index in 0..seeds.len() + count {
        let input = if let Some(seed) = seeds.get(index) {
            seed.clone()
        } else {
            let seed = &seeds[random.below(seeds.len())];
            let other = &seeds[random.below(seeds.len())];
            // Within a certificate, a part of a key would be shown: only it would not be known as one.
            mutated(&mut random, seed, secrets.is_empty().then_some(other))
        };
        let shown = catch_unwind(AssertUnwindSafe(|| target(&input)));
        let find = || STANDARD.encode(&input);
        let shown = shown.unwrap_or_else(|_| panic!("a panic, on {}", find()));
        assert!(fuzz::is_showable(&shown), "not showable: {shown:?}, on {}", find());
        let length: usize = shown.iter().map(String::len).sum();
        assert!(
            length <= TEXT + TEXT_PER_BYTE * input.len(),
            "{length} bytes of text, on {}",
            find()
        );
        if !secrets.is_empty() {
            let all = shown.concat();
            let bare = all.replace([':', ' '], "").to_ascii_lowercase();
            for secret in secrets {
                let leaks = all.contains(secret.as_str()) || bare.contains(secret.as_str());
                assert!(!leaks, "`{secret}` of the key is shown: {shown:?}, on {}", find());
            }
        }
        texts += shown.len();
    }
    assert!(texts > 0, "the target shows nothing at all");
}

/// Files of each kind, by openssl: the public ones, and the keys.
struct Corpus {
    public: Vec<Vec<u8>>,
    keys: Vec<Vec<u8>>,
}

fn corpus() -> Corpus {
    let room = TempDir::new().unwrap();
    let path = room.path();
    std::fs::write(path.join("index.txt"), "").unwrap();
    std::fs::write(
        path.join("ca.cnf"),
        "[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ndefault_md=sha256\n",
    )
    .unwrap();
    for line in [
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem -subj /C=DE/O=Example/CN=ca -addext subjectAltName=DNS:a,IP:10.0.0.1,URI:spiffe://a/b -addext nameConstraints=permitted;DNS:a",
        "req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -subj /CN=rsa",
        "req -new -key ec.key -out request.pem -subj /CN=request -addext subjectAltName=DNS:b",
        "ca -config ca.cnf -gencrl -crldays 30 -keyfile ec.key -cert ec.pem -out list.pem",
        "crl2pkcs7 -nocrl -certfile ec.pem -certfile rsa.pem -out both.p7b",
        "crl2pkcs7 -nocrl -certfile ec.pem -outform DER -out both.der",
        "x509 -in ec.pem -outform DER -out ec.der",
        "req -in request.pem -outform DER -out request.der",
        "crl -in list.pem -outform DER -out list.der",
        "ec -in ec.key -out sec1.key",
        "ec -in ec.key -outform DER -out sec1.der",
        "rsa -in rsa.key -traditional -out pkcs1.key",
        "pkcs8 -topk8 -nocrypt -in ec.key -outform DER -out pkcs8.der",
    ] {
        run(Command::new("openssl").args(line.split(' ')).current_dir(path)).success();
    }
    let read =
        |names: &[&str]| names.iter().map(|name| std::fs::read(path.join(name)).unwrap()).collect();
    let mut public: Vec<Vec<u8>> = read(&[
        "ec.pem",
        "rsa.pem",
        "request.pem",
        "list.pem",
        "both.p7b",
        "both.der",
        "ec.der",
        "request.der",
        "list.der",
    ]);
    public.push(
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pki/extensions.pem"))
            .unwrap(),
    );
    let keys = read(&["ec.key", "rsa.key", "sec1.key", "pkcs1.key", "sec1.der", "pkcs8.der"]);
    Corpus { public, keys }
}

/// Parts of the keys' private halves, in lower-case hexadecimal and in base64 as their files write it.
#[allow(clippy::format_collect, reason = "eight bytes each")]
fn secrets(keys: &[Vec<u8>]) -> Vec<String> {
    let mut secrets = Vec::new();
    let [ec, rsa, sec1, pkcs1] = [0, 1, 2, 3].map(|index| first_block(&keys[index]).unwrap().2);
    // The scalar of P-256: in PKCS #8 from byte 36, in SEC 1 from byte 7; of RSA, the middle of the
    // file, where the private exponent is.
    assert_eq!(ec[36..68], sec1[7..39]);
    let exponent = |der: &[u8]| der[der.len() / 4 + 60..][..64].to_vec();
    for private in [ec[36..68].to_vec(), exponent(&rsa), exponent(&pkcs1)] {
        let parts = private.chunks_exact(8);
        secrets.extend(parts.map(|part| part.iter().map(|byte| format!("{byte:02x}")).collect()));
    }
    for (der, from) in [(&ec, 36), (&sec1, 7), (&rsa, rsa.len() / 4 + 60)] {
        let text = STANDARD.encode(der);
        let start = (from / 3 + 1) * 4;
        secrets.extend((0..2).map(|part| text[start + part * 16..][..16].to_owned()));
    }
    secrets
}

#[test]
fn the_inspector_shows_any_bytes_safely() {
    skip_without!("openssl");
    run_target(fuzz::inspect, &corpus().public, 4000, &[]);
}

#[test]
fn the_judges_take_any_bytes() {
    skip_without!("openssl");
    let Corpus { public, keys } = corpus();
    run_target(fuzz::judge, &[public, keys].concat(), 2000, &[]);
}

#[test]
fn no_part_of_a_private_key_is_ever_shown() {
    skip_without!("openssl");
    let keys = corpus().keys;
    let secrets = secrets(&keys);
    assert_eq!(secrets.len(), 26);
    run_target(fuzz::inspect, &keys, 3000, &secrets);
    run_target(fuzz::judge, &keys, 1000, &secrets);
}

#[test]
fn plans_of_any_bytes_are_read_or_refused() {
    let plan = include_bytes!("../fixtures/three-members.json");
    run_target(fuzz::plan, &[plan.to_vec()], 2000, &[]);
}

#[test]
fn settings_of_any_bytes_are_read() {
    let plan = Plan::from_json(include_bytes!("../fixtures/three-members.json")).unwrap();
    let mut seeds: Vec<Vec<u8>> =
        quorate::render::files(&plan).into_iter().map(|file| file.contents.into_bytes()).collect();
    seeds.push(
        b"name: \"a\"\nclient-transport-security:\n  cert-file: 'x'\n  client-cert-auth: true\n"
            .to_vec(),
    );
    run_target(fuzz::settings, &seeds, 4000, &[]);
}

#[test]
fn answers_of_any_bytes_are_read_or_told() {
    let plan = Plan::from_json(include_bytes!("../fixtures/three-members.json")).unwrap();
    let saved = serde_json::to_vec_pretty(&quorate::answers::Answers::from_plan(&plan)).unwrap();
    let seeds: [&[u8]; 4] = [
        &saved,
        b"127.0.0.1\tlocalhost\n# the members\n10.0.0.1 etcd-1.example.com etcd-1\nfd00::2 etcd-2\n",
        b"name,address\r\n\"etcd-1\",10.0.0.1\r\netcd-2;10.0.0.2\r\n",
        b"etcd-{01..05}.example.com 10.0.0.250+",
    ];
    run_target(fuzz::answers, &seeds.map(<[u8]>::to_vec), 4000, &[]);
}

#[test]
fn installations_of_any_bytes_are_audited() {
    let plan = Plan::from_json(include_bytes!("../fixtures/three-members.json")).unwrap();
    let files = quorate::render::files(&plan);
    let with = |text: &str| {
        let file = files.iter().find(|file| file.contents.contains(text)).unwrap();
        file.contents.clone().into_bytes()
    };
    let config = b"name: a\ninitial-cluster: a=https://10.0.0.1:2380\npeer-transport-security: {cert-file: /x}\n";
    let notes = b"```\netcd --name a \\\n  --listen-client-urls=https://10.0.0.1:2379\n```\n";
    let mut seeds = vec![
        with("[Service]"),
        with("ETCD_INITIAL_CLUSTER="),
        config.to_vec(),
        notes.to_vec(),
        include_bytes!("../fixtures/viewer/client.pem").to_vec(),
    ];
    seeds.push(seeds.join(&0));
    run_target(fuzz::audit, &seeds, 2000, &[]);
}
