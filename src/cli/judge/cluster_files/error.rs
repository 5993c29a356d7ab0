//! Why a heap of files can't be judged.

use crate::cli::failure::{Errors, Failure};
use crate::cluster::Hint;
use crate::text::{escape_for_terminal, in_words};

use super::named::name_of;

/// What is wrong with the parts of a heap.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClusterFilesError {
    /// Files without members.
    NoMembers,
    /// A member that nobody can dial.
    NoHost { name: String },
    /// Two members of one name.
    MemberTwice { name: String },
    /// Two clients of one name.
    ClientTwice { name: String },
    /// A file of a member that isn't there.
    UnknownMember { option: &'static str, name: String, known: String },
    /// A file of a client that isn't there.
    UnknownClient { option: &'static str, name: String, known: String },
    /// A key of somebody who isn't there.
    UnknownOwner { name: String, known: String },
    /// Two files for one thing.
    Twice { option: &'static str, whom: String },
    /// Whom some trust isn't said.
    NobodyTrusted { whom: String, option: &'static str },
    /// `--gateway own` without its certificate.
    GatewayWithoutFile,
    /// A gateway's certificate that it doesn't show.
    GatewayWithFile { word: String },
    /// A list of names for nobody.
    AllowedFor { text: String },
    /// Members and files between which no handshake happens.
    NothingToJudge,
}

impl ClusterFilesError {
    pub(super) fn unknown_member(option: &'static str, name: &str, members: &[String]) -> Self {
        let known: Vec<String> =
            members.iter().map(|text| escape_for_terminal(name_of(text))).collect();
        Self::UnknownMember { option, name: name.into(), known: listed(&known) }
    }

    /// Adds this to what else is wrong.
    pub(super) fn tell(&self, errors: &mut Errors) {
        errors.add(self, self.hint());
    }
}

/// Names in backticks, one after the other.
pub(super) fn listed(names: &[impl AsRef<str>]) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    all.join(", ")
}

in_words! { ClusterFilesError with hints:
    Self::NoMembers => ["error-cluster-files-no-members"],
    Self::NoHost { name } => ["error-cluster-files-no-host", name],
    Self::MemberTwice { name } => ["error-cluster-files-member-twice", name],
    Self::ClientTwice { name } => ["error-cluster-files-client-twice", name],
    Self::UnknownMember { option, name, known } if known.is_empty() =>
        ["error-cluster-files-unknown-member", option, name; "error-cluster-files-unknown-member.none"],
    Self::UnknownMember { option, name, known } => ["error-cluster-files-unknown-member", option, name, known],
    Self::UnknownClient { option, name, known } if known.is_empty() =>
        ["error-cluster-files-unknown-client", option, name; "error-cluster-files-unknown-client.none"],
    Self::UnknownClient { option, name, known } => ["error-cluster-files-unknown-client", option, name, known],
    Self::UnknownOwner { name, known } => ["error-cluster-files-unknown-owner", name, known],
    Self::Twice { option, whom } => ["error-cluster-files-twice", option, whom],
    Self::NobodyTrusted { whom, option: option @ "--peer-ca" } =>
        ["error-cluster-files-no-peer-ca", whom, option],
    Self::NobodyTrusted { whom, option: option @ "--client-ca" } =>
        ["error-cluster-files-no-client-ca", whom, option],
    Self::NobodyTrusted { whom, option } =>
        ["error-cluster-files-no-server-ca", whom, option; "error-cluster-files-no-peer-ca.hint"],
    Self::GatewayWithoutFile => ["error-cluster-files-gateway-without-file"],
    Self::GatewayWithFile { word } => ["error-cluster-files-gateway-with-file", word],
    Self::AllowedFor { text } => ["error-cluster-files-allowed-for", text],
    Self::NothingToJudge => ["error-cluster-files-nothing-to-judge"],
}

impl From<ClusterFilesError> for Failure {
    fn from(error: ClusterFilesError) -> Self {
        Self::input(&error, error.hint())
    }
}
