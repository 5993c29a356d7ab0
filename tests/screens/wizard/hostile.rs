//! Hostile text, typed where it hurts: the screen says no, why, and never shows it raw.

use quorate::answers::Problem;

use super::driver::Wizard;
use crate::seen::Seen as _;

/// Where a text is typed: the step, and how often Tab leads from its first field there.
#[derive(Clone, Copy)]
struct Spot(usize, usize);

const NAME: Spot = Spot(3, 0);
const ADDRESS: Spot = Spot(3, 1);
const DNS_NAMES: Spot = Spot(3, 2);
const EXTRA_SANS: Spot = Spot(3, 3);
const SECOND_NAME: Spot = Spot(3, 4);
const SECOND_ADDRESS: Spot = Spot(3, 5);
const CLUSTER: Spot = Spot(4, 0);
const TOKEN: Spot = Spot(4, 1);
const CLIENT_PORT: Spot = Spot(4, 3);
const PEER_PORT: Spot = Spot(4, 4);
const DATA: Spot = Spot(4, 9);
const AUTHORITY_DAYS: Spot = Spot(5, 5);
const LEAF_DAYS: Spot = Spot(5, 6);
const CA_NAME: Spot = Spot(5, 7);
const ORGANIZATION: Spot = Spot(5, 10);
const COUNTRY: Spot = Spot(5, 12);
const CLIENT: Spot = Spot(5, 17);
const COMMON_NAME: Spot = Spot(5, 18);

impl Spot {
    #[track_caller]
    fn focused(self) -> Wizard {
        let wizard = Wizard::filled(80, 24).goes_to(self.0);
        (0..self.1).fold(wizard, |wizard, _| wizard.press("Tab")).press("Ctrl-U")
    }
}

/// Checks that a text is refused at once in the message lines, and that going on is refused once.
#[track_caller]
fn refused(wizard: Wizard, text: &str) {
    is_clean(&wizard);
    let message = wizard.message();
    assert!(message.starts_with("✗ "), "{text:?} is not refused:\n{}", wizard.screen());
    assert!(message.contains(": ") && message.len() > 20, "it says what to do: {message}");
    let said = |problem: &Problem| format!("{}: {}", problem.message, problem.hint);
    let problems = wizard.answers().plan().expect_err("it makes no plan");
    let is_whole = problems.iter().any(|one| squeezed(&message).contains(&squeezed(&said(one))));
    assert!(is_whole || message.ends_with('…'), "cut without a mark: {message}");
    let step = wizard.step();
    let wizard = wizard.press("Ctrl-N").stands_at(step);
    is_clean(&wizard);
    assert!(wizard.message().contains("Ctrl-N continues"), "{}", wizard.message());
    // The rest of the wizard shows it too.
    let review = wizard.goes_to(6);
    is_clean(&review);
    let review = review.press("Shift-Tab Enter");
    is_clean(&review);
    is_clean(&review.press("Esc Shift-Tab Shift-Tab Enter"));
}

