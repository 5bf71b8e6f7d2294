import { getCollection } from 'astro:content';
import type { APIRoute } from 'astro';

/** Each recorded run as a file, for a panel without a live server. */
export async function getStaticPaths() {
  const captures = await getCollection('captures');
  return captures.map(({ id, data }) => ({ params: { id }, props: { data } }));
}

export const GET: APIRoute = ({ props }) => Response.json(props.data);
