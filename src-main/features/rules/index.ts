export { rulesAt, rulesOfVersion } from './reader.ts';
export { noteUnseenCodes } from './unseen-codes.ts';
export { getVersion, listSavedVersions, listVersions, refoldRules, saveVersion, withdrawVersion } from './version-store.ts';
