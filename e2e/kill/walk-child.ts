/** Runs the plan of generated days on a new test ledger, undisturbed and in one process. */
import { inspectFile, parseInWorker, sourceWorkerEntry } from '#main/engine/importing.ts';
import { openWorkspace } from '#main/engine/workspace.ts';
import { readPlan, runPlan } from '#main/features/generator/run-plan.ts';
import { parseInstant } from '#shared/kernel/instant.ts';

const [dir = '', file = ''] = process.argv.slice(2);
const { steps } = await readPlan(dir);
const now = parseInstant(steps[0]?.now ?? '');
const workspace = await openWorkspace({ file, secret: process.env['YOUSHAO_KEY'] ?? null, asTest: true, now });
await runPlan({
  ledger: workspace.ledger,
  dir,
  inspect: (path) => inspectFile(path),
  parse: parseInWorker.bind(null, sourceWorkerEntry('parse')),
  actor: 'test',
  newId: (at) => workspace.ids.uuid(at),
});
workspace.close();
