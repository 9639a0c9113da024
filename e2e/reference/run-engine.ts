import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityKeyOf } from '#shared/domain/divisions/places.ts';
import type { Missing, Rule, SlotRegion, Verdict } from '#shared/domain/screening/vocabulary.ts';
import { dayOf, formatDay } from '#shared/kernel/instant.ts';
import { findLatestException, performAct, stateOf, listFindings } from '#main/features/exceptions/index.ts';
import type { ExceptionRow } from '#main/features/exceptions/index.ts';
import { saveClient } from '#main/features/clients/index.ts';
import { applyStatements, MailLoader, recordMail } from '#main/features/mails/index.ts';
import { rulesAt } from '#main/features/rules/index.ts';
import { ensureFolded, readCoverage, runScreening, splitList } from '#main/features/screening/index.ts';
import type { Ledger, ReadTx } from '#main/ledger/index.ts';
import { openLedger } from '#main/ledger/index.ts';
import { settableClock } from '#main/platform/clock.ts';
import type { SettableClock } from '#main/platform/clock.ts';
import type { ReferenceException, ReferenceMail, ReferenceOptions, ReferenceResult, ReferenceRun, Step } from './steps.ts';

/** Thousands of small ledgers are made: in memory where the system has such a place. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The same steps through the engine itself: a real encrypted ledger, in a folder of its own. */
export async function runEngine(steps: readonly Step[], options: ReferenceOptions = {}): Promise<ReferenceResult> {
  const folder = mkdtempSync(join(SCRATCH, 'youshao-reference-'));
  const clock = settableClock(firstMoment(steps));
  const ledger = openLedger({
    file: join(folder, 'ledger.db'),
    key: Buffer.alloc(32, 7),
    clock,
    appVersion: '0.0.0',
  });
  try {
    const runs: ReferenceRun[] = [];
    for (const code of options.keyClients ?? []) {
      ledger.write((tx) =>
        saveClient(
          tx,
          { code, name: '', tiers: ['key'], accountManager: '', industry: '', groups: [] },
          { opId: `client-${code}`, actor: 'p1', now: clock.now() },
        ),
      );
    }
    for (const [index, step] of steps.entries()) await runStep({ ledger, clock, runs }, step, index);
    await ensureFolded({ ledger, now: clock.now() });
    const days = coverageDays(ledger);
    const now = runs.at(-1)?.now ?? clock.now();
    const read = ledger.read((tx) => readAll(tx, now, days));
    return { ...read, runs };
  } finally {
    ledger.close();
    rmSync(folder, { recursive: true });
  }
}

type World = { ledger: Ledger; clock: SettableClock; runs: ReferenceRun[] };

async function runStep({ ledger, clock, runs }: World, step: Step, index: number): Promise<void> {
  switch (step.kind) {
    case 'import':
      ledger.write((tx) => {
        const fileId = Number(
          tx.run(
            `INSERT INTO import_file (uid, sha256, name, kind, format, source, as_of, state, started_at)
             VALUES (?, '', '', ?, 'json', 'other', ?, 'done', 0)`,
            [`file-${index}`, step.kindOfFile, step.asOf],
          ).lastInsertRowid,
        );
        applyStatements(tx, step.statements, { fileId, asOf: step.asOf });
      });
      return;
    case 'screen': {
      clock.setWall(step.now);
      const { raised, withdrawn, selfCleared } = await runScreening({ ledger, now: step.now });
      runs.push({ now: step.now, raised, withdrawn, selfCleared });
      return;
    }
    case 'fact':
      clock.setWall(step.at);
      ledger.write((tx) =>
        recordMail(tx, {
          mailNo: step.mailNo,
          actor: 'p1',
          now: step.at,
          opId: `fact-${index}`,
          args: {
            reason: step.reason,
            region: step.region,
            recallAt: step.recallAt,
            remark: step.remark,
            redirect: step.redirect && {
              at: step.redirect.at,
              place: step.redirect.city,
              cityKey: cityKeyOf(step.redirect) ?? '?',
            },
          },
        }),
      );
      return;
    case 'close':
      clock.setWall(step.now);
      closeByPeople(ledger, step.mailNo, { now: step.now, index });
  }
}

