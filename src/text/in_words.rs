//! Errors say their sentences by the catalogue: a variant names its message and fills it with its facts.

use std::fmt;

use super::say;

/// A word or clause that is a fact of an error, by its key: it is said in the language of whoever is shown it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub &'static str);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(say(self.0))
    }
}

/// Implements `Display` for an error, and `with hints` [`Hint`](crate::cluster::Hint), in the language that is
/// spoken. For each variant stands
///
/// - `["key", fact, name = expression]`: a message of the catalogue and its values; the hint is `key.hint`,
/// - `["key", …; "other-key"]`: with another hint, of the same values,
/// - `["key", … => expression]`: with a hint from elsewhere,
/// - `(error)`: what an error within it says,
/// - `{ sentence, hint }`: two expressions.
///
/// Each use brings a test that the messages and hints are in all languages, and that the variant has their values.
macro_rules! in_words {
    ($error:ident with hints: $($pattern:pat $(if $guard:expr)? => $words:tt),* $(,)?) => {
        $crate::text::in_words! { @display $error: $(($pattern $(, $guard)?) $words)* }

        impl $crate::cluster::Hint for $error {
            #[allow(unused_variables)] // one that only the sentence needs
            fn hint(&self) -> String {
                match self {
                    $($pattern $(if $guard)? => $crate::text::in_words! { @hint $words },)*
                }
            }
        }

        #[cfg(test)]
        #[test]
        #[allow(non_snake_case)]
        fn $error() {
            $($crate::text::in_words! { @test ".hint", $words })*
        }
    };
    ($error:ident: $($pattern:pat $(if $guard:expr)? => $words:tt),* $(,)?) => {
        $crate::text::in_words! { @display $error: $(($pattern $(, $guard)?) $words)* }

        #[cfg(test)]
        #[test]
        #[allow(non_snake_case)]
        fn $error() {
            $($crate::text::in_words! { @test "", $words })*
        }
    };

    (@display $error:ident: $(($pattern:pat $(, $guard:expr)?) $words:tt)*) => {
        impl std::fmt::Display for $error {
            #[allow(unused_variables)] // one that only the hint needs
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $($pattern $(if $guard)? => $crate::text::in_words! { @sentence f $words },)*
                }
            }
        }
    };

    (@sentence $f:ident [$key:literal $(, $name:ident $(= $value:expr)?)* $(; $hint:literal)? $(=> $other:expr)?]) => {
        $f.write_str(&$crate::text::in_words! { @fill $key $(, $name $(= $value)?)* })
    };
    (@sentence $f:ident ($error:expr)) => { std::fmt::Display::fmt(&$error, $f) };
    (@sentence $f:ident { $sentence:expr, $hint:expr }) => { std::fmt::Display::fmt(&$sentence, $f) };

    (@hint [$key:literal $(, $name:ident $(= $value:expr)?)*]) => {
        $crate::text::in_words! { @fill concat!($key, ".hint") $(, $name $(= $value)?)* }
    };
    (@hint [$key:literal $(, $name:ident $(= $value:expr)?)*; $hint:literal]) => {
        $crate::text::in_words! { @fill $hint $(, $name $(= $value)?)* }
    };
    (@hint [$key:literal $(, $name:ident $(= $value:expr)?)* => $hint:expr]) => { $hint.into() };
    (@hint ($error:expr)) => { $crate::cluster::Hint::hint($error) };
    (@hint { $sentence:expr, $hint:expr }) => { $hint.into() };

    (@fill $key:expr) => { $crate::text::say($key).to_owned() };
    (@fill $key:expr $(, $name:ident $(= $value:expr)?)+) => {
        $crate::text::fill(
            $key,
            &[$((stringify!($name), &$crate::text::in_words! { @value $name $($value)? })),+],
        )
    };
    (@value $name:ident) => { $name };
    (@value $name:ident $value:expr) => { $value };

    (@test $end:literal, [$key:literal $(, $name:ident $(= $value:expr)?)*]) => {
        $crate::text::assert_said(&[$key, concat!($key, $end)], &[$(stringify!($name)),*]);
    };
    (@test $end:literal, [$key:literal $(, $name:ident $(= $value:expr)?)*; $hint:literal]) => {
        $crate::text::assert_said(&[$key, $hint], &[$(stringify!($name)),*]);
    };
    (@test $end:literal, [$key:literal $(, $name:ident $(= $value:expr)?)* => $hint:expr]) => {
        $crate::text::assert_said(&[$key], &[$(stringify!($name)),*]);
    };
    (@test $end:literal, $elsewhere:tt) => {};
}
pub(crate) use in_words;

/// Asserts that sentences are in the catalogue of each language, and need no other values than these.
#[cfg(test)]
pub(crate) fn assert_said(keys: &[&str], names: &[&str]) {
    use super::{Language, fill, find};
    for language in Language::ALL {
        language.speaking(|| {
            for key in keys {
                assert!(find(key).is_some(), "{language:?} lacks `{key}`");
                let values: Vec<(&str, &dyn fmt::Display)> =
                    names.iter().map(|name| (*name, name as &dyn fmt::Display)).collect();
                let said = fill(key, &values);
                assert!(!said.contains("{$"), "`{key}` in {language:?}: {said}");
            }
        });
    }
}
