export { clientCodesOfTiers, clientNames, clientTiers, findClientCodes, keyClientTest } from './reader.ts';
export { applyClientRow, findClient, foldClient, listClients, saveClient, seeClient } from './writer.ts';
export type { StoredClient } from './writer.ts';
