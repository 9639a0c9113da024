import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { expectChecksum } from './checksum.ts';

it('accepts the pinned file and refuses every other', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-sum-'));
  const file = path.join(folder, 'file');
  fs.writeFileSync(file, 'abc');
  // FIPS 180-2, appendix B.1
  const value = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  const pin = { algorithm: 'sha256', encoding: 'hex', value } as const;
  await expectChecksum(file, pin);
  fs.writeFileSync(file, 'abd');
  await expect(expectChecksum(file, pin)).rejects.toThrow('refused');
  fs.rmSync(folder, { recursive: true });
});
