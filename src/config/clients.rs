//! Clients of etcd as they are configured: where each dials, what it shows and whom it trusts. A reader for each
//! program; all of them end in [`ClientSettings`].

mod apisix;
mod calico;
mod cilium;
mod coredns;
mod curl;
mod etcdctl;
mod k3s;
mod kind;
mod kubernetes;
mod patroni;
mod stolon;
mod traefik;
mod vitess;

pub(crate) use kind::ClientKind;

use super::container::{Container, Written};
use super::disk::Found;
use super::forms::objects::{Documents, Object};
use super::forms::{self, Contained};
use super::launch::{Assigned, bare};
use super::script;
use super::shell::{self, Known, Token};
use super::unit::{Word, is_name};
use super::url::{self, Url};
use super::yaml::{self, Node, Value};

/// The most documents within a document that are looked at, and clients of one file.
const MOST: usize = 200;

/// A version of etcd's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Api {
    /// `/v2/keys`: etcd 3.6 has none any more, and 3.4 and 3.5 have it switched off.
    V2,
    /// The one that is left.
    #[default]
    V3,
}

/// A client of etcd.
#[derive(Debug, Clone)]
pub(crate) struct ClientSettings {
    /// What it is.
    pub(crate) kind: ClientKind,
    /// The file that configures it.
    pub(crate) path: String,
    /// The line where it starts there.
    pub(crate) line: usize,
    /// The API that it asks, and the line that says so.
    pub(crate) api: (Api, usize),
    /// Where it dials.
    pub(crate) endpoints: Vec<Endpoint>,
    /// What stands where a host and a port should, and is none.
    pub(crate) not_hosts: Vec<Given>,
    /// The CA that it trusts.
    pub(crate) authority: Option<NamedFile>,
    /// The certificate that it shows.
    pub(crate) certificate: Option<NamedFile>,
    /// The key of that.
    pub(crate) key: Option<NamedFile>,
    /// Whether it looks at the certificates of servers.
    pub(crate) verifies: bool,
    /// The name that it expects in these certificates, where that isn't the endpoint's.
    pub(crate) server_name: Option<String>,
    /// The container that it runs in.
    pub(crate) container: Option<Container>,
    /// Certificates and keys that the same text puts on its machine.
    pub(crate) provided: Vec<Written>,
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// The line it stands in.
    pub(crate) line: usize,
    /// The endpoint as a URL.
    pub(crate) text: String,
    /// The same, taken apart.
    pub(crate) url: Url,
}

/// A file that a setting names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedFile {
    /// The line of the setting.
    pub(crate) line: usize,
    /// The setting as its form writes it.
    pub(crate) setting: String,
    /// The path; none where it is known only when the client runs.
    pub(crate) path: Option<String>,
}

impl NamedFile {
    /// The setting that names the key of a certificate, or the certificate of a key.
    pub(crate) fn partner(&self) -> String {
        let words = [("cert", "key"), ("Cert", "Key"), ("CERT", "KEY")];
        let is_key = words.iter().any(|(_, key)| self.setting.contains(key));
        words.iter().fold(self.setting.clone(), |setting, (certificate, key)| {
            let (from, to) = if is_key { (key, certificate) } else { (certificate, key) };
            setting.replace(from, to)
        })
    }
}

impl ClientSettings {
    /// A file that the client names, where it stands in a document that is read, and which one that is.
    pub(crate) fn written(&self, file: &NamedFile) -> Option<(String, Found)> {
        let path = file.path.as_deref()?;
        let own = self.container.as_ref().and_then(|container| container.written(path));
        let file = own.or_else(|| Written::find(&self.provided, &self.on_host(file)?))?;
        Some((file.file().unwrap_or(&self.path).to_owned(), file.found()))
    }

