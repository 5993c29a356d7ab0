//! What the lab shows.

use quorate::text::Language;
use quorate::ui::Theme;

use super::driver::Screen;
use crate::seen::Seen as _;

pub(super) fn is(name: &str, screen: &Screen) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("lab__{name}"), screen.screen());
    });
}

/// Five members: one side of a cut waits, the other works.
fn cut(width: u16, height: u16) -> Screen {
    elected(Screen::of(5, width, height))
        .press("p 3*Right Down c")
        .press("34*Right p r R Down Down p 3*Right")
}

/// The same once the network is whole again, and a learner was added.
fn grown(width: u16, height: u16) -> Screen {
    cut(width, height).press("c 12*Right A 4*Right 2*Down Enter 5*Right p 3*Right")
}

/// Steps until there is a leader that all follow.
fn elected(screen: Screen) -> Screen {
    screen.press("30*Right")
}

#[test]
fn whole_screens() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let size = format!("{width}x{height}");
        is(&format!("start_{size}"), &Screen::of(3, width, height));
        is(&format!("elected_{size}"), &elected(Screen::of(3, width, height)).press("p 3*Right"));
        let lost =
            elected(Screen::of(3, width, height)).press("p 3*Right Enter Down Enter Down p r R");
        is(&format!("lost_{size}"), &lost.press("25*Right"));
        is(&format!("cut_{size}"), &cut(width, height));
        is(&format!("grown_{size}"), &grown(width, height));
        is(
            &format!("nine_{size}"),
            &elected(Screen::of(9, width, height)).press("3*Down i s Down s"),
        );
        is(&format!("help_{size}"), &Screen::of(3, width, height).press("?"));
    }
}

#[test]
fn without_colours_and_unicode() {
    let ascii = Theme::new(false, false);
    for (width, height) in [(80, 24), (120, 40)] {
        let screen =
            elected(Screen::with_theme(3, width, height, &ascii)).press("Enter 20*Right p");
        assert!(screen.screen().is_ascii(), "{}", screen.screen());
        is(&format!("ascii_{width}x{height}"), &screen);
        assert!(screen.press("?").screen().is_ascii());
    }
}

#[test]
fn in_ukrainian() {
    Language::Ukrainian.speaking(|| {
        for (width, height) in [(80, 24), (120, 40)] {
            let size = format!("{width}x{height}");
            is(&format!("uk_cut_{size}"), &cut(width, height));
            is(&format!("uk_help_{size}"), &Screen::of(3, width, height).press("?"));
            let lost =
                elected(Screen::of(3, width, height)).press("p 3*Right Enter Down Enter Down p r");
            is(&format!("uk_lost_{size}"), &lost.press("25*Right"));
        }
    });
}

#[test]
fn a_screen_that_is_too_small_says_so_and_pauses() {
    let screen = Screen::of(3, 60, 18).shows("too small");
    assert_eq!(screen.lab.pace(), None);
}
