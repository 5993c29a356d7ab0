//! The inputs for cfssl before cfssl itself: what it makes of them says what the bundle's own certificates
//! say, field by field, as openssl reads both.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::support::files::files;
use crate::support::process::{Ran, run, run_for};
use crate::support::skip_without;
use quorate::answers::{Answers, Field, members_from_text};
use quorate::bundle::{AuthoritySource, PlannedBundle, Target, generate, verify};
use quorate::cluster::{CaLayout, CaSource, KeyAlgorithm, Plan, Preset};
use quorate::pki::system_random;
use tempfile::TempDir;
use time::macros::{datetime, format_description};
use time::{OffsetDateTime, PrimitiveDateTime};

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00:00 UTC);
/// A dozen RSA keys on a busy machine.
const KEYS: Duration = Duration::from_secs(120);

const THREE_HOSTS: &str = "\
10.0.0.1 etcd-1 etcd-1.example.com
10.0.0.2 etcd-2 etcd-2.example.com
10.0.0.3 etcd-3 etcd-3.example.com
";

/// The plan of a preset, with inputs for cfssl.
fn plan(preset: Preset, algorithm: KeyAlgorithm) -> Plan {
    let mut answers = Answers::from_preset(preset);
    answers.set_token_suffix([1, 2, 3, 4]);
    answers.set_text(Field::CfsslInputs, "yes".into());
    answers.set_text(Field::Algorithm, algorithm.as_str().into());
    if preset != Preset::SingleHost {
        answers.set_text(Field::ClusterSize, "3".into());
        answers.fill_members(members_from_text(THREE_HOSTS).unwrap());
    }
    answers.plan().unwrap()
}

/// A bundle, and room beside it for what cfssl makes.
struct Bundle {
    scratch: TempDir,
}

impl Bundle {
    #[track_caller]
    fn of(plan: &Plan) -> Self {
        let scratch = TempDir::new().unwrap();
        let target = Target::check(Path::new("bundle"), scratch.path()).unwrap();
        let made = AuthoritySource::Made;
        let never = AtomicBool::new(false);
        generate(plan, &made, &target, NOW, &system_random, &never, &|_| {}).unwrap();
        Self { scratch }
    }

    fn path(&self) -> PathBuf {
        self.scratch.path().join("bundle")
    }

    fn made(&self) -> PathBuf {
        self.scratch.path().join("made")
    }

    /// What lies beside the bundle, and the bundle.
    fn beside(&self) -> Vec<String> {
        let all = fs::read_dir(self.scratch.path()).unwrap();
        let mut names: Vec<String> =
            all.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the script in a shell under a umask.
    #[track_caller]
    #[must_use]
    fn run_in(&self, shell: &str, umask: &str, arguments: &[&str]) -> Ran {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("umask {umask}; exec {shell} \"$0\" \"$@\"")]);
        command.arg(self.path().join("cfssl/make-certificates.sh")).args(arguments);
        run_for(KEYS, command.current_dir(self.scratch.path()))
    }

    /// Runs the script for the directory `made`.
    #[track_caller]
    #[must_use]
    fn make_with_cfssl(&self, options: &[&str]) -> Ran {
        let script = self.path().join("cfssl/make-certificates.sh");
        // A shell can't catch what was ignored when it started, as QUIT is in the background.
        let mut command = Command::new("env");
        command.args(["--default-signal=HUP,INT,QUIT,PIPE,TERM", "sh"]);
        command.arg(script).args(options).arg("made").current_dir(self.scratch.path());
        run_for(KEYS, &mut command)
    }
}

#[track_caller]
fn openssl(arguments: &[&str]) -> String {
    run(Command::new("openssl").args(arguments)).success().stdout
}