    /// Whether another one is the same but for its lines.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        let files = |one: &Self| {
            [&one.authority, &one.certificate, &one.key]
                .map(|file| file.as_ref().map(|file| file.path.clone()))
        };
        let urls = |one: &Self| -> Vec<String> {
            one.endpoints.iter().map(|endpoint| endpoint.text.clone()).collect()
        };
        let of = |one: &Self| (one.kind, one.path.clone(), one.api.0, one.verifies);
        of(self) == of(other)
            && urls(self) == urls(other)
            && files(self) == files(other)
            && self.container == other.container
    }

    /// What says that it asks etcd's API of version 2.
    pub(crate) fn api_setting(&self) -> String {
        match self.kind {
            ClientKind::Etcdctl => "ETCDCTL_API=2".to_owned(),
            ClientKind::Curl => "/v2/".to_owned(),
            ClientKind::Stolon => "--store-backend=etcdv2".to_owned(),
            _ => "etcd".to_owned(),
        }
    }

    /// Where the machine has a file that the client names; none where only its container has it.
    pub(crate) fn on_host(&self, file: &NamedFile) -> Option<String> {
        let path = file.path.as_deref()?;
        match &self.container {
            Some(container) => container.on_host(&self.path, path),
            None => Some(path.to_owned()),
        }
    }
}

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    /// Its line.
    pub(crate) line: usize,
    /// The setting as its form writes it.
    pub(crate) setting: String,
    /// The value.
    pub(crate) value: String,
    /// Whether the value is known only when the client runs.
    open: bool,
}

impl Given {
    /// A scalar of a document.
    fn of(setting: &str, node: Option<&Node>) -> Option<Self> {
        let node = node?;
        let value = node.text()?;
        Some(Self { line: node.line, setting: setting.to_owned(), value, open: false })
    }

    fn file(self) -> Option<NamedFile> {
        let Self { line, setting, value, open } = self;
        // What a relative path is relative to isn't known.
        let path = (!open && value.starts_with('/')).then_some(value.clone());
        (open || !value.is_empty()).then_some(NamedFile { line, setting, path })
    }
}

/// What a form says of a client.
#[derive(Debug, Default)]
struct Read {
    endpoints: Vec<Given>,
    authority: Option<Given>,
    certificate: Option<Given>,
    key: Option<Given>,
    /// Whether it is told not to look at certificates.
    skips_verification: bool,
    server_name: Option<String>,
    /// Whether endpoints without a scheme are dialed by TLS.
    is_secure: bool,
    /// The port of endpoints without one, where the client has a default.
    port: Option<u16>,
    /// Whether it asks etcd's API of version 2, and the line that says so.
    api: (Api, usize),
    /// What is no endpoint.
    not_hosts: Vec<Given>,
}

impl Read {
    /// The settings of a client; none where nothing is set.
    fn client(self, kind: ClientKind, line: usize) -> Option<ClientSettings> {
        let (is_secure, port) = (self.is_secure, self.port);
        let endpoints = self.endpoints.iter().filter(|given| !given.open).flat_map(|given| {
            let texts = given.value.split([',', ' ', '\n', '\t']).map(str::trim);
            texts.filter_map(|text| endpoint(given.line, text, is_secure, port)).collect::<Vec<_>>()
        });
        let endpoints: Vec<Endpoint> = endpoints.take(MOST).collect();
        let [authority, certificate, key] =
            [self.authority, self.certificate, self.key].map(|given| given.and_then(Given::file));
        let is_set = !(endpoints.is_empty() && self.not_hosts.is_empty())
            || [&authority, &certificate, &key].into_iter().any(Option::is_some);
        is_set.then(|| ClientSettings {
            kind,
            path: String::new(),
            line,
            api: self.api,
            endpoints,
            not_hosts: self.not_hosts,
            authority,
            certificate,
            key,
            verifies: !self.skips_verification,
            server_name: self.server_name,
            container: None,
            provided: Vec::new(),
        })
    }
}

/// An endpoint: a URL, or a host and a port, whose scheme another setting says; a client may have a default port.
fn endpoint(line: usize, text: &str, is_secure: bool, port: Option<u16>) -> Option<Endpoint> {
    let text = text.trim_matches(['"', '\'']).trim_end_matches('/');
    let scheme = if is_secure { "https" } else { "http" };
    let text = if text.contains("://") { text.to_owned() } else { format!("{scheme}://{text}") };
    let with_port = || port.map(|port| format!("{text}:{port}"));
    let is_url = |text: &str| url::parse(text).ok().flatten();
    let (text, url) = match is_url(&text) {
        Some(url) => (text, url),
        None => with_port().and_then(|text| is_url(&text).map(|url| (text, url)))?,
    };
    Some(Endpoint { line, text, url })
}

