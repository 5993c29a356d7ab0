//! Whether a folder is a solution: by its files, then by starting what they say.

use std::path::Path;
use std::time::Duration;

use time::OffsetDateTime;

use super::attempt::Attempt;
use super::demand::said;
use super::{Demand, Exercise, ExerciseError, Fault, Question, mint, names, room, trust};
use crate::local::{Credentials, Programs};
use crate::pki::Randomness;

/// What a judgement takes.
#[derive(Clone, Copy)]
pub struct Judging<'a> {
    /// What members are started with.
    pub programs: &'a Programs,
    /// How long each wait may last.
    pub limit: Duration,
    /// The moment.
    pub now: OffsetDateTime,
    /// Names of directories, and a stranger's certificate.
    pub randomness: &'a dyn Randomness,
    /// For whom.
    pub reader: Reader,
}

/// For whom a folder is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Who is to find the mistake: what running members show comes first, and what the files say only where they show
    /// nothing.
    Learner,
    /// Who knows it: what the files say comes first, and spares a start.
    Teacher,
}

impl Exercise {
    /// Judges a folder. It is solved where nothing is found.
    ///
    /// # Errors
    /// [`ExerciseError`] where the machine stands in the way.
    pub fn judge(&self, folder: &Path, judging: Judging<'_>) -> Result<Vec<Fault>, ExerciseError> {
        let Judging { programs, limit, now, randomness, .. } = judging;
        self.is_of(programs.release.series())?;
        let mut attempt = match Attempt::prepare(self, folder, programs, limit, randomness)? {
            Ok(attempt) => attempt,
            Err(faults) => return Ok(faults),
        };
        let faults = trust::faults(attempt.root(), &attempt.members);
        if !faults.is_empty() {
            return Ok(faults);
        }
        let fill = |text: &str, member: &str| attempt.fill(text, member);
        let of_files =
            |demand: &Demand| demand.of_files(attempt.root(), &attempt.members, &fill, now);
        let of_files: Vec<Fault> = self.demands().iter().flat_map(of_files).collect();
        if !of_files.is_empty() && judging.reader == Reader::Teacher {
            return Ok(of_files);
        }
        let stranger = Self::stranger(&attempt, judging)?;
        let mut token = [0; 8];
        randomness.fill(&mut token)?;
        let token = format!("{:016x}", u64::from_ne_bytes(token));
        Ok(self
            .live(&mut attempt, &stranger, &token)
            .map_or_else(|fault| vec![fault], |()| of_files))
    }

    /// Starts the members, and asks them.
    fn live(
        &self,
        attempt: &mut Attempt<'_>,
        stranger: &Credentials,
        token: &str,
    ) -> Result<(), Fault> {
        attempt.history()?;
        attempt.runbook()?;
        let expected = names(self.members_after());
        let running: Vec<String> =
            expected.iter().filter(|name| attempt.runs(name)).cloned().collect();
        if let Some(fault) = attempt.ended() {
            return Err(fault);
        }
        if running != expected {
            return Err(Fault::Members {
                found: running.join(", "),
                expected: expected.join(", "),
            });
        }
        attempt.await_health()?;
        let mut listed = attempt.listed().map_err(Fault::NotWritten)?;
        listed.sort();
        let found: Vec<String> = listed
            .iter()
            .filter(|(_, is_learner, _)| !is_learner)
            .map(|(name, ..)| name.clone())
            .collect();
        if found != expected || listed.len() != expected.len() {
            return Err(Fault::Members { found: found.join(", "), expected: expected.join(", ") });
        }
        round_trip(attempt, &expected, token)?;
        for demand in self.demands() {
            live_demand(attempt, demand, &expected)?;
        }
        doors(attempt, &expected, stranger)?;
        // Some mistakes end a member only after a while.
        attempt.ended().map_or(Ok(()), Err)
    }

