import { describe, expect, it } from 'vitest';
import type { EngineStart, ParentPort, PowerState, ShellSecretStore, ToEngine, ToShell } from './engine-link.ts';
import { serveShell } from './engine-link.ts';
import type { PortLike } from './transport-port.ts';

const options: EngineStart = {
  userDataFolder: '/p',
  ledgerFolder: null,
  logsFolder: '/p/logs',
  documentsFolder: '/p',
  nativeBinding: null,
  workersFolder: '/w',
  migrationsFolder: '/m',
  appVersion: '0.1.0',
  isTestRuntime: true,
  isPackaged: false,
  keystore: { kept: Buffer.from('secret').toString('base64') },
};
const port: PortLike = { on: () => undefined, postMessage: () => undefined, start: () => undefined, close: () => undefined };

function setUp() {
  const posted: ToShell[] = [];
  let deliver: (event: { data: unknown; ports: PortLike[] }) => void = () => undefined;
  const parent: ParentPort = {
    on: (_event, listener) => {
      deliver = listener;
    },
    postMessage: (message) => posted.push(message),
  };
  const events: string[] = [];
  let start: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  let secrets: ShellSecretStore | undefined;
  serveShell(parent, async (_options, store) => {
    secrets = store;
    await started;
    return {
      connect: () => void events.push('connect'),
      power: (state: PowerState) => void events.push(state),
      drain: () => Promise.resolve(void events.push('drain')),
    };
  });
  const send = (data: ToEngine, ports: PortLike[] = []): void => deliver({ data, ports });
  const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  return { send, posted, events, start: () => start(), settle, secrets: () => secrets };
}

describe('the link between shell and engine', () => {
  it('says when the engine is ready and lets ports wait until then', async () => {
    const { send, posted, events, start, settle } = setUp();
    send({ kind: 'start', options });
    send({ kind: 'connect' }, [port]);
    await settle();
    expect([posted, events]).toEqual([[], []]);
    start();
    await settle();
    expect(posted).toEqual([{ kind: 'ready' }]);
    expect(events).toEqual(['connect']);
  });

  it('passes power events and answers when all work is drained', async () => {
    const { send, posted, events, start, settle } = setUp();
    start();
    send({ kind: 'start', options });
    send({ kind: 'power', state: 'resume' });
    send({ kind: 'drain' });
    await settle();
    expect(events).toEqual(['resume', 'drain']);
    expect(posted.at(-1)).toEqual({ kind: 'drained' });
  });

  it('reads secrets it was handed, and settles when changes are on disk', async () => {
    const { send, posted, secrets, settle } = setUp();
    send({ kind: 'start', options });
    const store = secrets();
    expect(store?.read('kept')?.toString()).toBe('secret');
    expect(store?.read('other')).toBeUndefined();
    store?.write('other', Buffer.from('new'));
    let isSettled = false;
    void store?.settled().then(() => {
      isSettled = true;
    });
    await settle();
    expect(isSettled).toBe(false);
    expect(posted).toEqual([{ kind: 'secret-write', ticket: 1, name: 'other', secret: Buffer.from('new').toString('base64') }]);
    send({ kind: 'secret-kept', ticket: 1 });
    await settle();
    expect(isSettled).toBe(true);
    expect(store?.read('other')?.toString()).toBe('new');
  });

  it('has no keystore when the shell found none', () => {
    const { send, secrets } = setUp();
    send({ kind: 'start', options: { ...options, keystore: null } });
    expect(secrets()?.isAvailable()).toBe(false);
    expect(() => secrets()?.write('x', Buffer.from('y'))).toThrow('no keystore');
  });
});
