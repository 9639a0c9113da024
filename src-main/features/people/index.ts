export { createPeopleHandlers } from './handlers.ts';
export type { PeopleKeys } from './handlers.ts';
export { addPerson, findPerson, foldPersonOp, listPeople, removePerson } from './people.ts';
export type { Person } from './people.ts';
