//! Runs `quorate::fuzz::audit` on whatever libFuzzer makes up.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quorate::fuzz::must_be_showable(&quorate::fuzz::audit(
    bytes
)));
