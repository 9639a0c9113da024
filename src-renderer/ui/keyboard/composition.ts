/**
 * Tells whether an input method is composing. `isComposing` and `compositionend` come in
 * no reliable order between engines and methods, so the flag is released one task later.
 */
let composing = false;
let release: ReturnType<typeof setTimeout> | undefined;

function begin(): void {
  clearTimeout(release);
  composing = true;
}

function end(): void {
  clearTimeout(release);
  release = setTimeout(() => {
    composing = false;
  }, 0);
}

/** Follows compositions in a window (or element); answers the function that stops it. */
export function watchComposition(target: EventTarget): () => void {
  target.addEventListener('compositionstart', begin, true);
  target.addEventListener('compositionend', end, true);
  return () => {
    target.removeEventListener('compositionstart', begin, true);
    target.removeEventListener('compositionend', end, true);
  };
}

type ComposedEvent = { isComposing?: boolean; keyCode: number };

/** True when the stroke belongs to the input method and no shortcut may see it. */
export function belongsToInputMethod(event: ComposedEvent): boolean {
  return composing || event.isComposing === true || event.keyCode === 229;
}
