export { addPerson, changePerson, findPerson, listPeople } from './people.ts';
export type { Person } from '#shared/domain/people/person.ts';
export { foldPersonOp } from '#shared/domain/people/fold-person.ts';
export { refoldPerson } from './refold.ts';
