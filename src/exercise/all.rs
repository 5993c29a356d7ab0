//! The exercises that quorate brings: a line for each.

/// Name, data, and texts in English and Ukrainian.
type Files = (&'static str, &'static str, &'static str, &'static str);

macro_rules! exercises {
    ($($name:literal)+) => {
        &[$((
            $name,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/", $name, ".json")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/en/", $name, ".txt")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/exercises/uk/", $name, ".txt")),
        )),+]
    };
}

pub(super) const FILES: &[Files] = exercises! {
    "after-audit"
    "after-reboot"
    "after-review"
    "after-upgrade"
    "all-refused"
    "by-hand"
    "colleague-left"
    "from-template"
    "m1-ends"
    "m2-refused"
    "m2-renewed"
    "m3-alone"
    "m3-returns"
    "m3-stays-out"
    "new-client"
    "new-disk"
    "new-machine"
    "no-start-m2"
    "nobody-gets-in"
    "noisy-log"
    "one-way"
    "only-reads"
    "others-wait"
    "power-cut"
    "safe-side"
    "since-morning"
    "slow-network"
    "two-go-on"
    "two-of-three"
};
