//! Files within notes and scripts: here-documents (XCU 2.7.4) and blocks of code, each with the lines of its file.

use std::collections::HashMap;

/// The most files of each kind that a text is searched for: each has as many lines as stand before it.
const MOST: usize = 100;

/// A file that a text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::config) struct Block {
    /// The line it starts in, from 1.
    pub(in crate::config) line: usize,
    /// Where it is written to, if that is said.
    pub(in crate::config) target: Option<String>,
    /// What it holds, behind as many empty lines as stand before it.
    pub(in crate::config) text: String,
    /// Whether a shell puts variables in where it writes the file, or nobody knows.
    pub(in crate::config) expands: bool,
}

/// Whether it is the README.txt of a bundle: what its commands start and ask is in the bundle itself.
pub(in crate::config) fn is_of_bundle(path: &str, text: &str) -> bool {
    let first = text.split("\n\n").next().unwrap_or_default();
    let is_named = path.rsplit('/').next() == Some("README.txt");
    is_named && first.contains("quorate") && first.contains("plan.json")
}

/// Whether a text reads as notes by its name: what is no setting in them is prose.
pub(in crate::config) fn is_prose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let prose = ["md", "markdown", "txt", "rst", "adoc", "asciidoc", "org", "html", "tex"];
    prose.contains(&extension.to_ascii_lowercase().as_str())
        || matches!(name, "README" | "NOTES" | "INSTALL")
}

/// Whether a text is a script.
pub(in crate::config) fn is_script(path: &str, text: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    text.starts_with("#!")
        || matches!(extension, "sh" | "bash" | "zsh" | "ksh")
        || path.contains("/init.d/")
        || path.contains("/rc.d/")
}

/// Takes the blocks out of a text, and returns what is left of it, line for line.
pub(in crate::config) fn blocks(
    text: &str,
    is_file: impl Fn(&str) -> bool,
) -> (Vec<Block>, String) {
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let mut found = here_documents(&mut lines);
    found.extend(fenced(&mut lines, is_file));
    found.sort_by_key(|block| block.line);
    (found, lines.join("\n"))
}

/// A here-document: its word, and whether the shell expands what it holds.
struct Opened {
    word: String,
    expands: bool,
}

fn here_documents(lines: &mut [String]) -> Vec<Block> {
    let mut found = Vec::new();
    // Where each line stands, so that a word that nothing closes costs nothing. Notes indent the end as well.
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        places.entry(line.trim().to_owned()).or_default().push(index);
    }
    let mut index = 0;
    while index < lines.len() && found.len() < MOST {
        let opened = lines.get(index).and_then(|line| opened(line));
        let end = opened.as_ref().and_then(|opened| {
            let places = places.get(&opened.word)?;
            places.get(places.partition_point(|place| *place <= index)).copied()
        });
        let (Some(opened), Some(end)) = (opened, end) else {
            index += 1;
            continue;
        };
        let target = lines.get(index).and_then(|command| target(command));
        let body = lines.get_mut(index + 1..end).unwrap_or_default();
        let mut text: Vec<String> = body.iter_mut().map(std::mem::take).collect();
        if opened.expands {
            text = text.iter().map(|line| unescaped(line)).collect();
        }
        let text = padded(index + 1, &text);
        found.push(Block { line: index + 2, target, text, expands: opened.expands });
        if let Some(end) = lines.get_mut(end) {
            end.clear();
        }
        index = end + 1;
    }
    found
}

fn padded(before: usize, lines: &[String]) -> String {
    "\n".repeat(before) + &lines.join("\n") + "\n"
}

/// The here-document that a line opens.
fn opened(line: &str) -> Option<Opened> {
    let (_, rest) = line.split_once("<<").filter(|(_, rest)| !rest.starts_with('<'))?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '\\'));
    let rest = quote.map_or(rest, |quote| rest.strip_prefix(quote).unwrap_or(rest));
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    let word = rest
        .get(..end)
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))?;
    Some(Opened { word: word.to_owned(), expands: quote.is_none() })
}

/// What a shell makes of a line of a here-document but for its variables.
fn unescaped(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some('\\' | '$' | '`')) => plain.extend(characters.next()),
            _ => plain.push(character),
        }
    }
    plain
}

/// The file that a command writes its input to: `> FILE`, `tee FILE`.
fn target(command: &str) -> Option<String> {
    let mut words = command.split(|c: char| c.is_ascii_whitespace() || c == '|').peekable();
    let mut is_tee = false;
    while let Some(word) = words.next() {
        let redirected = word.strip_prefix(">>").or_else(|| word.strip_prefix('>'));
        let path = match redirected {
            Some("") => words.peek().copied(),
            Some(path) => Some(path),
            None if word == "tee" => {
                is_tee = true;
                None
            }
            None if is_tee && !word.starts_with('-') && !word.is_empty() => Some(word),
            None => None,
        };
        let path = path.map(|path| path.trim_matches(['"', '\'']));
        if let Some(path) = path.filter(|path| path.starts_with('/') && *path != "/dev/null") {
            return Some(path.to_owned());
        }
    }
    None
}

/// Blocks of code between fences that are files; commands stay where they are.
fn fenced(lines: &mut [String], is_file: impl Fn(&str) -> bool) -> Vec<Block> {
    let mut found = Vec::new();
    let fence =
        |line: &str| ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
    let mut index = 0;
    while index < lines.len() && found.len() < MOST {
        let Some(mark) = lines.get(index).and_then(|line| fence(line)) else {
            index += 1;
            continue;
        };
        let rest = lines.get(index + 1..).unwrap_or_default();
        let length = rest.iter().position(|line| fence(line) == Some(mark)).unwrap_or(rest.len());
        let body = lines.get_mut(index + 1..index + 1 + length).unwrap_or_default();
        let indent = body
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .min()
            .unwrap_or(0);
        let text: Vec<String> =
            body.iter().map(|line| line.get(indent..).unwrap_or_default().to_owned()).collect();
        let first = text.iter().find(|line| !line.trim().is_empty());
        let named = first.and_then(|line| line.strip_prefix("# ")).map(str::trim);
        if is_file(&text.join("\n")) {
            body.iter_mut().for_each(String::clear);
            let target = named.filter(|path| path.starts_with('/')).map(ToOwned::to_owned);
            let text = padded(index + 1, &text);
            found.push(Block { line: index + 2, target, text, expands: true });
        }
        index += length + 2;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_in_notes_keep_their_lines_and_commands_stay() {
        let text = "# Notes\n```\ncat <<EOF | sudo tee /etc/a.service\n[Service]\nA=b \\\\\n  $X \\$Y\nEOF\n\
            systemctl start a\n```\ncat > /etc/b <<'E'\nA=$X\nE\n```ini\n[Service]\n```\n";
        let (found, rest) = blocks(text, |text| text.contains("[Service]"));
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].target.as_deref(), Some("/etc/a.service"));
        assert_eq!(found[0].text, "\n\n\n[Service]\nA=b \\\n  $X $Y\n");
        assert_eq!((found[0].line, found[0].expands), (4, true));
        assert_eq!((found[1].target.as_deref(), found[1].expands), (Some("/etc/b"), false));
        assert_eq!(found[2].text.lines().position(|line| line == "[Service]"), Some(13));
        assert_eq!(rest.lines().nth(7), Some("systemctl start a"));
        assert!(!rest.contains("[Service]"));
        // What is never closed is none, and a comparison isn't either.
        assert_eq!(blocks("cat <<EOF\na\n", |_| true).0, []);
        assert_eq!(blocks("a << b\n1 <<<x\n", |_| true).0, []);
    }
}
