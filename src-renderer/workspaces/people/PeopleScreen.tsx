import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useMay } from '#renderer/features/session/may.ts';
import { usePerson } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Badge } from '#renderer/ui/controls/ClockState.tsx';
import { Page } from '#renderer/ui/controls/Layout.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { ChangePersonDialog } from './ChangePersonDialog.tsx';
import { ChangePinDialog } from './ChangePinDialog.tsx';
import { RemovePersonDialog } from './RemovePersonDialog.tsx';
import css from './People.module.css';
import type { ListedPerson } from './listed-person.ts';

type Open = { kind: 'add' } | { kind: 'pin' } | { kind: 'change' | 'remove'; person: ListedPerson } | null;

/** Who may unlock this ledger. Supervisors and administrators add, change and remove; everyone changes the own PIN. */
export function PeopleScreen() {
  const t = useText();
  const [open, setOpen] = useState<Open>(null);
  const list = useQueryOf(api.people.list, {});
  const { may: mayManage } = useMay('person.add');
  const people = list.data?.people ?? [];
  const right = (
    <>
      <Button icon={<IconKey size={16} aria-hidden />} onClick={() => setOpen({ kind: 'pin' })}>
        {t('people:changePin')}
      </Button>
      {mayManage ? (
        <Button look="primary" icon={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ kind: 'add' })}>
          {t('people:add')}
        </Button>
      ) : null}
    </>
  );
  const close = () => setOpen(null);
  return (
    <Page
      title={t('screens:people.title')}
      bar={
        <span className={css['second']}>
          {list.data === undefined ? '' : t('people:count', { count: formatCount(people.filter((person) => !person.removed).length) })}
        </span>
      }
      right={right}
    >
      {list.error === null ? null : <CallErrorBox error={list.error} onRetry={() => void list.refetch()} />}
      {list.data === undefined ? null : (
        <PeopleTable people={people} onAct={mayManage ? (kind, person) => setOpen({ kind, person }) : null} />
      )}
      {mayManage ? null : <p className={css['note']}>{t('people:restricted')}</p>}
      {people.some((person) => person.removed) ? <p className={css['note']}>{t('people:removedHint')}</p> : null}
      {open?.kind === 'add' ? <AddPersonDialog onClose={close} /> : null}
      {open?.kind === 'pin' ? <ChangePinDialog onClose={close} /> : null}
      {open?.kind === 'change' ? <ChangePersonDialog person={open.person} onClose={close} /> : null}
      {open?.kind === 'remove' ? <RemovePersonDialog person={open.person} onClose={close} /> : null}
    </Page>
  );
}

type OnAct = (kind: 'change' | 'remove', person: ListedPerson) => void;

function PeopleTable({ people, onAct }: { people: readonly ListedPerson[]; onAct: OnAct | null }) {
  const t = useText();
  const me = usePerson()?.id;
  const columns: readonly TableColumn<ListedPerson>[] = [
    { id: 'name', header: t('people:columns.name'), width: '30%', render: (person) => <Name person={person} isMe={person.id === me} /> },
    { id: 'staffNo', header: t('people:columns.staffNo'), width: '16%', render: (person) => person.staffNo },
    { id: 'role', header: t('people:columns.role'), width: '16%', render: (person) => t(`words:role.${person.role}`) },
    { id: 'station', header: t('people:columns.station'), render: (person) => person.station || t('common:none') },
    {
      id: 'acts',
      header: <span className="visually-hidden">{t('people:columns.acts')}</span>,
      align: 'end',
      width: '120px',
      render: (person) =>
        onAct === null || person.removed || person.id === me ? null : (
          <>
            <Button
              look="quiet"
              size="small"
              aria-label={t('people:change', { name: person.name })}
              onClick={() => onAct('change', person)}
            >
              {t('people:changeShort')}
            </Button>
            <Button
              look="quiet"
              size="small"
              aria-label={t('people:remove', { name: person.name })}
              onClick={() => onAct('remove', person)}
            >
              {t('common:remove')}
            </Button>
          </>
        ),
    },
  ];
  return <Table label={t('people:table')} columns={columns} rows={people} keyOf={(person) => person.id} />;
}

function Name({ person, isMe }: { person: ListedPerson; isMe: boolean }) {
  const t = useText();
  return (
    <span className={person.removed ? css['gone'] : undefined}>
      {person.name} {isMe ? <Badge state="plain">{t('people:me')}</Badge> : null}{' '}
      {person.removed ? <Badge state="pause">{t('people:removed')}</Badge> : null}
    </span>
  );
}
