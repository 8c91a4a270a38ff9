// The clients that the page's server answers: those that ask for it by a name of this computer. Anybody may
// have a name of their own lead to it (DNS rebinding), and a page under that name would read what is served;
// another page may not set it to work either.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";

export interface PageRefusal {
  status: 400 | 403 | 421;
  text: string;
}

/**
 * Why a request is not answered; `undefined` when it is. `path`: what it asks for, "" for the page;
 * `listening`: the address that the server was given; `url`: its own.
 */
export function pageRefusal(
  { headers, headersDistinct }: IncomingMessage,
  path: string,
  listening: string,
  url: string,
): PageRefusal | undefined {
  const { host = "", origin } = headers;
  // Of several Node takes the first, and others may take the last (RFC 9112, 3.2).
  if ((headersDistinct.host?.length ?? 0) > 1)
    return { status: 400, text: "A request names one host; this one names several." };
  if (!isOwnName(nameIn(host), listening))
    return { status: 421, text: `This server has no page of that name; its page is at ${url}.` };
  const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  if (!isOwn || (isFromElsewhere(headers) && !(path === "" && followsLink(headers))))
    return { status: 403, text: `Only the page at ${url} is answered, and no other page.` };
  return undefined;
}

/** The name in a Host header, without its port and without the brackets of an address. */
function nameIn(host: string): string {
  const [, inBrackets, name = ""] = /^(?:\[([^\]]*)\]|([^:@/]*?)\.?)(?::\d*)?$/.exec(host) ?? [];
  return (inBrackets ?? name).toLowerCase();
}

/** Nobody can have an address lead elsewhere, nor "localhost". */
function isOwnName(name: string, listening: string): boolean {
  if (isIP(name) !== 0 || name === "localhost") return true;
  const isForOthers = !["localhost", "127.0.0.1", "::1"].includes(listening);
  const own = hostname().toLowerCase();
  return isForOthers && [listening.toLowerCase(), own, `${own}.local`].includes(name);
}

/** Another page asks: by a script, a picture, a frame or a link. */
function isFromElsewhere(headers: IncomingHttpHeaders): boolean {
  return ["cross-site", "same-site"].includes(String(headers["sec-fetch-site"]));
}

/** In a window of its own, and not in a frame of another page. */
function followsLink(headers: IncomingHttpHeaders): boolean {
  return headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}