/// A text without blanks and line ends, which wrapping changes.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[track_caller]
fn is_clean(wizard: &Wizard) {
    let screen = wizard.screen();
    let found = screen.chars().find(|c| *c != '\n' && quorate::text::is_unsafe(*c));
    assert_eq!(found, None, "raw on the screen:\n{screen}");
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn hostile_text_is_refused_where_it_is_typed() {
    let label = "a".repeat(64);
    let host = format!("{}.example.com", "a.".repeat(125) + "b");
    let long = "x".repeat(3000);
    let table: &[(Spot, &[&str])] = &[
        (
            NAME,
            &[
                "etcd$(id)",
                ";rm -rf /",
                "`id`",
                "${HOME}",
                "\"x\"",
                "'x'",
                "%n",
                "%i",
                "a b",
                "name=evil",
                "a,b",
                "--force",
                "-x",
                ".",
                "..",
                "../../etc",
                "a/b",
                &label,
                &long,
                "bücher",
                "\u{430}pple",
                "a\u{202e}b",
                "a\u{200b}b",
                "a\u{e0041}b",
            ],
        ),
        (
            ADDRESS,
            &[
                "010.0.0.1",
                "10.0.0.256",
                "1.2.3",
                "127.1",
                "0x7f.1",
                "2130706433",
                "fe80::1%eth0",
                "::ffff:10.0.0.1",
                "0.0.0.0",
                "::",
                "255.255.255.255",
                "224.0.0.1",
                "ff02::1",
                "https://10.0.0.9:2379",
                "10.0.0.9:2379",
                "etcd-1",
                "10.0.0.1/24",
                "*",
                &long,
            ],
        ),
        (
            DNS_NAMES,
            &[
                &label,
                &host,
                "bücher.de",
                "\u{430}pple.com",
                "010.0.0.1",
                "10.0.0.256",
                "1.2.3",
                "127.1",
                "0x7f.1",
                "2130706433",
                "https://x:2379",
                "x:2379",
                "*",
                "*.com",
                "a.*.b",
                "*.example.com",
                "a..b",
                "-a",
                "a-",
                "a_b",
                "a\u{202e}b",
                "a\u{200b}.com",
            ],
        ),
        (
            EXTRA_SANS,
            &[
                "*",
                "*.com",
                "a.*.b",
                "10.0.0.256",
                "fe80::1%eth0",
                "::ffff:10.0.0.1",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "https://x:2379",
                "x:2379",
                "a..b",
                "a_b",
                "bücher.de",
            ],
        ),
        (SECOND_NAME, &["etcd-1", "ETCD-1", " etcd-1 "]),
        (SECOND_ADDRESS, &["10.0.0.1", " 10.0.0.1 "]),
        (CLUSTER, &["a\u{202e}b", "a/b", "..", &long]),
        (TOKEN, &["a\u{202e}b", "$(id)", &long]),
        (CLIENT_PORT, &["0", "65536", "-1", "2379x", "\u{a0}2379", "٢٣٧٩"]),
        (PEER_PORT, &["0", "65536", "-1", "2379x", "2379"]),
        (DATA, &["relative", "/a/../etc", "/a\u{202e}b", "~/etcd"]),
        (AUTHORITY_DAYS, &["0", "-1", "4000000", "1e3", "99999999999999999999"]),
        (LEAF_DAYS, &["0", "-1", "4000000", "3651"]),
        (CA_NAME, &["a\u{202e}b", &label, "x\u{200b}"]),
        (ORGANIZATION, &["a\u{202e}b", &label, "x\u{200b}"]),
        (COUNTRY, &["Germany", "D", "D\u{200b}"]),
        (CLIENT, &["../x", "-x", "%n", "a=b", "a\u{202e}b"]),
        (COMMON_NAME, &["a\u{202e}b", &label, "\u{200b}"]),
    ];
    for (spot, texts) in table {
        for text in *texts {
            // A key a character up to a point: longer texts come pasted, as they do in life.
            let wizard = spot.focused();
            let wizard = if text.len() > 300 { wizard.pastes(text) } else { wizard.types(text) };
            // 64 letters fit an organisation: one more doesn't.
            let wizard = if *text == label { wizard.types("x") } else { wizard };
            refused(wizard, text);
        }
    }
}

#[test]
fn control_characters_are_refused_in_every_field() {
    let spots = [
        NAME,
        ADDRESS,
        DNS_NAMES,
        EXTRA_SANS,
        CLUSTER,
        TOKEN,
        CLIENT_PORT,
        DATA,
        AUTHORITY_DAYS,
        CA_NAME,
        ORGANIZATION,
        COUNTRY,
        CLIENT,
        COMMON_NAME,
    ];
    for spot in spots {
        for control in ['\t', '\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{85}'] {
            let text = format!("a{control}[31mb");
            refused(spot.focused().types(&text), &text);
        }
        let pasted = spot.focused().pastes("a\u{1b}]52;c;eA==\u{7}b");
        refused(pasted, "OSC");
        // Lines pasted into a member's cell are rows; anywhere else they are no text of one line.
        let lines = spot.focused().pastes("a\nb");
        is_clean(&lines);
        assert!(lines.message().starts_with("✗ "), "{}", lines.screen());
    }
}

#[test]
fn hostile_lines_are_named_and_shown_harmless() {
    for text in ["m1 \u{1b}[31m\nm2", "m1\t10.0.0.1\nm\u{202e}2\n", "\0\n\0", "a\rb\rc"] {
        let wizard = Wizard::filled(80, 24).goes_to(3).pastes(text);
        is_clean(&wizard);
        assert!(wizard.message().starts_with("✗ "), "{text:?}: {}", wizard.message());
        assert_eq!(wizard.answers().member(0).name, "etcd-1", "nothing was changed");
    }
    let evil = Wizard::filled(80, 24).goes_to(3).pastes("e\u{202e}vil 10.0.0.1\nb 10.0.0.2");
    is_clean(&evil);
    assert!(evil.answers().plan().is_err());
}

#[test]
fn text_that_can_be_mended_is_and_says_so() {
    for (spot, text, written) in [
        (ADDRESS, "[fd00::1]", "Written as fd00::1."),
        (DNS_NAMES, "etcd-1.example.com.", "Written as etcd-1.example.com."),
        (DNS_NAMES, "ETCD-1.Example.com", "Written as etcd-1.example.com."),
        (CLIENT_PORT, " 2479 ", ""),
        (EXTRA_SANS, "*.example.com", ""),
    ] {
        let wizard = spot.focused().types(text);
        assert!(!wizard.message().starts_with('!'), "{}", wizard.message());
        assert!(wizard.message().contains(written), "{}", wizard.message());
        wizard.plan();
    }
}

#[test]
fn duplicate_names_are_written_once() {
    let wizard = DNS_NAMES.focused().types("a.example.com A.example.com, a.example.com.");
    let plan = wizard.plan();
    let profile = &quorate::pki::profiles(&plan)[1];
    let texts: Vec<String> = profile.sans.iter().map(|san| format!("{san:?}")).collect();
    let mut unique = texts.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(texts.len(), unique.len(), "{texts:?}");
}

#[test]
fn a_cluster_stays_within_its_limit() {
    let many: Vec<String> = (1..=60).map(|n| format!("m{n} 10.0.0.{n}")).collect();
    let wizard =
        Wizard::filled(80, 24).goes_to(3).pastes(&many.join("\n")).shows("more than 50 members");
    assert_eq!(wizard.answers().size().members(), 3);
    let wizard = wizard.press("Ctrl-F").retypes("m{1..10000}").press("Enter").shows("more than 50");
    let wizard = (0..80).fold(wizard.press("Esc"), |wizard, _| wizard.press("Ctrl-O"));
    assert!(wizard.answers().size().members() <= quorate::cluster::ClusterSize::LIMIT);
}
