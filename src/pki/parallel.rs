//! Work on many things at once.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::OnceLock;
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

/// How many threads run at once. Asking takes longer than to read a file: the system opens several of its own.
fn workers() -> usize {
    static WORKERS: OnceLock<usize> = OnceLock::new();
    *WORKERS.get_or_init(|| available_parallelism().map_or(1, NonZero::get))
}

#[cfg(test)]
mod tests {
    use super::in_shares;

    #[test]
    fn shares_come_together_in_their_order() {
        for length in [0, 1, 63, 64, 65, 1000] {
            let list: Vec<usize> = (0..length).collect();
            let doubled = in_shares(&list, |share| share.iter().map(|one| one * 2).collect());
            assert_eq!(doubled, (0..length).map(|one| one * 2).collect::<Vec<_>>());
        }
    }
}