function closeByPeople(ledger: Ledger, mailNo: string, { now, index }: { now: number; index: number }): void {
  ledger.write((tx) => {
    const state = findLatestException(tx, mailNo);
    if (!state || state.status === 'closed') return;
    const base = { entityId: state.uid, actor: 'p1', occurredAt: now };
    if (state.status === 'self-cleared') {
      performAct(tx, { ...base, kind: 'exception.confirm-self-cleared', args: {} }, `confirm-${index}`);
      return;
    }
    performAct(tx, { ...base, kind: 'exception.claim', args: {} }, `claim-${index}`);
    performAct(tx, { ...base, kind: 'exception.follow-up', args: { text: '已催', nextAt: now + 1 } }, `follow-${index}`);
    performAct(tx, { ...base, kind: 'exception.feedback', args: { text: '已告知', to: 'client' } }, `feedback-${index}`);
    performAct(tx, { ...base, kind: 'exception.close', args: { result: '办结' } }, `close-${index}`);
  });
}

function coverageDays(ledger: Ledger): number[] {
  return ledger.read((tx) => tx.pluckAll<number>('SELECT DISTINCT day FROM slot WHERE due > 0 ORDER BY day'));
}

function readAll(tx: ReadTx, now: number, days: readonly number[]): Omit<ReferenceResult, 'runs'> {
  const rules = rulesAt(tx, now);
  const loader = new MailLoader(tx, rules);
  const mails = tx.all<{ id: number; mail_no: string; trace_as_of: number | null }>(
    'SELECT id, mail_no, trace_as_of FROM mail ORDER BY mail_no',
  );
  return {
    mails: mails.map((mail): ReferenceMail => {
      const state = loader.load(mail);
      return {
        mailNo: mail.mail_no,
        region: state.region,
        regionBasis: state.regionBasis,
        acceptedAt: state.acceptance?.at ?? null,
        traceAsOf: state.traceAsOf,
        stage: state.stage,
        events: [...state.events, ...state.beyond].map((event) => ({
          at: event.at,
          code: event.code,
          stage: event.stage,
          organisation: event.orgName === '' ? event.orgCode : event.orgName,
        })),
        verdicts: listVerdicts(tx, mail.id),
      };
    }),
    exceptions: tx.all<ExceptionRow>('SELECT * FROM exception ORDER BY mail_no, cycle').map((row): ReferenceException => {
      const { assessment, findings, ...state } = stateOf(row, listFindings(tx, row.uid));
      return {
        mailNo: state.mailNo,
        cycle: state.cycle,
        day: assessment.day === null ? null : formatDay(assessment.day),
        region: assessment.region,
        mainRule: assessment.mainRule,
        abnormalType: assessment.type,
        responsibleStage: assessment.stage,
        organisation: assessment.organisation,
        priority: assessment.priority,
        status: state.status,
        findings: findings.map(({ rule, since }) => ({ rule, since })),
      };
    }),
    coverage: days.map((day) => {
      const { slots, ...counts } = readCoverage(tx, day, { now, rules });
      return { day: formatDay(day), slots: slots.map((slot) => ({ ...slot, day: formatDay(day) })), ...counts };
    }),
  };
}

type Row = {
  day: number;
  region: SlotRegion;
  verdict: Verdict;
  missing: string;
  rules: string;
  late: number;
  evaluated_at: number;
  counted: number;
};

function listVerdicts(tx: ReadTx, mailId: number): ReferenceMail['verdicts'] {
  return tx.all<Row>('SELECT * FROM verdict WHERE mail_id = ? ORDER BY day', [mailId]).map((row) => ({
    day: formatDay(row.day),
    region: row.region,
    verdict: row.verdict,
    missing: splitList<Missing>(row.missing),
    rules: splitList<Rule>(row.rules),
    late: row.late === 1,
    evaluatedAt: row.evaluated_at,
    counted: row.counted === 1,
  }));
}

function firstMoment(steps: readonly Step[]): number {
  for (const step of steps) if (step.kind === 'screen') return step.now;
  return dayOf(0);
}