/// What a certificate says, by field. Left out is what differs by nature: serial, key and identifiers,
/// and the moment of issue; what stays of the validity is its length.
#[track_caller]
fn fields(certificate: &Path) -> BTreeMap<&'static str, String> {
    let path = certificate.to_str().unwrap();
    let text = openssl(&[
        "x509",
        "-in",
        path,
        "-noout",
        "-text",
        "-startdate",
        "-enddate",
        "-dateopt",
        "iso_8601",
    ]);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let starting = |start: &str| lines.iter().position(|line| line.starts_with(start));
    let line = |start: &str| starting(start).map_or("", |at| lines[at]).to_owned();
    // An extension's name, with a word on whether it is critical, and its value in the line below.
    let extension = |name: &str| match starting(name) {
        Some(at) => format!("{} {}", lines[at], lines[at + 1]),
        None => "none".to_owned(),
    };
    // The order of names means nothing.
    let names = extension("X509v3 Subject Alternative Name").replace("Name: ", "Name, ");
    let mut names: Vec<&str> = names.split(", ").collect();
    names.sort_unstable();
    let moment = |start: &str| {
        let line = line(start);
        let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
        PrimitiveDateTime::parse(line.trim_start_matches(start), format).unwrap()
    };
    let length = moment("notAfter=") - moment("notBefore=");
    BTreeMap::from([
        ("subject", line("Subject:")),
        ("issuer", line("Issuer:")),
        ("names", names.join(", ")),
        ("key usage", extension("X509v3 Key Usage")),
        ("extended key usage", extension("X509v3 Extended Key Usage")),
        ("basic constraints", extension("X509v3 Basic Constraints")),
        ("key", line("Public Key Algorithm") + &line("Public-Key") + &line("NIST CURVE")),
        ("validity in minutes", length.whole_minutes().to_string()),
        ("version", line("Version")),
    ])
}

/// Holds what cfssl makes of a plan's bundle against the bundle.
#[track_caller]
fn agrees(plan: &Plan) {
    let bundle = Bundle::of(plan);
    let own = bundle.path();
    bundle.make_with_cfssl(&["-d", &digits(plan, &own)]).success();
    let made = bundle.made();
    assert_eq!(verify(&own, NOW).findings, []);

    let is_pki = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("pem" | "crt" | "key"))
    };
    let expected: Vec<PathBuf> = files(&own).into_iter().filter(is_pki).collect();
    assert_eq!(files(&made), expected);
    let mut certificates = 0;
    for path in &expected {
        let bits = |root: &Path| fs::metadata(root.join(path)).unwrap().permissions().mode();
        assert_eq!(bits(&made), bits(&own), "{}", path.display());
        if bits(&own) & 0o077 != 0 {
            certificates += 1;
            assert_eq!(fields(&made.join(path)), fields(&own.join(path)), "{}", path.display());
            let blocks = |root: &Path| {
                fs::read_to_string(root.join(path)).unwrap().matches("BEGIN CERTIFICATE").count()
            };
            assert_eq!(blocks(&made), blocks(&own), "{}", path.display());
        }
    }
    assert!(certificates > 5);
    chains_are_strictly_right(plan, &made);
}

/// The digits behind the names of the authorities in a tree: the same behind each.
#[track_caller]
fn digits(plan: &Plan, tree: &Path) -> String {
    let profiles = quorate::pki::profiles(plan);
    let authorities = profiles.iter().filter(|one| one.authority.is_some());
    let digits = authorities.map(|one| {
        let path = tree.join(&one.certificate_path);
        let subject = openssl(&["x509", "-in", path.to_str().unwrap(), "-noout", "-subject"]);
        let (name, digits) = subject.trim_end().rsplit_once(' ').unwrap();
        let named = one.common_name().unwrap();
        assert!(name.ends_with(&format!("CN = {named}")), "{subject}, expected {named}");
        digits.to_owned()
    });
    let mut digits: Vec<String> = digits.collect();
    digits.dedup();
    let [digits] = digits.try_into().unwrap();
    assert!(digits.len() == 8 && digits.chars().all(|one| one.is_ascii_hexdigit()), "{digits}");
    digits
}

#[test]
fn two_authorities_of_one_plan_have_two_names_unless_one_was_given() {
    skip_without!("cfssl", "cfssljson", "openssl");
    let mut plan = plan(Preset::Recommended, KeyAlgorithm::EcdsaP256);
    plan.certificates.trust = CaLayout::Intermediate;
    let bundle = Bundle::of(&plan);
    let drawn = || {
        bundle.make_with_cfssl(&[]).success();
        let drawn = digits(&plan, &bundle.made());
        chains_are_strictly_right(&plan, &bundle.made());
        fs::remove_dir_all(bundle.made()).unwrap();
        drawn
    };
    let all = [drawn(), drawn(), digits(&plan, &bundle.path())];
    assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2], "{all:?}");
    let refused = bundle.make_with_cfssl(&["-d", "1/x"]).failure();
    assert!(refused.stderr.contains("`1/x` isn't only letters and digits"), "{refused}");

    plan.certificates.authority_name = Some("Works \\ \"etcd\" {ca}".parse().unwrap());
    let bundle = Bundle::of(&plan);
    bundle.make_with_cfssl(&[]).success();
    for tree in [bundle.path(), bundle.made()] {
        let root = tree.join(&quorate::pki::profiles(&plan)[0].certificate_path);
        let root = root.to_str().unwrap();
        let names = ["x509", "-in", root, "-noout", "-subject", "-nameopt", "multiline,-esc_msb"];
        let subject = openssl(&names);
        assert!(subject.contains("Works \\\\ \"etcd\" root CA\n"), "{subject}");
    }
}

