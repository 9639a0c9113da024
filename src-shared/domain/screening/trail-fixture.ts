import { HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts';
import { NO_RECORDS } from '../mail/derive-state.ts';
import type { MailFields, TraceEvent } from '../mail/statement.ts';
import { evaluated, instant, mail, scan } from './fixtures.ts';
import type { MailRecords } from './evaluation.ts';
import type { Rule } from './vocabulary.ts';

export const ACCEPTED = instant('2025-11-20T10:00:00+08:00');
export const AS_OF = ACCEPTED + 30 * HOUR_MS;
export const TO_GUANGZHOU: MailFields = { acceptedAt: ACCEPTED, destProvince: '广东省', destCity: '广州市' };

export type Step = [minutes: number, code: string, more?: Partial<TraceEvent>];

export function trail(steps: readonly Step[], words: { fields?: MailFields; records?: Partial<MailRecords> } = {}) {
  return mail({
    fields: { ...TO_GUANGZHOU, ...words.fields },
    events: steps.map(([minutes, code, more]) => scan(ACCEPTED + minutes * MINUTE_MS, code, more)),
    traceAsOf: AS_OF,
    records: { ...NO_RECORDS, ...words.records },
  });
}

export function sinceOf(state: ReturnType<typeof trail>, rule: Rule): number | undefined {
  const found = evaluated(state, AS_OF).findings.find((each) => each.rule === rule);
  return found && (found.since - ACCEPTED) / MINUTE_MS;
}

export const GZ = { city: '广州市' };
export const SZ = { city: '深圳市' };
export const XT = { city: '湘潭市' };
