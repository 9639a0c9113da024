import { IconLoader2 } from '@tabler/icons-react';
import type { Session } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import css from './Session.module.css';

/** After an unclean stop: the check runs beside, and is seen. */
export function CheckNote({ check }: { check: Session['check'] }) {
  const t = useText();
  if (check === 'failed') return <p className={css['over']}>{t('session:check.failed')}</p>;
  if (check !== 'running') return null;
  return (
    <p className={css['note']} role="status">
      <IconLoader2 size={16} aria-hidden />
      <span>
        <b>{t('session:check.running')}</b>　{t('session:check.runningHint')}
      </span>
    </p>
  );
}
