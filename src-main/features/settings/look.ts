import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { makeFolder, writeFileAtomic } from '../../platform/files.ts';
import { dirname } from 'node:path';

/**
 * How the screens look. Everybody has their own in the ledger; the one last chosen on this computer
 * stands beside it as well, because the pages before unlocking have a look too.
 */
export const look = z.object({
  theme: z.enum(['light', 'dark', 'system']).catch('system'),
  contrast: z.enum(['normal', 'high']).catch('normal'),
  textScale: z.number().min(1).max(1.5).catch(1),
  density: z.enum(['compact', 'standard', 'comfort']).catch('standard'),
  language: z.enum(['zh-CN', 'en', 'zh-TW']).catch('zh-CN'),
});
export type Look = z.infer<typeof look>;

/** The kept look; a missing or damaged file is the default look. */
export function readLook(file: string): Look {
  return look.parse(existsSync(file) ? parse(readFileSync(file, 'utf8')) : {});
}

export function writeLook(file: string, changes: Partial<Look>): void {
  makeFolder(dirname(file));
  writeFileAtomic(file, `${JSON.stringify({ ...readLook(file), ...changes }, null, 2)}\n`);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // A damaged file only costs the chosen look.
    return {};
  }
}
