//! Presets: known layouts of certificates and units to start from.

use super::choices;

choices! {
    /// A layout to start from. It says how files are called and what the other answers start as; what
    /// people change afterwards stays changed.
    Preset {
        /// What quorate recommends.
        Recommended = "recommended",
        /// Server and peer certificates named after their member, settings as flags.
        PerNode = "per-node",
        /// The organisation's own CA, one certificate a member, settings in `options.env`.
        ExistingCa = "existing-ca",
        /// Three members on one machine, one CA for peers and one for clients: a lab.
        SingleHost = "single-host",
        /// One certificate for everything on the control plane of a Kubernetes.
        SharedCertificate = "shared-certificate",
        /// One server certificate for all members, a peer certificate for each.
        SharedServer = "shared-server",
    }
}
