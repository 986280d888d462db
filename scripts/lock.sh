#!/bin/sh
# Write the locks of requirements/: one for all systems and Pythons, with hashes, and
# without the address of any index, so that each machine uses its own.
set -eu
cd "$(dirname "$0")/.."
compile() {
  output=$1
  shift
  .venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes \
    --no-emit-index-url --no-annotate --python-version 3.11 \
    --custom-compile-command 'make lock' --output-file "requirements/$output" "$@"
}
compile bootstrap.txt requirements/bootstrap.in
compile node.txt requirements/node.in
compile run.txt pyproject.toml requirements/build.in
compile dev.txt pyproject.toml requirements/build.in --group dev \
  --constraints requirements/run.txt
