// Memory that the watcher of a home and its table keep, when a client publishes long
// messages under ever new names.
import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { createDisplay } from "../../tools/cli/sim/display.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { watchBroker } from "../../tools/sim/home/watcher.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const MESSAGES = 100;
const LONG = Buffer.alloc(500_000, "x");
/** A fifth of what the messages have. */
const FEW_BYTES = (MESSAGES * LONG.length) / 5;

/** Bytes of buffers that are still held. */
function held(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

test("a watcher stores only the beginning of a long message", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  let seen = 0;
  const watcher = await watchBroker({ host: "127.0.0.1", port: broker.port }, ["#"], () => {
    seen += 1;
  });
  onTestFinished(watcher.end);
  const stranger = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => stranger.endAsync());
  const before = held();
  for (let i = 0; i < MESSAGES; i += 1) await stranger.publishAsync(`home/${i}`, LONG, { qos: 1 });
  await expect.poll(() => seen).toBe(MESSAGES);
  await expect.poll(() => held() - before).toBeLessThan(FEW_BYTES);
});

test("a watcher does not store a message with a long topic", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const again: boolean[] = [];
  const watcher = await watchBroker({ host: "127.0.0.1", port: broker.port }, ["#"], (message) =>
    again.push(message.again),
  );
  onTestFinished(watcher.end);
  const stranger = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => stranger.endAsync());
  for (const topic of ["x".repeat(60_000), "home/short"])
    await stranger.publishAsync(topic, "on", { qos: 1, retain: true });
  // Of the one that it remembers it asks what the broker keeps.
  await expect.poll(() => again).toEqual([false, false, true]);
});

test("the home's table stores as much of a message as it shows", async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, hasColors: () => false });
  const display = createDisplay(terminal as unknown as WriteStream, process.stderr, "news");
  onTestFinished(display.end);
  const before = held();
  for (let i = 0; i < MESSAGES; i += 1) {
    const payload = Buffer.from(LONG);
    display.message({ time: 0, topic: `home/${i}`, payload, qos: 0, retained: false, again: false });
  }
  // Buffers are given back behind the collector, in their own time.
  await expect.poll(() => held() - before).toBeLessThan(FEW_BYTES);
});
