//! Values of fields and extensions: sound ones, and those at the edge of what a reader takes.

use super::parts::{ECDSA_WITH_SHA256, one_name};
use super::tree::element;
use crate::support::random::Random;

/// An OBJECT IDENTIFIER's contents: mostly sound, at the limits of what fits a number.
pub(super) fn oid(random: &mut Random) -> Vec<u8> {
    let length = random.below(7);
    let some = random.bytes(length);
    let mut arcs = vec![random.pick(&[0x2A, 0x55, 0x29, 0x28, 0x7F])];
    arcs.extend((0..random.below(5)).map(|_| random.byte() & 0x7F));
    random.pick(&[
        arcs.clone(),
        arcs.clone(),
        arcs,
        some,
        vec![],
        vec![0x88, 0x37, 7],
        vec![0x80, 0x2A],
        vec![0x2A, 0x80, 1],
        vec![0x2A, 0x81],
        vec![0x2A, 0x87, 0xFF, 0xFF, 0xFF, 0x7F],
        vec![0x2A, 0x88, 0x80, 0x80, 0x80, 0],
        vec![0x2A, 0x81, 0x80, 0x80, 0x80, 0x80, 0],
        vec![0x8F, 0xFF, 0xFF, 0xFF, 0x7F],
        vec![0x69, 0x83, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ])
}

pub(super) fn algorithm(random: &mut Random) -> Vec<u8> {
    let parameters = random.pick(&[
        vec![],
        vec![5, 0],
        vec![5, 1, 0],
        vec![0x30, 0],
        vec![5, 0, 5, 0],
        vec![0x1F, 0x81, 1, 0],
        vec![5],
    ]);
    let other = oid(random);
    let id = random.pick(&[ECDSA_WITH_SHA256.to_vec(), vec![0x2B, 0x65, 0x70], other]);
    element(
        random.pick(&[0x30, 0x30, 0x30, 0x30, 0x31]),
        &[&element(random.pick(&[6, 6, 6, 6, 13]), &[&id]), &parameters],
    )
}

pub(super) fn date(random: &mut Random) -> Vec<u8> {
    let some = |random: &mut Random| {
        let two = |random: &mut Random, limit| format!("{:02}", random.below(limit));
        let year = random.pick(&["20", "19", "00", "99", ""]).to_owned() + &two(random, 100);
        let rest: String = [14, 33, 26, 62].map(|limit| two(random, limit)).concat();
        let seconds = if random.once_in(3) { String::new() } else { two(random, 62) };
        let zone = random.pick(&[
            "Z", "Z", "Z", "", "+0100", "-0000", "+0000", "+2400", "+2401", "-9959", "+0160",
            "+01", ".5Z", ",5Z", "z", " Z", "Z0",
        ]);
        format!("{year}{rest}{seconds}{zone}")
    };
    let text = match random.below(3) {
        0 => random
            .pick(&[
                "260101000000Z",
                "20260101000000Z",
                "2601010000Z",
                "202601010000Z",
                "500101000000Z",
                "491231235959Z",
                "260230000000Z",
                "240229000000Z",
                "250229000000Z",
                "260101240000Z",
                "260101235960Z",
                "99991231235959Z",
                "00000101000000Z",
                "19500101000000Z",
                "26010100000Z",
                "",
            ])
            .to_owned(),
        _ => some(random),
    };
    element(random.pick(&[0x17, 0x17, 0x18, 0x18, 0x16]), &[text.as_bytes()])
}

/// A string of any type, mostly with what it may hold.
pub(super) fn string(random: &mut Random) -> Vec<u8> {
    let tag = random.pick(&[
        0x0C, 0x12, 0x13, 0x14, 0x16, 0x1A, 0x1C, 0x1E, 0x13, 0x0C, 0x1E, 2, 3, 4, 5, 6, 1, 0x17,
        0x18, 0x30, 0x80, 0xA0, 0x0A, 0x1B, 0x2C, 0x33,
    ]);
    let length = random.below(6);
    let noise = random.bytes(length);
    let ascii: Vec<u8> = noise.iter().map(|byte| byte & 0x7F).collect();
    let text = random.pick(&[
        b"etcd-1".to_vec(),
        b"a_b".to_vec(),
        b"a*&@".to_vec(),
        b"42 7".to_vec(),
        "Bücher".into(),
        vec![0x42, 0xFC],
        vec![0, 0x41, 0, 0],
        vec![0, 0x41],
        vec![0xD8, 0, 0xDC, 0],
        vec![0xFF, 0xFE],
        vec![0xFD, 0xD0],
        vec![0, 0, 0],
        vec![],
        vec![0xFF],
        vec![0],
        vec![0, 0x7F],
        vec![0x2A, 0x80, 1],
        vec![1, 0x80],
        vec![1; 9],
        vec![9, 0xFF],
        b"260101000000Z".to_vec(),
        b"20260101000000Z".to_vec(),
        noise,
        ascii,
    ]);
    element(tag, &[&text])
}

pub(super) fn host(random: &mut Random) -> Vec<u8> {
    random
        .pick(&[
            &b"example.com"[..],
            b"*.example.com",
            b".example.com",
            b"example.com.",
            b"",
            b".",
            b"..",
            b"a..b",
            b"bad_name",
            b"a b",
            b"\x7f",
            b"\xc3\xa9.example",
            b"10.0.0.1",
            b"::1",
            b"a@b",
            b"@",
            b"a@b.",
            b"\"x\\y\"@b",
            b"a@.b",
            b"A.B",
            b"-a",
            b"a\0b",
        ])
        .to_vec()
}

pub(super) fn address(random: &mut Random) -> Vec<u8> {
    let mapped = [vec![0; 10], vec![0xFF, 0xFF, 10, 0, 0, 1]].concat();
    let length = random.pick(&[0, 3, 4, 4, 5, 8, 16, 16, 17, 32]);
    if random.once_in(5) { mapped } else { random.bytes(length) }
}

pub(super) fn general_name(random: &mut Random) -> Vec<u8> {
    match random.below(8) {
        0 | 1 => element(0x82, &[&host(random)]),
        2 => element(0x81, &[&host(random)]),
        3 | 4 => element(0x87, &[&address(random)]),
        5 => element(0x86, &[uri(random).as_bytes()]),
        6 => element(0xA4, &[&one_name()]),
        _ => {
            let text = host(random);
            element(
                random.pick(&[0xA0, 0x83, 0x85, 0x88, 0x89, 0xA2, 0x02, 0x42, 0xA7, 0x06]),
                &[&text],
            )
        }
    }
}

/// A base of name constraints.
pub(super) fn constraint(random: &mut Random) -> Vec<u8> {
    if random.once_in(3) {
        let mask = random.pick(&[
            vec![255, 255, 0, 0],
            vec![0; 4],
            vec![255; 4],
            vec![255, 0, 255, 0],
            vec![255, 254, 0, 0],
            vec![255, 253, 0, 0],
            vec![255; 16],
            vec![0; 16],
            [vec![255; 12], vec![0; 4]].concat(),
            vec![255],
        ]);
        let mut base = if mask.len() == 16 && random.once_in(3) {
            [vec![0; 10], vec![0xFF, 0xFF, 10, 0, 0, 1]].concat()
        } else {
            random.bytes(mask.len())
        };
        base.extend(mask);
        return element(0x87, &[&base]);
    }
    let text = host(random);
    element(random.pick(&[0x82, 0x82, 0x81, 0x81, 0x86, 0x86, 0xA4, 0x88, 0xA0]), &[&text])
}

/// A URI that is put together from parts, of which some are odd.
pub(super) fn uri(random: &mut Random) -> String {
    let scheme = random.pick(&[
        "http://",
        "https://",
        "spiffe://",
        "urn:",
        "ldap:///",
        "//",
        "/",
        "",
        ":",
        "1a://",
        "a+b://",
        "HTTP://",
        "://",
        "mailto:",
        "*",
    ]);
    let user = random.pick(&["", "", "", "", "u@", "u:p@", "u:%zz@", "u<@", "u%41@"]);
    let host = random.pick(&[
        "example.com",
        "example.com",
        "example.com:80",
        "a:b",
        "a:",
        "a:80:90",
        "[::1]",
        "[::1]:80",
        "[::1",
        "[fe80::1%25eth0]",
        "[fe80::1%25]",
        "[10.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[x]",
        "x[::1]",
        "::1",
        "fe80::1:etcd",
        "",
        ".",
        "a.",
        "a..b",
        "a b",
        "a%41",
        "a%zz",
        "a%20b",
        "a%25",
        "a\\b",
        "a<b>",
        "é",
        "bad_",
        "a\"",
        "[::1]x",
        "[::1]:x",
        "[]",
        "[a%25b]",
        "[:]",
        "[1:2:3:4:5:6:7:8:9]",
        "[::1.2.3]",
        "[12345::]",
    ]);
    let path = random.pick(&[
        "", "", "/", "/a", "/a%20b", "/a%zz", "/%", "?q=1", "?q=%zz", "#f", "#%zz", "#%41", "/a:b",
        "a:b", "/\u{1}", "/a b", "//x", "?", "/é",
    ]);
    format!("{scheme}{user}{host}{path}")
}
