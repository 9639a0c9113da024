import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { signedText, SIGNATURE_HEADERS } from '#shared/wire/signature.ts';
import type { SignedRequest } from '#shared/wire/signature.ts';
import { findMeta, setMeta } from '../ledger/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { SecretStore } from '../platform/secrets.ts';

/** The key by which a device proves who it is. */
export type DeviceKey = { readonly privateKey: KeyObject };

/** PKCS #8 DER in base64. */
function exportKey({ privateKey }: DeviceKey): string {
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

function importKey(text: string): DeviceKey {
  return { privateKey: createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' }) };
}

/** SPKI DER in base64, as the server keeps it. */
export function publicKeyOf({ privateKey }: DeviceKey): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
}

export function signatureHeaders({ privateKey }: DeviceKey, request: SignedRequest): Record<string, string> {
  const signature = sign(null, Buffer.from(signedText(request), 'utf8'), privateKey).toString('base64');
  return {
    [SIGNATURE_HEADERS.inc]: request.inc,
    [SIGNATURE_HEADERS.nonce]: request.nonce,
    [SIGNATURE_HEADERS.at]: String(request.at),
    [SIGNATURE_HEADERS.signature]: signature,
  };
}

const KEY_META = 'sync-device-key';

/**
 * The key of this ledger's device, made when there is none: kept before it is first told, in the operating
 * system's keystore, else in the ledger itself, which is encrypted.
 */
export function ensureKey(ledger: Ledger, secrets: SecretStore): DeviceKey {
  const known = findKey(ledger, secrets);
  if (known) return known;
  const key = { privateKey: generateKeyPairSync('ed25519').privateKey };
  if (secrets.isAvailable()) secrets.write(secretName(ledger.device), Buffer.from(exportKey(key), 'utf8'));
  else ledger.write((tx) => setMeta(tx, KEY_META, exportKey(key)));
  return key;
}

/** Undefined when there is none yet, or the ledger was carried to a computer whose keystore does not have it. */
export function findKey(ledger: Ledger, secrets: SecretStore): DeviceKey | undefined {
  const text = ledger.read((tx) => findMeta(tx, KEY_META)) ?? secrets.read(secretName(ledger.device))?.toString('utf8');
  return text === undefined ? undefined : importKey(text);
}

function secretName(device: string): string {
  return `sync-${device}`;
}
