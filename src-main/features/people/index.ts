export { addPerson, changePerson, findPerson, listPeople } from './people.ts';
export type { Person } from '#shared/domain/people/person.ts';
export { presentPeopleById } from './aliases.ts';
export { foldAllPeople, refoldPerson } from './refold.ts';
