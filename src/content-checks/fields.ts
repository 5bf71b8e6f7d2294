import { z } from 'astro/zod';
import { isTransportId, TRANSPORT_IDS, type TransportId } from '../contract/transports.ts';

/** Fields that more than one schema has, with the sentence a wrong value gets. */

export const kebab = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case: lower-case letters, digits and hyphens');

export const textOr = (missing: string) =>
  z
    .string({
      error: ({ input }) => (input === undefined ? missing : 'must be text; put it in quotes'),
    })
    .trim()
    .min(1, 'must not be empty');

export const sentence = textOr('is missing');

export const transport = z.custom<TransportId>(isTransportId, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not a transport; the transports are ${TRANSPORT_IDS.join(', ')}`,
});

/** Where a lesson teaches it: `lesson-slug` or `lesson-slug#heading-id`; the build checks that it exists. */
export const section = z
  .string()
  .regex(/^[a-z0-9-]+(#[a-z0-9-]+)?$/, 'must be lesson-slug or lesson-slug#heading-id');

export const source = z.object({
  /** As a reader would cite it, for example `RFC 9112 §7.1`. */
  label: sentence,
  href: z.url({ protocol: /^https$/, error: 'must be an https address' }),
});

export const LEVELS = ['core', 'senior', 'staff'] as const;
