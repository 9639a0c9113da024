import { formatDay } from '#shared/kernel/instant.ts';
import type { Ledger } from '../../ledger/index.ts';
import { listFindings, stateOf, type ExceptionRow } from '../exceptions/index.ts';
import { rulesAt } from '../rules/index.ts';
import { listOpenedSlots } from '../screening/index.ts';
import type { Truth } from './truth.ts';

/** Every difference between what was planted and what a ledger has found, as readable lines. */
export function differences(ledger: Ledger, truth: Truth, now: number): string[] {
  return [...exceptionDifferences(ledger, truth), ...slotDifferences(ledger, truth, now)];
}

function exceptionDifferences(ledger: Ledger, truth: Truth): string[] {
  const expected = new Map<string, string>();
  for (const mail of truth.abnormal) {
    const { day, region, rules, mainRule, abnormalType, responsibleStage } = mail;
    expected.set(mail.mailNo, ['open', day, region, [...rules].sort().join('+'), mainRule, abnormalType, responsibleStage].join(' '));
  }
  for (const mail of truth.selfCleared) expected.set(mail.mailNo, 'self-cleared');
  const scripts = new Map(truth.abnormal.map((mail) => [mail.mailNo, mail.script]));
  const lines: string[] = [];
  for (const [mailNo, found] of foundExceptions(ledger)) {
    const wanted = expected.get(mailNo);
    if (wanted !== found) lines.push(`${mailNo} ${scripts.get(mailNo) ?? ''}: planted ${wanted ?? 'nothing'}, found ${found}`);
    expected.delete(mailNo);
  }
  return [...lines, ...[...expected].map(([mailNo, wanted]) => `${mailNo} ${scripts.get(mailNo) ?? ''}: planted ${wanted}, found nothing`)];
}

function foundExceptions(ledger: Ledger): Map<string, string> {
  return ledger.read((tx) => {
    const rows = tx.all<ExceptionRow>('SELECT * FROM exception ORDER BY mail_no, cycle');
    return new Map(
      rows.map((row) => {
        const state = stateOf(row, listFindings(tx, row.uid));
        if (state.status !== 'open') return [state.mailNo, state.status];
        const { day, region, mainRule, type, stage } = state.assessment;
        const rules = state.findings
          .map((finding) => finding.rule)
          .sort()
          .join('+');
        return [state.mailNo, ['open', day === null ? null : formatDay(day), region, rules, mainRule, type, stage].join(' ')];
      }),
    );
  });
}

function slotDifferences(ledger: Ledger, truth: Truth, now: number): string[] {
  const rows = ledger.read((tx) => listOpenedSlots(tx, now, rulesAt(tx, now)));
  const text = (slot: Truth['slots'][number]): string =>
    `due ${slot.due} normal ${slot.normal} abnormal ${slot.abnormal} undetermined ${slot.undetermined} onTime ${slot.onTime} late ${slot.late}`;
  const found = new Map(rows.map((row) => [`${formatDay(row.day)} ${row.region}`, text({ ...row, day: formatDay(row.day) })]));
  const lines: string[] = [];
  for (const slot of truth.slots) {
    const key = `${slot.day} ${slot.region}`;
    if (found.get(key) !== text(slot)) lines.push(`slot ${key}: planted ${text(slot)}, found ${found.get(key) ?? 'nothing'}`);
    found.delete(key);
  }
  return [...lines, ...[...found].map(([key, figures]) => `slot ${key}: not planted, found ${figures}`)];
}
