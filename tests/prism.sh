#!/usr/bin/env bash
# Installs Prism, which answers as an OpenAPI description says and refuses
# what does not fit it, into a cache folder outside the clone, and prints where
# it is.
set -euo pipefail

version=5.16.0
folder=${XDG_CACHE_HOME:-$HOME/.cache}/maestro-test/prism-$version

if [ ! -e "$folder/complete" ]; then
  echo "installing Prism $version in $folder" >&2
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund "@stoplight/prism-cli@$version" < /dev/null >&2
  touch "$folder/complete"
fi
echo "$folder/node_modules/.bin/prism"
