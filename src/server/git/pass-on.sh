#!/bin/sh
# Calls the repository's own hook of this name, which core.hooksPath hides.
name=${0##*/}
own=$(GIT_CONFIG_COUNT=0 git rev-parse --git-path "hooks/$name" 2>/dev/null)
if [ -n "$own" ] && [ -x "$own" ]; then
  GIT_CONFIG_COUNT=0 exec "$own" "$@"
fi
exit 0
