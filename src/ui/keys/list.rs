use crate::domain::goal::GoalStatus;

/// Something that a key or the palette does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Palette,
    Help,
    NewGoal,
    /// Start an agent: on the page of a goal for that goal.
    StartSession,
    GoGoals,
    GoDispatch,
    GoImpact,
    GoInbox,
    GoPortfolio,
    GoSettings,
    Undo,
    CopyLink,
    ToggleTheme,
    /// On the board: to the next card.
    Left,
    Right,
    Up,
    Down,
    Move(GoalStatus),
    MoveMenu,
    Rename,
    Archive,
    /// On the page of a goal.
    NewTask,
    Record,
    PreviousView,
    NextView,
}

/// Where a shortcut holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Anywhere,
    /// On the card with the focus.
    Board,
    /// On the page of a goal.
    Goal,
}

impl Group {
    /// All, in the order of the help.
    pub const ALL: [Self; 3] = [Self::Anywhere, Self::Board, Self::Goal];

    /// The heading in the help.
    pub fn label(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Board => "On a card of the board",
            Self::Goal => "On the page of a goal",
        }
    }
}

/// A key, or two in a row, and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    pub command: Command,
    /// `C`, `G B` for two in a row, `Ctrl K` with the command key. Empty: the palette only.
    pub keys: &'static str,
    pub words: &'static str,
    pub group: Group,
}

const fn anywhere(keys: &'static str, words: &'static str, command: Command) -> Shortcut {
    Shortcut { command, keys, words, group: Group::Anywhere }
}

const fn board(keys: &'static str, words: &'static str, command: Command) -> Shortcut {
    Shortcut { command, keys, words, group: Group::Board }
}

const fn goal(keys: &'static str, words: &'static str, command: Command) -> Shortcut {
    Shortcut { command, keys, words, group: Group::Goal }
}

/// All of them.
pub const SHORTCUTS: &[Shortcut] = &[
    anywhere("Ctrl K", "Search or run a command", Command::Palette),
    anywhere("?", "Show the keyboard shortcuts", Command::Help),
    anywhere("C", "New goal", Command::NewGoal),
    anywhere("S", "Start a session", Command::StartSession),
    anywhere("G B", "Go to the goals", Command::GoGoals),
    anywhere("G D", "Go to dispatch", Command::GoDispatch),
    anywhere("G I", "Go to impact", Command::GoImpact),
    anywhere("G N", "Go to the inbox", Command::GoInbox),
    anywhere("G P", "Go to the portfolio", Command::GoPortfolio),
    anywhere("G ,", "Go to the settings", Command::GoSettings),
    anywhere("Ctrl Z", "Undo the last change", Command::Undo),
    anywhere("Y L", "Copy the address of this page", Command::CopyLink),
    anywhere("", "Switch between light and dark", Command::ToggleTheme),
    board("H", "To the left", Command::Left),
    board("ArrowLeft", "To the left", Command::Left),
    board("J", "Down", Command::Down),
    board("ArrowDown", "Down", Command::Down),
    board("K", "Up", Command::Up),
    board("ArrowUp", "Up", Command::Up),
    board("L", "To the right", Command::Right),
    board("ArrowRight", "To the right", Command::Right),
    board("1", "Move to Planning", Command::Move(GoalStatus::Planning)),
    board("2", "Move to In progress", Command::Move(GoalStatus::InProgress)),
    board("3", "Move to Measuring", Command::Move(GoalStatus::Measuring)),
    board("4", "Move to Proven", Command::Move(GoalStatus::Proven)),
    board("M", "Open the menu of moves", Command::MoveMenu),
    board("E", "Rename", Command::Rename),
    board("Backspace", "Archive", Command::Archive),
    goal("N", "New task", Command::NewTask),
    goal("R", "Record a measurement", Command::Record),
    goal("E", "Change the title", Command::Rename),
    goal("[", "Previous view", Command::PreviousView),
    goal("]", "Next view", Command::NextView),
    goal("1", "Move to Planning", Command::Move(GoalStatus::Planning)),
    goal("2", "Move to In progress", Command::Move(GoalStatus::InProgress)),
    goal("3", "Move to Measuring", Command::Move(GoalStatus::Measuring)),
    goal("4", "Move to Proven", Command::Move(GoalStatus::Proven)),
];

/// The keys as a person sees them: `⌘K` on a Mac, `←` for an arrow.
pub fn shown(keys: &str, apple: bool) -> String {
    let keys = [("ArrowLeft", "←"), ("ArrowRight", "→"), ("ArrowUp", "↑"), ("ArrowDown", "↓"), ("Backspace", "⌫")]
        .iter()
        .fold(keys.to_owned(), |keys, (name, sign)| keys.replace(name, sign));
    if apple { keys.replace("Ctrl ", "⌘") } else { keys }
}
