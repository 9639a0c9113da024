import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { ConfirmDialog } from '#renderer/features/confirm/ConfirmDialog.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Session.module.css';

/** Beside the mark of a demonstration ledger: back to the real one, or delete this one. */
export function DemonstrationLeave() {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const remove = useCommandOf(api.session.deleteDemonstration);
  const openReal = useCommandOf(api.session.openReal);
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('session:demonstrationBar.leave')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('session:demonstrationBar.title')}
          confirmLabel={t('session:demonstrationBar.delete')}
          danger
          pending={remove.isPending}
          error={remove.error ?? openReal.error}
          onConfirm={() => remove.mutate({}, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>{t('session:demonstrationBar.hint')}</p>
          <div className={css['row']}>
            <Button onClick={() => openReal.mutate({}, { onSuccess: () => setAsking(false) })}>{t('session:demonstrationBar.keep')}</Button>
          </div>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
