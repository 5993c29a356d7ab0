//! When members are asked for their status. Each question is a process of etcdctl, so few are asked while nothing
//! happens.

use std::time::{Duration, Instant};

/// How often they are asked after something was done to them, or has changed.
const SOON: Duration = Duration::from_secs(1);
/// For how long after that: an election or a start takes a while.
const AFTERWARDS: Duration = Duration::from_secs(10);
/// How often while they go on logging or writing, and say the same again and again.
const NOISY: Duration = Duration::from_secs(5);
/// How often while they do nothing that is seen.
const QUIET: Duration = Duration::from_secs(30);

/// When members were asked last, and what has happened since.
#[derive(Debug)]
pub(super) struct Rhythm {
    happened: Instant,
    asked: Option<Instant>,
    is_stirred: bool,
    /// When they were asked last because something stirred.
    noticed: Option<Instant>,
}

impl Rhythm {
    /// Members that are about to start.
    pub(super) fn new(now: Instant) -> Self {
        Self { happened: now, asked: None, is_stirred: false, noticed: None }
    }

    /// Something was done to a member, it ended, or it said something new.
    pub(super) fn happens(&mut self, now: Instant) {
        self.happened = now;
    }

    /// A member logged something, or wrote to its disk.
    pub(super) fn stirs(&mut self) {
        self.is_stirred = true;
    }

    /// Whether it is time to ask; it is taken for granted that they are asked then.
    pub(super) fn is_due(&mut self, now: Instant) -> bool {
        let wait = if now.duration_since(self.happened) < AFTERWARDS {
            SOON
        } else if self.is_stirred {
            // The first sign after a while is followed at once.
            let is_noise = self.noticed.is_some_and(|at| now.duration_since(at) < 2 * NOISY);
            if is_noise { NOISY } else { SOON }
        } else {
            QUIET
        };
        let is_due = self.asked.is_none_or(|asked| now.duration_since(asked) >= wait);
        if is_due {
            if self.is_stirred {
                self.noticed = Some(now);
            }
            (self.asked, self.is_stirred) = (Some(now), false);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seconds from `from` to `to` at which members are asked, looked at four times a second.
    fn asked(rhythm: &mut Rhythm, start: Instant, from: u64, to: u64) -> Vec<u64> {
        let glances = (from * 4)..(to * 4);
        let due =
            glances.filter(|glance| rhythm.is_due(start + Duration::from_millis(glance * 250)));
        due.map(|glance| glance / 4).collect()
    }

    #[test]
    fn members_are_asked_often_while_something_happens_and_hardly_ever_while_nothing_does() {
        let start = Instant::now();
        let at = |second| start + Duration::from_secs(second);
        let mut rhythm = Rhythm::new(start);
        assert_eq!(asked(&mut rhythm, start, 0, 10), (0..10).collect::<Vec<_>>());
        assert_eq!(asked(&mut rhythm, start, 10, 100), [39, 69, 99]);
        // A put from elsewhere is seen at once.
        rhythm.stirs();
        assert_eq!(asked(&mut rhythm, start, 110, 130), [110]);
        // So is one just after a question.
        asked(&mut rhythm, start, 130, 141);
        rhythm.stirs();
        assert_eq!(asked(&mut rhythm, start, 141, 145), [141]);
        rhythm.happens(at(150));
        assert_eq!(asked(&mut rhythm, start, 150, 190).len(), 11);
    }

    #[test]
    fn members_that_log_the_same_trouble_again_and_again_are_asked_now_and_then() {
        let start = Instant::now();
        let mut rhythm = Rhythm::new(start);
        asked(&mut rhythm, start, 0, 10);
        let all = (10..40).flat_map(|second| {
            rhythm.stirs();
            asked(&mut rhythm, start, second, second + 1)
        });
        assert_eq!(all.collect::<Vec<_>>(), [10, 15, 20, 25, 30, 35]);
    }
}
