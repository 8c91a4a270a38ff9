// A program at a broker that ends the connection for a filter, for many, or for a long packet: what it takes
// arrives all the same.
import { describe, expect, test } from "vitest";
import { SubscriptionError } from "../../src/client/faults/errors.ts";
import { endsAt } from "../../tools/sim/broker/misbehaviour.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const TWELVE = Array.from({ length: 12 }, (_, at) => `home/lamp-${at}/set`);

describe.each([3, 5] as const)("in MQTT %i", (mqtt) => {
  test("a broker limited to eight filters grants twelve, also after reconnecting", async () => {
    const { broker, pass, start } = program({ ends: endsAt.filters(8) });
    const client = start({ mqtt });
    const all = TWELVE.map((filter) => endOf(client.subscribe(filter, () => {})));
    await pass(5 * SECOND);
    expect(all).toEqual(TWELVE.map(() => ({ value: 1 })));
    broker.hangUp();
    await pass(10 * SECOND);
    expect(broker.sessions()[0]?.filters.map(([filter]) => filter)).toEqual(TWELVE);
    expect([client.isConnected(), broker.breaches]).toEqual([true, []]);
  });

  test("a client finds a broker's limit of three filters per SUBSCRIBE", async () => {
    const { broker, pass, start } = program({ ends: endsAt.filters(3) });
    const client = start({ mqtt });
    const granted = endOf(client.subscribe(TWELVE, () => {}));
    await pass(30 * SECOND);
    expect(granted).toEqual({ value: TWELVE.map(() => 1) });
    expect(broker.connects.length).toBeLessThanOrEqual(3);
  });

  test("a filter that ends each connection rejects; the others are granted", async () => {
    const { broker, pass, start } = program({ ends: endsAt.filter("home/lamp-7/set") });
    const client = start({ mqtt });
    const all = TWELVE.map((filter) => endOf(client.subscribe(filter, () => {})));
    await pass(60 * SECOND);
    expect(all.map(({ value }) => value)).toEqual(
      TWELVE.map((filter) => (filter === "home/lamp-7/set" ? undefined : 1)),
    );
    expect(all[7]?.error).toBeInstanceOf(SubscriptionError);
    expect(String(all[7]?.error)).toBe(
      "SubscriptionError: The subscription home/lamp-7/set is given up: the broker ended the connection three times after it.",
    );
    const connects = broker.connects.length;
    await pass(3600 * SECOND);
    expect([client.isConnected(), broker.connects.length]).toEqual([true, connects]);
  });

  test("an overlong filter rejects; the others are granted", async () => {
    const long = "x".repeat(400);
    const { pass, start } = program({
      ends: endsAt.bytes(300),
      welcomes: () => ({ packetBytes: 302 }),
    });
    const client = start({ mqtt });
    const filters = Array.from({ length: 20 }, (_, at) => `home/a-room-with-a-long-name/lamp-${at}/set`);
    const all = filters.map((filter) => endOf(client.subscribe(filter, () => {})));
    const outcome = endOf(client.subscribe(long, () => {}));
    await pass(60 * SECOND);
    expect([all, outcome.error]).toEqual([filters.map(() => ({ value: 1 })), expect.any(SubscriptionError)]);
    const otherOutcome = endOf(client.subscribe(`${long}y`, () => {}));
    await pass(60 * SECOND);
    expect([otherOutcome.error, client.isConnected()]).toEqual([expect.any(SubscriptionError), true]);
  });
});

test("an UNSUBSCRIBE longer than the broker's limit rejects", async () => {
  const { pass, start } = program({ ends: endsAt.bytes(300), welcomes: () => ({ packetBytes: 302 }) });
  const client = start({ mqtt: 5, session: "persistent" });
  await pass(2 * SECOND);
  const left = endOf(client.unsubscribe("x".repeat(400)));
  await pass(2 * SECOND);
  expect([String(left.error), client.isConnected()]).toEqual([
    expect.stringContaining("is not ended: the broker refuses it, packet too large"),
    true,
  ]);
});

test("in 3.1.1 an UNSUBSCRIBE that ends each connection rejects", async () => {
  const { pass, start } = program({ ends: endsAt.bytes(300) });
  const client = start({ session: "persistent" });
  await pass(2 * SECOND);
  const left = endOf(client.unsubscribe("x".repeat(400)));
  await pass(30 * SECOND);
  expect([String(left.error), client.isConnected()]).toEqual([
    expect.stringContaining("the broker ended the connection five times after it"),
    true,
  ]);
});
