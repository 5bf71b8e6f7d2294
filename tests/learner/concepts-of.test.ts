import { expect, it } from 'vitest';
import { conceptsOf } from '../../src/learner/concepts-of.ts';

const lesson = { id: 'lesson', sections: ['polling'] };
const section = { id: 'section', sections: ['polling#sums', 'websockets'] };
const other = { id: 'other', sections: ['polling#sums'] };
const concepts = [lesson, section, other];

it.each([
  ['polling#sums', [section, other]],
  ['polling#wins', [lesson]],
  ['polling', [lesson]],
  ['websockets#frames', [section]],
  ['fetch', []],
])('a question on %s asks about the concepts that list it, or else its lesson', (place, found) => {
  expect(conceptsOf(place, concepts)).toEqual(found);
});
