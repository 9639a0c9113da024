import { useMemo } from 'react';
import { changesBetween } from '#shared/domain/rules/changes.ts';
import { checkDraft } from '#shared/domain/rules/check-draft.ts';
import { draftHash } from '#shared/domain/rules/draft.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import type { Editing } from './editing.tsx';
import { rulesStore } from './rules-store.ts';
import type { Change, DryRun, Version } from './rules-store.ts';

export type Rules = {
  editing: Editing;
  versions: readonly Version[];
  inForce: number;
  changes: readonly Change[];
  /** Null while nothing is changed. */
  hash: string | null;
  dryRun: DryRun | undefined;
  /** True when the last dry run is of exactly this draft against the rules now in force. */
  isTried: boolean;
};

type Loaded = { rules: Rules | null; error: unknown; retry: () => void };

/** The rules in force, the draft, what is wrong with it and what it changes. */
export function useRules(): Loaded {
  const list = useQueryOf(api.rules.list, {});
  const inForce = list.data?.inForce ?? 1;
  const current = useQueryOf(api.rules.get, { version: inForce }, { enabled: list.data !== undefined, keepPrevious: true });
  const dryRun = useQueryOf(api.rules.dryRun, {}, { keepPrevious: true });
  const draft = rulesStore((state) => state.draft);
  const base = current.data?.draft;
  const judged = useMemo(() => {
    if (!base || !draft) return { problems: [], changes: [], hash: null };
    const changes = changesBetween(base, draft);
    return { problems: checkDraft(draft), changes, hash: changes.length === 0 ? null : draftHash(draft) };
  }, [base, draft]);
  const retry = () => void Promise.all([list.refetch(), current.refetch(), dryRun.refetch()]);
  const error = list.error ?? current.error ?? dryRun.error;
  if (!list.data || !base) return { rules: null, error, retry };
  const run = dryRun.data;
  return {
    error,
    retry,
    rules: {
      editing: { shown: draft ?? base, inForce: base, mayEdit: list.data.mayEdit, problems: judged.problems },
      versions: list.data.versions,
      inForce,
      changes: judged.changes,
      hash: judged.hash,
      dryRun: run,
      isTried: judged.hash !== null && run?.hash === judged.hash && run.basedOn === inForce,
    },
  };
}
