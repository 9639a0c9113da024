import { parseInstant } from '#shared/kernel/instant.ts';
import { useText } from '#renderer/i18n/text.ts';
import { TextArea } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import { MomentField, usualNext } from './WhenForm.tsx';
import { performForm } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';

/** N: who was asked, what was promised, when to look again. */
export function FollowUpForm({ target }: { target: FormTarget }) {
  const t = useText();
  const key = `${target.key} follow-up`;
  const [words, setWords] = useDraft(`${key} text`);
  const [next, setNext] = useDraft(`${key} next`, usualNext());
  const nextAt = parseInstant(next);
  const save = async () => {
    if (nextAt === undefined) return;
    closeForm();
    if (await performForm({ kind: 'follow-up', text: words.trim(), nextAt, claim: true })) dropDrafts(key);
  };
  return (
    <FormFrame
      label={t('queue:acts.followUp')}
      count={target.count}
      ready={words.trim() !== '' && nextAt !== undefined}
      onSave={() => void save()}
    >
      <TextArea
        label={t('queue:forms.followUpText')}
        placeholder={t('queue:forms.followUpPlaceholder')}
        required
        autoFocus
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <MomentField label={t('queue:forms.nextAt')} value={next} onChange={setNext} />
    </FormFrame>
  );
}
