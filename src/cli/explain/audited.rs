//! What each code of `quorate audit` means, where no lesson says more. Severity, source and fix are the
//! audit's own.

/// Code and meaning.
pub(super) const AUDITED: &[(&str, &str)] = &[
    ("nothing-found", "Nothing that was named starts an etcd member."),
    ("not-text", "The file isn't UTF-8, and systemd refuses such lines."),
    (
        "unreadable-yaml",
        "A line of the config file is beyond what the audit reads, so that what it sets wasn't judged.",
    ),
    (
        "cut-command",
        "A backslash before a blank, or an empty line, ends ExecStart= early: etcd starts without the arguments behind it.",
    ),
    (
        "unknown-specifier",
        "A percent sign starts a specifier in a unit; one that systemd doesn't know ends the start.",
    ),
    (
        "undefined-variable",
        "The command names a variable that nothing sets: systemd puts nothing in its place.",
    ),
    (
        "settings-file-missing",
        "EnvironmentFile= names a file that isn't there, and the unit fails before etcd starts.",
    ),
    (
        "not-notify",
        "Without Type=notify systemd takes etcd for ready as soon as it is forked, long before it answers.",
    ),
    (
        "start-timeout",
        "With Type=notify the start waits for a majority of the members: the first one alone runs into the 90 seconds of TimeoutStartSec= and is ended.",
    ),
    (
        "restarts-removed-member",
        "A member that was removed from the cluster ends with exit code 0, and Restart=always starts it again and again.",
    ),
    ("no-restart", "etcd stays down after a fault until somebody starts it."),
    ("runs-as-root", "Without User= etcd is root, and a fault in it has the machine."),
    (
        "few-files",
        "Each client holds a file descriptor, and the limit is lower than the clients may be.",
    ),
    ("no-sandbox", "The unit lets etcd see and change nearly everything on the machine."),
    (
        "dropped-line",
        "systemd drops this line of the environment file: `export` before the name, no =, or a byte order mark on the first line.",
    ),
    (
        "joining-comment",
        "A backslash at the end of a comment joins the next line to it, which then sets nothing.",
    ),
    (
        "stray-quote",
        "A quote in the middle of a value stays in it, and etcd gets it as part of a path or URL.",
    ),
    (
        "not-expanded",
        "${NAME} in an environment file stays as it is: etcd gets the dollar sign and the braces.",
    ),
    (
        "unknown-flag",
        "etcd doesn't know the flag, prints `flag provided but not defined` and ends with 2.",
    ),
    (
        "removed-flag",
        "The flag was taken out of etcd, and the release that runs, or a later one, ends at the start because of it.",
    ),
    ("unsupported-series", "No fix is made any more for this series, for its security neither."),
    (
        "release-loses-data",
        "This release is known to corrupt or lose data in some cases; a newer one of its series doesn't.",
    ),
    ("release-with-fault", "This release has a fault that a newer one of its series fixes."),
    ("upgrade-first", "The next series asks for a newer release of this one before the upgrade."),
    (
        "deprecated-flag",
        "etcd still reads the flag, warns of it at each start, and says which series drops it. There it ends at the start.",
    ),
    (
        "flag-not-yet",
        "The flag came with a later release than the one that runs, which doesn't know it and ends at the start.",
    ),
    ("flag-from-release", "Only newer releases know the flag; which one runs wasn't said."),
    ("retired-flag", "etcd still reads the flag, and does nothing with it."),
    (
        "unknown-variable",
        "No etcd knows this ETCD_ variable: `unrecognized environment variable`, and on it goes without.",
    ),
    (
        "unknown-security-variable",
        "No etcd knows this ETCD_ variable, and it looks like one that secures a port: etcd warns with `unrecognized environment variable` and starts without what it was to do.",
    ),
    (
        "unknown-security-key",
        "No etcd knows this key of the config file, or not in this section, and it looks like one that secures a port. etcd says nothing and starts without.",
    ),
    (
        "set-twice",
        "The setting is given as a flag and as a variable. etcd ends with `conflicting environment variable is shadowed by corresponding command-line flag`.",
    ),
    ("repeated", "The setting stands there more than once, and only the last one counts."),
    (
        "ignored-beside-config-file",
        "With --config-file etcd reads neither flags nor variables: this one does nothing.",
    ),
    (
        "security-ignored-beside-config-file",
        "With --config-file etcd reads neither flags nor variables: this one was to secure a port and does nothing.",
    ),
    (
        "stray-argument",
        "A word that is no flag stands among the flags: `is not a valid flag`, and etcd ends.",
    ),
    (
        "boolean-with-space",
        "`--client-cert-auth true` is a flag and a stray word: `'true' is not a valid flag`, and etcd ends.",
    ),
    ("not-a-boolean", "etcd takes true and false for yes and no, and ends at anything else."),
    ("not-a-number", "etcd takes plain digits: 8G is a parse error, and etcd ends."),
    ("half-a-pair", "A certificate is set without its key, or a key without its certificate."),
    (
        "no-trusted-ca",
        "Client certificates are demanded, and no authority is named that could have signed them: etcd starts and refuses everyone.",
    ),
    (
        "auth-by-ca-alone",
        "trusted-ca-file alone makes etcd demand client certificates; client-cert-auth says the same so that people see it.",
    ),
    ("https-without-certificate", "A URL says https, and no certificate is set to serve there."),
    (
        "plain-http",
        "Clients are served over http: everyone who reaches the port reads and writes everything, and the network reads along.",
    ),
    (
        "plain-http-peer",
        "Peers are served over http. etcd drops TLS there without a word, and the cluster looks healthy.",
    ),
    (
        "plain-http-loopback",
        "http on 127.0.0.1 asks nobody for a certificate: every user and process of the machine reads and writes everything.",
    ),
    (
        "default-listener",
        "listen-client-urls isn't set, and the default is http://localhost:2379, without TLS.",
    ),
    (
        "auto-tls",
        "With auto-tls each member makes its own certificate at the start, which proves nothing to anybody.",
    ),
    (
        "allowed-both",
        "peer-cert-allowed-cn and peer-cert-allowed-hostname are both set, and etcd ends: `AllowedCNs and AllowedHostnames are mutually exclusive`.",
    ),
    (
        "tls-version",
        "The TLS versions aren't ones that etcd takes, or the minimum is above the maximum: etcd ends.",
    ),
    (
        "cipher-suites",
        "The list of cipher suites lacks one that HTTP/2 demands, or stands beside a minimum of TLS 1.3, or names one that Go doesn't have: etcd ends.",
    ),
    ("v2-api", "The v2 API is switched on. It is gone in 3.6, and with it what it holds."),
    ("retired-logger", "logger=capnslog is gone from 3.5 on, and etcd ends."),
    (
        "space-in-list",
        "A blank stands in a list of URLs or members, and becomes part of the next entry.",
    ),
    (
        "bad-url",
        "A URL isn't of the form https://HOST:PORT: `URL address does not have the form \"host:port\"`, and etcd ends.",
    ),
    (
        "name-in-listen-url",
        "A listen URL holds a name: `expected IP in URL for binding`, and etcd ends.",
    ),
    ("unspecified-advertised", "0.0.0.0 or :: is advertised, which nobody can dial."),
    (
        "loopback-advertised",
        "A loopback address is advertised: others who follow it reach themselves.",
    ),
    (
        "no-advertised-urls",
        "listen-client-urls is set without advertise-client-urls, and etcd ends.",
    ),
    (
        "same-port",
        "Clients and peers are to be served on one address and port: `bind: address already in use`.",
    ),
    ("bad-member-list", "initial-cluster isn't a list of NAME=URL."),
    ("duplicate-url", "Two members of initial-cluster have one URL, and etcd ends."),
    ("duplicate-name", "Two members have one name, and both are shown by it."),
    (
        "not-in-list",
        "The member's name isn't in initial-cluster: `couldn't find local name \"x\" in the initial cluster configuration`.",
    ),
    (
        "other-peer-url",
        "initial-cluster names another URL for this member than initial-advertise-peer-urls, and etcd ends.",
    ),
    ("bad-state", "initial-cluster-state takes new and existing only."),
    (
        "common-token",
        "The token is etcd's default, or one that tutorials use: two clusters that share it and an address can mix.",
    ),
    (
        "election-too-short",
        "The election timeout is below 5 heartbeats: `--election-timeout[DUR] should be at least as 5 times as --heartbeat-interval[DUR]`, and etcd ends.",
    ),
    ("election-too-long", "The election timeout is above 50 seconds, and etcd ends."),
    ("zero-timer", "Heartbeat and election timeout have to be above 0, or etcd ends."),
    ("large-quota", "The quota is above 8 GiB: etcd warns, and memory has to hold it all."),
    ("no-quota", "A quota below 0 is none: the database grows until the disk is full."),
    ("not-here", "A file that the settings name isn't here, so that it wasn't judged."),
    (
        "key-unreadable",
        "etcd's user can't read the private key: `permission denied`, and etcd ends. root:root with 0600 beside User=etcd is the usual case.",
    ),
    (
        "wrong-usages",
        "The certificate's extended key usages don't fit its role: servers serve, peers serve and dial. Go says `x509: certificate specifies an incompatible key usage`.",
    ),
    (
        "cluster-mismatch",
        "Members that name each other have other tokens or other lists, and so other cluster ids: `request cluster ID mismatch`, for ever.",
    ),
    (
        "timing-differs",
        "Members have different heartbeats or election timeouts: the one with the short election calls for elections that nobody needs.",
    ),
];
