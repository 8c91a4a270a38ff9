// The cost of a client of `ringmote web` that asks for more than it takes: many requests in one
// write, or on many connections.
import { appendFileSync, cpSync, mkdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { firmwareFolder } from "../../tools/image/firmware/firmware.ts";
import type { Build } from "../../tools/web/image-file.ts";
import { type PageServer, servePage } from "../../tools/web/server.ts";
import { MOST_ASKERS } from "../../tools/web/turns.ts";
import { createOwnProject, type OwnProject } from "../cli/own-project.ts";
import { sourceAsImage } from "./source-as-image.ts";

const BOARD = "esp32-espruino";
const IMAGE = `images/${BOARD}/light.json`;
const MANY = 2000;

/** How often a device was read, which the device itself counts. */
const counted = globalThis as unknown as { timesRead: number };

let project: OwnProject;
let light: string;
beforeEach(() => {
  project = createOwnProject();
  light = join(project.folder, "light");
  mkdirSync(light);
  cpSync(firmwareFolder("lamp"), light, { recursive: true });
  appendFileSync(join(light, "device.ts"), "\n(globalThis as any).timesRead += 1;\n");
  counted.timesRead = 0;
});
afterEach(() => project.remove());

async function serve(build: Build = sourceAsImage): Promise<PageServer> {
  const server = await servePage({ firmware: [light], boards: [BOARD], host: "127.0.0.1", port: 0, build });
  onTestFinished(() => server.close());
  counted.timesRead = 0;
  return server;
}

/** A build that waits until it is let go, and how often it was asked. */
function heldBuild() {
  let begun = 0;
  const held: (() => void)[] = [];
  const build: Build = async (options) => {
    begun += 1;
    await new Promise<void>((resolve) => held.push(resolve));
    return sourceAsImage(options);
  };
  return { build, begun: () => begun, letGo: () => held.shift()?.() };
}

const requestOf = (path: string, version = "1.1") =>
  `GET /${path} HTTP/${version}\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n`;

/** How many answers have come whole. */
function wholeAnswers(text: string): number {
  const head = /^HTTP\/1\.1 [\s\S]*?\r\n\r\n/.exec(text)?.[0];
  const length = Number(/content-length: (\d+)/i.exec(head ?? "")?.[1]);
  const end = (head?.length ?? 0) + length;
  return head === undefined || !(text.length >= end) ? 0 : 1 + wholeAnswers(text.slice(end));
}

/** A connection, the statuses of what came by it, and how many answers are whole. */
async function connected({
  url,
}: PageServer): Promise<{ socket: Socket; statuses(): string[]; answers(): number }> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  // Where the server ends it, what is still on the way comes back as an error.
  socket.on("error", () => {});
  let text = "";
  socket.setEncoding("latin1").on("data", (part) => {
    text += part;
  });
  await new Promise((resolve) => socket.once("connect", resolve));
  const answers = () => wholeAnswers(text);
  return {
    socket,
    answers,
    statuses: () => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status),
  };
}

/** Connections that the server has answered once, so that it reads from all of them. */
async function manyConnected(server: PageServer, count: number) {
  const all = await Promise.all(Array.from({ length: count }, () => connected(server)));
  for (const { socket } of all) socket.write(requestOf("icon.svg"));
  for (const { statuses } of all) await expect.poll(statuses).toEqual(["200"]);
  return all;
}

