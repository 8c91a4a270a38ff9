// The bench's rows in Node: what is counted is exact, what is timed stands beside a peer. No test looks at a time.
import { describe, expect, test } from "vitest";
import { codecRows } from "../../tools/laboratory/bench/node/codec.ts";
import { coldBoot } from "../../tools/laboratory/bench/node/cold-boot.ts";
import { growthRows } from "../../tools/laboratory/bench/node/growth.ts";
import { acknowledgementRows, cpuRows, percentile } from "../../tools/laboratory/bench/node/messages.ts";
import { type RunningMosquitto, startMosquitto } from "../../tools/laboratory/bench/node/mosquitto.ts";
import { inTurn, middlePair } from "../../tools/laboratory/bench/node/pairs.ts";
import { manyRows, programRows } from "../../tools/laboratory/bench/node/programs.ts";
import type { Row } from "../../tools/laboratory/bench/row.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const PATIENT_MS = 120_000;
const ONCE = { rounds: 1, messages: 10 };

const broker = await startMosquitto();
await broker?.end();
if (broker === undefined)
  console.log("skipped: the bench through a real broker, because mosquitto is not installed");

function expectPeers(rows: readonly Row[], peers: readonly string[]): void {
  expect(rows.map(({ peer }) => peer)).toEqual(peers);
  for (const { engine, ours, value = 0, ratio = 0 } of rows) {
    expect(engine).toBe("Node");
    expect(Math.min(ours, value)).toBeGreaterThan(0);
    expect(ratio).toBeCloseTo(ours / value);
  }
}

async function withMosquitto(look: (mosquitto: RunningMosquitto) => Promise<void>): Promise<void> {
  const mosquitto = await startMosquitto();
  if (mosquitto === undefined) throw new Error("Mosquitto was here a moment ago.");
  try {
    await look(mosquitto);
  } finally {
    await mosquitto.end();
  }
}

test("a device sends CONNECT, then one minimal write of SUBSCRIBE and birth", async () => {
  const rows = await coldBoot.measure(() => {}, {});
  expect(rows.map(({ unit, ours }) => `${ours} ${unit}`)).toEqual(["2 write", "3 packet", "217 byte"]);
  expect(rows.every(({ met }) => met === true)).toBe(true);
});

test("decoding and encoding do the same work as mqtt-packet", async () => {
  expectPeers(await codecRows({ rounds: 1, repeats: 2 }), ["mqtt-packet", "mqtt-packet", "mqtt-packet"]);
});

test("what is ten times as large stands beside a tenth of it", async () => {
  expectPeers(await growthRows({ rounds: 1, operations: 2000 }), ["itself with 80", "itself with 100"]);
});

describe("in processes of their own", { timeout: PATIENT_MS }, () => {
  test("a message costs both clients CPU time through a null peer", async () => {
    expectPeers(await cpuRows("null", ONCE, 5), ["MQTT.js", "MQTT.js"]);
  });

  test("and through Mosquitto", needs(MOSQUITTO), async () => {
    await withMosquitto(async ({ port }) => {
      expectPeers(await cpuRows(port, ONCE), ["MQTT.js", "MQTT.js"]);
      expectPeers(await acknowledgementRows(port, ONCE), ["MQTT.js", "MQTT.js"]);
    });
  });

  test("a program's clients are idle, publish, send and hear", needs(MOSQUITTO), async () => {
    await withMosquitto(async ({ port }) => {
      const rows = await programRows(port, { rounds: 1, messages: 100, clients: 100, filters: 10 });
      // What a handful of clients adds to a process's memory may be nothing.
      expectPeers(
        rows.filter(({ name }) => !name.startsWith("memory")),
        ["MQTT.js", "bare socket", ...Array.from({ length: 6 }, () => "MQTT.js")],
      );
    });
  });

  test("both clients come back by the hundred to a restarted broker", needs(MOSQUITTO), async () => {
    await withMosquitto(async (mosquitto) => {
      expectPeers(await manyRows(mosquitto, 100), ["MQTT.js", "MQTT.js"]);
    });
  });
});

test("contenders take turns going first, and the median round's ratio counts", async () => {
  const order: string[] = [];
  const measure = (name: string, figures: number[]) => () => {
    order.push(name);
    return figures.shift() ?? 0;
  };
  const pairs = await inTurn(3, measure("ours", [10, 30, 90]), measure("theirs", [10, 10, 45]));
  expect(order.join(" ")).toBe("ours theirs theirs ours ours theirs");
  expect(middlePair(pairs)).toEqual({ ours: 90, theirs: 45 });
  expect(() => middlePair([])).toThrow("no round");
});

test("a percentile is a value that was measured", () => {
  const times = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect([percentile({ times }, 50), percentile({ times }, 99)]).toEqual([100, 198]);
  expect(percentile({ times: [7] }, 99)).toBe(7);
});
