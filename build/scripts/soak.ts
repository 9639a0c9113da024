/**
 * `npm run soak [-- reference|fuzz|simulation|kill …] [--reference-cases N] [--fuzz-runs N] [--model-runs N]
 * [--product-runs N] [--kills N] [--seed N]`: the long form of these suites, for a quiet machine and some hours. Every seed is printed.
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { inCheckout } from '../runtime/checkout.ts';
import { runSuite } from '../suites/suite.ts';
import type { SuiteResult } from '../suites/suite.ts';
import { renderResults } from '../suites/table.ts';
import { vitestSuite } from '../suites/vitest-suite.ts';

const TIMEOUT_MS = 12 * 3_600_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'reference-cases': { type: 'string', default: '20000' },
    'fuzz-runs': { type: 'string', default: '200000' },
    kills: { type: 'string', default: '200' },
    'model-runs': { type: 'string', default: '200000' },
    'product-runs': { type: 'string', default: '5000' },
    seed: { type: 'string' },
  },
});
const seed = values.seed ?? String(Date.now() % 1_000_000);
const SUITES = {
  reference: { YOUSHAO_REFERENCE_CASES: values['reference-cases'], YOUSHAO_SEED: seed },
  fuzz: { YOUSHAO_FUZZ_RUNS: values['fuzz-runs'], YOUSHAO_FUZZ_SEED: seed },
  simulation: { YOUSHAO_MODEL_RUNS: values['model-runs'], YOUSHAO_PRODUCT_RUNS: values['product-runs'], YOUSHAO_SEED: seed },
  kill: { YOUSHAO_KILLS: values.kills, YOUSHAO_SEED: seed },
} as const;

fs.mkdirSync(inCheckout('test-results'), { recursive: true });
console.log(`seed ${seed}`);
const results: SuiteResult[] = [];
for (const [name, env] of Object.entries(SUITES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n── ${name} ${JSON.stringify(env)} ──`);
  results.push(await runSuite(vitestSuite({ name, timeoutMs: TIMEOUT_MS, testTimeoutMs: TIMEOUT_MS, env: { ...env, YOUSHAO_SOAK: '1' } })));
}
console.log(renderResults(results));
process.exitCode = results.length > 0 && results.every((result) => result.failed === 0) ? 0 : 1;
