/** Elements that were given a title here, so that another text takes another title. */
const given = new WeakSet<HTMLElement>();

/** A text cut with dots shows itself whole when the pointer rests on it. Once at start. */
export function startOverflowTitles(page: Document): void {
  page.addEventListener('pointerover', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    for (let element: HTMLElement | null = target, depth = 0; element !== null && depth < 3; element = element.parentElement, depth += 1) {
      if (element.title === '' || given.has(element)) retitle(element);
    }
  });
}

function retitle(element: HTMLElement): void {
  const isCut = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).textOverflow === 'ellipsis';
  if (isCut) {
    element.title = element.innerText.trim();
    given.add(element);
  } else if (given.delete(element)) element.removeAttribute('title');
}
