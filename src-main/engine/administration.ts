/** People, clients, proofs and copies of a ledger, for the command line. */
export { listClients } from '../features/clients/index.ts';
export { addPerson, listPeople } from '../features/people/index.ts';
export { eraseMail, tryErase } from '../features/retention/index.ts';
export { verifyLedger } from '../features/verification/index.ts';
export { addPersonWithPin, exportKey } from './authorisation.ts';
export { backUpWorkspace, restoreWorkspace } from './backups.ts';
