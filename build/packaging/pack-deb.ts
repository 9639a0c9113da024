/**
 * Stands where electron-builder expects `fpm`, a program that it would download: makes a deb out
 * of the same arguments with Debian's own dpkg-deb.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDebArguments } from './deb-arguments.ts';
import type { DebPackage } from './deb-arguments.ts';
import { requiredGlibc } from './binding-file.ts';

/** What dpkg-deb calls otherwise. */
const COMPRESSIONS: Readonly<Record<string, string>> = { gz: 'gzip' };

export function packDeb(deb: DebPackage): void {
  const root = fs.mkdtempSync(path.join(path.dirname(deb.file), '.deb-'));
  try {
    fs.chmodSync(root, 0o755);
    for (const source of deb.sources) layOut(source, root);
    const control = path.join(root, 'DEBIAN');
    fs.mkdirSync(control);
    fs.writeFileSync(path.join(control, 'control'), controlText(deb, root));
    writeScript(path.join(control, 'postinst'), deb.afterInstall);
    writeScript(path.join(control, 'postrm'), deb.afterRemove);
    const args = ['--root-owner-group', `-Z${COMPRESSIONS[deb.compression] ?? deb.compression}`, '--build', root, deb.file];
    const run = spawnSync('dpkg-deb', args, { encoding: 'utf8' });
    if (run.error) throw run.error;
    if (run.status !== 0) throw new Error(`dpkg-deb: ${run.stderr}`);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

function layOut(source: { from: string; to: string }, root: string): void {
  const to = path.join(root, source.to);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.cpSync(source.from, to, { recursive: true, verbatimSymlinks: true });
  if (!source.from.endsWith('/')) fs.chmodSync(to, 0o644);
}

function writeScript(file: string, from: string): void {
  fs.copyFileSync(from, file);
  fs.chmodSync(file, 0o755);
}

function controlText(deb: DebPackage, root: string): string {
  const glibc = glibcNeeded(root);
  const depends = glibc === null ? deb.depends : [`libc6 (>= ${glibc})`, ...deb.depends];
  const fields: readonly [string, string][] = [
    ['Package', deb.name],
    ['Version', deb.version],
    ['Section', deb.section],
    ['Priority', deb.priority],
    ['Architecture', deb.architecture],
    ['Installed-Size', String(Math.ceil(sizeOf(root) / 1024))],
    ['Depends', depends.join(', ')],
    ['Recommends', deb.recommends.join(', ')],
    ['Maintainer', deb.maintainer],
    ['Homepage', deb.url],
    ['Description', folded(deb.description)],
  ];
  return fields.flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}\n`])).join('');
}

/** The oldest C library that the SQLite binding loads with, so that an older system refuses. */
function glibcNeeded(root: string): string | null {
  const files = fs.readdirSync(root, { recursive: true, encoding: 'utf8' });
  const binding = files.find((file) => file.endsWith('/native/better_sqlite3.node'));
  return binding === undefined ? null : requiredGlibc(path.join(root, binding));
}

/** First line, then the rest indented; an empty line is a dot. */
function folded(description: string): string {
  const [first = '', ...rest] = description.split('\n');
  const lines = rest.map((line) => line.trim()).filter((line, at, all) => line !== '' || at < all.length - 1);
  return [first.trim(), ...lines.map((line) => ` ${line === '' ? '.' : line}`)].join('\n');
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += fs.statSync(path.join(entry.parentPath, entry.name)).size;
  }
  return bytes;
}

/** A program file for electron-builder to call, in a folder that the caller removes. */
export function debPackerProgram(): { readonly file: string; remove(): void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-deb-'));
  const file = path.join(folder, 'fpm');
  const quoted = [process.execPath, fileURLToPath(import.meta.url)].map((part) => `'${part.replaceAll("'", `'\\''`)}'`);
  fs.writeFileSync(file, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o755 });
  return { file, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) packDeb(parseDebArguments(process.argv.slice(2)));
