// Messages from a broker, as a program receives them, and the answers to the broker (MQTT 3.1.1 and
// 5.0, 3.3, 4.3, 4.5 and 4.7).
import { describe, expect, test } from "vitest";
import type { NodeMessage } from "../../../src/client/subscriptions/message.ts";
import { SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

type Qos = 0 | 1 | 2;

const publish = (topic: string, payload: string, qos: Qos = 0, messageId?: number, dup = false) =>
  ({ cmd: "publish", topic, payload, qos, messageId, dup, retain: false }) as const;

describe.each([3, 5] as const)("with mqtt: %i", (mqtt) => {
  /** Connected, and subscribed to `filters`. */
  async function hearing(...filters: string[]) {
    const broker = scriptedBroker({ mqtt, answers: ({ cmd }) => (cmd === "pubrec" ? [] : undefined) });
    const heard: NodeMessage[] = [];
    const client = broker.start({ session: "persistent" });
    if (filters.length > 0) client.subscribe(filters, (message) => void heard.push(message), 2);
    await broker.pass(SECOND);
    const told = () => heard.map(({ topic, payload }) => `${topic}=${payload}`);
    const answered = () => broker.words().filter((word) => /^pub(ack|rec|comp)/.test(word));
    return { ...broker, client, heard, told, answered };
  }

  test("messages without a handler are acknowledged in order", async () => {
    const { pass, say, told, answered } = await hearing();
    say(publish("a", "x", 1, 7));
    say(publish("a", "x", 2, 8));
    say(publish("a", "x", 1, 9));
    say(publish("a", "x", 2, 10));
    await pass(SECOND);
    say({ cmd: "pubrel", messageId: 8 });
    say({ cmd: "pubrel", messageId: 10 });
    await pass(SECOND);
    expect([told(), answered()]).toEqual([
      [],
      ["puback 7", "pubrec 8", "puback 9", "pubrec 10", "pubcomp 8", "pubcomp 10"],
    ]);
  });

  test("at QoS 2 an identifier is new after its PUBREL", async () => {
    const { pass, say, told, answered } = await hearing("a");
    say(publish("a", "1", 2, 7));
    say(publish("a", "1", 2, 7, true));
    say(publish("a", "1", 2, 7));
    await pass(SECOND);
    expect([told(), answered()]).toEqual([["a=1"], ["pubrec 7", "pubrec 7", "pubrec 7"]]);
    say({ cmd: "pubrel", messageId: 7 });
    say(publish("a", "2", 2, 7, true));
    await pass(SECOND);
    expect([told(), answered().slice(3)]).toEqual([
      ["a=1", "a=2"],
      ["pubcomp 7", "pubrec 7"],
    ]);
  });

  test("only a kept session remembers QoS 2 identifiers", async () => {
    for (const sessionPresent of [true, false]) {
      const { pass, start, say, hangUp, words } = scriptedBroker({
        mqtt,
        connack: (connection) => ({ sessionPresent: sessionPresent && connection > 0 }),
        answers: ({ cmd }) => (cmd === "pubrec" ? [] : undefined),
      });
      const heard: string[] = [];
      start({ session: "persistent" }).subscribe("a", ({ payload }) => void heard.push(payload), 2);
      await pass(SECOND);
      say(publish("a", "1", 2, 7));
      await pass(SECOND);
      hangUp();
      await pass(5 * SECOND);
      say(publish("a", "2", 2, 7, sessionPresent));
      await pass(SECOND);
      expect(heard).toEqual(sessionPresent ? ["1"] : ["1", "2"]);
      expect(words(1).at(-1)).toBe("pubrec 7");
    }
  });

  test("each matching handler receives both of two copies", async () => {
    const { client, pass, say } = await hearing();
    const heard: string[] = [];
    client.subscribe("a/+", () => void heard.push("+"));
    client.subscribe("a/#", () => void heard.push("#"));
    await pass(SECOND);
    say(publish("a/b", "x"));
    say(publish("a/b", "x"));
    await pass(SECOND);
    expect(heard.sort()).toEqual(["#", "#", "+", "+"]);
  });

  test("a shared filter is unsubscribed by its whole text", async () => {
    const { client, pass, words } = await hearing("$share/group/a");
    client.unsubscribe("$share/group/a").catch(() => {});
    await pass(SECOND);
    expect(words().at(-1)).toMatch(/^unsubscribe \d+ \$share\/group\/a$/);
  });

  test("a handler that kills its client leaves its message unacknowledged", async () => {
    const { client, pass, say, words } = await hearing();
    client.subscribe("a", () => client.kill());
    await pass(SECOND);
    say(publish("a", "x", 1, 7));
    await pass(SECOND);
    expect(words().filter((word) => word.startsWith("puback"))).toEqual([]);
  });

  test.each([1, 2] as const)(
    "a handler that throws leaves its message at QoS %i unacknowledged",
    async (qos) => {
      const { pass, say, client, answered } = await hearing();
      client.subscribe(
        "a",
        () => {
          throw new Error("the program's own");
        },
        qos,
      );
      await pass(SECOND);
      say(publish("a", "x", qos, 7));
      await expect(pass(SECOND)).rejects.toThrow("the program's own");
      await pass(SECOND);
      expect(answered()).toEqual([]);
    },
  );

  test("at QoS 1 an identifier is new after its PUBACK", async () => {
    const { pass, say, told, answered } = await hearing("a");
    say(publish("a", "1", 1, 7));
    say(publish("a", "2", 1, 7, true));
    await pass(SECOND);
    expect([told(), answered()]).toEqual([
      ["a=1", "a=2"],
      ["puback 7", "puback 7"],
    ]);
  });

  test("one identifier may be in use in both directions", async () => {
    const { pass, say, client, told, words } = await hearing("a");
    client.send("b", "x", { qos: 2 }).catch(() => {});
    await pass(SECOND);
    const id = Number(
      words()
        .find((word) => word.startsWith("publish"))
        ?.split(" ")[1],
    );
    say(publish("a", "1", 2, id));
    await pass(SECOND);
    say({ cmd: "pubrel", messageId: id });
    await pass(SECOND);
    expect([told(), words().slice(-2), client.isConnected()]).toEqual([
      ["a=1"],
      [`pubrec ${id}`, `pubcomp ${id}`],
      true,
    ]);
  });

  test("unexpected answers end nothing, and a PUBREC gets PUBREL", async () => {
    const { pass, say, words, client } = await hearing();
    for (const cmd of ["puback", "pubcomp", "pubrel", "pubrec"] as const) say({ cmd, messageId: 3000 });
    await pass(SECOND);
    const released = mqtt === 5 ? "pubcomp 3000 0x92" : "pubcomp 3000";
    expect([words(), client.isConnected()]).toEqual([[released, "pubrel 3000"], true]);
  });

  test.each([
    ["sport/#", ["sport", "sport/", "sport/a/b"], ["sports", "Sport", "/sport"]],
    ["sport/+", ["sport/", "sport/a"], ["sport", "sport/a/b", "sport/a/"]],
    ["+/+", ["/x", "x/", "/", "a/b"], ["x", "a/b/c"]],
    ["/+", ["/x", "/"], ["x", "x/y"]],
    ["+", ["x"], ["/x", "$x"]],
    ["#", ["x", "/", "a/b/c"], ["$SYS/uptime", "$x"]],
    ["+/monitor", ["a/monitor"], ["$SYS/monitor"]],
    ["$SYS/#", ["$SYS/uptime", "$SYS"], ["SYS/uptime"]],
    ["$SYS/+/x", ["$SYS/a/x"], ["$SYS/x"]],
    ["$share/group/a/+", ["a/b"], ["$share/group/a/b", "group/a/b"]],
    ["a//b", ["a//b"], ["a/b"]],
  ])("the handler of %s receives what its filter matches", async (filter, taken, others) => {
    const { pass, say, told } = await hearing(filter);
    for (const topic of [...taken, ...others]) say(publish(topic, "x"));
    await pass(SECOND);
    expect(told()).toEqual(taken.map((topic) => `${topic}=x`));
  });

  test('"$SYS" is matched by its own filter alone', async () => {
    const { client, pass, say, told } = await hearing("#");
    const own: string[] = [];
    client.subscribe("$SYS/#", ({ topic }) => void own.push(topic));
    await pass(SECOND);
    for (const topic of ["$SYS/uptime", "home"]) say(publish(topic, "x"));
    await pass(SECOND);
    expect([told(), own]).toEqual([["home=x"], ["$SYS/uptime"]]);
  });

  test("a message may come before the SUBACK of its filter", async () => {
    const { pass, start, say } = scriptedBroker({
      mqtt,
      answers: ({ cmd, messageId }) =>
        cmd === "subscribe" ? [publish("a", "early"), { cmd: "suback", messageId, granted: [1] }] : undefined,
    });
    const heard: string[] = [];
    start().subscribe("a", ({ payload }) => void heard.push(payload));
    await pass(SECOND);
    say(publish("a", "late"));
    await pass(SECOND);
    expect(heard).toEqual(["early", "late"]);
  });

  test.each([
    ["a/#/b", "the wildcard # is the filter's last character"],
    ["#/", "the wildcard # is the filter's last character"],
    ["a#", "a wildcard fills its whole level"],
    ["a/b+", "a wildcard fills its whole level"],
    ["", "a filter has at least one character"],
    ["$share/group", "group"],
    ["$share//a", "group"],
    ["$share/a+/b", "group"],
  ])("the filter %j is refused with a sentence", async (filter, why) => {
    const { client, words } = await hearing();
    expect(() => client.subscribe(filter, () => {})).toThrow(why);
    expect(words()).toEqual([]);
  });
});
