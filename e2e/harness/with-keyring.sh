#!/bin/sh
# Runs a program with a session bus and an unlocked Secret Service of its own.
# The daemons keep none of the program's streams, so that its end is seen at once.
started=$(dbus-daemon --session --fork --print-address=1 --print-pid=1 </dev/null 2>/dev/null)
DBUS_SESSION_BUS_ADDRESS=$(printf '%s' "$started" | head -n 1)
bus=$(printf '%s' "$started" | tail -n 1)
export DBUS_SESSION_BUS_ADDRESS
printf pin | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
"$@"
code=$?
kill "$bus"
exit "$code"
