//! Who holds the keys: the authority's, and those of the members.

use super::choices;

choices! {
    /// Where the authority comes from, and where its key is.
    CaSource {
        /// Made here, its key in a file that only its owner may read.
        Made = "made",
        /// Made here, its key encrypted with a passphrase (PKCS#8, PBES2). Keys of leaves never are:
        /// etcd can't load them (`tls: failed to parse private key`, measured on 3.4 and 3.5).
        Encrypted = "encrypted",
        /// An existing CA, read from files at the time of issue; its key isn't copied.
        Imported = "imported",
        /// No CA key comes here at all: signing requests go out, certificates come back.
        Elsewhere = "elsewhere",
    }
}

impl CaSource {
    /// Whether the plan's authorities are made by quorate.
    pub fn makes_authority(self) -> bool {
        matches!(self, Self::Made | Self::Encrypted)
    }
}

choices! {
    /// Where the members' keys are made.
    KeyOrigin {
        /// On this machine, from where they travel with the member's directory.
        Here = "here",
        /// On the member itself, which they never leave; its signing requests are signed here.
        Member = "member",
    }
}
