//! Words for arguments that do not fit, in one line.

use clap::error::ErrorKind;
use std::process::ExitCode;

/// Prints the help or the version that was asked for, or says in one line what is wrong with the arguments.
pub fn tell(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A reader that went away needs no help.
        let _printed = error.print();
        return ExitCode::SUCCESS;
    }
    eprintln!("maestro: {}", line(&error.to_string(), error.kind()));
    ExitCode::from(2)
}

/// What clap says in several lines, in one, with the command that tells more.
fn line(said: &str, kind: ErrorKind) -> String {
    let usage = said.lines().find_map(|line| line.trim().strip_prefix("Usage: ")).unwrap_or("maestro");
    let command: Vec<&str> = usage.split(' ').take_while(|word| !word.starts_with(['-', '<', '['])).collect();
    let command = command.join(" ");
    let words = match kind {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => format!("`{command}` needs to be told what to do"),
        _ => {
            let lines = said.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
            let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with("For more information")).collect();
            lines.join(" ").trim_start_matches("error: ").to_owned()
        }
    };
    format!("{words}; see `{command} --help`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_stands_in_one_line() {
        let said =
            "error: the following required arguments were not provided:\n  --name <NAME>\n\nUsage: maestro token create --name <NAME>\n";
        let told = line(said, ErrorKind::MissingRequiredArgument);
        assert_eq!(told, "the following required arguments were not provided: --name <NAME>; see `maestro token create --help`");
        let help = line("Plan the work.\n\nUsage: maestro <COMMAND>\n", ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
        assert_eq!(help, "`maestro` needs to be told what to do; see `maestro --help`");
    }
}
