import { parseInstant } from '#shared/kernel/instant.ts';
import { presentMoment, useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { toDateTimeField } from '#renderer/i18n/time-format.ts';
import { QuickPicks, TextField } from '#renderer/ui/controls/Fields.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import { FormFrame } from './FormFrame.tsx';
import { performForm } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';
import { QUICK_DATES, quickDate } from './quick-dates.ts';

/** A moment by its field or by one of the usual picks. */
export function MomentField({ label, value, onChange, autoFocus = false }: MomentFieldProps) {
  const t = useText();
  const picks = useClock((now) => QUICK_DATES.filter((pick) => quickDate(pick, now) !== null).join(' '));
  return (
    <>
      <TextField
        label={label}
        type="datetime-local"
        required
        autoFocus={autoFocus}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <QuickPicks>
        {QUICK_DATES.filter((pick) => picks.split(' ').includes(pick)).map((pick) => (
          <Chip key={pick} onClick={() => onChange(toDateTimeField(quickDate(pick, presentMoment()) ?? 0))}>
            {t(`queue:forms.picks.${pick}`)}
          </Chip>
        ))}
      </QuickPicks>
    </>
  );
}
type MomentFieldProps = { label: string; value: string; onChange: (value: string) => void; autoFocus?: boolean };

/** Today at five, or tomorrow at nine when that has passed. */
export function usualNext(): string {
  return toDateTimeField(quickDate('today17', presentMoment()) ?? quickDate('tomorrow9', presentMoment()) ?? 0);
}

/** D: the next follow-up's moment. W: out of today's duty until then, with the reason. */
export function WhenForm({ target, kind }: { target: FormTarget; kind: 'next' | 'snooze' }) {
  const t = useText();
  const key = `${target.key} ${kind}`;
  const [when, setWhen] = useDraft(`${key} at`, usualNext());
  const [reason, setReason] = useDraft(`${key} reason`);
  const at = parseInstant(when);
  const ready = at !== undefined && (kind === 'next' || reason.trim() !== '');
  const save = async () => {
    if (at === undefined) return;
    closeForm();
    const act =
      kind === 'next' ? ({ kind: 'set-next', nextAt: at } as const) : ({ kind: 'snooze', until: at, reason: reason.trim() } as const);
    if (await performForm(act)) dropDrafts(key);
  };
  return (
    <FormFrame label={t(`queue:acts.${kind}`)} count={target.count} ready={ready} onSave={() => void save()}>
      <MomentField label={t(kind === 'next' ? 'queue:forms.nextAt' : 'queue:forms.until')} value={when} onChange={setWhen} autoFocus />
      {kind === 'next' ? null : (
        <TextField
          label={t('queue:forms.snoozeReason')}
          placeholder={t('queue:forms.snoozeReasonPlaceholder')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </FormFrame>
  );
}
