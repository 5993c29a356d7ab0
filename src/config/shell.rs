//! Command lines as people keep them in notes and scripts: `etcd --name … \` over several lines.

use super::unit::{Word, is_name};

/// One start of etcd, with the variables that stand before it.
#[derive(Debug)]
pub(super) struct Invocation {
    /// The program as it is named, then its arguments.
    pub(super) words: Vec<Word>,
    /// `ETCD_X=…` in front, or assigned and exported in lines above.
    pub(super) variables: Vec<(usize, String, String)>,
}

/// Finds every start of etcd in a text, in order.
pub(super) fn invocations(text: &str) -> Vec<Invocation> {
    let mut found = Vec::new();
    let mut exported: Vec<(usize, String, String)> = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let mut whole = vec![(number, line.to_owned())];
        while whole.last().is_some_and(|(_, text)| text.ends_with('\\')) {
            if let Some((_, text)) = whole.last_mut() {
                text.pop();
            }
            let Some((number, line)) = lines.next() else { break };
            whole.push((number, line.to_owned()));
        }
        take(&words(&whole), &mut exported, &mut found);
    }
    found
}

fn take(words: &[Word], exported: &mut Vec<(usize, String, String)>, found: &mut Vec<Invocation>) {
    let is_prompt = |word: &&Word| matches!(word.text.as_str(), "$" | ">" | "`");
    let mut words = words.iter().skip_while(is_prompt).peekable();
    let mut own = Vec::new();
    let mut is_export = false;
    while let Some(word) = words.next_if(|word| {
        matches!(word.text.as_str(), "sudo" | "env" | "nohup" | "exec" | "export")
            || assignment(word).is_some()
    }) {
        is_export |= word.text == "export";
        own.extend(assignment(word).map(|(name, value)| (word.line, name, value)));
    }
    let words: Vec<Word> = words.take_while(|word| !is_operator(word)).cloned().collect();
    let is_etcd = words.first().is_some_and(|word| is_program(&word.text))
        && words.get(1).is_some_and(|word| word.text.starts_with('-'));
    if is_etcd {
        let variables = exported.iter().cloned().chain(own).collect();
        found.push(Invocation { words, variables });
    } else if is_export || words.is_empty() {
        exported.extend(own);
    }
}

/// Whether a path names etcd.
pub(super) fn is_program(path: &str) -> bool {
    path.rsplit('/').next() == Some("etcd")
}

fn is_operator(word: &Word) -> bool {
    matches!(word.text.as_str(), "&" | "&&" | "|" | "||" | ";" | ">" | ">>" | "2>&1" | "&>")
}

fn assignment(word: &Word) -> Option<(String, String)> {
    let (name, value) = word.text.split_once('=')?;
    is_name(name).then(|| (name.to_owned(), value.to_owned()))
}

/// Splits as a POSIX shell does (XCU 2.2); what only a running shell knows leaves a word open.
pub(super) fn words(lines: &[(usize, String)]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut quote = None;
    for (line, text) in lines {
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            if quote.is_none() && character.is_ascii_whitespace() {
                words.extend(word.take());
                continue;
            }
            if quote.is_none() && word.is_none() && character == '#' {
                break;
            }
            let word = word.get_or_insert(Word { line: *line, text: String::new(), open: false });
            match (character, quote) {
                (mark, Some(open)) if mark == open => quote = None,
                ('"' | '\'', None) => quote = Some(character),
                ('\\', None) => word.text.extend(characters.next()),
                ('\\', Some('"')) => match characters.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => word.text.push(c),
                    Some(other) => word.text.extend(['\\', other]),
                    None => {}
                },
                ('$' | '`', None | Some('"')) => {
                    word.open = true;
                    word.text.push(character);
                }
                (other, _) => word.text.push(other),
            }
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_start_of_etcd_is_found_with_its_variables() {
        let text = "```shell\n$ etcd --name a --data-dir 'x y' \\\n  --on=\"tr\"ue & \nexport ETCD_NAME=b\n\
            sudo ETCD_DEBUG=1 /usr/bin/etcd --data-dir=$HOME/d # c\netcdctl --name x\nthe etcd is good\n";
        let found = invocations(text);
        assert_eq!(found.len(), 2);
        let texts: Vec<_> = found[0].words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["etcd", "--name", "a", "--data-dir", "x y", "--on=true"]);
        assert_eq!(found[0].words[5].line, 3);
        assert_eq!(found[1].variables.len(), 2);
        assert!(found[1].words[1].open);
    }
}
