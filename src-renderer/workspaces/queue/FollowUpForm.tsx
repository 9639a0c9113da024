import { parseInstant } from '#shared/kernel/instant.ts';
import { presentMoment, useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { toDateTimeField } from '#renderer/i18n/time-format.ts';
import { QuickPicks, TextArea, TextField } from '#renderer/ui/controls/Fields.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import { FormFrame } from './FormFrame.tsx';
import { followUp } from './acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import { QUICK_DATES, quickDate } from './quick-dates.ts';
import { closeForm } from './queue-commands.ts';
import type { QueueRow } from './queue-store.ts';

/** What was said, and when to look again: no open exception is without a next date. */
export function FollowUpForm({ row }: { row: QueueRow }) {
  const t = useText();
  const key = `${row.exceptionId} follow-up`;
  const [words, setWords] = useDraft(`${key} text`);
  const [next, setNext] = useDraft(
    `${key} next`,
    toDateTimeField(quickDate('today17', presentMoment()) ?? quickDate('tomorrow9', presentMoment()) ?? 0),
  );
  const nextAt = parseInstant(next);
  const picks = useClock((now) => QUICK_DATES.filter((pick) => quickDate(pick, now) !== null).join(' '));
  const save = async () => {
    if (nextAt === undefined) return;
    closeForm();
    if (await followUp(row, words.trim(), nextAt)) dropDrafts(key);
  };
  return (
    <FormFrame label={t('queue:acts.followUp')} ready={words.trim() !== '' && nextAt !== undefined} onSave={() => void save()}>
      <TextArea
        label={t('queue:forms.followUpText')}
        placeholder={t('queue:forms.followUpPlaceholder')}
        required
        autoFocus
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <TextField
        label={t('queue:forms.nextAt')}
        type="datetime-local"
        required
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <QuickPicks>
        {QUICK_DATES.filter((pick) => picks.split(' ').includes(pick)).map((pick) => (
          <Chip key={pick} onClick={() => setNext(toDateTimeField(quickDate(pick, presentMoment()) ?? 0))}>
            {t(`queue:forms.picks.${pick}`)}
          </Chip>
        ))}
      </QuickPicks>
    </FormFrame>
  );
}
