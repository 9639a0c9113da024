import { useState } from 'react';
import type { InputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { toDateTimeField } from '#renderer/i18n/time-format.ts';
import { SelectField, TextArea, TextField } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import css from './Peek.module.css';
import { recordMail } from './row-acts.ts';
import { dropDrafts, useDraft } from './drafts.ts';
import { closeForm } from './queue-moves.ts';
import type { QueueRow, Region } from './queue-store.ts';

const KINDS = ['region', 'recall', 'redirect', 'remark'] as const;
type Kind = (typeof KINDS)[number];
const REGIONS = ['same-city', 'in-province', 'out-of-province', 'international'] as const;
type RecordInput = InputOf<AppContract['mails']['record']>;
type Typed = { kind: Kind; region: Region; at: string; province: string; city: string; remark: string };

/** What is recorded, or null while something is missing. */
function recordOf({ kind, region, at, province, city, remark }: Typed): Omit<RecordInput, 'mailNo' | 'reason'> | null {
  const instant = parseInstant(at);
  const has = (words: string) => words.trim() !== '';
  if (kind === 'region') return { region };
  if (kind === 'remark') return has(remark) ? { remark: remark.trim() } : null;
  if (instant === undefined) return null;
  if (kind === 'recall') return { recallAt: instant };
  return has(province) && has(city) ? { redirect: { province: province.trim(), city: city.trim(), at: instant } } : null;
}

/** What people know of a mail and systems do not: region, recall, redirection, remark; always with a reason. */
export function RecordForm({ row }: { row: QueueRow }) {
  const t = useText();
  const key = `${row.exceptionId} record`;
  const [kind, setKind] = useState<Kind>('region');
  const [region, setRegion] = useState<Region>(row.region === 'unknown' ? 'same-city' : row.region);
  const [at, setAt] = useDraft(`${key} at`, toDateTimeField(presentMoment()));
  const [province, setProvince] = useDraft(`${key} province`);
  const [city, setCity] = useDraft(`${key} city`);
  const [remark, setRemark] = useDraft(`${key} remark`);
  const [reason, setReason] = useDraft(`${key} reason`);
  const record = recordOf({ kind, region, at, province, city, remark });
  const save = async () => {
    if (record === null) return;
    closeForm();
    if (await recordMail({ mailNo: row.mailNo, reason: reason.trim(), ...record })) dropDrafts(key);
  };
  return (
    <FormFrame label={t('queue:acts.record')} ready={record !== null && reason.trim() !== ''} onSave={() => void save()}>
      <div className={css['pair']}>
        <SelectField
          label={t('queue:forms.recordKind')}
          autoFocus
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`queue:forms.recordKinds.${value}`) }))}
        />
        {kind === 'region' ? (
          <SelectField
            label={t('queue:forms.region')}
            value={region}
            onChange={setRegion}
            options={REGIONS.map((value) => ({ value, label: t(`words:region.${value}`) }))}
          />
        ) : null}
        {kind === 'recall' || kind === 'redirect' ? (
          <TextField
            label={t('queue:forms.at')}
            type="datetime-local"
            required
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
        ) : null}
      </div>
      {kind === 'redirect' ? (
        <div className={css['pair']}>
          <TextField
            label={t('queue:forms.province')}
            required
            maxLength={40}
            value={province}
            onChange={(event) => setProvince(event.currentTarget.value)}
          />
          <TextField
            label={t('queue:forms.city')}
            required
            maxLength={40}
            value={city}
            onChange={(event) => setCity(event.currentTarget.value)}
          />
        </div>
      ) : null}
      {kind === 'remark' ? (
        <TextArea
          label={t('queue:forms.remark')}
          required
          maxLength={2000}
          value={remark}
          onChange={(event) => setRemark(event.currentTarget.value)}
        />
      ) : null}
      <TextField
        label={t('queue:forms.reason')}
        placeholder={t('queue:forms.reasonPlaceholder')}
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
