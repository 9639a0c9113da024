import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Statement } from '#shared/domain/mail/statement.ts';
import { parseFile } from '#main/workers/parsing/index.ts';
import { generateCase } from './generator/generate-case.ts';
import { toFiles, type WrittenFile } from './to-files.ts';

const dir = mkdtempSync(join(tmpdir(), 'reference-files-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function readBack(file: WrittenFile): Promise<Statement[]> {
  const statements: Statement[] = [];
  for await (const batch of parseFile(file.path, { kind: file.kind })) {
    expect(batch.refusals).toEqual([]);
    statements.push(...batch.statements);
  }
  return statements;
}

/** Rows are counted file by file, and a kdniao state's name is the reader's own. */
function essence(statement: Statement): string {
  const event = statement.event && { ...statement.event, ...(statement.source === 'kdniao' ? { name: '' } : {}) };
  const flat = { ...statement, row: 0, ...statement.mail, ...event };
  return JSON.stringify(Object.entries({ ...flat, mail: null, event: null }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('the files of a case', () => {
  it('are read by the importer as exactly what the case says', async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const { steps } = generateCase(seed);
      for (const [index, replay] of toFiles(steps, join(dir, String(seed))).entries()) {
        const step = steps[index];
        if (replay.kind !== 'import' || step?.kind !== 'import') continue;
        const read = (await Promise.all(replay.files.map(readBack))).flat();
        expect(read.map(essence).sort()).toEqual(step.statements.map(essence).sort());
      }
    }
  });
});
