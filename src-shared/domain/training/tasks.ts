/** The ten tasks of the training, in their order. */
export const TRAINING_TASKS = [
  'import',
  'coverage',
  'triage',
  'set-type',
  'group',
  'undo',
  'search',
  'follow-up',
  'close',
  'export',
] as const;
export type TrainingTask = (typeof TRAINING_TASKS)[number];

/** Tasks of looking something up leave no trace in the ledger: their answer is asked and compared. */
export const ASKED_TASKS = ['coverage', 'search'] as const;
export type AskedTask = (typeof ASKED_TASKS)[number];

/** What a person did since their training began, as the ledger knows it. */
export type TrainingFacts = {
  /** The person's ops on exceptions in the order of the log. */
  readonly acts: readonly PractisedAct[];
  /** Finished imports that brought something, by their end. */
  readonly importedAt: readonly number[];
  readonly exportedAt: readonly number[];
  readonly rightAnswers: readonly { readonly task: AskedTask; readonly at: number }[];
};
export type PractisedAct = {
  readonly kind: string;
  readonly exceptionId: string;
  /** What was done at one stroke has one id. */
  readonly actId: string;
  readonly at: number;
};

/** When each task was done for the first time, UTC ms; null: not yet. Nothing undoes practice. */
export type TrainingState = Readonly<Record<TrainingTask, number | null>>;

export function judgeTraining(facts: TrainingFacts): TrainingState {
  const { acts, importedAt, exportedAt, rightAnswers } = facts;
  const answered = (task: AskedTask): number | null => earliest(rightAnswers.filter((each) => each.task === task).map(({ at }) => at));
  const firstOf = (kinds: readonly string[]): number | null => acts.find((act) => kinds.includes(act.kind))?.at ?? null;
  return {
    import: earliest(importedAt),
    coverage: answered('coverage'),
    triage: earliest([firstOf(['exception.accept']), bothOnOne(acts, ['exception.claim', 'exception.follow-up'])]),
    'set-type': firstOf(['exception.set-type']),
    group: firstOfMany(acts),
    undo: firstOf(['exception.undo']),
    search: answered('search'),
    'follow-up': firstOf(['exception.follow-up', 'exception.set-next']),
    close: bothOnOne(acts, ['exception.feedback', 'exception.close']),
    export: earliest(exportedAt),
  };
}

function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The first moment at which one exception had both kinds of acts. */
function bothOnOne(acts: readonly PractisedAct[], kinds: readonly [string, string]): number | null {
  const seen = new Map<string, Set<string>>();
  for (const { kind, exceptionId, at } of acts) {
    if (!kinds.includes(kind)) continue;
    const of = (seen.get(exceptionId) ?? new Set()).add(kind);
    seen.set(exceptionId, of);
    if (of.size === kinds.length) return at;
  }
  return null;
}

/** The first act that touched two exceptions or more; taking a group back is no group act. */
function firstOfMany(acts: readonly PractisedAct[]): number | null {
  const touched = new Map<string, Set<string>>();
  for (const { kind, actId, exceptionId, at } of acts) {
    if (kind === 'exception.undo') continue;
    const of = (touched.get(actId) ?? new Set()).add(exceptionId);
    touched.set(actId, of);
    if (of.size > 1) return at;
  }
  return null;
}

/**
 * Whether what was typed names what was asked for: a number without its separators, or a name
 * without spaces, of which two characters in a row suffice.
 */
export function isRightAnswer(task: AskedTask, typed: string, truth: string): boolean {
  const plain = (words: string): string => words.normalize('NFKC').replaceAll(/[\s,，]/gu, '');
  const [answer, wanted] = [plain(typed), plain(truth)];
  if (task === 'coverage') return /^\d+$/u.test(answer) && Number(answer) === Number(wanted);
  return answer.length >= 2 && wanted.includes(answer);
}
