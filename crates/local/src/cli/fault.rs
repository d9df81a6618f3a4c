//! A wrong value, told in one sentence that names the flag or the variable it came from.

use std::error::Error as _;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

use super::output::Failure;

pub(super) fn report(error: &Error, command: &Command, arguments: &[OsString]) -> ExitCode {
    if let Some(sentence) = sentence(error, command, arguments) {
        return Failure::usage(sentence).report();
    }
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// None where the fault is not a value: clap's own words name what is missing or unknown.
fn sentence(error: &Error, command: &Command, arguments: &[OsString]) -> Option<String> {
    if !matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) {
        return None;
    }
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg)?;
    // `--listen <ADDRESS>`
    let name = argument.split([' ', '=']).next().unwrap_or(argument);
    let from = name
        .strip_prefix("--")
        .filter(|_| !is_given(name, arguments))
        .and_then(|flag| variable(command, flag))
        .unwrap_or_else(|| if name.starts_with('-') { name.to_owned() } else { argument.to_owned() });
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let reason = match (error.get(ContextKind::ValidValue), error.source()) {
        (Some(ContextValue::Strings(valid)), _) if !valid.is_empty() => {
            format!("\"{value}\" is none of {}", valid.join(", "))
        }
        (_, Some(source)) => source.to_string(),
        _ if value.is_empty() => "a value is missing".to_owned(),
        _ => format!("\"{value}\" cannot be used"),
    };
    Some(format!("{from}: {reason}"))
}

fn is_given(flag: &str, arguments: &[OsString]) -> bool {
    arguments.iter().filter_map(|argument| argument.to_str()).any(|argument| {
        argument.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    })
}

/// The variable behind a flag of this command or one below it.
fn variable(command: &Command, flag: &str) -> Option<String> {
    let here = command
        .get_arguments()
        .find(|argument| argument.get_long() == Some(flag) && argument.get_env().is_some());
    match here.and_then(clap::Arg::get_env) {
        Some(variable) => Some(variable.to_string_lossy().into_owned()),
        None => command.get_subcommands().find_map(|below| variable(below, flag)),
    }
}
