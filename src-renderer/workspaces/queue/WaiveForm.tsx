import { useText } from '#renderer/i18n/text.ts';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import { performForm } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';

/** 免推送: why the client is not to be told. */
export function WaiveForm({ target }: { target: FormTarget }) {
  const t = useText();
  const key = `${target.key} waive-push`;
  const [reason, setReason] = useDraft(`${key} reason`);
  const save = async () => {
    closeForm();
    if (await performForm({ kind: 'waive-push', reason: reason.trim() })) dropDrafts(key);
  };
  return (
    <FormFrame label={t('queue:acts.waivePush')} count={target.count} ready={reason.trim() !== ''} onSave={() => void save()}>
      <TextField
        label={t('queue:forms.waiveReason')}
        placeholder={t('queue:forms.waiveReasonPlaceholder')}
        required
        autoFocus
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
