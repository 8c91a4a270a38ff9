// Handlers that still run when their client ends; and the options that a subscription may ask for them with.
import { describe, expect, test } from "vitest";
import { heldProgram } from "./held-handlers.ts";
import { program, SECOND } from "./program-client.ts";

describe.each([3, 5] as const)("with mqtt: %i", (mqtt) => {
  test("stop() waits for running handlers and starts no other", async () => {
    const { broker, client, pass, held, said, payloads, startAgain } = await heldProgram({ mqtt });
    broker.publish("held/x", "a", { qos: 1 });
    await pass(SECOND);
    let hasEnded = false;
    client.stop(() => (hasEnded = true), 60 * SECOND);
    broker.publish("held/x", "b", { qos: 1 });
    broker.publish("held/x", "c", { qos: 2 });
    await pass(SECOND);
    expect([payloads(), hasEnded, said]).toEqual([["a"], false, []]);
    held[0]?.resolve();
    await pass(SECOND);
    expect([payloads(), hasEnded, said]).toEqual([["a"], true, ["puback 1", "disconnect"]]);
    startAgain();
    await pass(2 * SECOND);
    expect([payloads(), broker.breaches]).toEqual([["a", "b", "c"], []]);
  });

  test("stop() ends at its deadline although a handler still runs", async () => {
    const { broker, client, pass, held, said, payloads, startAgain } = await heldProgram({ mqtt });
    broker.publish("held/x", "a", { qos: 1 });
    await pass(SECOND);
    let hasEnded = false;
    client.stop(() => (hasEnded = true), 5 * SECOND);
    await pass(6 * SECOND);
    held[0]?.resolve();
    await pass(SECOND);
    expect([hasEnded, said]).toEqual([true, ["disconnect"]]);
    startAgain();
    await pass(2 * SECOND);
    expect(payloads()).toEqual(["a", "a"]);
  });

  test("a killed client acknowledges nothing when its handlers finish", async () => {
    const { broker, client, pass, held, said } = await heldProgram({ mqtt });
    broker.publish("held/x", "a", { qos: 1 });
    await pass(SECOND);
    client.kill();
    held[0]?.resolve();
    await pass(SECOND);
    expect([said, broker.unacknowledged()]).toEqual([[], 1]);
  });
});

describe("the option for acknowledging after handlers", () => {
  test("requests may be acknowledged after their answers", async () => {
    const { broker, client, pass, said } = await heldProgram({ mqtt: 5 });
    let done = (_payload: string) => {};
    client.reply("ask", () => new Promise<string>((resolve) => (done = resolve)), {
      acknowledge: "resolved",
    });
    await pass(SECOND);
    broker.publish("ask", "?", { qos: 1 });
    await pass(SECOND);
    expect(said).toEqual([]);
    done("!");
    await pass(SECOND);
    expect(said).toEqual(["puback 1"]);
  });

  test("other values, parts and loops are refused with a sentence", () => {
    const client = program().start() as unknown as Record<
      "subscribe" | "subscribeInParts" | "messages",
      (...args: unknown[]) => unknown
    >;
    const late = { acknowledge: "resolved" };
    expect(() => client.subscribe("a", () => {}, { acknowledge: "later" })).toThrow(
      'The option acknowledge is "later"; it is "returned" or "resolved".',
    );
    for (const call of [() => client.subscribeInParts("a", () => {}, late), () => client.messages("a", late)])
      expect(call).toThrow('There is no option "acknowledge" among the options of');
    expect(() => program().start({ limits: { unanswered: 0 } })).toThrow(
      "The option unanswered is 0; it is a whole number from 1 to 65535.",
    );
  });
});
