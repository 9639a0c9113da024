import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDay, parseInstant } from '#shared/kernel/instant.ts';
import { openLedger } from '../../ledger/index.ts';
import { settableClock } from '../../platform/clock.ts';
import { inspectFile, parseFile } from '../../workers/parsing/index.ts';
import { differences } from './compare-fixture.ts';
import { demonstrationDay, generate, readPlan, runPlan, truthSchema } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'youshao-generated-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Runs a generated plan on a real ledger and lists what differs from its truth. */
async function play(dir: string): Promise<string[]> {
  const truth = truthSchema.parse(JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8')));
  const plan = await readPlan(dir);
  const last = parseInstant(plan.steps.at(-1)?.now ?? '') ?? 0;
  const clock = settableClock(parseInstant(plan.steps[0]?.now ?? '') ?? 0);
  const ledger = openLedger({ file: join(dir, 'ledger.db'), key: Buffer.alloc(32, 7), clock, appVersion: '0.0.0' });
  const refused = new Map(truth.files.map((file) => [file.file, file.refused.map((item) => item.row)]));
  const lines: string[] = [];
  let ids = 0;
  try {
    await runPlan({
      ledger,
      dir,
      inspect: (path) => inspectFile(path, { seekLatestEvent: false }),
      parse: parseFile,
      actor: 'p1',
      newId: () => `generated-${++ids}`,
      atStep: (now) => clock.setWall(now),
      onImported: (file, report) => {
        const found = report.refusals.map((item) => item.row).join();
        const wanted = refused.get(file)?.join() ?? '';
        if (found !== wanted) lines.push(`${file}: rows ${wanted} planted to be refused, ${found} refused`);
      },
    });
    return [...lines, ...differences(ledger, truth, last)];
  } finally {
    ledger.close();
  }
}

// These two drive the whole chain, files to exceptions, for some thousand mails: 5 to 20 s each.
describe('generated days through import and screening', () => {
  it('finds all that was planted and nothing else', async () => {
    const dir = join(root, 'days');
    await generate({ mails: 2500, days: 2, seed: 20_250_619, outDir: dir });
    expect(await play(dir)).toEqual([]);
  }, 120_000);

  it('fills the slots of a demonstration day', async () => {
    const dir = join(root, 'demonstration');
    const endDay = parseDay('2026-03-01') ?? 0;
    const summary = await demonstrationDay({ seed: 5, outDir: dir, endDay, now: parseInstant('2026-03-01T14:20:00+08:00') ?? 0 });
    expect(summary.abnormal).toBeGreaterThan(80);
    expect(summary.abnormal).toBeLessThan(140);
    const truth = truthSchema.parse(JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8')));
    const today = truth.slots.filter((slot) => slot.day === '2026-03-01').map((slot) => slot.region);
    expect(today.sort()).toEqual(['in-province', 'out-of-province', 'same-city']);
    expect(await play(dir)).toEqual([]);
  }, 120_000);
});
