import css from './MailNumber.module.css';
import { groupMailNumber } from './mail-number.ts';

/** Grouped by margins only: selected and copied text has no gaps. */
export function MailNumber({ mailNo }: { mailNo: string }) {
  return (
    <span className={css['number']}>
      {groupMailNumber(mailNo).map((group, index) => (
        <i key={index}>{group}</i>
      ))}
    </span>
  );
}
