import type { SessionPerson } from '#renderer/features/session/session.ts';

const KEY = 'last-person';

/** Kept beside the page: which name the lock page offers first. */
export function rememberPerson(personId: string): void {
  localStorage.setItem(KEY, personId);
}

export function lastPerson(people: readonly SessionPerson[]): string {
  const last = localStorage.getItem(KEY);
  return people.find((person) => person.id === last)?.id ?? people[0]?.id ?? '';
}
