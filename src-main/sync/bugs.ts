/** Faults that the simulation plants to prove that it would find them; never set elsewhere. */
export const CLIENT_BUGS = [
  'cursorBeforeRows',
  'lmidOnPartialPage',
  'dropOnAck',
  'ignoreEpoch',
  'noPurge',
  'noLeave',
  'cursorFromHead',
  'noRefcount',
  'resetEatsOutbox',
  'noTombstone',
  'noForkCheck',
] as const;
export type BugName = (typeof CLIENT_BUGS)[number];
export type Bugs = ReadonlySet<BugName>;
