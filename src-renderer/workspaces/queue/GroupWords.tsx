import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import css from './Queue.module.css';
import { groupingStore } from './grouping.ts';

/** 「催派 · 岳塘投递部 23 件」 */
export function GroupWords({ head }: { head: number }) {
  const t = useText();
  const group = groupingStore((state) => state.groups.get(head));
  const isOpen = groupingStore((state) => state.unfolded.has(head));
  if (group === undefined) return null;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <span className={css['groupWords']}>
      <Chevron size={14} stroke={2} aria-hidden />
      <b>{t(`words:type.${group.type}`)}</b> · {group.organisation ?? t('queue:group.noPlace')}
      <span className={css['second']}>{t('common:unit.mails', { count: formatCount(group.count) })}</span>
    </span>
  );
}
