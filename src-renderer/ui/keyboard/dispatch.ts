import { create } from 'zustand';
import { commandFor, isBeginning, listCommands, runCommand } from './commands.ts';
import { belongsToInputMethod, watchComposition } from './composition.ts';
import { keyBindings } from './key-bindings.ts';
import { isModifierAlone, strokeName } from './key-match.ts';

const CHOICE_TYPES = new Set(['checkbox', 'radio', 'button', 'submit', 'range', 'file']);
/** Long enough for a slow second finger, short enough that a forgotten first one does not wait. */
const SECOND_STROKE_MS = 2000;

/** The first of two strokes while the second is awaited, else empty; the status bar shows it. */
export const firstStroke = create<{ readonly keys: string }>(() => ({ keys: '' }));

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

let forgetting: ReturnType<typeof setTimeout> | undefined;

function awaitSecond(keys: string): void {
  clearTimeout(forgetting);
  firstStroke.setState({ keys });
  if (keys !== '') forgetting = setTimeout(() => firstStroke.setState({ keys: '' }), SECOND_STROKE_MS);
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** A second stroke that means nothing is dropped with the first, so that no other command runs by mistake. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || belongsToInputMethod(event) || isModifierAlone(event.code)) return;
  const first = firstStroke.getState().keys;
  const keys = first === '' ? strokeName(event) : `${first} ${strokeName(event)}`;
  const inLayer = isInsideLayer(event.target) || document.querySelector('[aria-modal="true"]') !== null;
  const pressed = { keys, inLayer, typing: inLayer || isTypingTarget(event.target) };
  const commands = listCommands();
  const state = keyBindings.getState();
  const command = commandFor(commands, pressed, state);
  const isFirst = command === undefined && first === '' && isBeginning(commands, pressed, state);
  awaitSecond(isFirst ? keys : '');
  if (command === undefined && first === '' && !isFirst) return;
  take(event);
  // A key held down would act again and again, on one row after the other.
  if (command !== undefined && !event.repeat) runCommand(command, 'key');
}

/** A second stroke is heard before the widget that has the focus: it belongs to the first. */
function onSecondStroke(event: KeyboardEvent): void {
  if (firstStroke.getState().keys !== '') onKeyDown(event);
}

/** One key listener for the whole program; answers the function that removes it. */
export function startKeyDispatch(target: Window): () => void {
  const stopWatching = watchComposition(target);
  target.addEventListener('keydown', onSecondStroke, true);
  target.addEventListener('keydown', onKeyDown);
  return () => {
    stopWatching();
    awaitSecond('');
    target.removeEventListener('keydown', onSecondStroke, true);
    target.removeEventListener('keydown', onKeyDown);
  };
}
