//! Clients that name no CA: Go then trusts those of the system.

use super::{Client, Dialed, File, Files};
use crate::audit::Lookup;
use crate::audit::judge::files::{MANY, is_installed};
use crate::config::Seen;
use crate::finding::rules::clients::{ClientSystemRoots, ClientSystemRootsUnread};
use crate::finding::{Finding, Rule};
use crate::pki::SYSTEM_BUNDLES;
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::matrix::{Dialer, Listener};

/// Whom the system of a client trusts.
enum System {
    /// These.
    Trusts(Vec<CertificateFacts>),
    /// Those of an image, which knows no CA of somebody's own.
    Public,
    /// That isn't known here.
    Unknown,
}

impl<'a> Client<'a> {
    /// Members whose certificates lead to a CA of their own that the client isn't given.
    pub(super) fn system_roots(&mut self, files: &Files, dialed: &[Dialed<'a>]) {
        let settings = self.settings;
        let names_none = matches!(files.authority, File::Unset) && settings.authority.is_none();
        if !(names_none && settings.verifies && settings.kind.is_go()) {
            return;
        }
        let private: Vec<Dialed<'_>> =
            dialed.iter().copied().filter(|one| self.is_private(one)).collect();
        let Some(first) = private.first() else { return };
        let (is_certain, refused) = match self.system() {
            System::Unknown => (false, private.clone()),
            System::Public => (true, private.clone()),
            System::Trusts(anchors) => {
                let refuses = |one: &Dialed<'_>| self.refuses_path(one, anchors.clone());
                (true, private.iter().copied().filter(refuses).collect())
            }
        };
        let mut members: Vec<String> =
            refused.iter().map(|one| one.member.name().to_owned()).collect();
        members.dedup();
        if members.is_empty() {
            return;
        }
        let (client, setting) = (self.name(), settings.kind.authority_setting().to_owned());
        let finding: Finding = if is_certain {
            ClientSystemRoots { client, setting, members }.into()
        } else {
            ClientSystemRootsUnread { client, setting, members }.into()
        };
        self.add(first.endpoint.line, finding);
    }

    /// Whether a member's certificate leads to a CA that its own clients come from, which is nobody's public one.
    fn is_private(&self, dialed: &Dialed<'_>) -> bool {
        let etcd = self.etcd.of(dialed.member);
        let bytes = self.store(dialed.member).file("trusted-ca-file");
        let Some((_, found)) = bytes else { return false };
        let anchors = PresentedChain::read(b"", None, Some(&found.bytes), etcd).anchors;
        let has_server = !self.listener(dialed).server.chain.is_empty();
        has_server
            && !anchors.is_empty()
            && anchors.len() < MANY
            && !self.refuses_path(dialed, anchors)
    }

    /// Whether no way leads from a member's certificate to one of these.
    fn refuses_path(&self, dialed: &Dialed<'_>, anchors: Vec<CertificateFacts>) -> bool {
        let listener = Listener { trusted_of_clients: None, ..self.listener(dialed) };
        let own = PresentedChain::default();
        let client = Dialer { name: self.name(), own, trusted: Some(anchors) };
        let why = self.refusal(&listener, client, self.etcd.of(dialed.member));
        why.is_some_and(|why| {
            matches!(
                why.rule,
                Rule::NoAnchors
                    | Rule::SelfSigned
                    | Rule::UnknownAuthority
                    | Rule::OtherAuthorityKey
            )
        })
    }

    fn system(&self) -> System {
        let settings = self.settings;
        let container = settings.container.as_ref();
        let sees = |bundle: &str| match container.map(|container| container.sees(bundle)) {
            None => Seen::OnHost(bundle.to_owned()),
            Some(seen) => seen,
        };
        let all: Vec<Seen> = SYSTEM_BUNDLES.into_iter().map(sees).collect();
        if all.iter().all(|seen| *seen == Seen::Image) {
            return System::Public;
        }
        // Of a file that isn't where it belongs nobody knows which machine it is for.
        if !is_installed(&settings.path) {
            return System::Unknown;
        }
        let found = all.into_iter().find_map(|seen| {
            let Seen::OnHost(place) = seen else { return None };
            match self.disk.file(&settings.path, &place) {
                Lookup::Found(_, found) => Some(found),
                Lookup::Missing => None,
            }
        });
        found.map_or(System::Unknown, |found| {
            let read = PresentedChain::read(b"", None, Some(&found.bytes), self.etcd.build());
            System::Trusts(read.anchors)
        })
    }
}
