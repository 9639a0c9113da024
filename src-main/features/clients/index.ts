export { clientCodesOfTiers, clientNames, clientTiers, findClientCodes, keyClientTest } from './reader.ts';
export { applyClientRow, findClient, listClients, saveClient, seeClient } from './writer.ts';
export type { StoredClient } from './writer.ts';
export { MAILS as CLIENT_MAIL_COUNTS, OPEN as CLIENT_OPEN_COUNTS } from './list-reader.ts';
export { refoldClient } from './refold.ts';
