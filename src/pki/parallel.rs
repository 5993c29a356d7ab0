//! Work on many things at once.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::thread::{Builder, available_parallelism, scope};

/// Fewer things are done before a thread has started.
const LEAST: usize = 64;

/// Does the same with the parts of a list, one a core; what comes out stands in the order of the list.
///
/// # Panics
/// Where `of` does.
pub(crate) fn in_shares<T: Sync, R: Send>(
    list: &[T],
    of: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    if list.len() <= LEAST {
        return of(list);
    }
    let share = list.len().div_ceil(workers()).max(LEAST);
    let mut shares = list.chunks(share);
    let first = shares.next().unwrap_or_default();
    let of = &of;
    scope(|scope| {
        // Where the system grants no thread, this one does its share.
        let others: Vec<_> = shares
            .map(|share| Builder::new().spawn_scoped(scope, move || of(share)).map_err(|_| share))
            .collect();
        let mut all = of(first);
        for other in others {
            all.extend(match other {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(share) => of(share),
            });
        }
        all
    })
}

/// Does the same with the parts of a list on all cores, and hands over what comes out in the order of the list while
/// the next parts are done: only a few are there at a time.
///
/// # Errors
/// The first of `take`, which ends the work.
///
/// # Panics
/// Where `of` does.
pub(crate) fn in_turn<T: Sync, R: Send, E>(
    list: &[T],
    of: impl Fn(&[T]) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let parts = list.chunks(LEAST);
    if parts.len() <= 1 {
        return parts.map(of).try_for_each(take);
    }
    let (of, workers) = (&of, workers());
    scope(|scope| {
        // Each worker does every other part, and waits where what it did isn't taken yet.
        let lanes: Vec<_> = (0..workers)
            .map(|lane| {
                let (done, doing) = sync_channel(2);
                let mut own = parts.clone().skip(lane).step_by(workers);
                let work = move || own.try_for_each(|part| done.send(of(part)));
                Builder::new().spawn_scoped(scope, work).is_ok().then_some(doing)
            })
            .collect();
        for (part, lane) in parts.zip(lanes.iter().cycle()) {
            // Where the system grants no thread, this one does its parts.
            let one = match lane {
                Some(lane) => lane.recv().ok(),
                None => Some(of(part)),
            };
            // A worker that panicked does so here, too, as the scope ends.
            let Some(one) = one else { break };
            take(one)?;
        }
        Ok(())
    })
}

/// How many threads run at once. Asking takes longer than to read a file: the system opens several of its own.
fn workers() -> usize {
    static WORKERS: OnceLock<usize> = OnceLock::new();
    *WORKERS.get_or_init(|| available_parallelism().map_or(1, NonZero::get))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTHS: [usize; 6] = [0, 1, 63, 64, 65, 1000];

    #[test]
    fn shares_come_together_in_their_order() {
        for length in LENGTHS {
            let list: Vec<usize> = (0..length).collect();
            let doubled = in_shares(&list, |share| share.iter().map(|one| one * 2).collect());
            assert_eq!(doubled, (0..length).map(|one| one * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn parts_are_taken_in_their_order_until_one_is_refused() {
        for length in LENGTHS {
            let list: Vec<usize> = (0..length).collect();
            let mut taken = Vec::new();
            let all = in_turn(&list, <[usize]>::to_vec, |part| {
                taken.extend(part);
                if taken.len() > 500 { Err(taken.len()) } else { Ok(()) }
            });
            assert_eq!(all, if length > 500 { Err(512) } else { Ok(()) });
            assert_eq!(taken, list.get(..taken.len()).unwrap_or_default());
            assert!(taken.len() == length || all.is_err());
        }
    }
}
