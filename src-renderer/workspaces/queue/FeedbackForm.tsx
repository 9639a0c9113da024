import { useState } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { SelectField, TextArea } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import { performForm } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';

const TO = ['client', 'recipient', 'postal'] as const;

export function FeedbackForm({ target }: { target: FormTarget }) {
  const t = useText();
  const key = `${target.key} feedback`;
  const [words, setWords] = useDraft(`${key} text`);
  const [to, setTo] = useState<(typeof TO)[number]>('client');
  const save = async () => {
    closeForm();
    if (await performForm({ kind: 'feedback', text: words.trim(), to })) dropDrafts(key);
  };
  return (
    <FormFrame label={t('queue:acts.feedback')} count={target.count} ready={words.trim() !== ''} onSave={() => void save()}>
      <SelectField
        label={t('queue:forms.feedbackTo')}
        value={to}
        onChange={setTo}
        options={TO.map((value) => ({ value, label: t(`queue:forms.to.${value}`) }))}
      />
      <TextArea
        label={t('queue:forms.feedbackText')}
        required
        autoFocus
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
