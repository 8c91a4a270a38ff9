// A file in which what a program sends outlives its process.
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { propertyBytes } from "../../src/client/message-properties.ts";
import { SendStore } from "../../src/client/sends/send-store.ts";
import { StoreFile } from "../../src/client/sends/store-file.ts";
import type { StoredSend } from "../../src/client/sends/stored-send.ts";
import { bytesOf } from "../../src/client/text.ts";
import { topicFault } from "../../src/mqtt/topic.ts";
import { endOf, program, SECOND } from "./program-client.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
  file = join(folder, "messages");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What is in the store, which nobody has open. */
function unsettled(path = file): string[] {
  const store = new SendStore(path);
  const payloads = store.unsettled().map(([, { payload }]) => payload);
  store.close();
  return payloads;
}

const AWAY = () => ({ connect: "refuse" as const });

test("an earlier client's undelivered messages are sent first, in order, once", async () => {
  const gone = program({}, AWAY);
  const first = gone.start({ store: file, limits: { slots: 2 } });
  for (const payload of ["1", "°", "3"]) first.send("home/a", payload).catch(() => {});
  first.send("home/b", new Uint8Array([0, 255]), { qos: 2, retain: true }).catch(() => {});
  first.send("home/c", "at QoS 0", { qos: 0 }).catch(() => {});
  await gone.pass(SECOND);
  first.kill();

  const { broker, pass, start } = program();
  const second = start({ store: file });
  second.send("home/a", "5");
  await pass(5 * SECOND);
  expect(broker.arrivals.map(({ topic, payload, qos, retain }) => [topic, payload, qos, retain])).toEqual([
    ["home/a", "1", 1, false],
    ["home/a", "\xc2\xb0", 1, false],
    ["home/a", "3", 1, false],
    ["home/b", "\x00\xff", 2, true],
    ["home/a", "5", 1, false],
  ]);
  await Promise.all([second.stop(), pass(SECOND)]);
  start({ store: file });
  await pass(5 * SECOND);
  expect(broker.received).toHaveLength(5);
});

test("dropped and cancelled messages are not sent by later clients", async () => {
  const { pass, start } = program({}, AWAY);
  const client = start({ store: file, limits: { slots: 1 } });
  const { signal } =
    AbortSignal.timeout === undefined ? new AbortController() : { signal: AbortSignal.abort() };
  const ends = [
    endOf(client.send("a", "kept")),
    endOf(client.send("a", "refused", { whenFull: "refuse" })),
    endOf(client.send("a", "taken back", { signal })),
  ];
  await pass(SECOND);
  expect(ends.map(({ error }) => error !== undefined)).toEqual([false, true, true]);
  client.kill();
  await pass(0);
  expect(unsettled()).toEqual(["kept"]);
});

test.each([3, 5] as const)("a request of MQTT %i is not sent by later clients", async (mqtt) => {
  const { pass, start } = program({}, AWAY);
  const client = start({ store: file, mqtt });
  const request = endOf(client.request("door/unlock", "now", { timeoutMs: 3600 * SECOND }));
  client.send("home/a", "kept").catch(() => {});
  await pass(SECOND);
  client.kill();
  await pass(0);
  // Who asked was told that nobody has answered, and may have asked elsewhere.
  expect([request.error, unsettled()]).toMatchObject([{ name: "RequestError" }, ["kept"]]);
});

test("the next client drops expired messages and sends the others", async () => {
  const gone = program({}, AWAY);
  const first = gone.start({ store: file });
  for (const deadline of [1, 3600 * SECOND]) first.send("a", `${deadline}`, { deadline }).catch(() => {});
  first.kill();
  await new Promise((resolve) => setTimeout(resolve, 10));
  const { broker, pass, start } = program();
  const next = start({ store: file, mqtt: 5 });
  await pass(5 * SECOND);
  expect(broker.arrivals.map(({ payload }) => payload)).toEqual([`${3600 * SECOND}`]);
  next.kill();
  expect(unsettled()).toEqual([]);
});

test("a reopened store holds exactly the unsettled messages", () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  });
  const untimed = fc.record({
    topic: fc.string({ unit: "binary" }).filter((topic) => topicFault(bytesOf(topic)) === undefined),
    payload: bytes,
    properties: bytes.map((data) => propertyBytes({ correlationData: Buffer.from(data, "latin1") })),
    qos: fc.constantFrom<StoredSend["qos"]>(1, 2),
    retain: fc.boolean(),
  });
  const timed = fc.record({
    until: fc.integer({ min: 1, max: 8e12 }),
    deadline: fc.integer({ min: 1, max: 8e12 }),
  });
  const send = fc.tuple(untimed, fc.option(timed)).map(([message, time]) => ({ ...message, ...time }));
  const step = fc.oneof(send, fc.nat(20), fc.constant("open"));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, sync) => {
      if (existsSync(file)) rmSync(file);
      let store = new SendStore({ file, sync });
      const held = new Map<number, StoredSend>();
      for (const step of steps) {
        if (typeof step === "object") held.set(store.hold(step), step);
        else if (typeof step === "number") {
          const number = [...held.keys()][step];
          if (number === undefined) continue;
          held.delete(number);
          store.settle(number);
        } else {
          store.close();
          store = new SendStore({ file, sync });
          const sends = [...held.values()];
          expect(store.unsettled().map(([, stored]) => stored)).toEqual(sends);
          held.clear();
          for (const [number, stored] of store.unsettled()) held.set(number, stored);
        }
      }
      store.close();
    }),
    { numRuns: 15 },
  );
});

test("the store's size is bounded, and only its owner can read it", () => {
  const store = new SendStore(file);
  const kept = { topic: "a", payload: "kept", qos: 1, retain: false, properties: "" } as const;
  store.hold(kept);
  for (let count = 0; count < 20_000; count += 1)
    store.settle(store.hold({ ...kept, payload: "x".repeat(20) }));
  expect(statSync(file).size).toBeLessThan(150_000);
  expect(statSync(file).mode & 0o077).toBe(0);
  store.close();
  expect(unsettled()).toEqual(["kept"]);
});

test("a full disk refuses the message; the next one is accepted", async () => {
  const { broker, pass, start } = program();
  const client = start({ store: file });
  const append = vi.spyOn(StoreFile.prototype, "append").mockImplementation(() => {
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  });
  await expect(client.send("a", "b")).rejects.toThrow(
    "The message to a was refused: its store cannot be written (the disk is full (ENOSPC)).",
  );
  append.mockRestore();
  await Promise.all([client.send("a", "c"), pass(2 * SECOND)]);
  expect(broker.received.map(({ payload }) => payload)).toEqual(["c"]);
});

test("a message cancelled after its client's end stays unsettled", () => {
  const { start } = program({}, AWAY);
  const client = start({ store: file, limits: { slots: 1 } });
  const abort = new AbortController();
  client.send("a", "1").catch(() => {});
  client.send("a", "2", { signal: abort.signal }).catch(() => {});
  client.kill();
  abort.abort();
  expect(unsettled()).toEqual(["1", "2"]);
});
