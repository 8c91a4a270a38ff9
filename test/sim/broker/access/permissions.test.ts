// The rows of EMQX's access list, at publish, at subscribe and at delivery: the cases of its pages on lists,
// placeholders and "eq".
import { connect as connectNow, type IClientOptions, type MqttClient } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { type AskedBroker, allow, askedBroker, row } from "./asked-broker.ts";

const DENY_REST = row("deny", "all", "#");

/** The list of the client "d1" of the user "ann"; everybody else may do everything. */
async function listed(acl: unknown, more: Record<string, unknown> = {}, options: IClientOptions = {}) {
  const broker = await askedBroker((() => allow()) as never);
  broker.answer(({ clientid }: { clientid: string }) =>
    clientid === (options.clientId ?? "d1") ? allow(acl, more) : allow(),
  );
  const client = await broker.connect({ clientId: "d1", username: "ann", ...options });
  const other = await broker.connect({ clientId: "other" });
  return { ...broker, client, other, heard: hearing(client) };
}

function hearing(client: MqttClient): string[] {
  const heard: string[] = [];
  client.on("message", (topic, payload, { retain }) =>
    heard.push(`${topic}=${payload}${retain ? " retained" : ""}`),
  );
  return heard;
}

/** What `other` publishes last comes last to who may have it. */
async function heardBy(heard: string[], other: MqttClient, topic: string): Promise<string[]> {
  await other.publishAsync(topic, "end", { qos: 1 });
  await expect.poll(() => heard.at(-1)).toBe(`${topic}=end`);
  return heard.slice(0, -1);
}

type Act = ["publish" | "subscribe", string, { qos?: 0 | 1 | 2; retain?: boolean }?];

