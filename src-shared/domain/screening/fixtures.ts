import { parseInstant } from '../../kernel/instant.ts';
import { deriveState, NO_RECORDS, type MailFacts } from '../mail/derive-state.ts';
import type { TraceEvent } from '../mail/statement.ts';
import { compileRules } from '../rules/compile.ts';
import { DEFAULT_RULES } from '../rules/defaults.ts';
import type { SwapPartner } from './context.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import type { MailState } from './evaluation.ts';
import type { Rule } from './vocabulary.ts';

/** Builders for tests of the screening: a mail from 湘潭 in few words. */

export const RULES_IN_FORCE = compileRules(DEFAULT_RULES);

export function instant(text: string): number {
  const value = parseInstant(text);
  if (value === undefined) throw new Error(`no instant: ${text}`);
  return value;
}

export function scan(at: string | number, code: string, more: Partial<TraceEvent> = {}): TraceEvent {
  return {
    at: typeof at === 'number' ? at : instant(at),
    system: 'post',
    code,
    name: '',
    text: '',
    orgCode: '',
    orgName: '',
    province: '',
    city: '',
    summary: false,
    source: 'trace-push',
    ...more,
  };
}

export type MailWords = Partial<Omit<MailFacts, 'traceAsOf' | 'noDataAt'>> & {
  traceAsOf?: string | number | null;
  noDataAt?: readonly string[];
};

export function mail(words: MailWords): MailState {
  const { traceAsOf = null, noDataAt = [], ...facts } = words;
  return deriveState(
    {
      mailNo: '1272448151316',
      fields: {},
      events: [],
      records: NO_RECORDS,
      ...facts,
      traceAsOf: typeof traceAsOf === 'string' ? instant(traceAsOf) : traceAsOf,
      noDataAt: noDataAt.map(instant),
    },
    RULES_IN_FORCE,
  );
}

export function evaluated(state: MailState, now: string | number, swapPartners: readonly SwapPartner[] = []): Evaluation {
  return evaluate(state, { now: typeof now === 'number' ? now : instant(now), rules: RULES_IN_FORCE, swapPartners });
}

export function fired(state: MailState, now: string | number, swapPartners: readonly SwapPartner[] = []): Rule[] {
  return evaluated(state, now, swapPartners).findings.map(({ rule }) => rule);
}
