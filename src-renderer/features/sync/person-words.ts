import { text } from '#renderer/i18n/text.ts';

const ID = /^[0-9a-f]{8}-?[0-9a-f-]{12,}$/i;

/** A person's name as the engine told it; the bare id of somebody who is not known here is no name. */
export function personWords(name: string): string {
  if (name === 'system') return text('sync:system');
  return name === '' || name === 'null' || ID.test(name) ? text('sync:someone') : name;
}
