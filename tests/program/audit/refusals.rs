//! Findings that promise that etcd doesn't start, each in the forms in which people make the mistake, held against
//! real etcd of all series: the audit says exactly this, and etcd exits with these words.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use quorate::etcd::flags::{self, Availability, Kind};
use quorate::finding::Severity;
use tempfile::TempDir;

use crate::audit::Machine;
use crate::audit::trust::Room;
use crate::support::needs::need;
use crate::support::releases::EtcdRelease::{self, V3_4, V3_5, V3_5_1, V3_6, V3_7};
use crate::support::skip_without;

/// How a mistake is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As flags, behind those of a member that starts.
    Flags,
    /// As the only flags.
    Bare,
    /// As variables, one a line.
    Variables,
    /// As keys of a config file.
    Keys,
}
use Form::{Bare, Flags, Keys, Variables};

/// A mistake: the code of its finding, its form, the text, what etcd says (one of several between bars), and the first and the last release that
/// it is one of. `@/` is the directory of certificates, `@IP` an address of its own.
struct Row(&'static str, Form, &'static str, &'static str, [EtcdRelease; 2]);

const ANY: [EtcdRelease; 2] = [V3_4, V3_7];
const SINCE_3_5: [EtcdRelease; 2] = [V3_5_1, V3_7];

/// A member with TLS for clients; its pair and its authorities follow.
const TLS: &str = "--listen-client-urls=https://@IP@C --advertise-client-urls=https://@IP@C --heartbeat-interval=20 --election-timeout=100";

/// Where members listen.
const IP: &str = "127.92.0.1";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // How settings are given.
    Row("unknown-flag", Flags, "--foo-bar=1", "flag provided but not defined: -foo-bar", ANY),
    Row("unknown-flag", Flags, "--walldir=/w", "flag provided but not defined: -walldir", ANY),
    Row("boolean-with-space", Flags, "--pre-vote true", "is not a valid flag", ANY),
    Row("stray-argument", Flags, "start", "is not a valid flag", ANY),
    Row("not-a-boolean", Flags, "--pre-vote=yes", "invalid boolean value", ANY),
    Row("not-a-boolean", Variables, "ETCD_PRE_VOTE=on", "parse error", ANY),
    Row("wrong-type", Keys, "pre-vote: 'true'", "cannot unmarshal string", ANY),
    Row("wrong-type", Keys, "pre-vote: 1", "cannot unmarshal number", ANY),
    Row("not-a-number", Flags, "--heartbeat-interval=100ms", "parse error", ANY),
    Row("not-a-number", Flags, "--quota-backend-bytes=8GiB", "parse error", ANY),
    Row("not-a-number", Flags, "--snapshot-count=-1", "invalid value", ANY),
    Row("not-a-number", Variables, "ETCD_QUOTA_BACKEND_BYTES=8G", "parse error", ANY),
    Row("not-a-number", Variables, "ETCD_MAX_WALS=five", "parse error", ANY),
    Row("wrong-type", Keys, "quota-backend-bytes: 8G", "cannot unmarshal string", ANY),
    Row("wrong-type", Keys, "quota-backend-bytes: 1.5", "cannot unmarshal number", ANY),
    Row("not-a-number", Keys, "snapshot-count: -1", "cannot unmarshal number", ANY),
    Row("wrong-type", Keys, "data-dir: [a]", "cannot unmarshal array", ANY),
    Row("wrong-type", Keys, "data-dir: {a: b}", "cannot unmarshal object", ANY),
    Row("wrong-type", Keys, "listen-client-urls: [http://@IP@C]", "cannot unmarshal array", ANY),
    Row("wrong-type", Keys, "client-transport-security: yes", "cannot unmarshal bool", ANY),
    Row("wrong-type", Keys, "client-transport-security: {client-cert-auth: \"true\"}", "cannot unmarshal string", ANY),
    Row("wrong-type", Keys, "grpc-keepalive-timeout: 20s", "cannot unmarshal string", ANY),
    Row("wrong-type", Keys, "log-outputs: stderr", "cannot unmarshal string", ANY),
    Row("not-yaml", Keys, "\tpre-vote: true", "violates indentation", ANY),
    Row("not-yaml", Keys, "log-outputs: [stderr", "did not find expected", ANY),
    Row("not-yaml", Keys, "name: a: b", "mapping values are not allowed", ANY),
    Row("not-a-duration", Flags, "--grpc-keepalive-min-time=5", "invalid value", ANY),
    Row("not-a-duration", Flags, "--auto-compaction-retention=1d", "1d", ANY),
    Row("not-a-duration", Variables, "ETCD_GRPC_KEEPALIVE_TIMEOUT=20", "parse error", ANY),
    Row("not-a-duration", Keys, "auto-compaction-retention: 1 hour", "1 hour", ANY),
    Row("bad-value", Flags, "--log-level=verbose", "verbose", ANY),
    Row("bad-value", Variables, "ETCD_LOG_LEVEL=trace", "trace", ANY),
    Row("bad-value", Keys, "log-level: WARNING", "WARNING", [V3_4, V3_6]),
    Row("bad-value", Keys, "logger: json", "unknown logger option", ANY),
    Row("bad-value", Keys, "auto-compaction-mode: hourly\nauto-compaction-retention: \"1\"", "unknown auto-compaction-mode", ANY),
    Row("no-compaction-mode", Keys, "auto-compaction-retention: 1h", "unsupported compaction mode", [V3_4, V3_5]),
    Row("bad-value", Flags, "--auth-token=token", "auth", ANY),
    Row("bad-value", Variables, "ETCD_AUTH_TOKEN=jwt", "auth", ANY),
    Row("bad-value", Flags, "--log-format=text", "text", [V3_6, V3_7]),
    Row("bad-value", Flags, "--v2-deprecation=foo", "invalid value", [V3_5_1, V3_5]),
    Row("retired-logger", Flags, "--logger=capnslog", "is removed in v3.5", [V3_5_1, V3_5]),
    Row("set-twice", Variables, "ETCD_NAME=b", "is shadowed by corresponding command-line flag", ANY),
    Row("set-twice", Variables, "ETCD_LISTEN_CLIENT_URLS=http://@IP:2379", "is shadowed by corresponding command-line flag", ANY),
    // URLs and members.
    Row("bad-url", Flags, "--listen-metrics-urls=@IP:2381", "URL", ANY),
    Row("bad-url", Variables, "ETCD_LISTEN_METRICS_URLS=http://@IP", "URL", ANY),
    Row("bad-url", Keys, "listen-metrics-urls: http://@IP:2381/metrics", "URL must not contain a path", ANY),
    Row("bad-url", Flags, "--listen-metrics-urls=ftp://@IP:2381", "URL scheme must be", ANY),
    Row("trailing-comma", Bare, "--name a --listen-client-urls=http://@IP@C, --advertise-client-urls=http://@IP@C", "URL", ANY),
    Row("name-in-listen-url", Flags, "--listen-metrics-urls=http://a.example:2381", "expected IP in URL for binding", ANY),
    Row("no-advertised-urls", Bare, "--name a --listen-client-urls=http://@IP@C", "--advertise-client-urls is required", ANY),
    Row("bad-state", Flags, "--initial-cluster-state=join", "invalid value", ANY),
    Row("bad-state", Variables, "ETCD_INITIAL_CLUSTER_STATE=New", "invalid", ANY),
    Row("bad-state", Keys, "initial-cluster-state: joined", "unexpected clusterState", ANY),
    Row("same-port", Bare, "--name a --listen-client-urls=http://@IP@C --advertise-client-urls=http://@IP@C --listen-peer-urls=http://@IP@C --initial-advertise-peer-urls=http://@IP@C --initial-cluster=a=http://@IP@C", "address already in use", ANY),
    Row("bad-member-list", Flags, "--initial-cluster=a=http://@IP@P,http://10.0.0.2:2380", "", ANY),
    Row("not-in-list", Flags, "--initial-cluster=b=http://@IP@P", "find local name", ANY),
    Row("other-peer-url", Flags, "--initial-cluster=a=http://@IP:2", "initial-advertise-peer-urls", ANY),
    Row("duplicate-url", Flags, "--initial-cluster=a=http://@IP@P,b=http://@IP@P", "has duplicate url", ANY),
    Row("not-in-list", Keys, "initial-cluster: b=http://@IP@P", "find local name", ANY),
    // Timing.
    Row("zero-timer", Keys, "heartbeat-interval: 0", "must be >0", ANY),
    Row("zero-timer", Flags, "--election-timeout=0", "must be >0", ANY),
    Row("election-too-short", Variables, "ETCD_ELECTION_TIMEOUT=300", "should be at least as 5 times", ANY),
    Row("election-too-short", Keys, "election-timeout: 450", "should be at least as 5 times", ANY),
    Row("election-too-long", Keys, "election-timeout: 50001", "is too long", ANY),
    // TLS settings.
    Row("half-a-pair", Bare, "TLS-CLIENTS --cert-file=@/server.pem", "must both be present", ANY),
    Row("half-a-pair", Bare, "TLS-PEERS --peer-cert-file=@/server.pem", "must both be present", ANY),
    Row("https-without-certificate", Bare, "TLS-CLIENTS", "", ANY),
    Row("https-without-certificate", Keys, "listen-metrics-urls: https://@IP:2381", "", ANY),
    Row("unknown-cipher-suite", Flags, "--cipher-suites=TLS_FOO", "unexpected TLS cipher suite", ANY),
    Row("unknown-cipher-suite", Keys, "cipher-suites: [ECDHE-RSA-AES128-GCM-SHA256]", "unexpected TLS cipher suite", ANY),
    Row("tls-version", Flags, "--tls-min-version=TLS1.1", "TLS1.1", [V3_5, V3_7]),
    Row("tls-version", Flags, "--tls-min-version=TLS1.3 --tls-max-version=TLS1.2", "min version", [V3_5, V3_7]),
    Row("tls-version", Keys, "tls-max-version: \"1.3\"", "1.3", [V3_5, V3_7]),
    Row("allowed-lists-both", Bare, "TLS-PEERS --peer-cert-allowed-cn=a --peer-cert-allowed-hostname=b", "mutually exclusive", ANY),
    // Certificates, keys and authorities.
    Row("key-mismatch", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/other.key", "private key does not match public key", ANY),
    Row("key-mismatch", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/rsa.key", "private key type does not match public key type", ANY),
    Row("key-mismatch", Keys, "listen-metrics-urls: https://@IP:2381\nclient-transport-security: {cert-file: @/server.pem, key-file: @/other.key, trusted-ca-file: @/ca.pem, client-cert-auth: true}", "private key does not match public key", ANY),
    Row("no-key-block", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/server.pem", "found a certificate rather than a key", ANY),
    Row("no-key-block", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/empty", "failed to find any PEM data in key input", ANY),
    Row("no-certificate-block", Bare, "TLS-CLIENTS --cert-file=@/server.key --key-file=@/server.key", "failed to find certificate PEM data in certificate input", ANY),
    Row("no-certificate-block", Bare, "TLS-CLIENTS --cert-file=@/empty --key-file=@/server.key", "failed to find any PEM data in certificate input", ANY),
    Row("no-certificate-block", Bare, "TLS-CLIENTS --cert-file=@/server.der --key-file=@/server.key", "failed to find any PEM data in certificate input", ANY),
    Row("encoded-pem", Bare, "TLS-CLIENTS --cert-file=@/server.b64 --key-file=@/server.key", "failed to find any PEM data in certificate input", ANY),
    Row("byte-order-mark", Bare, "TLS-CLIENTS --cert-file=@/server.bom --key-file=@/server.key", "failed to find any PEM data in certificate input", ANY),
    Row("key-encrypted", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/encrypted.key", "failed to parse private key", ANY),
    Row("key-form", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/broken.key", "failed to parse private key", ANY),
    Row("chain-order", Bare, "TLS-CLIENTS --cert-file=@/reversed.pem --key-file=@/server.key", "private key does not match public key", ANY),
    Row("refused-by-parser", Bare, "TLS-CLIENTS --cert-file=@/broken.pem --key-file=@/server.key", "x509|asn1", ANY),
    Row("refused-by-parser", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/server.key --trusted-ca-file=@/broken.pem --client-cert-auth", "x509|asn1", ANY),
    Row("anchors-hold-key", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/server.key --trusted-ca-file=@/ca-and-key.pem --client-cert-auth", "x509|asn1", ANY),
    Row("anchors-hold-other", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/server.key --trusted-ca-file=@/request.pem --client-cert-auth", "x509|asn1", ANY),
    Row("key-mismatch", Bare, "TLS-PEERS --peer-cert-file=@/server.pem --peer-key-file=@/other.key", "private key does not match public key", ANY),
    Row("key-encrypted", Bare, "TLS-PEERS --peer-cert-file=@/server.pem --peer-key-file=@/encrypted.key", "failed to parse private key", ANY),
    Row("no-certificate-block", Bare, "TLS-PEERS --peer-cert-file=@/empty --peer-key-file=@/server.key", "failed to find any PEM data in certificate input", ANY),
    // A gateway's own pair, which 3.4 doesn't have.
    Row("half-a-pair", Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/server.key --client-cert-file=@/server.pem", "", SINCE_3_5),
];

/// What the audit takes, and etcd starts with.
#[rustfmt::skip]
const SOUND: &[(Form, &str)] = &[
    (Flags, "--pre-vote --quota-backend-bytes=8589934592 --auto-compaction-retention=1h"),
    (Variables, "ETCD_AUTH_TOKEN=simple\nETCD_LOG_LEVEL=debug"),
    (Flags, "--log-level=info --logger=zap --auto-compaction-mode=revision --auto-compaction-retention=1000"),
    (Variables, "ETCD_SNAPSHOT_COUNT=5000\nETCD_PRE_VOTE=T\nETCD_GRPC_KEEPALIVE_TIMEOUT=20s"),
    (Keys, "pre-vote: yes\nquota-backend-bytes: 0x200000000\ngrpc-keepalive-timeout: 20000000000\nlog-outputs: [stderr]"),
    (Keys, "unknown-key: 1\nSnapshot-Count: 5000"),
    (Bare, "TLS-CLIENTS --cert-file=@/server.pem --key-file=@/server.key"),
    (Bare, "TLS-CLIENTS --cert-file=@/chain.pem --key-file=@/server.key --cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
];

/// Certificates and what people take for them.
struct Files(Room);

impl Files {
    fn new() -> Self {
        let room = Room::new();
        let path = |name: &str| room.path().join(name);
        let write = |name: &str, bytes: &[u8]| std::fs::write(path(name), bytes).unwrap();
        room.authority("ca", "ca");
        let extensions = "subjectAltName=IP:127.92.0.1\nextendedKeyUsage=serverAuth,clientAuth\n";
        for leaf in ["server", "other"] {
            room.leaf_with(leaf, "ca", extensions, 365);
        }
        room.openssl("genrsa -out rsa.key 2048");
        room.openssl("x509 -in server.pem -outform DER -out server.der");
        room.openssl("pkcs8 -topk8 -in server.key -passout pass:secret -out encrypted.key");
        room.openssl("base64 -in server.pem -out server.b64");
        let [server, ca, key] = ["server.pem", "ca.pem", "server.key"].map(|name| room.read(name));
        write("server.bom", &[b"\xEF\xBB\xBF", server.as_slice()].concat());
        write("chain.pem", &[server.as_slice(), ca.as_slice()].concat());
        write("reversed.pem", &[ca.as_slice(), server.as_slice()].concat());
        write("ca-and-key.pem", &[ca.as_slice(), key.as_slice()].concat());
        write("request.pem", &room.read("server.csr"));
        write("empty", b"");
        write("broken.pem", b"-----BEGIN CERTIFICATE-----\nAAECAwQF\n-----END CERTIFICATE-----\n");
        write("broken.key", b"-----BEGIN PRIVATE KEY-----\nAAECAwQF\n-----END PRIVATE KEY-----\n");
        Self(room)
    }

    /// A machine that has all of them.
    fn machine(&self) -> Machine {
        let now = Some(time::OffsetDateTime::now_utc() + time::Duration::days(1));
        let mut machine = Machine { now, ..Machine::default() };
        for entry in std::fs::read_dir(self.0.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            machine = machine.beside(path.to_str().unwrap(), &bytes, 0o600);
        }
        machine
    }
}

/// What releases log once they serve clients.
const SERVES: [&str; 3] =
    ["ready to serve client requests", "serving client", "serving insecure client"];

/// A directory in memory where there is one: etcd waits for the disk before it reads its certificates.
fn scratch() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap()
}

/// One row on one release.
struct Tried<'a> {
    release: EtcdRelease,
    form: Form,
    text: String,
    files: &'a Files,
    scratch: TempDir,
}

impl<'a> Tried<'a> {
    fn new(number: usize, release: EtcdRelease, form: Form, text: &str, files: &'a Files) -> Self {
        // Rows run at the same time, each on ports of its own.
        let [client, peer] = [20_000, 21_000].map(|first| format!(":{}", first + number));
        let plain = "--listen-client-urls=http://@IP@C --advertise-client-urls=http://@IP@C";
        let peers = |scheme: &str| {
            let url = format!("{scheme}://@IP@P");
            format!(
                "--listen-peer-urls={url} --initial-advertise-peer-urls={url} --initial-cluster=a={url}"
            )
        };
        let asks = |prefix: &str| {
            let is_given = text.contains(&format!("--{prefix}trusted-ca-file"));
            let asks = format!(" --{prefix}client-cert-auth --{prefix}trusted-ca-file=@/ca.pem");
            if is_given { String::new() } else { asks }
        };
        let pair = "--peer-cert-file=@/server.pem --peer-key-file=@/server.key";
        let pair = if text.contains("--peer-cert-file") { "" } else { pair };
        let tls = format!("{TLS} {} --name=a{}", peers("http"), asks(""));
        let peer_tls = format!("{plain} {} --name=a{} {pair}", peers("https"), asks("peer-"));
        let text = text.replace("TLS-CLIENTS", &tls).replace("TLS-PEERS", &peer_tls);
        let text = text.replace("  ", " ");
        let text = match form {
            // A member that would start, whose list is given unless it is what is wrong.
            Flags | Variables => {
                let own = peers("http");
                // The list comes last, and may be what is wrong.
                let gives_list = text.contains("--initial-cluster=");
                let own = if gives_list { own.rsplit_once(' ').unwrap().0 } else { &own };
                let between = if form == Flags { ' ' } else { '\n' };
                format!("{plain} {own} --name=a{between}{text}")
            }
            Keys => {
                let own = [
                    ("name", "a"),
                    ("listen-client-urls", "http://@IP@C"),
                    ("advertise-client-urls", "http://@IP@C"),
                    ("listen-peer-urls", "http://@IP@P"),
                    ("initial-advertise-peer-urls", "http://@IP@P"),
                    ("initial-cluster", "a=http://@IP@P"),
                ];
                let is_set =
                    |key: &str| text.lines().any(|line| line.starts_with(&format!("{key}:")));
                let own = own.iter().filter(|(key, _)| !is_set(key));
                let lines = own.map(|(key, value)| format!("{key}: {value}"));
                let lines: Vec<String> = lines.chain([text.clone(), String::new()]).collect();
                lines.join("\n")
            }
            Bare => text,
        };
        let directory = format!("{}/", files.0.path().display());
        let text = text.replace("@IP", IP).replace("@/", &directory);
        let text = text.replace("@C", &client).replace("@P", &peer);
        Self { release, form, text, files, scratch: scratch() }
    }

    fn variables(&self) -> Vec<(&str, &str)> {
        let lines = self.text.lines().filter(|_| self.form == Variables).skip(1);
        lines.map(|line| line.split_once('=').unwrap()).collect()
    }

    /// The errors that the audit finds.
    fn audited(&self) -> Vec<&'static str> {
        let machine = self.files.machine();
        let machine = match self.form {
            Keys => machine.file("/etc/etcd/etcd.yaml", &self.text),
            Variables => {
                let variables: Vec<String> = self
                    .variables()
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                let flags = self.text.lines().next().unwrap();
                machine.file("/start.sh", &format!("{} etcd {flags}\n", variables.join(" ")))
            }
            Flags | Bare => machine.file("/start.sh", &format!("etcd {}\n", self.text)),
        };
        let (report, _) = machine.audit(self.release.version());
        let errors = report.findings.iter().filter(|one| one.severity() == Severity::Error);
        let mut codes: Vec<&str> = errors.map(quorate::finding::Finding::code).collect();
        codes.retain(|code| !crate::audit::OF_RELEASES.contains(code));
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    fn command(&self) -> Command {
        let mut etcd = Command::new(self.release.directory().join("etcd"));
        etcd.current_dir(self.scratch.path()).env_clear().stdin(Stdio::null());
        match self.form {
            Keys => {
                let path: PathBuf = self.scratch.path().join("etcd.yaml");
                std::fs::write(&path, &self.text).unwrap();
                etcd.arg("--config-file").arg(path);
            }
            Variables => {
                etcd.args(self.text.lines().next().unwrap().split(' ')).envs(self.variables());
            }
            Flags | Bare => {
                etcd.args(self.text.split(' '));
            }
        }
        etcd
    }

    /// Runs etcd until it exits, or is seen to serve clients for a while where that is expected. What it said, and
    /// whether it had to be ended.
    fn run(&self, serves: bool) -> (String, bool) {
        let log = self.scratch.path().join("log");
        let out = std::fs::File::create(&log).unwrap();
        let both = out.try_clone().unwrap();
        let mut child = self.command().stdout(out).stderr(both).spawn().unwrap();
        let said = || String::from_utf8_lossy(&std::fs::read(&log).unwrap()).into_owned();
        let start = Instant::now();
        let mut up_since = None;
        loop {
            if child.try_wait().unwrap().is_some() {
                return (said(), false);
            }
            let is_up = || SERVES.iter().any(|words| said().contains(words));
            if serves && up_since.is_none() && is_up() {
                up_since = Some(Instant::now());
            }
            // The last that etcd reads are the certificates of its clients' port.
            let stays =
                up_since.is_some_and(|since: Instant| since.elapsed() > Duration::from_millis(300));
            if stays || start.elapsed() > Duration::from_secs(30) {
                child.kill().unwrap();
                child.wait().unwrap();
                return (said(), true);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// What goes wrong with one row, if anything does.
fn fault(tried: &Tried<'_>, expected: Option<(&str, &str)>) -> Option<String> {
    let codes = tried.audited();
    let (said, runs) = tried.run(expected.is_none());
    let words = ["fatal", "error", "panic", "invalid", "| etcdmain"];
    let mut lines = said.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    let tail: String = lines.next_back().unwrap_or_default().chars().take(300).collect();
    let is_right = match expected {
        Some((code, words)) => {
            codes == [code] && !runs && words.split('|').any(|words| said.contains(words))
        }
        None => codes.is_empty() && runs,
    };
    (!is_right).then(|| {
        format!(
            "{:?}: {}\n  expected {expected:?}, audit {codes:?}, runs: {runs}\n  {tail}",
            tried.release, tried.text
        )
    })
}

/// What is run on a release; the code that is expected with etcd's words, or none.
type Trial<'a> = (EtcdRelease, Form, String, Option<(&'a str, &'a str)>);

/// Runs rows on a few threads.
fn all_hold(rows: &[Trial<'_>]) {
    let files = Files::new();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some((release, form, text, expected)) = rows.get(number) else { return };
                    let tried = Tried::new(number, *release, *form, text, &files);
                    faults.lock().unwrap().extend(fault(&tried, *expected));
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), rows.len(), faults.join("\n"));
}

fn installed() -> Vec<EtcdRelease> {
    EtcdRelease::ALL.into_iter().filter(|release| need(release.requirement())).collect()
}

#[test]
fn what_is_said_to_end_etcd_does() {
    skip_without!("openssl");
    let mut rows = Vec::new();
    for Row(code, form, text, said, [first, last]) in ROWS {
        let all = installed().into_iter().filter(|release| release >= first && release <= last);
        rows.extend(all.map(|release| (release, *form, (*text).to_owned(), Some((*code, *said)))));
    }
    all_hold(&rows);
}

#[test]
fn etcd_starts_with_what_the_audit_takes() {
    skip_without!("openssl");
    let mut rows = Vec::new();
    for (form, text) in SOUND {
        rows.extend(
            installed().into_iter().map(|release| (release, *form, (*text).to_owned(), None)),
        );
    }
    all_hold(&rows);
}

/// Flags that a release has no longer, or not yet: as many as there are of each.
#[test]
fn a_flag_of_another_release_ends_etcd() {
    skip_without!("openssl");
    let mut rows = Vec::new();
    for release in installed() {
        let own = release.version().parse().unwrap();
        for flag in flags::all().iter().filter(|flag| !flag.is_key_only()) {
            let code = match flag.availability(own) {
                Availability::Gone(_) => "removed-flag",
                Availability::NotYet(_) => "flag-not-yet",
                _ => continue,
            };
            let value = match flag.kind {
                Kind::Bool => "true",
                Kind::Number => "1",
                Kind::Duration => "1s",
                _ => continue,
            };
            let text = format!("--{}={value}", flag.name);
            rows.push((release, Flags, text, Some((code, "flag provided but not defined"))));
        }
    }
    all_hold(&rows);
}
