//! The catalogues and the lessons of all languages say the same: no key, place, quote or command is missing in one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};

use crate::cli::{QUORATE, Room};

const ENGLISH: &str = include_str!("../../assets/text/en.ftl");
const UKRAINIAN: &str = include_str!("../../assets/text/uk.ftl");

/// What a sentence is made of.
#[derive(Default)]
struct Sentence {
    /// The sentence in each of its forms, with `{$name}` for values.
    forms: Vec<String>,
    /// The names of its values.
    values: BTreeSet<String>,
    /// The variants of each selector.
    selectors: Vec<Vec<String>>,
}

impl Sentence {
    fn of(pattern: &Pattern<&str>) -> Self {
        let mut sentence = Self { forms: vec![String::new()], ..Self::default() };
        sentence.add(pattern);
        sentence
    }

    fn add(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.push(value),
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    self.push(&text_of(inline));
                    if let InlineExpression::VariableReference { id } = inline {
                        self.values.insert(id.name.to_owned());
                    }
                }
                PatternElement::Placeable { expression } => {
                    let Expression::Select { selector, variants } = expression else { continue };
                    if let InlineExpression::VariableReference { id } = selector {
                        self.values.insert(id.name.to_owned());
                    }
                    self.choose(variants);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.forms.iter_mut().for_each(|form| form.push_str(text));
    }

    fn choose(&mut self, variants: &[Variant<&str>]) {
        self.selectors.push(variants.iter().map(name).collect());
        let mut forms = Vec::new();
        for variant in variants {
            let chosen = Self::of(&variant.value);
            self.values.extend(chosen.values);
            self.selectors.extend(chosen.selectors);
            for end in chosen.forms {
                forms.extend(self.forms.iter().map(|start| format!("{start}{end}")));
            }
        }
        self.forms = forms;
    }

    /// What stands between backticks in any of its forms.
    fn quoted(&self) -> BTreeSet<String> {
        let quoted =
            |form: &String| form.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        self.forms.iter().flat_map(|form| -> Vec<String> { quoted(form) }).collect()
    }
}

fn text_of(inline: &InlineExpression<&str>) -> String {
    match inline {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            (*value).to_owned()
        }
        InlineExpression::VariableReference { id } => format!("{{${}}}", id.name),
        other => panic!("{other:?} is used nowhere"),
    }
}

fn name(variant: &Variant<&str>) -> String {
    let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = variant.key;
    let default = if variant.default { "*" } else { "" };
    format!("{default}{name}")
}

/// Every sentence of a catalogue by its key.
fn catalogue(text: &str) -> BTreeMap<String, Sentence> {
    let resource = fluent_syntax::parser::parse(text).expect("the catalogue is sound");
    let mut sentences = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let name = message.id.name;
        sentences.extend(message.value.iter().map(|one| (name.to_owned(), Sentence::of(one))));
        let attributes = message.attributes.iter();
        sentences.extend(
            attributes.map(|one| (format!("{name}.{}", one.id.name), Sentence::of(&one.value))),
        );
    }
    sentences
}

/// Both catalogues, side by side.
fn both() -> Vec<(String, Sentence, Sentence)> {
    let mut ukrainian = catalogue(UKRAINIAN);
    let both = catalogue(ENGLISH).into_iter().filter_map(|(key, english)| {
        let ukrainian = ukrainian.remove(&key)?;
        Some((key, english, ukrainian))
    });
    both.collect()
}

#[track_caller]
fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_sentence_is_said_in_each_language() {
    let keys = |text| catalogue(text).into_keys().collect::<BTreeSet<_>>();
    let (english, ukrainian) = (keys(ENGLISH), keys(UKRAINIAN));
    let missing = english.difference(&ukrainian).map(|key| format!("uk.ftl lacks {key}"));
    let left_over = ukrainian.difference(&english).map(|key| format!("en.ftl lacks {key}"));
    nothing(&missing.chain(left_over).collect::<Vec<_>>());
    assert!(english.len() > 1500, "{}", english.len());
}

#[test]
fn a_sentence_has_the_same_values_and_quotes_in_each_language() {
    let mut wrong = Vec::new();
    for (key, english, ukrainian) in both() {
        if english.values != ukrainian.values {
            wrong.push(format!("{key}: {:?} and {:?}", english.values, ukrainian.values));
        }
        let (theirs, ours) = (english.quoted(), ukrainian.quoted());
        if theirs != ours {
            wrong.push(format!("{key}: {theirs:?} and {ours:?}"));
        }
    }
    nothing(&wrong);
}

