//! etcd members as processes on this machine: what `quorate lab --etcd` runs, and the exercises on broken bundles.
//!
//! - [`Programs`] are etcd and etcdctl, found on the `PATH` or given, with their release.
//! - [`LocalCluster`] is a directory with a bundle for members on loopback addresses ([`Base`]), made on the spot, and
//!   says how each member is started.
//! - [`Launch`] is one member as it is started: arguments, environment, files, URLs. A [`LocalCluster`] makes them;
//!   [`Launch::with_settings`] makes one of settings that were read elsewhere, with their paths mapped by [`Places`].
//! - [`Process`] is a member that runs: it is stopped, killed, frozen, and ends with this.
//! - [`Log`] reads what a member logs; [`Etcdctl`] asks and changes, each time within a bounded time.
//!
//! **Nothing outlives quorate.** A member is started by `quorate lab-member` ([`start::become_program`]), which has the kernel kill
//! it when its parent ends, however that ends. That signal comes when the *thread* ends that made the process, so all
//! are made by one thread that never ends. **Nothing listens outside 127.0.0.0/8**: all addresses are of a [`Base`].

mod addresses;
mod cluster;
mod directory;
mod error;
mod etcdctl;
mod launch;
mod log;
mod process;
mod programs;
pub mod start;

pub use addresses::{Base, Moved};
pub use cluster::{Added, LocalCluster, Request};
pub use directory::Directory;
pub use error::LocalError;
pub use etcdctl::{Alarm, Answer, Credentials, Etcdctl, ListedMember, Status};
pub use launch::{Launch, Places};
pub use log::{Log, LogLevel, LogLine};
pub use process::{Exit, Process};
pub use programs::Programs;
