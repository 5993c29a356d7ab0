//! The command line: one file a command.
//!
//! Exit codes: 0 done; 1 a fault, or a check that found something; 2 input that can't be taken;
//! 128 + n after the signal n. Results go to standard output, everything else to standard error as
//! `error: …` with `hint: …` below it.

use std::ffi::OsString;
use std::process::ExitCode;

use std::fmt::Write as _;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::local::start;
use crate::text::Language;

mod audit;
mod bundles;
mod ca_source;
mod completions;
mod explain;
mod failure;
mod generate;
mod import;
mod inspect;
mod judge;
mod judgement;
mod lab;
mod learn;
mod man;
mod output;
mod plan;
mod presets;
mod sign;
mod source;
mod verify;
mod wizard;

use failure::Failure;

const EXAMPLES: &str = "\
Examples:
  quorate                                              # start the wizard
  quorate plan --member etcd-1=10.0.0.1 > plan.json
  quorate generate --plan plan.json --out production

Exit codes: 0 done, 1 a fault or a failed check, 2 bad input, 128+n stopped by the signal n.";

/// From an empty terminal to a healthy, mutually authenticated etcd cluster.
///
/// Without a command, quorate starts its wizard.
#[derive(Debug, Parser)]
#[command(name = "quorate", version, after_help = EXAMPLES, disable_help_subcommand = true)]
#[command(max_term_width = 80)]
struct Arguments {
    /// Language: en or uk [default: the locale's; in JSON and other output for programs, English]
    #[arg(long, global = true, value_name = "en|uk", display_order = 900)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Wizard(wizard::Arguments),
    Plan(Box<plan::Arguments>),
    Presets(presets::Arguments),
    Generate(generate::Arguments),
    Sign(sign::Arguments),
    Import(import::Arguments),
    Bundles(bundles::Arguments),
    Verify(verify::Arguments),
    Audit(audit::Arguments),
    Inspect(inspect::Arguments),
    Judge(judge::Arguments),
    Explain(explain::Arguments),
    Lab(lab::Arguments),
    Learn(learn::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// The commands by what people want of them.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Make a cluster", &["wizard", "plan", "presets", "generate", "sign", "import"]),
    ("Look at what is there", &["inspect", "explain", "bundles"]),
    ("Judge it", &["verify", "audit", "judge"]),
    ("Learn", &["learn", "lab"]),
    ("For the shell", &["completions", "man"]),
];

/// Has the help list the commands in their groups, which clap has no notion of.
fn grouped(command: clap::Command) -> clap::Command {
    let mut text = String::new();
    for (title, names) in GROUPS {
        let _ = writeln!(text, "{title}:"); // Writing to a string can't fail, here and below.
        for name in names {
            let found = command.find_subcommand(name).and_then(clap::Command::get_about);
            let about = found.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {name:<11}  {about}");
        }
        text.push('\n');
    }
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{text}Options:\n{{options}}{{after-help}}\n"
    ))
}

