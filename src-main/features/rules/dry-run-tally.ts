import { RULES } from '#shared/domain/screening/vocabulary.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';

export const DRY_RUN_KINDS = ['new', 'gone', 'same'] as const;
export type DryRunKind = (typeof DRY_RUN_KINDS)[number];
export type KindCounts = Record<DryRunKind, number>;

/** Findings of one mail under both rules; a mail without any is only counted. */
export type DryRunEntry = {
  mailId: number;
  clientCode: string | null;
  before: readonly Rule[];
  after: readonly Rule[];
  /** True when the next screening evaluates the mail anew; else only when its facts change. */
  atOnce: boolean;
};

export type DryRunSums = {
  mails: number;
  /** Mails with a finding: under the draft alone, under the rules in force alone, under both. */
  exceptions: KindCounts;
  /** Of both, those whose findings differ. */
  altered: number;
  /** Of the new and gone ones, those that the next screening brings about. */
  atOnce: { new: number; gone: number };
  findings: KindCounts;
  byRule: ({ rule: Rule } & KindCounts)[];
  /** Exceptions by client, the most changed first. */
  byClient: ({ clientCode: string | null } & KindCounts)[];
};

export type DryRunFilter = { kind: DryRunKind; rule: Rule | null; client: { code: string | null } | null };

const NONE: KindCounts = { new: 0, gone: 0, same: 0 };

/** Gathers what a dry run finds, a few numbers a mail, so that a million of them fit. */
export class DryRunTally {
  mails = 0;
  readonly #ids: number[] = [];
  /** A bit a rule. */
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  readonly #clients: number[] = [];
  readonly #atOnce: boolean[] = [];
  readonly #codes: (string | null)[] = [];
  readonly #codeIndex = new Map<string | null, number>();

  add({ mailId, clientCode, before, after, atOnce }: DryRunEntry): void {
    this.mails += 1;
    if (before.length + after.length === 0) return;
    this.#ids.push(mailId);
    this.#before.push(maskOf(before));
    this.#after.push(maskOf(after));
    this.#atOnce.push(atOnce);
    this.#clients.push(this.#indexOf(clientCode));
  }

  sums(): DryRunSums {
    const sums: DryRunSums = {
      mails: this.mails,
      exceptions: { ...NONE },
      altered: 0,
      atOnce: { new: 0, gone: 0 },
      findings: { ...NONE },
      byRule: RULES.map((rule) => ({ rule, ...NONE })),
      byClient: this.#codes.map((clientCode) => ({ clientCode, ...NONE })),
    };
    for (let index = 0; index < this.#ids.length; index++) this.#count(index, sums);
    for (const { new: added, gone, same } of sums.byRule) {
      sums.findings.new += added;
      sums.findings.gone += gone;
      sums.findings.same += same;
    }
    sums.byRule = sums.byRule.filter(({ new: added, gone, same }) => added + gone + same > 0);
    sums.byClient.sort((a, b) => b.new + b.gone - (a.new + a.gone) || b.same - a.same);
    return sums;
  }

  /** Mails behind a number, in the order in which they were looked at. */
  mailsBehind(filter: DryRunFilter): { mailId: number; before: Rule[]; after: Rule[]; atOnce: boolean }[] {
    const client = filter.client ? this.#codeIndex.get(filter.client.code) : undefined;
    if (filter.client && client === undefined) return [];
    const bits = filter.rule ? maskOf([filter.rule]) : ~0;
    const found: ReturnType<DryRunTally['mailsBehind']> = [];
    for (const [index, mailId] of this.#ids.entries()) {
      const [before, after] = [this.#before[index] ?? 0, this.#after[index] ?? 0];
      if (client !== undefined && this.#clients[index] !== client) continue;
      if (kindOf(before & bits, after & bits) !== filter.kind) continue;
      found.push({ mailId, before: rulesOf(before), after: rulesOf(after), atOnce: this.#atOnce[index] === true });
    }
    return found;
  }

  #count(index: number, sums: DryRunSums): void {
    const [before, after] = [this.#before[index] ?? 0, this.#after[index] ?? 0];
    const kind = kindOf(before, after) ?? 'same';
    sums.exceptions[kind] += 1;
    const client = sums.byClient[this.#clients[index] ?? 0];
    if (client) client[kind] += 1;
    if (kind === 'same' && before !== after) sums.altered += 1;
    if (kind !== 'same' && this.#atOnce[index] === true) sums.atOnce[kind] += 1;
    for (const [bit, row] of sums.byRule.entries()) {
      const each = kindOf(before & (1 << bit), after & (1 << bit));
      if (each) row[each] += 1;
    }
  }

  #indexOf(code: string | null): number {
    let index = this.#codeIndex.get(code);
    if (index === undefined) {
      index = this.#codes.push(code) - 1;
      this.#codeIndex.set(code, index);
    }
    return index;
  }
}

function kindOf(before: number, after: number): DryRunKind | null {
  if (before === 0) return after === 0 ? null : 'new';
  return after === 0 ? 'gone' : 'same';
}

function maskOf(rules: readonly Rule[]): number {
  return rules.reduce((mask, rule) => mask | (1 << RULES.indexOf(rule)), 0);
}

function rulesOf(mask: number): Rule[] {
  return RULES.filter((_, bit) => (mask & (1 << bit)) !== 0);
}