/// Every leaf leads to its anchor before openssl at its strictest, with what its own file brings along.
#[track_caller]
fn chains_are_strictly_right(plan: &Plan, made: &Path) {
    let profiles = quorate::pki::profiles(plan);
    for leaf in profiles.iter().filter(|one| one.authority.is_none()) {
        let anchor =
            profiles.iter().find(|one| one.authority == Some(leaf.signer.anchor())).unwrap();
        let anchor = made.join(&anchor.certificate_path);
        let leaf_path = made.join(&leaf.certificate_path);
        let [anchor, leaf_path] = [&anchor, &leaf_path].map(|path| path.to_str().unwrap());
        openssl(&["verify", "-x509_strict", "-CAfile", anchor, "-untrusted", leaf_path, leaf_path]);
    }
}

#[test]
fn a_certificate_each_for_clients_and_peers_of_each_node() {
    skip_without!("cfssl", "cfssljson", "openssl");
    agrees(&plan(Preset::PerNode, KeyAlgorithm::Rsa2048));
    agrees(&plan(Preset::PerNode, KeyAlgorithm::EcdsaP256));
}

#[test]
fn a_lab_on_a_single_host_with_an_authority_for_peers_and_one_for_clients() {
    skip_without!("cfssl", "cfssljson", "openssl");
    agrees(&plan(Preset::SingleHost, KeyAlgorithm::Rsa2048));
    agrees(&plan(Preset::SingleHost, KeyAlgorithm::EcdsaP384));
}

#[test]
fn one_server_certificate_for_all_members() {
    skip_without!("cfssl", "cfssljson", "openssl");
    agrees(&plan(Preset::SharedServer, KeyAlgorithm::Rsa2048));
    agrees(&plan(Preset::SharedServer, KeyAlgorithm::EcdsaP256));
}

#[test]
fn one_certificate_for_everything() {
    skip_without!("cfssl", "cfssljson", "openssl");
    agrees(&plan(Preset::SharedCertificate, KeyAlgorithm::EcdsaP256));
}

#[test]
fn an_intermediate_follows_what_it_signed_and_three_authorities_stay_apart() {
    skip_without!("cfssl", "cfssljson", "openssl");
    for trust in [CaLayout::Intermediate, CaLayout::Separate] {
        let mut plan = plan(Preset::Recommended, KeyAlgorithm::EcdsaP256);
        plan.certificates.trust = trust;
        agrees(&plan);
    }
}

#[test]
fn an_existing_directory_is_never_written_into_and_a_failure_leaves_none() {
    skip_without!("cfssl", "cfssljson");
    let bundle = Bundle::of(&plan(Preset::Recommended, KeyAlgorithm::EcdsaP256));
    fs::create_dir(bundle.made()).unwrap();
    let refused = bundle.make_with_cfssl(&[]).failure();
    assert!(refused.stderr.contains("an existing directory is never written into"), "{refused}");
    assert_eq!(files(&bundle.made()).len(), 0);
    fs::remove_dir(bundle.made()).unwrap();

    let request = bundle.path().join("cfssl/clients/root/client-csr.json");
    fs::write(request, "{\"key\": {\"algo\": \"ecdsa\", \"size\": 3}}").unwrap();
    let failed = bundle.make_with_cfssl(&[]).failure();
    assert!(failed.stderr.contains("cfssl can't make clients/root/client.pem"), "{failed}");
    assert!(!bundle.made().exists());
    assert_eq!(bundle.beside(), ["bundle"]);
}

