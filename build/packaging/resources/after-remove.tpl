#!/bin/sh
# Runs as root after the files are gone. Ledgers lie in people's homes and are never touched.

# An upgrade removes the old files under the new ones: what points at the program stays.
if [ "$1" != 'upgrade' ]; then
  rm -f '/usr/bin/${executable}'
  if [ -f '/etc/apparmor.d/${executable}' ]; then
    if command -v apparmor_parser >/dev/null 2>&1; then
      apparmor_parser --remove '/etc/apparmor.d/${executable}' || true
    fi
    rm -f '/etc/apparmor.d/${executable}'
  fi
fi

exit 0
