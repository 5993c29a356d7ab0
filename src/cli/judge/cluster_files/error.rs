//! Why a heap of files can't be judged.

use crate::cli::failure::{Errors, Failure};
use crate::cluster::Hint;
use crate::text::escape_for_terminal;

use super::named::name_of;

/// What is wrong with the parts of a heap.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClusterFilesError {
    /// Files without members.
    #[error("files of a cluster are named, and no member is")]
    NoMembers,
    /// A member that nobody can dial.
    #[error("the member `{name}` has no address")]
    NoHost { name: String },
    /// Two members of one name.
    #[error("there are two members `{name}`")]
    MemberTwice { name: String },
    /// Two clients of one name.
    #[error("there are two clients `{name}`")]
    ClientTwice { name: String },
    /// A file of a member that isn't there.
    #[error("`{option} {name}=…` names no member")]
    UnknownMember { option: &'static str, name: String, known: String },
    /// A file of a client that isn't there.
    #[error("`{option} {name}=…` names no client")]
    UnknownClient { option: &'static str, name: String, known: String },
    /// A key of somebody who isn't there.
    #[error("`--key {name}=…` names no member and no client")]
    UnknownOwner { name: String, known: String },
    /// Two files for one thing.
    #[error("`{option}` is given twice for {whom}")]
    Twice { option: &'static str, whom: String },
    /// Whom some trust isn't said.
    #[error("nobody says {what} {whom}")]
    NobodyTrusted { what: &'static str, whom: String, option: &'static str },
    /// `--gateway own` without its certificate.
    #[error("`--gateway own` is given, and the certificate that gateways show is not")]
    GatewayWithoutFile,
    /// A gateway's certificate that it doesn't show.
    #[error("`--gateway {word}` is given, and a certificate that gateways show as well")]
    GatewayWithFile { word: String },
    /// A list of names for nobody.
    #[error("`--allowed-hostname {text}` is a list of neither peers nor clients")]
    AllowedFor { text: String },
    /// Members and files between which no handshake happens.
    #[error("no handshake happens between what is named")]
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

impl Hint for ClusterFilesError {
    fn hint(&self) -> String {
        match self {
            Self::NoMembers => {
                "add --member NAME=ADDRESS for each member, such as --member etcd-1=10.0.0.1".into()
            }
            Self::NoHost { name } => {
                format!("say where it is dialed, such as --member {name}=10.0.0.1")
            }
            Self::MemberTwice { .. } => {
                "name each member once, its addresses and names separated by commas".into()
            }
            Self::ClientTwice { .. } => "give them names of their own: --client NAME=FILE".into(),
            Self::UnknownMember { known, .. } if known.is_empty() => "name it with --member".into(),
            Self::UnknownMember { known, .. } => {
                format!("the members are {known}; a file whose name holds `=` is written ./FILE")
            }
            Self::UnknownClient { known, .. } if known.is_empty() => {
                "leave the name out, or name the client with --client".into()
            }
            Self::UnknownClient { known, .. } => format!("the clients are {known}"),
            Self::UnknownOwner { known, .. } => {
                format!("known are {known}; a file whose name holds `=` is written ./FILE")
            }
            Self::Twice { option, .. } => format!(
                "give one file for each, as in {option} NAME=FILE, and at most one without a name"
            ),
            Self::NobodyTrusted { option: option @ "--client-ca", .. } => format!(
                "add {option} FILE or --ca FILE; where members ask nobody for a certificate, leave \
                 --client out and add --gateway off"
            ),
            Self::NobodyTrusted { option, .. } => format!("add {option} FILE or --ca FILE"),
            Self::GatewayWithoutFile => "add --gateway-cert [NAME=]FILE".into(),
            Self::GatewayWithFile { .. } => "leave one of --gateway and --gateway-cert out".into(),
            Self::AllowedFor { .. } => "write NAME, peer=NAME or client=NAME".into(),
            Self::NothingToJudge => {
                "add --server FILE for what clients dial, or --peer FILE of two members or more"
                    .into()
            }
        }
    }
}

impl From<ClusterFilesError> for Failure {
    fn from(error: ClusterFilesError) -> Self {
        Self::input(&error, error.hint())
    }
}
