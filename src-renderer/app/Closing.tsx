import { useEffect } from 'react';
import { shell } from '../api/shell.ts';
import { onBridgeTopic } from '../api/topics.ts';
import type { Session } from '../features/session/session.ts';
import { syncNow } from '../features/sync/sync-now.ts';
import { useSyncState, waiting } from '../features/sync/sync-state.ts';
import { useText } from '../i18n/text.ts';
import { formatCount } from '../i18n/time-format.ts';
import { Button } from '../ui/controls/Button.tsx';
import { Dialog } from '../ui/controls/Dialog.tsx';
import { closing, holdClose, stayOpen } from './closing.ts';

/** Closing with changes that are not sent is allowed; it says how many, and that they are safe. */
export function Closing({ session }: { session: Session }) {
  const state = useSyncState();
  const isAsking = closing((store) => store.isAsking);
  const isJoined = state !== undefined && state.phase !== 'none' && state.phase !== 'revoked';
  // Behind the lock page nobody could answer.
  const pending = isJoined && session.ledger === 'open' ? waiting(state) : 0;
  useEffect(() => holdClose(pending), [pending]);
  useEffect(() => {
    const ask = (topic: string) => {
      if (topic === 'window.closing') closing.setState({ isAsking: true });
    };
    return onBridgeTopic(ask);
  }, []);
  return isAsking ? <ClosingDialog pending={pending} /> : null;
}

function ClosingDialog({ pending }: { pending: number }) {
  const t = useText();
  const send = () => {
    stayOpen();
    void syncNow();
  };
  const foot = (
    <>
      <Button onClick={stayOpen}>{t('sync:closing.stay')}</Button>
      <Button onClick={send}>{t('sync:closing.send')}</Button>
      <Button look="primary" onClick={() => void shell('quit', {})} data-autofocus>
        {t('sync:closing.close')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={pending === 0 ? t('sync:pending.empty') : t('sync:closing.title', { count: formatCount(pending) })}
      closeLabel={t('common:close')}
      onClose={stayOpen}
      foot={foot}
    >
      <p>{t('sync:closing.text')}</p>
    </Dialog>
  );
}
