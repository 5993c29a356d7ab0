//! Who holds the CA's key, and where members' keys are made: each way from the plan to a bundle that
//! openssl accepts, and each way out.

mod elsewhere;
mod encrypted;
mod imported;
mod members;
mod requests;
mod sweep;
mod tutorial;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::files::{below, permissions};
use crate::support::process::{Ran, run};

/// What openssl gives a CA unless told otherwise.
pub(crate) const CA: &str = "basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid";

/// How openssl makes a key where nothing else is said.
pub(crate) const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

/// A directory to work in, with `plan.json`, the plan of three members.
pub(crate) struct Works {
    directory: TempDir,
}

impl Works {
    pub(crate) fn new() -> Self {
        let works = Self { directory: TempDir::new().unwrap() };
        works.write("plan.json", include_str!("../fixtures/three-members.json"));
        works
    }

    /// With a CA that signs itself, `ca.crt` and `ca.key`, valid for 800 days.
    pub(crate) fn with_ca() -> Self {
        let works = Self::new();
        works.root("ca", CA, P256, "-subj /O=Works/CN=ca");
        works
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.directory.path().join(name)
    }

    #[allow(clippy::disallowed_methods, reason = "tests write scratch files")]
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: impl AsRef<Path>) -> String {
        String::from_utf8(fs::read(self.path(name)).unwrap()).unwrap()
    }

    /// Changes the plan by its JSON.
    #[track_caller]
    pub(crate) fn plan(&self, change: impl FnOnce(&mut serde_json::Value)) {
        let mut plan = serde_json::from_str(&self.read("plan.json")).unwrap();
        change(&mut plan);
        self.write("plan.json", plan.to_string());
    }

    /// A program to run here, with nothing of the outer environment but the path.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path("."))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.path("."));
        command
    }

    /// Runs quorate; arguments are split at blanks.
    #[track_caller]
    pub(crate) fn quorate(&self, arguments: &str) -> Ran {
        let program = crate::support::bundle::quorate();
        run(self.command(program.get_program()).args(arguments.split_whitespace()))
    }

    #[track_caller]
    pub(crate) fn shell(&self, line: &str) -> Ran {
        run(self.command("sh").args(["-euc", line]))
    }

    #[track_caller]
    pub(crate) fn openssl(&self, arguments: &str) -> String {
        self.shell(&format!("openssl {arguments}")).success().said()
    }

    fn config(&self, name: &str, extensions: &str) {
        let config = format!("[req]\ndistinguished_name = n\n[n]\n[v3]\n{extensions}\n");
        self.write(&format!("{name}.config"), config);
    }

    /// Makes a certificate that signs itself.
    #[track_caller]
    pub(crate) fn root(&self, name: &str, extensions: &str, key: &str, more: &str) {
        self.config(name, extensions);
        self.openssl(&format!("genpkey {key} -out {name}.key"));
        self.openssl(&format!(
            "req -x509 -new -key {name}.key -config {name}.config -extensions v3 -days 800 {more} \
             -out {name}.crt"
        ));
    }

    /// Makes an authority, or whatever `extensions` say, below another.
    #[track_caller]
    pub(crate) fn below(&self, parent: &str, name: &str, extensions: &str, more: &str) {
        self.config(name, extensions);
        self.openssl(&format!("genpkey {P256} -out {name}.key"));
        self.openssl(&format!(
            "req -new -key {name}.key -config {name}.config -subj /O=Works/CN={name} -out {name}.csr"
        ));
        self.openssl(&format!(
            "x509 -req -in {name}.csr -CA {parent}.crt -CAkey {parent}.key -set_serial 0x$(openssl rand \
             -hex 8) -days 600 -extfile {name}.config -extensions v3 {more} -out {name}.crt"
        ));
    }

    /// Every file below a directory with its mode and a hash.
    pub(crate) fn tree(&self, directory: &str) -> BTreeMap<PathBuf, (u32, String)> {
        let root = self.path(directory);
        let files = below(&root).into_iter().filter(|(_, metadata)| !metadata.is_dir());
        files
            .map(|(path, metadata)| {
                let path = root.join(path);
                let hash = run(Command::new("sha256sum").arg(&path)).success().stdout;
                let hash = hash.split(' ').next().unwrap().to_owned();
                (path, (permissions(&metadata), hash))
            })
            .collect()
    }

    /// `quorate verify` finds nothing wrong, and neither does openssl in any leaf; `anchor` is what is trusted.
    #[track_caller]
    pub(crate) fn is_sound(&self, bundle: &str) {
        let verified = self.quorate(&format!("verify {bundle}")).success();
        // What openssl signed just now isn't backdated.
        let codes = verified.stdout.lines().filter_map(|line| line.strip_suffix(']'));
        assert!(codes.into_iter().all(|line| line.ends_with("[starts-just-now")), "{verified}");
        let judged = self.shell(&format!(
            "cd {bundle}
             for leaf in members/*/pki/* clients/*/*; do
                 case $leaf in *-key.pem | *.key | */ca.* | *.env) continue ;; esac
                 anchor=$(ls ${{leaf%/*}}/ca.*)
                 openssl verify -x509_strict -CAfile $anchor -untrusted $leaf $leaf
             done"
        ));
        let leaves = judged.success().stdout.lines().filter(|line| line.ends_with(": OK")).count();
        assert!(leaves >= 4, "{leaves} leaves were judged");
    }

    /// Ends with a code, an error with a hint, and these words.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, clippy::unused_self, reason = "tests read so")]
    pub(crate) fn refused(&self, ran: Ran, code: i32, words: &[&str]) {
        assert_eq!(ran.status.and_then(|status| status.code()), Some(code), "{ran}");
        assert!(ran.stderr.contains("error: ") && ran.stderr.contains("\nhint: "), "{ran}");
        for word in words {
            assert!(ran.stderr.contains(word), "no {word:?} in {ran}");
        }
    }
}
