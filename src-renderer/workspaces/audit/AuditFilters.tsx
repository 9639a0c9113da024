import { AUDIT_GROUPS } from '#shared/domain/permissions/audit-groups.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useText } from '#renderer/i18n/text.ts';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Audit.module.css';
import { isPeriodWrong } from './audit-filter.ts';
import type { AuditFilter } from './audit-filter.ts';

/** Whom, what, and which days. */
export function AuditFilters({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }) {
  const t = useText();
  const people = useQueryOf(api.people.list, {}).data?.people ?? [];
  const day = (name: 'from' | 'to') => ({
    label: t(`audit:${name}`),
    type: 'date',
    value: filter[name],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...filter, [name]: event.currentTarget.value }),
  });
  return (
    <form className={css['filters']} aria-label={t('audit:filters')} onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label={t('audit:person')}
        options={[
          { value: '', label: t('audit:everybody') },
          ...people.map(({ id, name, staffNo }) => ({ value: id, label: `${name} ${staffNo}` })),
        ]}
        value={filter.personId}
        onChange={(personId) => onChange({ ...filter, personId })}
      />
      <SelectField
        label={t('audit:group')}
        options={[
          { value: '' as const, label: t('audit:anything') },
          ...AUDIT_GROUPS.map((value) => ({ value, label: t(`audit:groups.${value}`) })),
        ]}
        value={filter.group}
        onChange={(group) => onChange({ ...filter, group })}
      />
      <TextField {...day('from')} />
      <TextField {...day('to')} error={isPeriodWrong(filter) ? t('audit:wrongPeriod') : undefined} />
    </form>
  );
}
