import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sheets from 'xlsx';
import { RULES } from '#shared/domain/screening/vocabulary.ts';
import { generate, planSchema, truthSchema, type GenerationSummary, type Plan, type Truth } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'youshao-generator-'));
afterAll(() => rmSync(root, { recursive: true }));

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();
}

function digestOf(dir: string): string {
  const hash = createHash('sha256');
  for (const file of filesUnder(dir)) hash.update(file).update(readFileSync(join(dir, file)));
  return hash.digest('hex');
}

describe('generate', () => {
  const dir = join(root, 'set');
  let summary: GenerationSummary;
  let truth: Truth;
  let plan: Plan;
  const mails = 4000;

  beforeAll(async () => {
    summary = await generate({ mails, days: 3, seed: 42, outDir: dir });
    truth = truthSchema.parse(JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8')));
    plan = planSchema.parse(JSON.parse(readFileSync(join(dir, 'plan.json'), 'utf8')));
  });

  it('plants every rule in at least 0.02 % of the mails and 3 % abnormal in all', () => {
    for (const rule of RULES) expect(truth.ruleCounts[rule] ?? 0, rule).toBeGreaterThanOrEqual(Math.max(1, mails * 0.0002));
    expect(summary.mails).toBe(mails);
    expect((summary.abnormal + summary.selfCleared) / mails).toBeCloseTo(0.03, 2);
    expect(truth.selfCleared.length).toBeGreaterThan(0);
    expect(truth.clean + truth.abnormal.length + truth.selfCleared.length).toBeGreaterThan(mails * 0.99);
    expect(summary.events / mails).toBeGreaterThan(5.5);
    expect(summary.events / mails).toBeLessThan(7);
  });

  it('counts due mails in slots that add up', () => {
    for (const slot of truth.slots) {
      expect(slot.normal + slot.abnormal).toBe(slot.onTime + slot.late);
      expect(slot.due).toBe(slot.normal + slot.abnormal + slot.undetermined);
    }
    expect(truth.slots.some((slot) => slot.late > 0)).toBe(true);
    expect(truth.undetermined.some((mail) => mail.region === 'unknown')).toBe(true);
  });

  it('orders its steps by time, ends three days after the last posting and names every file once', () => {
    const moments = plan.steps.map((step) => Date.parse(step.now));
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    for (const step of plan.steps) if (step.step === 'import') expect(Date.parse(step.asOf)).toBeLessThanOrEqual(Date.parse(step.now));
    expect(plan.steps.at(-1)).toEqual({ step: 'screen', now: '2025-06-22T20:40:00+08:00' });
    const planned = plan.steps.flatMap((step) => (step.step === 'import' ? step.files : [])).sort();
    const written = filesUnder(dir).filter((file) => file !== 'plan.json' && file !== 'truth.json');
    expect(planned).toEqual(written);
    expect(truth.files.map((file) => file.file).sort()).toEqual(written);
  });

  it('writes each file in the encoding and format that the truth names', () => {
    for (const file of truth.files) {
      const bytes = readFileSync(join(dir, file.file));
      if (file.format === 'csv') {
        expect(bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))).toBe(file.encoding === 'utf-8-bom');
        const text = file.encoding === 'gbk' ? iconv.decode(bytes, 'gbk') : bytes.toString('utf8').slice(1);
        const table = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
        const above = file.kind === 'quality-grid' ? 3 : 1;
        expect(table.length - above, file.file).toBe(file.rows);
        expect(new Set(table.slice(above - 1).map((row) => row.length)).size, file.file).toBe(1);
        expect(text).not.toContain('\ufffd');
      } else if (file.format === 'jsonl') {
        const lines = bytes.toString('utf8').trimEnd().split('\n');
        expect(lines.length).toBe(file.rows);
        for (const line of lines) expect(() => void JSON.parse(line)).not.toThrow();
      } else {
        const book = sheets.read(bytes);
        const rows = sheets.utils.sheet_to_json(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 });
        expect(rows.length - (file.format === 'xlsx' ? 2 : 1), file.file).toBe(file.rows);
      }
    }
    expect(new Set(truth.files.map((file) => `${file.format} ${file.encoding}`)).size).toBe(5);
  });

  it('plants dirt of every kind and refusals at the rows it names', () => {
    const { lateFiles, lateMails, ...others } = truth.dirt;
    for (const [kind, count] of Object.entries({ lateFiles, lateMails, ...others })) expect(count, kind).toBeGreaterThan(0);
    let seen = 0;
    for (const file of truth.files.filter((item) => item.encoding === 'gbk')) {
      const lines = iconv.decode(readFileSync(join(dir, file.file)), 'gbk').split('\r\n');
      for (const { row, kind } of file.refused) {
        seen++;
        const cells = (lines[row - 1] ?? '').split(',');
        if (kind === 'scientific-number') expect(cells[1]).toBe('1.27E+12');
        if (kind === 'missing-number') expect(cells[1]).toBe('');
        if (kind === 'time-without-date') expect(cells[11]).toBe('14:05:00');
      }
    }
    expect(seen).toBe(truth.dirt.refusedRows);
  });

  it('names only invented people: every mobile number is of the invented block', () => {
    const text = filesUnder(join(dir, '轨迹'))
      .map((file) => readFileSync(join(dir, '轨迹', file), 'utf8'))
      .join('');
    const mobiles = text.match(/(?<!\d)1[3-9]\d{9}(?!\d)/g) ?? [];
    expect(mobiles.length).toBeGreaterThan(1000);
    expect(mobiles.filter((mobile) => !mobile.startsWith('1380000'))).toEqual([]);
  });

  it('makes the same bytes from the same seed, others from another', async () => {
    const dirs = ['one', 'two', 'three'].map((name) => join(root, name));
    for (const [n, outDir] of dirs.entries()) await generate({ mails: 600, days: 2, seed: n === 2 ? 8 : 7, outDir });
    const [one, two, three] = dirs.map(digestOf);
    expect(one).toBe(two);
    expect(one).not.toBe(three);
  });

  it('plants nothing when the abnormal share is zero', async () => {
    const quiet = await generate({ mails: 800, days: 1, seed: 1, outDir: join(root, 'quiet'), abnormalShare: 0 });
    expect([quiet.abnormal, quiet.selfCleared]).toEqual([0, 0]);
  });

  it('stops when it is cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(generate({ mails: 5000, days: 1, seed: 1, outDir: join(root, 'none'), signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('refuses impossible numbers', async () => {
    const outDir = join(root, 'never');
    await expect(generate({ mails: 0, days: 1, seed: 1, outDir })).rejects.toMatchObject({ reason: 'generator-numbers' });
    await expect(generate({ mails: 10, days: 1.5, seed: 1, outDir })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
