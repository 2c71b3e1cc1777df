#!/bin/sh
# Names the task and the session in a commit that is made in one.
own=$(GIT_CONFIG_COUNT=0 git rev-parse --git-path hooks/prepare-commit-msg 2>/dev/null)
if [ -n "$own" ] && [ -x "$own" ]; then
  GIT_CONFIG_COUNT=0 "$own" "$@" || exit $?
fi

dir=$(git rev-parse --git-dir) || exit 0
# Somebody else's commit that is only moved stays as it is.
if [ -d "$dir/rebase-merge" ] || [ -d "$dir/rebase-apply" ] || [ -f "$dir/CHERRY_PICK_HEAD" ] || [ -f "$dir/REVERT_HEAD" ]; then
  exit 0
fi

add() {
  [ -n "$2" ] || return 0
  git interpret-trailers --in-place --if-exists addIfDifferent --trailer "$1: $2" "$file"
}

file=$1
add Maestro-Task "$MAESTRO_TASK_KEY"
add Maestro-Session "$MAESTRO_SESSION_KEY"
exit 0
