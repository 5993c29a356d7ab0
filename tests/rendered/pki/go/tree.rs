//! DER as a tree that can be damaged in one place and written again with the lengths that then belong to it.

use crate::support::random::Random;

/// One element.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) tag: u8,
    pub(super) value: Value,
    /// How its length is written.
    length: Length,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    Bytes(Vec<u8>),
    /// What stands before the elements (the count of unused bits), and they.
    Nodes(Vec<u8>, Vec<Node>),
}

#[derive(Debug, Clone)]
enum Length {
    Shortest,
    /// In more bytes than it needs.
    Padded(usize),
    /// Something else.
    As(Vec<u8>),
}

/// Writes one element.
pub(super) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    [vec![tag], length(value.len()), value].concat()
}

pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, parts)
}

/// A length in its shortest form.
fn length(length: usize) -> Vec<u8> {
    match u8::try_from(length) {
        Ok(short @ 0..=0x7F) => vec![short],
        _ => long_length(length, 0),
    }
}

/// A length behind a count of its bytes, with zeros before it.
fn long_length(length: usize, zeros: usize) -> Vec<u8> {
    let digits = length.to_be_bytes();
    let digits = digits.into_iter().skip_while(|byte| *byte == 0);
    let digits: Vec<u8> = std::iter::repeat_n(0, zeros).chain(digits).collect();
    [vec![0x80 | u8::try_from(digits.len()).unwrap()], digits].concat()
}

impl Node {
    pub(super) fn new(tag: u8, bytes: Vec<u8>) -> Self {
        Self { tag, value: Value::Bytes(bytes), length: Length::Shortest }
    }

    /// Reads elements; `None` where the bytes are anything else.
    pub(super) fn read_all(mut bytes: &[u8]) -> Option<Vec<Self>> {
        let mut nodes = Vec::new();
        while !bytes.is_empty() {
            let (&[tag, first], rest) = bytes
                .split_at_checked(2)
                .map(|(head, rest)| (<&[u8; 2]>::try_from(head).unwrap(), rest))?;
            let (count, rest) = match first {
                0..=0x7F => (usize::from(first), rest),
                0x81 => (usize::from(*rest.first()?), &rest[1..]),
                0x82 => {
                    (usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?])), &rest[2..])
                }
                _ => return None,
            };
            let (value, rest) = rest.split_at_checked(count)?;
            nodes.push(Self { tag, value: Value::read(tag, value), length: Length::Shortest });
            bytes = rest;
        }
        Some(nodes)
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let mut value = Vec::new();
        match &self.value {
            Value::Bytes(bytes) => value.extend(bytes),
            Value::Nodes(before, nodes) => {
                value.extend(before);
                for node in nodes {
                    node.write(&mut value);
                }
            }
        }
        out.push(self.tag);
        out.extend(match &self.length {
            Length::Shortest => length(value.len()),
            Length::Padded(zeros) => long_length(value.len(), *zeros),
            Length::As(bytes) => bytes.clone(),
        });
        out.extend(value);
    }

    fn count(&self) -> usize {
        match &self.value {
            Value::Bytes(_) => 1,
            Value::Nodes(_, nodes) => 1 + nodes.iter().map(Self::count).sum::<usize>(),
        }
    }
}

impl Value {
    fn read(tag: u8, bytes: &[u8]) -> Self {
        let plain = || Self::Bytes(bytes.to_vec());
        match (tag, bytes) {
            (0x03, [unused, rest @ ..]) if !rest.is_empty() => {
                Node::read_all(rest).map_or_else(plain, |nodes| Self::Nodes(vec![*unused], nodes))
            }
            (0x04, [0x30 | 0x03 | 0x04, ..]) => {
                Node::read_all(bytes).map_or_else(plain, |nodes| Self::Nodes(Vec::new(), nodes))
            }
            (tag, _) if tag & 0x20 != 0 => {
                Node::read_all(bytes).map_or_else(plain, |nodes| Self::Nodes(Vec::new(), nodes))
            }
            _ => plain(),
        }
    }
}

pub(super) fn write_all(nodes: &[Node]) -> Vec<u8> {
    let mut out = Vec::new();
    for node in nodes {
        node.write(&mut out);
    }
    out
}

/// The kinds of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// Elements in other places, missing, twice, under other tags, with other contents.
    Shape,
    /// Lengths that aren't the shortest form, or wrong.
    Lengths,
}

