import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import type { Session } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { FirstAdministrator } from './FirstAdministrator.tsx';
import { useOtherPlace } from './OtherPlace.tsx';
import css from './Session.module.css';

type Props = { session: Session; onRestore: () => void };

/** Two offers: a real ledger that starts empty, or a demonstration day in a ledger of its own. */
export function FirstStart({ session, onRestore }: Props) {
  const [own, setOwn] = useState(false);
  return own ? (
    <FirstAdministrator keystore={session.keystore} onBack={() => setOwn(false)} />
  ) : (
    <Offers session={session} onOwn={() => setOwn(true)} onRestore={onRestore} />
  );
}

function Offers({ session, onOwn, onRestore }: Props & { onOwn: () => void }) {
  const t = useText();
  const place = useOtherPlace();
  const demonstration = useCommandOf(api.session.openDemonstration);
  return (
    <section className={classNames(css['card'], css['wide'])}>
      <h1>{t('session:first.title')}</h1>
      <p className={css['lead']}>{t('session:first.hint')}</p>
      <div className={css['offers']}>
        <div className={css['offer']}>
          <h2>{t('session:first.own')}</h2>
          <p>{t('session:first.ownHint')}</p>
          <Button look="primary" size="large" disabled={demonstration.isPending} onClick={onOwn}>
            {t('session:first.ownStart')}
          </Button>
        </div>
        <div className={css['offer']}>
          <h2>{t('session:first.demonstration')}</h2>
          <p>{t('session:first.demonstrationHint')}</p>
          <Button size="large" disabled={demonstration.isPending} onClick={() => demonstration.mutate({})}>
            {session.demonstrationExists ? t('session:first.demonstrationAgain') : t('session:first.demonstration')}
          </Button>
        </div>
      </div>
      {demonstration.isPending ? <p role="status">{t('session:first.demonstrationPending')}</p> : null}
      {demonstration.error === null ? null : <CallErrorBox error={demonstration.error} onRetry={() => demonstration.mutate({})} />}
      {place.problem}
      <div className={css['quiet']}>
        <Button look="quiet" onClick={onRestore}>
          {t('session:first.restore')}
        </Button>
        {session.location === 'fixed' ? null : (
          <Button look="quiet" disabled={place.isBusy} onClick={place.choose}>
            {t('session:place.choose')}
          </Button>
        )}
      </div>
    </section>
  );
}
