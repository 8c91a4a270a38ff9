// Serves the page: its files from memory, and the catalogue and the images as the sources are when they are asked for.
import { createServer, type Server, type ServerResponse } from "node:http";
import { BuildError } from "../build/build-error.ts";
import { boardNames } from "../build/firmware.ts";
import { pageFiles } from "./bundle.ts";
import { type Choice, foldersOf, readCatalogue } from "./catalogue.ts";
import { imagePath, LUAS_OF_LFS, lfsPath } from "./catalogue-types.ts";
import { type Build, imageFile, lfsFile } from "./image-file.ts";
import { refusalOf } from "./own-page.ts";
import { CATALOGUE } from "./site-folder.ts";

export interface PageServer {
  /** Where it is: "http://localhost:8080/". */
  url: string;
  close(): Promise<void>;
}

export interface ServeOptions extends Choice {
  host: string;
  /** 0 for one that is free. */
  port: number;
  build: Build;
}

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

/** Serves until it is closed. Rejects when the port cannot be had, and for what the catalogue cannot be made of. */
export async function servePage(options: ServeOptions): Promise<PageServer> {
  const [files] = await Promise.all([pageFiles(), readCatalogue(options)]);
  const made = madeOnDemand(options);
  let url = "";
  const server = createServer(async ({ method, url: asked = "/", headers }, response) => {
    const path = decodePath(asked);
    const refusal = refusalOf(headers, options.host, url);
    if (refusal !== undefined) return answer(response, refusal.status, "txt", refusal.text);
    if (method !== "GET" && method !== "HEAD") return answer(response, 405, "txt", "Only GET is served.");
    const file = files.get(path === "" ? "index.html" : path);
    if (file !== undefined) return answer(response, 200, path === "" ? "html" : endOf(path), file);
    const make = made.get(path);
    if (make === undefined) return answer(response, 404, "txt", "There is no such file.");
    try {
      answer(response, 200, "json", JSON.stringify(await make()));
    } catch (error) {
      const isRefusal = error instanceof BuildError;
      const text = isRefusal
        ? error.message
        : "The image could not be built; the server's terminal says why.";
      if (!isRefusal) console.error(error);
      answer(response, isRefusal ? 422 : 500, "txt", text);
    }
  });
  await listen(server, options);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  url = `http://${shownHost(options.host)}:${port}/`;
  return { url, close: () => close(server) };
}

/** What is made anew each time, for its source may have been edited; the build keeps what it has built of the same source. */
function madeOnDemand(options: ServeOptions): ReadonlyMap<string, () => Promise<unknown>> {
  const makers = new Map<string, () => Promise<unknown>>([[CATALOGUE, () => readCatalogue(options)]]);
  for (const [name, folder] of foldersOf(options)) {
    for (const board of options.boards ?? boardNames()) {
      makers.set(imagePath(board, name), () => imageFile(options.build, folder, board));
      for (const kind of LUAS_OF_LFS)
        makers.set(lfsPath(board, name, kind), () => lfsFile(options.build, folder, board, kind));
    }
  }
  return makers;
}

function decodePath(url: string): string {
  try {
    return decodeURIComponent(new URL(url, "http://page").pathname.slice(1));
  } catch {
    return "?";
  }
}

function endOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function answer(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    "content-type": TYPES[type] ?? "text/plain; charset=utf-8",
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
  });
  response.end(body);
}

function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Browsers take an address as secure when it is loopback, and people know it by its name. */
function shownHost(host: string): string {
  if (host === "127.0.0.1" || host === "::1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
