// Options of a program's subscription in MQTT 5.0, at a broker that obeys them.
import { describe, expect, test } from "vitest";
import type { SubscriptionOptions } from "../../src/client/options.ts";
import { program, SECOND } from "./program-client.ts";

/** What comes to a program with these options: what the broker had kept, what it says itself, and what another says. */
async function heardWith(options: SubscriptionOptions): Promise<string[]> {
  const { broker, pass, start } = program();
  const client = start({ mqtt: 5 });
  const otherClient = start({ id: "other" });
  const heard: string[] = [];
  await pass(SECOND);
  otherClient.publish(otherClient.prepare("a", { retain: true }), "kept");
  await pass(SECOND);
  const subscribe = () =>
    client.subscribe(
      "a",
      ({ payload, retained }) => void heard.push(retained ? `${payload} (retained)` : payload),
      options,
    );
  const granted = subscribe();
  await pass(SECOND);
  subscribe();
  await pass(SECOND);
  client.publish(client.prepare("a"), "own");
  otherClient.publish(otherClient.prepare("a", { retain: true }), "other's");
  await pass(SECOND);
  expect([await granted, broker.breaches]).toEqual([options.qos ?? 1, []]);
  return heard;
}

test.each<[SubscriptionOptions, string[]]>([
  [{}, ["kept (retained)", "kept (retained)", "own", "other's"]],
  [{ qos: 2, retained: "always" }, ["kept (retained)", "kept (retained)", "own", "other's"]],
  [{ noLocal: true }, ["kept (retained)", "kept (retained)", "other's"]],
  [{ retained: "new" }, ["kept (retained)", "own", "other's"]],
  [{ retained: "never" }, ["own", "other's"]],
  [{ retained: "never", retainAsPublished: true }, ["own", "other's (retained)"]],
  [{ retained: "never", retainAsPublished: true, noLocal: true, qos: 0 }, ["other's (retained)"]],
])("a subscription with the options %o receives %o", async (options, heard) => {
  expect(await heardWith(options)).toEqual(heard);
});

test("messages() applies subscription options too", async () => {
  const { pass, start } = program();
  const client = start({ mqtt: 5 });
  const messages = client.messages("a", { noLocal: true });
  const first = messages.next();
  await pass(SECOND);
  client.publish(client.prepare("a"), "own");
  const otherClient = start({ id: "other" });
  otherClient.publish(otherClient.prepare("a"), "early");
  await pass(SECOND);
  otherClient.publish(otherClient.prepare("a"), "other's");
  await pass(SECOND);
  expect((await first).value).toMatchObject({ payload: "other's" });
});

test("subscription options survive a reconnection", async () => {
  const { world, pass, start } = program();
  const heard: string[] = [];
  const client = start({ mqtt: 5 });
  client.subscribe("a", ({ payload }) => void heard.push(payload), { noLocal: true });
  await pass(SECOND);
  world.setNetwork(false);
  await pass(SECOND);
  world.setNetwork(true);
  await pass(60 * SECOND);
  client.publish(client.prepare("a"), "own");
  await pass(SECOND);
  expect(heard).toEqual([]);
});

describe("faulty subscription options", () => {
  test.each([
    [3, "a", { noLocal: true }, "The option noLocal needs MQTT 5.0: give the client mqtt: 5."],
    [5, "a", { retained: "once" }, 'The option retained is "once"; it is "always", "new" or "never".'],
    [5, "a", { retaned: "new" }, 'There is no option "retaned" among the options of a subscription'],
    [5, "a", { qos: 3 }, "The option qos is 3; it is 0, 1 or 2."],
    [
      5,
      "$share/g/a",
      { noLocal: true },
      'The option noLocal is not for the shared filter "$share/g/a"; leave it out.',
    ],
  ] as const)(
    "faulty subscription options are refused in MQTT %i, filter %s: %o",
    (mqtt, filter, options, fault) => {
      const client = program().start({ mqtt });
      expect(() => client.subscribe(filter, () => {}, options as never)).toThrow(fault);
    },
  );
});
