import { scryptSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/kernel/app-error.ts';
import { seededIds, systemIds } from '../platform/ids.ts';
import { memorySecretStore, noSecretStore, type SecretStore } from '../platform/secrets.ts';
import { systemTimers } from '../platform/timers.ts';
import { sourceWorkerEntry } from '../platform/worker-entry.ts';
import { ARGON2_COST, argon2InWorker, parseRawKey, type Stretch } from './key-wrap.ts';
import { Keyring, type KeyringOptions } from './keyring.ts';
import { keyringFileOf } from './keyring-file.ts';
import { type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import { findPinFlaw } from './pin-rule.ts';
import { formatRecoveryCode, parseRecoveryCode } from './recovery-code.ts';

/** As slow as nothing: what is tried here are the slots, not the cost. */
const quickStretch: Stretch = (password, salt) => Promise.resolve(scryptSync(password, salt, 32, { N: 2 }));
const PIN = '480913';

let fixture: LedgerFixture;
beforeEach(() => {
  fixture = makeLedgerFixture();
});
afterEach(() => fixture.remove());

function keyringWith(options: Partial<KeyringOptions> = {}): Keyring {
  return new Keyring({
    file: keyringFileOf(fixture.file),
    secrets: noSecretStore,
    clock: fixture.clock,
    ids: seededIds('keyring'),
    stretch: quickStretch,
    ...options,
  });
}

async function refusalOf(promise: Promise<unknown>): Promise<{ reason: string; detail: unknown }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return { reason: error.reason, detail: error.detail };
    throw error;
  }
  return { reason: 'no refusal', detail: {} };
}

async function madeKeyring(options: Partial<KeyringOptions> = {}): Promise<{ keyring: Keyring; key: Buffer }> {
  const keyring = keyringWith(options);
  const key = keyring.create();
  await keyring.addPersonSlot({ key, personId: 'p-1', pin: PIN });
  return { keyring, key };
}