/// Runs quorate with the arguments of a process, its own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Before anything is read, whichever command it is: most of them meet private keys.
    crate::shell::forbid_core_dumps();
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    // No command of people's: a lab calls it for each member that it starts.
    if arguments.get(1).is_some_and(|word| word == start::COMMAND) {
        let error = start::become_program(arguments.drain(2..));
        return Failure::fault(error, "quorate lab --etcd starts members").report();
    }
    let parsed = grouped(Arguments::command()).try_get_matches_from(arguments);
    let read = parsed.and_then(|matches| {
        Ok((Arguments::from_arg_matches(&matches)?, is_for_programs(&matches)))
    });
    let result = match read {
        Ok((arguments, is_for_programs)) => {
            arguments.lang.unwrap_or_else(|| language(is_for_programs)).speak();
            perform(arguments)
        }
        Err(error) => refuse_arguments(&error),
    };
    match result {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

/// The language where none is asked for. What programs read is the same under anybody's locale, and a locale without
/// Unicode can show English alone.
fn language(is_for_programs: bool) -> Language {
    if is_for_programs || !crate::shell::shows_unicode() {
        return Language::default();
    }
    Language::of_environment(|name| std::env::var(name).ok())
}

/// Whether a command was told to answer in a form that programs read: with `--json`, a `--format` other than text, or
/// `--inventory`.
fn is_for_programs(matches: &ArgMatches) -> bool {
    let Some((_, of_command)) = matches.subcommand() else { return false };
    // Commands of a command, as of `lab`.
    if of_command.subcommand().is_some() {
        return is_for_programs(of_command);
    }
    let is_json = matches!(of_command.try_get_one::<bool>("json"), Ok(Some(true)));
    let forms = ["format", "inventory"];
    let mut forms = forms.iter().filter_map(|name| of_command.try_get_raw(name).ok()?).flatten();
    is_json || forms.any(|form| form != "text")
}

fn perform(arguments: Arguments) -> Result<ExitCode, Failure> {
    match arguments.command {
        None => wizard::run(&wizard::Arguments::default()),
        Some(Command::Wizard(arguments)) => wizard::run(&arguments),
        Some(Command::Plan(arguments)) => plan::run(&arguments),
        Some(Command::Presets(arguments)) => presets::run(&arguments),
        Some(Command::Generate(arguments)) => generate::run(&arguments),
        Some(Command::Sign(arguments)) => sign::run(&arguments),
        Some(Command::Import(arguments)) => import::run(&arguments),
        Some(Command::Bundles(arguments)) => bundles::run(&arguments),
        Some(Command::Verify(arguments)) => verify::run(&arguments),
        Some(Command::Audit(arguments)) => audit::run(&arguments),
        Some(Command::Inspect(arguments)) => inspect::run(&arguments),
        Some(Command::Judge(arguments)) => judge::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Lab(arguments)) => lab::run(&arguments),
        Some(Command::Learn(arguments)) => learn::run(&arguments),
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Man(arguments)) => man::run(&arguments),
    }
}

/// Prints clap's help, version or complaint: exit code 0 or 2. Complaints repeat what was typed, and
/// so are made safe to show.
fn refuse_arguments(error: &clap::Error) -> Result<ExitCode, Failure> {
    let text = error.render().to_string();
    if error.use_stderr() {
        let lines: Vec<String> = text
            .lines()
            .map(|line| match line {
                "For more information, try '--help'." => "hint: --help lists what is known".into(),
                _ => crate::text::escape_for_terminal(line),
            })
            .collect();
        output::print_error(&lines.join("\n"));
        return Ok(ExitCode::from(failure::BAD_INPUT));
    }
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples and tables are indented and fit as they are; a paragraph is one line, for clap to wrap.
    fn wraps_well(name: &str, text: &str) {
        let is_prose = |line: &str| !line.starts_with(' ') && !line.is_empty();
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines {
            assert!(is_prose(line) || line.chars().count() <= 80, "{name}: `{line}` is cut");
        }
        for two in lines.windows(2) {
            let is_broken = is_prose(two[0]) && is_prose(two[1]) && !two[0].ends_with(':');
            assert!(!is_broken, "{name}: `{}` is wrapped twice", two[0]);
        }
    }

    #[test]
    fn every_command_stands_in_one_group_and_its_help_in_80_columns() {
        let mut listed: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        let mut command = grouped(Arguments::command());
        let mut all: Vec<String> =
            command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
        listed.sort_unstable();
        all.sort_unstable();
        assert_eq!(listed, all);
        let mut helps = vec![("quorate".to_owned(), command.render_long_help().to_string())];
        for name in all {
            let found = command.find_subcommand_mut(&name).unwrap();
            let written = found.get_after_help().map(ToString::to_string).unwrap_or_default();
            wraps_well(&name, &written);
            helps.push((name, found.clone().term_width(80).render_long_help().to_string()));
        }
        for (name, help) in helps {
            let wide: Vec<&str> = help.lines().filter(|line| line.chars().count() > 80).collect();
            assert!(wide.is_empty(), "{name}: {wide:#?}");
        }
    }
}
