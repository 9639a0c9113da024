import { commandFor, commandRegistry, listCommands } from './commands.ts';
import { belongsToInputMethod, watchComposition } from './composition.ts';

const CHOICE_TYPES = new Set(['checkbox', 'radio', 'button', 'submit', 'range', 'file']);

/** True where a typed letter becomes text or a choice, so single keys must stay away. */
export function isTypingTarget(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !CHOICE_TYPES.has(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Layers above the page own the keyboard while they are open. */
function isInsideLayer(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"],[role="menu"],[role="listbox"]') !== null;
}

/** One key listener for the whole program; answers the function that removes it. */
export function startKeyDispatch(target: Window): () => void {
  const stopWatching = watchComposition(target);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || belongsToInputMethod(event)) return;
    const typing = isTypingTarget(event.target) || isInsideLayer(event.target);
    const command = commandFor(listCommands(commandRegistry.getState()), event, typing);
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  };
  target.addEventListener('keydown', onKeyDown);
  return () => {
    stopWatching();
    target.removeEventListener('keydown', onKeyDown);
  };
}
