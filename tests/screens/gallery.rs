//! Every screen: each step and overlay of the wizard and of the inspector at three sizes, with the styles that it
//! has with colours and without. A screen that is new gets a line in a table here.

use std::fmt::Write as _;

use insta::{assert_snapshot, with_settings};
use quorate::pki::{CertificateRole, role_name};
use quorate::text::Language;
use quorate::ui::viewer::News;
use quorate::ui::{Message, Refusal, Saved, SavedFile, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::seen::Seen as _;
use crate::viewer::acceptance::accepted;
use crate::viewer::driver::{Screen, everything, fixture, private_key};
use crate::wizard::bundles::{at_bundles, look};
use crate::wizard::driver::Wizard;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// The name of a screen, and the way there.
type Way<Of> = (&'static str, fn(Of) -> Of);

/// The screens of the wizard: a name, and the way there from an empty one.
#[rustfmt::skip]
const WIZARD: &[Way<Wizard>] = &[
    ("1_size", |start| start),
    ("2_hardware", |start| start.goes_to(2)),
    ("2_hardware_load", |start| start.goes_to(2).press("Tab").types("1200")),
    ("3_members_blank", |start| start.goes_to(3)),
    ("3_members", |start| start.fills_members().goes_to(3)),
    ("3_members_wrong", |start| start.fills_members().goes_to(3).press("Down Tab").retypes("10.0.0.256")),
    ("4_network", |start| start.fills_members().goes_to(4)),
    ("5_certificates", |start| start.fills_members().goes_to(5)),
    ("6_review", |start| start.fills_members().goes_to(6)),
    ("6_review_missing", |start| start.goes_to(6)),
    ("7_generating", |start| half(generating(start))),
    ("7_generating_cancelled", |start| half(generating(start)).press("Esc").told(Message::Cancelled)),
    ("7_generating_failed", |start| half(generating(start)).told(Message::Failed(refusal()))),
    ("7_finished", |start| generating(start).finishes()),
    ("7_finished_files", |start| generating(start).finishes().press("Tab Down Down")),
    ("by_hand_size", |start| start.press("Alt-B")),
    ("by_hand_members", |start| start.fills_members().goes_to(3).press("Down Tab").retypes("10.0.0.256").press("Alt-B")),
    ("by_hand_network", |start| start.fills_members().goes_to(4).press("Alt-B")),
    ("by_hand_certificates", |start| start.fills_members().goes_to(5).press("Alt-B PgDn")),
    ("by_hand", |start| start.fills_members().goes_to(6).press("Shift-Tab b").told(by_hand())),
    ("certificate", |start| start.fills_members().goes_to(3).press("Ctrl-T")),
    ("changes", |start| start.fills_members().goes_to(2).press("Down").goes_to(6).press("d")),
    ("drafts", |start| at_bundles(start)),
    ("drafts_delete", |start| at_bundles(start).press("Ctrl-X")),
    ("drafts_filter", |start| at_bundles(start).press("/").types("sho")),
    ("bundle", |start| bundle(start, "")),
    ("bundle_wrong", |start| bundle(start, "ca.pem\n  error: it ends today\n    fix: make another\n")),
    ("bundle_commands", |start| bundle(start, "").press("Down Down Enter")),
    ("fill", |start| start.goes_to(3).press("Ctrl-F")),
    ("fill_wrong", |start| start.goes_to(3).press("Ctrl-F").retypes("etcd-{3..1}").press("Enter")),
    ("handshakes", |start| start.fills_members().goes_to(6).press("Shift-Tab Shift-Tab Enter")),
    ("help", |start| start.press("?")),
    ("help_members", |start| start.goes_to(3).press("F1")),
    ("question_generate", |start| start.fills_members().goes_to(6).press("Ctrl-N Enter")),
    ("question_quit", |start| start.fills_members().press("q")),
    ("preview_certificate", |start| opens(start, "etcd-1/pki/server.pem", "ip addresses")),
    ("preview_script", |start| opens(start, "etcd-1/install.sh", "swap()")),
    ("preview_settings", |start| opens(start, "etcd-1/etcd.env", "quota_backend_bytes=")),
    ("preview_unit", |start| opens(start, "etcd-1/etcd.service", "restart=on")),
    ("reader", |start| start.fills_members().goes_to(6).press("Shift-Tab Enter")),
    ("search", |start| start.fills_members().goes_to(6).press("Shift-Tab /").types("server")),
    ("start", |start| start.press("s")),
];

/// The screens of the inspector, from one that reads nothing yet.
#[rustfmt::skip]
const VIEWER: &[Way<Screen>] = &[
    ("reading", |start| start.told(News::Progress { files: 640, items: 1280 })),
    ("failed", |start| start.told(News::Failed)),
    ("files", |start| start.reads(everything()).checks()),
    ("chain", |start| start.reads(vec![fixture("chain.pem")]).checks().press("Down")),
    ("chains", accepted),
    ("ended", |start| start.reads(vec![fixture("client.pem")]).checks()),
    ("handshakes", |start| accepted(start).press("w")),
    ("help", |start| start.reads(everything()).checks().press("?")),
    ("help_search", |start| start.reads(everything()).checks().press("? /").types("copy")),
    ("key", |start| start.reads(vec![private_key().0]).checks().press("v")),
    ("pem", |start| start.reads(vec![fixture("client.pem")]).checks().press("v")),
    ("der", |start| start.reads(vec![fixture("client.pem")]).checks().press("v v")),
    ("search", |start| start.reads(everything()).checks().press("/").types("etcd-1")),
];

/// Those of the wizard that everybody comes by, and that are shown in Ukrainian too.
const KEY_SCREENS: &[&str] = &[
    "1_size",
    "2_hardware",
    "3_members",
    "4_network",
    "5_certificates",
    "6_review",
    "6_review_missing",
    "7_generating",
    "7_finished",
    "bundle",
    "by_hand_network",
    "changes",
    "drafts",
    "fill",
    "handshakes",
    "help",
    "help_members",
    "question_generate",
    "preview_settings",
    "preview_unit",
    "question_quit",
    "start",
];

fn generating(start: Wizard) -> Wizard {
    start.fills_members().goes_to(6).press("Ctrl-N Enter Enter")
}

/// A file of the review, at the first line that holds a text.
pub(crate) fn opens(start: Wizard, file: &str, line: &str) -> Wizard {
    let files = start.fills_members().goes_to(6).press("Ctrl-N Shift-Tab");
    files.press("/").types(file).press("Enter Enter /").types(line).press("Enter")
}

fn half(wizard: Wizard) -> Wizard {
    use CertificateRole::{Authority, Peer, Server};
    let made = [(Authority, "etcd"), (Server, "etcd-2"), (Peer, "etcd-1")];
    made.into_iter().enumerate().fold(wizard, |wizard, (done, (role, owner))| {
        let name = format!("{}: {owner}", role_name(role));
        wizard.told(Message::Progress { done: done + 1, total: 8, name })
    })
}

fn refusal() -> Refusal {
    Refusal {
        message: "`/home/operator/etcd-bundle` can't be written: No space left on device".into(),
        hint: "free some space or inodes there, or choose another directory".into(),
    }
}

fn by_hand() -> Message {
    let path = "/home/operator/etcd-bundle-by-hand.sh".into();
    Message::SavedBeside(Saved::ByHand, Ok(SavedFile { path, taken: None }))
}

fn bundle(start: Wizard, findings: &str) -> Wizard {
    let path = "/home/operator/shop-bundle".into();
    let opened = at_bundles(start).press("Down Down Down Enter");
    opened.told(Message::BundleLooked { path, look: look(findings) })
}

#[track_caller]
fn looks_as(name: &str, size: (u16, u16), look: &str) {
    let name = format!("{name}_{}x{}", size.0, size.1);
    with_settings!({
        snapshot_path => "snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        assert_snapshot!(name, look);
    });
}

#[test]
fn every_screen_of_the_wizard() {
    for (name, way) in WIZARD {
        for size @ (width, height) in SIZES {
            let at = |theme| way(Wizard::with_theme(width, height, &theme));
            let [coloured, plain] = [Theme::COLOURED, Theme::MONOCHROME].map(at);
            assert_eq!(coloured.screen(), plain.screen(), "{name} says the same without colours");
            let look = both(&coloured.screen(), coloured.buffer(), plain.buffer());
            let cursor = coloured.cursor().map(|at| format!("\n[cursor] {}:{}", at.y, at.x));
            looks_as(&format!("screen_{name}"), size, &(look + &cursor.unwrap_or_default()));
        }
    }
}

#[test]
fn every_screen_of_the_inspector() {
    for (name, way) in VIEWER {
        for size @ (width, height) in SIZES {
            let at = |theme| way(Screen::with_theme(width, height, &theme));
            let [coloured, plain] = [Theme::COLOURED, Theme::MONOCHROME].map(at);
            assert_eq!(coloured.screen(), plain.screen(), "{name} says the same without colours");
            let look = both(&coloured.screen(), coloured.buffer(), plain.buffer());
            looks_as(&format!("inspector_{name}"), size, &look);
        }
    }
}

#[test]
fn the_key_screens_in_ukrainian() {
    Language::Ukrainian.speaking(|| {
        for (name, way) in WIZARD.iter().filter(|(name, _)| KEY_SCREENS.contains(name)) {
            for size @ (width, height) in SIZES {
                looks_as(&format!("uk_{name}"), size, &way(Wizard::at(width, height)).marked());
            }
        }
    });
}

/// A screen's text, and below it the styles with colours and without, a line each: where a run starts, its length, and
/// its style. Letters are colours (capitals are bold), `~` is reversed.
fn both(text: &str, coloured: &Buffer, plain: &Buffer) -> String {
    format!("{text}\n[colours]\n{}[mono]\n{}", styles(coloured), styles(plain))
}

fn styles(buffer: &Buffer) -> String {
    let mut all = String::new();
    for (row, line) in buffer.content().chunks(usize::from(buffer.area.width)).enumerate() {
        let mut runs: Vec<(usize, usize, String)> = Vec::new();
        for (column, cell) in line.iter().enumerate() {
            let style = style(cell);
            match runs.last_mut() {
                Some((_, length, of)) if *of == style => *length += 1,
                _ => runs.push((column, 1, style)),
            }
        }
        runs.retain(|(.., style)| !style.is_empty());
        let runs: Vec<String> =
            runs.iter().map(|(start, length, style)| format!("{start}+{length}{style}")).collect();
        if !runs.is_empty() {
            writeln!(all, "{row}: {}", runs.join(" ")).unwrap();
        }
    }
    all
}

fn style(cell: &Cell) -> String {
    let is_bold = cell.modifier.contains(Modifier::BOLD);
    let colour = match cell.fg {
        Color::Cyan => "c",
        Color::Green => "g",
        Color::Red => "r",
        Color::Yellow => "y",
        Color::Reset if is_bold => "b",
        Color::Reset => "",
        other => panic!("the theme has no {other}"),
    };
    let colour = if is_bold { colour.to_uppercase() } else { colour.to_owned() };
    let reversed = if cell.modifier.contains(Modifier::REVERSED) { "~" } else { "" };
    let underlined = if cell.modifier.contains(Modifier::UNDERLINED) { "_" } else { "" };
    format!("{colour}{reversed}{underlined}")
}
