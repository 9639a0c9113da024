import type { Role } from '#shared/domain/people/person.ts';

/** What a person is here: role, station, and the clients of who works on site. */
export type Post = { readonly role: Role; readonly station: string; readonly clients: string };

export const EMPTY_POST: Post = { role: 'agent', station: '', clients: '' };

/** Codes as they were typed, one a line; repeats fall away. Only onsite people have any. */
export function clientCodesOf({ role, clients }: Post): string[] {
  if (role !== 'onsite') return [];
  const codes = clients.split(/[\s,，、;；]+/u).filter((code) => code !== '');
  return [...new Set(codes)];
}

/** An onsite person without a client could see nothing. */
export function isPostComplete(post: Post): boolean {
  return post.role !== 'onsite' || clientCodesOf(post).length > 0;
}
