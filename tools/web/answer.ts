// One answer of the page's server, in pieces: a client that takes none of them for a while is cut off.
import type { ServerResponse } from "node:http";

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

export interface Answer {
  status: number;
  /** As in the name of a file: "html". */
  type: string;
  body: Uint8Array;
  /** A client that takes no piece for so many milliseconds is cut off, whatever it sends meanwhile. */
  unreadMs: number;
}

export function answer(response: ServerResponse, { status, type, body, unreadMs }: Answer): void {
  response.writeHead(status, {
    "content-type": TYPES[type] ?? "text/plain; charset=utf-8",
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
