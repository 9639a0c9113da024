import { Menu } from '@mantine/core';
import { IconBookmark, IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { ConfirmDialog } from '#renderer/features/confirm/ConfirmDialog.tsx';
import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { IconButton } from '#renderer/ui/controls/Button.tsx';
import css from './Queue.module.css';
import { definitionNow, openSaved } from './open-view.ts';
import type { SavedView } from './open-view.ts';
import { focusGrid } from './queue-moves.ts';
import { queueStore } from './queue-store.ts';

const failed = (error: unknown) => queueStore.setState({ error });

/** Views of one's own, in one's own order, with live counts. */
export function SavedViews({ onOpen }: { onOpen: () => void }) {
  const t = useText();
  const keyOf = useKeyCaps();
  const views = useQueryOf(api.views.list, {}).data?.views ?? [];
  const counts = useQueryOf(api.views.counts, {}, { enabled: views.length > 0 }).data?.counts;
  const saveView = () => queueStore.setState({ dialog: { kind: 'save-view', viewId: null } });
  return (
    <>
      <h3 className={css['savedHead']}>
        {t('queue:saved.title')}
        <IconButton label={t('queue:saved.save')} keyCap={keyOf('queue.view-save')} onClick={saveView}>
          <IconPlus size={14} aria-hidden />
        </IconButton>
      </h3>
      {views.map((view, position) => (
        <SavedViewLine
          key={view.id}
          view={view}
          count={counts?.[view.id]}
          ids={views.map(({ id }) => id)}
          position={position}
          onOpen={onOpen}
        />
      ))}
    </>
  );
}

type LineProps = { view: SavedView; count: number | undefined; ids: readonly string[]; position: number; onOpen: () => void };

function SavedViewLine({ view, count, ids, position, onOpen }: LineProps) {
  const isOpen = queueStore((state) => state.savedViewId === view.id);
  const { name } = view.definition;
  return (
    <div className={css['saved']}>
      <button
        type="button"
        aria-pressed={isOpen}
        title={name}
        className={classNames(css['main'], isOpen && css['on'])}
        onClick={() => {
          openSaved(view);
          onOpen();
        }}
      >
        <IconBookmark size={14} stroke={2} aria-hidden />
        <span className={css['savedName']}>{name}</span>
        <span className={css['count']}>{count === undefined ? '' : formatCount(count)}</span>
      </button>
      <SavedViewMenu view={view} ids={ids} position={position} />
    </div>
  );
}

function moved(ids: readonly string[], position: number, step: -1 | 1): string[] {
  const order = [...ids];
  const [id] = order.splice(position, 1);
  if (id !== undefined) order.splice(position + step, 0, id);
  return order;
}

function SavedViewMenu({ view, ids, position }: Omit<LineProps, 'count' | 'onOpen'>) {
  const t = useText();
  const [removing, setRemoving] = useState(false);
  const { id, definition } = view;
  const reorder = (step: -1 | 1) => void api.views.reorder({ ids: moved(ids, position, step) }).catch(failed);
  const remove = async () => {
    setRemoving(false);
    try {
      await api.views.remove({ id });
      if (queueStore.getState().savedViewId === id) queueStore.setState({ savedViewId: null });
    } catch (error) {
      failed(error);
    }
    focusGrid();
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t('queue:saved.more', { name: definition.name })}>
            <IconDots size={14} aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => queueStore.setState({ dialog: { kind: 'rename-view', viewId: id } })}>
            {t('queue:saved.rename')}
          </Menu.Item>
          <Menu.Item onClick={() => void api.views.save({ id, definition: definitionNow(definition.name) }).catch(failed)}>
            {t('queue:saved.update')}
          </Menu.Item>
          <Menu.Item disabled={position === 0} onClick={() => reorder(-1)}>
            {t('queue:saved.up')}
          </Menu.Item>
          <Menu.Item disabled={position === ids.length - 1} onClick={() => reorder(1)}>
            {t('queue:saved.down')}
          </Menu.Item>
          <Menu.Item onClick={() => setRemoving(true)}>{t('queue:saved.remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {removing ? (
        <ConfirmDialog
          title={t('queue:saved.remove')}
          confirmLabel={t('queue:saved.remove')}
          danger
          onConfirm={() => void remove()}
          onClose={() => setRemoving(false)}
        >
          {t('queue:saved.removeHint', { name: definition.name })}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
