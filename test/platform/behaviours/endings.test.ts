// Ends of a program's connections, and the next attempt (MQTT 5.0, 3.2.2.2, 3.14 and 4.13).
import { describe, expect, test } from "vitest";
import type { ConnectionError } from "../../../src/client/faults/errors.ts";
import { endOf, SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

const HALF_A_MINUTE = 30 * SECOND;

/** Codes that the packet may have: time mends the first ones soon; a person, or a long time, the others. */
describe.each([
  [
    "connack",
    [0x80, 0x83, 0x88, 0x89, 0x95],
    [0x81, 0x82, 0x84, 0x85, 0x86, 0x87, 0x8a, 0x8c, 0x97, 0x9a, 0x9b, 0x9f],
  ],
  [
    "disconnect",
    [0x80, 0x83, 0x89, 0x8b, 0x8d, 0x8e, 0x93, 0x95, 0xa0],
    [0x81, 0x82, 0x87, 0x90, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9f],
  ],
] as const)("a %s by the broker", (cmd, soon, late) => {
  /** Ends the first connection with `code`; how long after that comes the next one? */
  async function endedWith(code: number) {
    const broker = scriptedBroker({
      connack: (connection) => (cmd === "connack" && connection === 0 ? { reasonCode: code } : {}),
    });
    const ends: ConnectionError[] = [];
    const client = broker.start({ lost: (error) => void ends.push(error) });
    await broker.pass(SECOND);
    if (cmd === "disconnect") broker.say({ cmd: "disconnect", reasonCode: code });
    await broker.pass(10);
    const endedAt = broker.world.now();
    while (broker.heard.length < 2 && broker.world.now() < 200 * SECOND) await broker.pass(100);
    return { ends, waited: broker.world.now() - endedAt, isBack: client.isConnected() };
  }

  test.each(soon)("DISCONNECT with %i is reported, and the client reconnects soon", async (code) => {
    const { ends, waited, isBack } = await endedWith(code);
    expect([ends.map(({ reasonCode }) => reasonCode), isBack]).toEqual([[code], true]);
    expect(waited).toBeLessThan(5 * SECOND);
  });

  test.each(late)("DISCONNECT with %i is reported, and the client waits half a minute", async (code) => {
    const { ends, waited, isBack } = await endedWith(code);
    expect([ends.map(({ reasonCode }) => reasonCode), isBack]).toEqual([[code], true]);
    expect(waited).toBeGreaterThan(HALF_A_MINUTE - 2 * SECOND);
  });
});

test("a client sends nothing but CONNECT before CONNACK", async () => {
  const { pass, start, heard } = scriptedBroker({ answers: () => [] });
  const client = start({ keepAlive: 2 });
  client.subscribe("a", () => {});
  client.send("t", "x").catch(() => {});
  client.publish(client.prepare("t"), "x");
  await pass(9 * SECOND);
  expect(heard.map((packets) => packets.map(({ cmd }) => cmd))).toEqual([["connect"]]);
  client.kill();
});

describe.each([3, 5] as const)("with mqtt: %i", (mqtt) => {
  test("a stopping client sends kept messages, then offline, then DISCONNECT", async () => {
    const { pass, start, words, say, hangUp } = scriptedBroker({
      mqtt,
      answers: (packet) => (packet.cmd === "publish" && packet.topic === "t" ? [] : undefined),
    });
    const client = start({ status: "me/status" });
    await pass(SECOND);
    client.send("t", "x").catch(() => {});
    const stopped = endOf(client.stop(() => {}, 60 * SECOND));
    await pass(SECOND);
    expect("value" in stopped).toBe(false);
    const id = words()
      .find((word) => word.includes("t=x"))
      ?.split(" ")[1];
    say({ cmd: "puback", messageId: Number(id) });
    await pass(SECOND);
    expect("value" in stopped).toBe(true);
    expect(
      words()
        .slice(-3)
        .map((word) => word.replace(/^(\w+) \d+ /, "$1 ")),
    ).toEqual(["publish t=x qos 1", "publish me/status=offline qos 0 retain", "disconnect"]);
    hangUp();
    await pass(120 * SECOND);
    expect(words().at(-1)).toBe("disconnect");
  });

  test("a client sends and receives nothing after DISCONNECT", async () => {
    const heard: string[] = [];
    const { pass, start, words, say } = scriptedBroker({ mqtt });
    const client = start();
    client.subscribe("a", ({ payload }) => void heard.push(payload));
    await pass(SECOND);
    client.stop();
    await pass(SECOND);
    say({ cmd: "publish", topic: "a", payload: "late", qos: 1, messageId: 7, dup: false, retain: false });
    await pass(SECOND);
    expect(client.publish(client.prepare("t"), "x")).toBe("refused: offline");
    expect([heard, words().at(-1)]).toEqual([[], "disconnect"]);
  });

  test("a client publishes online on each connection and after its own offline", async () => {
    const { pass, start, words, say, hangUp } = scriptedBroker({ mqtt });
    start({ status: "me/status" });
    await pass(SECOND);
    hangUp();
    await pass(5 * SECOND);
    say({ cmd: "publish", topic: "me/status", payload: "offline", qos: 0, dup: false, retain: false });
    await pass(SECOND);
    const said = (connection: number) => words(connection).filter((word) => word.includes("=online"));
    expect([said(0).length, said(1).length]).toEqual([1, 2]);
  });
});
