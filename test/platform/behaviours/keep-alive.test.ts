// A program's keep-alive (MQTT 3.1.1 and 5.0, 3.1.2.10): what is pinged, and when a dead link is found.
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../../src/client/connect.ts";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";
import { SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

describe.each([3, 5] as const)("with mqtt: %i", (mqtt) => {
  /** Connected, with a keep-alive of 8 seconds; `silent`: no PINGRESP comes on the first connection. */
  async function connected(silent = false) {
    const broker = scriptedBroker({
      mqtt,
      answers: ({ cmd }, connection) => (silent && connection === 0 && cmd === "pingreq" ? [] : undefined),
    });
    const lost: string[] = [];
    const client = broker.start({ keepAlive: 8, lost: ({ reason }) => void lost.push(reason) });
    await broker.pass(10);
    const pings = () => broker.heard.map((packets) => packets.filter(({ cmd }) => cmd === "pingreq").length);
    return { ...broker, client, lost, pings };
  }

  test("a client that only hears pings all the same", async () => {
    const { pass, say, pings, client } = await connected();
    for (let second = 0; second < 20; second += 1) {
      say({ cmd: "publish", topic: "a", payload: "x", qos: 0, dup: false, retain: false });
      await pass(SECOND);
    }
    expect([pings()[0], client.isConnected()]).toEqual([expect.any(Number), true]);
    expect(pings()[0]).toBeGreaterThanOrEqual(2);
  });

  test("a client that only sends at QoS 0 finds a half-open link", async () => {
    const { world, pass, client, lost } = await connected();
    world.breakLink("half-open");
    for (let second = 0; second < 12; second += 1) {
      client.publish(client.prepare("a"), "x");
      await pass(SECOND);
    }
    expect(lost).toEqual(["broker does not answer PINGREQ"]);
  });

  test("a missing PINGRESP ends one connection, and the next pings anew", async () => {
    const { pass, pings, lost, client } = await connected(true);
    await pass(12 * SECOND);
    expect([pings()[0], lost]).toEqual([1, ["broker does not answer PINGREQ"]]);
    await pass(30 * SECOND);
    expect([lost.length, client.isConnected()]).toEqual([1, true]);
    expect(pings()[1]).toBeGreaterThanOrEqual(3);
  });

  test("bytes of an unfinished message are signs of life", async () => {
    const { pass, client, sayBytes, lost } = await connected(true);
    const heard: number[] = [];
    client.subscribe("a", ({ bytes }) => void heard.push(bytes.length));
    await pass(SECOND);
    const properties = mqtt === 5 ? [0] : [];
    sayBytes(0x30, 0xb4, 0x01, 0, 1, 0x61, ...properties);
    for (let second = 0; second < 59; second += 1) {
      sayBytes(120, 120, 120);
      await pass(SECOND);
    }
    expect(lost).toEqual([]);
    expect(heard).toEqual([177 - properties.length]);
  });

  test("a PINGRESP in pieces is one", async () => {
    const { pass, sayBytes, lost } = await connected(true);
    for (let round = 0; round < 5; round += 1) {
      await pass(6.5 * SECOND);
      sayBytes(0xd0);
      await pass(10);
      sayBytes(0x00);
      await pass(10);
    }
    expect(lost).toEqual([]);
  });

  test("another packet is as good as a PINGRESP", async () => {
    const { pass, sayBytes, pings, lost } = await connected(true);
    const publish = mqtt === 5 ? [0x30, 5, 0, 1, 0x61, 0, 0x78] : [0x30, 4, 0, 1, 0x61, 0x78];
    for (let round = 0; round < 5; round += 1) {
      await pass(6.5 * SECOND);
      if (round % 2 === 0) sayBytes(...publish);
      else sayBytes(...publish, 0xd0, 0);
      await pass(10);
    }
    expect(lost).toEqual([]);
    expect(pings()[0]).toBeGreaterThanOrEqual(4);
  });

  test("a keep-alive of 0 pings never", async () => {
    const { world, heard, start } = scriptedBroker({ mqtt });
    const client = start({ keepAlive: 0 });
    world.clock.advance(1_000_000 * SECOND);
    expect([heard.map((packets) => packets.map(({ cmd }) => cmd)), client.isConnected()]).toEqual([
      [["connect"]],
      true,
    ]);
  });
});

test("a Server Keep Alive of 0 ends the client's pings", async () => {
  const { world, heard, start } = scriptedBroker({ connack: () => ({ properties: { serverKeepAlive: 0 } }) });
  start({ keepAlive: 10 });
  world.clock.advance(100_000 * SECOND);
  expect(heard.map((packets) => packets.map(({ cmd }) => cmd))).toEqual([["connect"]]);
});

test("pings keep their beat where the clock begins again", async () => {
  const startsAt = 0x7fffffff - 20 * SECOND;
  const { world, heard, start } = scriptedBroker({ startsAt });
  const client = start({ keepAlive: 8 });
  world.clock.advance(60 * SECOND);
  const pings = heard[0]?.filter(({ cmd }) => cmd === "pingreq").length ?? 0;
  expect([client.counters().connects, client.isConnected(), pings]).toEqual([1, true, 9]);
});

test.each([-86_400, 86_400])("a machine's clock that is set by %i seconds ends nothing", async (seconds) => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const lost: string[] = [];
  const client = connect(`mqtt://127.0.0.1:${broker.port}`, {
    id: "set",
    keepAlive: 1,
    lost: ({ reason }) => void lost.push(reason),
  });
  onTestFinished(() => client.kill());
  await client.untilConnected();
  vi.setSystemTime(Date.now() + seconds * SECOND);
  await new Promise((resolve) => setTimeout(resolve, 2 * SECOND));
  expect([lost, client.isConnected()]).toEqual([[], true]);
});
