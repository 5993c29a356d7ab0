//! PEM, the text around DER (RFC 7468): written the one strict way, read the way etcd does.
//!
//! etcd reads with Go's `encoding/pem`, which passes over everything that isn't a block at the start
//! of a line, without a word. The scanner here finds the same blocks, and in addition what nearly is
//! one, so that people learn why their file looks empty to etcd.

mod decode;
mod label;
mod lines;
mod repair;

use base64::engine::Engine;
use memchr::{memchr_iter, memmem};
use zeroize::Zeroizing;

use crate::text::{Words, in_words};
use decode::{BASE64, decode};
use lines::{Lines, trim_line};
use repair::{JOINT, is_dash, joint};
pub(super) use repair::{joints, repaired};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
/// What is said of two blocks that were joined.
const JOINED: Words = Words("nearly-joined");
/// Characters in a line of a body (RFC 7468 §2).
const LINE_WIDTH: usize = 64;

/// Writes DER as one block with lines of 64 characters and a final newline. The buffer is made to
/// fit at once: a key that is moved while it grows leaves copies behind.
pub(super) fn encode(label: &str, der: &[u8]) -> Zeroizing<String> {
    let characters = der.len().div_ceil(3) * 4;
    let lines = characters.div_ceil(LINE_WIDTH);
    let frame = BEGIN.len() + END.len() + 2 * (label.len() + DASHES.len() + 1);
    let mut text = Zeroizing::new(String::with_capacity(characters + lines + frame));
    for part in [BEGIN, label, DASHES, "\n"] {
        text.push_str(part);
    }
    // 48 bytes fill a line.
    for line in der.chunks(LINE_WIDTH / 4 * 3) {
        BASE64.encode_string(line, &mut text);
        text.push('\n');
    }
    for part in [END, label, DASHES, "\n"] {
        text.push_str(part);
    }
    text
}

/// One block as it stands in a text.
pub(super) struct Block {
    /// The line of its BEGIN, from 1.
    pub(super) line: usize,
    /// What stands after BEGIN, raw.
    pub(super) label: String,
    /// Whether header lines (RFC 1421, such as `Proc-Type`) stand above the body.
    pub(super) headers: bool,
    /// Whether these headers say that the body is encrypted.
    pub(super) encrypted: bool,
    /// The value of the header `DEK-Info`: a cipher and its initialisation vector (RFC 1421 §4.6.1.3).
    pub(super) cipher: Option<String>,
    /// The bytes, or what is wrong. Wiped afterwards, for they may be a key's.
    pub(super) contents: Result<Zeroizing<Vec<u8>>, Fault>,
    /// The bytes of a block whose markers are wrong, where its body can be read all the same.
    pub(super) salvaged: Option<Zeroizing<Vec<u8>>>,
}

/// Why a block can't be read. No fault repeats the text of a body, which may be a key's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The text ends, or the next block starts, within the block.
    NoEnd,
    /// Another label at the end: that of the END line.
    EndLabel(String),
    /// Something follows on the line of BEGIN or END, or stands before END: the line, from 1.
    CrowdedMarker(usize),
    /// A character that isn't base64: its line, from 1.
    Character(usize),
    /// A length that base64 can't have.
    Length,
    /// Nothing between BEGIN and END.
    Empty,
}

in_words! { Fault:
    Self::NoEnd => ["error-fault-no-end"],
    Self::EndLabel(label) => ["error-fault-end-label", label = crate::text::escape_for_terminal(label)],
    Self::CrowdedMarker(line) => ["error-fault-crowded-marker", line],
    Self::Character(line) => ["error-fault-character", line],
    Self::Length => ["error-fault-length"],
    Self::Empty => ["error-fault-empty"],
}

/// A block that can't be read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BrokenBlock {
    /// The line of its BEGIN, from 1.
    pub line: usize,
    /// Its label, safe to show.
    pub label: String,
    /// What is wrong.
    pub why: Fault,
}

in_words! { BrokenBlock with hints:
    Self { line, label, why } => ["error-broken-block", label, line, why],
}

impl Block {
    /// What it holds.
    pub(super) fn decoded(self) -> Result<Zeroizing<Vec<u8>>, BrokenBlock> {
        let (line, label) = (self.line, crate::text::escape_for_terminal(&self.label));
        self.contents.map_err(|why| BrokenBlock { line, label, why })
    }
}

/// Something in a text that looks like PEM to people and not to etcd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Almost {
    /// The line, from 1.
    pub(super) line: usize,
    /// What it is.
    pub(super) why: Words,
}

