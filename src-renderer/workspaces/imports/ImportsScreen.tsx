import { IconClipboardText, IconFileImport, IconFolderSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DragEvent } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { pathOf } from '#renderer/api/shell.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { navigation } from '#renderer/features/navigation/navigation.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { SplitPage } from '#renderer/ui/controls/SplitPage.tsx';
import { DropPlace } from './DropPlace.tsx';
import { FileDetail } from './FileDetail.tsx';
import { FileList } from './FileList.tsx';
import css from './Imports.module.css';
import { PasteDialog } from './PasteDialog.tsx';
import { PendingDetail } from './PendingDetail.tsx';
import { WatchDialog } from './WatchDialog.tsx';
import { useImportCommands } from './import-commands.ts';
import { PAGE_FILES } from './history-pages.ts';
import { addPaths, chooseFiles, startAll } from './import-acts.ts';
import { importsStore } from './imports-store.ts';
import type { ImportFile } from './imports-store.ts';
import { isOneClick } from './pending-file.ts';

const NO_FILES: readonly ImportFile[] = [];

/** Files of one drag; the whole screen takes them. */
function useDrop() {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        addPaths([...event.dataTransfer.files].map(pathOf));
      },
    },
  };
}

/** A file that another screen sent here (`path`). */
function useSentFile(): void {
  const path = navigation((state) => (state.route === '/imports' ? state.parameters['path'] : undefined));
  useEffect(() => {
    if (path !== undefined) addPaths([path]);
  }, [path]);
}

/** From files to rows in the ledger: look, confirm, try, import; and all that was imported. */
export function ImportsScreen() {
  const t = useText();
  const drop = useDrop();
  useSentFile();
  useImportCommands();
  const dialog = importsStore((state) => state.dialog);
  const page = importsStore((state) => state.page);
  const list = useQueryOf(api.imports.list, { limit: PAGE_FILES, offset: page * PAGE_FILES });
  const files = list.data?.files ?? NO_FILES;
  return (
    <div className={css['screen']} {...drop.handlers}>
      <SplitPage
        bar={<Bar />}
        sideLabel={t('imports:list')}
        side={<FileList files={files} total={list.data?.total ?? 0} error={list.error} onRetry={() => void list.refetch()} />}
      >
        <Detail files={files} />
      </SplitPage>
      {drop.over ? <div className={css['over']}>{t('imports:dropTitle')}</div> : null}
      {dialog === 'paste' ? <PasteDialog /> : null}
      {dialog === 'watch' ? <WatchDialog /> : null}
    </div>
  );
}

function Detail({ files }: { files: readonly ImportFile[] }) {
  const { selected, pending } = importsStore();
  const pendingFile = selected !== null && 'pending' in selected ? pending.find((file) => file.id === selected.pending) : undefined;
  const file = selected !== null && 'file' in selected ? files.find((one) => one.id === selected.file) : undefined;
  if (pendingFile !== undefined) return <PendingDetail key={pendingFile.id} file={pendingFile} />;
  if (file !== undefined) return <FileDetail key={file.id} file={file} />;
  return <DropPlace />;
}

function Bar() {
  const t = useText();
  const pending = importsStore((state) => state.pending);
  const ready = useClock((now) => pending.filter((file) => isOneClick(file, now)).length);
  return (
    <ViewBar
      title={t('screens:imports.title')}
      right={
        <>
          <Button icon={<IconFolderSearch size={16} aria-hidden />} onClick={() => importsStore.setState({ dialog: 'watch' })}>
            {t('imports:watch')}
          </Button>
          <Button icon={<IconClipboardText size={16} aria-hidden />} keyCap="V" onClick={() => importsStore.setState({ dialog: 'paste' })}>
            {t('imports:paste')}
          </Button>
          <Button
            look={ready > 0 || pending.length > 0 ? 'plain' : 'primary'}
            icon={<IconFileImport size={16} aria-hidden />}
            keyCap="O"
            onClick={() => void chooseFiles()}
          >
            {t('imports:choose')}
          </Button>
          {ready > 1 ? (
            <Button look="primary" onClick={() => void startAll()}>
              {t('imports:importAll', { count: ready })}
            </Button>
          ) : null}
        </>
      }
    />
  );
}
