//! Where the issue takes random bytes from, and keys that were made while somebody still typed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::issue::{IssueError, system_random};
use super::key::SigningPair;
use crate::cluster::KeyAlgorithm;

/// Where an issue takes what nobody may foretell: the bytes of serial numbers and names, and keys.
pub trait Randomness: Sync {
    /// Fills bytes.
    ///
    /// # Errors
    /// [`IssueError::Random`].
    fn fill(&self, bytes: &mut [u8]) -> Result<(), IssueError>;

    /// A key that is there already and that nobody else gets; `None` where one has to be made.
    fn ready_key(&self, _algorithm: KeyAlgorithm) -> Option<ReadyKey> {
        None
    }
}

/// What fills bytes alone has no keys.
impl<F: Fn(&mut [u8]) -> Result<(), IssueError> + Sync> Randomness for F {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), IssueError> {
        self(bytes)
    }
}

/// A key that was made ahead. It never leaves memory but through an issue, and is wiped when dropped.
pub struct ReadyKey(pub(super) SigningPair);

/// Keys that are made ahead, on one thread beside whatever goes on, which ends when enough are there. An RSA key takes
/// a hundred milliseconds and more, and a bundle needs a dozen.
#[derive(Default)]
pub struct KeyStock(Arc<Mutex<Store>>);

#[derive(Default)]
struct Store {
    wanted: Option<(KeyAlgorithm, usize)>,
    keys: Vec<SigningPair>,
    is_filling: bool,
}

impl KeyStock {
    /// Wants so many keys of an algorithm to be there. Keys of another one that was wanted before are wiped.
    pub fn want(&self, algorithm: KeyAlgorithm, count: usize) {
        let mut store = lock(&self.0);
        if store.wanted.is_some_and(|(before, _)| before != algorithm) {
            store.keys.clear();
        }
        store.wanted = Some((algorithm, count));
        if store.lacks().is_some() && !store.is_filling {
            let shared = Arc::clone(&self.0);
            // Where the system grants no thread, the issue makes the keys itself.
            store.is_filling = thread::Builder::new().spawn(move || fill(&shared)).is_ok();
        }
    }

    /// How many keys are there.
    pub fn count(&self) -> usize {
        lock(&self.0).keys.len()
    }

    /// Wants none any more, and wipes those that are there.
    pub fn clear(&self) {
        let mut store = lock(&self.0);
        store.wanted = None;
        store.keys.clear();
    }
}

impl Drop for KeyStock {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Randomness for KeyStock {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), IssueError> {
        system_random(bytes)
    }

    fn ready_key(&self, algorithm: KeyAlgorithm) -> Option<ReadyKey> {
        let mut store = lock(&self.0);
        if store.wanted.is_some_and(|(of, _)| of == algorithm) {
            return store.keys.pop().map(ReadyKey);
        }
        None
    }
}

impl Store {
    /// The algorithm of which a key is missing.
    fn lacks(&self) -> Option<KeyAlgorithm> {
        let (algorithm, count) = self.wanted?;
        (self.keys.len() < count).then_some(algorithm)
    }
}

/// Makes keys until none is missing.
fn fill(shared: &Mutex<Store>) {
    loop {
        let algorithm = {
            let mut store = lock(shared);
            let Some(algorithm) = store.lacks() else {
                store.is_filling = false;
                return;
            };
            algorithm
        };
        let made = SigningPair::generate(algorithm);
        let mut store = lock(shared);
        match made {
            // Meanwhile another one may be wanted, or none.
            Ok(key) if store.lacks() == Some(algorithm) => store.keys.push(key),
            Ok(_) => {}
            // The issue meets the fault again, and says it.
            Err(_) => {
                store.is_filling = false;
                return;
            }
        }
    }
}

/// What is shared is whole even where a thread panicked.
fn lock(shared: &Mutex<Store>) -> MutexGuard<'_, Store> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn wait_for(stock: &KeyStock, count: usize) {
        let start = Instant::now();
        while stock.count() < count || lock(&stock.0).is_filling {
            assert!(start.elapsed() < Duration::from_secs(60));
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn keys_are_made_ahead_and_each_is_given_once() {
        let stock = KeyStock::default();
        assert!(stock.ready_key(KeyAlgorithm::EcdsaP256).is_none());
        stock.want(KeyAlgorithm::EcdsaP256, 3);
        wait_for(&stock, 3);
        assert_eq!(stock.count(), 3);
        let taken: Vec<_> =
            (0..3).map(|_| stock.ready_key(KeyAlgorithm::EcdsaP256).unwrap().0.to_pem()).collect();
        assert!(taken[0] != taken[1] && taken[1] != taken[2] && taken[0] != taken[2]);
        assert!(stock.ready_key(KeyAlgorithm::EcdsaP256).is_none());
        // What was taken is made anew.
        stock.want(KeyAlgorithm::EcdsaP256, 3);
        wait_for(&stock, 3);
    }

    #[test]
    fn keys_of_another_algorithm_are_never_given() {
        let stock = KeyStock::default();
        stock.want(KeyAlgorithm::EcdsaP256, 2);
        wait_for(&stock, 2);
        assert!(stock.ready_key(KeyAlgorithm::EcdsaP384).is_none());
        stock.want(KeyAlgorithm::EcdsaP384, 1);
        wait_for(&stock, 1);
        assert_eq!(stock.count(), 1);
        assert!(stock.ready_key(KeyAlgorithm::EcdsaP256).is_none());
        stock.clear();
        assert_eq!(stock.count(), 0);
        assert!(stock.ready_key(KeyAlgorithm::EcdsaP384).is_none());
    }
}
