/** The program's channels between main and page; the preload knows the same names. */
/** Page → main, with an answer: the shell's own calls. */
export const SHELL_CHANNEL = 'youshao:shell';
/** Main → page: a MessagePort into the engine comes with it. */
export const PORT_CHANNEL = 'youshao:port';
/** Main → page: topic messages of the bridge itself. */
export const BRIDGE_CHANNEL = 'youshao:bridge';
