// Long writes leave in pieces, and each piece that has left is told: to real sockets and to streams that take
// their time.
import { createServer, type Socket } from "node:net";
import { Writable } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import { GatheredWrites } from "../../src/client/transport/gathered-writes.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";

const PIECE = 65_536;

/** Writes to a stream that takes each write in a turn of its own; `told` is what has happened, in order. */
function slowWrites() {
  const told: (string | number)[] = [];
  const taken: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(bytes: string, _, done) {
      taken.push(bytes);
      told.push(bytes.length);
      setImmediate(done);
    },
  });
  const drained = new Promise<void>((resolve) => {
    stream.on("told", resolve);
  });
  const writes = new GatheredWrites(stream, {
    drained() {
      told.push("drained");
      stream.emit("told");
    },
    progressed: () => void told.push("progressed"),
  });
  return { stream, writes, told, taken, drained };
}

test("a long write leaves in pieces, each reported", async () => {
  const { writes, told, drained } = slowWrites();
  writes.write("a".repeat(2 * PIECE + 5));
  await drained;
  expect(told).toEqual([PIECE, PIECE, "progressed", 5, "progressed", "drained"]);
});

test("short writes are reported once they have left", async () => {
  const { writes, told, drained } = slowWrites();
  writes.write("a");
  process.nextTick(() => writes.write("b"));
  await drained;
  expect(told).toEqual([1, 1, "drained"]);
});

test("writes during a long write leave after it", async () => {
  const { writes, taken, drained } = slowWrites();
  const long = "a".repeat(3 * PIECE);
  writes.write(long);
  setImmediate(() => writes.write("b"));
  await drained;
  expect(taken.join("") === `${long}b`).toBe(true);
});

test("a byte array leaves in its place in the order, uncopied", async () => {
  const parts: (string | Uint8Array)[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(part: string | Uint8Array, _, done) {
      parts.push(part);
      setImmediate(done);
    },
  });
  const bytes = new Uint8Array(4_000_000).fill(97);
  await new Promise<void>((resolve) => {
    const writes = new GatheredWrites(stream, { drained: resolve });
    writes.write("a");
    writes.writeBytes("b", bytes);
    writes.write("c");
    writes.writeBytes("d", bytes);
  });
  const views = parts.filter((part) => typeof part !== "string");
  expect(parts.map((part) => (typeof part === "string" ? part : "-")).join("")).toMatch(/^ab-+cd-+$/);
  expect(views.every(({ buffer }) => buffer === bytes.buffer)).toBe(true);
  expect(views.reduce((sum, { length }) => sum + length, 0)).toBe(2 * bytes.length);
});

test("end() writes all waiting bytes to the stream", async () => {
  const { stream, writes, taken } = slowWrites();
  const long = "a".repeat(3 * PIECE);
  writes.write(long);
  await new Promise((resolve) => process.nextTick(resolve));
  writes.write("b");
  writes.end();
  await new Promise<void>((resolve) => void stream.end(resolve));
  expect(taken.join("") === `${long}b`).toBe(true);
});

test("a socket reports the pieces that its peer has taken", async () => {
  const bytes = 24_000_000;
  let arrived = 0;
  let far: Socket | undefined;
  const server = createServer((socket) => {
    far = socket.pause();
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      arrived += chunk.length;
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  onTestFinished(() => void server.close());
  const world = createRealWorld();
  onTestFinished(() => world.end());
  let pieces = 0;
  let isDrained = false;
  const stream = world.connect(
    { host: "127.0.0.1", port, tls: false },
    {
      opened: () => stream.write("x".repeat(bytes)),
      received() {},
      progressed() {
        pieces += 1;
      },
      drained() {
        isDrained = true;
      },
      closed() {},
    },
  );
  // What the operating system takes is no more than a part of it.
  await vi.waitUntil(() => pieces > 0);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const taken = pieces;
  expect([isDrained, taken * PIECE < bytes]).toEqual([false, true]);
  far?.resume();
  await vi.waitUntil(() => arrived === bytes, { timeout: 20_000 });
  expect([isDrained, pieces]).toEqual([true, Math.floor(bytes / PIECE)]);
});
