// A socket whose pieces come densely is read once a millisecond; all others as soon as something has come.
import { createServer, type Socket } from "node:net";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { ReadingPace } from "../../src/client/transport/reading-pace.ts";
import { RealStream } from "../../src/client/transport/real-stream.ts";

let now = 0;

beforeEach(() => {
  now = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => void vi.restoreAllMocks());
});

/** Which of so many pieces of these lengths, `apartMs` apart, have a rest after them. */
function rests(pace: ReadingPace, lengths: readonly number[], apartMs: number): number[] {
  return lengths.flatMap((length, index) => {
    now += apartMs;
    return pace.takePiece(length) ? [index] : [];
  });
}

const small = (count: number): number[] => Array.from({ length: count }, () => 25);

test("chunks that arrive every millisecond cause no read pause", () => {
  expect(rests(new ReadingPace(), small(500), 1)).toEqual([]);
});

test("dense chunks cause read pauses while the pauses gather several chunks", () => {
  const pace = new ReadingPace();
  expect(rests(pace, small(40), 0.01)).toEqual([31]);
  expect(rests(new ReadingPace(), [...small(32), 900, 800, 700, 300, 25, 25], 0.01)).toEqual([
    31, 32, 33, 34,
  ]);
});

test("answers to writes cause no read pause", () => {
  const pace = new ReadingPace();
  for (let count = 0; count < 500; count += 1) {
    pace.wrote();
    expect(pace.takePiece(4)).toBe(false);
  }
});

test("chunks of a long message cause no read pause", () => {
  expect(rests(new ReadingPace(), [...small(32), 65_536, 65_536, 65_536], 0.01)).toEqual([31]);
});

test("a dense stream arrives whole, in order, with its end last", async () => {
  vi.restoreAllMocks();
  const pieces = Array.from({ length: 3000 }, (_, number) => `${number},`);
  const server = createServer((socket) => void sendEach(socket, pieces)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  let text = "";
  const reason = await new Promise<string>((closed) => {
    const events = {
      opened: () => {},
      received(bytes: string) {
        text += bytes;
      },
      drained: () => {},
      closed,
    };
    new RealStream({ host: "127.0.0.1", port, tls: false }, undefined, events, () => {});
  });
  expect([text, reason]).toEqual([pieces.join(""), "closed by the peer"]);
});

async function sendEach(socket: Socket, pieces: readonly string[]): Promise<void> {
  socket.setNoDelay(true);
  for (const piece of pieces) await new Promise<void>((sent) => socket.write(piece, () => sent()));
  socket.end();
}
