//! Runs `quorate::fuzz::plan` on whatever libFuzzer makes up.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quorate::fuzz::must_be_showable(&quorate::fuzz::plan(
    bytes
)));
