//! What was measured of etcd, value by value.

use super::*;

fn value(text: &str) -> Result<Value, usize> {
    let document = document(text.as_bytes()).map_err(|error| error.line)?;
    match document.root.value {
        Value::Map(map) => Ok(map.get("k").map_or(Value::Null, |(_, node)| node.value.clone())),
        other => Ok(other),
    }
}

#[track_caller]
fn assert_value(written: &str, expected: Value) {
    assert_eq!(value(&format!("k: {written}\n")), Ok(expected), "{written}");
}

#[test]
fn bare_words_are_what_go_yaml_takes_them_for() {
    let text = |text: &str| Value::Text(text.into());
    for (written, number) in [
        ("123", 123),
        ("0123", 83),
        ("0o17", 15),
        ("0x1f", 31),
        ("-0x10", -16),
        ("0b11", 3),
        ("1_000", 1000),
        ("1__0", 10),
        ("1e3", 1000),
        ("1000.0", 1000),
        ("08", 8),
        ("+5", 5),
        ("-010", -8),
        ("18446744073709551615", 18_446_744_073_709_551_615),
        ("99999999999999999999", 100_000_000_000_000_000_000),
        ("!!int \"5\"", 5),
    ] {
        assert_value(written, Value::Whole(number));
    }
    for written in ["1.5", "1e-7", "1e21", "1e100"] {
        assert_value(written, Value::Fraction(written.into()));
    }
    for written in ["_1", "0x1G", "0o9", "12:30:45", "2024-01-01", "~a", "=", "<<", "tRue"] {
        assert_value(written, text(written));
    }
    for written in ["", "~", "null", "NULL"] {
        assert_value(written, Value::Null);
    }
    assert_value("y", Value::Bool(true));
    assert_value("Off", Value::Bool(false));
    assert_value("!!str 5", text("5"));
    assert_value("!foo 5", text("5"));
    assert_value("! a", text("a"));
    assert_value("!!binary YWJj", text("abc"));
    assert_value("\"a\\x41\\u0042\"", text("aAB"));
    assert_value("'it''s'", text("it's"));
    assert_value("a b # c", text("a b"));
    assert_value("a#b", text("a#b"));
    assert_value("\"a\n  b\"", text("a b"));
    assert_value("a\n  b", text("a b"));
    assert_value("|\n  a\n  b", text("a\nb\n"));
    assert_value(">-\n  a\n  b", text("a b"));
    assert_value("\ta", text("a"));
    assert_value("a\t# c", text("a"));
    assert_value("a\u{85}l: b", text("a"));
    assert_value("\"\u{1f600}\"", text("\u{1f600}"));
}

#[test]
fn documents_maps_and_merges_are_read_in_the_order_of_go_yaml() {
    let text = |text: &str| Ok(Value::Text(text.into()));
    for (written, expected) in [
        ("k: A\nk: B\n", text("B")),
        ("---\nk: A\n---\nk: B\n", text("A")),
        ("k: A\n---\n: [\n", text("A")),
        ("---\n---\nk: B\n", Ok(Value::Null)),
        ("\u{feff}k: A\n", text("A")),
        ("k: A\r\nl: b\r\n", text("A")),
        ("k: A\rl: b\r", text("A")),
        ("", Ok(Value::Null)),
        ("# a\n", Ok(Value::Null)),
        ("a\n", text("a")),
        ("{k: A, l: b}\n", text("A")),
        ("{\"k\":\"A\",\"l\":\"b\"}\n", text("A")),
        ("x: &a\n  k: A\n<<: *a\n", text("A")),
        ("x: &a\n  k: A\n<<: *a\nk: B\n", text("B")),
        ("x: &a\n  k: A\nk: B\n<<: *a\n", text("A")),
        ("x: &a\n  k: A\ny: &b\n  k: B\n<<: [*a, *b]\n", text("A")),
        ("x: &a A\nk: *a\n", text("A")),
        ("x: &a k\n*a : A\n", text("A")),
        ("? k\n: A\n", text("A")),
        ("1: a\nyes: a\n1.5: a\nk: A\n", text("A")),
        ("%YAML 1.1\n---\nk: A\n", text("A")),
        ("%TAG ! !x\n---\nk: A\n", text("A")),
        ("\"k\": A\n", text("A")),
        ("  k: A\n  l: b\n", text("A")),
        ("k : A\n", text("A")),
        ("z: {a: [1]}\nk: A\n", text("A")),
        ("c:\n- a\nk: A\n", text("A")),
    ] {
        assert_eq!(value(written), expected, "{written}");
    }
    let document = document(b"k: A\nl: b\nk: B\n").unwrap();
    assert_eq!(document.repeated, [(3, "k".to_owned())]);
    let utf_16: Vec<u8> = "\u{feff}k: A\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(super::document(&utf_16).is_ok());
}

#[test]
fn what_go_yaml_refuses_is_refused() {
    for (written, line) in [
        ("k: .inf\n", 1),
        ("k: .NaN\n", 1),
        ("k: *y\n", 1),
        ("k: @a\n", 1),
        ("k: `a\n", 1),
        ("k: %a\n", 1),
        ("k: - a\n", 1),
        ("k: a: b\n", 1),
        ("k: \"a\n", 2),
        ("<<: a\nk: B\n", 1),
        ("s:\n\tc: a\nk: A\n", 2),
        ("l: b\nk:A\n", 3),
        ("~: a\nk: A\n", 1),
        ("[a]: a\nk: A\n", 1),
        ("%YAML 1.2\n---\nk: A\n", 1),
        ("k: A\n  l: b\n", 2),
        ("k: A\0\n", 1),
        ("k: \"a\u{1}\"\n", 1),
        ("k: \"a\u{7f}\"\n", 1),
        ("k: \"a\u{fffe}\"\n", 1),
        ("z: !foo {a: [b}\n", 1),
        ("k: A\n   \n\t\n", 3),
        ("k: !!int a\n", 1),
        ("a: &a [*a]\n", 1),
    ] {
        assert_eq!(value(written).map_err(|_| line), Err(line), "{written}");
    }
    assert!(document(b"k: \xe9\n").is_err());
    let deep = "[".repeat(10_000);
    assert!(document(deep.as_bytes()).is_err());
    let bomb = (0..30).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        format!("{text}a{}: &a{} [*a{n}, *a{n}]\n", n + 1, n + 1)
    });
    assert!(document(bomb.as_bytes()).is_err());
}
