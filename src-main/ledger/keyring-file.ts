import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { writeFileAtomic } from '../platform/files.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** A data key encrypted by AES-256-GCM. */
const wrappedSchema = z.strictObject({ nonce: hex(12), cipher: hex(32), tag: hex(16) });
const argonSchema = z.strictObject({
  memoryKib: z.int().min(8).max(1_048_576),
  passes: z.int().min(1).max(20),
  lanes: z.int().min(1).max(16),
});

/** What a login card shows before the ledger can be read; no more of a person stands outside of it. */
const labelSchema = z.strictObject({ name: z.string().max(40), staffNo: z.string().max(20), role: z.string().max(20) });

const personSlotSchema = z.strictObject({
  kind: z.literal('person'),
  personId: z.string().min(1),
  label: labelSchema.optional(),
  salt: hex(16),
  argon: argonSchema,
  usesKeystore: z.boolean(),
  wrapped: wrappedSchema,
  /** Wrong tries since the last right one; counted before each try is judged. */
  failures: z.int().min(0),
  /** UTC milliseconds before which no try is judged. */
  lockedUntil: z.int(),
});
const recoverySlotSchema = z.strictObject({
  kind: z.literal('recovery'),
  salt: hex(16),
  wrapped: wrappedSchema,
  createdAt: z.int(),
  /** Null until the printed code was typed in once. */
  testedAt: z.int().nullable(),
});
const passphraseSlotSchema = z.strictObject({
  kind: z.literal('passphrase'),
  salt: hex(16),
  argon: argonSchema,
  wrapped: wrappedSchema,
});
const slotSchema = z.discriminatedUnion('kind', [personSlotSchema, recoverySlotSchema, passphraseSlotSchema]);

const KEYRING_VERSION = 1;
const keyringSchema = z.strictObject({
  version: z.literal(KEYRING_VERSION),
  /** Tells which key the slots hold without giving anything of it away. */
  keyId: hex(16),
  slots: z.array(slotSchema),
});

export type PersonLabel = z.infer<typeof labelSchema>;
export type PersonSlot = z.infer<typeof personSlotSchema>;
export type RecoverySlot = z.infer<typeof recoverySlotSchema>;
export type PassphraseSlot = z.infer<typeof passphraseSlotSchema>;
export type WrappedKey = z.infer<typeof wrappedSchema>;
export type Argon2Cost = z.infer<typeof argonSchema>;
export type KeyringContent = z.infer<typeof keyringSchema>;

const SUFFIX = '.keys';

/** The keyring's file beside its ledger. */
export function keyringFileOf(ledgerFile: string): string {
  return `${ledgerFile}${SUFFIX}`;
}

export function ledgerFileOf(keyringFile: string): string {
  return keyringFile.slice(0, -SUFFIX.length);
}

export function emptyKeyring(keyId: string): KeyringContent {
  return { version: KEYRING_VERSION, keyId, slots: [] };
}

/** Throws AppError('unavailable', 'keyring-missing' | 'keyring-newer' | 'keyring-corrupt'). */
export function readKeyring(file: string): KeyringContent {
  if (!existsSync(file)) throw new AppError('unavailable', 'keyring-missing');
  const raw = parseJson(readFileSync(file, 'utf8'));
  const version = z.object({ version: z.int() }).safeParse(raw);
  if (version.success && version.data.version > KEYRING_VERSION) throw new AppError('unavailable', 'keyring-newer');
  const parsed = keyringSchema.safeParse(raw);
  if (!parsed.success) throw new AppError('unavailable', 'keyring-corrupt', { cause: parsed.error });
  return parsed.data;
}

/** Which key a keyring holds; undefined when there is none that can be read. */
export function findKeyId(file: string): string | undefined {
  try {
    return readKeyring(file).keyId;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

export function writeKeyring(file: string, content: KeyringContent): void {
  writeFileAtomic(file, `${JSON.stringify(content, null, 2)}\n`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('unavailable', 'keyring-corrupt', { cause });
  }
}
