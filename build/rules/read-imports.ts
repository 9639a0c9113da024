import type { ICruiseResult } from 'dependency-cruiser';
import { objectionTo } from './judge-imports.ts';
import { giveTypescript6To } from './typescript-6.ts';

const FOLDERS = ['src-shared', 'src-main', 'src-renderer', 'build', 'e2e'];
/** Two imports from fewer files than this mean that nothing was read. */
const FILES_MIN = 100;

/** Imports of the whole project against the table, and cycles; one line each. Throws when it could not read. */
export async function findImportProblems(): Promise<string[]> {
  giveTypescript6To('dependency-cruiser');
  const { cruise } = await import('dependency-cruiser');
  const { output } = await cruise(
    FOLDERS,
    {
      validate: true,
      ruleSet: { forbidden: [{ name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } }] },
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
    },
    { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'], conditionNames: ['import', 'node', 'types', 'default'] },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser gave no graph');
  return [...cyclesOf(output), ...breachesOf(output)];
}

function cyclesOf({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ from, cycle }) => `cycle: ${[from, ...(cycle ?? []).map((step) => step.name)].join(' → ')}`);
}

function breachesOf({ modules }: ICruiseResult): string[] {
  const own = modules.filter((module) => !module.source.startsWith('node_modules/'));
  if (own.length < FILES_MIN) throw new Error(`only ${own.length} files were read`);
  return own.flatMap((module) =>
    module.dependencies.flatMap(({ resolved, couldNotResolve, module: specifier }) => {
      // Packages whose exports map this resolver cannot follow are still packages by their name.
      const to = couldNotResolve && /^[@a-z]/.test(specifier) ? `node_modules/${specifier}` : resolved;
      const objection = objectionTo({ from: module.source, to });
      return objection === undefined ? [] : [`${module.source} → ${to}: ${objection}`];
    }),
  );
}
