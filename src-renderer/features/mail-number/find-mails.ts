import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { api, read } from '#renderer/api/client.ts';
import { setListSearch } from '../navigation/list-search.ts';
import { goTo } from '../navigation/navigation.ts';

type Found = OutputOf<AppContract['search']['find']>;
type ExceptionHit = Found['exceptions']['hits'][number];
type MailHit = Found['mails']['hits'][number];

/** A mail found by its number: with the exception under which it stands in the queue, if it has one. */
export type FoundMail = Pick<MailHit, 'mailNo' | 'number' | 'clientName' | 'stage'> & { exception: ExceptionHit | null };

/** Mails whose number holds the part, those with exceptions first, newest first. */
export async function findMails(part: string, signal?: AbortSignal): Promise<readonly FoundMail[]> {
  const { exceptions, mails } = await read(api.search.find, { text: part, scope: 'all' }, signal);
  const known = new Set(exceptions.hits.map(({ mailNo }) => mailNo));
  return [
    ...exceptions.hits.map((exception) => ({
      mailNo: exception.mailNo,
      number: exception.number,
      clientName: exception.clientName.text,
      stage: mails.hits.find(({ mailNo }) => mailNo === exception.mailNo)?.stage ?? null,
      exception,
    })),
    ...mails.hits.filter(({ mailNo }) => !known.has(mailNo)).map((mail) => ({ ...mail, exception: null })),
  ];
}

/** Shows the mail in the queue where it has an exception, else as search shows it. */
export function openMail({ mailNo, exception }: { mailNo: string; exception: Pick<ExceptionHit, 'status'> | null }): void {
  if (exception === null) return goTo('/search', { text: mailNo });
  const view = { open: 'all-open', 'self-cleared': 'self-cleared', closed: 'closed' }[exception.status];
  goTo('/queue', { search: mailNo, view });
  setListSearch(mailNo);
}