#[test]
fn selectors_have_the_plural_forms_of_their_language_and_the_same_words() {
    const PLURAL: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    let word = |variant: &String| variant.trim_start_matches('*').to_owned();
    let is_number = |one: &String| one.starts_with(|first: char| first.is_ascii_digit());
    // By a number, or by a word that the program chooses.
    let is_counting = |variants: &[String]| {
        let mut words = variants.iter().map(word);
        words.all(|one| is_number(&one) || PLURAL.contains(&one.as_str()))
    };
    let mut wrong = Vec::new();
    for (key, english, ukrainian) in both() {
        for (sentence, expected) in [(&english, "one *other"), (&ukrainian, "one few *many")] {
            for variants in sentence.selectors.iter().filter(|all| is_counting(all)) {
                let forms: Vec<&str> =
                    variants.iter().filter(|one| !is_number(one)).map(String::as_str).collect();
                let forms = forms.join(" ");
                // Nothing and all else, however many.
                if forms != expected && forms != "*other" {
                    wrong.push(format!("{key}: {variants:?} instead of {expected}"));
                }
            }
        }
        let words = |sentence: &Sentence| {
            let chosen = sentence.selectors.iter().filter(|all| !is_counting(all));
            chosen.cloned().collect::<BTreeSet<_>>()
        };
        // What the program puts in as an English word may be translated by a selector of its own.
        if !words(&english).is_subset(&words(&ukrainian)) {
            wrong.push(format!("{key}: {:?} and {:?}", words(&english), words(&ukrainian)));
        }
    }
    nothing(&wrong);
}

/// 21 is `one` in Ukrainian: that form can't say 1.
#[test]
fn the_form_of_one_says_the_number() {
    let mut wrong = Vec::new();
    for block in UKRAINIAN.split("[one]").skip(1) {
        let line = block.lines().next().unwrap_or_default();
        if line.split(|c: char| !c.is_alphanumeric()).any(|word| word == "1") {
            wrong.push(line.to_owned());
        }
    }
    nothing(&wrong);
}

fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&letter)
}

/// How many words of running text there are: of small letters but for the first, outside of quotes and of values.
fn words(text: &str) -> usize {
    let mut prose = String::new();
    let mut quoted = 0;
    for (index, part) in text.split('`').enumerate() {
        for letter in part.chars().filter(|_| index % 2 == 0) {
            quoted += i32::from(matches!(letter, '«' | '{'));
            prose.push(if quoted == 0 { letter } else { ' ' });
            quoted -= i32::from(matches!(letter, '»' | '}'));
        }
    }
    let is_word = |word: &&str| {
        let word = word.trim_matches(['.', ',', ':', ';', '(', ')', '"']);
        let mut rest = word.chars().skip(1);
        word.len() > 1
            && word.starts_with(char::is_alphabetic)
            && rest.all(|letter| letter.is_lowercase() || letter == '\'' || letter == '-')
    };
    prose.split_whitespace().filter(is_word).count()
}

#[test]
fn no_sentence_is_left_in_english() {
    let left = both().into_iter().filter(|(_, english, ukrainian)| {
        let is_left = |form: &String| !form.contains(is_cyrillic) && words(form) >= 4;
        english.forms.iter().any(|form| words(form) >= 4) && ukrainian.forms.iter().any(is_left)
    });
    nothing(&left.map(|(key, _, it)| format!("{key} = {}", it.forms[0])).collect::<Vec<_>>());
}

