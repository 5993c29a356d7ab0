//! `quorate bundles`: the bundles that were made here.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::failure::Failure;
use super::output;
use crate::shell::bundles;
use crate::text::{escape_for_terminal, moment, say};
use crate::ui::{BundleRecord, ListedBundle};

/// List the bundles that you made, newest first
///
/// Lists the bundles that you made with the wizard, or with quorate generate at a terminal, but not those that a script
/// made. quorate keeps their path, cluster, date and the fingerprint of the CA in bundles.jsonl in your data directory
/// (~/.local/share/quorate); delete a line there to forget a bundle.
///
/// JSON: bundles, each with path, cluster, made, authority (SHA-256 of the CA's certificate) and gone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  quorate bundles
  quorate bundles --json | jq -r '.bundles[] | select(.gone | not).path'")]
pub(super) struct Arguments {
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Bundle {
    #[serde(flatten)]
    record: BundleRecord,
    gone: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let listed = bundles::list();
    output::print(&if arguments.json { json(listed) } else { text(&listed) })
}

fn json(listed: Vec<ListedBundle>) -> String {
    #[derive(Serialize)]
    struct Report {
        bundles: Vec<Bundle>,
    }
    let bundle = |one: ListedBundle| Bundle { record: one.record, gone: one.is_gone };
    output::pretty(&Report { bundles: listed.into_iter().map(bundle).collect() })
}

fn text(listed: &[ListedBundle]) -> String {
    let mut text = String::new();
    for ListedBundle { record, is_gone } in listed {
        let [cluster, path] = [&record.cluster, &record.path].map(|one| escape_for_terminal(one));
        let gone = if *is_gone { format!(" {}", say("bundles-gone")) } else { String::new() };
        // Writing to a string can't fail.
        let _ = writeln!(text, "{path}{gone}\n  {cluster}, {}", moment(record.made));
        if let Some(authority) = record.authority.as_deref().map(escape_for_terminal) {
            let _ = writeln!(text, "  CA {authority}");
        }
    }
    if text.is_empty() { format!("{}\n", say("bundles-none")) } else { text }
}
