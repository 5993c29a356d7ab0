//! The pictures of README.md and docs/tour.md: drawn from the screens themselves, so that they show what the program
//! shows. `QUORATE_PICTURES=write cargo test --test screens pictures` draws them anew.

mod svg;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use quorate::ui::Theme;
use ratatui::buffer::Buffer;

use crate::gallery::opens;
use crate::seen::Seen as _;
use crate::wizard::driver::Wizard;
use svg::{Palette, colours, picture};

/// A dark terminal: the colours of VS Code's.
const DARK: Palette = Palette {
    name: "dark",
    foreground: "#cccccc",
    background: "#1e1e1e",
    ansi: ["#000000", "#f14c4c", "#23d18b", "#e5e510", "#3b8eea", "#d670d6", "#29b8db", "#e5e5e5"],
    bold: ["#000000", "#f14c4c", "#23d18b", "#e5e510", "#3b8eea", "#d670d6", "#29b8db", "#e5e5e5"],
};
/// A light one: the colours of Tango, as GNOME Terminal has them.
const LIGHT: Palette = Palette {
    name: "light",
    foreground: "#171421",
    background: "#ffffff",
    ansi: ["#171421", "#c01c28", "#26a269", "#a2734c", "#12488b", "#a347ba", "#2aa1b3", "#d0cfcc"],
    bold: ["#171421", "#c01c28", "#26a269", "#a2734c", "#12488b", "#a347ba", "#2aa1b3", "#d0cfcc"],
};
/// Solarized Dark, whose ANSI 8 is the background.
const SOLARIZED: Palette = Palette {
    name: "solarized",
    foreground: "#839496",
    background: "#002b36",
    ansi: ["#073642", "#dc322f", "#859900", "#b58900", "#268bd2", "#d33682", "#2aa198", "#eee8d5"],
    bold: ["#073642", "#dc322f", "#859900", "#b58900", "#268bd2", "#d33682", "#2aa198", "#eee8d5"],
};
/// The colours that a Linux console has, where bold text is bright.
const CONSOLE: Palette = Palette {
    name: "console",
    foreground: "#aaaaaa",
    background: "#000000",
    bold: ["#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"],
    ansi: ["#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"],
};

/// One picture: the name of its file, what it shows, the terminal, and the way there.
struct Picture(&'static str, &'static str, Palette, fn() -> Wizard);

#[rustfmt::skip]
const PICTURES: &[Picture] = &[
    Picture("size", "The first step asks for the cluster's size, beside it what each size tolerates", DARK,
        || Wizard::at(120, 30)),
    Picture("start", "What to start from: a first cluster, Kubernetes, a CA of one's own, a lab, a tutorial", DARK,
        || Wizard::at(120, 30).press("s")),
    Picture("hardware", "The hardware tier, and what it sets", DARK,
        || Wizard::filled(120, 30).goes_to(2)),
    Picture("members", "The members, one address is wrong; beside them the certificate of the one that has the focus", DARK,
        || Wizard::filled(120, 30).goes_to(3).press("Down Down Tab").retypes("10.0.0.256")),
    Picture("network", "The network, with the focused answer explained", DARK,
        || Wizard::filled(120, 40).goes_to(4)),
    Picture("certificates", "The certificates, and who trusts whom", DARK,
        || Wizard::filled(120, 40).goes_to(5)),
    Picture("by-hand", "The same by hand: what the network step comes to on a member, as commands", DARK,
        || Wizard::filled(120, 40).goes_to(4).press("Alt-B")),
    Picture("review", "The review: what will be written, and what quorate has to say about it", DARK,
        || Wizard::filled(120, 40).goes_to(6)),
    Picture("preview", "A file of the review: the line under the cursor explained, with the question that decides it", DARK,
        || opens(Wizard::at(120, 40), "etcd-1/etcd.env", "quota_backend_bytes=")),
    Picture("finished", "The bundle stands, with the commands that come next", DARK,
        || Wizard::filled(120, 40).goes_to(6).press("Ctrl-N Enter Enter").finishes()),
    Picture("wide", "At 200 columns: form, certificate and explanation side by side", DARK,
        || Wizard::filled(200, 50).goes_to(5)),
    Picture("light", "The members on a light terminal", LIGHT, faulty),
    Picture("solarized", "The members on Solarized Dark", SOLARIZED, faulty),
    Picture("console", "The members on a console of eight colours", CONSOLE, faulty),
    Picture("mono", "The members without colours", DARK, || told(&Theme::MONOCHROME)),
    Picture("ascii", "The members without colours and without Unicode", DARK, || told(&Theme::new(false, false))),
];

/// The members at 80x24, with a fault.
fn faulty() -> Wizard {
    told(&Theme::COLOURED)
}

fn told(theme: &Theme) -> Wizard {
    Wizard::with_theme(80, 24, theme)
        .fills_members()
        .goes_to(3)
        .press("Down Down Tab")
        .retypes("10.0.0.256")
}

#[test]
fn the_pictures_are_of_the_screens_as_they_are() {
    let write = std::env::var_os("QUORATE_PICTURES").is_some_and(|value| value == "write");
    let mut stale = Vec::new();
    for Picture(name, title, palette, way) in PICTURES {
        let wizard = way();
        let drawn = picture(wizard.buffer(), wizard.cursor(), palette, title);
        let path = directory().join(name).with_extension("svg");
        if write {
            std::fs::write(&path, &drawn).unwrap();
        }
        if std::fs::read_to_string(&path).ok().as_ref() != Some(&drawn) {
            stale.push(*name);
        }
    }
    assert!(
        stale.is_empty(),
        "stale: {stale:?}; QUORATE_PICTURES=write cargo test --test screens pictures draws them anew"
    );
}

#[test]
fn each_picture_is_shown_somewhere_and_each_that_is_shown_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let pages = read("README.md") + &read("docs/tour.md");
    let shown = pages.split("pictures/").skip(1).filter_map(|rest| rest.split_once(".svg"));
    let shown: BTreeSet<String> = shown.map(|(name, _)| name.to_owned()).collect();
    let drawn = PICTURES.iter().map(|Picture(name, ..)| (*name).to_owned()).collect();
    assert_eq!(shown, drawn);
    let files = std::fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    assert_eq!(files.collect::<BTreeSet<_>>(), drawn);
}

/// WCAG asks for 3 of large text; bold marks and words carry each meaning besides.
#[test]
fn every_character_stands_out_from_what_is_behind_it_on_every_palette() {
    let least = 2.9;
    let mut faint = BTreeSet::new();
    for Picture(name, _, _, way) in PICTURES {
        let wizard = way();
        let buffer: &Buffer = wizard.buffer();
        for palette in &[DARK, LIGHT, SOLARIZED, CONSOLE] {
            for cell in buffer.content().iter().filter(|cell| !cell.symbol().trim().is_empty()) {
                let (text, behind) = colours(cell, palette);
                let contrast = contrast(text, behind);
                if contrast < least {
                    faint.insert(format!("{name} on {}: {text} {contrast:.1}", palette.name));
                }
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures")
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2).
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
