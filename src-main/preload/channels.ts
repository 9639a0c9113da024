/** The program's few channels between main and page; the preload knows the same names. */
export const SHELL_CHANNEL = 'youshao:shell';
/** Main → page: a MessagePort into the engine comes with it. */
export const PORT_CHANNEL = 'youshao:port';
/** Main → page: topic messages of the bridge itself. */
export const BRIDGE_CHANNEL = 'youshao:bridge';
/** Page → main: the page has loaded and wants a port. */
export const CONNECT_CHANNEL = 'youshao:connect';
