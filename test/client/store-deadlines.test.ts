// Messages whose deadline passes while no process has their store, or after more days than the client's clock counts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Packet } from "mqtt-packet";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { scriptedBroker } from "../platform/behaviours/scripted-broker.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const AWAY = () => ({ connect: "refuse" as const });
const EXPIRED = "not sent within its deadline";

let folder = "";
let file = "";
/** Of the computer, when its messages are stored. */
const then = Date.UTC(2026, 10, 28);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-deadlines-"));
  file = join(folder, "messages");
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function clockSays(now: number): void {
  vi.spyOn(Date, "now").mockReturnValue(now);
}

/** An earlier process leaves a message for each deadline. */
function leave(...deadlines: number[]): void {
  clockSays(then);
  const { start } = program({}, AWAY);
  const client = start({ store: file });
  for (const deadline of deadlines) client.send(`within/${deadline}`, "x", { deadline }).catch(() => {});
  client.kill();
}

/** The next process, with its clock at `now`. */
function goOn(now: number, options: Partial<NodeClientOptions> = {}, plan?: typeof AWAY) {
  clockSays(now);
  const { broker, pass, start } = program({}, plan);
  const told: string[] = [];
  const client = start({ store: file, dropped: (topic, why) => told.push(`${topic}, ${why}`), ...options });
  return { broker, pass, client, told };
}

test("a message that expired between processes is reported and counted", async () => {
  leave(HOUR, 3 * HOUR);
  const { broker, pass, client, told } = goOn(then + 2 * HOUR);
  await pass(5 * SECOND);
  expect(told).toEqual([`within/${HOUR}, ${EXPIRED}`]);
  expect(client.counters().dropped).toBe(1);
  expect(broker.received.map(({ topic }) => topic)).toEqual([`within/${3 * HOUR}`]);
  await Promise.all([client.stop(), pass(SECOND)]);
  expect(goOn(then + 2 * HOUR).client.counters().dropped).toBe(0);
});

test("a clock that was set back extends no deadline", async () => {
  leave(HOUR, 1);
  const { broker, pass, client, told } = goOn(then - 5 * DAY, {}, AWAY);
  await pass(HOUR + SECOND);
  expect(told.sort()).toEqual([`within/${HOUR}, ${EXPIRED}`, `within/1, ${EXPIRED}`].sort());
  expect(client.counters().dropped).toBe(2);
  expect(broker.received).toEqual([]);
});

test("a clock set after the start drops messages that are overdue then", async () => {
  leave(HOUR, 10 * DAY);
  let connections = 0;
  const plan = () => (connections++ === 0 ? AWAY() : ({} as ReturnType<typeof AWAY>));
  const { broker, pass, client, told } = goOn(then - DAY, {}, plan);
  await pass(10);
  clockSays(then + 2 * HOUR);
  await pass(5 * SECOND);
  expect(told).toEqual([`within/${HOUR}, ${EXPIRED}`]);
  expect(client.counters().dropped).toBe(1);
  expect(broker.received.map(({ topic }) => topic)).toEqual([`within/${10 * DAY}`]);
});

test("a stored message that expires while it waits for room is counted", async () => {
  leave(HOUR, HOUR + 1, HOUR + 2);
  const { pass, client, told } = goOn(then, { limits: { slots: 1 } }, AWAY);
  await pass(HOUR + 2 * SECOND);
  expect(told).toHaveLength(3);
  expect(client.counters().dropped).toBe(3);
});

test("a store of an earlier version is read without milliseconds", async () => {
  leave(HOUR);
  const lines = readFileSync(file, "utf8")
    .replaceAll(/^[0-9a-f]{8} /gm, "")
    .split("\n");
  writeFileSync(
    file,
    lines
      .slice(1)
      .join("\n")
      .replace(/,"deadline":\d+/, ""),
  );
  const { broker, pass, told } = goOn(then + HOUR / 2);
  await pass(5 * SECOND);
  expect(told).toEqual([]);
  expect(broker.received).toHaveLength(1);
});

describe("a deadline of more than twelve days", () => {
  const MONTH = 30 * DAY;
  const expiries = (packets: readonly Packet[]) =>
    packets.flatMap((packet) => (packet.cmd === "publish" ? [packet.properties?.messageExpiryInterval] : []));

  test("a long deadline reaches the broker as the remaining expiry", async () => {
    clockSays(then);
    let isAway = true;
    const { pass, start, heard } = scriptedBroker({ connack: () => (isAway ? { reasonCode: 0x88 } : {}) });
    const client = start();
    const sent = client.send("t", "x", { deadline: MONTH });
    await pass(SECOND);
    clockSays(then + 13 * DAY);
    isAway = false;
    await pass(60 * SECOND);
    expect(expiries(heard.flat())).toEqual([(17 * DAY) / SECOND]);
    expect(await sent).toEqual({ id: expect.any(Number) });
  });

  test("a long deadline ends within a minute while the broker is away", async () => {
    clockSays(then);
    const { pass, start } = program({}, AWAY);
    const client = start({ limits: { slots: 1 } });
    const ends = [1, 2].map((n) => endOf(client.send(`t/${n}`, "x", { deadline: MONTH })));
    await pass(60 * SECOND);
    expect(ends.map(({ error }) => error)).toEqual([undefined, undefined]);
    clockSays(then + MONTH);
    await pass(60 * SECOND);
    expect(ends.map(({ error }) => `${error}`)).toEqual(
      [1, 2].map((n) => `SendError: The message to t/${n} was dropped: ${EXPIRED}.`),
    );
  });

  test("a deadline of more than twelve days survives in a store", async () => {
    leave(MONTH, 2 * MONTH);
    const { broker, pass, told } = goOn(then + MONTH);
    await pass(5 * SECOND);
    expect(told).toEqual([`within/${MONTH}, ${EXPIRED}`]);
    expect(broker.received.map(({ topic }) => topic)).toEqual([`within/${2 * MONTH}`]);
  });

  test("a deadline of more than twelve days is at most 68 years", async () => {
    const { start } = program({}, AWAY);
    await expect(start().send("t", "x", { deadline: 1e15 })).rejects.toThrow(
      "The option deadline is 1000000000000000; it is a whole number from 0 to 2147483647000.",
    );
  });
});
