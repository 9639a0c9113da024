/** `npm run check [step …]`: the nets without the tests: types, lint, imports, unused code, format. */
import { CHECK_STEPS, checkSuite } from '../suites/check-suite.ts';
import { runSuite } from '../suites/suite.ts';
import { renderResults } from '../suites/table.ts';

const wanted = process.argv.slice(2);
const steps = CHECK_STEPS.filter((step) => wanted.length === 0 || wanted.includes(step.name.split(' ')[0] ?? ''));
const result = await runSuite(checkSuite(steps));
console.log(renderResults([result]));
process.exitCode = result.failed === 0 ? 0 : 1;