    /// A client that no CA of the folder has signed, of a CA that is called like theirs.
    fn stranger(attempt: &Attempt<'_>, judging: Judging<'_>) -> Result<Credentials, ExerciseError> {
        let unmade = |error: mint::Unmade| ExerciseError::Unmade {
            what: "stranger".to_owned(),
            why: error.to_string(),
        };
        let (from, until) = (judging.now - time::Duration::DAY, judging.now + time::Duration::DAY);
        let (certificate, key) =
            mint::authority("lab CA", from, until, judging.randomness).map_err(unmade)?;
        let own = mint::key().map_err(unmade)?;
        let leaf = mint::Leaf {
            common_name: "root",
            sans: Vec::new(),
            usages: &[mint::Usage::Client],
            from,
            until,
        };
        let leaf =
            mint::leaf(&leaf, &own, (&certificate, &key), judging.randomness).map_err(unmade)?;
        let directory = attempt.root().join("stranger");
        let file = |name: &str, text: &str| {
            let path = directory.join(name);
            room::write(&path, text.as_bytes(), 0o600)
                .map_err(|error| ExerciseError::io(&path, error))?;
            Ok::<_, ExerciseError>(path)
        };
        Ok(Credentials {
            authority: attempt.root().join("clients/root/ca.pem"),
            certificate: file("client.pem", &leaf)?,
            key: file("client-key.pem", &own.serialize_pem())?,
        })
    }
}

/// Puts a value, and gets it from each member: they are one cluster.
fn round_trip(attempt: &mut Attempt<'_>, members: &[String], value: &str) -> Result<(), Fault> {
    attempt.put(value).map_err(Fault::NotWritten)?;
    for member in members {
        let got = attempt.ctl_at(member, &["get", "--print-value-only", "quorate"]);
        let got = got.map_err(Fault::NotWritten)?;
        if got.trim_end() != value {
            return Err(Fault::Apart(member.clone()));
        }
    }
    Ok(())
}

/// What only running members show.
fn live_demand(
    attempt: &mut Attempt<'_>,
    demand: &Demand,
    members: &[String],
) -> Result<(), Fault> {
    match demand {
        Demand::Kept { key, value } => {
            let got =
                attempt.ctl(&["get", "--print-value-only", key]).map_err(Fault::NotWritten)?;
            if got.trim_end() == value {
                return Ok(());
            }
            Err(said("exercise-demand-kept", &[("key", key), ("value", value)]))
        }
        Demand::Refused { client } => {
            let answered =
                members.iter().any(|member| attempt.ask(member, client, Question::Health).is_ok());
            if answered {
                Err(said("exercise-demand-refused", &[("client", client)]))
            } else {
                Ok(())
            }
        }
        Demand::Quiet { log } => {
            let loud = members.iter().find(|member| attempt.log(member).contains(log.as_str()));
            loud.map_or(Ok(()), |member| {
                Err(said("exercise-demand-quiet", &[("member", member), ("log", log)]))
            })
        }
        Demand::Tolerates => {
            for member in members {
                attempt.kill(member)?;
                let written = attempt.put("works");
                attempt.revive(member)?;
                if written.is_err() {
                    return Err(said("exercise-demand-tolerates", &[("member", member)]));
                }
                attempt.await_health()?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Nobody without a certificate of the folder's CA is answered. Each refusal takes etcdctl a while, so all are asked at
/// the same time.
fn doors(attempt: &Attempt<'_>, members: &[String], stranger: &Credentials) -> Result<(), Fault> {
    let asked: Vec<(&String, bool)> =
        members.iter().flat_map(|member| [(member, false), (member, true)]).collect();
    let answers = &|(member, is_stranger): (&String, bool)| {
        attempt.answers(member, is_stranger.then_some(stranger))
    };
    let answered: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = asked.iter().map(|one| scope.spawn(move || answers(*one))).collect();
        // What can't be asked isn't known to be closed.
        threads.into_iter().map(|thread| thread.join().unwrap_or(true)).collect()
    });
    match asked.iter().zip(answered).find(|(_, answers)| *answers) {
        None => Ok(()),
        Some(((member, is_stranger), _)) => {
            let whom = if *is_stranger { "exercise-whom-stranger" } else { "exercise-whom-nobody" };
            Err(Fault::Answers { member: (*member).clone(), whom })
        }
    }
}
