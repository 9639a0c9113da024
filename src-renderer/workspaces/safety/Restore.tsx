import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Part } from './Part.tsx';
import css from './Safety.module.css';

export function Restore({ onOpen }: { onOpen: () => void }) {
  const t = useText();
  return (
    <Part title={t('safety:restore')} hint={t('restore:hint')}>
      <div className={css['row']}>
        <Button size="small" onClick={onOpen}>
          {t('safety:restoreOpen')}
        </Button>
      </div>
    </Part>
  );
}
