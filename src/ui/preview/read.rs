//! Which line of a file is what: read back from the text, by the form of the file.

use std::path::Path;

use crate::etcd::flags::{self, Flag, Section};
use crate::render::layout;

/// The form of a file, by which its lines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A unit of systemd.
    Unit,
    /// A member's settings as variables.
    Environment,
    /// The same as YAML.
    ConfigFile,
    /// `etcdctl.env`.
    Client,
    /// `haproxy.cfg`.
    Haproxy,
    /// What a script reads.
    Values,
    /// What cfssl reads.
    Json,
    /// `certificates.list`.
    Steps,
    /// A script.
    Script,
    /// One that is explained as a whole.
    Whole,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing by itself: it is explained by what the file is.
    File,
    /// A section of a unit or of `haproxy.cfg`.
    Section(String),
    /// A section of a config file.
    Keys(Section),
    /// A directive of a unit, or of `haproxy.cfg`.
    Directive(String),
    /// A setting of etcd, by its flag without dashes.
    Setting(String),
    /// A variable.
    Variable(String),
    /// A key of JSON.
    Key(String),
    /// A step of `certificates.list`.
    Step(String),
    /// A function of a script, with the comment above it.
    Function(String, String),
}

/// The form of a file of a bundle, and the key of what is said of it; `None` where its text speaks for itself.
pub(super) fn form_of(path: &Path) -> Option<(Form, &'static str)> {
    let name = path.file_name()?.to_str()?;
    Some(match name {
        "README.txt" | "manifest.json" => return None,
        "plan.json" => (Form::Whole, "preview-plan"),
        "install.sh" => (Form::Script, "preview-install"),
        "request.sh" => (Form::Script, "preview-request"),
        "reachability.sh" => (Form::Script, "preview-reachability"),
        "single-node.sh" => (Form::Script, "preview-single-node"),
        "make-certificates.sh" => (Form::Script, "preview-make-certificates"),
        "sign-with-openssl.sh" => (Form::Script, "preview-sign-openssl"),
        "sign-with-cfssl.sh" => (Form::Script, "preview-sign-cfssl"),
        "certificates.list" => (Form::Steps, "preview-list"),
        "ca-config.json" | "cfssl-config.json" => (Form::Json, "preview-cfssl-config"),
        "haproxy.cfg" => (Form::Haproxy, "preview-haproxy"),
        layout::CLIENT_ENVIRONMENT => (Form::Client, "preview-etcdctl"),
        layout::CONFIG_FILE => (Form::ConfigFile, "preview-config-file"),
        _ => match name.rsplit_once('.')?.1 {
            "service" => (Form::Unit, "preview-unit"),
            "env" => (Form::Environment, "preview-environment"),
            "values" => (Form::Values, "preview-values"),
            "json" => (Form::Json, "preview-csr"),
            "ext" => (Form::Whole, "preview-extensions"),
            _ => return None,
        },
    })
}

