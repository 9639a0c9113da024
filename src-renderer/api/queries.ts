import { MutationCache, QueryCache, QueryClient, keepPreviousData, useMutation, useQueries, useQuery } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { asCallError } from './call-error.ts';
import type { CallError } from './call-error.ts';
import { read } from './client.ts';
import type { CommandCall, QueryCall } from './client.ts';
import { startTopics } from './topics.ts';
import type { QueryName } from './topics.ts';

const SESSION: QueryName = 'session.state';

/** A ledger that locked by itself says so in its refusals: the session is read again then. */
function onRefusal(error: Error): void {
  if (asCallError(error).reason !== 'locked') return;
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] === SESSION });
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onRefusal }),
  mutationCache: new MutationCache({ onError: onRefusal }),
  // Topics say what changed; time and focus say nothing about a local ledger.
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: false, networkMode: 'always' } },
});

type QuerySettings = { enabled?: boolean; keepPrevious?: boolean };

/** The answer of a query, read again whenever a topic makes it stale. */
export function useQueryOf<Input, Output>(
  call: QueryCall<Input, Output>,
  input: Input,
  settings: QuerySettings = {},
): UseQueryResult<Output, CallError> {
  return useQuery<Output, CallError>({
    queryKey: [call.path, input],
    queryFn: ({ signal }) => ask(call, input, signal),
    enabled: settings.enabled ?? true,
    ...(settings.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

async function ask<Input, Output>(call: QueryCall<Input, Output>, input: Input, signal: AbortSignal): Promise<Output> {
  try {
    return await read(call, input, signal);
  } catch (thrown) {
    throw asCallError(thrown);
  }
}

/** A command for a button or form: pending while the engine works, then its answer or error. */
export function useCommandOf<Input, Output>(call: CommandCall<Input, Output>): UseMutationResult<Output, CallError, Input> {
  return useMutation<Output, CallError, Input>({
    networkMode: 'always',
    mutationFn: async (input) => {
      try {
        return await call(input);
      } catch (thrown) {
        throw asCallError(thrown);
      }
    },
  });
}

/** The same answer outside components, from the cache when it is fresh. */
export function fetchQueryOf<Input, Output>(call: QueryCall<Input, Output>, input: Input): Promise<Output> {
  return queryClient.fetchQuery({ queryKey: [call.path, input], queryFn: ({ signal }) => ask(call, input, signal) });
}

/** The answers of one query for several inputs, in their order; undefined where one is still read. */
export function useQueriesOf<Input, Output>(call: QueryCall<Input, Output>, inputs: readonly Input[]): readonly (Output | undefined)[] {
  return useQueries({
    queries: inputs.map((input) => ({
      queryKey: [call.path, input],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(call, input, signal),
    })),
    combine: answersOf<Output>,
  });
}

function answersOf<Output>(results: readonly UseQueryResult<Output>[]): readonly (Output | undefined)[] {
  return results.map((result) => result.data);
}

/** An answer that is there already, for what must be shown at once. */
export function knownOf<Input, Output>(call: QueryCall<Input, Output>, input: Input): Output | undefined {
  return queryClient.getQueryData<Output>([call.path, input]);
}

/** Answers about all exceptions at once: dear to read and to show, and each act of a quick hand would ask for them. */
const WHOLE: ReadonlySet<string> = new Set<QueryName>(['queue.ids', 'queue.counts', 'queue.groups', 'queue.groupIds', 'views.counts']);
/** They are read when the hand rests, or after this long if it does not. The rows themselves change at once. */
const REST_MS = 250;
const LONGEST_WAIT_MS = 1500;

/** Lets topics make the queries that they name stale; once at start. */
export function startInvalidation(): () => void {
  const waiting = new Set<string>();
  let timer: number | undefined;
  let waitingSince = 0;
  const readAgain = (isStale: (name: string) => boolean): void => {
    void queryClient.invalidateQueries({ predicate: (query) => isStale(String(query.queryKey[0])) });
  };
  const readWaiting = (): void => {
    const names = new Set(waiting);
    waiting.clear();
    readAgain((name) => names.has(name));
  };
  const stop = startTopics((queries) => {
    if (queries === 'all') {
      readAgain(() => true);
      return;
    }
    readAgain((name) => !WHOLE.has(name) && queries.some((stale) => stale === name));
    const whole = queries.filter((name) => WHOLE.has(name));
    if (whole.length === 0) return;
    const now = performance.now();
    if (waiting.size === 0) waitingSince = now;
    for (const name of whole) waiting.add(name);
    window.clearTimeout(timer);
    timer = window.setTimeout(readWaiting, Math.min(REST_MS, Math.max(0, waitingSince + LONGEST_WAIT_MS - now)));
  });
  return () => {
    window.clearTimeout(timer);
    stop();
  };
}
