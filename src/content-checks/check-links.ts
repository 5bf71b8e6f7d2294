/** A page as it was built: its address, for example `/lessons/polling/`, and its HTML. */
export interface BuiltPage {
  address: string;
  html: string;
}

/** Links within the site that lead nowhere: one sentence each, each link once a page. */
export function checkLinks(pages: readonly BuiltPage[], files: ReadonlySet<string>): string[] {
  const ids = new Map(pages.map(({ address, html }) => [address, idsIn(html)]));
  return pages.flatMap(({ address, html }) =>
    [...linksIn(html)].flatMap((href) => {
      const target = new URL(href, `http://site${address}`);
      if (target.host !== 'site') return [];
      const path = decodeURIComponent(target.pathname);
      const anchors = ids.get(path);
      if (!anchors) return files.has(path) ? [] : [noPage(address, href, path, ids)];
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (anchor === '' || anchors.has(anchor)) return [];
      return [
        `The page ${address} links to ${href}, and ${path} has nothing with the id "${anchor}"; mend the link or the heading.`,
      ];
    }),
  );
}

function noPage(
  address: string,
  href: string,
  path: string,
  ids: ReadonlyMap<string, unknown>,
): string {
  const advice = ids.has(`${path}/`) ? `write ${path}/ with a slash at its end` : 'mend the link';
  return `The page ${address} links to ${href}, which does not exist; ${advice}.`;
}

function idsIn(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => decode(id)));
}

function linksIn(html: string): Set<string> {
  const links = [...html.matchAll(/<(?:a|link)\b[^>]*?\shref="([^"]*)"/g)];
  return new Set(
    links.map(([, href = '']) => decode(href)).filter((href) => /^(?![a-z]+:)/i.test(href)),
  );
}

function decode(attribute: string): string {
  return attribute
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
