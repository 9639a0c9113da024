import { api, read } from '#renderer/api/client.ts';
import { asCallError } from '#renderer/api/call-error.ts';
import { shell } from '#renderer/api/shell.ts';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { text } from '#renderer/i18n/text.ts';
import { findPending, importsStore, removePending, updatePending } from './imports-store.ts';
import { choiceToSend, isOneClick, lookOf, newPending, withInspection, withPlace } from './pending-file.ts';
import type { ImportSource, PendingFile, Place } from './pending-file.ts';

let lastId = 0;
let inspecting = false;

const nameOf = (path: string) => path.split(/[/\\]/).at(-1) ?? path;
const isListed = (path: string) => importsStore.getState().pending.some((file) => 'path' in file.source && file.source.path === path);

/** Puts files on the list and looks at them one after the other. */
export function addPaths(paths: readonly string[]): void {
  add(paths.filter((path) => path !== '' && !isListed(path)).map((path) => ({ name: nameOf(path), source: { path } })));
}

export function addText(words: string): void {
  add([{ name: text('imports:pasted'), source: { text: words } }]);
}

function add(items: readonly { name: string; source: ImportSource }[]): void {
  const files = items.map(({ name, source }) => newPending(`pending-${++lastId}`, name, source));
  const [first] = files;
  if (first === undefined) return;
  importsStore.setState(({ pending, selected }) => {
    const isShowing = selected !== null && 'pending' in selected;
    return { pending: [...pending, ...files], selected: isShowing ? selected : { pending: first.id } };
  });
  void inspectWaiting();
}

async function inspectWaiting(): Promise<void> {
  if (inspecting) return;
  inspecting = true;
  for (let file = nextToInspect(); file !== undefined; file = nextToInspect()) await inspect(file);
  inspecting = false;
}

const nextToInspect = () => importsStore.getState().pending.find((file) => file.stage === 'inspecting');

async function inspect(file: PendingFile): Promise<void> {
  const { id } = file;
  try {
    const inspection = await read(api.imports.inspect, lookOf(file));
    // A place chosen meanwhile asks for another look.
    updatePending(id, (now) => (now.place === file.place ? withInspection(now, inspection, presentMoment()) : now));
  } catch (thrown) {
    updatePending(id, (file) => ({ ...file, stage: 'failed', error: asCallError(thrown) }));
  }
}

/** Looks at the file again with another sheet or heading row: preview and columns are made anew. */
export function choosePlace(id: string, place: Place): void {
  updatePending(id, (file) => (file.stage === 'ready' || file.stage === 'failed' ? withPlace(file, place) : file));
  void inspectWaiting();
}

/** Looks at a refused file once more, after it was closed elsewhere or put back. */
export function inspectAgain(id: string): void {
  updatePending(id, (file) => ({ ...file, stage: 'inspecting', error: null }));
  void inspectWaiting();
}

function requestOf(file: PendingFile) {
  return { source: file.source, kind: file.kind, asOf: file.asOf ?? presentMoment(), ...choiceToSend(file) };
}

/** Reads all rows and says what an import would do; writes nothing. */
export async function tryRun(id: string): Promise<void> {
  const file = findPending(id);
  if (file?.stage !== 'ready') return;
  updatePending(id, (before) => ({ ...before, stage: 'trying', error: null }));
  try {
    const trial = await api.imports.dryRun(requestOf(file));
    updatePending(id, (before) => ({ ...before, stage: 'ready', trial }));
  } catch (thrown) {
    updatePending(id, (before) => ({ ...before, stage: 'ready', error: asCallError(thrown) }));
  }
}

/** Starts the import; from then on it stands in the history, with its progress. */
export async function start(id: string): Promise<void> {
  const file = findPending(id);
  if (file?.stage !== 'ready') return;
  updatePending(id, (before) => ({ ...before, stage: 'starting', error: null }));
  try {
    const { fileId } = await api.imports.start(requestOf(file));
    removePending(id, { file: fileId });
  } catch (thrown) {
    updatePending(id, (before) => ({ ...before, stage: 'ready', error: asCallError(thrown) }));
  }
}

/** All files that need no person's look, in their order. */
export async function startAll(): Promise<void> {
  const ready = importsStore.getState().pending.filter((file) => isOneClick(file, presentMoment()));
  for (const file of ready) await start(file.id);
}

export async function chooseFiles(): Promise<void> {
  const { paths } = await shell('choose-files', { filter: 'imports', multiple: true, title: text('imports:choose') });
  addPaths(paths);
}
