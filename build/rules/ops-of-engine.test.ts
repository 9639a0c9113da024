import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findMutator } from '#shared/domain/sync/mutators.ts';
import { inCheckout } from '../runtime/checkout.ts';

const KIND = /'((?:exception|mail|client|person|rules|view|training|data|key|ledger|blob|device|session|import|settings)\.[a-z-]+)'/gu;

/** Files of the engine that write to the log, with the kinds of ops that they name; topics end in `.changed`. */
function appendingFiles(): { file: string; kinds: string[] }[] {
  const files = fs.readdirSync(inCheckout('src-main'), { recursive: true, encoding: 'utf8' });
  return files.flatMap((file) => {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file.startsWith('ledger')) return [];
    const text = fs.readFileSync(inCheckout('src-main', file), 'utf8');
    if (!/\bappendOp\(/u.test(text)) return [];
    const kinds = [...text.matchAll(KIND)].map(([, kind = '']) => kind);
    return [{ file, kinds: kinds.filter((kind) => !kind.endsWith('.changed')) }];
  });
}

describe('ops that the engine writes', () => {
  it('have their mutator, so that they travel and are decided', () => {
    const appending = appendingFiles();
    expect(appending.length).toBeGreaterThan(5);
    const missing = appending.flatMap(({ file, kinds }) => kinds.filter((kind) => !findMutator(kind)).map((kind) => `${file}: ${kind}`));
    expect(missing).toEqual([]);
  });
});