/// A directory is what it is called, to its last character.
#[test]
fn a_failure_removes_no_directory_of_another_name() {
    skip_without!("cfssl", "cfssljson");
    let bundle = Bundle::of(&plan(Preset::Recommended, KeyAlgorithm::EcdsaP256));
    let request = bundle.path().join("cfssl/clients/root/client-csr.json");
    let usual = fs::read(&request).unwrap();
    fs::create_dir(bundle.made()).unwrap();
    fs::write(bundle.made().join("precious"), "\n").unwrap();
    fs::write(&request, "{\"key\": {\"algo\": \"ecdsa\", \"size\": 3}}").unwrap();
    let names = ["made\n", "-made", "made.", " made", "./made\n//", "*"];
    for name in names {
        bundle.run_in("sh", "000", &["--", name]).failure();
        assert!(bundle.made().join("precious").exists(), "{name:?}");
        assert_eq!(bundle.beside(), ["bundle", "made"], "{name:?}");
    }
    fs::write(&request, usual).unwrap();
    for (shell, umask) in [("sh", "0777"), ("bash", "000"), ("dash", "022")] {
        let ran = bundle.run_in(shell, umask, &["--", "made\n"]).success();
        assert!(ran.stdout.ends_with("/made\n\n") || ran.stdout.ends_with(" made\n\n"), "{ran}");
        let made = bundle.scratch.path().join("made\n");
        assert!(made.join("members/etcd-3/pki/peer-key.pem").exists());
        assert_eq!(fs::metadata(&made).unwrap().permissions().mode() & 0o777, 0o700);
        fs::remove_dir_all(made).unwrap();
    }
    // A link, even to nothing, is there already.
    std::os::unix::fs::symlink("nowhere", bundle.scratch.path().join("link")).unwrap();
    bundle.run_in("sh", "022", &["link"]).failure();
    assert_eq!(bundle.beside(), ["bundle", "link", "made"]);
    assert_eq!(files(&bundle.made()), [PathBuf::from("precious")]);
}

#[test]
fn what_a_killed_run_left_goes_with_the_next_one_and_a_run_at_work_stays() {
    skip_without!("cfssl", "cfssljson");
    let bundle = Bundle::of(&plan(Preset::Recommended, KeyAlgorithm::EcdsaP256));
    let script = bundle.path().join("cfssl/make-certificates.sh");
    let usual = fs::read_to_string(&script).unwrap();
    let moment = "free\nmv -- \"$tree\"";
    assert_eq!(usual.matches(moment).count(), 1);
    for signal in ["KILL", "TERM", "QUIT", "PIPE"] {
        let killed = usual.replace(moment, &format!("kill -{signal} $$\n{moment}"));
        fs::write(&script, killed).unwrap();
        let _ = bundle.make_with_cfssl(&[]).failure();
        let left = bundle.beside();
        if signal == "KILL" {
            assert!(matches!(&left[..], [making, _] if making.starts_with(".made.making.")));
        } else {
            assert_eq!(left, ["bundle"], "{signal}");
        }
        fs::write(&script, &usual).unwrap();
        let at_work = bundle.scratch.path().join(".made.making.at-work1");
        fs::create_dir(&at_work).unwrap();
        fs::write(at_work.join("process"), format!("{}\n", std::process::id())).unwrap();
        let ran = bundle.make_with_cfssl(&[]).success();
        assert_eq!(ran.stderr.contains("left by a run that was killed"), signal == "KILL");
        assert_eq!(bundle.beside(), [".made.making.at-work1", "bundle", "made"]);
        fs::remove_dir_all(at_work).unwrap();
        fs::remove_dir_all(bundle.made()).unwrap();
    }
    // Someone else made it meanwhile: theirs is as it was, and nothing is left of ours.
    fs::write(&script, usual.replace(moment, "mkdir made\nmv -- \"$tree\"")).unwrap();
    let ran = bundle.make_with_cfssl(&[]).failure();
    assert!(ran.stderr.contains("made has just been made by someone else"), "{ran}");
    assert_eq!(bundle.beside(), ["bundle", "made"]);
    assert_eq!(files(&bundle.made()).len(), 0);
}

