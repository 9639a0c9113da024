/** Lets LibreOffice open a workbook, as a second reader that knows nothing of ours. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';

const PROGRAMS = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/opt/libreoffice/program/soffice'];
/** Field and text separators, UTF-8, from row 1, texts unquoted, cells as shown, every sheet in a file of its own. */
const CSV_FILTER = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1';
const TIMEOUT_MS = 120_000;

export function findLibreOffice(): string | undefined {
  return PROGRAMS.find((path) => existsSync(path));
}

/** Cells of each sheet as LibreOffice shows them. `folder` takes its profile and the csv files. */
export function readByLibreOffice(file: string, folder: string): Map<string, string[][]> {
  const program = findLibreOffice();
  if (program === undefined) throw new Error('LibreOffice is missing: run build/scripts/ensure-libreoffice.ts');
  const profile = pathToFileURL(join(folder, 'profile')).href;
  const output = join(folder, 'csv');
  execFileSync(program, [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', CSV_FILTER, '--outdir', output, file], {
    timeout: TIMEOUT_MS,
    stdio: 'pipe',
  });
  const sheets = readdirSync(output).map((name): [string, string[][]] => [
    name.slice(name.indexOf('-') + 1, -'.csv'.length),
    parse(readFileSync(join(output, name)), { relax_column_count: true, bom: true }),
  ]);
  return new Map(sheets);
}
