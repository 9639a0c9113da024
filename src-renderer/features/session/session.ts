import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import type { CallError } from '#renderer/api/call-error.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { setEngineNow } from '../clock/clock.ts';

export type Session = OutputOf<AppContract['session']['state']>;
export type SessionPerson = Session['people'][number];

/** State of the ledger and who has it open; also sets the clock by the engine's. */
export function useSession(): UseQueryResult<Session, CallError> {
  const query = useQueryOf(api.session.state, {});
  const now = query.data?.now;
  useEffect(() => {
    if (now !== undefined) setEngineNow(now);
  }, [now]);
  return query;
}

/** Leads do what agents may not: shown or not shown by role, decided by the engine. */
export function usePerson(): SessionPerson | null {
  return useSession().data?.person ?? null;
}
