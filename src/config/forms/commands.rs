//! Files that hold a command in a form of their own, as the script that says the same, line for line: Dockerfiles,
//! supervisord's programs, and files of arguments (`MicroK8s` has them in `args/`).

use crate::etcd::flags;

/// The script of a file; none where it has none of these forms.
pub(in crate::config) fn script(path: &str, text: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_of_images = |name: &str| matches!(name, "Dockerfile" | "Containerfile");
    let is_image = is_of_images(name)
        || name.split_once('.').is_some_and(|(a, b)| is_of_images(a) || is_of_images(b));
    if is_image {
        return Some(image(text));
    }
    if text.lines().any(|line| line.trim().starts_with("[program:")) {
        return Some(programs(text));
    }
    arguments(text)
}

/// What an image starts, with the variables that it gives: the last `ENTRYPOINT`, and the last `CMD` behind it.
fn image(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let (mut entry, mut command) = (None, None);
    for (at, line) in text.lines().enumerate() {
        let (instruction, rest) = line.trim().split_once(char::is_whitespace).unwrap_or_default();
        let given = || (at, words(rest));
        let mut said = String::new();
        match instruction.to_ascii_uppercase().as_str() {
            "ENTRYPOINT" => entry = Some(given()),
            "CMD" => command = Some(given()),
            "ENV" => said = format!("export {rest}"),
            // What came before is another image's.
            "FROM" => (entry, command) = (None, None),
            _ => said.push_str(line),
        }
        lines.push(said);
    }
    let at = command.as_ref().or(entry.as_ref()).map(|(at, _)| *at);
    let all = [entry, command].into_iter().flatten().map(|(_, words)| words);
    if let Some(line) = at.and_then(|at| lines.get_mut(at)) {
        *line = all.collect::<Vec<_>>().join(" ");
    }
    lines.join("\n")
}

/// A list in JSON as words of a shell; anything else is a shell's already.
fn words(text: &str) -> String {
    let list: Option<Vec<String>> = serde_json::from_str(text).ok();
    let quoted = |word: &String| format!("'{}'", word.replace('\'', "'\\''"));
    list.map_or_else(|| text.to_owned(), |all| all.iter().map(quoted).collect::<Vec<_>>().join(" "))
}

/// The command of each program, behind the variables of its section.
fn programs(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let (mut command, mut variables): (Option<usize>, Option<String>) = (None, None);
    for line in text.lines().map(str::trim).chain(["["]) {
        let (key, value) = line.split_once('=').unwrap_or_default();
        let mut said = String::new();
        match key.trim() {
            "command" => {
                command = Some(lines.len());
                value.trim().clone_into(&mut said);
            }
            "environment" => variables = Some(assignments(value)),
            _ if line.starts_with('[') => {
                let at = command.take().and_then(|at| lines.get_mut(at));
                if let (Some(line), Some(variables)) = (at, variables.take()) {
                    *line = format!("{variables} {line}");
                }
            }
            _ => {}
        }
        lines.push(said);
    }
    lines.join("\n")
}

/// `A="b",C=d` without the commas that aren't quoted.
fn assignments(text: &str) -> String {
    let mut quote = None;
    let blank = |c: char| {
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == ',' => return ' ',
            _ => {}
        }
        c
    };
    text.trim().chars().map(blank).collect()
}

/// A file whose lines are flags of etcd's and nothing else.
fn arguments(text: &str) -> Option<String> {
    let is_said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let said: Vec<&str> = text.lines().filter(is_said).map(str::trim).collect();
    let is_etcds = |line: &&str| {
        let name = line.trim_start_matches('-').split(['=', ' ']).next().unwrap_or_default();
        flags::find(name).is_some()
    };
    let is_one = said.iter().all(|line| line.starts_with("--"))
        && said.iter().copied().filter(|line| is_etcds(line)).count() >= 2;
    is_one.then(|| {
        let line =
            |line: &str| if is_said(&line) { format!("{line} \\\n") } else { " \\\n".into() };
        let lines: String = text.lines().map(line).collect();
        format!("etcd {lines}")
    })
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn commands_of_other_forms_are_those_of_a_script() {
        let read = |path: &str, text: &str| script(path, text).unwrap_or_default();
        let image = "FROM x\nENV A=b\nENTRYPOINT [\"etcd\"]\n\nCMD [\"--name\", \"it's\"]\n";
        assert_eq!(read("/i/Dockerfile", image), "\nexport A=b\n\n\n'etcd' '--name' 'it'\\''s'");
        assert_eq!(read("/i/etcd.Dockerfile", "CMD etcd --name=a"), "etcd --name=a");
        let programs = "[program:a]\nenvironment=A=\"b,c\",D=e\ncommand = /bin/etcd --name=a\n[program:b]\ncommand=x";
        assert_eq!(read("/s.conf", programs), "\n\nA=\"b,c\" D=e /bin/etcd --name=a\n\nx\n");
        let arguments = "# Ours.\n--name=a\n\n--data-dir=${D}/x\n";
        assert_eq!(
            read("/args/etcd", arguments),
            "etcd  \\\n--name=a \\\n \\\n--data-dir=${D}/x \\\n"
        );
        for other in ["--name=a\n", "--name=a\n--data-dir=/d\nx\n", "--a=b\n--c=d\n"] {
            assert_eq!(script("/args/etcd", other), None, "{other}");
        }
    }
}
