// One answer of the page's server, in pieces: a client that takes none of them for a while is cut off.
import type { ServerResponse } from "node:http";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml",
};

/** The same as the page's own meta element, and what only a header can say. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PIECE_BYTES = 65_536;
/** Shorter ones fit into one packet of TCP as they are. */
const WORTH_IT_BYTES = 1400;

/** What a body can be sent as, the smallest first. Brotli's best takes seconds for an image. */
const ENCODINGS: readonly (readonly [name: string, encode: (body: Uint8Array) => Uint8Array])[] = [
  ["br", (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
  ["gzip", (body) => gzipSync(body)],
];

/** Does an Accept-Encoding (RFC 9110, 12.5.3) name it, and not with a weight of 0? */
function accepts(accepted: string, name: string): boolean {
  const named = accepted
    .toLowerCase()
    .split(",")
    .map((part) => part.trim().split(/\s*;\s*/));
  return named.some(([coding, weight = "q=1"]) => coding === name && !/^q=0(\.0*)?$/.test(weight));
}

export interface Answer {
  status: number;
  /** As in the name of a file: "html". */
  type: string;
  body: Uint8Array;
  /** A client that takes no piece for so many milliseconds is cut off, whatever it sends meanwhile. */
  unreadMs: number;
}

export function answer(response: ServerResponse, { status, type, body: plain, unreadMs }: Answer): void {
  const accepted = String(response.req.headers["accept-encoding"] ?? "");
  const coding =
    plain.length < WORTH_IT_BYTES ? undefined : ENCODINGS.find(([name]) => accepts(accepted, name));
  const body = coding === undefined ? plain : coding[1](plain);
  response.writeHead(status, {
    "content-type": TYPES[type] ?? "text/plain; charset=utf-8",
    ...(coding !== undefined && { "content-encoding": coding[0] }),
    vary: "accept-encoding",
    "content-length": body.length,
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
  });
  const unread = setTimeout(() => response.destroy(), unreadMs);
  response.once("close", () => clearTimeout(unread));
  let written = 0;
  const writeOn = (): void => {
    unread.refresh();
    while (written < body.length) {
      const piece = body.subarray(written, written + PIECE_BYTES);
      written += piece.length;
      if (!response.write(piece)) {
        response.once("drain", writeOn);
        return;
      }
    }
    response.end();
  };
  writeOn();
}
