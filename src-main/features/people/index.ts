export { addPerson, findPerson, foldPersonOp, listPeople } from './people.ts';
export type { Person } from './people.ts';
