import type { BrowserWindow } from 'electron';
import { app, ipcMain, Menu, powerMonitor } from 'electron';
import type { EngineStart, PowerState } from '#main/ipc/engine-link.ts';
import { systemIds } from '#main/platform/ids.ts';
import type { Log } from '#main/platform/log.ts';
import type { Clock } from '#main/platform/clock.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { BRIDGE_CHANNEL, PORT_CHANNEL, SHELL_CHANNEL } from '#main/preload/channels.ts';
import type { BRIDGE_TOPICS } from '#shared/contract/shell.ts';
import { serveApp } from './app-protocol.ts';
import { CloseGuard } from './close-guard.ts';
import { offerEditMenu } from './edit-menu.ts';
import { EngineProcess } from './engine-process.ts';
import { openKeystore } from './keystore.ts';
import type { Keystore } from './keystore.ts';
import { watchPage } from './page-health.ts';
import type { Places } from './places.ts';
import { isTestRuntime } from './places.ts';
import { createGuardedSession } from './session-guard.ts';
import { createShellCalls } from './shell-calls.ts';
import { createWindow, guardContents } from './window.ts';
import { watchWindowState } from './window-actions.ts';

export type ProgramPorts = { readonly places: Places; readonly log: Log; readonly clock: Clock };

/** The running desktop program: one engine, one window, and the wires between them. */
export class Program {
  readonly #ports: ProgramPorts;
  readonly #keystore: Keystore;
  readonly #engine: EngineProcess;
  readonly #closing = new CloseGuard();
  #window: BrowserWindow | undefined;
  #isPageLoaded = false;
  #hasDrained = false;

  constructor(ports: ProgramPorts) {
    this.#ports = ports;
    this.#keystore = openKeystore(ports.places.userData, ports.log);
    this.#engine = this.#createEngine();
  }

  /** Called once, when Electron is ready. */
  start(): void {
    Menu.setApplicationMenu(null);
    app.on('web-contents-created', (_event, contents) => guardContents(contents, this.#ports.log));
    this.#wireChannels();
    this.#wirePower();
    this.#engine.start();
    this.#openWindow();
    app.on('second-instance', () => this.#showWindow());
    app.on('activate', () => this.#showWindow());
    app.on('window-all-closed', () => app.quit());
    app.on('before-quit', () => this.#closing.quitting());
    app.on('will-quit', (event) => this.#drainFirst(event));
  }

  #createEngine(): EngineProcess {
    const { places, log, clock } = this.#ports;
    return new EngineProcess({
      modulePath: places.engine,
      start: () => engineStart(places, this.#keystore),
      log,
      timers: systemTimers,
      now: () => clock.monotonic(),
      listener: {
        onReady: () => this.#sendPort(),
        onStopped: () => this.#tell('bridge.disconnected', {}),
        onFailed: () => this.#tell('engine.failed', {}),
        onSecret: (change) => {
          if (change.kind === 'secret-write') this.#keystore.write(change.name, change.secret);
          else this.#keystore.remove(change.name);
          this.#engine.secretKept(change.ticket);
        },
      },
    });
  }

  #openWindow(): void {
    const { places, log, clock } = this.#ports;
    const allowTools = !app.isPackaged;
    const session = createGuardedSession(log, { allowTools });
    serveApp(session, places.renderer);
    const window = createWindow({
      session,
      preload: places.preload,
      userDataFolder: places.userData,
      log,
      allowTools,
    });
    this.#window = window;
    watchPage(window, log, () => clock.monotonic());
    offerEditMenu(window);
    this.#givePorts(window);
    watchWindowState(window, (state) => this.#tell('window.changed', state));
    window.on('close', (event) => {
      const { webContents } = window;
      if (this.#closing.mayClose(!webContents.isDestroyed() && !webContents.isCrashed())) return;
      event.preventDefault();
      this.#tell('window.closing', {});
    });
    window.on('closed', () => {
      this.#closing.hold(0);
      this.#window = undefined;
    });
  }

  /** Each load of the page gets a port of its own, exactly one for each life of the engine. */
  #givePorts({ webContents }: BrowserWindow): void {
    this.#isPageLoaded = false;
    webContents.on('did-start-loading', () => {
      this.#isPageLoaded = false;
    });
    webContents.on('dom-ready', () => {
      this.#isPageLoaded = true;
      this.#sendPort();
    });
  }

  #wireChannels(): void {
    const { log } = this.#ports;
    const answer = createShellCalls({
      window: () => this.#window,
      hasKeystore: this.#keystore.isAvailable,
      restartEngine: () => this.#engine.restart(),
      holdClose: (pending) => this.#closing.hold(pending),
      timers: systemTimers,
      ids: systemIds(),
      log,
    });
    ipcMain.handle(SHELL_CHANNEL, answer);
  }

  #wirePower(): void {
    const pass = (state: PowerState) => (): void => this.#engine.power(state);
    powerMonitor.on('suspend', pass('suspend'));
    powerMonitor.on('resume', pass('resume'));
    powerMonitor.on('lock-screen', pass('lock-screen'));
    powerMonitor.on('unlock-screen', pass('unlock-screen'));
  }

  #sendPort(): void {
    const contents = this.#window?.webContents;
    if (!contents || contents.isDestroyed() || !this.#isPageLoaded) return;
    const port = this.#engine.connect();
    if (port) contents.postMessage(PORT_CHANNEL, null, [port]);
  }

  #tell(topic: (typeof BRIDGE_TOPICS)[number], payload: unknown): void {
    const contents = this.#window?.webContents;
    if (contents && !contents.isDestroyed()) contents.send(BRIDGE_CHANNEL, { topic, payload });
  }

  #showWindow(): void {
    if (!this.#window) return this.#openWindow();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  #drainFirst(event: { preventDefault(): void }): void {
    if (this.#hasDrained) return;
    event.preventDefault();
    this.#hasDrained = true;
    // Not within this event: a quit asked for while it is being refused is lost.
    void this.#engine
      .stop()
      .then(() => systemTimers.yieldToLoop())
      .finally(() => app.quit());
  }
}

function engineStart(places: Places, keystore: Keystore): EngineStart {
  return {
    userDataFolder: places.userData,
    ledgerFolder: places.ledgerFolder,
    logsFolder: places.logs,
    documentsFolder: app.getPath('documents'),
    nativeBinding: places.nativeBinding,
    workersFolder: places.workers,
    migrationsFolder: places.migrations,
    appVersion: app.getVersion(),
    isTestRuntime: isTestRuntime(),
    isPackaged: app.isPackaged,
    keystore: keystore.isAvailable ? keystore.readAll() : null,
  };
}
