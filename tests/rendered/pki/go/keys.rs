//! Public keys: sound ones, and odd ones.

use super::tree::{Node, element, sequence};
use super::values::oid;
use crate::support::random::Random;

const POINTS: [(&[u8], &str); 4] = [
    (
        &[0x2B, 0x81, 4, 0, 0x21],
        "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
    ),
    (
        &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7],
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
    ),
    (
        &[0x2B, 0x81, 4, 0, 0x22],
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
    ),
    (
        &[0x2B, 0x81, 4, 0, 0x23],
        "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
    ),
];

fn spki(algorithm: &[u8], parameters: &[u8], key: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[&element(6, &[algorithm]), parameters]), &element(3, &[&[0], key])])
}

/// A key whose point is the generator of a NIST curve, in whole or with its first coordinate alone.
pub(super) fn elliptic(curve: usize, is_whole: bool) -> Vec<u8> {
    let (name, point) = POINTS[curve];
    let digits: Vec<char> = point.chars().collect();
    let bytes = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap());
    let mut point: Vec<u8> = std::iter::once(4).chain(bytes).collect();
    if !is_whole {
        point.truncate(1 + point.len() / 2);
        point[0] = 2;
    }
    spki(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1], &element(6, &[name]), &point)
}

const RSA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];

fn rsa(modulus: &[u8], exponent: &[u8], parameters: &[u8]) -> Vec<u8> {
    spki(&RSA, parameters, &sequence(&[&element(2, &[modulus]), &element(2, &[exponent])]))
}

fn dsa(numbers: [&[u8]; 4]) -> Vec<u8> {
    let [p, q, g, y] = numbers.map(|number| element(2, &[number]));
    spki(&[0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1], &sequence(&[&p, &q, &g]), &y)
}

pub(super) fn sound_key(random: &mut Random) -> Vec<u8> {
    match random.below(4) {
        0 => {
            let length = random.pick(&[64, 128, 256]);
            let modulus = [vec![0, 0x80], random.bytes(length - 2), vec![1]].concat();
            rsa(&modulus, &[1, 0, 1], &[5, 0])
        }
        1 => spki(&[0x2B, 0x65, 0x70], &[], &[7; 32]),
        _ => elliptic(random.below(4), true),
    }
}

/// A key of any kind, which may be odd.
pub(super) fn key(random: &mut Random) -> Vec<u8> {
    let number = |random: &mut Random| {
        random.pick(&[
            vec![3],
            vec![1, 0, 1],
            vec![0],
            vec![0xFF],
            vec![0, 1],
            vec![],
            vec![0x7F; 8],
            vec![0, 0x80, 0, 0, 0, 0, 0, 0, 0],
            vec![0x11; 40],
            vec![0x80; 5],
        ])
    };
    let parameters = |random: &mut Random| {
        random.pick(&[
            vec![],
            vec![5, 0],
            vec![5, 0],
            vec![5, 1, 0],
            vec![0x30, 0],
            vec![6, 1, 0x2A],
        ])
    };
    match random.below(12) {
        0 => sound_key(random),
        1 => rsa(&number(random), &number(random), &parameters(random)),
        2 => elliptic(random.below(4), false),
        3 | 4 => {
            let mut der = elliptic(random.below(4), true);
            let length = der.len();
            match random.below(4) {
                0 => der[length - 1] ^= 1,
                1 => drop(der.splice(length - 60.., [])),
                _ => {}
            }
            let at = der.iter().position(|byte| *byte == 4).unwrap();
            if random.once_in(3) {
                der[at] = random.pick(&[0, 2, 3, 4, 6, 7]);
            }
            if Node::read_all(&der).is_some() { der } else { elliptic(1, true) }
        }
        5 => {
            let other = oid(random);
            let curve = random.pick(&[
                vec![0x2B, 0x81, 4, 0, 0x0A],
                vec![0x2B, 0x24, 3, 3, 2, 8, 1, 1, 7],
                other,
            ]);
            spki(
                &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1],
                &random.pick(&[element(6, &[&curve]), vec![5, 0], vec![0x30, 0], vec![]]),
                &[4; 65],
            )
        }
        6 => spki(
            &[0x2B, 0x65, 0x70],
            &parameters(random),
            &vec![9; random.pick(&[32, 32, 31, 0, 57])],
        ),
        7 => spki(
            &[0x2B, 0x65, 0x6E],
            &parameters(random),
            &vec![9; random.pick(&[32, 32, 31, 0, 33])],
        ),
        8 => dsa([&number(random), &number(random), &number(random), &number(random)]),
        9 => {
            let last = random.pick(&[0x11, 0x12, 0x13]);
            let length = random.pick(&[1312, 1952, 2592, 32]);
            spki(
                &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, last],
                &parameters(random),
                &random.bytes(length),
            )
        }
        10 => spki(
            &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10],
            &parameters(random),
            &sequence(&[&element(2, &[&number(random)])]),
        ),
        _ => spki(&oid(random), &parameters(random), &[1]),
    }
}