/// A command with what stands around it.
struct Command<'a> {
    line: usize,
    words: &'a [Word],
    variables: &'a [Assigned],
}

impl Command<'_> {
    /// The values of a flag, `--NAME VALUE` or `--NAME=VALUE`, in order.
    fn flags(&self, name: &str) -> Vec<Given> {
        let mut found = Vec::new();
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            let Some(rest) = word.text.strip_prefix("--").and_then(|rest| rest.strip_prefix(name))
            else {
                continue;
            };
            let given = match rest.strip_prefix('=') {
                Some(value) => Some((value.to_owned(), word)),
                None if rest.is_empty() => words.next().map(|word| (word.text.clone(), word)),
                None => None,
            };
            found.extend(given.map(|(value, word)| Given {
                line: word.line,
                setting: format!("--{name}"),
                value,
                open: word.open,
            }));
        }
        found
    }

    /// The value of a flag that counts.
    fn flag(&self, name: &str) -> Option<Given> {
        self.flags(name).pop()
    }

    /// The value of the first of these variables that is set.
    fn variable(&self, names: &[&str]) -> Option<Given> {
        names.iter().find_map(|name| {
            let one = self.variables.iter().rev().find(|one| one.name == *name)?;
            let (line, value, open) = (one.line, one.value.clone(), one.open);
            Some(Given { line, setting: (*name).to_owned(), value, open })
        })
    }
}

/// The clients that a command starts, by its words and by its variables.
pub(super) fn of_command(path: &str, command: Contained) -> Vec<ClientSettings> {
    let Contained { line, command, mut variables, container } = command;
    let found = bare(command);
    variables.extend(found.variables);
    let mut clients = Vec::new();
    if let Some((script, arguments)) = &found.script {
        for command in script::clients(&script.text, script.line, arguments, &variables) {
            clients.extend(of_command(path, command));
        }
    }
    let words = match found.script {
        Some((script, arguments)) => {
            let lines: Vec<(usize, String)> =
                (script.line..).zip(script.text.lines().map(str::to_owned)).collect();
            let known: Known = variables.iter().map(Assigned::known).collect();
            let tokens = shell::tokens(&lines, &known, &arguments);
            tokens.into_iter().filter_map(Token::word).collect()
        }
        None => found.words,
    };
    let command = Command { line, words: &words, variables: &variables };
    let readers =
        [kubernetes::flags, k3s::flags, etcdctl::flags, curl::flags, stolon::flags, vitess::flags];
    clients.extend(readers.into_iter().filter_map(|read| read(&command)));
    let is_etcdctl = clients.iter().any(|client| client.kind == ClientKind::Etcdctl);
    let of_variables = of_variables(&command).into_iter();
    clients.extend(of_variables.filter(|one| !is_etcdctl || one.kind != ClientKind::Etcdctl));
    for client in &mut clients {
        path.clone_into(&mut client.path);
        let around = container.clone().or_else(|| found.container.clone());
        client.container = client.container.take().or(around);
    }
    clients
}

fn of_variables(command: &Command<'_>) -> Vec<ClientSettings> {
    let readers = [etcdctl::variables, calico::variables, patroni::variables, k3s::variables];
    readers.into_iter().filter_map(|read| read(command)).collect()
}

/// What clients' settings have in them: a text without any of it is no client's.
const MARKS: [&str; 11] = [
    "etcd:",
    "etcd3:",
    "etcd ",
    "datastore",
    "ETCDCTL_",
    "ETCD_ENDPOINTS",
    "PATRONI_",
    "etcd_",
    "etcdctl",
    "trusted-ca-file",
    ":2379",
];

/// The client that k3s's config file makes with the files of the directory beside it.
pub(super) fn of_k3s(path: &str, text: &str, others: &[&str]) -> Option<ClientSettings> {
    let read = |text: &str| yaml::documents(text.as_bytes()).ok()?.into_iter().next();
    let others: Vec<Node> = others.iter().filter_map(|text| read(text)).collect();
    let client = k3s::with_drop_ins(&read(text)?, &others)?;
    Some(ClientSettings { path: path.to_owned(), ..client })
}

