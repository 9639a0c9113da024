import { useState } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { TextArea } from '#renderer/ui/controls/Fields.tsx';
import { addText } from './import-acts.ts';
import { importsStore } from './imports-store.ts';

const LONGEST = 2_000_000;

/** Numbers or a copied table, treated like a file. */
export function PasteDialog() {
  const t = useText();
  const [words, setWords] = useState('');
  const close = () => importsStore.setState({ dialog: null });
  const use = () => {
    if (words.trim() === '') return;
    addText(words);
    close();
  };
  const foot = (
    <>
      <Button onClick={close}>{t('common:cancel')}</Button>
      <Button look="primary" disabled={words.trim() === ''} onClick={use}>
        {t('imports:pasteUse')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('imports:pasteTitle')} closeLabel={t('common:close')} onClose={close} foot={foot} size="620px">
      <TextArea
        label={t('imports:pasteLabel')}
        hint={t('imports:pasteHint')}
        rows={12}
        maxLength={LONGEST}
        data-autofocus
        spellCheck={false}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </Dialog>
  );
}
