use proptest::prelude::*;

use super::*;

/// Answers of terminals, of all forms there are.
const ANSWERS: [(&str, &[u8]); 30] = [
    ("DA1", b"\x1b[?62;22;52c"),
    ("DA2", b"\x1b[>41;354;0c"),
    ("DA3", b"\x1bP!|00000000\x1b\\"),
    ("DECRPM", b"\x1b[?2026;2$y"),
    ("ANSI RPM", b"\x1b[4;2$y"),
    ("DSR", b"\x1b[0n"),
    ("colour scheme", b"\x1b[?997;1n"),
    ("cursor", b"\x1b[12;40R"),
    ("cursor, first line", b"\x1b[1;2R"),
    ("DECXCPR", b"\x1b[?12;40;1R"),
    ("kitty keyboard", b"\x1b[?31u"),
    ("window in cells", b"\x1b[8;24;80t"),
    ("window in pixels", b"\x1b[4;600;800t"),
    ("title", b"\x1b]l\xce\xb1\xe2\x9c\x9c title\x1b\\"),
    ("XTVERSION", b"\x1bP>|xterm(370)\x1b\\"),
    ("XTGETTCAP", b"\x1bP1+r544e=787465726d\x1b\\"),
    ("DECRQSS", b"\x1bP1$r0m\x1b\\"),
    ("background", b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\"),
    ("background, BEL", b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07"),
    ("palette", b"\x1b]4;1;rgb:cdcd/0000/0000\x07"),
    ("clipboard", b"\x1b]52;c;cm0gLXJmIC8K\x07"),
    ("kitty graphics", b"\x1b_Gi=31;OK\x1b\\"),
    ("DECREPTPARM", b"\x1b[2;1;1;128;128;1;0x"),
    ("XTSMGRAPHICS", b"\x1b[?1;0;256S"),
    ("focus", b"\x1b[I\x1b[O"),
    ("mouse", b"\x1b[<0;10;10M\x1b[<0;10;10m"),
    ("mouse, rxvt", b"\x1b[32;10;10M"),
    ("mouse, X10", b"\x1b[M !!"),
    ("DA1, C1", b"\x9b?62c"),
    ("background, C1", b"\x9d11;rgb:1e1e/1e1e/2e2e\x9c"),
];

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn typed(one: char) -> Event {
    key(KeyCode::Char(one), KeyModifiers::NONE)
}

/// What comes of parts, `gap` after each other, and of giving up whatever lapses in between and at the end.
fn read(parts: &[&[u8]], gap: Duration) -> Vec<Event> {
    let (mut keys, mut now) = (Keys::new(), Instant::now());
    let mut events = Vec::new();
    for part in parts {
        if keys.deadline().is_some_and(|deadline| deadline <= now) {
            events.extend(keys.lapse());
        }
        events.extend(keys.take(part, now));
        now += gap;
    }
    events.extend(keys.lapse());
    events
}

fn at_once(bytes: &[u8]) -> Vec<Event> {
    read(&[bytes], Duration::ZERO)
}

#[test]
fn answers_of_terminals_are_no_keys() {
    for (name, answer) in ANSWERS {
        assert_eq!(at_once(&[answer, b"q"].concat()), [typed('q')], "{name}");
        assert_eq!(at_once(&[b"a", answer, answer, b"\r"].concat()).len(), 2, "{name}");
    }
}

#[test]
fn answers_that_come_in_parts_are_no_keys() {
    for (name, answer) in ANSWERS {
        for at in 1..answer.len() {
            let (head, tail) = answer.split_at(at);
            // The wait behind ESC is short, or the key would be slow.
            let gap = if head.ends_with(b"\x1b") { 80 } else { 900 };
            let events = read(&[head, tail, b"q"], Duration::from_millis(gap));
            assert_eq!(events, [typed('q')], "{name}, at {at}");
        }
        let single: Vec<&[u8]> = answer.chunks(1).collect();
        assert_eq!(read(&single, Duration::from_millis(50)), [], "{name}");
    }
}

#[test]
fn whatever_does_not_end_takes_no_key_with_it() {
    let all: [&[u8]; 8] = [
        b"\x1b]11;rgb:",
        b"\x1bP1+r",
        b"\x1b_G",
        b"\x1b[?2026;",
        b"\x1b[<0;",
        b"\x1b[M",
        b"\x1b[",
        b"\xf0\x9f",
    ];
    for begun in all {
        // A second later it is forgotten, whatever was typed meanwhile.
        let (mut keys, start) = (Keys::new(), Instant::now());
        let mut events = keys.take(begun, start);
        for tenth in [3, 6, 9] {
            events.extend(keys.take(b"1", start + Duration::from_millis(tenth * 100)));
        }
        let after = start + Duration::from_millis(1001);
        if keys.deadline().is_some_and(|deadline| deadline <= after) {
            events.extend(keys.lapse());
        }
        events.extend(keys.take(b"q", after));
        assert_eq!(events.last(), Some(&typed('q')), "{begun:?}");
        // Ctrl-C, Enter and the arrows count at once.
        let control = key(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(at_once(&[begun, b"\x03"].concat()), [control], "{begun:?}");
        let enter = key(KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(at_once(&[begun, b"\r"].concat()), [enter], "{begun:?}");
        let down = key(KeyCode::Down, KeyModifiers::NONE);
        assert_eq!(at_once(&[begun, b"\x1b[B"].concat()), [down], "{begun:?}");
        let escape = key(KeyCode::Esc, KeyModifiers::NONE);
        assert_eq!(at_once(&[begun, b"\x1b"].concat()), [escape], "{begun:?}");
    }
}

#[test]
fn keys_are_what_terminals_send_for_them() {
    use KeyCode::{
        BackTab, Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, Insert, Left, PageDown,
        Tab, Up,
    };
    const NONE: KeyModifiers = KeyModifiers::NONE;
    const CONTROL: KeyModifiers = KeyModifiers::CONTROL;
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
    const ALT: KeyModifiers = KeyModifiers::ALT;
    let cases: [(&[u8], KeyCode, KeyModifiers); 36] = [
        (b"\r", Enter, NONE),
        (b"\t", Tab, NONE),
        (b"\x7f", Backspace, NONE),
        (b"\x08", Char('h'), CONTROL),
        (b"\x0e", Char('n'), CONTROL),
        (b"\0", Char(' '), CONTROL),
        (b"\x1c", Char('4'), CONTROL),
        (b"Q", Char('Q'), SHIFT),
        ("\u{e4}".as_bytes(), Char('\u{e4}'), NONE),
        ("\u{1f511}".as_bytes(), Char('\u{1f511}'), NONE),
        (b"\x1b", Esc, NONE),
        (b"\x1bx", Char('x'), ALT),
        (b"\x1b\x7f", Backspace, ALT),
        (b"\x1bO", Char('O'), ALT.union(SHIFT)),
        (b"\x1b[A", Up, NONE),
        (b"\x1bOB", Down, NONE),
        (b"\x1b[1;5D", Left, CONTROL),
        (b"\x1b[1;3B", Down, ALT),
        (b"\x1b[H", Home, NONE),
        (b"\x1b[1~", Home, NONE),
        (b"\x1b[7~", Home, NONE),
        (b"\x1b[4~", End, NONE),
        (b"\x1b[2~", Insert, NONE),
        (b"\x1b[3;5~", Delete, CONTROL),
        (b"\x1b[6~", PageDown, NONE),
        (b"\x1bOP", F(1), NONE),
        (b"\x1bOR", F(3), NONE),
        (b"\x1b[R", F(3), NONE),
        (b"\x1b[[A", F(1), NONE),
        (b"\x1b[11~", F(1), NONE),
        (b"\x1b[15;2~", F(5), SHIFT),
        (b"\x1b[24~", F(12), NONE),
        (b"\x1b[Z", BackTab, SHIFT),
        (b"\x1b[9;2u", BackTab, SHIFT),
        (b"\x1b[99;5u", Char('c'), CONTROL),
        (b"\x1b[27;5;13~", Enter, CONTROL),
    ];
    for (bytes, code, modifiers) in cases {
        assert_eq!(at_once(bytes), [key(code, modifiers)], "{}", bytes.escape_ascii());
    }
    let both = [key(Esc, NONE), key(Esc, NONE)];
    assert_eq!(at_once(b"\x1b\x1b"), both);
}

#[test]
fn a_paste_is_one_event_whatever_is_in_it() {
    let pasted = |text: &str| Event::Paste(text.to_owned());
    assert_eq!(
        at_once(b"\x1b[200~a\rb\x1b[A\x03\x1b[201~q"),
        [pasted("a\rb\x1b[A\x03"), typed('q')]
    );
    // One that is cut off is what came of it, and its late end is nothing.
    let cut = read(&[b"\x1b[200~one", b"\x1b[201~", b"q"], Duration::from_secs(3));
    assert_eq!(cut, [pasted("one"), typed('q')]);
    let slow = read(&[b"\x1b[200~one", b" and two\x1b[201~"], Duration::from_millis(1900));
    assert_eq!(slow, [pasted("one and two")]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_deaf(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let (mut keys, start) = (Keys::new(), Instant::now());
        keys.take(&bytes, start);
        let later = start + Duration::from_secs(3);
        if keys.deadline().is_some_and(|deadline| deadline <= later) {
            keys.lapse();
        }
        prop_assert_eq!(keys.take(b"q", later), [typed('q')]);
    }
}

#[test]
fn clicks_and_the_wheel_are_events_where_they_were_asked_for() {
    use crossterm::event::{Event, MouseButton, MouseEventKind};
    let heard = |bytes: &[u8]| {
        let mut keys = Keys::new();
        keys.hear_mouse(true);
        let events = keys.take(bytes, Instant::now()).into_iter();
        let told = events.filter_map(|event| match event {
            Event::Mouse(mouse) => Some((mouse.kind, mouse.column, mouse.row)),
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    let press = MouseEventKind::Down(MouseButton::Left);
    assert_eq!(heard(b"\x1b[<0;10;3M\x1b[<0;10;3m"), [(press, 9, 2)]);
    assert_eq!(heard(b"\x1b[<65;1;1M"), [(MouseEventKind::ScrollDown, 0, 0)]);
    assert_eq!(heard(b"\x1b[<64;200;300M"), [(MouseEventKind::ScrollUp, 199, 299)]);
    for odd in [
        &b"\x1b[<0;0;1M"[..],
        b"\x1b[<0;1M",
        b"\x1b[<0;1;1;1M",
        b"\x1b[<0;99999;1M",
        b"\x1b[<2;1;1M",
    ] {
        assert!(heard(odd).is_empty(), "{odd:?}");
    }
}
