//! Changes of one setting in the text of a settings file, as a person makes them: the rest of the file stays.

/// Sets what is written like a variable (`ETCD_X`), a flag (`--x`) or a key (`x`, `section.x`) in the text of an
/// environment file, a unit or a config file. Without a value it is taken out.
pub(super) fn edit(text: &str, setting: &str, value: Option<&str>) -> Option<String> {
    if let Some(flag) = setting.strip_prefix("--") {
        return command(text, flag, value);
    }
    if setting.starts_with("ETCD_") {
        let line = value.map(|value| format!("{setting}={value}"));
        return Some(line_of(text, (0, usize::MAX), &format!("{setting}="), line));
    }
    let Some((section, key)) = setting.split_once('.') else {
        let line = value.map(|value| format!("{setting}: {value}"));
        return Some(line_of(text, (0, usize::MAX), &format!("{setting}:"), line));
    };
    let start = text.lines().position(|line| line == format!("{section}:"))? + 1;
    let is_inner = |line: &&str| line.starts_with(' ') || line.trim().is_empty();
    let count = text.lines().skip(start).take_while(is_inner).count();
    let line = value.map(|value| format!("  {key}: {value}"));
    Some(line_of(text, (start, start + count), &format!("  {key}:"), line))
}

/// Puts a line in the place of the one that starts so, among the lines from and to; at the first of them where there is
/// none, or at the end of the text.
fn line_of(text: &str, (from, to): (usize, usize), start: &str, new: Option<String>) -> String {
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let found = (from..to.min(lines.len()))
        .find(|at| lines.get(*at).is_some_and(|line| line.starts_with(start)));
    match (found, new) {
        (Some(at), Some(new)) => lines.splice(at..=at, [new]).for_each(drop),
        (Some(at), None) => drop(lines.remove(at)),
        (None, Some(new)) if from > 0 => lines.insert(from, new),
        (None, Some(new)) => lines.push(new),
        (None, None) => {}
    }
    lines.join("\n") + "\n"
}

/// Changes a flag of a unit's command.
fn command(text: &str, flag: &str, value: Option<&str>) -> Option<String> {
    let (before, rest) = text.split_once("\nExecStart=")?;
    let (command, after) = rest.split_once('\n')?;
    let is_it = |word: &str| {
        word.strip_prefix("--")
            .is_some_and(|rest| rest == flag || rest.starts_with(&format!("{flag}=")))
    };
    let mut words: Vec<String> =
        command.split(' ').filter(|word| !is_it(word)).map(ToOwned::to_owned).collect();
    words.extend(value.map(|value| format!("--{flag}={value}")));
    Some(format!("{before}\nExecStart={}\n{after}", words.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::edit;

    #[test]
    fn a_setting_is_changed_where_it_stands_and_nothing_else() {
        let env = "# ETCD_NAME=x\nETCD_NAME=m1\nETCD_X=1\n";
        assert_eq!(
            edit(env, "ETCD_NAME", Some("m2")).unwrap(),
            "# ETCD_NAME=x\nETCD_NAME=m2\nETCD_X=1\n"
        );
        assert_eq!(edit(env, "ETCD_X", None).unwrap(), "# ETCD_NAME=x\nETCD_NAME=m1\n");
        assert_eq!(edit(env, "ETCD_Y", Some("2")).unwrap(), format!("{env}ETCD_Y=2\n"));
        let unit = "[Service]\nExecStart=/usr/local/bin/etcd --a=1 --ab=2\nX=y\n";
        let changed = edit(unit, "--a", Some("3")).unwrap();
        assert_eq!(changed, "[Service]\nExecStart=/usr/local/bin/etcd --ab=2 --a=3\nX=y\n");
        assert_eq!(
            edit(&changed, "--a", None).unwrap(),
            "[Service]\nExecStart=/usr/local/bin/etcd --ab=2\nX=y\n"
        );
        let yaml = "name: m1\nclient:\n  # why\n  auth: true\npeer:\n  auth: true\n";
        let changed = edit(yaml, "peer.auth", Some("\"true\"")).unwrap();
        assert_eq!(changed, "name: m1\nclient:\n  # why\n  auth: true\npeer:\n  auth: \"true\"\n");
        assert_eq!(edit(yaml, "name", Some("m2")).unwrap(), yaml.replace("m1", "m2"));
        assert!(edit(yaml, "client.ca", Some("x")).unwrap().contains("client:\n  ca: x\n  # why"));
        assert_eq!(edit(yaml, "other.x", Some("1")), None);
    }
}
