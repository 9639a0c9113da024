/** What a mail is planted as. The first group ends abnormal, the second does not. */
export const ABNORMAL_SCRIPTS = [
  'attempt-failed',
  'overdue',
  'stalled',
  'not-dispatched',
  'not-out-for-delivery',
  'no-delivery-result',
  'returned',
  'uncollected',
  'suspected-false-signoff',
  'suspected-missort',
  'suspected-swap',
  'recall-not-honoured',
  'redirect-not-honoured',
  'weight-mismatch',
  'suspected-loss',
  'damage-reported',
  'no-trace',
  'contradictory-trace',
  'self-cleared-attempt',
  'self-cleared-stall',
] as const;
export type AbnormalScript = (typeof ABNORMAL_SCRIPTS)[number];

export const QUIET_SCRIPTS = [
  'late-trace',
  'late-record',
  'never-traced',
  'stale-trace',
  'unknown-region',
  'redirected',
  'recalled-returned',
  'clean',
] as const;
export type QuietScript = (typeof QUIET_SCRIPTS)[number];
export type ScriptName = AbnormalScript | QuietScript;

/** Of 1,000 abnormal mails, roughly how many of each script. */
const ABNORMAL_WEIGHTS: Readonly<Record<AbnormalScript, number>> = {
  'attempt-failed': 215,
  overdue: 160,
  stalled: 95,
  'not-dispatched': 65,
  'not-out-for-delivery': 65,
  'no-delivery-result': 80,
  returned: 80,
  uncollected: 30,
  'suspected-false-signoff': 30,
  'suspected-missort': 25,
  'suspected-swap': 12,
  'recall-not-honoured': 12,
  'redirect-not-honoured': 9,
  'weight-mismatch': 30,
  'suspected-loss': 12,
  'damage-reported': 16,
  'no-trace': 16,
  'contradictory-trace': 16,
  'self-cleared-attempt': 20,
  'self-cleared-stall': 12,
};

const QUIET_SHARES: readonly (readonly [QuietScript, number])[] = [
  ['late-trace', 0.003],
  ['late-record', 0.002],
  ['never-traced', 0.0005],
  ['stale-trace', 0.0005],
  ['unknown-region', 0.0005],
  ['redirected', 0.001],
  ['recalled-returned', 0.0005],
];

/** Least share of every rule, a little above the required 0.02 %. */
const LEAST_SHARE = 0.00022;
const SMALLEST_FULL_SET = 2000;

export type UnitTable = {
  /** Planning units: a swapped pair is one unit of two mails. */
  units: number;
  /** Script of a unit; the units of a script are spread evenly over all. */
  scriptOf: (unit: number) => ScriptName;
};

function abnormalCounts(mails: number, share: number): Map<AbnormalScript, number> {
  const target = Math.round(mails * share);
  const least = share > 0 && mails >= SMALLEST_FULL_SET ? Math.max(1, Math.ceil(mails * LEAST_SHARE)) : 0;
  const rest = Math.max(0, target - least * ABNORMAL_SCRIPTS.length);
  const counts = new Map<AbnormalScript, number>();
  let given = 0;
  for (const script of ABNORMAL_SCRIPTS) {
    const extra = Math.floor((rest * ABNORMAL_WEIGHTS[script]) / 1000);
    given += extra;
    counts.set(script, least + extra);
  }
  counts.set('attempt-failed', (counts.get('attempt-failed') ?? 0) + rest - given);
  return counts;
}

function coprimeStride(units: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let stride = Math.max(1, Math.floor(units * 0.618034));
  while (gcd(stride, units) !== 1) stride++;
  return stride;
}

/** Exact counts of each script, without keeping a list of mails. */
export function unitTable(mails: number, abnormalShare: number, seed: number): UnitTable {
  const counts: [ScriptName, number][] = [...abnormalCounts(mails, abnormalShare)];
  const swaps = counts.find(([script]) => script === 'suspected-swap');
  if (swaps) swaps[1] = Math.min(Math.ceil(swaps[1] / 2), Math.floor(mails / 2));
  const units = mails - (swaps?.[1] ?? 0);
  for (const [script, share] of QUIET_SHARES) {
    counts.push([script, abnormalShare === 0 || mails < 500 ? Math.floor(mails * share) : Math.ceil(mails * share)]);
  }
  const stride = coprimeStride(units);
  const shift = seed % Math.max(1, units);
  return {
    units,
    scriptOf: (unit) => {
      let position = (unit * stride + shift) % units;
      for (const [script, count] of counts) {
        if (position < count) return script;
        position -= count;
      }
      return 'clean';
    },
  };
}
