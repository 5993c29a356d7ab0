//! The folder of an exercise: a sound cluster on loopback addresses, then what breaks it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;

use super::room::Room;
use super::{Exercise, ExerciseError};
use crate::bundle::{FileKind, PlannedBundle};
use crate::cluster::{EtcdVersion, Plan, San, UnitForm};
use crate::pki::{self, CertificateRole, Issued, Randomness};
use crate::render::layout;
use crate::text::{Lesson, wrap};

/// The file that says which exercise a folder is.
pub const MARK: &str = "exercise.json";
/// Where a learner writes what is to be done with the members.
pub const RUNBOOK: &str = "runbook.txt";
/// What a learner reads first, and the empty runbook; `{name}` is a place.
const README: Lesson = Lesson::new(
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/readme/en.txt")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/readme/uk.txt")),
);
const EMPTY_RUNBOOK: Lesson = Lesson::new(
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/readme/runbook-en.txt")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/readme/runbook-uk.txt")),
);
/// What was done with the members before somebody looks, in the words of a runbook.
const HISTORY: &str = "history.txt";
/// Starts a member by hand, and does with members what a file says.
const START: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/start.sh"));
const PLAY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/play.sh"));
/// The commands of openssl that reissue a certificate, and make a CA.
const REISSUE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/readme/reissue.txt"));
const AUTHORITY: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/readme/authority.txt"));
/// Where the plan has the settings and the data; in the folder they are beside the unit.
const SETTINGS: &str = "/etc/etcd/";
const DATA: &str = "/var/lib/etcd";

/// What a folder says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    format: u32,
    /// Which exercise it is.
    pub exercise: String,
    /// The series that it was made for.
    pub series: EtcdVersion,
    /// Where its members are: 127.A.B.1 and so on.
    pub network: [u8; 2],
}

impl Mark {
    /// Reads what a folder says of itself.
    ///
    /// # Errors
    /// [`ExerciseError::NotAnExercise`].
    pub fn read(folder: &Path) -> Result<Self, ExerciseError> {
        let none = || ExerciseError::NotAnExercise(folder.to_owned());
        let path = folder.join(MARK);
        let is_file =
            path.symlink_metadata().is_ok_and(|there| there.is_file() && there.len() < 4096);
        let text = fs::read(&path).ok().filter(|_| is_file).ok_or_else(none)?;
        serde_json::from_slice(&text).map_err(|_| none())
    }
}

/// What a folder is made with.
#[derive(Clone, Copy)]
pub struct Making<'a> {
    /// The series of its etcd.
    pub series: EtcdVersion,
    /// Where its members are: 127.A.B.1 and so on.
    pub network: [u8; 2],
    /// The moment of the issue.
    pub now: OffsetDateTime,
    /// Keys' names and serial numbers.
    pub randomness: &'a dyn Randomness,
}

impl Exercise {
    /// Makes the broken folder at a path where nothing is.
    ///
    /// # Errors
    /// [`ExerciseError`]; what was written until then stays.
    pub fn make(&self, path: &Path, making: Making<'_>) -> Result<Room, ExerciseError> {
        self.is_of(making.series)?;
        let room = self.sound(path, making)?;
        self.mistake().iter().try_for_each(|step| step.apply(&room, making.randomness))?;
        Ok(room)
    }

    /// Whether it is a mistake in a series: in another one the broken folder is as good as the fixed one.
    pub(super) fn is_of(&self, series: EtcdVersion) -> Result<(), ExerciseError> {
        if self.series().any(|one| one == series) {
            return Ok(());
        }
        let applies: Vec<&str> = self.series().map(EtcdVersion::as_str).collect();
        Err(ExerciseError::OtherSeries {
            name: self.name.clone(),
            series: series.as_str(),
            applies: applies.join(", "),
        })
    }

    /// Makes the folder before it is broken.
    ///
    /// # Errors
    /// [`ExerciseError`].
    pub fn sound(&self, path: &Path, making: Making<'_>) -> Result<Room, ExerciseError> {
        use std::os::unix::fs::DirBuilderExt as _;
        let room = self.room(path, making);
        fs::DirBuilder::new()
            .mode(0o700)
            .create(path)
            .map_err(|error| ExerciseError::io(path, error))?;
        let plan = self.plan(&room, making.series)?;
        let bundle = PlannedBundle::of(&plan);
        let mut profiles = bundle.profiles.clone();
        for peer in profiles.iter_mut().filter(|one| one.role == CertificateRole::Peer) {
            // Peers on one machine call from there.
            peer.sans.push(San::Ip(std::net::Ipv4Addr::LOCALHOST.into()));
        }
        let issued =
            pki::issue(&profiles, making.now, making.randomness, &AtomicBool::new(false), &|_| ())?;
        for file in bundle.generated() {
            let path = file.path.to_string_lossy();
            if let Some(contents) = contents(&plan, &file.kind, &path, &issued) {
                room.write(&path, contents.as_bytes(), file.mode())?;
            }
        }
        let mark = Mark {
            format: 1,
            exercise: self.name.clone(),
            series: making.series,
            network: making.network,
        };
        let mark = serde_json::to_string_pretty(&mark).unwrap_or_default() + "\n";
        room.write(MARK, mark.as_bytes(), 0o644)?;
        room.write("start.sh", START.as_bytes(), 0o755)?;
        room.write("play.sh", PLAY.as_bytes(), 0o755)?;
        let history: Vec<String> = self.history().iter().map(ToString::to_string).collect();
        let history = room.fill(&history.join("\n"), 0) + "\n";
        room.write(HISTORY, history.as_bytes(), 0o644)?;
        room.write("README.txt", self.readme(&room).as_bytes(), 0o644)?;
        room.write(
            RUNBOOK,
            filled(EMPTY_RUNBOOK, &[("verbs", super::act::VERBS.to_owned())]).as_bytes(),
            0o644,
        )?;
        Ok(room)
    }