/// All blocks of a text, and all that nearly are.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) blocks: Vec<Block>,
    pub(super) almost: Vec<Almost>,
}

/// Finds and decodes up to `limit` blocks in a text with line ends LF or CRLF.
pub(super) fn scan(text: &str, limit: usize) -> Scan {
    let Outline { blocks, almost, .. } = outline(text, limit);
    let mut room = Room::default();
    Scan { blocks: blocks.iter().map(|block| block.read(&mut room)).collect(), almost }
}

/// All blocks of a text before they are decoded, which can be done on all cores, and all that nearly are.
#[derive(Default)]
pub(super) struct Outline<'a> {
    pub(super) blocks: Vec<Marked<'a>>,
    pub(super) almost: Vec<Almost>,
    /// Whether there were more blocks than the limit.
    pub(super) stopped: bool,
}

impl Outline<'_> {
    fn nearly(&mut self, line: usize, why: Option<Words>) {
        // Ten such lines tell as much as ten thousand.
        if self.almost.len() < 10 {
            self.almost.extend(why.map(|why| Almost { line, why }));
        }
    }
}

/// Finds up to `limit` blocks in a text with line ends LF or CRLF.
pub(super) fn outline(text: &str, limit: usize) -> Outline<'_> {
    let mut outline = Outline::default();
    let mut joined = false;
    let mut lines = Lines::of(text);
    while let Some((line, marked)) = lines.next_marked() {
        let Some(after) = marked.strip_prefix(BEGIN) else {
            let why = match joint(marked) {
                Some(_) => Some(JOINED),
                // The end of a block whose BEGIN was told of already.
                None if joined && marked.starts_with(END) => None,
                None => almost(marked),
            };
            joined = why == Some(JOINED) || joined && !marked.starts_with(END);
            outline.nearly(line, why);
            continue;
        };
        if outline.blocks.len() == limit {
            outline.stopped = true;
            break;
        }
        let (first, start) = (lines.number, lines.at);
        let mut end = None;
        let mut stop = text.len();
        while let Some(mark) = lines.mark() {
            if mark.line.starts_with(BEGIN) {
                stop = mark.at;
                break;
            }
            lines.pass(&mark);
            if let Some(rest) = mark.line.strip_prefix(END) {
                (end, stop) = (Some((mark.number, rest)), mark.at);
                break;
            }
        }
        let body = Body { first, text: text.get(start..stop).unwrap_or_default() };
        outline.blocks.push(Marked { line, after, body, end });
        let met = end.filter(|(_, rest)| rest.contains(JOINT));
        joined = met.is_some();
        outline.nearly(met.map_or(0, |(line, _)| line), met.map(|_| JOINED));
    }
    outline
}

/// The same for a file, which may be in any encoding that agrees with ASCII. Its text is wiped, for a key may be
/// in it.
pub(super) fn scan_bytes(bytes: &[u8], limit: usize) -> Scan {
    scan(&Zeroizing::new(String::from_utf8_lossy(bytes).into_owned()), limit)
}

/// Says why a line that mentions a marker isn't one.
fn almost(line: &str) -> Option<Words> {
    let (before, _) = line.split_once("BEGIN ").or_else(|| line.split_once("END "))?;
    let trimmed = before.trim_start();
    match trimmed {
        DASHES if before.len() > trimmed.len() => Some(Words("nearly-indented")),
        DASHES => Some(Words("nearly-end")),
        "" => None,
        _ if trimmed.chars().all(|c| c == '-') => Some(Words("nearly-dashes")),
        _ if trimmed.chars().all(is_dash) => Some(Words("nearly-hyphens")),
        _ if trimmed.ends_with(DASHES) => Some(Words("nearly-follows")),
        _ => None,
    }
}

/// A line with its number, from 1.
type Line<'a> = (usize, &'a str);

/// The lines between BEGIN and END, borrowed.
#[derive(Clone, Copy)]
struct Body<'a> {
    /// The number of the first.
    first: usize,
    text: &'a str,
}

impl<'a> Body<'a> {
    fn lines(self) -> impl Iterator<Item = Line<'a>> + Clone {
        let (text, mut start) = (self.text, 0);
        let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
        let line = move |end| {
            let line = text.get(start..end).unwrap_or_default();
            start = end + 1;
            trim_line(line)
        };
        (self.first..).zip(ends.map(line))
    }

    /// Counts the header lines above the base64: they hold a colon, which base64 can't. A header goes on
    /// in lines that start with a blank.
    fn headers(self) -> usize {
        let continued = |line: &str| line.starts_with([' ', '\t']);
        let mut headers = 0;
        for (_, line) in self.lines() {
            if !(line.contains(':') || headers > 0 && continued(line)) {
                break;
            }
            headers += 1;
        }
        headers
    }
}

