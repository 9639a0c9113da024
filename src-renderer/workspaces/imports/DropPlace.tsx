import { IconFileImport } from '@tabler/icons-react';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Imports.module.css';
import { chooseFiles } from './import-acts.ts';
import { importsStore } from './imports-store.ts';

/** What can be brought here, while no file is shown. */
export function DropPlace() {
  const t = useText();
  return (
    <div className={css['drop']}>
      <IconFileImport size={32} stroke={1.25} aria-hidden />
      <h2>{t('imports:dropTitle')}</h2>
      <p>{t('imports:dropHint')}</p>
      <p>{t('imports:dropSafe')}</p>
      <div className={css['row']}>
        <Button onClick={() => void chooseFiles()}>{t('imports:choose')}</Button>
        <Button onClick={() => importsStore.setState({ dialog: 'paste' })}>{t('imports:pasteTitle')}</Button>
      </div>
    </div>
  );
}