    /// The room of a folder that is there.
    pub fn room(&self, path: &Path, making: Making<'_>) -> Room {
        Room {
            root: path.to_owned(),
            network: making.network,
            members: self.prepared(),
            now: making.now,
        }
    }

    fn plan(&self, room: &Room, series: EtcdVersion) -> Result<Plan, ExerciseError> {
        let members: Vec<_> = room
            .numbered()
            .map(|(number, name)| json!({"name": name, "address": room.address(number).to_string(), "dns_names": [name]}))
            .collect();
        let clients = ["root"].into_iter().chain(self.file.clients.iter().map(String::as_str));
        let clients: Vec<_> =
            clients.map(|name| json!({"name": name, "common_name": name})).collect();
        let plan = json!({
            "format": Plan::FORMAT,
            "cluster_name": "lab",
            "cluster_token": format!("lab-{}", self.name),
            "etcd_version": series,
            "hardware": {"tier": "small"},
            "members": members,
            "ports": {"client": 2379, "peer": 2380},
            "timing": {"round_trip_ms": 1, "heartbeat_interval_ms": 50, "election_timeout_ms": 500},
            "install": {
                "data_directory": DATA,
                "configuration_directory": SETTINGS.trim_end_matches('/'),
                "etcd_binary": "/usr/local/bin/etcd",
                "service_user": "etcd",
            },
            "unit_form": self.file.form,
            "certificates": {
                "algorithm": "ecdsa-p256",
                "lifetimes": {"authority_days": 3650, "leaf_days": 365},
                "subject": {},
                "authority_name": "lab CA",
            },
            "clients": clients,
        });
        Ok(Plan::from_json(plan.to_string().as_bytes())?)
    }

    /// What a learner reads first.
    fn readme(&self, room: &Room) -> String {
        let urls: Vec<String> = room
            .numbered()
            .map(|(number, name)| format!("  {name}  https://{}:2379", room.address(number)))
            .collect();
        let places = [
            ("title", self.texts.title().to_owned()),
            ("seen", wrapped(self.texts.seen())),
            ("members", urls.join("\n")),
            ("reissue", REISSUE.trim_end().to_owned()),
            ("authority", AUTHORITY.trim_end().to_owned()),
            ("url", format!("https://{}:2379", room.address(1))),
            ("name", self.name.clone()),
        ];
        filled(README, &places)
    }
}

/// A text with its places filled.
fn filled(text: Lesson, places: &[(&str, String)]) -> String {
    let fill =
        |text: String, (name, value): &(&str, String)| text.replace(&format!("{{{name}}}"), value);
    places.iter().fold(text.shown().to_owned(), fill)
}

/// A text in lines of at most 100 columns.
fn wrapped(text: &str) -> String {
    wrap(text, 100).join("\n")
}

/// What a file of the folder holds; `None` for one that exercises do without.
fn contents(plan: &Plan, kind: &FileKind, path: &str, issued: &[Issued]) -> Option<String> {
    let of = |profile: usize| issued.get(profile);
    let name = path.rsplit('/').next().unwrap_or_default();
    match kind {
        FileKind::Plan => Some(plan.to_json()),
        FileKind::Certificate { profile, .. } => Some(of(*profile)?.certificate_pem.clone()),
        FileKind::Key { profile } => Some(of(*profile)?.key_pem.to_string()),
        FileKind::Anchor(authority) => {
            let mut signers = issued.iter().filter(|one| one.profile.authority == Some(*authority));
            Some(signers.next()?.certificate_pem.clone())
        }
        FileKind::Text(text) => match name {
            "etcd.service" => Some(unit(plan, path.split('/').nth(1)?)),
            "README.txt" | layout::SCRIPT | layout::VALUES => None,
            _ => Some(text.contents.replace(SETTINGS, "").replace(DATA, "data")),
        },
        FileKind::Manifest | FileKind::Request { .. } => None,
    }
}

/// A unit that names its files beside it, so that a folder works wherever it is.
fn unit(plan: &Plan, member: &str) -> String {
    let start = match plan.unit_form {
        UnitForm::ConfigFile => {
            format!("ExecStart=/usr/local/bin/etcd --config-file={}\n", layout::CONFIG_FILE)
        }
        _ => "EnvironmentFile=etcd.env\nExecStart=/usr/local/bin/etcd\n".to_owned(),
    };
    format!(
        "# How systemd would start the member {member}. Paths are relative to this directory, so that the exercise\n\
         # works wherever it is; a real unit names absolute ones.\n\n\
         [Unit]\nDescription=etcd member {member}\n\n[Service]\nType=notify\nTimeoutStartSec=0\n\
         User=etcd\nRestart=on-failure\n{start}"
    )
}

/// The folders of exercises at a path and below: itself, or those in it, down to the third level.
pub fn find(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((path, depth)) = open.pop() {
        if path.join(MARK).is_file() {
            found.push(path);
            continue;
        }
        let entries = fs::read_dir(&path).into_iter().flatten().flatten();
        let is_directory = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
        if depth < 3 {
            open.extend(entries.filter(is_directory).map(|entry| (entry.path(), depth + 1)));
        }
    }
    found.sort();
    found
}
