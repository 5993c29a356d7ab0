//! Random numbers that come again with the same seed.

/// A small generator: `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
/// For timeouts and delays, never for keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random(u64);

impl Random {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, but without, `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: u32) -> u32 {
        let high = u32::try_from(self.bits() >> 32).unwrap_or_default();
        let scaled = (u64::from(high) * u64::from(limit)) >> 32;
        u32::try_from(scaled).unwrap_or_default()
    }
}
