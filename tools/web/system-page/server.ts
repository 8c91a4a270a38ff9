// Serves a system's page on this computer, gives it the names and passwords of its users,
// and passes its WebSockets on.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Files } from "../../files/file-archive.ts";
import { answer } from "../answer.ts";
import { OneAtATime } from "../one-at-a-time.ts";
import { pageRefusal } from "../own-page.ts";

export interface SystemPage {
  files: Files;
  names: readonly string[];
  /** The password of now for one of these names. */
  secret: (name: string) => string;
  /** Given each request for a WebSocket of the page. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

const HOST = "127.0.0.1";
const UNREAD_MS = 30_000;

/** Rejects where the port cannot be had; 0 takes a free one. */
export async function serveSystemPage(
  page: SystemPage,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const oneAtATime = new OneAtATime();
  const sockets = new Set<Duplex>();
  let url = "";
  const server = createServer((request, response) => {
    if (!oneAtATime.admits(request, response)) return;
    const { status, type, body } = replyTo(request, page, url);
    answer(response, { status, type, body: Buffer.from(body), unreadMs: UNREAD_MS });
  });
  server.on("upgrade", (request, socket, head) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => {});
    const isOwn =
      request.headers.origin !== undefined && pageRefusal(request, "mqtt", HOST, url) === undefined;
    // Another page may open a WebSocket anywhere, and says so in its origin.
    if (isOwn) page.upgrade(request, socket, head);
    else socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, resolve);
  });
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Reply {
  status: number;
  type: string;
  body: string | Uint8Array;
}

function replyTo(request: IncomingMessage, { files, names, secret }: SystemPage, url: string): Reply {
  const { pathname, searchParams } = addressOf(request);
  const path = pathname.slice(1);
  const refusal = pageRefusal(request, path, HOST, url);
  if (refusal !== undefined) return { status: refusal.status, type: "txt", body: refusal.text };
  if (request.method !== "GET") return { status: 405, type: "txt", body: "Only GET is served." };
  const file = files.get(path === "" ? "index.html" : path);
  if (file !== undefined)
    return { status: 200, type: path === "" ? "html" : path.slice(path.lastIndexOf(".") + 1), body: file };
  if (path === "names") return { status: 200, type: "json", body: JSON.stringify(names) };
  const name = searchParams.get("name") ?? "";
  if (path !== "secret" || !names.includes(name))
    return { status: 404, type: "txt", body: "There is no such file or name." };
  return { status: 200, type: "txt", body: secret(name) };
}

function addressOf({ url = "/" }: IncomingMessage): URL {
  return URL.canParse(url, "http://page") ? new URL(url, "http://page") : new URL("http://page/?");
}