/// What each line of a text is: a comment belongs to the line below it, a continued line to where it began.
pub(super) fn parts(form: Form, text: &str) -> Vec<Part> {
    let lines: Vec<&str> = text.lines().collect();
    let read = match form {
        Form::Unit => unit(&lines),
        Form::Environment => each(&lines, environment),
        Form::ConfigFile => config_file(&lines),
        Form::Client | Form::Values => variables(&lines),
        Form::Haproxy => each(&lines, haproxy),
        Form::Json => json(&lines),
        Form::Steps => each(&lines, |line| Some(Part::Step(first_word(line).to_owned()))),
        Form::Script => script(&lines),
        Form::Whole => vec![None; lines.len()],
    };
    let mut parts: Vec<Part> = Vec::with_capacity(lines.len());
    // From below: a comment is of the line that follows, up to the next blank one.
    for (line, part) in lines.iter().zip(read).rev() {
        let below = parts.last().cloned().filter(|_| is_comment(line));
        parts.push(part.or(below).unwrap_or(Part::File));
    }
    parts.reverse();
    parts
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

fn first_word(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or_default()
}

/// Reads lines that each stand for themselves.
fn each(lines: &[&str], read: fn(&str) -> Option<Part>) -> Vec<Option<Part>> {
    let is_blank = |line: &str| line.trim().is_empty() || is_comment(line);
    lines.iter().map(|line| if is_blank(line) { None } else { read(line) }).collect()
}

/// In the form of flags the comments above the command say which of them they are about.
fn unit(lines: &[&str]) -> Vec<Option<Part>> {
    let mut parts: Vec<Option<Part>> = Vec::new();
    let mut is_continued = false;
    for line in lines {
        let part = if is_continued {
            flag_in(line).or_else(|| parts.last().cloned().flatten())
        } else if let Some(comment) = line.strip_prefix("# ") {
            let about = parts.last().cloned().flatten().filter(|_| comment.starts_with("    "));
            flag_in(comment).filter(|_| comment.starts_with("--")).or(about)
        } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(Part::Section(name.to_owned()))
        } else {
            line.split_once('=').map(|(key, _)| Part::Directive(key.to_owned()))
        };
        is_continued = !is_comment(line) && line.ends_with('\\');
        parts.push(part);
    }
    parts
}

/// The first flag that a line names.
fn flag_in(line: &str) -> Option<Part> {
    let (_, rest) = line.split_once("--")?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    Some(Part::Setting(rest.get(..end)?.to_owned()))
}

fn environment(line: &str) -> Option<Part> {
    let (name, _) = line.split_once('=')?;
    let flag = name.strip_prefix("ETCD_")?.to_ascii_lowercase().replace('_', "-");
    Some(Part::Setting(flag))
}

fn config_file(lines: &[&str]) -> Vec<Option<Part>> {
    let mut section = None;
    let mut read = |line: &&str| {
        let (key, value) = line.split_once(':').filter(|_| !is_comment(line))?;
        if !key.starts_with(' ') {
            section = Section::named(key).filter(|_| value.is_empty());
            if let Some(section) = section {
                return Some(Part::Keys(section));
            }
        }
        let flag = flags::find_key(section, key.trim());
        flag.map(|flag: &Flag| Part::Setting(flag.name.clone()))
    };
    lines.iter().map(&mut read).collect()
}

/// Assignments of a shell; a value in single quotes goes on until they are closed.
fn variables(lines: &[&str]) -> Vec<Option<Part>> {
    let mut parts: Vec<Option<Part>> = Vec::new();
    let mut is_open = false;
    for line in lines {
        let assigned = || {
            let (name, _) = line.trim_start().trim_start_matches("export ").split_once('=')?;
            let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            (is_name && !name.is_empty()).then(|| Part::Variable(name.to_owned()))
        };
        let is_blank = line.trim().is_empty() || is_comment(line);
        let part = if is_open {
            parts.last().cloned().flatten()
        } else if is_blank {
            None
        } else {
            // What is no assignment finds out where the file is.
            assigned().or_else(|| Some(Part::Variable("quorate_directory".to_owned())))
        };
        if !is_comment(line) || is_open {
            is_open ^= line.matches('\'').count() % 2 == 1;
        }
        parts.push(part);
    }
    parts
}

/// By its first word, and the second where the first says no more than that it is an option.
fn haproxy(line: &str) -> Option<Part> {
    let mut words = line.split_whitespace();
    let first = words.next()?;
    if !line.starts_with(' ') {
        return Some(Part::Section(first.to_owned()));
    }
    let name = match first {
        "option" | "timeout" => format!("{first} {}", words.next()?),
        _ => first.to_owned(),
    };
    Some(Part::Directive(name))
}

