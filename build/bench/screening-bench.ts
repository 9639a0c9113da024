import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '#shared/domain/screening/evaluate.ts';
import { MailLoader } from '#main/features/mails/index.ts';
import { rulesAt } from '#main/features/rules/index.ts';
import { runScreening } from '#main/features/screening/index.ts';
import { openConnection } from '#main/ledger/connection.ts';
import type { Ledger } from '#main/ledger/index.ts';
import type { BenchLine } from './bench-line.ts';
import { createRulesEngine } from './rules-engine.ts';
import { makeScreeningLedger } from './screening-ledger.ts';

const DUE = 43_000;
const LARGE = Number(process.env['YOUSHAO_BENCH_MAILS'] ?? 1_000_000);
const SMALL = LARGE / 10;

type Measured = { screenMs: number; readMs: number; decideMs: number; rulesEngineMs: number };

/** (a), (b), (c): a day's screening with 43,000 due against a full read, a rules engine, and a tenth of the ledger. */
export async function benchScreening(): Promise<BenchLine[]> {
  const small = await measure(SMALL, { withRulesEngine: false });
  const large = await measure(LARGE, { withRulesEngine: true });
  const base = { unit: 'ms', value: large.screenMs } as const;
  return [
    line({
      ...base,
      id: 'a',
      name: `day's screening at ${SMALL} mails ÷ full read`,
      value: small.screenMs,
      baseline: small.readMs,
      limit: null,
    }),
    line({ ...base, id: 'a', name: `day's screening at ${LARGE} mails ÷ full read`, baseline: large.readMs, limit: 0.15 }),
    line({
      ...base,
      id: 'b',
      name: "day's screening ÷ json-rules-engine deciding the same mails",
      baseline: large.rulesEngineMs,
      limit: 0.05,
    }),
    line({
      ...base,
      id: 'b',
      name: 'of which deciding alone ÷ json-rules-engine',
      value: large.decideMs,
      baseline: large.rulesEngineMs,
      limit: null,
    }),
    line({ ...base, id: 'c', name: `day's screening at ${LARGE} ÷ at ${SMALL} stored`, baseline: small.screenMs, limit: 1.2 }),
  ];
}

function line(parts: Omit<BenchLine, 'ratio' | 'pass' | 'baseline'> & { baseline: number }): BenchLine {
  const ratio = parts.value / parts.baseline;
  return { ...parts, ratio, pass: parts.limit === null || ratio <= parts.limit };
}

async function measure(mails: number, { withRulesEngine }: { withRulesEngine: boolean }): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'youshao-bench-'));
  try {
    const { ledger, now } = await makeScreeningLedger(join(folder, 'ledger.db'), mails, DUE);
    const started = performance.now();
    const report = await runScreening({ ledger, now });
    const screenMs = performance.now() - started;
    if (report.slots.at(-1)?.undetermined !== 0) throw new Error('the measured run left mails undetermined');
    const readMs = readEverything(ledger);
    const decided = withRulesEngine ? await decideDue(ledger, now) : { decideMs: Number.NaN, rulesEngineMs: Number.NaN };
    ledger.close();
    return { screenMs, readMs, ...decided };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every row of every mail, its record and its scans, by plain better-sqlite3 on the same file. */
function readEverything(ledger: Ledger): number {
  const database = openConnection(ledger.connectionOptions(), 'read');
  const started = performance.now();
  let rows = 0;
  for (const table of ['mail', 'mail_statement', 'event']) {
    for (const _ of database.prepare(`SELECT * FROM ${table}`).iterate()) rows += 1;
  }
  const readMs = performance.now() - started;
  database.close();
  if (rows === 0) throw new Error('nothing to read');
  return readMs;
}

/** The same due mails, their states made outside the clock, decided by our rules and by json-rules-engine. */
async function decideDue(ledger: Ledger, now: number): Promise<{ decideMs: number; rulesEngineMs: number }> {
  const rules = ledger.read((tx) => rulesAt(tx, now));
  const states = ledger.read((tx) => {
    const rows = tx.all<{ id: number; mail_no: string; trace_as_of: number | null }>(
      'SELECT id, mail_no, trace_as_of FROM mail WHERE posting_day = (SELECT max(posting_day) FROM mail) LIMIT ?',
      [DUE],
    );
    return new MailLoader(tx, rules).loadBatch(rows);
  });
  const started = performance.now();
  let findings = 0;
  for (const state of states) findings += evaluate(state, { now, rules, swapPartners: [] }).findings.length;
  const decideMs = performance.now() - started;
  const decideByEngine = createRulesEngine({ rules, now });
  const engineStarted = performance.now();
  let fired = 0;
  for (const state of states) fired += (await decideByEngine(state, [])).length;
  const rulesEngineMs = performance.now() - engineStarted;
  if (findings === 0 || fired !== findings) throw new Error(`the rules engine found ${fired}, screening ${findings}`);
  return { decideMs, rulesEngineMs };
}
