// A message that takes minutes to leave, longer than the keep-alive and than a broker may take for an answer.
import { describe, expect, test } from "vitest";
import { endOf, SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

/** Some 500 bytes a second. */
const SLOW = { toPeer: { delayMs: [SECOND, SECOND], pieceBytes: 1000 } } as const;
/** Takes three to four minutes. */
const LONG = "x".repeat(100_000);
const KEEP_ALIVE_S = 8;

describe.each([3, 5] as const)("with mqtt: %i", (mqtt) => {
  async function connected() {
    const broker = scriptedBroker({ mqtt, plan: SLOW });
    const lost: string[] = [];
    const client = broker.start({
      keepAlive: KEEP_ALIVE_S,
      session: "persistent",
      limits: { bytes: 200_000 },
      lost: ({ reason }) => void lost.push(reason),
    });
    await broker.pass(10 * SECOND);
    expect(client.isConnected()).toBe(true);
    /** What a broker has of each kind, on all connections. */
    const count = (kind: string) => broker.heard.flat().filter(({ cmd }) => cmd === kind).length;
    return { ...broker, client, lost, count };
  }

  test.each([0, 1, 2] as const)("a long message at QoS %i is sent once", async (qos) => {
    const { pass, client, lost, count } = await connected();
    const sent = endOf(client.send("upload", LONG, { qos }));
    await pass(400 * SECOND);
    expect([lost, count("publish"), sent.error]).toEqual([[], 1, undefined]);
    expect(sent).toHaveProperty("value");
  });

  test("requests after a long message are answered", async () => {
    const { pass, client, lost } = await connected();
    await Promise.all([client.subscribe("a", () => {}), pass(10 * SECOND)]);
    void client.send("upload", LONG, { qos: 1 });
    const granted = endOf(client.subscribe("b", () => {}));
    const ended = endOf(client.unsubscribe("a"));
    await pass(400 * SECOND);
    expect([lost, granted, ended]).toEqual([[], { value: 1 }, { value: undefined }]);
  });

  test("one ping waits behind a long message", async () => {
    const { pass, client, count } = await connected();
    const before = count("pingreq");
    void client.send("upload", LONG);
    for (let second = 0; second < 400 && count("publish") === 0; second += 1) await pass(SECOND);
    await pass(3 * SECOND);
    expect([count("publish"), count("pingreq") - before]).toEqual([1, 1]);
  });

  test("a broker that accepts long messages without answering is detected", async () => {
    const broker = scriptedBroker({
      mqtt,
      plan: { toPeer: { delayMs: [1, 1], pieceBytes: 1000 } },
      answers: ({ cmd }) => (cmd === "connect" ? undefined : []),
    });
    const lost: string[] = [];
    const client = broker.start({ keepAlive: KEEP_ALIVE_S, lost: ({ reason }) => void lost.push(reason) });
    await broker.pass(SECOND);
    void client.subscribe("a", () => {});
    for (let second = 0; second < 30; second += 1) {
      void client.send("upload", "x".repeat(100_000)).catch(() => {});
      await broker.pass(SECOND);
    }
    expect(lost.length).toBeGreaterThanOrEqual(2);
  });

  test("a link that stalls during a long message is detected", async () => {
    const { pass, client, world, lost } = await connected();
    void client.send("upload", LONG);
    await pass(60 * SECOND);
    expect(lost).toEqual([]);
    world.breakLink("half-open");
    await pass(2 * KEEP_ALIVE_S * SECOND);
    expect(lost).toEqual(["broker does not answer PINGREQ"]);
  });
});
