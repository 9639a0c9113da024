import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';

export type ImportSource = InputOf<AppContract['imports']['inspect']>['source'];
/** A source as a file; `isOurs`: made from pasted text and to be removed after use. */
export type SourceFile = { path: string; name: string; isOurs: boolean };

/** Shown for pasted text, whose file has no name of its own. */
export const PASTED_NAME = '粘贴的内容';

/** Pasted text becomes a file beside the ledger that only this user may read. */
export function fileOfSource(source: ImportSource, ledgerFile: string, id: string): SourceFile {
  if ('path' in source) return { path: source.path, name: basename(source.path), isOurs: false };
  const path = join(dirname(ledgerFile), `.粘贴-${id}.txt`);
  writeFileSync(path, source.text, { mode: 0o600, flag: 'wx' });
  return { path, name: PASTED_NAME, isOurs: true };
}
