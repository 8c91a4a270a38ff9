// Messages that a program acknowledges once the promises of its handlers have resolved.
import { describe, expect, test } from "vitest";
import { heldProgram } from "./held-handlers.ts";
import { SECOND } from "./program-client.ts";

describe.each([3, 5] as const)("with mqtt: %i", (mqtt) => {
  test.each([
    [1, "puback", []],
    [2, "pubrec", ["pubcomp 1", "pubcomp 2", "pubcomp 3"]],
  ] as const)(
    "messages at QoS %i are acknowledged in order, after their handlers",
    async (qos, answer, ends) => {
      const { broker, pass, held, said } = await heldProgram({ mqtt });
      for (const payload of ["a", "b", "c"]) broker.publish("held/x", payload, { qos });
      await pass(SECOND);
      expect([held.map(({ message }) => message.payload), said]).toEqual([["a", "b", "c"], []]);
      held[1]?.resolve();
      held[2]?.resolve();
      await pass(SECOND);
      expect(said).toEqual([]);
      held[0]?.resolve();
      await pass(SECOND);
      expect(said).toEqual([`${answer} 1`, `${answer} 2`, `${answer} 3`, ...ends]);
      expect([broker.unacknowledged(), broker.breaches]).toEqual([0, []]);
    },
  );

  test("a message waits for earlier handlers' acknowledgements, except at QoS 0", async () => {
    const { broker, client, pass, held, said } = await heldProgram({ mqtt });
    const others: string[] = [];
    client.subscribe("other", ({ payload }) => void others.push(payload));
    await pass(SECOND);
    broker.publish("held/x", "late", { qos: 1 });
    broker.publish("other", "soon", { qos: 1 });
    broker.publish("held/x", "at once", { qos: 0 });
    await pass(SECOND);
    expect([others, held.map(({ message }) => message.payload), said]).toEqual([
      ["soon"],
      ["late", "at once"],
      [],
    ]);
    held[0]?.resolve();
    await pass(SECOND);
    expect([said, broker.breaches]).toEqual([["puback 1", "puback 2"], []]);
  });

  test("a message that matches two filters is acknowledged after both handlers", async () => {
    const { broker, client, pass, held, said } = await heldProgram({ mqtt });
    let done = () => {};
    client.subscribe("held/x", () => new Promise<void>((resolve) => (done = resolve)), {
      acknowledge: "resolved",
    });
    await pass(SECOND);
    broker.deliver("held/x", "both");
    await pass(SECOND);
    done();
    await pass(SECOND);
    expect([held.length, said]).toEqual([1, []]);
    held[0]?.resolve();
    await pass(SECOND);
    expect(said).toEqual(["puback 1"]);
  });

  test("a reconnection delivers unacknowledged messages again and sends no late acknowledgement", async () => {
    const { broker, pass, held, said, payloads } = await heldProgram({ mqtt });
    for (const payload of ["a", "b"]) broker.publish("held/x", payload, { qos: 1 });
    await pass(SECOND);
    held[1]?.resolve();
    broker.hangUp();
    await pass(5 * SECOND);
    expect([payloads(), said]).toEqual([["a", "b", "a", "b"], []]);
    expect(held[2]?.message.duplicate).toBe(true);
    held[0]?.resolve();
    await pass(SECOND);
    expect(said).toEqual([]);
    held[3]?.resolve();
    held[2]?.resolve();
    await pass(SECOND);
    expect([said, broker.unacknowledged(), broker.breaches]).toEqual([["puback 1", "puback 2"], 0, []]);
  });

  test("a reconnection never delivers a QoS 2 message to its handler twice", async () => {
    const { broker, pass, held, said, payloads } = await heldProgram({ mqtt });
    for (const payload of ["a", "b"]) broker.publish("held/x", payload, { qos: 2 });
    await pass(SECOND);
    broker.hangUp();
    held[1]?.resolve();
    await pass(5 * SECOND);
    expect([payloads(), said]).toEqual([["a", "b"], []]);
    broker.hangUp();
    await pass(5 * SECOND);
    held[0]?.resolve();
    await pass(2 * SECOND);
    expect([payloads(), said]).toEqual([
      ["a", "b"],
      ["pubrec 1", "pubrec 2", "pubcomp 1", "pubcomp 2"],
    ]);
    expect([broker.unacknowledged(), broker.breaches]).toEqual([0, []]);
  });

  test("a handler that fails while disconnected runs again at QoS 2", async () => {
    const { broker, pass, held, payloads, setNetwork } = await heldProgram({ mqtt });
    broker.publish("held/x", "a", { qos: 2 });
    await pass(SECOND);
    setNetwork(false);
    await pass(SECOND);
    held[0]?.reject(new Error("no"));
    await pass(SECOND);
    setNetwork(true);
    await pass(5 * SECOND);
    expect(payloads()).toEqual(["a", "a"]);
    held[1]?.resolve();
    await pass(SECOND);
    expect([broker.unacknowledged(), broker.breaches]).toEqual([0, []]);
  });

  test("a new session ignores handlers of the old session", async () => {
    const { broker, client, pass, held, said, payloads } = await heldProgram({ mqtt });
    broker.publish("held/x", "old", { qos: 2 });
    await pass(SECOND);
    broker.forget();
    broker.hangUp();
    await pass(5 * SECOND);
    expect(client.isConnected()).toBe(true);
    broker.publish("held/x", "new", { qos: 2 });
    await pass(SECOND);
    held[0]?.reject(new Error("too late"));
    await pass(SECOND);
    broker.hangUp();
    await pass(5 * SECOND);
    expect([payloads(), said]).toEqual([["old", "new"], []]);
    held[1]?.resolve();
    await pass(SECOND);
    expect([said, broker.breaches]).toEqual([["pubrec 1", "pubcomp 1"], []]);
  });

  /** A PUBLISH at QoS 2 to this topic of five bytes, under identifier 1, sent again. */
  const again = (topic: string) =>
    mqtt === 5 ? `\x3c\x0b\0\x05${topic}\0\x01\0x` : `\x3c\x0a\0\x05${topic}\0\x01x`;

  test("a message delivered twice on one connection is acknowledged once", async () => {
    const { broker, client, pass, said, held } = await heldProgram({ mqtt });
    expect(client.isConnected()).toBe(true);
    broker.publish("held/x", "x", { qos: 2 });
    await pass(SECOND);
    broker.sendBytes(again("other"));
    await pass(SECOND);
    expect([held.length, said]).toEqual([1, []]);
    held[0]?.resolve();
    await pass(SECOND);
    expect([held.length, said]).toEqual([1, ["pubrec 1", "pubcomp 1"]]);
  });

  test("a reused identifier does not wait for handlers of the old session", async () => {
    const { broker, client, pass, said, held } = await heldProgram({ mqtt });
    client.subscribe("other", () => {}, 2);
    broker.publish("held/x", "old", { qos: 2 });
    await pass(SECOND);
    broker.forget();
    broker.hangUp();
    await pass(5 * SECOND);
    broker.sendBytes(again("other"));
    broker.sendBytes(again("other"));
    await pass(SECOND);
    expect([held.length, said.filter((packet) => packet === "pubrec 1")]).toEqual([
      1,
      ["pubrec 1", "pubrec 1"],
    ]);
  });
});
