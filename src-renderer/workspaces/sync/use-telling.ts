import { useCallback } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useText } from '#renderer/i18n/text.ts';
import { useMinute } from './use-minute.ts';

/** What the words of a verdict need: the moment, and people's names by the ids of its details. */
export function useTelling(): { now: number; nameOf: (person: string) => string } {
  const t = useText();
  const now = useMinute();
  const people = useQueryOf(api.people.list, {}).data?.people;
  const nameOf = useCallback(
    (person: string) => {
      const known = people?.find(({ id }) => id === person)?.name;
      // The engine may have told the name itself; an id that nobody knows is no name.
      return known ?? (person === 'system' ? t('sync:system') : /\p{Script=Han}/u.test(person) ? person : t('sync:someone'));
    },
    [people, t],
  );
  return { now, nameOf };
}
