//! Authorities that openssl makes.

#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::process::run;

/// A directory to make authorities in.
pub(crate) struct Works(tempfile::TempDir);

impl Works {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    #[track_caller]
    pub(crate) fn openssl(&self, arguments: &[&str]) {
        run(Command::new("openssl").args(arguments).current_dir(self.0.path())).success();
    }

    /// Makes `root.crt`, whose name has what few tools write anew as it was.
    pub(crate) fn root(&self) {
        let subject = "/DC=com/DC=example/O=Zürich & Söhne/OU=Eins/OU=Zwei/OU=Drei+CN=Works CA";
        self.openssl(&[
            "req",
            "-x509",
            "-utf8",
            "-multivalue-rdn",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "3650",
            "-subj",
            subject,
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout",
            "root.key",
            "-out",
            "root.crt",
        ]);
    }

    /// Makes `intermediate.key`, and `chain.crt`: the intermediate, and the root behind it.
    pub(crate) fn intermediate(&self) {
        let extensions = "basicConstraints=critical,CA:TRUE,pathlen:0\n\
                          keyUsage=critical,keyCertSign,cRLSign\n\
                          subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
        fs::write(self.path("extensions"), extensions).unwrap();
        self.openssl(&[
            "req",
            "-new",
            "-utf8",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/O=Zürich & Söhne/OU=Eins/OU=Zwei/CN=Works etcd CA",
            "-keyout",
            "intermediate.key",
            "-out",
            "intermediate.csr",
        ]);
        self.openssl(&[
            "x509",
            "-req",
            "-in",
            "intermediate.csr",
            "-CA",
            "root.crt",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "3000",
            "-extfile",
            "extensions",
            "-out",
            "intermediate.crt",
        ]);
        let [own, root] =
            ["intermediate.crt", "root.crt"].map(|name| fs::read(self.path(name)).unwrap());
        fs::write(self.path("chain.crt"), [own, root].concat()).unwrap();
    }
}
