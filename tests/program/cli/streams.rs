//! Standard streams, help and exit codes.

use crate::cli::Room;

#[test]
fn without_a_terminal_the_wizard_names_the_other_way() {
    let message = "error: the wizard needs a terminal, but standard input or output is not one\n\
                   hint: pipe the answers into quorate wizard --plain, or use quorate generate --plan plan.json --out DIR\n";
    let room = Room::new();
    for term in ["TERM=xterm", "TERM="] {
        room.shell(&format!("{term} exec \"$Q\" < /dev/null")).fails(2, message);
        room.shell(&format!("{term} exec \"$Q\" wizard < /dev/null")).fails(2, message);
    }
}

#[test]
fn a_script_answers_the_wizard_line_by_line() {
    // Size and tier, three members, name and release, an encrypted CA, one client; no more of any step.
    let answers = [
        "",
        "",
        "",
        "10.0.0.1",
        "10.0.0.2",
        "m3 10.0.0.3",
        "",
        "shop",
        "",
        "",
        "",
        "correct horse",
        "correct horse",
        "",
        "",
        "",
        "",
    ];
    let room = Room::new().file("answers", &(answers.join("\n") + "\n"));
    let ran = room.shell("\"$Q\" wizard --plain < answers");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("wrote 36 files to DIR/shop-bundle"), "{}", ran.out);
    assert!(!ran.out.contains("correct horse") && !ran.out.contains('\x1b'), "{}", ran.out);
    room.quorate(&["verify", "shop-bundle"]).succeeds();
    assert!(!room.path.join("state/quorate/drafts/shop.json").exists(), "the plan holds them");
    // What ends in the middle is kept, and no later script is asked about it.
    let left = room.shell("printf '5\n' | \"$Q\" wizard --plain");
    assert_eq!(left.code, Some(1), "{left:?}");
    assert!(left.out.ends_with("The answers are kept for next time.\n"), "{left:?}");
    assert!(room.path.join("state/quorate/drafts/etcd.json").exists());
    let again = room.shell("printf '\n' | \"$Q\" wizard --plain");
    assert!(again.out.contains("Members [3]:") && !again.out.contains("Draft ("), "{again:?}");
}

#[test]
fn a_full_standard_output_is_a_fault_and_a_closed_one_is_silent() {
    let room = Room::with_plan();
    room.quorate(&["generate", "--plan", "plan.json", "--out", "bundle", "-q"]).succeeds();
    for command in [
        "--help",
        "--version",
        "plan --member a=10.0.0.1 --member b=10.0.0.2 --member c=10.0.0.3",
        "generate --plan plan.json --plain-ca --out out",
        "generate --plan plan.json --out out2 --dry-run",
        "verify bundle",
        "inspect bundle/authority/ca.pem",
        "completions bash",
        "man",
    ] {
        // What stands on the disk all the same is told.
        let stands = command.ends_with("--out out");
        let note = if stands { "note: the bundle is in DIR/out\n" } else { "" };
        room.shell(&format!("exec \"$Q\" {command} > /dev/full")).fails(
            1,
            &format!("{note}error: can't write to standard output: No space left on device (os error 28)\n\
             hint: check where the output goes\n"),
        );
    }
    let ran = room.shell("(sleep 0.2; \"$Q\" man; echo $? >&2) | true");
    // Who reads the first lines only has what they wanted.
    assert_eq!(ran.err, "0\n");
    // With standard error full as well nobody is told, and nothing panics.
    assert_eq!(room.shell("exec \"$Q\" plan 2> /dev/full").code, Some(2));
    assert_eq!(room.shell("exec \"$Q\" man > /dev/full 2>&1").code, Some(1));
}

#[test]
fn every_command_has_help_with_examples_and_a_manual_page() {
    let room = Room::new();
    let help = room.quorate(&["--help"]).succeeds().out;
    for command in ["wizard", "plan", "generate", "verify", "inspect", "completions", "man"] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in {help}");
        let own = room.quorate(&[command, "--help"]).succeeds();
        assert!(own.out.contains("\nExamples:\n  "), "{}", own.out);
        assert_eq!(own.err, "");
        let page = room.quorate(&["man", command]).succeeds().out;
        assert!(page.contains(&format!(".TH quorate-{command}")), "{page}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(room.quorate(&["completions", shell]).succeeds().out.contains("quorate"));
    }
    assert_eq!(
        room.quorate(&["--version"]).succeeds().out,
        format!("quorate {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn arguments_that_cant_be_taken_are_repeated_without_their_control_characters() {
    let room = Room::new();
    for arguments in [
        vec!["--no-such\u{1b}[31m"],
        vec!["no-such\u{9b}"],
        vec!["generate"],
        vec!["inspect"],
        vec!["man", "no\u{1b}such"],
        vec!["completions", "\u{202e}"],
    ] {
        let ran = room.quorate(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.starts_with("error: "), "{ran:?}");
        assert!(ran.err.contains("\nhint: "), "{ran:?}");
        assert!(!ran.err.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
    }
    assert_eq!(room.shell("exec \"$Q\" \"$(printf '\\377')\"").code, Some(2));
}
