//! Whole screens.

use quorate::ui::Theme;
use quorate::ui::viewer::News;

use super::driver::{Screen, everything, fixture, private_key};
use crate::seen::Seen as _;

fn is(name: &str, screen: &Screen) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("viewer__{name}"), screen.screen());
    });
}

#[test]
fn a_chain() {
    let screen = Screen::of(vec![fixture("chain.pem")], 80, 24).press("Down");
    is("chain_80x24", &screen);
    is("chain_160x50", &screen.resized(160, 50));
}

#[test]
fn a_file_of_every_kind() {
    let screen = Screen::of(everything(), 80, 24);
    is("everything_80x24", &screen);
    is("everything_160x50", &screen.resized(160, 50));
}

#[test]
fn what_is_almost_pem() {
    let screen = Screen::of(vec![fixture("almost.pem")], 80, 24);
    is("almost_80x24", &screen);
    is("almost_160x50", &screen.resized(160, 50));
}

#[test]
fn hostile_text() {
    let screen = Screen::of(vec![fixture("hostile.pem")], 80, 24);
    is("hostile_80x24", &screen);
    is("hostile_160x50", &screen.resized(160, 50));
}

#[test]
fn pem_and_der() {
    let screen = Screen::of(vec![fixture("client.pem")], 80, 24).press("v");
    is("pem_80x24", &screen);
    let screen = screen.press("v");
    is("der_80x24", &screen);
    is("der_160x50", &screen.resized(160, 50));
}

#[test]
fn a_private_key() {
    is("key_80x24", &Screen::of(vec![private_key().0], 80, 24).press("v"));
}

#[test]
fn plain_marks_where_nothing_else_can_be_shown() {
    let theme = Theme::new(false, false);
    let screen = Screen::with_theme(80, 24, &theme).reads(everything()).checks().press("f");
    is("ascii_80x24", &screen);
}

#[test]
fn nothing_but_ascii_is_of_ours_where_nothing_else_can_be_shown() {
    let theme = Theme::new(true, false);
    // What attacks terminals holds Unicode of its own.
    let files = || everything().into_iter().filter(|file| !file.path.ends_with("hostile.pem"));
    let is_plain = |screen: &Screen| assert!(screen.screen().is_ascii(), "{}", screen.screen());
    for (width, height) in [(80, 24), (160, 50), (60, 16)] {
        let start = || Screen::with_theme(width, height, &theme);
        is_plain(&start());
        is_plain(&start().told(News::Progress { files: 6, items: 7 }));
        is_plain(&start().reads(files().collect()));
        let mut screen = start().reads(files().collect()).checks();
        let mut before = String::new();
        // Opens whatever can be opened on the way, and reads all that is said of each.
        while before != screen.screen() {
            before = screen.screen();
            for keys in ["Right", "Tab End", "Tab", "v", "Esc", "v v", "v", "?", "Esc", "s", "c"] {
                screen = screen.press(keys);
                is_plain(&screen);
            }
            screen = screen.told(News::Failed).press("Down");
        }
        is_plain(&screen.press("/").types("x"));
    }
}

#[test]
fn a_chain_that_is_open() {
    let screen = Screen::of(vec![fixture("chain.pem")], 80, 24).press("Down Right Down");
    is("open_chain_80x24", &screen);
    is("open_chain_160x50", &screen.resized(160, 50));
}

#[test]
fn too_small() {
    for (width, height) in [(1, 1), (59, 24), (80, 15), (0, 0)] {
        Screen::of(everything(), width, height).hides("quorate inspect");
    }
    Screen::of(everything(), 40, 12).shows("60x16");
}
