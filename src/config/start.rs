//! The commands of a unit.

use std::collections::BTreeMap;

use super::at;
use super::unit::{self, Unit, Word};
use crate::finding::Finding;
use crate::finding::rules::units::{UndefinedVariable, UnknownSpecifier};

/// A command of a unit: the program, then its arguments.
#[derive(Debug)]
pub(super) struct Start {
    /// The file it stands in.
    pub(super) path: String,
    /// The line it starts in.
    pub(super) line: usize,
    words: Vec<Word>,
    /// Whether variables are expanded (`:` in front says no).
    expands: bool,
    /// Specifiers that systemd doesn't know.
    unknown: Vec<(usize, char)>,
}

impl Start {
    /// The commands of a unit that one of these keys has.
    pub(super) fn all(whole: &Unit, keys: &[&str]) -> Vec<Self> {
        let mut found = Vec::new();
        for (path, directive) in keys.iter().flat_map(|key| whole.all(key)) {
            for command in unit::commands(&directive.value) {
                let mut words = command.into_iter();
                let Some(first) = words.next() else { continue };
                let program = first.text.trim_start_matches(['@', '-', ':', '+', '!', '|']);
                let prefix = first.text.get(..first.text.len() - program.len()).unwrap_or_default();
                let program = Word { text: program.to_owned(), ..first.clone() };
                let named = usize::from(prefix.contains('@'));
                let mut words: Vec<Word> =
                    std::iter::once(program).chain(words.skip(named)).collect();
                let mut unknown = Vec::new();
                for word in &mut words {
                    if let Err(specifier) = unit::specifiers(word, &whole.name) {
                        unknown.push((word.line, specifier));
                    }
                }
                let (path, line, expands) = (path.to_owned(), first.line, !prefix.contains(':'));
                found.push(Self { path, line, words, expands, unknown });
            }
        }
        found
    }

    /// Its words as they are written.
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.words.iter()
    }

    /// The words with the variables of an environment. Where a shell wrote the unit, a variable that isn't known
    /// may be one of that shell's.
    pub(super) fn expanded(
        &self,
        known: &BTreeMap<String, String>,
        is_written_by_shell: bool,
        findings: &mut Vec<Finding>,
    ) -> Vec<Word> {
        for (line, unknown) in &self.unknown {
            let specifier = format!("%{unknown}");
            findings.push(at((&self.path, *line), UnknownSpecifier { specifier }));
        }
        if !self.expands {
            return self.words.clone();
        }
        let mut expanded = Vec::new();
        for word in &self.words {
            let (words, missing) = unit::variables(word, known);
            if is_written_by_shell && !missing.is_empty() {
                expanded.push(Word { open: true, ..word.clone() });
                continue;
            }
            for name in missing {
                // Debian's and others' `$DAEMON_ARGS` stands for nothing on purpose.
                if word.text != format!("${name}") {
                    findings.push(at((&self.path, word.line), UndefinedVariable { name }));
                }
            }
            expanded.extend(words);
        }
        expanded
    }
}
