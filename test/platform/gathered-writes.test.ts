// Long writes leave in pieces, and each piece that has left is told: to real sockets and to streams that take their time.
import { createServer, type Socket } from "node:net";
import { Writable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/platform/node/connect.ts";
import { GatheredWrites } from "../../src/platform/node/gathered-writes.ts";

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

test("a long write leaves in pieces, each is told", async () => {
  const { writes, told, drained } = slowWrites();
  writes.write("a".repeat(2 * PIECE + 5));
  await drained;
  expect(told).toEqual([PIECE, PIECE, "progressed", 5, "progressed", "progressed", "drained"]);
});

test("what is written meanwhile leaves behind a long write", async () => {
  const { writes, taken, drained } = slowWrites();
  const long = "a".repeat(3 * PIECE);
  writes.write(long);
  setImmediate(() => writes.write("b"));
  await drained;
  expect(taken.join("") === `${long}b`).toBe(true);
});

test("an end gives the stream all that waits", async () => {
  const { stream, writes, taken } = slowWrites();
  const long = "a".repeat(3 * PIECE);
  writes.write(long);
  await new Promise((resolve) => process.nextTick(resolve));
  writes.write("b");
  writes.end();
  await new Promise<void>((resolve) => void stream.end(resolve));
  expect(taken.join("") === `${long}b`).toBe(true);
});

test("a client keeps a link that carries a long message slowly", async () => {
  const bytes = 24_000_000;
  let arrived = 0;
  const readSlowly = (socket: Socket, chunk: Buffer) => {
    arrived += chunk.length;
    if (arrived > bytes) socket.write(Buffer.from([0x40, 2, 0x10, 0]));
    socket.pause();
    setTimeout(() => socket.resume(), 10);
  };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(Buffer.from([0x20, 2, 0, 0]));
      socket.on("data", (chunk: Buffer) => readSlowly(socket, chunk));
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  onTestFinished(() => void server.close());
  const lost: string[] = [];
  const client = connect(`mqtt://127.0.0.1:${port}`, {
    id: "uploading",
    keepAlive: 1,
    limits: { bytes: 2 * bytes },
    lost: ({ reason }) => void lost.push(reason),
  });
  onTestFinished(() => client.kill());
  await client.send("upload", "x".repeat(bytes));
  expect(lost).toEqual([]);
});
