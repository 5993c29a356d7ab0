//! The parts of certificates, and sound ones.

use super::keys::{elliptic, sound_key};
use super::tree::{Damage, Node, damage, element, sequence, write_all};
use crate::support::random::Random;

/// The parts of a certificate, each as it is encoded.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) version: Vec<u8>,
    pub(super) serial: Vec<u8>,
    pub(super) inner: Vec<u8>,
    pub(super) issuer: Vec<u8>,
    pub(super) validity: Vec<u8>,
    pub(super) subject: Vec<u8>,
    pub(super) key: Vec<u8>,
    pub(super) unique: Vec<u8>,
    pub(super) extensions: Vec<Vec<u8>>,
    pub(super) outer: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

impl Parts {
    pub(super) fn der(&self) -> Vec<u8> {
        let list: Vec<&[u8]> = self.extensions.iter().map(Vec::as_slice).collect();
        let extensions =
            if list.is_empty() { Vec::new() } else { element(0xA3, &[&sequence(&list)]) };
        let signed = sequence(&[
            &self.version,
            &self.serial,
            &self.inner,
            &self.issuer,
            &self.validity,
            &self.subject,
            &self.key,
            &self.unique,
            &extensions,
        ]);
        sequence(&[&signed, &self.outer, &self.signature])
    }
}

pub(super) const CN: [u8; 3] = [0x55, 4, 3];
pub(super) const ECDSA_WITH_SHA256: [u8; 8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];

pub(super) fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    sequence(&[&element(6, &[kind]), value])
}

pub(super) fn place(kind: &[u8], tag: u8, text: &[u8]) -> Vec<u8> {
    element(0x31, &[&attribute(kind, &element(tag, &[text]))])
}

pub(super) fn one_name() -> Vec<u8> {
    sequence(&[&place(&[0x55, 4, 10], 0x0C, b"Quorum"), &place(&CN, 0x13, b"etcd-1")])
}

/// A sound certificate with all the extensions that Go looks into.
pub(super) fn sound() -> Parts {
    let extension = |number: u8, critical: bool, value: &[u8]| {
        framed(&[0x55, 0x1D, number], critical.then_some(0xFF), value)
    };
    let algorithm = sequence(&[&element(6, &[&ECDSA_WITH_SHA256])]);
    let policy = sequence(&[&element(6, &[&[0x55, 0x1D, 0x20, 0]])]);
    let uri = element(0x86, &[b"http://ca.example/x"]);
    let access = sequence(&[&element(6, &[&[0x2B, 6, 1, 5, 5, 7, 0x30, 1]]), &uri]);
    let names = sequence(&[
        &element(0x82, &[b"etcd-1.example.com"]),
        &element(0x87, &[&[10, 0, 0, 1]]),
        &element(0x81, &[b"a@example.com"]),
        &uri,
    ]);
    let subtree = sequence(&[&element(0x82, &[b"example.com"])]);
    Parts {
        version: vec![0xA0, 3, 2, 1, 2],
        serial: vec![2, 2, 0x12, 0x67],
        inner: algorithm.clone(),
        issuer: one_name(),
        validity: sequence(&[
            &element(0x17, &[b"260101000000Z"]),
            &element(0x18, &[b"20560101000000Z"]),
        ]),
        subject: one_name(),
        key: elliptic(1, true),
        unique: Vec::new(),
        extensions: vec![
            extension(15, true, &[3, 2, 5, 0xA0]),
            extension(19, true, &sequence(&[&[1, 1, 0xFF], &[2, 1, 1]])),
            extension(37, false, &sequence(&[&element(6, &[&[0x2B, 6, 1, 5, 5, 7, 3, 1]])])),
            extension(14, false, &element(4, &[b"12345678"])),
            extension(35, false, &sequence(&[&element(0x80, &[b"12345678"])])),
            extension(17, false, &names),
            extension(30, true, &sequence(&[&element(0xA0, &[&subtree])])),
            extension(
                31,
                false,
                &sequence(&[&sequence(&[&element(0xA0, &[&element(0xA0, &[&uri])])])]),
            ),
            extension(32, false, &sequence(&[&policy])),
            framed(&[0x2B, 6, 1, 5, 5, 7, 1, 1], None, &sequence(&[&access])),
            extension(36, true, &sequence(&[&[0x80, 1, 0]])),
            extension(54, true, &[2, 1, 0]),
        ],
        outer: algorithm,
        signature: vec![3, 2, 0, 1],
    }
}

/// A sound certificate with a key of any kind and some of the extensions.
pub(super) fn any(random: &mut Random) -> Parts {
    let mut one = sound();
    one.key = sound_key(random);
    for _ in 0..random.below(one.extensions.len()) {
        let at = random.below(one.extensions.len());
        one.extensions.remove(at);
    }
    one
}

pub(super) fn damaged(der: &[u8], kind: Damage, random: &mut Random) -> Vec<u8> {
    let mut nodes = Node::read_all(der).unwrap();
    for _ in 0..=random.below(2) {
        damage(&mut nodes, kind, random);
    }
    let written = write_all(&nodes);
    // A block without any bytes is none.
    if written.is_empty() { der.to_vec() } else { written }
}

pub(super) fn framed(id: &[u8], critical: Option<u8>, value: &[u8]) -> Vec<u8> {
    let critical = critical.map_or_else(Vec::new, |critical| vec![1, 1, critical]);
    sequence(&[&element(6, &[id]), &critical, &element(4, &[value])])
}

/// A certificate with one extension of id-ce, the value of which is damaged in half of them.
pub(super) fn with(number: u8, value: &[u8], random: &mut Random) -> Vec<u8> {
    with_id(&[0x55, 0x1D, number], value, random)
}

pub(super) fn with_id(id: &[u8], value: &[u8], random: &mut Random) -> Vec<u8> {
    let value = match random.below(6) {
        0 | 1 => damaged(value, Damage::Shape, random),
        2 => damaged(value, Damage::Lengths, random),
        _ => value.to_vec(),
    };
    let mut one = sound();
    one.extensions.truncate(random.below(2));
    one.extensions.push(framed(id, random.pick(&[None, None, Some(0xFF)]), &value));
    one.der()
}
