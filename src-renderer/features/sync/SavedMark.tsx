import { IconCircleFilled, IconCircleHalf2, IconCircle, IconX } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './SavedMark.module.css';

type SavedState = 'local' | 'pending' | 'synced' | 'failed';

const ICONS: Readonly<Record<SavedState, ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>>> = {
  local: IconCircle,
  pending: IconCircleHalf2,
  synced: IconCircleFilled,
  failed: IconX,
};

/** How far one change has come: 已存本机, 待同步, 已同步, 失败. Never more than it is. */
export function SavedMark({ state }: { state: SavedState }) {
  const t = useText();
  const Icon = ICONS[state];
  return (
    <span className={classNames(css['mark'], css[state])}>
      <Icon size={10} stroke={2.5} aria-hidden />
      {t(`sync:mark.${state}`)}
    </span>
  );
}
