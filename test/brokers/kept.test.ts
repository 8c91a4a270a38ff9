// Kept messages are delivered, counted by number: through cut connections and brokers that
// restart, from every engine.
import { describe, expect, test } from "vitest";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import type { Subscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { engines } from "../../tools/laboratory/soak/devices/engines.ts";
import { SOAK_NUMBER, STATUS } from "../../tools/laboratory/soak/devices/running-device.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { startEmbedded } from "./embedded.ts";
import { setScene } from "./scene.ts";
import { publishes, sessionWasPresent, untilAcknowledged } from "./seen-packets.ts";

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index));

/** Resolves when every number from 1 on has come; each for the first time after the one before it. */
async function allCame(subscriber: Subscriber, last: number): Promise<void> {
  const missing = () => {
    const came = new Set(subscriber.payloadsOf(SOAK_NUMBER));
    return range(1, last).filter((number) => !came.has(number));
  };
  await subscriber.received.until(`all numbers up to ${last}`, () => missing().length === 0);
  const firsts = [...new Set(subscriber.payloadsOf(SOAK_NUMBER))];
  expect(firsts.slice(0, last)).toEqual(range(1, last));
}

const brokers = [
  { broker: "Mosquitto", asked: needs(MOSQUITTO), startBroker: startMosquitto },
  { broker: "embedded", asked: needs(), startBroker: startEmbedded },
];
const losses = [
  { what: "messages", lost: "toBroker" },
  { what: "acknowledgements", lost: "toDevice" },
] as const;

describe.concurrent.each(engines)("$name", (engine) => {
  const cases = brokers.flatMap((broker) => losses.map((loss) => ({ ...broker, ...loss })));

  for (const { broker, asked, startBroker, what, lost } of cases) {
    test(
      `${broker} receives unacknowledged messages again, in order, after ${what} were lost`,
      asked,
      async ({ onTestFinished }) => {
        const { subscriber, start, startProxy } = await setScene(onTestFinished, startBroker);
        const proxy = await startProxy();
        const device = await start(engine, proxy.port);
        await subscriber.untilNewest(STATUS, "online");
        await device.count(2);
        await untilAcknowledged(proxy, 2);
        proxy.lose(lost);
        await device.count(3);
        await proxy.seen.until("number 5 at the proxy", () => publishes(proxy, 0).at(-1)?.number === "5");
        proxy.cut();
        await allCame(subscriber, 5);
        await device.count(2);
        await allCame(subscriber, 7);

        expect(sessionWasPresent(proxy, 1)).toBe(true);
        const unacknowledged = publishes(proxy, 0).slice(2);
        const again = unacknowledged.map((packet) => ({ ...packet, dup: true }));
        expect(publishes(proxy, 1).slice(0, 3)).toEqual(again);
        expect(
          publishes(proxy, 1)
            .slice(3)
            .map(({ number, dup }) => [number, dup]),
        ).toEqual([
          ["6", false],
          ["7", false],
        ]);
      },
    );
  }

  test(
    "each kept number survives Mosquitto's restart, and the ring ends empty",
    needs(MOSQUITTO),
    async ({ onTestFinished }) => {
      const { broker, subscriber, start } = await setScene(onTestFinished, startMosquitto);
      const device = await start(engine);
      await subscriber.untilNewest(STATUS, "online");

      // It goes while numbers are on their way.
      const counted = device.count(engine.slots);
      await subscriber.received.until("three numbers", () => subscriber.payloadsOf(SOAK_NUMBER).length > 2);
      await broker.stop();
      await counted;
      // What has come was acknowledged. Behind it the ring has room for so many, and is to refuse what follows.
      const lastKept = Number(subscriber.payloadsOf(SOAK_NUMBER).at(-1)) + engine.slots;
      await device.count(lastKept - device.last());
      await device.count(2);
      await broker.start();
      await allCame(subscriber, lastKept);

      await device.count(1);
      const before = String(device.last());
      await subscriber.untilNewest(SOAK_NUMBER, before);
      // Whatever the ring still held would come first on the next connection. All but the last are acknowledged.
      const seen = subscriber.payloadsOf(SOAK_NUMBER).length;
      device.setNetwork(false);
      await device.untilLogged(/^not connected: network is down$/);
      device.setNetwork(true);
      await device.untilLogged(/^connected$/, 3);
      await device.count(1);
      const after = String(device.last());
      await subscriber.untilNewest(SOAK_NUMBER, after);
      const since = subscriber.payloadsOf(SOAK_NUMBER).slice(seen);
      expect(since.filter((number) => number !== before)).toEqual([after]);
    },
  );

  test("a restarted embedded broker forgets the session and gets numbers as new", async ({
    onTestFinished,
  }) => {
    const { broker, subscriber, start, startProxy } = await setScene(onTestFinished, startEmbedded);
    const proxy = await startProxy();
    const device = await start(engine, proxy.port);
    await subscriber.untilNewest(STATUS, "online");
    proxy.lose("toDevice");
    await device.count(2);
    await allCame(subscriber, 2);
    // It keeps nothing: whoever is to count is there before the device returns.
    proxy.shut(true);
    await broker.stop();
    await device.count(engine.slots - 2);
    await broker.start();
    await subscriber.untilSubscribedAgain();
    proxy.shut(false);
    await allCame(subscriber, engine.slots);

    expect(sessionWasPresent(proxy, 1)).toBe(false);
    const sent = publishes(proxy, 1);
    expect(sent.map(({ number }) => number)).toEqual(range(1, engine.slots));
    expect(sent.some(({ dup }) => dup)).toBe(false);
  });
});
