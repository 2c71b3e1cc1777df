//! What the programs do that agents run.

/// What a program does, whatever its arguments are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Reads the files that it is given.
    Looks,
    /// Says or computes something; its arguments are no files.
    Speaks,
    /// Its first argument is a pattern or a script, the others are files that it reads.
    Searches,
    /// Changes the files that it is given.
    Changes,
    /// Runs what the project says: it can do what the project's code can.
    Builds,
    /// Speaks with other machines.
    Reaches,
    /// Loses something.
    Loses,
    /// Runs the program that follows, with options of its own in front.
    Wraps,
    /// Runs a script in a language of its own.
    Interprets,
    /// A shell.
    Shell,
    Find,
    Git,
    /// The shell's own `cd`.
    Moves,
    /// Runs its arguments as a script.
    Evaluates,
    /// As another person.
    Elevates,
}

const LOOKS: &[&str] = &[
    "ls",
    "cat",
    "head",
    "tail",
    "wc",
    "stat",
    "file",
    "du",
    "df",
    "tree",
    "less",
    "more",
    "bat",
    "tac",
    "rev",
    "fold",
    "diff",
    "cmp",
    "comm",
    "column",
    "nl",
    "od",
    "xxd",
    "hexdump",
    "strings",
    "md5sum",
    "sha1sum",
    "sha256sum",
    "cut",
    "tr",
    "uniq",
    "paste",
    "join",
    "realpath",
    "readlink",
    "basename",
    "dirname",
    "cksum",
    "look",
    "zcat",
    "fd",
    "fdfind",
];

const SPEAKS: &[&str] = &[
    "echo", "printf", "true", "false", ":", "pwd", "which", "type", "whoami", "id", "uname", "hostname", "date", "ps", "seq", "sleep",
    "wait", "read", "exit", "return", "break", "continue", "local", "declare", "typeset", "unset", "shift", "set", "nproc", "free",
    "uptime", "expr", "test", "[", "[[", "for", "printenv", "tput", "clear", "jobs", "umask", "ulimit", "getconf", "locale", "arch", "tty",
    "help", "man",
];

const SEARCHES: &[&str] = &["grep", "egrep", "fgrep", "rg", "ag", "ack", "jq", "yq"];

const CHANGES: &[&str] =
    &["mkdir", "touch", "cp", "mv", "ln", "tee", "chmod", "patch", "install", "gzip", "gunzip", "zip", "unzip", "tar", "split", "mktemp"];

const BUILDS: &[&str] = &[
    "cargo",
    "rustc",
    "rustup",
    "make",
    "cmake",
    "ninja",
    "npm",
    "npx",
    "pnpm",
    "yarn",
    "bun",
    "bunx",
    "deno",
    "pip",
    "pip3",
    "uv",
    "uvx",
    "poetry",
    "pytest",
    "tox",
    "mypy",
    "ruff",
    "black",
    "go",
    "gofmt",
    "mvn",
    "gradle",
    "gradlew",
    "dotnet",
    "bundle",
    "gem",
    "rake",
    "rspec",
    "composer",
    "phpunit",
    "swift",
    "mix",
    "tsc",
    "eslint",
    "prettier",
    "jest",
    "vitest",
    "gcc",
    "g++",
    "clang",
    "cc",
    "just",
    "docker",
    "docker-compose",
    "podman",
    "kubectl",
    "helm",
    "terraform",
    "tofu",
    "aws",
    "gcloud",
    "az",
    "systemctl",
    "apt",
    "apt-get",
    "dnf",
    "yum",
    "brew",
    "pacman",
    "apk",
    "gh",
    "glab",
    "psql",
    "mysql",
    "sqlite3",
    "redis-cli",
    "mongosh",
];

const REACHES: &[&str] = &[
    "curl",
    "wget",
    "ssh",
    "scp",
    "sftp",
    "rsync",
    "ftp",
    "nc",
    "ncat",
    "netcat",
    "telnet",
    "ping",
    "dig",
    "nslookup",
    "host",
    "socat",
    "http",
    "https",
    "xh",
    "traceroute",
    "whois",
    "openssl",
];

const LOSES: &[&str] = &[
    "rm",
    "rmdir",
    "unlink",
    "shred",
    "dd",
    "truncate",
    "fdisk",
    "parted",
    "wipefs",
    "mkfs",
    "mkswap",
    "kill",
    "killall",
    "pkill",
    "shutdown",
    "reboot",
    "halt",
    "poweroff",
    "init",
    "userdel",
    "groupdel",
    "crontab",
    "iptables",
    "nft",
    "umount",
    "mount",
    "chown",
    "srm",
    "blkdiscard",
];

