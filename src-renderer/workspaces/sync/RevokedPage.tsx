import { IconBan } from '@tabler/icons-react';
import type { SyncState } from '#renderer/features/sync/sync-state.ts';
import { waiting } from '#renderer/features/sync/sync-state.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Page } from '#renderer/ui/controls/Layout.tsx';
import css from './Join.module.css';
import { exportDiagnosis } from './sync-acts.ts';

/** 设备已停用: what happened, what is safe, what to do. */
export function RevokedPage({ state }: { state: SyncState }) {
  const t = useText();
  const count = waiting(state);
  return (
    <Page title={t('screens:sync.title')} narrow>
      <section className={css['join']} aria-label={t('sync:revoked.title')}>
        <h2 className={css['stopped']}>
          <IconBan size={20} stroke={1.75} aria-hidden />
          {t('sync:revoked.title')}
        </h2>
        <p className={css['lead']}>{t('sync:revoked.happened')}</p>
        {state.server === null ? null : (
          <p className={css['third']}>
            {t('sync:revoked.server')} {state.server.name} {state.server.url}
          </p>
        )}
        <h3>{t('sync:revoked.safeTitle')}</h3>
        <ul>
          <li>{t('sync:revoked.safe')}</li>
          <li>{count > 0 ? t('sync:revoked.pending', { count: formatCount(count) }) : t('sync:revoked.nothingPending')}</li>
        </ul>
        <h3>{t('sync:revoked.doTitle')}</h3>
        <ul>
          <li>{t('sync:revoked.doExport')}</li>
          <li>{t('sync:revoked.doAsk')}</li>
        </ul>
        <div>
          <Button look="primary" onClick={() => void exportDiagnosis()}>
            {t('sync:commands.export')}
          </Button>
        </div>
      </section>
    </Page>
  );
}