/// A block between its markers, before it is decoded.
pub(super) struct Marked<'a> {
    /// The line of its BEGIN, from 1.
    line: usize,
    /// What stands after BEGIN in its line.
    after: &'a str,
    body: Body<'a>,
    /// The line of its END, and what stands after END in it.
    end: Option<Line<'a>>,
}

/// Room for the characters of one body after the other. It is wiped in the end, for they may be a key's.
#[derive(Default)]
pub(super) struct Room(Zeroizing<Vec<u8>>);

impl Room {
    /// Empty room for so many characters. It is made anew where they are more: a buffer that grows leaves copies
    /// behind.
    fn of(&mut self, length: usize) -> &mut Vec<u8> {
        self.0.clear();
        if self.0.capacity() < length {
            self.0 = Zeroizing::new(Vec::with_capacity(length));
        }
        &mut self.0
    }
}

impl Marked<'_> {
    /// Decodes it.
    pub(super) fn read(&self, room: &mut Room) -> Block {
        let Self { line, after, body, end } = *self;
        let count = body.headers();
        let headers = || body.lines().take(count);
        let base64 = || body.lines().skip(count);
        let says_encrypted =
            |text: &str| text.contains("ENCRYPTED") || text.starts_with("DEK-Info");
        let label = after.split(DASHES).next().unwrap_or(after);
        let fault = marker_fault(line, after, label, base64(), end);
        let salvaged = fault.is_some().then(|| salvage(line, after, base64(), room)).flatten();
        Block {
            line,
            label: label::without_body(label),
            headers: count > 0,
            encrypted: headers().any(|(_, text)| says_encrypted(text)),
            cipher: headers().find_map(|(_, text)| {
                text.strip_prefix("DEK-Info:").map(|value| value.trim().to_owned())
            }),
            contents: fault.map_or_else(|| decode(base64(), room.of(body.text.len())), Err),
            salvaged,
        }
    }
}

/// Reads the body of a block that goes on in the line of its BEGIN, or that ends within a line or under
/// another label, or not at all: DER tells whether something is missing.
fn salvage<'a>(
    line: usize,
    after: &'a str,
    base64: impl Iterator<Item = Line<'a>>,
    room: &mut Room,
) -> Option<Zeroizing<Vec<u8>>> {
    let same_line = after.split_once(DASHES).map_or("", |(_, rest)| rest);
    let mut lines = Vec::new();
    for (number, text) in std::iter::once((line, same_line)).chain(base64) {
        let (before, ended) = text.split_once(END).map_or((text, false), |(text, _)| (text, true));
        lines.push((number, before));
        // A mistaken marker isn't megabytes away.
        if ended || lines.len() > 10_000 {
            break;
        }
    }
    let length = lines.iter().map(|(_, line)| line.len()).sum();
    decode(lines.iter().copied(), room.of(length)).ok()
}

fn marker_fault<'a>(
    line: usize,
    after: &str,
    label: &str,
    mut body: impl Iterator<Item = Line<'a>>,
    end: Option<(usize, &str)>,
) -> Option<Fault> {
    if after.strip_suffix(DASHES) != Some(label) {
        return Some(Fault::CrowdedMarker(line));
    }
    let Some((end_line, rest)) = end else {
        let crowded = body.find(|(_, line)| line.contains(END));
        return Some(crowded.map_or(Fault::NoEnd, |(line, _)| Fault::CrowdedMarker(line)));
    };
    let found = rest.split(DASHES).next().unwrap_or(rest);
    if rest.strip_suffix(DASHES) != Some(found) {
        return Some(Fault::CrowdedMarker(end_line));
    }
    (found != label)
        .then(|| Fault::EndLabel(label::without_body(&found.chars().take(64).collect::<String>())))
}

