/** Mistakes that can be planted into the model, one at a time: an oracle that misses one is no oracle. */
export const MODEL_BUGS = [
  'naive-seq',
  'no-dedupe',
  'cursor-before-rows',
  'lmid-on-partial-page',
  'drop-on-ack',
  'ignore-epoch',
  'no-purge',
  'no-leave',
  'poison-blocks',
  'reject-drops-payload',
  'cursor-from-head',
  'ack-before-commit',
  'result-not-stored',
  'lww-client-clock',
  'no-refcount',
  'reset-eats-outbox',
  'no-tombstone',
  'no-fork-check',
  'no-fork-at-epoch',
] as const;
export type ModelBug = (typeof MODEL_BUGS)[number];