const cases: [string, unknown, Act, boolean, Record<string, unknown>?][] = [
  [
    "a place for the client's id",
    [row("allow", "publish", "t/${clientid}"), DENY_REST],
    ["publish", "t/d1"],
    true,
  ],
  [
    "a place for another's id",
    [row("allow", "publish", "t/${clientid}"), DENY_REST],
    ["publish", "t/d2"],
    false,
  ],
  [
    "a place for the user",
    [row("allow", "all", "user/${username}/#"), DENY_REST],
    ["subscribe", "user/ann/#"],
    true,
  ],
  [
    "a place for another user",
    [row("allow", "all", "user/${username}/#"), DENY_REST],
    ["subscribe", "user/bob/#"],
    false,
  ],
  [
    "a place for an attribute",
    [row("allow", "all", "s/${client_attrs.sn}"), DENY_REST],
    ["publish", "s/10c6"],
    true,
    { client_attrs: { sn: "10c6" } },
  ],
  [
    "a place for no attribute",
    [row("allow", "all", "s/${client_attrs.sn}"), DENY_REST],
    ["publish", "s/"],
    false,
  ],
  [
    "a denied place for no attribute",
    [row("deny", "all", "s/${client_attrs.sn}"), row("allow", "all", "#")],
    ["publish", "s/1"],
    false,
  ],
  [
    "an attribute that is no text",
    [row("allow", "all", "s/${client_attrs.sn}"), DENY_REST],
    ["publish", "s/1"],
    false,
    { client_attrs: { sn: 1 } },
  ],
  [
    "an attribute of JavaScript's",
    [row("allow", "all", "${client_attrs.constructor}/#"), DENY_REST],
    ["publish", "x/1"],
    false,
  ],
  [
    "an attribute that is a wildcard",
    [row("allow", "all", "s/${client_attrs.sn}"), DENY_REST],
    ["publish", "s/1"],
    false,
    { client_attrs: { sn: "#" } },
  ],
  [
    "an escaped place",
    [row("allow", "all", "t/${$}{username}"), DENY_REST],
    ["publish", "t/${username}"],
    true,
  ],
  [
    "an escaped place, filled in",
    [row("allow", "all", "t/${$}{username}"), DENY_REST],
    ["publish", "t/ann"],
    false,
  ],
  [
    "eq and a place",
    [row("allow", "all", "eq t/${username}"), DENY_REST],
    ["publish", "t/${username}"],
    true,
  ],
  [
    "eq and a place, filled in",
    [row("allow", "all", "eq t/${username}"), DENY_REST],
    ["publish", "t/ann"],
    false,
  ],
  [
    "eq and its filter",
    [row("allow", "subscribe", "eq t/1/#", { qos: [1] }), DENY_REST],
    ["subscribe", "t/1/#", { qos: 1 }],
    true,
  ],
  [
    "eq and a topic of its filter",
    [row("allow", "subscribe", "eq t/1/#"), DENY_REST],
    ["subscribe", "t/1/x"],
    false,
  ],
  [
    "QoS 1 alone, at QoS 0",
    [row("allow", "subscribe", "eq t/1/#", { qos: [1] }), DENY_REST],
    ["subscribe", "t/1/#", { qos: 0 }],
    false,
  ],
  [
    "QoS 1 alone, at QoS 2",
    [row("allow", "publish", "t", { qos: [1] }), DENY_REST],
    ["publish", "t", { qos: 2 }],
    false,
  ],
  [
    "QoS 0 and 2, at QoS 2",
    [row("allow", "publish", "t", { qos: [0, 2] }), DENY_REST],
    ["publish", "t", { qos: 2 }],
    true,
  ],
  ["no QoS", [row("allow", "publish", "t", { qos: [] }), DENY_REST], ["publish", "t"], false],
  [
    "retained ones denied",
    [row("deny", "publish", "t/2", { retain: true })],
    ["publish", "t/2", { retain: true }],
    false,
  ],
  [
    "retained ones denied, not retained",
    [row("deny", "publish", "t/2", { retain: true })],
    ["publish", "t/2"],
    true,
  ],
  [
    "all of a topic denied, published",
    [row("deny", "all", "t/3")],
    ["publish", "t/3", { retain: true }],
    false,
  ],
  ["all of a topic denied, subscribed", [row("deny", "all", "t/3")], ["subscribe", "t/3", { qos: 2 }], false],
  ["publishing allowed, subscribed", [row("allow", "publish", "t"), DENY_REST], ["subscribe", "t"], false],
  ["subscribing allowed, published", [row("allow", "subscribe", "t"), DENY_REST], ["publish", "t"], false],
  [
    "the first row that matches",
    [row("allow", "all", "t/1"), row("deny", "all", "t/#")],
    ["publish", "t/1"],
    true,
  ],
  [
    "the second row that matches",
    [row("allow", "all", "t/1"), row("deny", "all", "t/#")],
    ["publish", "t/2"],
    false,
  ],
  ["no row that matches", [row("deny", "all", "t/3")], ["subscribe", "other"], true],
  ["a row with +", [row("allow", "all", "t/+/x"), DENY_REST], ["publish", "t/1/x"], true],
  ["a row with + and more levels", [row("allow", "all", "t/+"), DENY_REST], ["publish", "t/1/x"], false],
  ["a row with + and a filter with +", [row("allow", "all", "t/+"), DENY_REST], ["subscribe", "t/+"], true],
  ["a row with + and a filter with #", [row("allow", "all", "t/+"), DENY_REST], ["subscribe", "t/#"], false],
  ["a denied + and a filter with #", [row("deny", "all", "t/+")], ["subscribe", "t/#"], false],
  ["a row with # and its parent", [row("allow", "all", "t/#"), DENY_REST], ["publish", "t"], true],
  [
    "a row with # and a filter with + below",
    [row("allow", "all", "t/#"), DENY_REST],
    ["subscribe", "t/+/x/#"],
    true,
  ],
  [
    "a topic and a filter that takes it",
    [row("allow", "all", "t/1"), DENY_REST],
    ["subscribe", "t/+"],
    false,
  ],
  ["# and a topic with $", [DENY_REST], ["publish", "$x/1"], true],
  ["a group's filter, denied", [row("deny", "all", "t/3")], ["subscribe", "$share/g/t/3"], false],
  ["a group's filter, allowed", [row("allow", "all", "t/#"), DENY_REST], ["subscribe", "$share/g/t/+"], true],
  ["a queue's filter, denied", [DENY_REST], ["subscribe", "$q/t/#"], false],
  ["letters beyond ASCII", [row("allow", "all", "küche/+"), DENY_REST], ["publish", "küche/licht"], true],
  ["a superuser", [DENY_REST], ["publish", "t"], true, { is_superuser: true }],
  ["a superuser by a text", [DENY_REST], ["publish", "t"], false, { is_superuser: "yes" }],
  ["the older list, published", { pub: ["t/${username}"] }, ["publish", "t/ann"], true],
  ["the older list, eq", { pub: ["eq t/${username}"] }, ["publish", "t/ann"], false],
  ["the older list, subscribed", { sub: ["t/#"] }, ["subscribe", "t/1"], true],
  ["the older list, all", { all: ["t/#"] }, ["publish", "t/1"], true],
  ["the older list, in no part", { pub: ["a"], sub: ["b"] }, ["publish", "b"], false],
];

