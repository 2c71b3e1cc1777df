#!/usr/bin/env bash
# Installs the command lines of the agents, in the versions that were measured,
# into a cache folder outside the clone, and prints where they are.
set -euo pipefail

claude=2.1.330
codex=0.169.0
folder=${XDG_CACHE_HOME:-$HOME/.cache}/maestro-test/agents-$claude-$codex

if [ ! -e "$folder/complete" ]; then
  echo "installing Claude Code $claude and Codex $codex in $folder (0.8 GB)" >&2
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-audit --no-fund "@anthropic-ai/claude-code@$claude" "@openai/codex@$codex" < /dev/null >&2
  touch "$folder/complete"
fi
echo "$folder/node_modules/.bin"
