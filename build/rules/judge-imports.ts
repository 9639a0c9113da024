import { IMPORT_TABLE, PACKAGE_DOORS, PACKAGE_TABLE } from './import-table.ts';

/** An import of one file by another, or of an npm package. */
export type Import = { readonly from: string; readonly to: string };

const IS_OWN = /^(?:src-[a-z]+|build|e2e)\//;
const IS_TEST = /\.(?:test|spec)\.tsx?$|-fixture\.ts$/;

/** Why an import is not allowed; undefined when it is. Paths are relative to the checkout. */
export function objectionTo({ from, to }: Import): string | undefined {
  if (!IS_OWN.test(from)) return undefined;
  if (to.startsWith('node_modules/')) return objectionToPackage(from, packageOf(to));
  if (!IS_OWN.test(to) || homeOf(from) === homeOf(to)) return undefined;
  const row = rowOf(IMPORT_TABLE, from);
  if (row === undefined) return 'this folder is not in build/rules/import-table.ts';
  if (row.may.some((pattern) => matches(pattern, to))) return undefined;
  return `${row.from} may import ${row.may.join(', ') || 'nothing'}`;
}

function objectionToPackage(from: string, name: string): string | undefined {
  if (IS_TEST.test(from)) return undefined;
  const row = rowOf(PACKAGE_TABLE, from);
  if (row !== undefined && !row.may.includes(name)) return `of npm packages ${row.from} may import ${row.may.join(', ')}`;
  const door = PACKAGE_DOORS.find((each) => each.name === name);
  if (door === undefined || door.only.some((pattern) => matches(pattern, from))) return undefined;
  return `${name} is imported by ${door.only.join(', ')} alone`;
}

/** The folder whose files know each other: a feature, a workspace, else the second level. */
function homeOf(file: string): string {
  const segments = file.split('/');
  const isDivided = file.startsWith('src-main/features/') || file.startsWith('src-renderer/workspaces/');
  return segments.slice(0, Math.min(isDivided ? 3 : 2, segments.length - 1)).join('/');
}

function rowOf<Row extends { readonly from: string }>(table: readonly Row[], file: string): Row | undefined {
  const rows = table.filter((row) => matches(row.from, file));
  return rows.reduce<Row | undefined>((best, row) => (best === undefined || row.from.length > best.from.length ? row : best), undefined);
}

function matches(pattern: string, file: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${source}${pattern.endsWith('/') ? '' : '$'}`).test(file);
}

function packageOf(path: string): string {
  const segments = path.split('/').slice(1);
  return segments.slice(0, segments[0]?.startsWith('@') === true ? 2 : 1).join('/');
}
