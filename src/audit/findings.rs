//! What an audit finds: each kind of finding once, with its reason and its fix.

use std::borrow::Cow;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuditSeverity {
    /// Worth knowing.
    Note,
    /// It works, and will hurt.
    Warning,
    /// It doesn't start, doesn't work, or lets anyone in.
    Error,
}

/// What is known of one kind of finding.
#[derive(Debug, Clone, Copy)]
pub struct FindingKind {
    /// Stable, kebab-case.
    pub code: &'static str,
    /// How much it matters.
    pub severity: AuditSeverity,
    /// Where the fact comes from.
    pub source: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditFinding {
    /// The file.
    pub path: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// How much it matters.
    pub severity: AuditSeverity,
    /// Stable, kebab-case: one of [`CODES`].
    pub code: &'static str,
    /// What is wrong; safe to show.
    pub message: String,
    /// Where the fact comes from.
    pub source: &'static str,
    /// What to do about it.
    pub fix: Cow<'static, str>,
}

/// What was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditReport {
    /// What was found, by place, the same thing once.
    pub findings: Vec<AuditFinding>,
    /// How many files it started from.
    pub files: usize,
    /// How many members they start.
    pub members: usize,
    /// How many certificates were judged.
    pub certificates: usize,
}

impl AuditReport {
    /// How much the worst finding matters.
    pub fn worst(&self) -> Option<AuditSeverity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// How many findings matter this much.
    pub fn count(&self, severity: AuditSeverity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    pub(super) fn add(
        &mut self,
        place: (&str, usize),
        code: &'static str,
        message: impl AsRef<str>,
    ) {
        self.add_with_fix(place, code, message, None);
    }

    /// Adds a finding with a fix of its own, where there is a better one than that of its kind.
    pub(super) fn add_with_fix(
        &mut self,
        place: (&str, usize),
        code: &'static str,
        message: impl AsRef<str>,
        better: Option<String>,
    ) {
        let kind = CODES.iter().find(|kind| kind.code == code);
        // A test holds every code that is used against the table.
        let (severity, source, fix) = kind
            .map_or((AuditSeverity::Error, "", ""), |kind| (kind.severity, kind.source, kind.fix));
        self.findings.push(AuditFinding {
            path: crate::text::escape_for_terminal(place.0),
            line: place.1,
            severity,
            code,
            message: crate::text::escape_for_terminal(message.as_ref()),
            source,
            fix: better.map_or(Cow::Borrowed(fix), Cow::Owned),
        });
    }

    pub(super) fn sorted(mut self) -> Self {
        self.findings.sort();
        self.findings.dedup();
        self
    }
}

const fn error(code: &'static str, source: &'static str, fix: &'static str) -> FindingKind {
    FindingKind { code, severity: AuditSeverity::Error, source, fix }
}

const fn warning(code: &'static str, source: &'static str, fix: &'static str) -> FindingKind {
    FindingKind { code, severity: AuditSeverity::Warning, source, fix }
}

const fn note(code: &'static str, source: &'static str, fix: &'static str) -> FindingKind {
    FindingKind { code, severity: AuditSeverity::Note, source, fix }
}

const MEASURED: &str = "measured on etcd 3.4 and 3.5";
const SYSTEMD: &str = "measured on systemd 252";
const RELEASES: &str = "etcd's sources and release notes";
const CLUSTERING: &str = "etcd clustering guide; measured on 3.4 and 3.5";
const GO: &str = "Go's crypto/tls and crypto/x509; measured on etcd 3.4 and 3.5";

/// Every kind of finding.
pub const CODES: &[FindingKind] = &[
    // What can't be read.
    warning(
        "nothing-found",
        "this audit",
        "name the unit, settings file or command line of an etcd member",
    ),
    error("not-text", SYSTEMD, "save it as UTF-8"),
    warning(
        "unreadable-yaml",
        "this audit reads keys, two sections and scalars",
        "write it as `key: value`, one a line, so that it can be audited",
    ),
    // Units.
    error(
        "cut-command",
        SYSTEMD,
        "let the backslash be the last character of its line, with no empty line behind it",
    ),
    error("unknown-specifier", SYSTEMD, "write %% for a percent sign"),
    error(
        "undefined-variable",
        SYSTEMD,
        "set it in Environment= or EnvironmentFile=, or write the value itself",
    ),
    error(
        "settings-file-missing",
        SYSTEMD,
        "put the file there, or take the line out; `-` before the path makes it optional",
    ),
    warning(
        "not-notify",
        "etcd's own unit; systemd.service(5)",
        "set Type=notify, so that what needs etcd waits until it is ready",
    ),
    note(
        "start-timeout",
        "etcd tells systemd that it is ready only once a majority is; measured",
        "set TimeoutStartSec=0 and start all members together",
    ),
    warning(
        "restarts-removed-member",
        "a removed member exits with 0; measured",
        "set Restart=on-failure",
    ),
    warning("no-restart", "systemd.service(5)", "set Restart=on-failure"),
    warning(
        "runs-as-root",
        "systemd.exec(5)",
        "set User= to a user of etcd's own, who owns its data and may read its keys",
    ),
    warning("few-files", "etcd's own unit sets 40000", "set LimitNOFILE=65536"),
    note(
        "no-sandbox",
        "systemd-analyze security, measured: 9.2 without, 1.2 with",
        "let quorate write a confined unit: --write-plan, then quorate generate",
    ),
    // Environment files.
    error(
        "dropped-line",
        SYSTEMD,
        "write NAME=value alone: no export, no byte order mark before it",
    ),
    error(
        "joining-comment",
        SYSTEMD,
        "take the backslash off the end of the comment: the next line vanishes into it",
    ),
    error(
        "stray-quote",
        SYSTEMD,
        "quote the whole value or nothing of it: quotes count only at its start",
    ),
    error(
        "not-expanded",
        SYSTEMD,
        "write the value itself: systemd expands nothing in an environment file",
    ),
    // Flags, variables and keys.
    error(
        "unknown-flag",
        MEASURED,
        "etcd exits with `flag provided but not defined`: fix or remove it",
    ),
    error("removed-flag", RELEASES, "take it out before going to this release"),
    warning(
        "deprecated-flag",
        RELEASES,
        "take it out before going to the release that drops it: etcd exits there",
    ),
    error("flag-not-yet", RELEASES, "take it out, or run a release that has it"),
    warning(
        "flag-from-release",
        RELEASES,
        "give --etcd-version with the release that runs, and see that it is new enough",
    ),
    warning("out-of-support", "etcd's change log", "upgrade to a series that gets fixes"),
    error("release-loses-data", "etcd's change logs", "upgrade to a release without this fault"),
    warning("release-with-fault", "etcd's change logs", "upgrade to a release without this fault"),
    note("upgrade-first", "etcd's upgrade guides", "upgrade within the series first"),
    warning("retired-flag", RELEASES, "take it out: etcd reads it and does nothing"),
    warning(
        "unknown-variable",
        MEASURED,
        "fix its name, or take it out: etcd warns and passes over it",
    ),
    error(
        "unknown-security-variable",
        MEASURED,
        "fix its name: etcd warns and goes on without it, and the door may stand open",
    ),
    warning(
        "unknown-key",
        MEASURED,
        "fix its name, or take it out: etcd passes over it without a word",
    ),
    error(
        "unknown-security-key",
        MEASURED,
        "fix its name and its section: etcd passes over it without a word, and the door stands open",
    ),
    error(
        "set-twice",
        MEASURED,
        "set it in one place: etcd exits with `conflicting environment variable is shadowed`",
    ),
    warning("repeated", MEASURED, "keep one: the last counts"),
    warning(
        "ignored-beside-config-file",
        MEASURED,
        "move it into the config file: beside one, etcd reads no flag and no variable",
    ),
    error(
        "security-ignored-beside-config-file",
        MEASURED,
        "move it into the config file: beside one, etcd reads no flag and no variable",
    ),
    error(
        "stray-argument",
        MEASURED,
        "write flags with --: at the first other word etcd stops with `is not a valid flag`",
    ),
    error("boolean-with-space", MEASURED, "write --FLAG=true, or --FLAG alone"),
    error("not-a-boolean", MEASURED, "write true or false, without quotes"),
    error("not-a-number", MEASURED, "write plain digits, without a unit"),
    // TLS.
    error("half-a-pair", MEASURED, "set both, the certificate and its key"),
    error(
        "no-trusted-ca",
        MEASURED,
        "set the CA file as well: without one every client is refused",
    ),
    error(
        "open-door",
        MEASURED,
        "set client-cert-auth=true and trusted-ca-file (peer-… for peers)",
    ),
    note(
        "auth-by-ca-alone",
        MEASURED,
        "set client-cert-auth=true too, so that the intent can be read",
    ),
    error("https-without-certificate", MEASURED, "set certificate and key, or nobody can connect"),
    error("plain-http", MEASURED, "write https: http talks to anyone, without a certificate"),
    error("plain-http-peer", MEASURED, "write https: on an http peer URL etcd silently drops TLS"),
    warning(
        "plain-http-loopback",
        MEASURED,
        "write https://127.0.0.1: every user and process of the machine reads and writes everything there",
    ),
    warning(
        "default-listener",
        MEASURED,
        "set listen-client-urls to https URLs: the default is http://localhost:2379",
    ),
    warning(
        "auto-tls",
        "etcd security guide",
        "use certificates of a CA: these prove nothing about who is there",
    ),
    error(
        "allowed-both",
        MEASURED,
        "keep one of them: AllowedCNs and AllowedHostnames are mutually exclusive",
    ),
    error("tls-version", MEASURED, "use TLS1.2 or TLS1.3, the minimum not above the maximum"),
    error(
        "cipher-suites",
        MEASURED,
        "add TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 or its RSA sister, or leave the list out",
    ),
    warning("v2-api", RELEASES, "move to the v3 API; 3.6 has no v2 any more"),
    error("retired-logger", MEASURED, "set logger=zap"),
    // URLs and the list of members.
    error("space-in-list", MEASURED, "put commas alone between entries"),
    error(
        "bad-url",
        MEASURED,
        "write https://HOST:PORT, IPv6 in brackets, nothing behind the port",
    ),
    error("name-in-listen-url", MEASURED, "listen on an address, or on localhost"),
    error("unspecified-advertised", MEASURED, "advertise the address that others dial"),
    warning("loopback-advertised", CLUSTERING, "advertise the address that other machines dial"),
    error(
        "no-advertised-urls",
        MEASURED,
        "set advertise-client-urls: it is required beside listen-client-urls",
    ),
    error("same-port", MEASURED, "give clients and peers a port each"),
    error("bad-member-list", CLUSTERING, "write NAME=https://HOST:PORT,…"),
    error("duplicate-url", MEASURED, "give each member a URL of its own"),
    error("duplicate-name", MEASURED, "give each member a name of its own"),
    error("not-in-list", MEASURED, "let --name be one of the names in --initial-cluster"),
    error(
        "other-peer-url",
        MEASURED,
        "let the list and --initial-advertise-peer-urls hold the same URLs",
    ),
    error("bad-state", MEASURED, "write new or existing"),
    warning(
        "common-token",
        "etcd clustering guide, initial-cluster-token",
        "take a token that no other cluster has",
    ),
    // Tuning.
    error(
        "election-too-short",
        MEASURED,
        "make the election timeout at least 5, better 10 heartbeats",
    ),
    error("election-too-long", MEASURED, "make it 50000 ms at most"),
    error("zero-timer", MEASURED, "give a number of milliseconds above 0"),
    warning(
        "large-quota",
        "etcd documentation, storage size limit; measured",
        "stay within 8 GiB (8589934592)",
    ),
    warning(
        "no-quota",
        MEASURED,
        "give a quota of bytes: below 0 there is none, and the disk fills",
    ),
    // Files.
    note(
        "not-here",
        "this audit",
        "audit on the member itself, or name a copy of its files with --root",
    ),
    error(
        "key-readable",
        "file modes",
        "chmod 600 it, and replace it if anyone could have read it",
    ),
    error(
        "key-unreadable",
        "measured: permission denied",
        "let etcd's user own it, or its group read it (root:etcd, 0640)",
    ),
    error("certificate-unreadable", GO, "put a PEM file with the certificate first there"),
    error("wrong-key", GO, "put the key there that belongs to the certificate"),
    error("expired", GO, "make a new certificate; etcd reads it without a restart"),
    error("not-yet-valid", GO, "check the clock"),
    warning(
        "expires-soon",
        "30 days or less are left",
        "make a new certificate in time; etcd reads it without a restart",
    ),
    error(
        "wrong-usages",
        MEASURED,
        "make it anew with serverAuth and clientAuth: quorate sign, or quorate generate",
    ),
    warning(
        "gateway-trap",
        "measured on every version: /v3/… over HTTP fails, the log fills with `bad certificate`",
        "make the server certificate anew with serverAuth and clientAuth",
    ),
    error(
        "host-not-covered",
        MEASURED,
        "make it anew with the address as an IP SAN, or the name as a DNS SAN",
    ),
    error("broken-chain", GO, "put the CA there that signed, or a certificate of this CA"),
    note("not-checked", "this audit", "look at it with quorate inspect"),
    // Members together.
    error(
        "cluster-mismatch",
        "measured: request cluster ID mismatch, for ever",
        "give all members the same token and the same list",
    ),
    error(
        "trust-differs",
        "crypto/x509 Verify; measured: both sides log `bad certificate`, and the member stays outside",
        "give all members certificates of one CA and the same CA files; while a CA is replaced, all trust both",
    ),
    warning(
        "timing-differs",
        "etcd tuning guide",
        "give all members the same heartbeat and election timeout",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_stands_in_the_table_once_and_is_used() {
        let sources = [
            include_str!("judge.rs"),
            include_str!("judge/tls.rs"),
            include_str!("judge/trust.rs"),
            include_str!("judge/urls.rs"),
            include_str!("judge/unit.rs"),
            include_str!("judge/files.rs"),
            include_str!("member.rs"),
            include_str!("member/settings.rs"),
        ]
        .concat();
        for (index, kind) in CODES.iter().enumerate() {
            assert_eq!(CODES.iter().position(|one| one.code == kind.code), Some(index));
            assert!(
                sources.contains(&format!("\"{}\"", kind.code)),
                "{} is never found",
                kind.code
            );
            assert!(!kind.source.is_empty() && !kind.fix.is_empty());
        }
    }
}