test.each(cases)(
  "a permission list with %s is enforced",
  async (_name, acl, [action, topic, how = {}], isAllowed, more = {}) => {
    for (const protocolVersion of [4, 5] as const) {
      const { client, other, heard } = await listed(acl, more, { protocolVersion });
      if (action === "subscribe") {
        // MQTT.js hands over what was granted also where it is a refusal.
        const granted = await new Promise<number>((resolve) =>
          client.subscribe(topic, { qos: how.qos ?? 0 }, (_error, grants, packet) =>
            resolve((packet?.granted[0] as number | undefined) ?? grants?.[0].qos ?? -1),
          ),
        );
        expect(granted).toBe(isAllowed ? (how.qos ?? 0) : protocolVersion === 4 ? 0x80 : 0x87);
        continue;
      }
      const seen = hearing(other);
      await other.subscribeAsync(["#", topic, "$end"]);
      const { qos = 1, ...others } = how;
      const error: unknown = await client.publishAsync(topic, "5", { qos, ...others }).then(
        () => undefined,
        (reason) => reason,
      );
      expect(await heardBy(seen, other, "$end")).toEqual(isAllowed ? [`${topic}=5`] : []);
      // MQTT 3.1.1 has no word for it: the message is acknowledged.
      if (isAllowed || protocolVersion === 4) expect(error).toBeUndefined();
      else expect(error).toMatchObject({ code: 0x87 });
      expect(heard).toEqual([]);
    }
  },
);

test.each(["+", "#", "a/b", "+/x", "ann/../bob"])(
  "a client named %s receives no foreign topics",
  async (clientId) => {
    const acl = [row("allow", "all", "t/${clientid}/#"), DENY_REST];
    const { client, other, heard } = await listed(acl, {}, { clientId });
    const seen = hearing(other);
    await other.subscribeAsync(["#", "$end"]);
    client.subscribe(["t/bob/#", "t/+/#", `t/${clientId}/#`]);
    await client.publishAsync("t/bob/1", "x", { qos: 1 });
    await other.publishAsync("t/bob/2", "y", { qos: 1 });
    expect(await heardBy(seen, other, "$end")).toEqual(["t/bob/2=y"]);
    expect(heard).toEqual([]);
  },
);

test("an unpermitted QoS 0 message is dropped, and the client stays", async () => {
  const { client, other, told } = await listed([row("deny", "publish", "t")]);
  const seen = hearing(other);
  await other.subscribeAsync(["#", "$end"]);
  for (let i = 0; i < 3; i += 1) await client.publishAsync("t", "x");
  await client.publishAsync("u", "y", { qos: 1 });
  expect(await heardBy(seen, other, "$end")).toEqual(["u=y"]);
  expect(told).toEqual(['The broker does not hand on a message, whose sender may not publish it, of "d1"']);
});

test("a wider filter delivers only permitted topics", async () => {
  const { client, other, heard } = await listed([
    row("deny", "all", "t/secret/#"),
    row("deny", "all", "t/3", { qos: [2] }),
  ]);
  await other.publishAsync("t/secret/kept", "x", { retain: true, qos: 1 });
  await other.publishAsync("t/kept", "y", { retain: true, qos: 1 });
  await client.subscribeAsync(["t/#", "+/secret/+"], { qos: 1 });
  await other.publishAsync("t/secret/live", "x", { qos: 1 });
  await other.publishAsync("t/secret", "x");
  await other.publishAsync("t/3", "z", { qos: 2 });
  expect(await heardBy(heard, other, "t/end")).toEqual(["t/kept=y retained", "t/3=z"]);
});

test("a filter that is permitted literally receives its messages", async () => {
  const { client, other, heard } = await listed([
    row("deny", "subscribe", "t/1/secret"),
    row("allow", "subscribe", "eq t/1/#"),
    DENY_REST,
  ]);
  await client.subscribeAsync("t/1/#", { qos: 1 });
  await other.publishAsync("t/1/a/b", "x");
  await other.publishAsync("t/1/secret", "y");
  expect(await heardBy(heard, other, "t/1/end")).toEqual(["t/1/a/b=x"]);
});

test("a shared group delivers to a permitted member", async () => {
  const { client, other, heard, connect } = await listed([row("deny", "subscribe", "t/secret")]);
  const third = await connect({ clientId: "third" });
  const seen = hearing(third);
  for (const member of [client, third]) await member.subscribeAsync("$share/g/t/+", { qos: 1 });
  for (let i = 0; i < 4; i += 1) await other.publishAsync("t/secret", `${i}`, { qos: 1 });
  await expect.poll(() => seen).toEqual([0, 1, 2, 3].map((i) => `t/secret=${i}`));
  expect(heard).toEqual([]);
});

