import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { shell } from '#renderer/api/shell.ts';
import type { Session } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Session.module.css';
import { useOtherPlace } from './OtherPlace.tsx';
import { startAnew } from './engine-start.ts';
import { folderOf, refusedPlace, troubleActions, troubleWords } from './ledger-trouble.ts';
import type { TroubleAction, TroubleState } from './ledger-trouble.ts';

type Props = { state: TroubleState; session: Session; onRestore: () => void };

/** What happened, what is safe, what to do, and the button that does it. */
export function LedgerTrouble({ state, session, onRestore }: Props) {
  const t = useText();
  const place = useOtherPlace();
  const words = troubleWords(state, session.reason);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [state]);
  const run: Readonly<Record<TroubleAction, () => void>> = {
    retry: () => void startAnew(),
    restore: onRestore,
    quit: () => void shell('quit', {}),
    otherPlace: place.choose,
    openFolder: () => void shell('open-path', { path: folderOf(session.ledgerPath) }),
  };
  return (
    <section className={classNames(css['card'], css['wide'])} role="alert">
      <div className={css['trouble']}>
        <IconAlertTriangleFilled size={20} aria-hidden />
        <h1 ref={title} tabIndex={-1} style={{ outline: 'none' }}>
          {t(`session:trouble.${words}.title`)}
        </h1>
        <p>
          {state === 'location-refused' ? t(`session:trouble.why.${refusedPlace(session.reason)}`) : t(`session:trouble.${words}.safe`)}
        </p>
        <p>
          {state === 'location-refused' ? t('session:trouble.location-refused.safe') : ''} {t(`session:trouble.${words}.doThis`)}
        </p>
      </div>
      <p className={css['path']}>{session.ledgerPath}</p>
      <div className={css['row']}>
        {troubleActions(state, session.location).map((action, index) => (
          <Button key={action} look={index === 0 ? 'primary' : 'plain'} disabled={place.isBusy} onClick={run[action]}>
            {t(`session:trouble.${action}`)}
          </Button>
        ))}
      </div>
      {place.problem}
    </section>
  );
}