/// Whether a file holds PEM under another layer of base64: what `-----BEGIN` becomes there.
pub(super) fn is_encoded(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = b"LS0tLS1CRUdJTi";
    memmem::find(bytes, BEGIN).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Result<Vec<u8>, Fault> {
        let mut scan = scan(text, 10);
        assert_eq!((scan.blocks.len(), scan.almost.len()), (1, 0), "{text}");
        scan.blocks.remove(0).contents.map(|bytes| bytes.to_vec())
    }

    #[test]
    fn what_is_written_is_read_again_at_every_length() {
        for length in 1..200_u8 {
            let der: Vec<u8> = (0..length).collect();
            let text = encode("CERTIFICATE", &der);
            assert!(text.lines().all(|line| line.len() <= 64));
            assert_eq!(only(&text).unwrap(), der);
            assert_eq!(only(&text.replace('\n', "\r\n")).unwrap(), der);
        }
        assert_eq!(
            encode("X", b"any carnal pleas").as_str(),
            "-----BEGIN X-----\nYW55IGNhcm5hbCBwbGVhcw==\n-----END X-----\n"
        );
    }

    #[test]
    fn a_buffer_that_holds_a_key_never_grows() {
        for length in [0, 1, 47, 48, 49, 1200] {
            let text = encode("PRIVATE KEY", &vec![7; length]);
            assert!(text.len() <= text.capacity() && text.capacity() < text.len() + 8, "{length}");
        }
    }

    #[test]
    fn faults_are_told_apart() {
        let of = |text: &str| only(text).unwrap_err();
        assert_eq!(of("-----BEGIN A-----\nAAAA"), Fault::NoEnd);
        assert_eq!(of("-----BEGIN A-----\nAAAA\n-----END B-----"), Fault::EndLabel("B".into()));
        assert_eq!(of("-----BEGIN A----- AAAA\n-----END A-----"), Fault::CrowdedMarker(1));
        assert_eq!(of("-----BEGIN A-----\nAAAA-----END A-----"), Fault::CrowdedMarker(2));
        assert_eq!(of("-----BEGIN A-----\n\nAA!A\n-----END A-----"), Fault::Character(3));
        assert_eq!(of("-----BEGIN A-----\nAA=A\n-----END A-----"), Fault::Character(2));
        for body in ["AAA", "A===", "AAAA=", "===="] {
            assert_eq!(of(&format!("-----BEGIN A-----\n{body}\n-----END A-----")), Fault::Length);
        }
        assert_eq!(of("-----BEGIN A-----\n-----END A-----"), Fault::Empty);
    }

    #[test]
    fn headers_are_seen_and_passed_over() {
        let text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,\n AB\n\nAAAA\n-----END RSA PRIVATE KEY-----";
        let block = scan(text, 10).blocks.remove(0);
        assert!(block.headers && block.encrypted);
        assert_eq!(block.cipher.as_deref(), Some("AES-256-CBC,"));
        assert_eq!(block.contents.unwrap().as_slice(), [0, 0, 0]);
    }

    #[test]
    fn no_part_of_a_text_is_in_two_bodies() {
        for text in ["-----BEGIN A-----\n", "-----BEGIN A-----\nAAAA\n-----END B-----\n"] {
            let text = text.repeat(1000) + "AAAA";
            let bodies = outline(&text, 5000).blocks;
            let length: usize = bodies.iter().map(|block| block.body.text.len()).sum();
            assert!(bodies.len() == 1000 && length <= text.len(), "{length}");
        }
    }

    #[test]
    fn near_misses_are_named_with_their_line() {
        for (text, expected) in [
            ("\n  -----BEGIN A-----", "indented"),
            ("\nx -----BEGIN A-----", "follows other text"),
            ("\n—–---BEGIN A-----", "not plain hyphens"),
            ("\n----BEGIN A----", "five dashes"),
            ("\n-----END A-----", "no BEGIN"),
        ] {
            let almost = scan(text, 10).almost;
            assert_eq!(almost.len(), 1, "{text}");
            assert!(
                almost[0].why.to_string().contains(expected) && almost[0].line == 2,
                "{almost:?}"
            );
        }
        assert!(scan("the BEGIN of\nBEGIN x", 10).almost.is_empty());
    }

    #[test]
    fn blocks_that_were_joined_without_a_line_break_are_told_of_where_they_meet() {
        let text = "-----BEGIN A-----\nAAAA\n-----END A----------BEGIN B-----\nAAAA\n-----END B-----\n-----BEGIN C-----\nAAAA\n-----END C-----\n-----END D-----\n";
        let found = scan(text, 10);
        let lines: Vec<usize> = found.almost.iter().map(|one| one.line).collect();
        assert_eq!(lines, [3, 9]);
        assert!(found.almost[0].why.to_string().starts_with("a line break is missing here"));
        assert_eq!(joints(text), [3]);
        let repaired = scan(&repaired(text), 10);
        let labels: Vec<_> = repaired.blocks.iter().map(|one| (one.line, &*one.label)).collect();
        assert_eq!(labels, [(1, "A"), (4, "B"), (7, "C")]);
        assert!(repaired.blocks.iter().all(|one| one.contents.is_ok()));
    }
}
