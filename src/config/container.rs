//! Containers that etcd runs in: `docker run` and its like, what of the host they see, and the release that their
//! image names.

use zeroize::Zeroizing;

use super::disk::Found;
use super::launch::{Assigned, base};
use super::unit::Word;
use crate::etcd::Release;

/// A file of variables that a container gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnvFile {
    /// The line that names it.
    pub(super) line: usize,
    /// The file, as it is named.
    pub(super) path: String,
    /// Whether quotes are a part of the value, as docker has it.
    pub(super) keeps_quotes: bool,
}

/// A container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Container {
    /// Its image; empty where it isn't known.
    pub(crate) image: String,
    /// Files of variables, in order.
    pub(super) env_files: Vec<EnvFile>,
    /// What it sees of the host: its own path, and the host's.
    pub(super) mounts: Vec<(String, String)>,
    /// Where it sees what isn't the host's: volumes of other kinds.
    pub(super) volumes: Vec<String>,
    /// Files that are written where the container is: of its Secrets and `ConfigMaps`.
    pub(super) files: Vec<Written>,
    /// Whether all that it sees beside its image is known.
    pub(super) is_whole: bool,
}

/// A file of a container that stands in the very document. Its text is kept from logs: it may be a key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Where the container has it.
    path: String,
    /// The line that it stands below; none where it is coded.
    line: Option<usize>,
    /// What it holds.
    bytes: Zeroizing<Vec<u8>>,
    /// The file that it stands in, where that isn't the one that starts the container.
    file: Option<String>,
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Written").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What a container sees at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seen {
    /// This file of the host.
    OnHost(String),
    /// A volume that isn't the host's.
    Volume,
    /// What its image has there, and nothing else.
    Image,
    /// That isn't known.
    Unknown,
}

impl Written {
    /// A file that a container has at a path.
    pub(super) fn new(path: String, line: Option<usize>, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { path, line, bytes, file: None }
    }

    /// The file of a list that lies at a path.
    pub(super) fn find<'a>(files: &'a [Self], path: &str) -> Option<&'a Self> {
        files.iter().find(|file| file.path == path)
    }

    /// The same at another path.
    pub(super) fn at(self, path: String) -> Self {
        Self { path, ..self }
    }

    /// The same, as it stands in another file.
    pub(super) fn of_file(self, file: Option<&str>) -> Self {
        Self { file: file.map(ToOwned::to_owned), ..self }
    }

    /// The file that it stands in, where that isn't the one that starts the container.
    pub(crate) fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// What it holds.
    pub(crate) fn found(&self) -> Found {
        Found { bytes: self.bytes.clone(), owner: None }
    }

    /// Its text behind as many empty lines as stand before it.
    pub(super) fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        "\n".repeat(self.line.unwrap_or_default()) + &text
    }
}

impl Container {
    /// A container of which only these files are known.
    pub(super) fn of_files(files: Vec<Written>) -> Self {
        Self { files, ..Self::default() }
    }

    /// Where the host has what the container sees at a path; none where the host doesn't have it. A relative path of the
    /// host is relative to the file that starts the container.
    pub(crate) fn on_host(&self, started_by: &str, path: &str) -> Option<String> {
        match self.sees(path) {
            Seen::OnHost(path) => Some(beside(started_by, &path)),
            Seen::Volume | Seen::Image | Seen::Unknown => None,
        }
    }

    /// The file that it has at a path, where that is written in its own document.
    pub(crate) fn written(&self, path: &str) -> Option<&Written> {
        Written::find(&self.files, path)
    }

    /// The other files that it has files of.
    pub(super) fn held_in(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(Written::file)
    }

    /// The same, where it is a script.
    pub(super) fn script(&self, path: &str) -> Option<&Written> {
        let is_named = path.rsplit_once('.').is_some_and(|(_, extension)| extension == "sh");
        self.written(path).filter(|file| is_named || file.text().trim_start().starts_with("#!"))
    }

    /// What it sees at a path: the mount with the longest path counts.
    pub(crate) fn sees(&self, path: &str) -> Seen {
        let below = |inside: &str| -> Option<String> {
            let inside = inside.trim_end_matches('/');
            path.strip_prefix(inside)
                .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                .map(ToOwned::to_owned)
        };
        let hosts = self.mounts.iter().filter_map(|(inside, outside)| {
            let path = format!("{}{}", outside.trim_end_matches('/'), below(inside)?);
            Some((inside.len(), Seen::OnHost(path)))
        });
        let volumes = self.volumes.iter().filter_map(|inside| {
            below(inside)?;
            Some((inside.len(), Seen::Volume))
        });
        let unseen = if self.is_whole { Seen::Image } else { Seen::Unknown };
        hosts.chain(volumes).max_by_key(|(length, _)| *length).map_or(unseen, |(_, seen)| seen)
    }

