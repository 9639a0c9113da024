import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The runtime that `npm run youshao` uses, whatever runs the tests. */
const NODE = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

// A document is plain JSON of any shape until its schema has judged it.
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs the real command line in a process of its own, without any key or PIN of the caller's. */
export function runCli(args: readonly string[], given: { env?: Record<string, string>; input?: string; cwd?: string } = {}): Promise<Ran> {
  const { YOUSHAO_KEY: _key, YOUSHAO_PIN: _pin, DISPLAY: _display, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, [join(ROOT, 'src-main/cli/start.js'), ...args], { env: { ...env, ...given.env }, cwd: given.cwd });
    const ran = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text));
    child.stdin.end(given.input ?? '');
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...ran }));
  });
}

const ajv = new Ajv({ strict: false });

/** The one JSON document on stdout, judged by the committed schema. */
export function documentOf(ran: Ran, schema: string): Json {
  const lines = ran.stdout.split('\n').filter((line) => line !== '');
  expect(lines, `stdout holds one document; stderr: ${ran.stderr}`).toHaveLength(1);
  const document = JSON.parse(lines[0] ?? '') as Json;
  const check = ajv.getSchema(schema) ?? ajv.addSchema(readSchema(schema), schema).getSchema(schema);
  if (!check) throw new Error(`no schema ${schema}`);
  expect(check(document), JSON.stringify(check.errors)).toBe(true);
  return document;
}

/** Runs a command with --json that is to end well, and gives its document. */
export async function cliDocument<T = Json>(args: readonly string[], options: { schema?: string; code?: number } = {}): Promise<T> {
  const ran = await runCli([...args, '--json']);
  expect(ran.code, ran.stderr).toBe(options.code ?? 0);
  return documentOf(ran, options.schema ?? args[0] ?? '') as T;
}

/** Runs a command with --json that is to fail, and gives the reason. */
export async function cliRefusal(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; reason: string }> {
  const ran = await runCli([...args, '--json'], { env });
  const { error } = documentOf(ran, 'error') as { error: { reason: string } };
  return { code: ran.code, reason: error.reason };
}

function readSchema(name: string): object {
  return JSON.parse(readFileSync(join(ROOT, 'docs/schemas', `${name}.json`), 'utf8')) as object;
}

/** A folder whose path has Chinese and a space in it, as users' folders have. */
export function temporaryFolder(): {
  folder: string;
  path(name: string): string;
  write(name: string, text: string): string;
  remove(): void;
} {
  const root = mkdtempSync(join(tmpdir(), 'youshao-cli-'));
  const folder = join(root, '邮哨 测试');
  mkdirSync(folder);
  return {
    folder,
    path: (name) => join(folder, name),
    write: (name, text) => {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

const MAIL_HEADINGS = '邮件号,收寄时间,寄件省,寄件市,寄达省名称,寄达市名称,收件人姓名,收件人电话,大宗客户代码,大宗客户名称';
const EVENT_HEADINGS = '邮件号,操作时间,操作码,操作名称,操作机构名称,操作机构省,操作机构市';
const HOME = '湖南省,湘潭市';

/**
 * One posting day (2025-06-16): a same-city mail that lies at the station, an in-province one that is
 * delivered and whose record names a date only, one to Guangzhou that never left, one without a
 * destination, and a number that a spreadsheet has rounded.
 */
export const DAY_FILES = {
  'mails 邮件.csv': [
    MAIL_HEADINGS,
    `1127000000001,2025-06-16 09:00:00,${HOME},${HOME},王小明,13800001111,K01,湘莲商行`,
    `1127000000002,2025-06-16,${HOME},湖南省,长沙市,李四,13800002222,K01,湘莲商行`,
    `1127000000003,2025-06-16 10:00:00,${HOME},广东省,广州市,张三,13800003333,K02,雨湖书店`,
    `1.12700E+12,2025-06-16 11:00:00,${HOME},广东省,广州市,赵小六,13800004444,K02,雨湖书店`,
    `1127000000005,2025-06-16 12:00:00,${HOME},,,,,,`,
  ].join('\n'),
  '轨迹.csv': [
    EVENT_HEADINGS,
    `1127000000001,2025-06-16 09:00:00,203,收寄计费信息,雨湖揽投部,${HOME}`,
    `1127000000001,2025-06-16 20:00:00,306,到达投递机构,岳塘揽投部,${HOME}`,
    `1127000000002,2025-06-16 08:00:00,203,收寄计费信息,雨湖揽投部,${HOME}`,
    '1127000000002,2025-06-17 09:00:00,702,投递邮件接收-下段,芙蓉揽投部,湖南省,长沙市',
    '1127000000002,2025-06-17 11:00:00,704,已妥投,芙蓉揽投部,湖南省,长沙市',
    `1127000000003,2025-06-16 10:00:00,203,收寄计费信息,雨湖揽投部,${HOME}`,
  ].join('\n'),
} as const;