describe('keyring', () => {
  it('opens by the own PIN of each person, and never holds the key in clear', async () => {
    const { keyring, key } = await madeKeyring();
    await keyring.addPersonSlot({ key, personId: 'p-2', pin: '7731905' });
    expect((await keyring.unlockWithPin({ personId: 'p-1', pin: PIN })).equals(key)).toBe(true);
    expect((await keyring.unlockWithPin({ personId: 'p-2', pin: '7731905' })).equals(key)).toBe(true);
    expect((await refusalOf(keyring.unlockWithPin({ personId: 'p-2', pin: PIN }))).reason).toBe('pin-wrong');
    const content = readFileSync(keyringFileOf(fixture.file), 'utf8');
    expect(content).not.toContain(key.toString('hex'));
    expect(content).not.toContain(PIN);
  });

  it('is made anew after a first start that was broken off, but never over one in use', async () => {
    await madeKeyring();
    const { keyring, key } = await madeKeyring();
    expect((await keyring.unlockWithPin({ personId: 'p-1', pin: PIN })).equals(key)).toBe(true);
    fixture.open({ key }).close();
    expect(() => keyringWith().create()).toThrow('keyring-exists');
    expect((await keyring.unlockWithPin({ personId: 'p-1', pin: PIN })).equals(key)).toBe(true);
  });

  it('counts five tries, then waits that grow, over a restart too', async () => {
    await madeKeyring();
    const wrong = () => refusalOf(keyringWith().unlockWithPin({ personId: 'p-1', pin: '999998' }));
    for (const triesLeft of [4, 3, 2, 1]) expect(await wrong()).toEqual({ reason: 'pin-wrong', detail: { triesLeft } });
    for (const waitMs of [30_000, 60_000, 120_000, 300_000, 900_000, 900_000]) {
      expect(await wrong()).toEqual({ reason: 'pin-locked', detail: { waitMs } });
      fixture.clock.advance(1000);
      const right = await refusalOf(keyringWith().unlockWithPin({ personId: 'p-1', pin: PIN }));
      expect(right).toEqual({ reason: 'pin-locked', detail: { waitMs: waitMs - 1000 } });
      fixture.clock.advance(waitMs - 1000);
    }
    await keyringWith().unlockWithPin({ personId: 'p-1', pin: PIN });
    expect(await wrong()).toEqual({ reason: 'pin-wrong', detail: { triesLeft: 4 } });
  });

  it('does not lock longer because the clock was set back', async () => {
    const { keyring } = await madeKeyring();
    for (let tries = 0; tries < 5; tries++) await refusalOf(keyring.unlockWithPin({ personId: 'p-1', pin: '999998' }));
    fixture.clock.setWall(0);
    expect(await refusalOf(keyring.unlockWithPin({ personId: 'p-1', pin: PIN }))).toEqual({
      reason: 'pin-locked',
      detail: { waitMs: 30_000 },
    });
  });

  it('judges tries made at the same time one after another', async () => {
    const { keyring } = await madeKeyring();
    const tries = Array.from({ length: 7 }, () => refusalOf(keyring.unlockWithPin({ personId: 'p-1', pin: '999998' })));
    const reasons = (await Promise.all(tries)).map((refusal) => refusal.reason);
    expect(reasons).toEqual([...Array.from({ length: 4 }, () => 'pin-wrong'), ...Array.from({ length: 3 }, () => 'pin-locked')]);
  });

  it('needs the keystore of the computer where there is one', async () => {
    const secrets = memorySecretStore();
    const { key } = await madeKeyring({ secrets });
    expect((await keyringWith({ secrets }).unlockWithPin({ personId: 'p-1', pin: PIN })).equals(key)).toBe(true);
    const unlockWith = (other: SecretStore) => refusalOf(keyringWith({ secrets: other }).unlockWithPin({ personId: 'p-1', pin: PIN }));
    expect((await unlockWith(memorySecretStore())).reason).toBe('keystore-secret-missing');
    const { keyId } = JSON.parse(readFileSync(keyringFileOf(fixture.file), 'utf8')) as { keyId: string };
    const foreign = memorySecretStore({ [`ledger-${keyId}`]: Buffer.alloc(32, 9) });
    expect((await unlockWith(foreign)).reason).toBe('pin-wrong');
  });

  it('changes a PIN, takes a way in away, and keeps the last one', async () => {
    const { keyring, key } = await madeKeyring();
    await keyring.changePin({ personId: 'p-1', oldPin: PIN, newPin: '620418' });
    expect((await refusalOf(keyring.unlockWithPin({ personId: 'p-1', pin: PIN }))).reason).toBe('pin-wrong');
    expect((await refusalOf(keyring.removePersonSlot('p-1'))).reason).toBe('last-key-slot');
    await keyring.addPersonSlot({ key, personId: 'p-2', pin: PIN });
    await keyring.removePersonSlot('p-1');
    expect((await refusalOf(keyring.unlockWithPin({ personId: 'p-1', pin: '620418' }))).reason).toBe('person-slot-missing');
    expect(keyring.status().personIds).toEqual(['p-2']);
  });

  it('lets nobody exchange slots between people', async () => {
    const { keyring, key } = await madeKeyring();
    await keyring.addPersonSlot({ key, personId: 'p-2', pin: '7731905' });
    const file = keyringFileOf(fixture.file);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"p-1"', '"p-x"').replace('"p-2"', '"p-1"'));
    expect((await refusalOf(keyring.unlockWithPin({ personId: 'p-1', pin: '7731905' }))).reason).toBe('pin-wrong');
  });

  it('opens by the recovery sheet, which counts once it was tested', async () => {
    const { keyring, key } = await madeKeyring();
    const first = await keyring.addRecoverySlot({ key });
    const code = await keyring.addRecoverySlot({ key });
    expect(keyring.status().recovery).toBe('untested');
    expect((await refusalOf(keyring.testRecovery(first))).reason).toBe('recovery-code-wrong');
    await keyring.testRecovery(code.toLowerCase().replace(/-/g, ' '));
    expect(keyring.status().recovery).toBe('ready');
    expect((await keyring.unlockWithRecovery(code)).equals(key)).toBe(true);
  });

  it('opens by a passphrase', async () => {
    const { keyring, key } = await madeKeyring();
    expect((await refusalOf(keyring.addPassphraseSlot({ key, passphrase: 'short' }))).reason).toBe('passphrase-too-short');
    await keyring.addPassphraseSlot({ key, passphrase: 'short', anyLength: true });
    expect((await keyring.unlockWithPassphrase('short')).equals(key)).toBe(true);
    await keyring.addPassphraseSlot({ key, passphrase: '雨湖区 揽投 每日台账 abc' });
    expect((await keyring.unlockWithPassphrase('雨湖区 揽投 每日台账 abc')).equals(key)).toBe(true);
    expect((await refusalOf(keyring.unlockWithPassphrase('雨湖区 揽投 每日台账 abd'))).reason).toBe('passphrase-wrong');
  });

  it.each([
    ['{', 'keyring-corrupt'],
    ['{"version":1,"keyId":"zz","slots":[]}', 'keyring-corrupt'],
    ['{"version":2}', 'keyring-newer'],
  ])('says what is wrong with the file %s', (content, reason) => {
    writeFileSync(keyringFileOf(fixture.file), content);
    expect(() => keyringWith().status()).toThrow(reason);
  });

  it('stretches by Argon2id at full cost without holding up its own loop', async () => {
    const stretch = argon2InWorker(sourceWorkerEntry);
    let turns = 0;
    let isOver = false;
    const turning = (async () => {
      for (; !isOver; turns++) await systemTimers.wait(5);
    })();
    const stretched = await stretch(Buffer.from(PIN), Buffer.alloc(16, 7), ARGON2_COST);
    isOver = true;
    await turning;
    expect(stretched).toHaveLength(32);
    // On its own thread the loop would turn twice at most.
    expect(turns).toBeGreaterThan(5);
  });

  it('agrees with the published vector of Argon2id at a small cost', async () => {
    const out = await argon2InWorker(sourceWorkerEntry)(Buffer.from('password'), Buffer.from('somesalt'), {
      memoryKib: 65_536,
      passes: 2,
      lanes: 1,
    });
    expect(out.toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
  });
});

describe('PIN rule', () => {
  it.each([
    ['48091', 'pin-too-short'],
    ['4809a3', 'pin-not-digits'],
    ['000000', 'pin-obvious'],
    ['111111', 'pin-obvious'],
    ['123456', 'pin-obvious'],
    ['654321', 'pin-obvious'],
    ['890123', 'pin-obvious'],
    ['121212', 'pin-obvious'],
    ['123123', 'pin-obvious'],
    ['112233', 'pin-obvious'],
    ['123321', 'pin-obvious'],
    ['147258', 'pin-obvious'],
    ['111222', 'pin-obvious'],
    [PIN, undefined],
    ['7731905', undefined],
  ])('%s → %s', (pin, flaw) => {
    expect(findPinFlaw(pin)).toBe(flaw);
  });
});

describe('recovery code', () => {
  const secrets = fc.uint8Array({ minLength: 25, maxLength: 25 });

  it('reads what it printed', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const code = formatRecoveryCode(secret);
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){9}[0-9A-HJKMNP-TV-Z]{5}$/);
        expect(Buffer.from(secret).equals(parseRecoveryCode(code))).toBe(true);
      }),
    );
  });

  it('notices one wrong symbol, two exchanged ones and exchanged groups, and names the group', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    fc.assert(
      fc.property(secrets, fc.nat(9), fc.nat(4), fc.nat(3), fc.integer({ min: 1, max: 31 }), (secret, group, place, swap, shift) => {
        const groups = formatRecoveryCode(secret).split('-');
        const symbols = [...(groups[group] ?? '')];
        const wrong = [...symbols];
        wrong[place] = alphabet.charAt((alphabet.indexOf(symbols[place] ?? '') + shift) % 32);
        const groupOf = (changed: string[]) => groups.map((text, index) => (index === group ? changed.join('') : text)).join('-');
        expect(() => parseRecoveryCode(groupOf(wrong))).toThrow(expect.objectContaining({ detail: { group: group + 1 } }));
        const exchanged = [...symbols];
        [exchanged[swap], exchanged[swap + 1]] = [symbols[swap + 1] ?? '', symbols[swap] ?? ''];
        if (exchanged.join('') !== symbols.join('')) expect(() => parseRecoveryCode(groupOf(exchanged))).toThrow('mistyped');
        const other = (group + 1) % 10;
        const moved = groups.map((text, index) => (index === group ? groups[other] : index === other ? groups[group] : text));
        if (groups[group] !== groups[other]) expect(() => parseRecoveryCode(moved.join('-'))).toThrow('mistyped');
      }),
    );
  });

  it('takes I, L and O for the digits they look like', () => {
    const code = formatRecoveryCode(Buffer.alloc(25));
    expect(parseRecoveryCode(code.replace(/0/g, 'o').replace(/1/g, 'l'))).toEqual(Buffer.alloc(25));
  });
});

describe('raw key', () => {
  it('is 64 hexadecimal digits, anything else a passphrase', () => {
    const key = systemIds().bytes(32);
    expect(parseRawKey(` ${key.toString('hex').toUpperCase()}\n`)).toEqual(key);
    expect(parseRawKey('雨湖区 揽投')).toBeUndefined();
    expect(parseRawKey('ab'.repeat(31))).toBeUndefined();
  });
});
