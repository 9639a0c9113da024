import { useState } from 'react';
import type { Session } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { FirstStart } from './FirstStart.tsx';
import { LedgerTrouble } from './LedgerTrouble.tsx';
import { RestorePage } from './RestorePage.tsx';
import css from './Session.module.css';
import { Unlock } from './Unlock.tsx';

/** What is shown while no ledger is open: first start, unlocking, or what is wrong with the ledger. */
export function SessionPages({ session }: { session: Session }) {
  const t = useText();
  const [restoring, setRestoring] = useState(false);
  return (
    <div className={css['page']}>
      <main className={css['scroll']}>
        {restoring ? (
          <RestorePage onBack={() => setRestoring(false)} />
        ) : (
          <StatePage session={session} onRestore={() => setRestoring(true)} />
        )}
      </main>
      <footer className={css['foot']}>
        <span>{t('session:ledgerAt', { path: session.ledgerPath })}</span>
        <span>{t('session:version', { version: session.appVersion })}</span>
      </footer>
    </div>
  );
}

function StatePage({ session, onRestore }: { session: Session; onRestore: () => void }) {
  switch (session.ledger) {
    case 'first-start':
      return <FirstStart session={session} onRestore={onRestore} />;
    case 'locked':
    case 'open':
      return <Unlock session={session} onRestore={onRestore} />;
    default:
      return <LedgerTrouble state={session.ledger} session={session} onRestore={onRestore} />;
  }
}
