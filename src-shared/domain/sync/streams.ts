/** Names of streams: what is seen together and has one order. */

/** People, clients and rules: everybody's. */
export const PEOPLE_AND_RULES = 'ref';
/** Exports, reveals and keys: who audits. */
export const AUDIT = 'audit';

export function personStream(personId: string): string {
  return `p:${personId}`;
}

/** Null: whose mail it is, nobody has said. */
export function clientStream(code: string | null): string {
  return code === null ? 'cl:?' : `cl:${code}`;
}

/** What a device is told of its own refused mutations. */
export function deviceStream(deviceId: string): string {
  return `d:${deviceId}`;
}

/** The client whose mails a stream holds; null for every other stream. */
export function clientOfStream(stream: string): string | null {
  return stream.startsWith('cl:') && stream !== clientStream(null) ? stream.slice('cl:'.length) : null;
}
