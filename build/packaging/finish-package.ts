import { flipFuses, getCurrentFuseWire } from '@electron/fuses';
import type { FuseConfig } from '@electron/fuses';
import fs from 'node:fs';
import path from 'node:path';
import { fusesOf } from './flavours.ts';
import type { Flavour } from './flavours.ts';

/** Last step of a package: what only a development runtime has goes, then the doors are shut. */
export async function finishPackage(folder: string, executable: string, flavour: Flavour): Promise<void> {
  // The start-up app of the test runtime would be loaded before the archive.
  fs.rmSync(path.join(folder, 'resources', 'app'), { recursive: true, force: true });
  fs.rmSync(path.join(folder, 'youshao-runtime.json'), { force: true });
  const file = path.join(folder, executable);
  await flipFuses(file, await knownFuses(file, flavour));
}

/** The fuses that this runtime has: older ones know fewer, and setting others is an error. */
async function knownFuses(file: string, flavour: Flavour): Promise<ReturnType<typeof fusesOf>> {
  const present: FuseConfig<unknown> = await getCurrentFuseWire(file);
  const wanted = Object.entries(fusesOf(flavour)).filter(([name]) => name in present);
  return Object.fromEntries(wanted) as ReturnType<typeof fusesOf>;
}
