import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A new empty profile folder whose path has Chinese and a space, as on many office computers. */
export function newProfile(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-e2e-'));
  fs.chmodSync(folder, 0o755);
  const profile = path.join(folder, '邮哨 账本');
  fs.mkdirSync(profile);
  return profile;
}

export function removeProfile(profile: string): void {
  fs.rmSync(path.dirname(profile), { recursive: true, force: true });
}
