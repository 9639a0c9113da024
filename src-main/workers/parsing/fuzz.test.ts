import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '#shared/kernel/app-error.ts';
import { createCsvSplitter } from './csv-rows.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { HEADINGS, ROWS, createScratch, csvOf, parseAll, writersOf } from './parsing-fixture.ts';
import { createDecoder, createUtf8Check } from './text-encoding.ts';

/**
 * Files of random and of damaged bytes: each ends as rows or as a known refusal, within five seconds.
 * Takes longer than five seconds in all because it writes and reads thousands of real files.
 */
const RUNS = Number(process.env['YOUSHAO_FUZZ_RUNS'] ?? 2000);
const SEED = Number(process.env['YOUSHAO_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const SLOWEST_MS = 5000;
const TIMEOUT_MS = 60_000 + RUNS * 200;

const scratch = createScratch();
afterAll(() => scratch.remove());

const SCAN = {
  traceNo: '1272448151316',
  opTime: '2024-12-26 04:57:00',
  opCode: '702',
  opName: '下段',
  opDesc: '派送',
  opOrgCity: '湘潭市',
};
const JSON_SEEDS: Record<string, string> = {
  push: JSON.stringify({ traces: [SCAN, SCAN] }),
  query: JSON.stringify({ retCode: '00000', retBody: JSON.stringify({ responseItems: [SCAN] }) }),
  web: JSON.stringify({ value: { domesticMailResultDtoList: [{ resObj: [{ ...SCAN, bubbleTime: '2024-12-26 04:57' }] }] } }),
  lines: [
    JSON.stringify(SCAN),
    JSON.stringify({ nu: '1136281381675', com: 'ems', data: [{ time: '2024-01-01 10:00:00', context: 'x' }] }),
    JSON.stringify({ LogisticCode: '1136281381675', Traces: [] }),
  ].join('\n'),
};

const seeds: Buffer[] = [];
beforeAll(async () => {
  const writers = Object.values(writersOf([['导出时间：2024-12-27 09:30:00'], HEADINGS, ...ROWS]));
  for (const write of writers) seeds.push(Buffer.from(await write()));
  for (const text of Object.values(JSON_SEEDS)) seeds.push(Buffer.from(text));
});

/** Reads the bytes; any failure but a known refusal of the file is a bug. */
async function readAnything(bytes: Uint8Array): Promise<void> {
  const path = scratch.put('fuzz.bin', bytes);
  const started = performance.now();
  try {
    const { statements, refusals, clients, rowsRead } = await parseAll(path);
    expect(statements.length + refusals.length + clients.length).toBe(rowsRead);
    for (const statement of statements) expect(statement.mail ?? statement.event ?? statement.noData).toBeDefined();
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error.code).toMatch(/^(?:invalid-input)$/);
  }
  expect(performance.now() - started).toBeLessThan(SLOWEST_MS);
}

type Damage = { at: number; kind: 'flip' | 'cut' | 'insert' | 'repeat' | 'zero'; bytes: Uint8Array };
const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('flip', 'cut', 'insert', 'repeat', 'zero'),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
});

function apply(bytes: Buffer, { at, kind, bytes: extra }: Damage): Buffer {
  const from = Math.floor(at * bytes.length);
  const [head, tail] = [bytes.subarray(0, from), bytes.subarray(from)];
  if (kind === 'cut') return Buffer.concat([head, tail.subarray(extra.length)]);
  if (kind === 'insert') return Buffer.concat([head, extra, tail]);
  if (kind === 'repeat') return Buffer.concat([head, tail.subarray(0, 64), tail]);
  const changed = Buffer.from(bytes);
  for (let i = 0; i < extra.length && from + i < changed.length; i += 1)
    changed[from + i] = kind === 'zero' ? 0 : (changed[from + i] ?? 0) ^ (extra[i] ?? 0);
  return changed;
}

describe(`any bytes, seed ${SEED}`, () => {
  it(
    'of chance',
    async () => {
      const magic = fc.constantFrom(
        '',
        'PK\u0003\u0004',
        '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1',
        '<html><table>',
        '<?xml version="1.0"?><Workbook ',
        '{"traces":[',
        '邮件号,收寄时间\n',
        '[{"opTime":',
      );
      await fc.assert(
        fc.asyncProperty(magic, fc.uint8Array({ maxLength: 600 }), async (start, rest) => {
          const head = Buffer.from(start, start.startsWith('\u00d0') ? 'latin1' : 'utf8');
          await readAnything(Buffer.concat([head, rest]));
        }),
        { numRuns: Math.ceil(RUNS / 4), seed: SEED },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'of damaged files in every format',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.array(damage, { minLength: 1, maxLength: 4 }), async (seed, damages) => {
          await readAnything(damages.reduce(apply, seeds[seed % seeds.length] ?? Buffer.alloc(1)));
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    TIMEOUT_MS,
  );
});

describe(`pieces of any size give what the whole gives, seed ${SEED}`, () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 50 });

  function cut<T extends string | Buffer>(whole: T, sizes: readonly number[]): T[] {
    const parts: T[] = [];
    for (let at = 0, i = 0; at < whole.length; i += 1) {
      const size = sizes[i % sizes.length] ?? 1;
      parts.push((typeof whole === 'string' ? whole.slice(at, at + size) : whole.subarray(at, at + size)) as T);
      at += size;
    }
    return parts;
  }

  it(
    'delimited text, and every cell that was written comes back',
    () => {
      const cellText = fc.string({ unit: fc.constantFrom('a', '1', '"', ',', '\n', '湘', ' ') });
      const table = fc.array(fc.array(cellText, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(table, pieces, (rows, sizes) => {
          const read: string[][] = [];
          const splitter = createCsvSplitter(',', (cells) => read.push(cells));
          for (const part of cut(`${csvOf(rows)}\r\n`, sizes)) splitter.push(part);
          splitter.end();
          expect(read).toEqual(rows);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'JSON documents',
    () => {
      fc.assert(
        fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.boolean(), pieces, (items, isPush, sizes) => {
          const read: unknown[] = [];
          const splitter = createJsonSplitter((unit) => read.push(unit.value));
          for (const part of cut(JSON.stringify(isPush ? { traces: items, more: [[']'], {}] } : items), sizes)) splitter.push(part);
          splitter.end();
          expect(read).toEqual(JSON.parse(JSON.stringify(items)));
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'encodings',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), pieces, (text, sizes) => {
          const bytes = Buffer.from(text, 'utf8');
          const decoder = createDecoder('utf-8');
          const check = createUtf8Check();
          let decoded = '';
          for (const part of cut(bytes, sizes)) {
            decoded += decoder.decode(part);
            check.push(part);
          }
          expect(decoded + decoder.end()).toBe(text.replace(/^\uFEFF/, ''));
          expect(check.valid).toBe(true);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    TIMEOUT_MS,
  );
});
