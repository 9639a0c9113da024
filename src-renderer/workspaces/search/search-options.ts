import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { SEARCH_KINDS, SEARCH_SCOPES } from '#shared/contract/search.ts';

export type Found = OutputOf<AppContract['search']['find']>;
export type Kind = (typeof SEARCH_KINDS)[number];
export type Scope = (typeof SEARCH_SCOPES)[number];
export type Marked = { readonly text: string; readonly marks: readonly (readonly [number, number])[] };

/** One line that can be chosen: what was found, or while nothing is typed what was searched for lately. */
export type Option =
  | { [K in Kind]: { readonly kind: K; readonly key: string; readonly hit: Found[K]['hits'][number] } }[Kind]
  | { readonly kind: 'recent'; readonly key: string; readonly text: string };
export type Group = { readonly kind: Option['kind']; readonly options: readonly Option[]; readonly hasMore: boolean };

/** What was found in the order in which it is shown, without kinds of which nothing was. */
export function groupsOf(found: Found): Group[] {
  const groups: Group[] = [
    {
      kind: 'mails',
      options: found.mails.hits.map((hit) => ({ kind: 'mails', key: `mail-${hit.mailNo}`, hit })),
      hasMore: found.mails.hasMore,
    },
    {
      kind: 'exceptions',
      options: found.exceptions.hits.map((hit) => ({ kind: 'exceptions', key: `exception-${hit.id}`, hit })),
      hasMore: found.exceptions.hasMore,
    },
    {
      kind: 'clients',
      options: found.clients.hits.map((hit) => ({ kind: 'clients', key: `client-${hit.code}`, hit })),
      hasMore: found.clients.hasMore,
    },
    {
      kind: 'texts',
      options: found.texts.hits.map((hit) => ({ kind: 'texts', key: `text-${hit.seq}`, hit })),
      hasMore: found.texts.hasMore,
    },
  ];
  return groups.filter(({ options }) => options.length > 0);
}

export function recentGroup(texts: readonly string[]): Group {
  return { kind: 'recent', options: texts.map((text) => ({ kind: 'recent', key: `recent-${text}`, text })), hasMore: false };
}

export function optionsOf(groups: readonly Group[]): Option[] {
  return groups.flatMap(({ options }) => options);
}

/** The mail whose trail an option can show. */
export function mailNoOf(option: Option | undefined): string | null {
  if (option === undefined || option.kind === 'recent' || option.kind === 'clients') return null;
  return option.hit.mailNo;
}

/** The key to move to: `by` lines on, stopping at the ends. */
export function movedKey(options: readonly Option[], key: string | null, by: number): string | null {
  const at = options.findIndex((option) => option.key === key);
  const next = at < 0 ? 0 : Math.min(options.length - 1, Math.max(0, at + by));
  return options[next]?.key ?? null;
}

/** Parts of a text, in order, each marked or not. */
export function partsOf({ text, marks }: Marked): { text: string; isMarked: boolean }[] {
  const parts: { text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from > at) parts.push({ text: text.slice(at, from), isMarked: false });
    parts.push({ text: text.slice(from, to), isMarked: true });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isMarked: false });
  return parts;
}

/** Share of the index that is made, in whole per cent, never rounded up to all of it; null when it is whole. */
export function indexPercent({ done, total }: Found['index']): number | null {
  return done >= total ? null : Math.floor((done * 100) / total);
}
