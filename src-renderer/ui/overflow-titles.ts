/** Elements that were given a title here, so that another text takes another title. */
const given = new WeakSet<HTMLElement>();

/** The pointer rests: the browser itself waits longer before it shows a title. */
const REST_MS = 120;

/**
 * A text cut with dots shows itself whole when the pointer rests on it. Once at start. While rows
 * scroll under the pointer nothing is measured.
 */
export function startOverflowTitles(page: Document): void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  page.addEventListener('pointerover', ({ target }) => {
    clearTimeout(resting);
    if (target instanceof HTMLElement) resting = setTimeout(retitleAround, REST_MS, target);
  });
}

function retitleAround(target: HTMLElement): void {
  for (let element: HTMLElement | null = target, depth = 0; element !== null && depth < 3; element = element.parentElement, depth += 1) {
    if (element.title === '' || given.has(element)) retitle(element);
  }
}

function retitle(element: HTMLElement): void {
  const isCut = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).textOverflow === 'ellipsis';
  if (isCut) {
    element.title = element.innerText.trim();
    given.add(element);
  } else if (given.delete(element)) element.removeAttribute('title');
}
