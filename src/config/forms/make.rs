//! Makefiles, as far as their recipes are commands of a shell: plain variables are put in, line for line.

use std::collections::BTreeMap;

/// The longest line that values make.
const LONGEST: usize = 1 << 14;

/// Whether a file is one by its name.
pub(in crate::config) fn is_makefile(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    matches!(name, "Makefile" | "makefile" | "GNUmakefile") || extension == Some("mk")
}

/// The recipes as a shell reads them.
pub(in crate::config) fn recipes(text: &str) -> String {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        if let Some(recipe) = line.strip_prefix('\t') {
            let recipe = recipe.trim_start_matches(['@', '-', '+', ' ', '\t']);
            lines.push(filled(recipe, &known));
            continue;
        }
        if let Some((name, value)) = assignment(line) {
            let value = filled(value, &known);
            known.insert(name.to_owned(), value);
        }
        lines.push(String::new());
    }
    lines.join("\n")
}

/// `NAME = VALUE` in one of make's ways. What is added to, or asked of a shell, stays unknown.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end_matches([':', '?']).trim();
    let name = name.strip_prefix("export ").unwrap_or(name).trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_plain = !name.is_empty() && name.chars().all(is_name);
    (is_plain && !value.contains("$(shell")).then_some((name, value.trim()))
}

/// Puts in `$(NAME)` and `${NAME}`; `$$` is a dollar of the shell's. What isn't known stays as it is.
fn filled(text: &str, known: &BTreeMap<String, String>) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        whole.push_str(before);
        let close = match after.chars().next() {
            Some('(') => ')',
            Some('{') => '}',
            Some('$') => {
                whole.push('$');
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            _ => {
                whole.push('$');
                rest = after;
                continue;
            }
        };
        let named = after.get(1..).and_then(|inner| inner.split_once(close));
        let value = named.and_then(|(name, tail)| Some((known.get(name)?, tail)));
        rest = if let Some((value, tail)) = value.filter(|_| whole.len() < LONGEST) {
            whole.push_str(value);
            tail
        } else {
            whole.push('$');
            after
        };
    }
    whole + rest
}

#[cfg(test)]
mod tests {
    use super::recipes;

    #[test]
    fn variables_are_put_in_and_lines_stay() {
        let text = "EP := https://a:1\nCA ?= $(DIR)/ca\nCTL = etcdctl --endpoints=$(EP)\nget: x\n\t@$(CTL) --cacert=${CA} get $$K\n";
        assert_eq!(
            recipes(text),
            "\n\n\n\netcdctl --endpoints=https://a:1 --cacert=$(DIR)/ca get $K"
        );
    }
}
