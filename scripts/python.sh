#!/bin/sh
# Print the path of a Python that can run Filon, else the line to type and exit 1.
# Usage: scripts/python.sh [PYTHON]
probe='
import sys
if sys.version_info < (3, 11):
    sys.exit("too old")
try:
    import ensurepip, sqlite3, ssl, venv
except ImportError as error:
    sys.exit("no " + error.name)
sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5(a)")
'
incomplete=
for candidate in ${1:-python3 python3.11 python3.12 python3.13 python3.14 python}; do
  path=$(command -v "$candidate" 2>/dev/null) || continue
  # On macOS and with version managers a name may exist and still not run.
  if "$path" -c "$probe" >/dev/null 2>&1; then
    echo "$path"
    exit 0
  fi
  if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    incomplete=$path
  fi
done

sudo=
[ "$(id -u)" = 0 ] || sudo='sudo '
{
  if [ -n "$1" ] && [ -z "$incomplete" ]; then
    echo "$1 is not a Python 3.11 or later. Try: make PYTHON=python3 ..."
  elif [ -n "$incomplete" ]; then
    version=$("$incomplete" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$incomplete lacks venv (or sqlite3 with full-text search). Type:"
    if command -v apt-get >/dev/null; then
      echo "    ${sudo}apt install python$version-venv"
    elif command -v dnf >/dev/null; then
      echo "    ${sudo}dnf install python3 python3-pip"
    else
      echo "    install Python $version again, complete"
    fi
  else
    echo "Filon needs Python 3.11 or later. Type:"
    if command -v apt-get >/dev/null; then
      echo "    ${sudo}apt install python3 python3-venv"
    elif command -v dnf >/dev/null; then
      echo "    ${sudo}dnf install python3.12"
    elif command -v apk >/dev/null; then
      echo "    ${sudo}apk add python3"
    elif command -v brew >/dev/null; then
      echo "    brew install python"
    else
      echo "    install Python 3.11 or later with the tool of your system"
    fi
  fi
} >&2
exit 1
