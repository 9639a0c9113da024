import css from './Search.module.css';
import { partsOf } from './search-options.ts';
import type { Marked } from './search-options.ts';

/** A text with what was found in it marked. */
export function MarkedText({ marked }: { marked: Marked }) {
  return (
    <>
      {partsOf(marked).map((part, index) => (part.isMarked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>))}
    </>
  );
}

export function MarkedNumber({ marked }: { marked: Marked }) {
  return (
    <span className={css['number']}>
      <MarkedText marked={marked} />
    </span>
  );
}
