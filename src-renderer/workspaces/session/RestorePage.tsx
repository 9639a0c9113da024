import { RestorePanel } from '#renderer/features/restore/RestorePanel.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Session.module.css';

/** Reached while locked or while no ledger can be opened, also on another computer. */
export function RestorePage({ onBack }: { onBack: () => void }) {
  const t = useText();
  return (
    <div className={classNames(css['card'], css['wide'])}>
      <div className={css['between']}>
        <h1>{t('restore:title')}</h1>
        <Button look="quiet" onClick={onBack}>
          {t('common:back')}
        </Button>
      </div>
      <RestorePanel onDone={onBack} />
    </div>
  );
}