test("an unpermitted will is dropped, and the client is admitted", async () => {
  const will = (topic: string) => ({ topic, payload: Buffer.from("gone"), qos: 1 as const, retain: false });
  for (const [topic, expected] of [
    ["secret", []],
    ["d1/status", ["d1/status=gone"]],
  ] as const) {
    const { client, other } = await listed([row("deny", "publish", "secret")], {}, { will: will(topic) });
    const seen = hearing(other);
    await other.subscribeAsync(["#", "$end"]);
    client.stream.destroy();
    if (expected.length > 0) await expect.poll(() => seen.length).toBe(1);
    expect(await heardBy(seen, other, "$end")).toEqual(expected);
  }
});

const PERSISTENT: IClientOptions = { clientId: "d1", clean: false };

/** A client that left with subscriptions, which comes back with this list. */
async function back(broker: AskedBroker, acl: unknown, before: (broker: AskedBroker) => Promise<unknown>) {
  await before(broker);
  broker.answer(({ clientid }: { clientid: string }) => (clientid === "d1" ? allow(acl) : allow()));
  // It listens before the first message can come.
  const client = connectNow(`mqtt://127.0.0.1:${broker.port}`, PERSISTENT);
  onTestFinished(() => client.endAsync(true));
  return { client, heard: hearing(client) };
}

test("a returning client with fewer permissions receives only permitted messages", async () => {
  const broker = await askedBroker(allow());
  const other = await broker.connect({ clientId: "other" });
  const { heard } = await back(
    broker,
    [row("allow", "subscribe", "mine/#"), DENY_REST],
    async ({ connect }) => {
      const client = await connect(PERSISTENT);
      await client.subscribeAsync(["mine/#", "secret/#"], { qos: 1 });
      await client.endAsync();
      for (let i = 0; i < 30; i += 1) {
        await other.publishAsync("secret/1", `${i}`, { qos: 1 });
        await other.publishAsync("mine/1", `${i}`, { qos: 1 });
      }
    },
  );
  await other.publishAsync("secret/2", "x", { qos: 1 });
  await other.publishAsync("mine/2", "end", { qos: 1 });
  await expect.poll(() => heard.at(-1)).toBe("mine/2=end");
  expect(heard.slice(0, -1)).toEqual(Array.from({ length: 30 }, (_, i) => `mine/1=${i}`));
});

test("a client that takes over an identifier has its own permissions", async () => {
  const broker = await askedBroker(allow());
  broker.answer(({ username }: { username: string }) =>
    allow([row("allow", "all", `${username}/#`), DENY_REST]),
  );
  const ann = await broker.connect({ ...PERSISTENT, username: "ann" });
  await ann.subscribeAsync("ann/#", { qos: 1 });
  const bob = await broker.connect({ ...PERSISTENT, username: "bob" });
  const heard = hearing(bob);
  await bob.subscribeAsync("bob/#", { qos: 1 });
  const writer = await broker.connect({ clientId: "ann-2", username: "ann" });
  await writer.publishAsync("ann/1", "secret", { qos: 1 });
  await bob.publishAsync("bob/1", "end", { qos: 1 });
  await expect.poll(() => heard).toEqual(["bob/1=end"]);
});

test("expire_at ends the connection with its will and a reason", async () => {
  for (const protocolVersion of [4, 5] as const) {
    const expire = Math.floor(Date.now() / 1000) + 2;
    const { client, other } = await listed(
      undefined,
      { expire_at: expire },
      {
        protocolVersion,
        will: { topic: "d1/status", payload: Buffer.from("offline"), qos: 1, retain: true },
      },
    );
    const seen = hearing(other);
    await other.subscribeAsync("d1/status");
    const told: unknown[] = [];
    client.on("disconnect", ({ reasonCode }) => told.push(reasonCode));
    await new Promise<void>((resolve) => client.once("close", () => resolve()));
    const late = Date.now() - expire * 1000;
    expect(late).toBeGreaterThanOrEqual(-20);
    expect(late).toBeLessThan(1500);
    await expect.poll(() => seen).toEqual(["d1/status=offline"]);
    expect(told).toEqual(protocolVersion === 5 ? [0xa0] : []);
    expect(await other.publishAsync("still", "here", { qos: 1 })).toBeDefined();
  }
});