/// cfssl learnt Ed25519 late; where it knows it, the result has to agree as any other.
#[test]
fn ed25519_is_made_or_refused_in_words() {
    skip_without!("cfssl", "cfssljson", "openssl");
    let plan = plan(Preset::Recommended, KeyAlgorithm::Ed25519);
    let bundle = Bundle::of(&plan);
    let ran = bundle.make_with_cfssl(&[]);
    if ran.succeeded() {
        agrees(&plan);
    } else {
        assert!(ran.stderr.contains("invalid algorithm"), "{ran}");
        assert!(ran.stderr.contains("cfssl can't make authority/ca.pem"), "{ran}");
        assert!(!bundle.made().exists());
    }
}

/// The requests alone, put where a bundle has them: there is no CA in such a bundle.
#[test]
fn an_existing_authority_is_named_to_the_script() {
    skip_without!("cfssl", "cfssljson", "openssl");
    let made = plan(Preset::Recommended, KeyAlgorithm::EcdsaP256);
    let bundle = Bundle::of(&made);
    let list = bundle.path().join("cfssl/certificates.list");
    let text = fs::read_to_string(&list).unwrap();
    let own: String = text
        .lines()
        .filter(|line| !line.starts_with("authority "))
        .map(|line| {
            line.replace("authority/ca.pem authority/ca-key.pem", "- -")
                .replace("copy authority/ca.pem", "copy -")
                + "\n"
        })
        .collect();
    fs::write(&list, own).unwrap();
    let refused = bundle.make_with_cfssl(&[]).failure();
    assert!(refused.stderr.contains("name its certificate and key with -a and -k"), "{refused}");
    let authority = ["-a", "bundle/authority/ca.pem", "-k", "bundle/authority/ca-key.pem"];
    bundle.make_with_cfssl(&authority).success();
    let anchor = bundle.path().join("authority/ca.pem");
    let leaf = bundle.made().join("members/etcd-3/pki/peer.pem");
    let [anchor, leaf] = [&anchor, &leaf].map(|path| path.to_str().unwrap());
    openssl(&["verify", "-x509_strict", "-CAfile", anchor, leaf]);
    assert!(bundle.made().join("clients/root/ca.pem").exists());
}

#[test]
fn the_preview_lists_the_inputs_and_only_where_they_are_asked_for() {
    let mut plan = plan(Preset::PerNode, KeyAlgorithm::EcdsaP256);
    let listed = |plan: &Plan| -> Vec<String> {
        let preview = PlannedBundle::of(plan).listing().into_iter();
        let of_cfssl = preview.filter(|(path, _)| path.starts_with("cfssl"));
        of_cfssl.map(|(path, mode)| format!("{mode:o} {}", path.display())).collect()
    };
    assert_eq!(
        listed(&plan),
        [
            "644 cfssl/authority/ca-csr.json",
            "644 cfssl/ca-config.json",
            "644 cfssl/certificates.list",
            "644 cfssl/clients/root/client-csr.json",
            "755 cfssl/make-certificates.sh",
            "644 cfssl/members/etcd-1/pki/etcd-1-csr.json",
            "644 cfssl/members/etcd-1/pki/etcd-1-peer-csr.json",
            "644 cfssl/members/etcd-2/pki/etcd-2-csr.json",
            "644 cfssl/members/etcd-2/pki/etcd-2-peer-csr.json",
            "644 cfssl/members/etcd-3/pki/etcd-3-csr.json",
            "644 cfssl/members/etcd-3/pki/etcd-3-peer-csr.json",
        ]
    );
    let bundle = Bundle::of(&plan);
    let written: Vec<PathBuf> = files(&bundle.path());
    let preview: Vec<PathBuf> =
        PlannedBundle::of(&plan).listing().into_iter().map(|(path, _)| path).collect();
    assert_eq!(written, preview);
    plan.further_files.cfssl = false;
    assert_eq!(listed(&plan), [""; 0]);
}

/// Where no authority is made here, no request for one is either, and the rest is left to be signed.
#[test]
fn requests_of_an_imported_authority_name_none() {
    let mut plan = plan(Preset::ExistingCa, KeyAlgorithm::EcdsaP256);
    assert_eq!(plan.certificates.ca_source, CaSource::Imported);
    plan.further_files.cfssl = true;
    let listed = PlannedBundle::of(&plan).listing();
    assert!(!listed.iter().any(|(path, _)| path.starts_with("cfssl/authority")));
    assert!(listed.iter().any(|(path, _)| path.ends_with("members/etcd-1/pki/etcd-csr.json")));
}
