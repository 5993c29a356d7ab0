//! A CA that is made here, its key under a passphrase.

use std::io::{Read, Write};
use std::process::Command;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::custody::{P256, Works};
use crate::support::bundle::quorate;
use crate::support::process::{PATIENCE, run, wait_until};
use crate::support::skip_without;

const PASSPHRASE: &str = "correct horse, battery";

fn generated() -> Works {
    let works = Works::new();
    works.write("secret", format!("{PASSPHRASE}\n"));
    let made = works
        .quorate("generate --plan plan.json --out out --encrypt-ca --ca-passphrase-file secret");
    let said = made.success().stdout;
    assert!(said.contains("out/authority/ca-key.pem signs every certificate"), "{said}");
    assert!(said.contains("It is encrypted"), "{said}");
    works
}

#[test]
fn openssl_opens_the_key_with_the_passphrase_and_no_plain_one_is_on_disk() {
    skip_without!("openssl");
    let works = generated();
    let key = works.read("out/authority/ca-key.pem");
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{key}");
    let public = works.openssl("pkey -in out/authority/ca-key.pem -passin file:secret -pubout");
    assert_eq!(public, works.openssl("x509 -in out/authority/ca.pem -noout -pubkey"));
    let wrong =
        works.shell("openssl pkey -in out/authority/ca-key.pem -passin pass:wrong-one -noout");
    wrong.failure();
    let plain = works.openssl("pkey -in out/authority/ca-key.pem -passin file:secret");
    let body = plain.lines().nth(1).unwrap();
    works.shell(&format!("! grep -rqF '{body}' out")).success();
    assert_eq!(works.tree("out")[&works.path("out/authority/ca-key.pem")].0, 0o600);
    works.is_sound("out");
    // Whoever decrypts it is told.
    works.openssl("pkey -in out/authority/ca-key.pem -passin file:secret -out plain");
    works.shell("cat plain > out/authority/ca-key.pem").success();
    let verified = works.quorate("verify out").failure();
    assert!(verified.stdout.contains("the plan wants this private key encrypted"), "{verified}");
}

#[test]
fn signing_takes_the_right_passphrase_only() {
    skip_without!("openssl");
    let works = generated();
    works.openssl(
        "req -new -key out/members/etcd-1/pki/peer-key.pem -subj /CN=x -out etcd-1-peer.csr",
    );
    works.write("wrong", "another passphrase\n");
    let before = works.tree("out");
    let sign = "sign out etcd-1-peer.csr --replace --ca-passphrase-file";
    works.refused(works.quorate(&format!("{sign} wrong")), 2, &["ca-key.pem: ", "passphrase"]);
    works.refused(
        works.quorate("sign out etcd-1-peer.csr --replace"),
        2,
        &["no terminal to ask for it"],
    );
    assert_eq!(works.tree("out"), before);
    works.quorate(&format!("{sign} secret")).success();
    works.is_sound("out");
}

#[test]
fn a_passphrase_comes_from_a_pipe_or_descriptor_and_not_from_a_terminal() {
    skip_without!("bash", "script");
    let quorate = quorate();
    let quorate = quorate.get_program().to_str().unwrap();
    let generate = "generate -q --plan plan.json --encrypt-ca --ca-passphrase-file";
    let works = Works::new();
    works.write("secret", format!("{PASSPHRASE}\nand what is behind it"));
    works.shell("chmod 600 secret; mkfifo pipe").success();
    let bash = |line: &str| works.shell(&format!("bash -c '{line}'"));
    let ways = [
        "--out 1 - < secret",
        "--out 2 /dev/stdin < secret",
        "--out 3 <(cat secret)",
        "--out 4 /dev/fd/7 7< secret",
        "--out 5 pipe",
    ];
    for (number, way) in (1..).zip(ways) {
        let (out, source) = way.split_at("--out 1".len());
        let writer = if source.ends_with("pipe") { "cat secret > pipe &" } else { "" };
        let generate = generate.replace("generate", &format!("generate {out}"));
        let ran = bash(&format!("{writer} {quorate} {generate}{source}")).success();
        assert_eq!(ran.stderr.matches("other users").count(), 0, "{ran}");
        works
            .openssl(&format!("pkey -in {number}/authority/ca-key.pem -passin file:secret -noout"));
    }
    // What comes behind the first line is left to others.
    let rest = bash(&format!("{{ {quorate} {generate} - --out 6 >&2; cat; }} < secret"));
    assert_eq!(rest.success().stdout, "and what is behind it");
    let twice = "generate --plan - --out 7 --encrypt-ca --ca-passphrase-file - < plan.json";
    let twice = works.shell(&format!("{quorate} {twice}"));
    works.refused(twice, 2, &["standard input is named twice"]);
    let typed = works.shell(&format!("script -qec '{quorate} {generate} - --out 8' /dev/null"));
    assert!(typed.stdout.contains("is a terminal"), "{typed}");
    for (text, said) in [("", "0 characters"), ("\\377\\377", "UTF-8"), ("          ", "spaces")] {
        let line = format!("printf \"{text}\" | {quorate} {generate} - --out 9");
        works.refused(bash(&line), 2, &[said]);
    }
    works.refused(bash(&format!("{quorate} {generate} . --out 9")), 2, &["directory"]);
    let ran = bash(&format!("yes | tr -d \"\\n\" | {quorate} {generate} - --out 9"));
    works.refused(ran, 2, &["longer than 4096 bytes"]);
}

