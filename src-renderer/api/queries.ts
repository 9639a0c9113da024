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

/** Lets topics make the queries that they name stale; once at start. */
export function startInvalidation(): () => void {
  return startTopics((queries) => {
    const isStale = (name: unknown) => queries === 'all' || queries.some((stale) => stale === name);
    void queryClient.invalidateQueries({ predicate: (query) => isStale(query.queryKey[0]) });
  });
}
