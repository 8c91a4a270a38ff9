// PUBACKs of a dense stream leave together; all others at once.
import { createServer } from "node:net";
import { generate } from "mqtt-packet";
import { expect, onTestFinished, test, vi } from "vitest";
import { PubackPace } from "../../src/client/transport/puback-pace.ts";
import { RealStream } from "../../src/client/transport/real-stream.ts";

const puback = (messageId: number): string => generate({ cmd: "puback", messageId }).toString("latin1");

/** How many leave with each of so many that are `apartMs` apart. */
function leaving(pace: PubackPace, count: number, apartMs: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    vi.advanceTimersByTime(apartMs);
    return pace.take(puback(index)).length / 4;
  });
}

/** A new one, in a time of its own. */
function timed(): PubackPace {
  vi.useFakeTimers({ toFake: ["performance"], now: 1000 });
  onTestFinished(() => void vi.useRealTimers());
  return new PubackPace();
}

test("PUBACKs a millisecond apart leave immediately", () => {
  expect(new Set(leaving(timed(), 500, 1))).toEqual(new Set([1]));
});

test("PUBACKs of one millisecond leave eight at a time from the ninth", () => {
  const together = [...Array(7).fill(0), 8];
  expect(leaving(timed(), 24, 0)).toEqual([...Array(8).fill(1), ...together, ...together]);
});

test("PUBACKs that waited in vain leave, and the next leaves immediately", () => {
  const pace = timed();
  leaving(pace, 9, 0);
  const first = pace.begun();
  leaving(pace, 2, 0);
  expect([pace.begun(), pace.waited(first).length / 4, pace.waited(first)]).toEqual([0, 3, ""]);
  expect(leaving(pace, 201, 0)).toEqual([...Array(200).fill(1), 0]);
});

test("a wait that ended in time does not count as in vain", () => {
  const pace = timed();
  leaving(pace, 9, 0);
  const first = pace.begun();
  leaving(pace, 9, 0);
  expect([pace.waited(first), pace.rest().length / 4]).toEqual(["", 2]);
});

test.each([
  ["what is written next", (stream: RealStream) => stream.write("\xe0\0"), "\xe0\0"],
  ["an array of bytes", (stream: RealStream) => stream.writeBytes("\x30", Buffer.from("a")), "\x30a"],
  ["the end", (stream: RealStream) => stream.close(), ""],
  ["a millisecond", () => {}, ""],
])("waiting PUBACKs leave before %s, in order", async (_, next, last) => {
  let got = "";
  const server = createServer((socket) => {
    socket.on("error", () => {}); // the stream ends with a reset
    socket.on("data", (bytes) => {
      got += bytes.toString("latin1");
    });
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  const pubacks = Array.from({ length: 12 }, (_, index) => puback(index + 1));
  const stream: RealStream = new RealStream(
    { host: "127.0.0.1", port, tls: false },
    undefined,
    {
      opened() {
        for (const each of pubacks) stream.write(each);
        next(stream);
      },
      received() {},
      drained() {},
      closed() {},
    },
    () => {},
  );
  onTestFinished(() => stream.destroy());
  const all = pubacks.join("") + last;
  await vi.waitUntil(() => got.length >= all.length, { timeout: 5000 });
  expect(got).toBe(all);
});
