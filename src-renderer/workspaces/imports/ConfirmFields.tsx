import { parseInstant } from '#shared/kernel/instant.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, toDateTimeField } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Imports.module.css';
import { choosePlace } from './import-acts.ts';
import { updatePending } from './imports-store.ts';
import { problemsOf, repeatedField, withChange } from './pending-file.ts';
import type { PendingFile, PendingProblem } from './pending-file.ts';
import { fieldName } from './row-reason.ts';

const KINDS = ['mails', 'traces', 'clients'] as const;

/** What the file holds and when its data left the system; a person confirms both. */
export function ConfirmFields({ file }: { file: PendingFile }) {
  const t = useText();
  const problems = useClock((now) => problemsOf(file, now).join(' ')).split(' ');
  const has = (problem: PendingProblem) => problems.includes(problem);
  const asOfError = has('as-of-missing')
    ? t('imports:asOfProblem.missing')
    : has('as-of-future')
      ? t('imports:asOfProblem.future')
      : undefined;
  const kinds = file.kind === 'auto' ? (['auto', ...KINDS] as const) : KINDS;
  const change = (next: Parameters<typeof withChange>[1]) => updatePending(file.id, (before) => withChange(before, next));
  const twice = repeatedField(file.mapping);
  const hasSheets = (file.inspection?.sheets.length ?? 0) > 1;
  return (
    <div className={classNames(css['fields'], hasSheets && css['withSheet'])}>
      {hasSheets ? <SheetField file={file} /> : null}
      <SelectField
        label={t('imports:kindLabel')}
        options={kinds.map((value) => ({ value, label: t(`imports:kind.${value}`) }))}
        value={file.kind}
        onChange={(kind) => change({ kind })}
      />
      <TextField
        label={t('imports:asOf')}
        type="datetime-local"
        required
        hint={file.inspection?.proposedAsOf === null ? t('imports:asOfHint') : t('imports:asOfProposed')}
        error={asOfError}
        value={file.asOf === null ? '' : toDateTimeField(file.asOf)}
        onChange={(event) => change({ asOf: parseInstant(event.currentTarget.value) ?? null })}
      />
      <div role="status" className={css['notice']} style={{ minHeight: 46, alignItems: 'center' }}>
        {has('no-headings')
          ? t('imports:preview.lost')
          : has('no-mail-no')
            ? t('imports:mapping.noMailNo')
            : has('no-client-code')
              ? t('imports:mapping.noClientCode')
              : twice === null
                ? ''
                : t('imports:mapping.twice', { field: fieldName(twice) })}
      </div>
    </div>
  );
}

const EVERY_SHEET = '';

/** Which sheet of a workbook is read; another one makes preview and columns anew. */
function SheetField({ file }: { file: PendingFile }) {
  const t = useText();
  const sheets = file.inspection?.sheets ?? [];
  const words = ({ name, rows, hidden }: (typeof sheets)[number]) =>
    [name, rows === null ? '' : t('common:unit.rows', { count: formatCount(rows) }), hidden ? t('imports:sheet.hidden') : '']
      .filter((word) => word !== '')
      .join(' · ');
  return (
    <SelectField
      label={t('imports:facts.sheet')}
      options={[
        { value: EVERY_SHEET, label: t('imports:sheet.every') },
        ...sheets.map((sheet) => ({ value: sheet.name, label: words(sheet) })),
      ]}
      value={file.place.sheet ?? EVERY_SHEET}
      disabled={file.stage !== 'ready'}
      onChange={(sheet) => choosePlace(file.id, sheet === EVERY_SHEET ? {} : { sheet })}
    />
  );
}
