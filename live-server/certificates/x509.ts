/**
 * Loads the certificate library, which wants a Reflect with metadata before it: hence
 * the order, and hence not at the top of the files that use it.
 */
export async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return await import('@peculiar/x509');
}
