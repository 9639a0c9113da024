import { IconCircleCheck, IconExternalLink, IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { shell } from '#renderer/api/shell.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './SavedFile.module.css';

/** A file that was written: open it, or show it in its folder. */
export function OpenFileButtons({ path }: { path: string }) {
  const t = useText();
  return (
    <span className={css['buttons']}>
      <Button size="small" icon={<IconExternalLink size={14} aria-hidden />} onClick={() => void shell('open-path', { path })}>
        {t('common:open')}
      </Button>
      <Button size="small" icon={<IconFolderOpen size={14} aria-hidden />} onClick={() => void shell('show-in-folder', { path })}>
        {t('common:openFolder')}
      </Button>
    </span>
  );
}

export function SavedFile({ path, children }: { path: string; children: ReactNode }) {
  return (
    <p className={css['saved']} role="status">
      <IconCircleCheck size={16} aria-hidden />
      <span>{children}</span>
      <OpenFileButtons path={path} />
    </p>
  );
}
