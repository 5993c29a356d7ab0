//! Certificates by the thousand: sound ones, and such as are broken in one place or a few, by class.

use super::keys::key;
use super::parts::{CN, any, attribute, damaged, framed, one_name, place, with, with_id};
use super::tree::{Damage, element, sequence};
use super::values::{algorithm, constraint, date, general_name, oid, string, uri};
use crate::support::random::Random;

/// A class of certificates, and what makes one of it.
pub(super) type Class = (&'static str, fn(&mut Random) -> Vec<u8>);

pub(super) const CLASSES: [Class; 23] = [
    ("bit flips", |random| {
        let mut der = any(random).der();
        for _ in 0..=random.below(2) {
            let at = random.below(der.len());
            der[at] ^= 1 << random.below(8);
        }
        der
    }),
    ("lengths", |random| damaged(&any(random).der(), Damage::Lengths, random)),
    ("shapes", |random| damaged(&any(random).der(), Damage::Shape, random)),
    ("cut short or followed", |random| {
        let mut der = any(random).der();
        if random.once_in(2) {
            let most = der.len() - 1;
            der.truncate(1 + random.below(most));
        } else {
            let count = 1 + random.below(4);
            der.extend(random.bytes(count));
        }
        der
    }),
    ("versions", |random| {
        let mut one = any(random);
        let number = random.pick(&[
            vec![0],
            vec![1],
            vec![2],
            vec![3],
            vec![4],
            vec![0xFF],
            vec![0x80],
            vec![0, 2],
            vec![1, 0],
            vec![],
            vec![0x7F; 8],
            vec![0, 0x80, 0, 0, 0, 0, 0, 0, 0],
            vec![1; 9],
            vec![0xFF; 9],
        ]);
        one.version = element(0xA0, &[&element(random.pick(&[2, 2, 2, 2, 2, 3, 10]), &[&number])]);
        if random.once_in(6) {
            one.version = random.pick(&[
                vec![],
                vec![0xA0, 0],
                element(0xA0, &[&[2, 1, 2], &[2, 1, 2]]),
                vec![0x80, 1, 2],
            ]);
        }
        one.unique = random.pick(&[
            vec![],
            vec![],
            element(0x81, &[&[0, 1]]),
            element(0xA1, &[&[3, 2, 0, 1]]),
            element(0x82, &[&[0, 1]]),
        ]);
        one.der()
    }),
    ("serial numbers", |random| {
        let mut one = any(random);
        let length = random.below(24);
        let mut number = random.bytes(length);
        if random.once_in(3) {
            number.insert(0, random.pick(&[0, 0xFF]));
        }
        one.serial = element(random.pick(&[2, 2, 2, 2, 2, 2, 10]), &[&number]);
        one.der()
    }),
    ("signature algorithms", |random| {
        let mut one = any(random);
        one.inner = algorithm(random);
        one.outer = if random.once_in(5) { algorithm(random) } else { one.inner.clone() };
        one.signature = random.pick(&[
            vec![3, 2, 0, 1],
            vec![3, 2, 0, 1],
            vec![3, 2, 3, 8],
            vec![3, 2, 3, 1],
            vec![3, 2, 8, 0],
            vec![3, 1, 0],
            vec![3, 1, 1],
            vec![3, 0],
            vec![4, 2, 0, 1],
            vec![0x23, 4, 3, 2, 0, 1],
            vec![],
        ]);
        one.der()
    }),
    ("dates", |random| {
        let mut one = any(random);
        one.validity = sequence(&[&date(random), &date(random)]);
        one.der()
    }),
    ("strings in names", |random| {
        let mut one = any(random);
        let name = sequence(&[
            &place(&[2, 5, 4, 6], 0x13, b"UA"),
            &element(0x31, &[&attribute(&CN, &string(random))]),
        ]);
        *(if random.once_in(2) { &mut one.issuer } else { &mut one.subject }) = name;
        one.der()
    }),
    ("names", |random| {
        let mut one = any(random);
        let places: Vec<Vec<u8>> = (0..random.below(4))
            .map(|_| {
                let attributes: Vec<Vec<u8>> = (0..random.below(3))
                    .map(|_| {
                        let other = oid(random);
                        attribute(
                            &random.pick(&[CN.to_vec(), vec![0x55, 4, 10], other]),
                            &string(random),
                        )
                    })
                    .collect();
                element(0x31, &attributes.iter().map(Vec::as_slice).collect::<Vec<_>>())
            })
            .collect();
        let name = sequence(&places.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let name = if random.once_in(2) { damaged(&name, Damage::Shape, random) } else { name };
        *(if random.once_in(2) { &mut one.issuer } else { &mut one.subject }) = name;
        one.der()
    }),
    ("keys", |random| {
        let mut one = any(random);
        one.key = key(random);
        one.der()
    }),
    ("damaged keys", |random| {
        let mut one = any(random);
        one.key = damaged(&key(random), Damage::Shape, random);
        one.der()
    }),
    ("extensions", |random| {
        let mut one = any(random);
        for _ in 0..random.below(3) {
            let length = random.below(4);
            let value = random.bytes(length);
            one.extensions.push(framed(
                &oid(random),
                random.pick(&[None, Some(0), Some(0xFF), Some(0xFF), Some(1)]),
                &value,
            ));
        }
        if random.once_in(3) {
            let again = random.pick(&one.extensions);
            one.extensions.push(again);
        }
        if random.once_in(3) {
            let at = random.below(one.extensions.len());
            one.extensions[at] = damaged(&one.extensions[at], Damage::Shape, random);
        }
        one.der()
    }),
    ("key usages", |random| {
        let length = random.below(4);
        let bits = [vec![random.byte() % 9], random.bytes(length)].concat();
        let clean =
            random.pick(&[vec![5, 0xA0], vec![1, 6], vec![7, 0x80], vec![0], vec![7, 0, 0x80]]);
        let value = element(3, &[&if random.once_in(2) { bits } else { clean }]);
        with(15, &value, random)
    }),
    ("basic constraints", |random| {
        let number = random.pick(&[
            vec![0],
            vec![1],
            vec![0x7F],
            vec![0xFF],
            vec![0, 0x80],
            vec![0, 1],
            vec![],
            vec![0x7F; 8],
            vec![0, 0x80, 0, 0, 0, 0, 0, 0, 0],
            vec![1; 9],
        ]);
        let length = element(2, &[&number]);
        let authority = element(
            1,
            &[&random.pick(&[vec![0xFF], vec![0xFF], vec![0], vec![1], vec![], vec![0xFF, 0xFF]])],
        );
        let value = sequence(&random.pick(&[
            vec![],
            vec![&*authority],
            vec![&authority, &length],
            vec![&length],
            vec![&length, &authority],
        ]));
        with(19, &value, random)
    }),
    ("alternative names", |random| {
        let names: Vec<Vec<u8>> = (0..=random.below(3)).map(|_| general_name(random)).collect();
        with(17, &sequence(&names.iter().map(Vec::as_slice).collect::<Vec<_>>()), random)
    }),
    ("URIs", |random| {
        let uri = uri(random);
        with(17, &sequence(&[&element(0x86, &[uri.as_bytes()])]), random)
    }),
    ("name constraints", |random| {
        let sides: Vec<Vec<u8>> = [0xA0, 0xA1]
            .into_iter()
            .filter_map(|tag| {
                let bases: Vec<Vec<u8>> =
                    (0..random.below(3)).map(|_| sequence(&[&constraint(random)])).collect();
                let side = element(tag, &bases.iter().map(Vec::as_slice).collect::<Vec<_>>());
                (!random.once_in(4)).then_some(side)
            })
            .collect();
        with(30, &sequence(&sides.iter().map(Vec::as_slice).collect::<Vec<_>>()), random)
    }),
    ("extended key usages", |random| {
        let usages: Vec<Vec<u8>> = (0..random.below(4))
            .map(|_| {
                let known = [0x2B, 6, 1, 5, 5, 7, 3, random.byte() % 10].to_vec();
                element(6, &[&if random.once_in(2) { known } else { oid(random) }])
            })
            .collect();
        with(37, &sequence(&usages.iter().map(Vec::as_slice).collect::<Vec<_>>()), random)
    }),
    ("policies", |random| {
        let policies: Vec<Vec<u8>> =
            (0..random.below(4)).map(|_| sequence(&[&element(6, &[&oid(random)])])).collect();
        with(32, &sequence(&policies.iter().map(Vec::as_slice).collect::<Vec<_>>()), random)
    }),
    ("policy constraints", |random| {
        let number = |random: &mut Random| {
            random.pick(&[
                vec![0],
                vec![5],
                vec![0xFF],
                vec![0, 1],
                vec![],
                vec![0x7F; 8],
                vec![0x80, 0, 0, 0, 0, 0, 0, 0],
                vec![1; 9],
            ])
        };
        match random.below(3) {
            0 => {
                let pairs: Vec<Vec<u8>> = (0..random.below(3))
                    .map(|_| {
                        sequence(&[&element(6, &[&oid(random)]), &element(6, &[&oid(random)])])
                    })
                    .collect();
                with(33, &sequence(&pairs.iter().map(Vec::as_slice).collect::<Vec<_>>()), random)
            }
            1 => {
                let both = [element(0x80, &[&number(random)]), element(0x81, &[&number(random)])];
                let from = random.below(2);
                let parts: [&[u8]; 2] = [&both[0], &both[1]];
                with(36, &sequence(&parts[from..from + 1 + random.below(2 - from)]), random)
            }
            _ => with(54, &element(2, &[&number(random)]), random),
        }
    }),
    ("key identifiers", |random| {
        let bytes = random.bytes(8);
        if random.once_in(2) {
            return with(14, &element(4, &[&bytes]), random);
        }
        let parts = [
            element(0x80, &[&bytes]),
            element(0xA1, &[&element(0xA4, &[&one_name()])]),
            element(0x82, &[&[5]]),
        ];
        let from = random.below(3);
        with(35, &sequence(&parts.iter().skip(from).map(Vec::as_slice).collect::<Vec<_>>()), random)
    }),
    ("access and distribution", |random| {
        let uri = element(0x86, &[b"http://ca.example/x"]);
        if random.once_in(2) {
            let other = oid(random);
            let known = |last: u8| vec![0x2B, 6, 1, 5, 5, 7, 0x30, last];
            let method = element(6, &[&random.pick(&[known(1), known(2), other])]);
            let value = sequence(&[
                &sequence(&[&method, &uri]),
                &sequence(&[&method, &general_name(random)]),
            ]);
            return with_id(&[0x2B, 6, 1, 5, 5, 7, 1, 1], &value, random);
        }
        let name = element(0xA0, &[&element(0xA0, &[&uri, &general_name(random)])]);
        let value = sequence(&[&sequence(&[&name]), &sequence(&[&element(0x81, &[&[1, 6]])])]);
        with(31, &value, random)
    }),
];
