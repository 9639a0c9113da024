import { describe, expect, it } from 'vitest';
import { belongsToInputMethod, watchComposition } from './composition.ts';

const later = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const plain = { isComposing: false, keyCode: 65 };

describe('input methods', () => {
  it('own strokes while they compose, by the event itself or by key code 229', () => {
    expect(belongsToInputMethod({ isComposing: true, keyCode: 65 })).toBe(true);
    expect(belongsToInputMethod({ isComposing: false, keyCode: 229 })).toBe(true);
    expect(belongsToInputMethod(plain)).toBe(false);
  });

  it('own the stroke that ends a composition, in either order of events', async () => {
    const target = new EventTarget();
    const stop = watchComposition(target);
    target.dispatchEvent(new Event('compositionstart'));
    expect(belongsToInputMethod(plain)).toBe(true);
    target.dispatchEvent(new Event('compositionend'));
    expect(belongsToInputMethod(plain)).toBe(true);
    await later();
    expect(belongsToInputMethod(plain)).toBe(false);
    stop();
  });

  it('are not released by the end of an earlier composition', async () => {
    const target = new EventTarget();
    const stop = watchComposition(target);
    target.dispatchEvent(new Event('compositionstart'));
    target.dispatchEvent(new Event('compositionend'));
    target.dispatchEvent(new Event('compositionstart'));
    await later();
    expect(belongsToInputMethod(plain)).toBe(true);
    target.dispatchEvent(new Event('compositionend'));
    await later();
    stop();
    expect(belongsToInputMethod(plain)).toBe(false);
  });
});
