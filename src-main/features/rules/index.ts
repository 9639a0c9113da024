export { rulesAt, rulesOfVersion } from './reader.ts';
export { getVersion, listSavedVersions, listVersions, saveVersion, withdrawVersion } from './version-store.ts';