/// A Latin letter among Cyrillic ones looks right and is found by no search; so does a `CA` in Cyrillic letters.
#[test]
fn no_word_is_of_two_alphabets() {
    const LOOK_ALIKES: [(char, char); 12] = [
        ('А', 'A'),
        ('В', 'B'),
        ('Е', 'E'),
        ('І', 'I'),
        ('К', 'K'),
        ('М', 'M'),
        ('Н', 'H'),
        ('О', 'O'),
        ('Р', 'P'),
        ('С', 'C'),
        ('Т', 'T'),
        ('Х', 'X'),
    ];
    let latin = |letter: char| LOOK_ALIKES.iter().find(|(one, _)| *one == letter).map(|two| two.1);
    let english: BTreeSet<&str> = ENGLISH.split(|c: char| !c.is_alphanumeric()).collect();
    let mut wrong = Vec::new();
    let mut texts = vec![(PathBuf::from("uk.ftl"), UKRAINIAN.to_owned())];
    texts.extend(lessons("uk").into_iter().map(|path| (path.clone(), read("uk", &path))));
    for (path, text) in texts {
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '’') {
            let is_mixed =
                word.contains(is_cyrillic) && word.contains(|c: char| c.is_ascii_alphabetic());
            let disguised: Option<String> = word.chars().map(latin).collect();
            if is_mixed
                || disguised.is_some_and(|word| english.contains(word.as_str()) && word.len() > 1)
            {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    nothing(&wrong);
}

fn directory(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons").join(language)
}

/// The lessons of a language, by their paths below its directory.
fn lessons(language: &str) -> BTreeSet<PathBuf> {
    let root = directory(language);
    let mut found = BTreeSet::new();
    for below in ["", "findings", "lines"] {
        for entry in std::fs::read_dir(root.join(below)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                found.insert(path.strip_prefix(&root).unwrap().to_owned());
            }
        }
    }
    found
}

fn read(language: &str, lesson: &Path) -> String {
    std::fs::read_to_string(directory(language).join(lesson)).unwrap()
}

/// The parts of a lesson that say things of different kinds, in both languages.
const HEADINGS: [(&str, &str); 4] = [
    ("Where it comes from:", "Звідки це:"),
    ("See it:", "Як побачити:"),
    ("Fix it:", "Як виправити:"),
    ("Whose side:", "Чий бік:"),
];

#[test]
fn each_lesson_is_there_in_each_language_with_the_same_parts() {
    let names = lessons("en");
    assert_eq!(names, lessons("uk"));
    assert!(names.len() > 300, "{}", names.len());
    let mut wrong = Vec::new();
    for name in names {
        let (english, ukrainian) = (read("en", &name), read("uk", &name));
        let (english, ukrainian): (Vec<&str>, Vec<&str>) =
            (english.split("\n====\n").collect(), ukrainian.split("\n====\n").collect());
        let mut say = |what: String| wrong.push(format!("{}: {what}", name.display()));
        if english.len() != ukrainian.len() {
            say(format!("{} parts and {}", english.len(), ukrainian.len()));
            continue;
        }
        for (english, ukrainian) in english.into_iter().zip(ukrainian) {
            let quotes = |text: &str| {
                let top = text.trim_start_matches('\n').lines();
                let top = top.take_while(|line| line.starts_with("    "));
                top.map(str::to_owned).collect::<Vec<_>>()
            };
            if quotes(english) != quotes(ukrainian) {
                say(format!("{:?} and {:?}", quotes(english), quotes(ukrainian)));
            }
            let headings =
                |text: &str, which: fn(&(&'static str, &'static str)) -> &'static str| {
                    let known = |line: &str| HEADINGS.iter().position(|one| which(one) == line);
                    text.lines().filter_map(known).collect::<Vec<_>>()
                };
            let (theirs, ours) = (headings(english, |one| one.0), headings(ukrainian, |one| one.1));
            if theirs != ours {
                say(format!("headings {theirs:?} and {ours:?} of {:?}", quotes(english).first()));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn commands_of_lessons_are_the_same_and_their_prose_is_translated() {
    let mut wrong = Vec::new();
    for name in lessons("en") {
        let (english, ukrainian) = (read("en", &name), read("uk", &name));
        let commands: BTreeSet<&str> =
            english.lines().filter(|line| line.starts_with(' ')).collect();
        for line in ukrainian.lines() {
            let is_translated = line.contains(is_cyrillic);
            if line.starts_with(' ') && !is_translated && !commands.contains(line) {
                wrong.push(format!("{}: no such line in English: {line}", name.display()));
            }
            // Lines of the step's lessons are paragraphs, which screens wrap.
            if name.parent() != Some(Path::new("")) && line.chars().count() > 78 {
                let is_quote = commands.contains(line);
                wrong.extend((!is_quote).then(|| format!("{}: too wide: {line}", name.display())));
            }
            if line.trim_end() != line {
                wrong.push(format!("{}: blanks end the line: {line}", name.display()));
            }
        }
        let prose = |text: &str| {
            let top = text.split("\n\n").map(str::to_owned);
            top.filter(|part| !part.starts_with(' ') && words(part) >= 4).collect::<Vec<_>>()
        };
        for part in prose(&ukrainian).iter().filter(|part| !part.contains(is_cyrillic)) {
            wrong.push(format!("{}: left in English: {part}", name.display()));
        }
        let quoted = |text: &str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let (theirs, ours) = (quoted(&english), quoted(&ukrainian));
        if theirs != ours {
            let differ: Vec<_> = theirs.symmetric_difference(&ours).collect();
            wrong.push(format!("{}: quoted in one language only: {differ:?}", name.display()));
        }
    }
    nothing(&wrong);
}

/// Runs quorate under a locale: exit code, standard output and standard error.
fn ran(arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let room = Room::new();
    let mut command = room.command(QUORATE);
    let ran = command.args(arguments).envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (ran.status.code(), text(ran.stdout), text(ran.stderr))
}

fn says(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let (code, out, err) = ran(arguments, variables);
    assert_eq!(code, Some(0), "{err}");
    out
}

const IN_UKRAINE: &[(&str, &str)] = &[("LANG", "uk_UA.UTF-8")];

#[test]
fn the_language_is_that_of_the_flag_else_of_the_locale() {
    let explained =
        |options: &[&str], variables| says(&[&["explain", "expired"], options].concat(), variables);
    let is_ukrainian =
        |out: &str| out.contains("\nЯк виправити:\n") && out.ends_with("\n    помилка\n");
    assert!(explained(&[], &[]).contains("\nFix it:\n"));
    assert!(is_ukrainian(&explained(&["--lang", "uk"], &[])));
    assert!(is_ukrainian(&explained(&[], IN_UKRAINE)));
    assert!(explained(&["--lang", "en"], IN_UKRAINE).contains("\nFix it:\n"));
    assert!(explained(&[], &[("LANG", "uk_UA.UTF-8"), ("LC_ALL", "C")]).contains("\nFix it:\n"));
    // Such a terminal would show it as noise.
    assert!(explained(&[], &[("LANG", "uk_UA.KOI8-U")]).contains("\nFix it:\n"));
    let (code, out, err) = ran(&["explain", "--lang", "fr"], &[]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("expected en or uk"), "{err}");
}

#[test]
fn what_programs_read_is_english_unless_it_is_asked_for() {
    let presets = |options: &[&str]| {
        says(&[&["presets"], options].concat(), IN_UKRAINE).contains(is_cyrillic)
    };
    assert!(presets(&[]));
    assert!(!presets(&["--json"]));
    assert!(presets(&["--json", "--lang", "uk"]));
}

#[test]
fn a_line_of_a_log_leads_to_the_same_lessons_in_each_language() {
    for line in ["remote error: tls: bad certificate", "context deadline exceeded"] {
        let explain = |language: &str| {
            let out = says(&["--lang", language, "explain", line], &[]);
            let codes = out.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
            let codes: Vec<String> = codes.filter(|one| !one.is_empty()).map(Into::into).collect();
            (codes, out)
        };
        let ((english, _), (ukrainian, out)) = (explain("en"), explain("uk"));
        assert_eq!(english, ukrainian, "{line}");
        assert!(out.contains(is_cyrillic), "{out}");
    }
}

/// Standard error begins its lines in the language of their sentences.
#[test]
fn errors_and_hints_are_named_in_the_language_of_the_sentence() {
    let (code, _, err) = ran(&["explain", "--lang", "uk", "no such thing at all"], &[]);
    assert_ne!(code, Some(0));
    assert!(err.starts_with("помилка: ") && err.contains("\nпорада: "), "{err}");
    let (_, _, err) = ran(&["explain", "no such thing at all"], &[]);
    assert!(err.starts_with("error: ") && err.contains("\nhint: "), "{err}");
}

/// Files that programs read, or that operators of another language may have to edit, stay English.
#[test]
fn of_a_bundle_the_readme_alone_is_translated() {
    let room = Room::new();
    room.shell("$Q plan --member etcd-1=10.0.0.1 --etcd-version 3.6 > plan.json").succeeds();
    let made = ["generate", "--lang", "uk", "--plan", "plan.json", "--out", "out", "--plain-ca"];
    let ran = room.quorate(&made).succeeds();
    assert!(ran.out.contains("\nдалі:\n"), "{}", ran.out);
    let files = room.shell("cd out && find . -type f").succeeds().out;
    let mut translated: Vec<&str> = files
        .lines()
        .filter(|path| {
            let bytes = room.read(format!("out/{path}"));
            String::from_utf8_lossy(&bytes).contains(is_cyrillic)
        })
        .collect();
    translated.sort_unstable();
    assert_eq!(translated, ["./README.txt"]);
    // What was made under one language is whole under another.
    room.quorate(&["verify", "out"]).succeeds();
    let verified = room.quorate(&["verify", "out", "--lang", "uk"]).succeeds().out;
    assert!(
        verified.starts_with("перевірено ") || verified.contains("\nперевірено "),
        "{verified}"
    );
}
