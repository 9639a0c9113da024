/** Second letters after G, by screen; what has no screen yet has no key. */
const SECOND_KEYS: Readonly<Record<string, string>> = {
  queue: 'KeyQ',
  tickets: 'KeyT',
  clients: 'KeyV',
  messages: 'KeyM',
  sync: 'KeyS',
  imports: 'KeyI',
  coverage: 'KeyC',
  exports: 'KeyE',
  search: 'KeyF',
  rules: 'KeyR',
  people: 'KeyP',
  audit: 'KeyA',
  safety: 'KeyD',
  settings: 'Comma',
};

/** Ctrl with the place in the rail, for the first nine; G and a letter, for all that have one. */
export function goKeys(screenId: string, place: number): readonly string[] {
  const second = SECOND_KEYS[screenId];
  return [...(place >= 1 && place <= 9 ? [`Ctrl+Digit${place}`] : []), ...(second === undefined ? [] : [`KeyG ${second}`])];
}
