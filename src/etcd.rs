//! What is true of etcd by release: the Go that it is built with.
//!
//! Each series has one asset (`assets/etcd/3.6.json`) that says how it differs from the series before it.
//! The series themselves are [`EtcdVersion`](crate::cluster::EtcdVersion).

mod build;
mod go;
mod release;
mod series;

pub use build::Build;
pub use go::GoVersion;
pub use release::Release;