    /// Adds a file of variables, which podman reads.
    pub(super) fn add_env_file(&mut self, line: usize, path: String) {
        self.env_files.push(EnvFile { line, path, keeps_quotes: false });
    }

    /// Adds what it sees, as `HOST:CONTAINER[:OPTIONS]`; where the first part is no path, it is a volume's name, or a
    /// variable's that isn't known.
    pub(super) fn add_volume(&mut self, text: &str) {
        let text = here(text);
        let mut parts = text.split(':');
        let (Some(outside), Some(inside)) = (parts.next(), parts.next()) else { return };
        if inside.starts_with('/') {
            self.add_mount(inside.to_owned(), outside.to_owned());
        }
    }

    /// Adds what it has at a path of its own: a directory or file of the host, or something else.
    pub(super) fn add_mount(&mut self, inside: String, outside: String) {
        if outside.starts_with(['/', '.']) {
            self.mounts.push((inside, outside));
        } else {
            self.volumes.push(inside);
        }
    }

    /// Adds what `--mount` and `Mount=` say: `type=bind,source=HOST,target=CONTAINER`.
    pub(super) fn add_mount_option(&mut self, text: &str) {
        let text = here(text);
        let parts: Vec<(&str, &str)> =
            text.split(',').filter_map(|part| part.split_once('=')).collect();
        let part = |names: &[&str]| {
            let found = parts.iter().find(|(name, _)| names.contains(name));
            found.map(|(_, value)| (*value).to_owned())
        };
        let Some(inside) = part(&["target", "destination", "dst"]) else { return };
        let is_bind = part(&["type"]).as_deref() == Some("bind");
        match part(&["source", "src"]).filter(|_| is_bind) {
            Some(outside) => self.add_mount(inside, outside),
            None => self.volumes.push(inside),
        }
    }

    /// Puts all that it names into one line.
    pub(super) fn relocate(&mut self, line: usize) {
        self.env_files.iter_mut().for_each(|file| file.line = line);
    }

    /// The release of etcd that its image is of.
    pub(crate) fn release(&self) -> Option<Release> {
        let (_, tag) = split_tag(&self.image)?;
        let tag = tag.strip_prefix('v').unwrap_or(tag);
        let end = tag.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tag.len());
        let number = tag.get(..end)?.trim_end_matches('.');
        let is_etcds = is_etcd_image(&self.image);
        number.parse().ok().filter(|_| is_etcds)
    }
}

/// A name and its tag, without a digest.
fn split_tag(image: &str) -> Option<(&str, &str)> {
    let image = image.split('@').next().unwrap_or(image);
    image.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'))
}

/// Whether an image is one of etcd itself, not of what has to do with it.
pub(super) fn is_etcd_image(image: &str) -> bool {
    let name = split_tag(image).map_or(image, |(name, _)| name);
    let name = base(name.split('@').next().unwrap_or(name));
    matches!(
        name,
        "etcd" | "etcd-amd64" | "etcd-arm64" | "hardened-etcd" | "etcd-container" | "etcd-rhel9"
    )
}

/// A container that a command starts: itself, the variables of its options, and its own command.
pub(super) struct Started {
    pub(super) container: Container,
    pub(super) variables: Vec<Assigned>,
}

/// Options of `docker run` that stand alone; all others take a value.
const SWITCHES: &[&str] = &[
    "--detach",
    "--interactive",
    "--tty",
    "--rm",
    "--init",
    "--privileged",
    "--read-only",
    "--publish-all",
    "--no-healthcheck",
    "--oom-kill-disable",
    "--sig-proxy",
    "--replace",
    "--quiet",
    "--tls-verify",
    "--disable-content-trust",
    "--no-hosts",
    "--env-host",
    "--http-proxy",
];

/// Letters of such options.
const LETTERS: &str = "ditPq";