const WRAPS: &[&str] = &[
    "env",
    "nice",
    "nohup",
    "timeout",
    "stdbuf",
    "xargs",
    "command",
    "exec",
    "builtin",
    "setsid",
    "ionice",
    "watch",
    "unbuffer",
    "caffeinate",
];

const INTERPRETS: &[&str] = &["python", "python3", "perl", "ruby", "node", "php", "lua", "awk", "gawk", "mawk", "sed", "sort", "osascript"];

/// What the program of this name does; none where nobody knows.
pub fn family(name: &str) -> Option<Family> {
    let tables = [
        (LOOKS, Family::Looks),
        (SPEAKS, Family::Speaks),
        (SEARCHES, Family::Searches),
        (CHANGES, Family::Changes),
        (BUILDS, Family::Builds),
        (REACHES, Family::Reaches),
        (LOSES, Family::Loses),
        (WRAPS, Family::Wraps),
        (INTERPRETS, Family::Interprets),
        (&["sh", "bash", "zsh", "dash", "ksh", "fish", "ash"], Family::Shell),
        (&["find"], Family::Find),
        (&["git"], Family::Git),
        (&["cd", "pushd", "popd"], Family::Moves),
        (&["eval", "source", "."], Family::Evaluates),
        (&["sudo", "doas", "su", "chroot", "pkexec", "runuser"], Family::Elevates),
    ];
    if name.starts_with("mkfs.") {
        return Some(Family::Loses);
    }
    tables.into_iter().find(|(names, _)| names.contains(&name)).map(|(_, family)| family)
}

/// Words after which a build tool, a cloud or a database loses something for good.
const FINAL: &[&str] = &[
    "publish",
    "unpublish",
    "yank",
    "destroy",
    "delete",
    "rm",
    "rmi",
    "prune",
    "purge",
    "drop",
    "uninstall",
    "remove",
    "terminate",
    "deprecate",
    "stop",
    "disable",
    "mask",
    "poweroff",
    "reboot",
    "rollback",
    "down",
    "kill",
    "flushall",
    "flushdb",
    "drain",
    "evict",
    "apply",
];

/// Programs for which the words above are verbs.
const COMMANDING: &[&str] = &[
    "docker",
    "docker-compose",
    "podman",
    "kubectl",
    "helm",
    "terraform",
    "tofu",
    "aws",
    "gcloud",
    "az",
    "systemctl",
    "apt",
    "apt-get",
    "dnf",
    "yum",
    "brew",
    "pacman",
    "apk",
    "gh",
    "glab",
    "npm",
    "pnpm",
    "yarn",
    "cargo",
    "gem",
    "poetry",
    "uv",
    "redis-cli",
    "rustup",
    "bun",
];

/// Does this call of a build tool, a cloud or a database lose something for good? The word that says so.
pub fn finality<'a>(program: &str, arguments: &[&'a str]) -> Option<&'a str> {
    let database = ["psql", "mysql", "sqlite3", "mongosh"].contains(&program);
    if database {
        let loses = |text: &str| ["drop ", "delete ", "truncate ", "dropdatabase", "deletemany"].iter().any(|word| text.contains(word));
        return arguments.iter().copied().find(|argument| loses(&argument.to_ascii_lowercase()));
    }
    if !COMMANDING.contains(&program) {
        return None;
    }
    // `aws s3 rb`, `kubectl -n prod delete`: the verb is among the first words that are no options.
    let verbs = arguments.iter().copied().filter(|a| !a.starts_with('-')).take(4);
    verbs.into_iter().find(|a| FINAL.iter().any(|word| a == word || a.starts_with(&format!("{word}-"))))
}

/// Build tools and their words that ask another machine.
pub fn asks_the_network(program: &str, arguments: &[&str]) -> bool {
    const ALWAYS: &[&str] = &[
        "npx",
        "bunx",
        "uvx",
        "kubectl",
        "helm",
        "aws",
        "gcloud",
        "az",
        "gh",
        "glab",
        "apt",
        "apt-get",
        "dnf",
        "yum",
        "brew",
        "pacman",
        "apk",
        "terraform",
        "tofu",
        "psql",
        "mysql",
        "redis-cli",
        "mongosh",
    ];
    const VERBS: &[&str] = &[
        "install", "i", "ci", "add", "update", "upgrade", "fetch", "pull", "push", "login", "get", "download", "sync", "outdated", "audit",
        "search", "info", "view", "require", "restore", "exec", "dlx", "create", "x",
    ];
    let verb = arguments.iter().find(|a| !a.starts_with('-'));
    ALWAYS.contains(&program) || verb.is_some_and(|verb| VERBS.contains(verb))
}
