import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';

type List = AppContract['audit']['list'];
export type AuditEntry = OutputOf<List>['entries'][number];
export type AuditCursor = NonNullable<InputOf<List>['after']>;
export type AuditGroup = NonNullable<InputOf<List>['group']>;
export type AuditFilter = { readonly personId: string; readonly group: AuditGroup | ''; readonly from: string; readonly to: string };

export const NO_FILTER: AuditFilter = { personId: '', group: '', from: '', to: '' };
export const PAGE_ENTRIES = 100;

/** Both ends are days as a date field writes them; an empty end is none. */
export function isPeriodWrong({ from, to }: AuditFilter): boolean {
  return from !== '' && to !== '' && to < from;
}

/** The question for one page; `after` is the last cursor of those that led there. */
export function questionOf({ personId, group, from, to }: AuditFilter, cursors: readonly AuditCursor[]): InputOf<List> {
  const after = cursors.at(-1);
  return {
    limit: PAGE_ENTRIES,
    ...(personId !== '' && { personId }),
    ...(group !== '' && { group }),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
    ...(after && { after }),
  };
}
