//! The command of a unit that starts etcd.

use std::collections::BTreeMap;

use super::member::base;
use super::unit::{self, Unit, Word};
use super::{at, shell};
use crate::finding::Finding;
use crate::finding::rules::units::{UndefinedVariable, UnknownSpecifier};

/// The command of a unit that starts etcd.
pub(super) struct Start {
    /// The file it stands in.
    pub(super) path: String,
    /// The line it starts in.
    pub(super) line: usize,
    /// The program, as it is named.
    pub(super) program: String,
    words: Vec<Word>,
    /// Whether variables are expanded (`:` in front says no).
    expands: bool,
}

impl Start {
    /// Finds the first command of a unit that starts etcd, through a shell as well.
    pub(super) fn from_unit(whole: &Unit, findings: &mut Vec<Finding>) -> Option<Self> {
        for (path, directive) in whole.all("ExecStart") {
            for command in unit::commands(&directive.value) {
                let mut words = command.into_iter();
                let Some(first) = words.next() else { continue };
                let program = first.text.trim_start_matches(['@', '-', ':', '+', '!', '|']);
                let prefix = first.text.get(..first.text.len() - program.len()).unwrap_or_default();
                let mut words: Vec<Word> = words.skip(usize::from(prefix.contains('@'))).collect();
                let mut program = Word { text: program.to_owned(), ..first.clone() };
                for word in words.iter_mut().chain([&mut program]) {
                    if let Err(unknown) = unit::specifiers(word, &whole.name) {
                        let specifier = format!("%{unknown}");
                        findings.push(at((path, word.line), UnknownSpecifier { specifier }));
                    }
                }
                let expands = !prefix.contains(':');
                let (program, words) = through_shell(program.text, words);
                if shell::is_program(&program) {
                    let (path, line) = (path.to_owned(), first.line);
                    return Some(Self { path, line, program, words, expands });
                }
            }
        }
        None
    }

    /// The arguments with the variables of an environment.
    pub(super) fn expanded(
        &self,
        known: &BTreeMap<String, String>,
        findings: &mut Vec<Finding>,
    ) -> Vec<Word> {
        if !self.expands {
            return self.words.clone();
        }
        let mut expanded = Vec::new();
        for word in &self.words {
            let (words, missing) = unit::variables(word, known);
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

/// Looks through a shell that only starts etcd: `sh -c 'exec "$0" "$@"' PROGRAM …`, or the words of its
/// script.
fn through_shell(program: String, words: Vec<Word>) -> (String, Vec<Word>) {
    let is_shell = matches!(base(&program), "sh" | "bash" | "dash");
    let Some((option, rest)) = words.split_first().filter(|_| is_shell) else {
        return (program, words);
    };
    let Some((script, arguments)) = rest.split_first().filter(|_| option.text == "-c") else {
        return (program, words);
    };
    let runs_arguments = script.text.contains("\"$$0\"") || script.text.contains("\"$0\"");
    if let Some((program, arguments)) = arguments.split_first().filter(|_| runs_arguments) {
        return (program.text.clone(), arguments.to_vec());
    }
    let line = (script.line, script.text.replace("$$", "$"));
    let mut inner = shell::words(&[line]).into_iter();
    match inner.find(|word| shell::is_program(&word.text)) {
        Some(found) => (found.text, inner.collect()),
        None => (program, words),
    }
}
