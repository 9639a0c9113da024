import { useEffect, useState } from 'react';
import { queryClient } from '../api/queries.ts';
import { shell } from '../api/shell.ts';
import { CallErrorBox } from '../features/call-error/CallErrorBox.tsx';
import { setListSearch } from '../features/navigation/list-search.ts';
import { startFresh } from '../features/session/fresh-start.ts';
import { useSession } from '../features/session/session.ts';
import { showAct } from '../features/status-line/status-line.ts';
import { restCommands } from '../ui/keyboard/commands.ts';
import { SessionPages } from '../workspaces/session/SessionPages.tsx';
import { Frame } from './Frame.tsx';
import css from './Frame.module.css';
import { fetchFirstScreen } from './screens.ts';
import { APP_INFO_KEY, BareTitleBar } from './TitleBar.tsx';

function forgetLastPerson(): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session.state' && query.queryKey[0] !== APP_INFO_KEY });
  setListSearch('');
  showAct(null);
  startFresh();
}

/**
 * The ledger's state decides what is shown. While it is locked the workspaces stay mounted
 * but hidden, so that nothing typed is lost; another person starts with fresh ones.
 */
export function SessionGate() {
  const session = useSession();
  const personId = session.data?.person?.id ?? null;
  const isOpen = session.data?.ledger === 'open' && personId !== null;
  const owner = isOpen ? `${session.data?.kind} ${personId}` : null;
  useEffect(() => restCommands(!isOpen), [isOpen]);
  const isLocked = session.data?.ledger === 'locked';
  useEffect(() => {
    if (isLocked) fetchFirstScreen();
  }, [isLocked]);
  const [frameOf, setFrameOf] = useState<string | null>(null);
  const hasLeft = frameOf !== null && owner !== frameOf;
  useEffect(() => {
    // Whoever comes next finds nothing to paste; a clipboard that cannot be reached holds nothing of ours for long.
    if (hasLeft) void shell('clipboard-forget', {}).catch(() => undefined);
  }, [hasLeft]);
  useEffect(() => {
    if (owner === null) return;
    // What was refused while the ledger was locked is asked again.
    if (owner === frameOf) void queryClient.refetchQueries({ predicate: (query) => query.state.status === 'error' });
    if (owner === frameOf) return;
    if (frameOf !== null) forgetLastPerson();
    setFrameOf(owner);
  }, [owner, frameOf]);

  if (session.error !== null && session.data === undefined) {
    return <CallErrorBox error={session.error} onRetry={() => void session.refetch()} />;
  }
  if (session.data === undefined) return null;
  return (
    <>
      {frameOf === null ? null : (
        <div hidden={!isOpen} inert={!isOpen} style={{ height: '100%' }}>
          <Frame key={frameOf} session={session.data} />
        </div>
      )}
      {isOpen ? null : (
        <div className={css['bare']}>
          <BareTitleBar />
          <SessionPages session={session.data} />
        </div>
      )}
    </>
  );
}
