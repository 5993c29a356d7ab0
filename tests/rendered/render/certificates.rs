//! Certificates by openssl, for layouts that quorate's own bundles don't have.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::said;

/// A directory of keys and certificates.
pub(crate) struct Certificates(tempfile::TempDir);

impl Certificates {
    /// A root `NAME.pem` with its key.
    pub(crate) fn root(name: &str) -> Self {
        let made = Self(tempfile::tempdir().unwrap());
        made.key(name);
        let [key, certificate] = [made.key_path(name), made.path(name)];
        made.openssl(|it| {
            it.args(["req", "-x509", "-new", "-days", "2", "-subj", &format!("/CN={name}")])
                .arg("-key")
                .arg(key)
                .arg("-out")
                .arg(certificate)
        });
        made
    }

    /// A CA below another one.
    pub(crate) fn intermediate(&self, name: &str, issuer: &str) {
        self.sign(name, issuer, "basicConstraints = critical, CA:TRUE\nkeyUsage = keyCertSign\n");
    }

    /// A leaf for this address.
    pub(crate) fn leaf(&self, name: &str, issuer: &str, address: &str) {
        self.sign(name, issuer, &leaf_extensions(address));
    }

    /// Signs a request, as `quorate` does with nothing but its key.
    pub(crate) fn sign_request(&self, request: &Path, issuer: &str, address: &str, to: &Path) {
        let extensions = self.0.path().join("extensions");
        fs::write(&extensions, leaf_extensions(address)).unwrap();
        self.openssl(|it| {
            it.args(["x509", "-req", "-days", "1", "-in"]).arg(request);
            it.arg("-CA").arg(self.path(issuer)).arg("-CAkey").arg(self.key_path(issuer));
            it.arg("-CAcreateserial").arg("-extfile").arg(&extensions).arg("-out").arg(to)
        });
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(format!("{name}.pem"))
    }

    pub(crate) fn key_path(&self, name: &str) -> PathBuf {
        self.0.path().join(format!("{name}-key.pem"))
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    fn sign(&self, name: &str, issuer: &str, extensions: &str) {
        self.key(name);
        let request = self.0.path().join(format!("{name}.csr"));
        self.openssl(|it| {
            it.args(["req", "-new", "-subj", &format!("/CN={name}"), "-key"])
                .arg(self.key_path(name))
                .arg("-out")
                .arg(&request)
        });
        let file = self.0.path().join("extensions");
        fs::write(&file, extensions).unwrap();
        self.openssl(|it| {
            it.args(["x509", "-req", "-days", "1", "-in"]).arg(&request);
            it.arg("-CA").arg(self.path(issuer)).arg("-CAkey").arg(self.key_path(issuer));
            it.arg("-CAcreateserial").arg("-extfile").arg(&file).arg("-out").arg(self.path(name))
        });
    }

    fn key(&self, name: &str) {
        self.openssl(|it| {
            it.args(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out"])
                .arg(self.key_path(name))
        });
    }

    #[track_caller]
    fn openssl(&self, arguments: impl FnOnce(&mut Command) -> &mut Command) {
        let (is_fine, text) = said(arguments(Command::new("openssl").current_dir(self.0.path())));
        assert!(is_fine, "{text}");
    }
}

fn leaf_extensions(address: &str) -> String {
    format!(
        "subjectAltName = IP:{address}, IP:127.0.0.1, DNS:localhost\n\
         extendedKeyUsage = serverAuth, clientAuth\n"
    )
}
