//! The script of openssl commands: what it makes says what the bundle's own certificates say, field by field.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use quorate::answers::{Answers, Field, Step, members_from_text};
use quorate::bundle::{
    AuthoritySource, FileKind, NotByHand, PlannedBundle, Target, by_hand, generate,
};
use quorate::cluster::{Plan, Preset};
use quorate::pki::{NewPassphrase, pair, system_random};
use quorate::ui::commands_by_hand;
use tempfile::TempDir;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::support::process::{run, run_for};
use crate::support::skip_without;

/// A dozen RSA keys on a busy machine.
const KEYS: Duration = Duration::from_secs(120);
const PASSPHRASE: &str = "correct horse";

const THREE_HOSTS: &str = "\
10.0.0.1 etcd-1 etcd-1.example.com
10.0.0.2 etcd-2
fd00::3 etcd-3
";

fn plan(preset: Preset, texts: &[(Field, &str)]) -> Plan {
    answers(preset, texts).plan().unwrap()
}

fn answers(preset: Preset, texts: &[(Field, &str)]) -> Answers {
    let mut answers = Answers::from_preset(preset);
    answers.set_token_suffix([1, 2, 3, 4]);
    if preset != Preset::SingleHost {
        answers.fill_members(members_from_text(THREE_HOSTS).unwrap());
    }
    for (field, text) in texts {
        answers.set_text(*field, (*text).into());
    }
    answers
}

/// What is alike in two certificates that say the same: all but serial number, keys, and the moment of issue.
fn essence(path: &Path) -> Vec<serde_json::Value> {
    let all = pair::certificates(&fs::read(path).unwrap()).unwrap();
    let essence = |der: &Vec<u8>| {
        let report = quorate::pki::inspect::report_der(der).unwrap();
        let days = (report.not_after.unwrap() - report.not_before.unwrap()).whole_days();
        let mut json = serde_json::to_value(&report).unwrap();
        let fields = json.as_object_mut().unwrap();
        for own in [
            "serial",
            "not_before",
            "not_after",
            "subject_key_id",
            "authority_key_id",
            "fingerprint",
        ] {
            let is_there = fields.remove(own).is_some_and(|value| !value.is_null());
            fields.insert(format!("has {own}"), is_there.into());
        }
        fields.insert("days".into(), days.into());
        // openssl may write them in another order, which means nothing.
        if let Some(extensions) = fields.get_mut("extensions").and_then(|all| all.as_array_mut()) {
            extensions.sort_by_key(ToString::to_string);
        }
        for name in ["subject", "issuer"] {
            let text = fields[name].as_str().unwrap();
            // An authority's name ends with random digits.
            let digits = text
                .rsplit_once(' ')
                .filter(|(_, last)| last.len() == 8 && last.chars().all(|c| c.is_ascii_hexdigit()));
            fields[name] = digits.map_or(text, |(before, _)| before).into();
        }
        json
    };
    all.iter().map(essence).collect()
}

/// The files below a directory whose names end as those of certificates and keys.
fn files(root: &Path, directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(root, &path, found);
        } else if path
            .extension()
            .is_some_and(|ending| ["pem", "crt", "key"].iter().any(|one| ending == *one))
        {
            found.push(path.strip_prefix(root).unwrap().to_owned());
        }
    }
    found.sort();
}

fn listed(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(root, root, &mut found);
    found
}

