// A device that its broker sends to another one: it goes there where its firmware lets it, and comes back.
import { expect, test } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { type Answer, MOVED, sendingElsewhere, USE_ANOTHER } from "../client/sending-elsewhere.ts";
import { ROOT, startDevice } from "./device-in-world.ts";

/** A device whose broker is "broker"; those with an answer send it elsewhere, all others are one broker. */
function among(
  answers: Record<string, Answer>,
  declaration: Partial<DeviceDeclaration> = {},
  host = "broker",
  plan: (connection: number) => LinkPlan = () => ({}),
) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const visited: string[] = [];
  const run = startDevice({
    declaration: { mqtt: 5, followServerReference: true, ...declaration },
    settings: { host },
    limits: { packetBytes: 1024 },
    world: { clock, plan, peer: sendingElsewhere(answers, visited)(broker.peer) },
  });
  return { ...run, broker, visited, status: () => broker.kept(`${ROOT}/status`) };
}

test.each([
  ["other.lan", "other.lan:1883"],
  ["other.lan:1884", "other.lan:1884"],
  ["10.0.0.2:1884 third.lan", "10.0.0.2:1884"],
  ["mqtt://no/ a,b [fe80::9610]:1884 m\u00fchle.lan a:b:c@d third.lan:70000 third.lan", "third.lan:1883"],
  [`${"a".repeat(260)} \u0001b third.lan`, "third.lan:1883"],
])("a server reference %j makes the device connect to %s", (reference, place) => {
  const { visited, status, pass } = among({ "broker:1883": { code: USE_ANOTHER, reference } });
  pass(5000);
  expect([visited, status()]).toEqual([["broker:1883", place], "online"]);
});

test.each(["[fe80::9610]:1884", "mqtt://no/ a,b"])(
  "an invalid server reference %j causes a long pause",
  (reference) => {
    const { visited, pass } = among({ "broker:1883": { code: USE_ANOTHER, reference } });
    pass(25_000);
    expect(visited).toEqual(["broker:1883"]);
  },
);

test("a device without the option ignores server references", () => {
  const reference = { code: MOVED, reference: "other.lan" };
  const { visited, status, pass } = among({ "broker:1883": reference }, { followServerReference: false });
  pass(600_000);
  expect([new Set(visited), status()]).toEqual([new Set(["broker:1883"]), undefined]);
});

test.each([
  ["for now returns once that connection ends", USE_ANOTHER, "broker:1883"],
  ["for good stays there", MOVED, "other.lan:1883"],
])("a device sent to another broker %s", (_what, code, last) => {
  const answers: Record<string, Answer> = { "broker:1883": { code, reference: "other.lan" } };
  const { world, visited, status, pass } = among(answers);
  pass(5000);
  delete answers["broker:1883"];
  world.breakLink("cut");
  pass(5000);
  expect([visited, status()]).toEqual([["broker:1883", "other.lan:1883", last], "online"]);
});

test("a device whose new broker fails returns to its own", () => {
  const answers: Record<string, Answer> = { "broker:1883": { code: MOVED, reference: "other.lan" } };
  const { broker, visited, status, pass } = among(answers);
  pass(5000);
  delete answers["broker:1883"];
  broker.stop();
  pass(60_000);
  broker.start();
  pass(120_000);
  expect([visited.at(-1), status()]).toEqual(["broker:1883", "online"]);
});

test("a device tries an unreachable reference once, then returns", () => {
  const answers = { "broker:1883": { code: USE_ANOTHER, reference: "dead.lan" } };
  const isRefused = (connection: number): LinkPlan => (connection === 1 ? { connect: "refuse" } : {});
  const { visited, pass } = among(answers, {}, "broker", isRefused);
  pass(10_000);
  expect(visited.slice(0, 3)).toEqual(["broker:1883", "broker:1883", "dead.lan:1883"]);
});

test("a device is soon referred again after a long stay", () => {
  const places = ["broker", "b", "c", "d", "e"];
  const answers: Record<string, Answer> = {};
  for (let i = 0; i < 3; i++)
    answers[`${places[i]}:1883`] = { code: USE_ANOTHER, reference: places[i + 1] ?? "" };
  const { broker, visited, pass } = among(answers);
  pass(60_000);
  broker.send({ cmd: "disconnect", reasonCode: USE_ANOTHER, properties: { serverReference: "e" } });
  pass(10_000);
  expect(visited).toEqual(places.map((place) => `${place}:1883`));
});

test("a device follows a server reference in DISCONNECT too", () => {
  const { broker, visited, status, pass } = among({});
  pass(5000);
  broker.send({ cmd: "disconnect", reasonCode: MOVED, properties: { serverReference: "other.lan" } });
  pass(5000);
  expect([visited, status()]).toEqual([["broker:1883", "other.lan:1883"], "online"]);
});

test("brokers that refer a device in a circle make it pause", () => {
  const { visited, pass } = among({
    "broker:1883": { code: USE_ANOTHER, reference: "other.lan" },
    "other.lan:1883": { code: USE_ANOTHER, reference: "broker" },
  });
  pass(25_000);
  expect(visited).toEqual(["broker:1883", "other.lan:1883", "broker:1883", "other.lan:1883"]);
  pass(600_000);
  expect(visited.length).toBeGreaterThan(4);
  expect(visited.length).toBeLessThan(100);
});

test("a device with two brokers follows references of either, and returns", () => {
  const answers: Record<string, Answer> = { "a:1883": { code: USE_ANOTHER, reference: "c:1885" } };
  const { world, visited, status, pass } = among(answers, {}, "a,b:1884");
  pass(60_000);
  delete answers["a:1883"];
  world.breakLink("cut");
  pass(30_000);
  expect([visited, status()]).toEqual([["a:1883", "c:1885", "a:1883"], "online"]);
});
