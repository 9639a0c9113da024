import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { queryClient } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import type { Session } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Session.module.css';
import { folderOf, refusedPlace, troubleActions } from './ledger-trouble.ts';
import type { TroubleAction, TroubleState } from './ledger-trouble.ts';

type Props = { state: TroubleState; session: Session; onRestore: () => void };

/** What happened, what is safe, what to do, and the button that does it. */
export function LedgerTrouble({ state, session, onRestore }: Props) {
  const t = useText();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [state]);
  const run: Readonly<Record<TroubleAction, () => void>> = {
    retry: () => void retry(),
    restore: onRestore,
    quit: () => void shell('quit', {}),
    openFolder: () => void shell('open-path', { path: folderOf(session.ledgerPath) }),
  };
  return (
    <section className={classNames(css['card'], css['wide'])} role="alert">
      <div className={css['trouble']}>
        <IconAlertTriangleFilled size={20} aria-hidden />
        <h1 ref={title} tabIndex={-1} style={{ outline: 'none' }}>
          {t(`session:trouble.${state}.title`)}
        </h1>
        <p>
          {state === 'location-refused' ? t(`session:trouble.why.${refusedPlace(session.reason)}`) : t(`session:trouble.${state}.safe`)}
        </p>
        <p>
          {state === 'location-refused' ? t('session:trouble.location-refused.safe') : ''} {t(`session:trouble.${state}.doThis`)}
        </p>
      </div>
      <p className={css['path']}>{session.ledgerPath}</p>
      <div className={css['row']}>
        {troubleActions(state).map((action, index) => (
          <Button key={action} look={index === 0 ? 'primary' : 'plain'} onClick={run[action]}>
            {t(`session:trouble.${action}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** A new engine opens the ledger anew; the state is read again when it has. */
async function retry(): Promise<void> {
  await shell('restart-engine', {});
  await queryClient.invalidateQueries();
}
