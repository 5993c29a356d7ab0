//! Files that a container doesn't see: nothing is mounted there, or a directory of the host that doesn't have them.

use super::files::is_installed;
use crate::audit::Disk;
use crate::config::{Container, Seen};
use crate::finding::Finding;
use crate::finding::rules::machine::{MountedElsewhere, NotMounted};

/// Where containers have files that no manifest mounts: authorities of their images, and what is put in as they start.
const OWN: [&str; 6] = [
    "/etc/ssl/",
    "/etc/pki/tls/",
    "/usr/share/ca-certificates/",
    "/var/run/secrets/",
    "/run/secrets/",
    "/vault/",
];

/// A file that a container is told to read.
pub(super) struct Told<'a> {
    /// What starts the container.
    pub(super) manifest: &'a str,
    pub(super) container: Option<&'a Container>,
    /// The setting, as it is written there.
    pub(super) setting: String,
    /// The path, as the container sees it.
    pub(super) file: &'a str,
}

impl Told<'_> {
    /// Why the container doesn't see the file, where that is certain.
    pub(super) fn unseen(&self, disk: &dyn Disk) -> Option<Finding> {
        let is_missing = |path: &str| disk.is_missing(self.manifest, path);
        let (setting, file) = (self.setting.clone(), self.file.to_owned());
        match self.container?.sees(self.file) {
            Seen::Image if !OWN.iter().any(|own| self.file.starts_with(own)) => {
                Some(NotMounted { setting, file }.into())
            }
            Seen::OnHost(place)
                if is_installed(self.manifest)
                    && place != self.file
                    && is_missing(&place)
                    && !is_missing(self.file) =>
            {
                Some(MountedElsewhere { setting, file, place }.into())
            }
            Seen::Image | Seen::OnHost(_) | Seen::Volume | Seen::Unknown => None,
        }
    }
}
