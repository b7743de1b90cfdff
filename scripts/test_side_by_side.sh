#!/bin/sh
# All tests as two runs side by side: those of the page wait much, the others compute much. Both have to pass.
set -u
python=$1
told=build/tmp/page-tests.log

"$python" -m pytest tests/web tests/browser >"$told" 2>&1 &
page=$!
trap 'kill "$page" 2>/dev/null; exit 130' INT TERM # what runs in the background does not hear Ctrl-C by itself
"$python" -m pytest --ignore=tests/web --ignore=tests/browser
others=$?
wait "$page"
paged=$?

echo
echo "The page and its browser:"
cat "$told"
[ "$others" -ne 0 ] && exit "$others"
exit "$paged"