describe("a client that sends many requests in one write", () => {
  test.each(["1.1", "1.0"])(
    "many requests in one write are cut off after one built image: HTTP/%s",
    async (version) => {
      let begun = 0;
      const server = await serve(async (options) => {
        begun += 1;
        return sourceAsImage(options);
      });
      const { socket, statuses } = await connected(server);
      socket.write(requestOf(IMAGE, version).repeat(MANY));
      await expect.poll(() => socket.closed).toBe(true);
      expect((await fetch(`${server.url}${IMAGE}`)).status).toBe(200);
      expect(begun).toBeLessThanOrEqual(2);
      expect(statuses().length).toBeLessThanOrEqual(1);
    },
  );

  test.each(["", "icon.svg", "no-such-file", "catalogue.json"])(
    "a client with many requests in one write gets one answer of /%s at most",
    async (path) => {
      const server = await serve();
      const { socket, statuses } = await connected(server);
      socket.write(requestOf(path).repeat(MANY));
      await expect.poll(() => socket.closed).toBe(true);
      expect(statuses().length).toBeLessThanOrEqual(1);
      expect(counted.timesRead).toBeLessThanOrEqual(1);
      expect((await fetch(`${server.url}${path}`)).status).toBe(path === "no-such-file" ? 404 : 200);
    },
  );

  test("a client whose requests wait for each answer gets them all", async () => {
    const server = await serve();
    const { socket, statuses, answers } = await connected(server);
    for (let asked = 1; asked <= 20; asked++) {
      socket.write(requestOf(asked % 2 === 0 ? "icon.svg" : IMAGE));
      await expect.poll(answers).toBe(asked);
    }
    expect(new Set(statuses())).toEqual(new Set(["200"]));
  });
});

describe("a client that reads nothing of its answer", () => {
  const LONG = 30_000_000;
  const long: Build = async (options) => {
    const image = await sourceAsImage(options);
    const text = "x".repeat(LONG);
    return {
      ...image,
      files: image.files.map((file) => ({ ...file, content: { ...file.content, text, bytes: LONG } })),
    };
  };
  const unread = async (unreadMs?: number) => {
    const options = { firmware: [light], boards: [BOARD], host: "127.0.0.1", port: 0, build: long };
    const server = await servePage({ ...options, ...(unreadMs !== undefined && { unreadMs }) });
    onTestFinished(() => server.close());
    const { socket } = await connected(server);
    socket.pause();
    socket.write(requestOf(IMAGE));
    return socket;
  };

  test("a client that reads nothing of its answer is cut off", async () => {
    const socket = await unread(100);
    await expect
      .poll(() => {
        // A line break between two requests says nothing, and shows that nobody takes it any more.
        socket.write("\r\n");
        return socket.closed;
      })
      .toBe(true);
  });

  test("a client that reads its answer in time gets all of it", async () => {
    const socket = await unread();
    let read = 0;
    socket.on("data", (text) => {
      read += text.length;
    });
    socket.resume();
    await expect.poll(() => read).toBeGreaterThan(LONG);
  });
});

describe("many connections", () => {
  const COUNT = MOST_ASKERS + 5;

  test("many connections get one image's bytes, and requests beyond the limit 503", async () => {
    const { build, begun, letGo } = heldBuild();
    const server = await serve(build);
    const all = await manyConnected(server, COUNT);
    const made = vi.spyOn(JSON, "stringify");
    onTestFinished(() => made.mockRestore());
    for (const { socket } of all) socket.write(requestOf(IMAGE));
    await expect.poll(begun).toBe(1);
    const answers = () => all.flatMap(({ statuses }) => statuses().slice(1));
    await expect.poll(() => answers().length).toBe(COUNT - MOST_ASKERS);
    expect(new Set(answers())).toEqual(new Set(["503"]));
    letGo();
    await expect.poll(() => answers().length).toBe(COUNT);
    expect(answers().filter((status) => status === "200")).toHaveLength(MOST_ASKERS);
    expect(made.mock.calls.filter(([value]) => Object.hasOwn(Object(value), "image"))).toHaveLength(1);
  });

  test("the catalogue is read once for many simultaneous requests", async () => {
    const server = await serve();
    const all = await manyConnected(server, MOST_ASKERS);
    for (const { socket } of all) socket.write(requestOf("catalogue.json"));
    for (const { statuses } of all) await expect.poll(statuses).toEqual(["200", "200"]);
    expect(counted.timesRead).toBe(1);
  });

  test("the catalogue is read at most once for connections closed at once", async () => {
    const server = await serve();
    const all = await manyConnected(server, MOST_ASKERS);
    for (const { socket } of all) {
      socket.write(requestOf("catalogue.json"));
      socket.destroy();
    }
    // The server has heard of all of them when it has answered a later one.
    for (let reads = 0; reads < 4; reads++) await (await fetch(`${server.url}icon.svg`)).text();
    expect(counted.timesRead).toBeLessThanOrEqual(1);
  });
});
