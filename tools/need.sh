#!/bin/sh
# Brings what the machine lacks: tools/need.sh python node chromium shell postgresql fonts gettext go
# Installs through apt where it may (root, or sudo without a password); otherwise names the one line to type and stops.
# --has THING: asks only, exit 0 when it is there. --may THING…: fetching may take three minutes, and to be without is no error.
set -eu

has_python()     { "${PYTHON:-python3}" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_node()       { command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' >/dev/null 2>&1; }
has_chromium()   { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
has_shell()      { command -v chromium-headless-shell >/dev/null 2>&1; }
has_postgresql() { ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null 2>&1; }
has_fonts()      { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]; }
has_gettext()    { command -v msgfmt >/dev/null 2>&1 && command -v xgettext >/dev/null 2>&1; }
has_go()         { command -v go >/dev/null 2>&1 && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]; }

packages_of() {
    case "$1" in
        python) echo "python3 python3-venv" ;;
        node) echo "nodejs npm" ;;
        chromium) echo "chromium" ;;
        shell) echo "chromium chromium-headless-shell" ;; # of one version
        postgresql) echo "postgresql" ;;
        fonts) echo "fontconfig fonts-noto-cjk" ;;
        gettext) echo "gettext" ;;
        go) echo "golang-go golang-golang-x-mod-dev" ;; # with sumdb, a second implementation of the log
        *) echo "need.sh: nobody knows how to bring '$1'" >&2; exit 2 ;;
    esac
}

if [ "$1" = --has ]; then "has_$2"; exit; fi # asks only

limit=""
if [ "$1" = --may ]; then limit="timeout 180"; shift; fi

missing=""
for thing in "$@"; do
    packages=$(packages_of "$thing")
    "has_$thing" || missing="$missing $packages"
done
[ -n "$missing" ] || exit 0

line="apt-get update && apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "This machine lacks:$missing. It has no apt; please install them with its own tool, then run make again." >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true >/dev/null 2>&1; then
    as_root="sudo -n"
else
    echo "This machine lacks:$missing. Please type this one line, then run make again:" >&2
    echo "    sudo sh -c '$line'" >&2
    exit 1
fi
echo "Installing what this machine lacks:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # words on purpose
{
    $as_root $limit apt-get update -q
    # Fetched first: what is broken off here breaks nothing, what is broken off while installing does.
    $as_root $limit apt-get install -y -q --no-install-recommends --download-only $missing
    $as_root apt-get install -y -q --no-install-recommends $missing
}

for thing in "$@"; do
    "has_$thing" || { echo "apt ran, but '$thing' can still not be used (too old?); please look at the lines above." >&2; exit 1; }
done
