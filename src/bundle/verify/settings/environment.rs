//! Environment files, as systemd reads them.

use std::collections::BTreeMap;

/// The settings in an environment file, by flag.
pub(super) fn settings(text: &str) -> BTreeMap<String, String> {
    let of_etcd = |(name, value): (String, String)| {
        let flag = name.strip_prefix("ETCD_")?.to_ascii_lowercase().replace('_', "-");
        Some((flag, value))
    };
    variables(text).into_iter().filter_map(of_etcd).collect()
}

/// Reads an environment file by systemd's rules, as far as etcd's values need them: comments start with
/// `#` or `;`, quotes count at the start of a value, a backslash takes the next character as it is, and
/// at the end of a line joins the next one. The last of two lines for one variable wins.
fn variables(text: &str) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut line = line.to_owned();
        while line.ends_with('\\') {
            line.pop();
            let Some(next) = lines.next() else { break };
            line.push_str(next);
        }
        let line = line.trim();
        if line.starts_with(['#', ';']) {
            continue;
        }
        if let Some((name, value)) = line.split_once('=') {
            variables.insert(name.trim_end().to_owned(), unquoted(value.trim()));
        }
    }
    variables
}

fn unquoted(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    let quote = characters.next_if(|c| *c == '"' || *c == '\'');
    while let Some(character) = characters.next() {
        match character {
            // Within single quotes a backslash is itself.
            '\\' if quote != Some('\'') => plain.extend(characters.next()),
            c if Some(c) == quote => break,
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_files_are_read_as_systemd_reads_them() {
        let read = variables(
            "# A=1\n;B=1\nC=a#b\nD=\"x \\\"y\\\" $z\"\nE='a\\b'\nF=a\\\nb\n# joined \\\nG=lost\nH = 1\nC2=\nI=1\nI=2\n",
        );
        let read: Vec<(&str, &str)> =
            read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            read,
            [
                ("C", "a#b"),
                ("C2", ""),
                ("D", "x \"y\" $z"),
                ("E", "a\\b"),
                ("F", "ab"),
                ("H", "1"),
                ("I", "2")
            ]
        );
    }

    #[test]
    fn a_variable_is_a_flag_in_capitals() {
        let read = settings("ETCD_PEER_CERT_FILE=/a\nPATH=/bin\n");
        assert_eq!(read, BTreeMap::from([("peer-cert-file".to_owned(), "/a".to_owned())]));
    }
}
