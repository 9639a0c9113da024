/**
 * `npm test [-- suite …]`: all suites in order, or those named. Ends with the minutes of each
 * and, as the last line, `N passed, M failed` over all of them.
 */
import fs from 'node:fs';
import { hasChineseFont, hasProgram, installDebianPackages } from '../runtime/debian-libraries.ts';
import { inCheckout } from '../runtime/checkout.ts';
import { checkSuite } from '../suites/check-suite.ts';
import { playwrightSuite } from '../suites/playwright-suite.ts';
import { messageOf, runSuite } from '../suites/suite.ts';
import type { Suite, SuiteResult } from '../suites/suite.ts';
import { renderResults } from '../suites/table.ts';
import { vitestSuite } from '../suites/vitest-suite.ts';
import { ensureLibreOffice } from './ensure-libreoffice.ts';

const MINUTE_MS = 60_000;
const PACKAGED_SPEC = 'packaged';

function allSuites(): readonly Suite[] {
  const specs = specFiles();
  const isPackaged = (file: string): boolean => file.includes(PACKAGED_SPEC);
  return [
    checkSuite(),
    vitestSuite({ name: 'unit', timeoutMs: 15 * MINUTE_MS }),
    vitestSuite({ name: 'reference', timeoutMs: 15 * MINUTE_MS }),
    vitestSuite({ name: 'cli', timeoutMs: 10 * MINUTE_MS }),
    vitestSuite({ name: 'kill', timeoutMs: 10 * MINUTE_MS }),
    vitestSuite({ name: 'fuzz', timeoutMs: 10 * MINUTE_MS }),
    vitestSuite({ name: 'server', timeoutMs: 10 * MINUTE_MS }),
    vitestSuite({ name: 'sync', timeoutMs: 10 * MINUTE_MS }),
    vitestSuite({ name: 'simulation', timeoutMs: 15 * MINUTE_MS }),
    playwrightSuite({ name: 'e2e', files: specs.filter((file) => !isPackaged(file)), timeoutMs: 35 * MINUTE_MS }),
    playwrightSuite({ name: 'packaged', files: specs.filter(isPackaged), timeoutMs: 15 * MINUTE_MS }),
  ];
}

function specFiles(): string[] {
  const files = fs.readdirSync(inCheckout('e2e', 'specs'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.spec.ts')).map((file) => `e2e/specs/${file}`);
}

/** What tests need beside the app's own runtime, which prepares itself. */
async function installMissing(): Promise<void> {
  if (process.platform !== 'linux') return;
  const packages: string[] = [];
  if (!(await hasChineseFont())) packages.push('fonts-noto-cjk');
  if (!hasProgram('Xvfb') && !process.env['DISPLAY']) packages.push('xvfb', 'xauth');
  // The compiler of the Windows installer, and what it packs with.
  if (!hasProgram('makensis')) packages.push('nsis');
  if (!hasProgram('7za')) packages.push('p7zip-full');
  // The oldest PostgreSQL that the server runs on.
  if (!fs.existsSync('/usr/lib/postgresql/15/bin')) packages.push('postgresql');
  if (packages.length > 0) await installDebianPackages(packages, 'tests');
  if (!ensureLibreOffice()) console.error('LibreOffice is missing: tests that read workbooks by it will fail');
}

async function main(wanted: readonly string[]): Promise<number> {
  const suites = allSuites().filter((suite) => wanted.length === 0 || wanted.includes(suite.name));
  if (suites.length < wanted.length) {
    console.error(
      `suites: ${allSuites()
        .map((suite) => suite.name)
        .join(' ')}`,
    );
    return 2;
  }
  fs.mkdirSync(inCheckout('test-results'), { recursive: true });
  await installMissing().catch((error: unknown) => console.error(messageOf(error)));
  const results: SuiteResult[] = [];
  for (const suite of suites) {
    console.log(`\n── ${suite.name} ──`);
    results.push(await runSuite(suite));
  }
  console.log(renderResults(results));
  return results.some((result) => result.failed > 0) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
