import { useQuery } from '@tanstack/react-query';
import { findMails } from '../features/mail-number/find-mails.ts';
import type { FoundMail } from '../features/mail-number/find-mails.ts';
import { numberPartOf } from '#shared/domain/search/number-part.ts';

const MOST = 8;
const NONE: readonly FoundMail[] = [];

async function find(numbers: readonly string[], signal: AbortSignal): Promise<readonly FoundMail[]> {
  const found = await Promise.all(numbers.slice(0, MOST).map((number) => findMails(number, signal)));
  return found.flat().slice(0, MOST);
}

/** Mails by what was typed of their number, or while nothing is typed the given numbers. */
export function usePaletteMails(query: string, numbers: readonly string[]): { mails: readonly FoundMail[]; asked: boolean } {
  const part = numberPartOf(query);
  const wanted = part === null ? (query.trim() === '' ? numbers : []) : [part];
  const answer = useQuery({
    queryKey: ['search.find', 'palette', wanted],
    queryFn: ({ signal }) => find(wanted, signal),
    enabled: wanted.length > 0,
    gcTime: 0,
  });
  return { mails: wanted.length === 0 ? NONE : (answer.data ?? NONE), asked: wanted.length > 0 && !answer.isPending };
}
