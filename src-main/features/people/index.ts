export { addPerson, findPerson, foldPersonOp, listPeople, removePerson } from './people.ts';
export type { Person } from './people.ts';
