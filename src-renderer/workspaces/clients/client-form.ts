import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';

export type ListedClient = OutputOf<AppContract['clients']['list']>['clients'][number];
export type ClientFields = InputOf<AppContract['clients']['save']>;
export type Tier = ClientFields['tiers'][number];

export const TIERS = ['agreement', 'key', 'vip', 'head', 'strategic'] as const satisfies readonly Tier[];
export const NEW_CLIENT: ClientFields = { code: '', name: '', tiers: [], accountManager: '', station: '', industry: '', groups: [] };

/** What a person may change of a listed client. */
export function fieldsOf({ code, name, tiers, accountManager, station, industry, groups }: ListedClient): ClientFields {
  return { code, name, tiers: [...tiers], accountManager, station, industry, groups: [...groups] };
}

/** In the order of the register, whatever order they were ticked in. */
export function toggledTier(tiers: readonly Tier[], tier: Tier): Tier[] {
  return TIERS.filter((one) => (one === tier ? !tiers.includes(tier) : tiers.includes(one)));
}

/** One group a line; blank lines and repeats fall away. */
export function groupsOf(words: string): string[] {
  return [
    ...new Set(
      words
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ];
}

export function isChanged(before: ClientFields, after: ClientFields): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
