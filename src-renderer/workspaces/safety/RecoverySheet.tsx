import { IconPrinter } from '@tabler/icons-react';
import { createPortal } from 'react-dom';
import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { shell } from '#renderer/api/shell.ts';
import { usePerson } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatFull } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Safety.module.css';
import { recoveryGroups } from './recovery-groups.ts';

type Sheet = OutputOf<AppContract['session']['createRecovery']>;

/** The code on the screen, this once, and the page that goes to the printer. */
export function RecoverySheet({ sheet, onHide }: { sheet: Sheet; onHide: () => void }) {
  const t = useText();
  return (
    <div className={css['sheetBox']}>
      <p className={css['soon']}>{t('safety:recoveryShown')}</p>
      <Code code={sheet.code} />
      <div className={css['row']}>
        <Button look="primary" icon={<IconPrinter size={16} aria-hidden />} onClick={() => void shell('print', {})}>
          {t('safety:recoveryPrint')}
        </Button>
        <Button onClick={() => void shell('print-pdf', { suggestedName: `${t('safety:sheet.title')}.pdf`, landscape: false })}>
          {t('safety:recoveryPdf')}
        </Button>
        <Button look="quiet" onClick={onHide}>
          {t('safety:recoveryHide')}
        </Button>
      </div>
      {createPortal(<PrintedSheet sheet={sheet} />, document.body)}
    </div>
  );
}

function Code({ code }: { code: string }) {
  return (
    <ol className={css['code']}>
      {recoveryGroups(code).map((group, index) => (
        <li key={index}>
          <span>{index + 1}</span> <b>{group}</b>
        </li>
      ))}
    </ol>
  );
}

/** Seen on paper only; always in light colours. */
function PrintedSheet({ sheet }: { sheet: Sheet }) {
  const t = useText();
  const person = usePerson();
  return (
    <div className={css['printed']} data-mantine-color-scheme="light" data-print-sheet="" aria-hidden="true">
      <h1>{t('safety:sheet.title')}</h1>
      <p>
        {t('safety:sheet.ledger')}：{sheet.ledgerPath}
      </p>
      <p>
        {t('safety:sheet.made')}：{formatFull(sheet.createdAt)}　{t('safety:sheet.by')}：
        {person === null ? '' : `${person.name} ${person.staffNo}`}
      </p>
      <p>{t('safety:sheet.how')}</p>
      <Code code={sheet.code} />
      <p>{t('safety:sheet.warning')}</p>
    </div>
  );
}
