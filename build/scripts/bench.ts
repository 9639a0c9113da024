/**
 * `npm run bench [-- export|import|screening …] [--judge] [--json FILE]`: runs build/bench/*-bench.ts
 * and prints what they measured, each against a baseline of the same run. Limits decide the exit
 * code with `--judge` alone: absolute times mean something only on an idle machine.
 */
import fs from 'node:fs';
import os from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchLine } from '../bench/bench-line.ts';
import { inCheckout } from '../runtime/checkout.ts';
import { prepareRuntime } from '../runtime/prepare.ts';

type Bench = () => Promise<BenchLine[]>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { judge: { type: 'boolean', default: false }, json: { type: 'string' } },
});

const ENDING = '-bench.ts';

async function findBenches(): Promise<{ name: string; run: Bench }[]> {
  const folder = inCheckout('build', 'bench');
  const files = fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .sort();
  const wanted = files.filter((file) => positionals.length === 0 || positionals.includes(file.slice(0, -ENDING.length)));
  const found: { name: string; run: Bench }[] = [];
  for (const file of wanted) {
    const module = (await import(pathToFileURL(inCheckout('build', 'bench', file)).href)) as Record<string, unknown>;
    const benches = Object.entries(module).filter(([name, value]) => name.startsWith('bench') && typeof value === 'function');
    if (benches.length === 0) throw new Error(`${file} exports no function bench…`);
    found.push(...benches.map(([name, value]) => ({ name, run: value as Bench })));
  }
  return found;
}

/** Where it was measured: figures mean nothing without it. */
async function describeMachine(): Promise<string> {
  const cpus = os.cpus();
  const electron = await prepareRuntime().then(
    (runtime) => `Electron ${runtime.electronVersion}${runtime.isTestRuntime ? ' (test runtime)' : ''}`,
    () => 'no Electron',
  );
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  const [load = 0] = os.loadavg();
  return `${cpus[0]?.model.trim() ?? 'unknown processor'} × ${cpus.length}, ${gigabytes} GB, ${os.type()} ${os.release()}, Node ${process.version}, ${electron}, load ${load.toFixed(1)}`;
}

function rowOf(line: BenchLine): Record<string, string> {
  const figure = (value: number | null): string => (value === null ? '' : value >= 100 ? String(Math.round(value)) : value.toPrecision(3));
  return {
    id: line.id,
    name: line.name,
    value: `${figure(line.value)} ${line.unit}`,
    baseline: line.baseline === null ? '' : `${figure(line.baseline)} ${line.unit}`,
    ratio: line.ratio === null ? '' : line.ratio.toFixed(3),
    limit: figure(line.limit),
    verdict: line.limit === null ? '–' : line.pass ? 'ok' : 'OVER',
  };
}

function printTable(lines: readonly BenchLine[]): void {
  const rows = [
    { id: '', name: 'measured', value: 'value', baseline: 'baseline', ratio: 'ratio', limit: 'limit', verdict: '' },
    ...lines.map(rowOf),
  ];
  const columns = ['id', 'name', 'value', 'baseline', 'ratio', 'limit', 'verdict'] as const;
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    console.log(
      columns
        .map((column, index) => (row[column] ?? '').padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const machine = await describeMachine();
console.log(machine);
const lines: BenchLine[] = [];
for (const { name, run } of await findBenches()) {
  const startedAt = performance.now();
  lines.push(...(await run()));
  console.error(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
lines.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
printTable(lines);
if (values.json !== undefined) fs.writeFileSync(values.json, `${JSON.stringify({ machine, lines }, null, 2)}\n`);
const isOver = lines.length === 0 || lines.some((line) => !line.pass);
process.exitCode = values.judge && isOver ? 1 : 0;