#[test]
fn secrets_that_others_can_read_are_told() {
    skip_without!("openssl");
    let works = generated();
    works.openssl(
        "req -new -key out/members/etcd-1/pki/peer-key.pem -subj /CN=x -out etcd-1-peer.csr",
    );
    works.shell("chmod 640 secret; chmod 644 out/authority/ca-key.pem").success();
    let sign = "sign out etcd-1-peer.csr --replace --ca-passphrase-file secret";
    let said = works.quorate(sign).success().stderr;
    for told in [
        "secret: other users can read this passphrase\n",
        "ca-key.pem: other users can read this private key: its mode is 0644\n",
    ] {
        assert!(said.contains(told), "{said}");
    }
    works.shell("chmod 600 secret out/authority/ca-key.pem").success();
    let said = works.quorate(sign).success().stderr;
    assert!(!said.contains("other users"), "{said}");
}

#[test]
fn short_passphrases_are_refused_and_leave_nothing() {
    let works = Works::new();
    works.write("secret", "seven77\n");
    let ran = works
        .quorate("generate --plan plan.json --out out --encrypt-ca --ca-passphrase-file secret");
    works.refused(ran, 2, &["8"]);
    assert!(!works.path("out").exists());
}

/// Runs quorate on a terminal of its own, types each answer at its prompt, and says how it ended and what
/// the terminal showed.
fn typed(works: &Works, arguments: &[&str], answers: &[(&str, &str)]) -> (u32, String) {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]);
    command.arg(crate::support::bundle::quorate().get_program());
    command.args(arguments);
    command.cwd(works.path("."));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let name = pair.master.tty_name().unwrap();
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let mut screen = String::new();
    let mut answers = answers.iter();
    let mut next = answers.next();
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        screen.push_str(&String::from_utf8_lossy(&buffer[..count]));
        if let Some((_, answer)) = next.filter(|(prompt, _)| screen.contains(prompt)) {
            // Whoever types faster than the echo goes off is seen.
            wait_until("the echo goes off", PATIENCE, || {
                let state =
                    run(Command::new("stty").arg("-a").arg("-F").arg(&name)).success().stdout;
                if state.contains(" -echo ") { Ok(()) } else { Err(state) }
            });
            keys.write_all(format!("{answer}\n").as_bytes()).unwrap();
            next = answers.next();
        }
    }
    (child.wait().unwrap().exit_code(), screen)
}

#[test]
fn on_a_terminal_the_passphrase_is_asked_for_and_not_shown() {
    skip_without!("openssl", "setpriv", "stty");
    let works = Works::new();
    let generate = ["generate", "--plan", "plan.json", "--out", "out", "--encrypt-ca", "-q"];
    let (new, again) = ("New passphrase", "The same again: ");
    let (code, screen) = typed(&works, &generate, &[(new, PASSPHRASE), (again, "another one")]);
    assert_eq!(code, 2, "{screen}");
    assert!(screen.contains("the two passphrases differ") && !works.path("out").exists());
    let (code, screen) = typed(&works, &generate, &[(new, PASSPHRASE), (again, PASSPHRASE)]);
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains(PASSPHRASE), "{screen}");
    works.write("secret", PASSPHRASE);
    works.openssl("pkey -in out/authority/ca-key.pem -passin file:secret -noout");
    works.openssl(
        "req -new -key out/members/etcd-1/pki/peer-key.pem -subj /CN=x -out etcd-1-peer.csr",
    );
    let sign = ["sign", "out", "etcd-1-peer.csr", "--replace"];
    let (code, screen) = typed(&works, &sign, &[("Passphrase of ", PASSPHRASE)]);
    assert_eq!(code, 0, "{screen}");
    works.is_sound("out");
}

/// It is recommended where somebody is there to type it, and left out by a word of its own.
#[test]
fn on_a_terminal_a_passphrase_is_offered_unless_the_command_line_tells() {
    skip_without!("setpriv", "stty");
    let works = Works::new();
    let generate = |out| ["generate", "--plan", "plan.json", "-q", "--out", out];
    let (offer, without) =
        ("(recommended; empty for none): ", "if you want that, or a passphrase: ");
    let (code, screen) = typed(&works, &generate("out"), &[(offer, ""), (without, "")]);
    assert_eq!(code, 2, "{screen}");
    assert!(screen.contains("no passphrase was typed") && !works.path("out").exists(), "{screen}");

    let (code, screen) = typed(&works, &generate("plain"), &[(offer, ""), (without, "plain")]);
    assert_eq!(code, 0, "{screen}");
    assert!(works.read("plain/authority/ca-key.pem").starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert!(!works.read("plain/plan.json").contains("encrypted"));

    let again = "The same again: ";
    let answers = [(offer, PASSPHRASE), (again, PASSPHRASE)];
    let (code, screen) = typed(&works, &generate("sealed"), &answers);
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains(PASSPHRASE), "{screen}");
    let key = works.read("sealed/authority/ca-key.pem");
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{key}");
    assert!(works.read("sealed/plan.json").contains("\"ca_source\": \"encrypted\""));
    works.quorate("verify sealed").success();

    let told = [&generate("told")[..], &["--plain-ca"]].concat();
    let (code, screen) = typed(&works, &told, &[]);
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("assphrase"), "{screen}");
}

#[test]
fn an_existing_ca_is_opened_with_its_passphrase() {
    skip_without!("openssl");
    let works = Works::with_ca();
    works.write("secret", PASSPHRASE);
    works.openssl(&format!("genpkey {P256} -aes256 -pass file:secret -out sealed.key"));
    works.openssl(
        "req -x509 -new -key sealed.key -passin file:secret -config ca.config -extensions v3 -days 800 \
         -subj /CN=sealed -out sealed.crt",
    );
    works
        .quorate(
            "generate --plan plan.json --out out --ca-cert sealed.crt --ca-key sealed.key \
             --ca-passphrase-file secret",
        )
        .success();
    works.is_sound("out");
}
