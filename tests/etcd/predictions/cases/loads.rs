//! What a member is to load.

use rcgen::{CustomExtension, KeyPair};

use super::{Case, Cases, Trial};
use crate::predictions::mint::{LEAF, Pair, der, key_through_openssl, pem, rsa_key};

impl Cases {
    fn load(&mut self, name: &str, pair: Pair) {
        let anchors = self.authority.pair.certificate.clone();
        self.all.push(Case::new(name, Trial::Load, pair, anchors));
    }

    pub(super) fn loads(&mut self) {
        let (one, other) = (self.authority.leaf(|_| {}), self.authority.leaf(|_| {}));
        self.load("the key of another", Pair { key: other.key.clone(), ..one.clone() });
        let kind = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap().serialize_pem();
        self.load("a key of another kind", Pair { key: kind, ..one.clone() });
        let key = key_through_openssl(&one.key, &["pkcs8", "-topk8", "-passout", "pass:secret"]);
        self.load("an encrypted key", Pair { key, ..one.clone() });
        let key = key_through_openssl(&one.key, &["ec", "-aes128", "-passout", "pass:secret"]);
        self.load("a key encrypted the old way", Pair { key, ..one.clone() });
        let key = one.key.replace(" PRIVATE", " OPENSSH PRIVATE");
        self.load("a key labelled as OpenSSH's", Pair { key, ..one.clone() });
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n";
        self.load("a key in OpenSSH's form", Pair { key: key.into(), ..one.clone() });
        self.load("a certificate for a key", Pair { key: one.certificate.clone(), ..one.clone() });
        self.load("a key for a certificate", Pair { certificate: one.key.clone(), ..one.clone() });
        self.load("nothing for a key", Pair { key: String::new(), ..one.clone() });
        let certificate = String::from("\u{feff}") + &one.certificate;
        self.load("a byte order mark", Pair { certificate, ..one.clone() });
        self.load("no PEM at all", Pair { certificate: "0\u{1}\u{2}".into(), ..one.clone() });
        let certificate = one.certificate.replace("CERTIFICATE", "TRUSTED CERTIFICATE");
        self.load("a certificate with openssl's label", Pair { certificate, ..one.clone() });
        let certificate = self.authority.pair.certificate.clone() + &one.certificate;
        self.load("the authority before the leaf", Pair { certificate, ..one.clone() });
        let mut longer = der(&one.certificate);
        longer.push(0);
        self.load(
            "a byte behind the certificate",
            Pair { certificate: pem(&longer), ..one.clone() },
        );
        let doubled = self.authority.leaf(|one| {
            let names = CustomExtension::from_oid_content(
                &[2, 5, 29, 17],
                vec![48, 6, 135, 4, 10, 77, 0, 1],
            );
            one.custom_extensions.push(names);
        });
        self.load("an extension that stands there twice", doubled);
        for (name, key) in [
            ("a key on Ed448", &["-algorithm", "ED448"][..]),
            (
                "a key on secp256k1",
                &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"][..],
            ),
        ] {
            let pair = self.authority.leaf_by_openssl(key, &[]);
            self.load(name, pair);
        }
        self.forms(&one);
        let anchors = self.authority.pair.certificate.clone() + &self.authority.pair.key;
        self.all.push(Case::new("a key among the trusted", Trial::Load, one.clone(), anchors));
        self.load("a pair in order", one);
    }
    /// Other forms of the same files.
    fn forms(&mut self, one: &Pair) {
        let key = key_through_openssl(&one.key, &["ec"]);
        self.load("a key as SEC 1", Pair { key: key.clone(), ..one.clone() });
        let parameters =
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        self.load(
            "a key behind its parameters",
            Pair { key: parameters.to_owned() + &key, ..one.clone() },
        );
        let both = one.certificate.clone() + &one.key;
        self.load("both in one file", Pair { certificate: both.clone(), key: both });
        let both = one.key.clone() + &one.certificate;
        self.load("both in one file, the key first", Pair { certificate: both.clone(), key: both });
        let lines = |text: &str| text.replace('\n', "\r\n");
        self.load(
            "lines of Windows",
            Pair { certificate: lines(&one.certificate), key: lines(&one.key) },
        );
        let certificate = format!("Certificate:\n    Data:\n{}", one.certificate);
        self.load("text before the certificate", Pair { certificate, ..one.clone() });
        let certificate = one.certificate.replace("-----END", "----END");
        self.load("a damaged last line", Pair { certificate, ..one.clone() });
        let certificate = one.certificate.replacen("MII", "M*I", 1);
        self.load("damaged base64", Pair { certificate, ..one.clone() });
        let key = one.key.replace(" PRIVATE", " ANY PRIVATE");
        self.load("a key with a label of its own", Pair { key, ..one.clone() });
        let rsa = self.authority.pair.signs(&rsa_key(2048), LEAF, &[]);
        let key = key_through_openssl(&rsa.key, &["rsa", "-traditional"]);
        self.load("a key as PKCS #1", Pair { key, ..rsa });
        let pss = self.authority.leaf_by_openssl(&["-algorithm", "RSA-PSS"], &[]);
        self.load("a key for RSA-PSS alone", pss);
        let dsa = self.authority.pair.signs(DSA, LEAF, &[]);
        self.load("a DSA key", dsa);
    }
}

const DSA: &str = include_str!("../../../fixtures/pki/dsa.key");