#[test]
fn the_commands_make_what_the_bundle_holds() {
    skip_without!("openssl", "shellcheck");
    let cases: [(Preset, &[(Field, &str)]); 7] = [
        (Preset::Recommended, &[(Field::Organization, "Müller & Söhne $HOME `id` \"x\" #1")]),
        (
            Preset::Recommended,
            &[
                (Field::CaSource, "encrypted"),
                (Field::CaLayout, "intermediate"),
                (Field::Algorithm, "ecdsa-p384"),
            ],
        ),
        (Preset::Recommended, &[(Field::CaLayout, "separate"), (Field::Algorithm, "ed25519")]),
        (
            Preset::Recommended,
            &[
                (Field::NameConstraints, "yes"),
                (Field::Algorithm, "rsa-2048"),
                (Field::Country, "DE"),
            ],
        ),
        (Preset::SingleHost, &[]),
        (Preset::SharedCertificate, &[(Field::AuthorityName, "Our CA")]),
        (Preset::SharedServer, &[(Field::Algorithm, "ecdsa-p256")]),
    ];
    for (preset, texts) in cases {
        let plan = plan(preset, texts);
        let scratch = TempDir::new().unwrap();
        let script = scratch.path().join("by-hand.sh");
        fs::write(&script, by_hand(&plan).unwrap()).unwrap();
        run(Command::new("shellcheck").arg(&script)).success();
        let mut commands = Command::new("sh");
        commands.arg(&script).arg("made").current_dir(&scratch).env("CA_PASSPHRASE", PASSPHRASE);
        run_for(KEYS, &mut commands).success();
        // What stands there is left as it is.
        run_for(KEYS, &mut commands).failure();

        // What the step shows is the same, and makes the same when it is pasted.
        let shown = commands_by_hand(Step::Certificates, &answers(preset, texts), 0);
        let pasted = scratch.path().join("pasted");
        fs::create_dir(&pasted).unwrap();
        let mut commands = Command::new("sh");
        commands.args(["-ec", &shown]).current_dir(&pasted).env("CA_PASSPHRASE", PASSPHRASE);
        run_for(KEYS, &mut commands).success();

        let source = if plan.certificates.ca_source.to_string() == "encrypted" {
            AuthoritySource::Sealed(
                NewPassphrase::parse(Zeroizing::new(PASSPHRASE.into())).unwrap(),
            )
        } else {
            AuthoritySource::Made
        };
        let target = Target::check(Path::new("bundle"), scratch.path()).unwrap();
        let never = AtomicBool::new(false);
        generate(
            &plan,
            &source,
            &target,
            OffsetDateTime::now_utc(),
            &system_random,
            &never,
            &|_| {},
        )
        .unwrap();
        let [bundle, made] = ["bundle", "made"].map(|name| scratch.path().join(name));
        assert_eq!(listed(&made), listed(&bundle), "{preset} {texts:?}");
        assert_eq!(listed(&pasted), listed(&bundle), "{preset} {texts:?}");
        for path in listed(&bundle) {
            let (ours, theirs) = (bundle.join(&path), pasted.join(&path));
            if fs::read_to_string(&ours).unwrap().contains("CERTIFICATE") {
                assert_eq!(essence(&theirs), essence(&ours), "{preset} {}", path.display());
            }
        }
        for path in listed(&bundle) {
            let (ours, theirs) = (bundle.join(&path), made.join(&path));
            let bits = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(bits(&theirs), bits(&ours), "{}", path.display());
            let text = fs::read_to_string(&theirs).unwrap();
            if text.contains("CERTIFICATE") {
                assert_eq!(essence(&theirs), essence(&ours), "{preset} {}", path.display());
            } else {
                let header = |text: &str| text.lines().next().unwrap().to_owned();
                assert_eq!(
                    header(&text),
                    header(&fs::read_to_string(&ours).unwrap()),
                    "{}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_ca_that_is_there_signs_what_is_made_by_hand() {
    skip_without!("openssl");
    let plan = plan(
        Preset::Recommended,
        &[
            (Field::CaSource, "imported"),
            (Field::AuthorityCertificate, "x"),
            (Field::AuthorityKey, "y"),
        ],
    );
    let scratch = TempDir::new().unwrap();
    fs::write(scratch.path().join("by-hand.sh"), by_hand(&plan).unwrap()).unwrap();
    let commands = "openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 3650 -subj /CN=Ours \
        -addext keyUsage=critical,keyCertSign,cRLSign 2>&1 && CA_CERT=ca.crt CA_KEY=ca.key sh by-hand.sh made \
        && cd made && openssl verify -CAfile members/etcd-1/pki/ca.pem -purpose sslserver -verify_ip 10.0.0.1 members/etcd-1/pki/server.pem \
        && openssl verify -CAfile clients/root/ca.pem -purpose sslclient clients/root/client.pem";
    let ran =
        run_for(KEYS, Command::new("sh").args(["-c", commands]).current_dir(&scratch)).success();
    assert!(ran.stdout.contains("clients/root/client.pem: OK"), "{ran}");
    // Without the CA it says what it needs.
    let ran = run(Command::new("sh").args(["by-hand.sh", "other"]).current_dir(&scratch)).failure();
    assert!(ran.stderr.contains("CA_CERT"), "{ran}");
}

#[test]
fn where_the_bundle_holds_scripts_for_it_there_is_no_other() {
    let elsewhere = plan(Preset::Recommended, &[(Field::CaSource, "elsewhere")]);
    assert_eq!(by_hand(&elsewhere), Err(NotByHand::SignedElsewhere));
    let on_members = plan(Preset::Recommended, &[(Field::MemberKeys, "member")]);
    assert_eq!(by_hand(&on_members), Err(NotByHand::KeysOnMembers));
}

#[test]
fn what_the_steps_show_is_in_the_script_and_in_the_files() {
    let form = [(Field::UnitForm, "flags"), (Field::CaLayout, "intermediate")];
    let answers = answers(Preset::Recommended, &form);
    let plan = answers.plan().unwrap();
    let script = by_hand(&plan).unwrap();
    let bundle = PlannedBundle::of(&plan);
    for (row, member) in plan.members.iter().enumerate() {
        let shown = commands_by_hand(Step::Members, &answers, row);
        let start = shown.find("mkdir -p").unwrap();
        let end = shown.find("export ETCDCTL").unwrap();
        let end = shown[..end].rfind("# ").unwrap();
        let commands = &shown[start..end];
        assert!(commands.contains("openssl x509 -req"), "{shown}");
        assert!(!commands.contains("clients/"), "{shown}");
        for line in commands.lines().filter(|line| !line.starts_with('#')) {
            assert!(script.lines().any(|one| one == line), "no {line} in {script}");
        }
        // Words that a shell reads are the arguments of the unit.
        let directory = format!("members/{}", member.name);
        let unit = bundle.files.iter().find_map(|file| match &file.kind {
            FileKind::Text(text) if file.path.starts_with(&directory) => {
                text.path.to_str()?.ends_with(".service").then_some(&text.contents)
            }
            _ => None,
        });
        let flags = [Step::Size, Step::Hardware, Step::Members]
            .map(|step| commands_by_hand(step, &answers, row).replace(",\n#       ", ","))
            .concat();
        let flags: Vec<&str> = flags.lines().filter_map(|line| line.strip_prefix("#   ")).collect();
        assert_eq!(flags.len(), 12);
        for flag in flags {
            // A shell wants an IPv6 address in quotes, a unit doesn't.
            let flag = flag.replace('\'', "");
            assert!(unit.unwrap().replace('"', "").contains(&flag), "no {flag} in {unit:?}");
        }
    }
}
