import type { AskedTask } from '#shared/domain/training/tasks.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';
import { formatDay, parseDay } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { rulesAt } from '../rules/index.ts';
import { listOpenedSlots, readCoverage } from '../screening/index.ts';

export type Questions = {
  coverage: { about: string; day: string; region: SlotRegion } | null;
  search: { about: string; part: string } | null;
};

/** So many digits at a number's end are told; they are enough to find it. */
const PART_DIGITS = 6;

/** The newest slot that has opened, and a mail of the queue; the same until the ledger changes. */
export function askQuestions(tx: ReadTx, now: number): Questions {
  const slot = listOpenedSlots(tx, now, rulesAt(tx, now)).at(-1);
  const mail = tx.pluck<string>(SEARCHED_MAIL);
  const day = slot && formatDay(slot.day);
  return {
    coverage: slot && day !== undefined ? { about: `${day} ${slot.region}`, day, region: slot.region } : null,
    search: mail === undefined ? null : { about: mail, part: mail.slice(-PART_DIGITS) },
  };
}

/** The last that is due: nobody stumbles over it at the top of the list. */
export const SEARCHED_MAIL = `SELECT e.mail_no FROM exception e
  JOIN mail m ON m.mail_no = e.mail_no JOIN client c ON c.code = m.client_code
  WHERE e.status = 'open' ORDER BY e.due_at DESC LIMIT 1`;

/** What the ledger answers itself; undefined when it knows no such thing. */
export function truthOf(tx: ReadTx, task: AskedTask, about: string): string | undefined {
  return task === 'coverage' ? dueOf(tx, about) : clientOf(tx, about);
}

function dueOf(tx: ReadTx, about: string): string | undefined {
  const [dayWords = '', regionWord] = about.split(' ');
  const day = parseDay(dayWords);
  const region = SLOT_REGIONS.find((each) => each === regionWord);
  if (day === undefined || region === undefined) return undefined;
  const now = tx.environment.clock.now();
  const { slots } = readCoverage(tx, day, { now, rules: rulesAt(tx, now) });
  const due = slots.find((slot) => slot.region === region)?.due;
  return due === undefined ? undefined : String(due);
}

function clientOf(tx: ReadTx, mailNo: string): string | undefined {
  return tx.pluck<string>('SELECT c.name FROM mail m JOIN client c ON c.code = m.client_code WHERE m.mail_no = ?', [mailNo]);
}
