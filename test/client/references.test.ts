// A program's client that its broker sends to another one: it goes there where its options let it, and comes back.
import { expect, test } from "vitest";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { program, SECOND } from "./program-client.ts";
import { type Answer, MOVED, sendingElsewhere, USE_ANOTHER } from "./sending-elsewhere.ts";

/** Brokers that send each client elsewhere, by their names and ports; all others take it. */
function among(answers: Record<string, Answer>, options: Partial<NodeClientOptions> = {}) {
  const visited: string[] = [];
  const made = program({}, () => ({}), sendingElsewhere(answers, visited));
  const client = made.start({ mqtt: 5, followServerReference: true, ...options });
  return { ...made, client, visited, answers };
}

test.each([
  ["other.lan", "other.lan:1883"],
  ["other.lan:1884", "other.lan:1884"],
  ["10.0.0.2:1884 third.lan", "10.0.0.2:1884"],
  ["[fe80::9610]:1884", "fe80::9610:1884"],
  ["[fe80::9610]", "fe80::9610:1883"],
  ["mqtt://no/ a:b:c@d third.lan:70000 third.lan", "third.lan:1883"],
])("a server reference %j makes the client connect to %s", async (reference, place) => {
  const { client, visited, pass } = among({ "broker:1883": { code: USE_ANOTHER, reference } });
  await pass(5 * SECOND);
  expect([visited, client.isConnected()]).toEqual([["broker:1883", place], true]);
});

test("a client ignores server references unless its options allow them", async () => {
  const reference = { code: MOVED, reference: "other.lan" };
  const { client, visited, pass } = among({ "broker:1883": reference }, { followServerReference: false });
  await pass(25 * SECOND);
  expect([visited, client.isConnected()]).toEqual([["broker:1883"], false]);
});

test.each([
  ["for now returns once that connection ends", USE_ANOTHER, "broker:1883"],
  ["for good stays there", MOVED, "other.lan:1883"],
])("a client referred to another server %s", async (_what, code, last) => {
  const { client, world, visited, answers, pass } = among({
    "broker:1883": { code, reference: "other.lan" },
  });
  await pass(5 * SECOND);
  delete answers["broker:1883"];
  world.breakLink("cut");
  await pass(5 * SECOND);
  expect([visited, client.isConnected()]).toEqual([["broker:1883", "other.lan:1883", last], true]);
});

test("a client follows a server reference in DISCONNECT too", async () => {
  const { client, broker, visited, pass } = among({});
  await pass(SECOND);
  broker.send({ cmd: "disconnect", reasonCode: MOVED, properties: { serverReference: "other.lan" } });
  await pass(5 * SECOND);
  expect([visited, client.isConnected()]).toEqual([["broker:1883", "other.lan:1883"], true]);
});

test("brokers that refer a client in a circle make it pause", async () => {
  const { visited, pass } = among({
    "broker:1883": { code: USE_ANOTHER, reference: "other.lan" },
    "other.lan:1883": { code: USE_ANOTHER, reference: "broker" },
  });
  await pass(25 * SECOND);
  expect(visited).toEqual(["broker:1883", "other.lan:1883", "broker:1883", "other.lan:1883"]);
  await pass(120 * SECOND);
  expect(visited.length).toBeGreaterThan(4);
});

test.each(["mqtt://no/", "[fe80::1]:0", "a:b:c@d", "m\u00fchle.lan", ""])(
  "an invalid server reference %j causes a long pause",
  async (reference) => {
    const { visited, pass } = among({ "broker:1883": { code: USE_ANOTHER, reference } });
    await pass(25 * SECOND);
    expect(visited).toEqual(["broker:1883"]);
  },
);

test("the option for server references needs MQTT 5.0", () => {
  expect(() => among({}, { mqtt: 3 })).toThrow(
    "The option followServerReference needs MQTT 5.0: give the client mqtt: 5.",
  );
  expect(() => among({}, { followServerReference: "yes" as never })).toThrow(
    'The option followServerReference is "yes"; it is true or false.',
  );
});