/// Damages one element among `nodes`, however deep it lies.
pub(super) fn damage(nodes: &mut Vec<Node>, kind: Damage, random: &mut Random) {
    let count = nodes.iter().map(Node::count).sum();
    damage_at(nodes, random.below(count), kind, random);
}

fn damage_at(nodes: &mut Vec<Node>, mut at: usize, kind: Damage, random: &mut Random) {
    for index in 0..nodes.len() {
        if at == 0 {
            return match kind {
                Damage::Shape => reshape(nodes, index, random),
                Damage::Lengths => relength(&mut nodes[index], random),
            };
        }
        at -= 1;
        let count = nodes[index].count();
        if at + 1 < count
            && let Value::Nodes(_, inner) = &mut nodes[index].value
        {
            return damage_at(inner, at, kind, random);
        }
        at -= count - 1;
    }
}

const TAGS: [u8; 34] = [
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A,
    0x1C, 0x1E, 0x1F, 0x24, 0x30, 0x31, 0x80, 0x81, 0x82, 0x83, 0x85, 0x86, 0x87, 0x88, 0xA0, 0xA1,
    0xA3, 0xBF,
];

/// Contents that some reader or other may treat in its own way.
fn contents(random: &mut Random) -> Vec<u8> {
    let length = random.below(12);
    let some = random.bytes(length);
    let all: [&[u8]; 24] = [
        b"",
        b"\0",
        b"\x01",
        b"\x7f",
        b"\x80",
        b"\xff",
        b"\0\x80",
        b"\0\x7f",
        b"\xff\x80",
        b"\xff\x7f",
        b"\x80\x01",
        b"\x88\x37",
        b"\x2a\x03",
        b"\x2a\x80\x03",
        b"\x2a\x83",
        b"\x2a\x87\xff\xff\xff\x7f",
        b"\x2a\x88\x80\x80\x80\x00",
        b"\x0a\0\0\x01",
        b"a.example",
        b"bad_.example.",
        b"\xc3\xa9",
        b"\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\0\xff\xff\xff\xff\xff\xff\xff\xff",
        &some,
    ];
    all[random.below(all.len())].to_vec()
}

fn reshape(nodes: &mut Vec<Node>, index: usize, random: &mut Random) {
    let other = random.below(nodes.len());
    match random.below(11) {
        0 => nodes[index].tag = random.pick(&TAGS),
        1 => nodes[index].tag ^= 1 << random.below(8),
        2 => drop(nodes.remove(index)),
        3 => {
            let twin = nodes[other].clone();
            nodes.insert(index, twin);
        }
        4 => nodes.swap(index, other),
        5 => nodes[index].value = Value::Bytes(contents(random)),
        6 => {
            let new = Node::new(random.pick(&TAGS), contents(random));
            nodes.insert(index + random.below(2), new);
        }
        7 => {
            let inner = nodes[index].clone();
            let tag = random.pick(&[0x30, 0x31, 0x04, 0xA0, 0xA1, 0xA3]);
            let value = Value::Nodes(Vec::new(), vec![inner]);
            nodes[index] = Node { tag, value, length: Length::Shortest };
        }
        _ => match &mut nodes[index].value {
            Value::Bytes(bytes) if !bytes.is_empty() => {
                let at = random.below(bytes.len());
                match random.below(4) {
                    0 => bytes.truncate(at),
                    1 => bytes.insert(at, random.byte()),
                    2 => bytes[at] = random.byte(),
                    _ => bytes[at] ^= 1 << random.below(8),
                }
            }
            Value::Bytes(bytes) => bytes.push(random.byte()),
            Value::Nodes(before, _) if !before.is_empty() => before[0] = random.byte() % 10,
            Value::Nodes(_, inner) => {
                let at = random.below(inner.len() + 1);
                inner.insert(at, Node::new(random.pick(&TAGS), contents(random)));
            }
        },
    }
}

fn relength(node: &mut Node, random: &mut Random) {
    node.length = match random.below(4) {
        0 | 1 => Length::Padded(random.below(5)),
        2 => Length::As(random.pick(&[
            vec![0x80],
            vec![0x81],
            vec![0x81, 0],
            vec![0x82, 0, 5],
            vec![0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            vec![0x85, 0, 0, 0, 0, 1],
            vec![0xFF],
            vec![0],
        ])),
        _ => {
            let mut written = Vec::new();
            node.write(&mut written);
            let wrong = written.len().wrapping_add(random.below(7)).saturating_sub(5);
            Length::As(length(wrong))
        }
    };
}
