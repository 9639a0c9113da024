import { useEffect, useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { fetchQueryOf, useQueryOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { SelectField, TextArea } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import css from './Peek.module.css';
import type { Phrases } from './act-patch.ts';
import { performForm, targetIds } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';
import { queueStore } from './queue-store.ts';

/** The message is the client's alone: it leaves the clipboard again. */
const CLEAR_AFTER_MS = 120_000;
/** As many as the engine words at once. */
const MOST = 200;
const NONE: readonly string[] = [];

/** Exceptions that the message goes out for. */
function useExceptionIds(target: FormTarget): readonly string[] {
  const [many, setMany] = useState<readonly string[]>(NONE);
  const { row, count } = target;
  useEffect(() => {
    if (row !== null || count > MOST) return;
    targetIds()
      .then((ids) => fetchQueryOf(api.queue.rows, { ids: [...ids] }))
      .then(({ rows }) => setMany(rows.map(({ exceptionId }) => exceptionId)))
      .catch((error: unknown) => queueStore.setState({ error }));
  }, [row, count]);
  return row === null ? many : [row.exceptionId];
}

/** Messages made for the type, then those for every type. */
function offered(templates: Phrases['pushTemplates'], type: FormTarget['type']): Phrases['pushTemplates'] {
  const fits = (template: Phrases['pushTemplates'][number]) => type !== null && template.types.includes(type);
  return [...templates.filter(fits), ...templates.filter((template) => !fits(template))];
}

/** P: the message to the client in ready words, copied for the client's group and recorded. */
export function PushForm({ target }: { target: FormTarget }) {
  const t = useText();
  const templates = offered(useQueryOf(api.queue.phrases, {}).data?.pushTemplates ?? [], target.type);
  const [chosen, setChosen] = useState('');
  const templateId = chosen === '' ? (templates[0]?.id ?? '') : chosen;
  const exceptionIds = useExceptionIds(target);
  const asked = { exceptionIds: [...exceptionIds], templateId };
  const made = useQueryOf(api.queue.pushTexts, asked, { enabled: exceptionIds.length > 0 && templateId !== '' });
  const texts = made.data?.texts.map(({ text }) => text).join('\n') ?? '';
  const key = `${target.key} push`;
  const [typed, setTyped] = useDraft(`${key} ${templateId}`);
  const words = typed === '' ? texts : typed;
  const single = target.row !== null;
  const save = async () => {
    closeForm();
    try {
      await shell('clipboard-write', { text: words.trim(), clearAfterMs: CLEAR_AFTER_MS });
    } catch (error) {
      queueStore.setState({ error });
      return;
    }
    if (await performForm({ kind: 'push', templateId, channel: 'copied', ...(single ? { text: words.trim() } : {}) })) dropDrafts(key);
  };
  return (
    <FormFrame label={t('queue:forms.copyAndRecord')} count={target.count} ready={words.trim() !== ''} onSave={() => void save()}>
      <SelectField
        label={t('queue:forms.template')}
        value={templateId}
        onChange={setChosen}
        options={templates.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {made.error === null ? null : <CallErrorBox error={made.error} onRetry={() => void made.refetch()} />}
      {target.count > MOST ? <p className={css['preview']}>{t('queue:forms.pushTooMany', { most: formatCount(MOST) })}</p> : null}
      <TextArea
        label={t('queue:forms.pushText')}
        hint={t('queue:forms.pushHint')}
        required
        autoFocus
        rows={5}
        maxLength={single ? 2000 : undefined}
        readOnly={!single}
        value={words}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