/// By its key; what has none, such as the items of a list and closing brackets, is of the innermost key around it.
fn json(lines: &[&str]) -> Vec<Option<Part>> {
    let mut open: Vec<Option<Part>> = Vec::new();
    let mut parts = Vec::new();
    for line in lines {
        let text = line.trim().trim_end_matches(',');
        if text.starts_with(['}', ']']) {
            parts.push(open.pop().flatten());
            continue;
        }
        let key = text.strip_prefix('"').and_then(|rest| rest.split_once("\": "));
        // A profile is named as whoever wrote the file liked.
        let profiles = Some(Part::Key("profiles".to_owned()));
        let is_profile = open.last() == Some(&profiles);
        let name = |(key, _): (&str, &str)| if is_profile { "PROFILE" } else { key }.to_owned();
        let part = key.map(|key| Part::Key(name(key))).or_else(|| open.last().cloned().flatten());
        if text.ends_with(['{', '[']) {
            open.push(part.clone());
        }
        parts.push(part);
    }
    parts
}

/// By the function around it.
fn script(lines: &[&str]) -> Vec<Option<Part>> {
    let mut parts = Vec::new();
    let mut here = None;
    for (index, line) in lines.iter().enumerate() {
        if let Some(name) = line.strip_suffix("() {").filter(|name| !name.contains(' ')) {
            let above = lines.iter().take(index).rev().take_while(|line| line.starts_with("# "));
            let mut above: Vec<&str> = above.map(|line| line.trim_start_matches("# ")).collect();
            above.reverse();
            let about = above.join(" ");
            here = (!about.is_empty()).then(|| Part::Function(format!("{name}()"), about));
        }
        parts.push(here.clone());
        if *line == "}" {
            here = None;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directive(name: &str) -> Part {
        Part::Directive(name.to_owned())
    }

    fn setting(name: &str) -> Part {
        Part::Setting(name.to_owned())
    }

    #[test]
    fn comments_are_of_the_line_below_and_flags_of_a_command_are_settings() {
        let text = "# A unit.\n\n[Service]\n# Why.\nUser=a\nGroup=a\n# All:\n# --name:\n#     Who.\n\
            ExecStart=/bin/etcd \\\n    --name=a \\\n    \"--data-dir=/a b\"\n";
        let service = Part::Section("Service".to_owned());
        let expected = [
            Part::File,
            Part::File,
            service,
            directive("User"),
            directive("User"),
            directive("Group"),
            setting("name"),
            setting("name"),
            setting("name"),
            directive("ExecStart"),
            setting("name"),
            setting("data-dir"),
        ];
        assert_eq!(parts(Form::Unit, text), expected);
    }

    #[test]
    fn keys_of_a_config_file_are_those_of_their_section() {
        let text = "name: \"a\"\n\nclient-transport-security:\n  # Why.\n  cert-file: \"c\"\n\n\
            peer-transport-security:\n  cert-file: \"p\"\n\nlog-level: \"warn\"\n";
        let expected = [
            setting("name"),
            Part::File,
            Part::Keys(Section::Client),
            setting("cert-file"),
            setting("cert-file"),
            Part::File,
            Part::Keys(Section::Peer),
            setting("peer-cert-file"),
            Part::File,
            setting("log-level"),
        ];
        assert_eq!(parts(Form::ConfigFile, text), expected);
    }

    #[test]
    fn values_go_on_until_their_quotes_are_closed() {
        let text = "# What.\nA='a'\nPAIRS='one\ntwo'\nB='it'\\''s'\n";
        let variable = |name: &str| Part::Variable(name.to_owned());
        let expected =
            [variable("A"), variable("A"), variable("PAIRS"), variable("PAIRS"), variable("B")];
        assert_eq!(parts(Form::Values, text), expected);
    }

    #[test]
    fn what_has_no_key_is_of_the_key_around_it() {
        let text = "{\n  \"signing\": {\n    \"profiles\": {\n      \"peer\": {\n        \"usages\": [\n\
            \"client auth\"\n        ]\n      }\n    }\n  }\n}\n";
        let key = |name: &str| Part::Key(name.to_owned());
        let names = ["signing", "profiles", "PROFILE", "usages", "usages", "usages"].map(key);
        let closed = ["PROFILE", "profiles", "signing"].map(key);
        let expected = [&[Part::File], &names[..], &closed, &[Part::File]].concat();
        assert_eq!(parts(Form::Json, text), expected);
    }
}
