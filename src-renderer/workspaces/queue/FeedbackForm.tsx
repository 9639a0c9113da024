import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useText } from '#renderer/i18n/text.ts';
import { SelectField, TextArea } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import { perform } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import { closeForm } from './queue-commands.ts';
import type { QueueRow } from './queue-store.ts';

const TO = ['client', 'recipient', 'postal'] as const;

export function FeedbackForm({ row }: { row: QueueRow }) {
  const t = useText();
  const key = `${row.exceptionId} feedback`;
  const [words, setWords] = useDraft(`${key} text`);
  const [to, setTo] = useState<(typeof TO)[number]>('client');
  const save = async () => {
    closeForm();
    const saved = await perform([row], {
      words: t('queue:done.feedback'),
      send: ({ exceptionId }) => api.queue.feedback({ exceptionId, text: words.trim(), to }),
    });
    if (saved) dropDrafts(key);
  };
  return (
    <FormFrame label={t('queue:acts.feedback')} ready={words.trim() !== ''} onSave={() => void save()}>
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
