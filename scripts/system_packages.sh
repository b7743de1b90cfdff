#!/bin/sh
# Installs the Debian packages that tests can use. Without them those tests are skipped, and the list at the end says so.
set -eu
packages="chromium fonts-dejavu-core libosmesa6 poppler-utils postgresql"
# npm brings the weights of the pose model; where it comes from elsewhere, Debian's would only clash with it.
command -v npm >/dev/null || packages="$packages npm"

if ! command -v dpkg-query >/dev/null; then
    echo "make system knows Debian's packages only. Here, install Chromium by hand: the browser tests look for it on the path." >&2
    exit 2
fi

missing=""
for package in $packages; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "All system packages are there: $packages"
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    echo "make system needs root to install:$missing (try: sudo make system)" >&2
    exit 2
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
# The names are separate words on purpose.
# shellcheck disable=SC2086
apt-get install --yes --no-install-recommends $missing
