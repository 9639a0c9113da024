import { FuseV1Options, FuseVersion } from '@electron/fuses';
import type { FuseV1Config } from '@electron/fuses';

/** *release* is what people get; *test* differs in one fuse, so that the test tool can drive it. */
export const FLAVOURS = ['release', 'test'] as const;
export type Flavour = (typeof FLAVOURS)[number];

/** Doors of the runtime that a package closes for good, in its executable. */
export function fusesOf(flavour: Flavour): FuseV1Config {
  return {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: flavour === 'test',
    // Checked by the runtime on Windows and macOS; Linux has no such check yet.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  };
}
