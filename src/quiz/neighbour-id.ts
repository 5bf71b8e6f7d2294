/** What the ids of the questions about one shape begin with, before the `~` of the change. */
export const NEIGHBOUR = 'shape';
