#!/bin/sh
# Runs as root after the package is unpacked. Nothing here may stop the installation.

app='/opt/${sanitizedProductName}'

ln -sf "$app/${executable}" '/usr/bin/${executable}'

# Chromium prefers user namespaces. Kylin, UOS and hardened kernels often refuse them to people
# while root, who runs this script, still has them: so nothing is probed here, and the helper
# that Chromium falls back to always has the right that it needs.
chown root:root "$app/chrome-sandbox" || true
chmod 4755 "$app/chrome-sandbox" || true

if command -v update-mime-database >/dev/null 2>&1; then
  update-mime-database /usr/share/mime || true
fi
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi

# Newer AppArmor (ABI 4.0) lets only named programs have user namespaces; older ones skip this.
profile="$app/resources/apparmor-profile"
if command -v apparmor_parser >/dev/null 2>&1 && [ -d /sys/kernel/security/apparmor ]; then
  if apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    cp -f "$profile" '/etc/apparmor.d/${executable}' || true
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

exit 0
