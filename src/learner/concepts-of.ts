/**
 * The concepts that a question asks about: those that list its section, else
 * those that list its whole lesson.
 *
 * @param section `lesson-slug` or `lesson-slug#heading-id`
 */
export function conceptsOf<Concept extends { sections: readonly string[] }>(
  section: string,
  concepts: readonly Concept[],
): Concept[] {
  const listing = (wanted: string) => concepts.filter(({ sections }) => sections.includes(wanted));
  const exact = listing(section);
  return exact.length > 0 ? exact : listing(section.replace(/#.*$/, ''));
}
