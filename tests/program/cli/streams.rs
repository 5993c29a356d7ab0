//! Standard streams, help and exit codes.

use crate::cli::Room;

#[test]
fn without_a_terminal_the_wizard_names_the_other_way() {
    let message = "error: the wizard needs a terminal, and standard input or output is not one\n\
                   hint: make a bundle without it: quorate generate --plan plan.json --out DIR\n";
    let room = Room::new();
    room.quorate(&[]).fails(2, message);
    room.quorate(&["wizard"]).fails(2, message);
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
        let note = if stands { "note: the bundle stands in DIR/out\n" } else { "" };
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
