// Serves the page: its files from memory, and the catalogue and the images as the sources are when they are
// asked for.
import { createServer, type Server } from "node:http";
import { BuildError } from "../compiler/source/build-error.ts";
import { boardNames } from "../image/firmware/firmware.ts";
import { answer } from "./answer.ts";
import { pageFiles } from "./bundle.ts";
import { type Choice, catalogueFolders, readCatalogue } from "./catalogue.ts";
import { imagePath, LUAS_OF_LFS, lfsPath } from "./catalogue-types.ts";
import { type Build, imageFile, lfsFile } from "./image-file.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { pageRefusal } from "./own-page.ts";
import { CATALOGUE } from "./site-folder.ts";
import { NobodyWaitsError, TooManyWaitError, Turns } from "./turns.ts";

export interface PageServer {
  /** Its address: "http://localhost:8080/". */
  url: string;
  close(): Promise<void>;
}

export interface ServeOptions extends Choice {
  host: string;
  /** 0 for one that is free. */
  port: number;
  build: Build;
  /**
   * A client that takes nothing of its answer for so many milliseconds is cut off. Default: half a minute.
   */
  unreadMs?: number;
}

const UNREAD_MS = 30_000;

/**
 * Serves until it is closed. Rejects when the port cannot be had, and for sources that no catalogue can be
 * made of.
 */
export async function servePage(options: ServeOptions): Promise<PageServer> {
  const [files] = await Promise.all([pageFiles(), readCatalogue(options)]);
  const made = madeOf(options);
  const { unreadMs = UNREAD_MS } = options;
  const oneAtATime = new OneAtATime();
  let url = "";
  const server = createServer(async (request, response) => {
    if (!oneAtATime.admits(request, response)) return;
    const reply = (status: number, type: string, body: string | Uint8Array) =>
      answer(response, { status, type, body: typeof body === "string" ? Buffer.from(body) : body, unreadMs });
    const { method, url: target = "/" } = request;
    const path = decodePath(target);
    const refusal = pageRefusal(request, path, options.host, url);
    if (refusal !== undefined) return reply(refusal.status, "txt", refusal.text);
    if (method !== "GET" && method !== "HEAD") return reply(405, "txt", "Only GET is served.");
    const file = files.get(path === "" ? "index.html" : path);
    if (file !== undefined) return reply(200, path === "" ? "html" : endOf(path), file);
    const ask = made.get(path);
    if (ask === undefined) return reply(404, "txt", "There is no such file.");
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      reply(200, "json", await ask(gone.signal));
    } catch (error) {
      if (error instanceof NobodyWaitsError) return;
      const status = statusOf(error);
      if (status === 500) console.error(error);
      const text =
        status === 500
          ? "The image could not be built; the server's terminal says why."
          : (error as Error).message;
      reply(status, "txt", text);
    }
  });
  await listen(server, options);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  url = `http://${shownHost(options.host)}:${port}/`;
  return { url, close: () => close(server) };
}

/** Asks for a file in turn; `gone` is aborted when the asker has gone. */
type Ask = (gone: AbortSignal) => Promise<Uint8Array>;

/**
 * The catalogue and the images by their paths. They are made anew each time, for a source may have been
 * edited; the build keeps what it has built of the same source.
 */
function madeOf(options: ServeOptions): ReadonlyMap<string, Ask> {
  const asks = new Map<string, Ask>();
  const inTurn = (turns: Turns, path: string, make: (stillWanted: () => void) => Promise<unknown>) =>
    asks.set(path, (gone) =>
      turns.ask(path, async (stillWanted) => Buffer.from(JSON.stringify(await make(stillWanted))), gone),
    );
  // A page that is loaded waits for no image.
  inTurn(new Turns(), CATALOGUE, () => readCatalogue(options));
  const images = new Turns();
  const add = (path: string, make: (build: Build) => Promise<unknown>) =>
    inTurn(images, path, (stillWanted) =>
      make((wanted) => {
        stillWanted();
        return options.build(wanted);
      }),
    );
  for (const [name, folder] of catalogueFolders(options)) {
    for (const board of options.boards ?? boardNames()) {
      add(imagePath(board, name), (build) => imageFile(build, folder, board));
      for (const kind of LUAS_OF_LFS)
        add(lfsPath(board, name, kind), (build) => lfsFile(build, folder, board, kind));
    }
  }
  return asks;
}

function statusOf(error: unknown): 422 | 500 | 503 {
  if (error instanceof TooManyWaitError) return 503;
  return error instanceof BuildError ? 422 : 500;
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
