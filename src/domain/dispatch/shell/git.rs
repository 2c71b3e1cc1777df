//! What a git command does.

use super::super::risk::{Assessment, Risk};

const READS: &[&str] = &[
    "status",
    "log",
    "diff",
    "show",
    "blame",
    "grep",
    "ls-files",
    "ls-tree",
    "rev-parse",
    "rev-list",
    "describe",
    "cat-file",
    "shortlog",
    "merge-base",
    "name-rev",
    "whatchanged",
    "count-objects",
    "for-each-ref",
    "show-ref",
    "var",
    "version",
    "help",
    "annotate",
    "cherry",
    "range-diff",
    "check-ignore",
    "diff-tree",
    "diff-index",
    "diff-files",
    "symbolic-ref",
];

const WRITES: &[&str] = &[
    "add",
    "commit",
    "mv",
    "merge",
    "rebase",
    "cherry-pick",
    "revert",
    "am",
    "apply",
    "notes",
    "switch",
    "branch",
    "tag",
    "stash",
    "restore",
    "checkout",
    "reset",
    "sparse-checkout",
];

const NETWORK: &[&str] = &["clone", "fetch", "pull", "push", "ls-remote", "submodule", "remote", "lfs", "send-email", "request-pull"];

/// What git does with these arguments, those before the subcommand included.
pub fn assess(arguments: &[&str]) -> Assessment {
    let mut rest = arguments;
    let mut own = Assessment::known(Risk::Reads);
    while let Some((&option, after)) = rest.split_first() {
        if !option.starts_with('-') {
            break;
        }
        let name = option.split('=').next().unwrap_or(option);
        own = own.and(match name {
            "-c" | "--config-env" | "--exec-path" => Assessment::loose(Risk::Writes, format!("git {name} changes how git behaves")),
            "-C" | "--git-dir" | "--work-tree" => Assessment::loose(Risk::Reads, format!("git {name} works elsewhere")),
            _ => Assessment::known(Risk::Reads),
        });
        let takes_a_value = ["-c", "-C", "--git-dir", "--work-tree", "--config-env", "--namespace"].contains(&option);
        rest = if takes_a_value { after.get(1..).unwrap_or_default() } else { after };
    }
    let Some((&verb, arguments)) = rest.split_first() else { return own };
    own.and(loss(verb, arguments).map_or_else(|| ordinary(verb, arguments), |what| Assessment::because(Risk::Destructive, what)))
}

fn ordinary(verb: &str, arguments: &[&str]) -> Assessment {
    let plain = arguments.iter().all(|a| a.starts_with('-'));
    match verb {
        "diff" | "show" | "log" | "grep" if has(arguments, &["--no-index", "--ext-diff", "--textconv", "-O", "--output"]) => {
            Assessment::loose(Risk::Writes, format!("git {verb} runs a program or leaves the repository with these options"))
        }
        "branch" | "tag" | "remote" if plain || has(arguments, &["show", "--list", "-l"]) => Assessment::known(Risk::Reads),
        "stash" | "worktree" if has(arguments, &["list", "show"]) => Assessment::known(Risk::Reads),
        "rebase" if has(arguments, &["--exec", "-x"]) => Assessment::loose(Risk::Writes, "git rebase --exec runs another command"),
        "config" => Assessment::loose(Risk::Writes, "git config changes how git behaves"),
        "reflog" => Assessment::known(Risk::Reads),
        "remote" => Assessment::loose(Risk::Network, "git remote changes where the repository is pushed to"),
        verb if READS.contains(&verb) => Assessment::known(Risk::Reads),
        verb if WRITES.contains(&verb) => Assessment::known(Risk::Writes),
        verb if NETWORK.contains(&verb) => Assessment::because(Risk::Network, format!("git {verb} speaks with another machine")),
        verb => Assessment::loose(Risk::Writes, format!("what git {verb} does is not known")),
    }
}

/// What is lost, if something is.
fn loss(verb: &str, arguments: &[&str]) -> Option<String> {
    let forced = |short: char| arguments.iter().any(|a| a.starts_with('-') && !a.starts_with("--") && a.contains(short));
    let first = arguments.iter().find(|a| !a.starts_with('-')).copied().unwrap_or_default();
    let what = match verb {
        "push" if forced('f') || has(arguments, &["--force", "--force-with-lease", "--mirror", "--prune"]) || refspec(arguments, '+') => {
            "git push --force overwrites the history on the server"
        }
        "push" if forced('d') || has(arguments, &["--delete"]) || refspec(arguments, ':') => "git push deletes a branch on the server",
        "reset" if has(arguments, &["--hard", "--merge", "--keep"]) => "git reset --hard throws uncommitted work away",
        "clean" if !forced('n') && !has(arguments, &["--dry-run"]) => "git clean deletes files that git does not know",
        "restore" if !has(arguments, &["--staged"]) || has(arguments, &["--worktree"]) || forced('W') => {
            "git restore throws uncommitted work away"
        }
        "checkout" if forced('f') || has(arguments, &["--force", "--", ".", "-p", "--ours", "--theirs"]) => {
            "git checkout of files throws uncommitted work away"
        }
        "switch" if forced('f') || has(arguments, &["--force", "--discard-changes"]) || forced('C') => "git switch throws work away",
        "branch" if forced('D') || forced('d') || forced('f') || has(arguments, &["--delete", "--force"]) => "git branch loses a branch",
        "tag" if forced('d') || forced('f') || has(arguments, &["--delete", "--force"]) => "git tag loses a tag",
        "stash" if matches!(first, "drop" | "clear") => "git stash throws stashed work away",
        "worktree" if matches!(first, "remove" | "prune") => "git worktree removes a working folder",
        "reflog" if matches!(first, "expire" | "delete") => "git reflog forgets what could be had back",
        "remote" if matches!(first, "remove" | "rm" | "prune") => "git remote forgets a remote",
        "submodule" if first == "deinit" => "git submodule deinit deletes the files of a submodule",
        "update-ref" | "gc" | "prune" | "filter-branch" | "filter-repo" | "replace" | "rm" | "read-tree" | "checkout-index" => {
            return Some(format!("git {verb} can lose files or history"));
        }
        _ => return None,
    };
    Some(what.to_owned())
}

fn has(arguments: &[&str], options: &[&str]) -> bool {
    arguments
        .iter()
        .any(|a| options.iter().any(|o| a == o || (o.starts_with("--") && a.strip_prefix(o).is_some_and(|r| r.starts_with('=')))))
}

/// `+main` forces, `:old` deletes.
fn refspec(arguments: &[&str], sign: char) -> bool {
    arguments.iter().any(|a| a.starts_with(sign))
}