/// The clients that a file configures which isn't a unit: documents, variables, a Corefile.
pub(super) fn of_text(path: &str, text: &str, others: &[Object]) -> Vec<ClientSettings> {
    let is_marked = MARKS.iter().any(|mark| text.contains(mark)) || text.contains("etcdEndpoints");
    if !(is_marked || text.contains("etcd-servers") || text.contains("K3S_DATASTORE_")) {
        return Vec::new();
    }
    let mut clients = of_yaml(path, text, others);
    if clients.is_empty() {
        clients.extend(coredns::corefile(text));
        let variables = assignments(text);
        clients.extend(of_variables(&Command { line: 0, words: &[], variables: &variables }));
    }
    for client in &mut clients {
        path.clone_into(&mut client.path);
    }
    clients.truncate(MOST);
    clients
}

fn of_yaml(path: &str, text: &str, others: &[Object]) -> Vec<ClientSettings> {
    let Ok(documents) = yaml::documents(text.as_bytes()) else { return Vec::new() };
    let all = Documents::new(path, &documents, others);
    let mut clients = Vec::new();
    for document in documents.iter().take(MOST) {
        if !matches!(document.value, Value::Map(_)) {
            continue;
        }
        let readers = [
            kubernetes::kubeadm,
            kubernetes::openshift,
            patroni::document,
            apisix::document,
            calico::document,
            calico::network,
            k3s::document,
            cilium::document,
            traefik::document,
        ];
        clients.extend(readers.into_iter().filter_map(|read| read(document)));
        clients.extend(config_map(document, all));
        let commands = forms::contained(document, all);
        clients.extend(commands.into_iter().flat_map(|command| of_command(path, command)));
    }
    clients
}

/// The clients whose files a config map holds. Its lines begin where the file does.
fn config_map(document: &Node, all: Documents<'_>) -> Vec<ClientSettings> {
    if document.get("kind").and_then(Node::text).as_deref() != Some("ConfigMap") {
        return Vec::new();
    }
    let Some(data) = document.get("data") else { return Vec::new() };
    let mut clients: Vec<ClientSettings> =
        calico::config_map(document, data, all).into_iter().collect();
    for (name, line, value) in data.entries().take(MOST) {
        let Some(text) = value.text() else { continue };
        let found = match name {
            "Corefile" => coredns::corefile(&text),
            "ClusterConfiguration" => {
                let inner = yaml::documents(text.as_bytes()).unwrap_or_default();
                inner.iter().find_map(kubernetes::kubeadm).into_iter().collect()
            }
            "etcd-config" | "etcd.config" => {
                let inner = yaml::documents(text.as_bytes()).unwrap_or_default();
                inner.iter().find_map(cilium::document).into_iter().collect()
            }
            _ => Vec::new(),
        };
        clients.extend(found.into_iter().map(|client| client.moved(line)));
    }
    clients
}

impl ClientSettings {
    /// The same, where a text that starts below a line holds it.
    fn moved(mut self, line: usize) -> Self {
        let files = [&mut self.authority, &mut self.certificate, &mut self.key];
        files.into_iter().flatten().for_each(|file| file.line += line);
        self.endpoints.iter_mut().for_each(|endpoint| endpoint.line += line);
        self.line += line;
        self.api.1 += line;
        self
    }
}

/// The variables that a file of them sets, or a script.
fn assignments(text: &str) -> Vec<Assigned> {
    let mut found = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.trim_start();
        if text.starts_with('#') || !text.contains('=') {
            continue;
        }
        let tokens = shell::tokens(&[(line, text.to_owned())], &Known::new(), &[]);
        let words = tokens.into_iter().filter_map(Token::word).filter(|word| word.text != "export");
        let mut assigned = words.map_while(|word| Assigned::read(&word)).collect();
        found.append(&mut assigned);
    }
    found
}

/// Whether a file of variables is a client's, though some of its names are those of etcd as well.
pub(super) fn is_clients(names: &[&str]) -> bool {
    names.contains(&"ETCD_ENDPOINTS")
        && !names.iter().any(|name| {
            is_name(name)
                && ["ETCD_LISTEN_", "ETCD_INITIAL_", "ETCD_NAME", "ETCD_DATA_DIR"]
                    .iter()
                    .any(|own| name.starts_with(own))
        })
}
