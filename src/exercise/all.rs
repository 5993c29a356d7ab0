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
    "expired-leaf"
    "half-replaced-pair"
    "name-only-san"
    "quoted-boolean"
    "two-tokens"
};
