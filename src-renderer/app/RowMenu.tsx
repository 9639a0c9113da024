import { useEffect, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { commandRegistry, listCommands } from '../ui/keyboard/commands.ts';
import { CommandMenu } from './CommandMenu.tsx';
import { createFocusKeeper } from './focus-keeper.ts';

type Place = { readonly left: number; readonly top: number };
const focus = createFocusKeeper();

/** The row that is meant: the one pointed at, or by the menu key the one under the grid's cursor. */
function rowOf(event: MouseEvent, grid: Element): Element | null {
  const pointed = event.target instanceof Element ? event.target.closest('[role="row"][aria-selected]') : null;
  const active = grid.getAttribute('aria-activedescendant');
  return pointed ?? (active === null ? null : document.querySelector(`[id="${active}"]`));
}

/** Makes the row the one that commands act on, unless it is one of the marked rows, which stay so. */
function point(row: Element): void {
  if (row.getAttribute('aria-selected') !== 'true' && row instanceof HTMLElement) row.click();
}

function placeOf(event: MouseEvent, row: Element): Place {
  const { left, bottom } = row.getBoundingClientRect();
  const isByKey = event.button !== 2;
  return isByKey ? { left: left + 40, top: bottom } : { left: event.clientX, top: event.clientY };
}

/** The menu of a row: right click, menu key, or Shift F10. */
export function RowMenu() {
  const t = useText();
  const [place, setPlace] = useState<Place | null>(null);
  const commands = listCommands(commandRegistry()).filter(({ menu }) => menu === 'row');
  const hasCommands = commands.length > 0;
  useEffect(() => {
    if (!hasCommands) return undefined;
    const onMenu = (event: MouseEvent) => {
      const grid = event.target instanceof Element ? event.target.closest('main [role="grid"]') : null;
      const row = grid === null ? null : rowOf(event, grid);
      if (grid === null || row === null) return;
      event.preventDefault();
      point(row);
      if (grid instanceof HTMLElement) grid.focus({ preventScroll: true });
      focus.keep();
      setPlace(placeOf(event, row));
    };
    window.addEventListener('contextmenu', onMenu);
    return () => window.removeEventListener('contextmenu', onMenu);
  }, [hasCommands]);

  const close = () => {
    setPlace(null);
    focus.giveBack();
  };
  const titles = [...new Set(commands.map(({ group }) => group))];
  const parts = titles.map((title, index) => ({ title, commands: commands.filter(({ group }) => group === title), folded: index > 0 }));
  return place === null ? null : (
    <CommandMenu label={t('keys:menu.rows')} opened onClose={close} parts={parts}>
      <span aria-hidden="true" style={{ position: 'fixed', left: place.left, top: place.top, width: 1, height: 1 }} />
    </CommandMenu>
  );
}
