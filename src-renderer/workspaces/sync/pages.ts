import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { asCallError } from '#renderer/api/call-error.ts';
import type { CallError } from '#renderer/api/call-error.ts';
import { read } from '#renderer/api/client.ts';
import type { QueryCall } from '#renderer/api/client.ts';

type Page<Entry> = { entries: Entry[]; total: number };
type Below = { limit: number; before: number | null };
export type Pages<Entry> = {
  /** Undefined while the first page is read. */
  entries: readonly Entry[] | undefined;
  total: number;
  error: CallError | null;
  readAgain: () => void;
  /** Reads the next page, once at a time. */
  readMore: () => void;
};

const LIMIT = 100;

/** A list that the engine serves newest first, page below page. */
export function usePages<Entry extends { seq: number }>(call: QueryCall<Below, Page<Entry>>): Pages<Entry> {
  const query = useInfiniteQuery({
    queryKey: [call.path, 'pages'],
    initialPageParam: null as number | null,
    queryFn: async ({ pageParam, signal }): Promise<Page<Entry>> => {
      try {
        return await read(call, { limit: LIMIT, before: pageParam }, signal);
      } catch (thrown) {
        throw asCallError(thrown);
      }
    },
    getNextPageParam: (last: Page<Entry>) => (last.entries.length < LIMIT ? undefined : last.entries.at(-1)?.seq),
  });
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.entries), [query.data]);
  return {
    entries,
    total: query.data?.pages[0]?.total ?? 0,
    error: query.error === null ? null : asCallError(query.error),
    readAgain: () => void query.refetch(),
    readMore: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
  };
}
