import { useText } from '#renderer/i18n/text.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { TextArea } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import css from './Peek.module.css';
import { performForm } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm, openForm } from './queue-moves.ts';
import { missingStamps } from './row-facts.ts';
import type { Stamp } from './row-facts.ts';

const MENDS: Readonly<Record<Stamp, () => void>> = {
  // The first follow-up is the intervention; a claim alone has done nothing for the mail.
  intervention: () => openForm('follow-up'),
  'follow-up': () => openForm('follow-up'),
  feedback: () => openForm('feedback'),
};

const NONE: readonly Stamp[] = [];

/** What is missing is named here and opens where it is mended; the result typed so far stays. */
export function CloseForm({ target }: { target: FormTarget }) {
  const t = useText();
  const key = `${target.key} close`;
  const [result, setResult] = useDraft(`${key} text`);
  const missing = target.row === null ? NONE : missingStamps(target.row);
  const save = async () => {
    closeForm();
    if (await performForm({ kind: 'close', result: result.trim() })) dropDrafts(key);
  };
  return (
    <FormFrame
      label={t('queue:acts.close')}
      count={target.count}
      blockedLabel={missing.length === 0 ? undefined : t('queue:acts.closeMissing', { count: missing.length })}
      ready={missing.length === 0 && result.trim() !== ''}
      onSave={() => void save()}
    >
      {missing.length === 0 ? null : (
        <div className={css['missing']}>
          {t('queue:panel.missing')}
          {missing.map((stamp) => (
            <LinkButton key={stamp} onClick={MENDS[stamp]}>
              {t(`queue:panel.stamps.${stamp}`)}
            </LinkButton>
          ))}
        </div>
      )}
      <TextArea
        label={t('queue:forms.result')}
        placeholder={t('queue:forms.resultPlaceholder')}
        required
        autoFocus
        maxLength={2000}
        value={result}
        onChange={(event) => setResult(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