/// Reads `docker run …`, `podman run …` and `nerdctl run …`; returns the container and the command in it.
pub(super) fn started(name: &str, words: &[Word]) -> Option<(Started, Vec<Word>)> {
    if !matches!(name, "docker" | "podman" | "nerdctl") {
        return None;
    }
    let run =
        words.iter().take(8).position(|word| matches!(word.text.as_str(), "run" | "create"))?;
    let mut words = words.iter().skip(run + 1).peekable();
    let mut options = Options { keeps_quotes: name != "podman", ..Options::default() };
    while let Some(word) = words.next_if(|word| word.text.starts_with('-')) {
        let (option, given) = match word.text.split_once('=') {
            Some((option, given)) if option.starts_with("--") => (option, Some(given.to_owned())),
            _ => (word.text.as_str(), None),
        };
        let letters = option.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        let is_switch = letters.map_or(SWITCHES.contains(&option), |letters| {
            letters.chars().all(|letter| LETTERS.contains(letter))
        });
        if is_switch {
            continue;
        }
        // `-eNAME=value` as well as `-e NAME=value`.
        let attached = letters.filter(|letters| letters.len() > 1 && letters.is_char_boundary(1));
        let (option, given) = match attached.map(|letters| letters.split_at(1)) {
            Some((letter, value)) => {
                (format!("-{letter}"), Some(value.trim_start_matches('=').to_owned()))
            }
            None => (option.to_owned(), given),
        };
        let value = match given {
            Some(text) => Word { text, ..word.clone() },
            None => words.next()?.clone(),
        };
        options.take(&option, value);
    }
    let image = words.next()?;
    options.container.image.clone_from(&image.text);
    let command: Vec<Word> = options.entrypoint.into_iter().chain(words.cloned()).collect();
    let started = Started { container: options.container, variables: options.variables };
    Some((started, command))
}

#[derive(Default)]
struct Options {
    container: Container,
    variables: Vec<Assigned>,
    entrypoint: Option<Word>,
    keeps_quotes: bool,
}

impl Options {
    fn take(&mut self, option: &str, value: Word) {
        match option {
            "-e" | "--env" => self.variables.extend(Assigned::read(&value)),
            "--env-file" => {
                let Word { line, text: path, .. } = value;
                let keeps_quotes = self.keeps_quotes;
                self.container.env_files.push(EnvFile { line, path, keeps_quotes });
            }
            "-v" | "--volume" => self.container.add_volume(&value.text),
            "--mount" => self.container.add_mount_option(&value.text),
            "--entrypoint" if !value.text.is_empty() => self.entrypoint = Some(value),
            _ => {}
        }
    }
}

/// A text that starts with the directory that a shell is in, as a path that is relative to it.
fn here(text: &str) -> String {
    ["${PWD}/", "$PWD/", "$(pwd)/", "`pwd`/"]
        .iter()
        .fold(text.to_owned(), |text, start| text.replacen(start, "./", 1))
}

/// A path that is relative to the file that names it, as the same from where quorate runs.
pub(super) fn beside(named_by: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let rest = path.strip_prefix("./").unwrap_or(path);
    match named_by.strip_suffix(base(named_by)) {
        Some(directory) => format!("{directory}{rest}"),
        None => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::shell;

    fn read(text: &str) -> (Started, Vec<String>) {
        let words = shell::words(&[(1, text.to_owned())]);
        let (started, command) = started(base(&words[0].text), &words).unwrap();
        (started, command.into_iter().map(|word| word.text).collect())
    }

    #[test]
    fn options_are_told_from_the_image_and_its_command() {
        let (found, command) = read(
            "docker run -d -it --rm --name etcd --net=host -p 2379:2379 -v /srv/pki:/pki:ro --env A=b \
             -eC=d --env-file /e.env quay.io/coreos/etcd:v3.5.16 etcd --name a",
        );
        assert_eq!(command, ["etcd", "--name", "a"]);
        let Container { image, env_files, mounts, .. } = &found.container;
        assert_eq!(image, "quay.io/coreos/etcd:v3.5.16");
        assert_eq!((env_files[0].path.as_str(), env_files[0].keeps_quotes), ("/e.env", true));
        assert_eq!(mounts, &[("/pki".to_owned(), "/srv/pki".to_owned())]);
        let names: Vec<&str> = found.variables.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["A", "C"]);
        assert_eq!(
            found.container.on_host("/x.sh", "/pki/ca.pem").as_deref(),
            Some("/srv/pki/ca.pem")
        );
        assert_eq!(found.container.on_host("/x.sh", "/pki2/ca.pem"), None);
        let (found, command) = read(
            "podman --log-level=debug run --entrypoint etcd --mount type=bind,src=/a,dst=/b img --x",
        );
        assert_eq!(command, ["etcd", "--x"]);
        assert_eq!(found.container.mounts, [("/b".to_owned(), "/a".to_owned())]);
    }

    #[test]
    fn an_image_names_its_release() {
        for (image, release) in [
            ("quay.io/coreos/etcd:v3.5.16", Some("3.5.16")),
            ("registry.k8s.io/etcd:3.5.7-0", Some("3.5.7")),
            ("bitnami/etcd:3.5", Some("3.5")),
            ("bitnami/etcd:3.6.4-debian-12-r3", Some("3.6.4")),
            ("localhost:5000/etcd@sha256:ab", None),
            ("etcd:latest", None),
            ("gcr.io/etcd-backup:v3.5.16", None),
        ] {
            let container = Container { image: image.into(), ..Container::default() };
            let found = container.release().map(|release| release.to_string());
            assert_eq!(found.as_deref(), release, "{image}");
        }
    }
}
