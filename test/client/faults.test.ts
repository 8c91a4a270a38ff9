// Faulty arguments of plain JavaScript to a client in Node: refused at the call, in a
// sentence, and nothing goes out.
import { describe, expect, test } from "vitest";
import { startNodeClient } from "../../src/client/client.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;
const HALF = "\ud83d";
const LONG = "x".repeat(65_535);

/** A client that is started with options of any kind, at a broker that notes what it is told. */
function started(options: object = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({ clock, peer: broker.peer });
  const complete = { id: "program", host: "broker", ...options } as NodeClientOptions;
  const client = startNodeClient(world, complete);
  world.clock.advance(10 * SECOND);
  return { broker, world, client };
}

/** What it throws, whole. */
function thrown(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing is thrown";
}

const REFUSED: [object, string][] = [
  [{ id: undefined }, "A client needs an id, the client identifier: a text that no other client has."],
  [{ id: 5 }, "The option id is 5; it is text."],
  [
    { id: "", session: "persistent" },
    'The option id is ""; with the session "persistent" it has at least one character.',
  ],
  [
    { id: "a\0b" },
    'The option id is "a\\u0000b"; it is text without control characters, for which brokers end the connection.',
  ],
  [
    { id: HALF },
    'The option id is "\\ud83d"; it is text without half of a character (a surrogate without its other half).',
  ],
  [{ id: `${LONG}y` }, `The option id is "${"x".repeat(60)}…"; it is text of at most 65535 bytes in UTF-8.`],
  [
    { id: "é".repeat(32_768) },
    `The option id is "${"é".repeat(60)}…"; it is text of at most 65535 bytes in UTF-8.`,
  ],
  [
    { user: "a\0" },
    'The option user is "a\\u0000"; it is text without control characters, for which brokers end the connection.',
  ],
  [
    { id: "a\ufffe" },
    'The option id is "a\ufffe"; it is text without noncharacters (as U+FFFE), for which brokers end the connection.',
  ],
  [{ user: 1, secret: "s" }, "The option user is 1; it is text."],
  [{ user: "u", secret: 1234 }, "The option secret is not what it may be; it is text, or a function"],
  [
    { user: "u", secret: `${LONG}y` },
    "The option secret is not what it may be; it is text of at most 65535 bytes in UTF-8.",
  ],
  [
    { secret: "s" },
    "There is a secret and no user; MQTT 3.1.1 takes a password only with a user name, and mqtt: 5 without one too.",
  ],
  [{ host: undefined }, "A client needs a host: the name or the address of its broker."],
  [{ host: ["a"] }, "The option host is a list; it is text."],
  [
    { host: "mqtt://10.0.0.1:1884" },
    'The client cannot connect to "mqtt://10.0.0.1:1884": write it without a scheme: host: "10.0.0.1", port: 1884.',
  ],
  [
    { host: "mqtts://maker:pw@[::1]" },
    'The client cannot connect to "mqtts://…@[::1]": write it without a scheme: host: "::1", user: …, secret: …, tls: true.',
  ],
  [
    { host: "near,ws://far/mqtt" },
    'The client cannot connect to "near,ws://far/mqtt": this client speaks MQTT over TCP or TLS, and not over "ws:".',
  ],
  [
    { host: "[::1]:1884" },
    'The client cannot connect to "[::1]:1884": write the address without brackets: host: "::1", port: 1884.',
  ],
  [
    { host: "maker:pw@broker" },
    'The client cannot connect to "…@broker": a host is a name or an address, without "/" and "@".',
  ],
  [{ host: "a\0b" }, 'The client cannot connect to "a\\u0000b": a host holds no control character.'],
  [
    { host: "" },
    'The client cannot connect to "": host is names or addresses with commas between, without mqtt:// and spaces.',
  ],
  [{ port: "1883" }, 'The option port is "1883"; it is a whole number from 1 to 65535.'],
  [{ keepAlive: "60" }, 'The option keepAlive is "60"; it is a whole number from 0 to 65535.'],
  [{ tls: "yes" }, 'The option tls is "yes"; it is true or false.'],
  [{ session: "kept" }, 'The option session is "kept"; it is "clean" or "persistent".'],
  [
    { status: "a/#" },
    'The topic "a/#" cannot be published to: a topic that is published to must not hold the wildcards + and #.',
  ],
  [{ status: true }, "The option status is true; it is text."],
  [{ willDelay: 5 }, "The option willDelay needs a will or a status."],
  [{ status: "s", willDelay: 5 }, "The option willDelay needs MQTT 5.0: give the client mqtt: 5."],
  [
    { status: "s", willDelay: 5, mqtt: 5 },
    'The option willDelay needs a session that the broker keeps: give the client session: "persistent".',
  ],
  [
    { sessionExpiry: 5, session: "clean", mqtt: 5 },
    'The option sessionExpiry needs a session that the broker keeps: give the client session: "persistent".',
  ],
  [
    { sessionExpiry: -1, mqtt: 5 },
    "The option sessionExpiry is -1; it is a whole number from 0 to 2147483647.",
  ],
  [
    { will: { topic: "w", payload: "", properties: { contentType: "a" } } },
    "The option properties needs MQTT 5.0: give the client mqtt: 5.",
  ],
  [{ userProperties: { a: "b" } }, "The option userProperties needs MQTT 5.0: give the client mqtt: 5."],
  [
    { mqtt: 5, userProperties: ["a"] },
    "The option userProperties is a list; it is a record of texts, or of lists of texts, at most 65,535 bytes together and without control characters and noncharacters (as U+FFFE).",
  ],
  [
    { requestProblemInformation: false },
    "The option requestProblemInformation needs MQTT 5.0: give the client mqtt: 5.",
  ],
  [
    { mqtt: 5, requestResponseInformation: 1 },
    "The option requestResponseInformation is 1; it is true or false.",
  ],
  [
    { will: { topic: "w", payload: "", deadline: 5 } },
    "The deadline of a will needs MQTT 5.0: give the client mqtt: 5.",
  ],
  [{ connected: "yes" }, 'The option connected is "yes"; it is a function.'],
  [{ limits: 5 }, "The option limits is 5; it is a record, { packetBytes: 1000000 }."],
  [
    { limits: { packetBytes: 268_435_461 } },
    "The option packetBytes is 268435461; it is a whole number from 16 to 268435460.",
  ],
  [{ limits: { slots: 0 } }, "The option slots is 0; it is a whole number from 1 to 65536."],
  [
    { limits: { bytes: Number.POSITIVE_INFINITY } },
    "The option bytes is Infinity; it is a whole number from 1 to 268435455.",
  ],
  [
    { limits: { packetbytes: 5 } },
    'There is no option "packetbytes" among the limits of a client; did you mean "packetBytes"? Known are: slots, window, bytes, packetBytes, linkBytes, unanswered.',
  ],
  [
    { conected: () => {} },
    'There is no option "conected" among the options of a client; did you mean "connected"? Known are: id, host,',
  ],
  [{ toString: 1 }, 'There is no option "toString" among the options of a client.'],
];

test.each(REFUSED.map(([options, sentence]) => [sentence, options] as const))(
  "an option is refused: %s",
  (sentence, options) => {
    const words = thrown(() => started(options));
    expect(words).toContain(sentence);
    expect(words).not.toContain("pw");
  },
);

test("several faults are reported together, one per line", () => {
  const words = thrown(() => started({ id: 5, port: 0 }));
  expect(words.split("\n")).toHaveLength(2);
});

test.each([
  ["no world", []],
  ["options in place of the world", [{ id: "program", host: "broker" }]],
  ["a world without options", [createVirtualWorld()]],
])("startNodeClient() with %s says what it accepts", (_name, args) => {
  const start = startNodeClient as (...args: unknown[]) => unknown;
  expect(thrown(() => start(...args))).toMatch(
    /^(startNodeClient is given .* for its world; give it createRealWorld\(\), .*|The options of a client are undefined; they are a record, .*)\.$/,
  );
});

test.each<[string, object, object]>([
  ["an identifier of 65,535 bytes", { id: LONG }, { clientId: LONG }],
  ["no identifier for a clean session", { id: "", session: "clean" }, { clientId: "", clean: true }],
  ["a password with NUL", { user: "u", secret: "a\0b" }, { username: "u", password: Buffer.from("a\0b") }],
  ["a user without a password", { user: "u" }, { username: "u" }],
  ["options that are undefined", { user: undefined, limits: { slots: undefined } }, { clientId: "program" }],
])("a client sends CONNECT with %s", (_name, options, greeting) => {
  const { broker, client } = started(options);
  expect(client.isConnected()).toBe(true);
  expect(broker.connects).toMatchObject([greeting]);
  expect(broker.breaches).toEqual([]);
});

describe("arguments of the client's functions", () => {
  const { broker, world, client } = started();
  const otherClient = started().client;
  // As a program in plain JavaScript sees them.
  const plain = client as unknown as Record<string, (...args: unknown[]) => unknown>;
  const noop = () => {};
  const topic = client.prepare("a");

  test.each<[string, () => unknown, string]>([
    ["a QoS of 3", () => plain.prepare?.("a", { qos: 3 }), "The option qos is 3; it is 0, 1 or 2."],
    ["a QoS of 1.5", () => plain.prepare?.("a", { qos: 1.5 }), "The option qos is 1.5; it is 0, 1 or 2."],
    ["a QoS as text", () => plain.prepare?.("a", { qos: "1" }), 'The option qos is "1"; it is 0, 1 or 2.'],
    ["no number for a QoS", () => plain.prepare?.("a", { qos: Number.NaN }), "The option qos is NaN; it is"],
    ["null for a QoS", () => plain.prepare?.("a", { qos: null }), "The option qos is null; it is 0, 1 or 2."],
    [
      "a number for a flag",
      () => plain.prepare?.("a", { retain: 1 }),
      "The option retain is 1; it is true or false.",
    ],
    [
      "an unknown policy",
      () => plain.prepare?.("a", { overflow: "newest" }),
      'The option overflow is "newest"; it is "oldest", "latest", "thin" or "reject".',
    ],
    [
      "an unknown priority",
      () => plain.prepare?.("a", { priority: 1 }),
      'The option priority is 1; it is "low", "normal" or "high".',
    ],
    [
      "an unknown option",
      () => plain.prepare?.("a", { retained: true }),
      'There is no option "retained" among the options of a publication; did you mean "retain"?',
    ],
    [
      "options that are none",
      () => plain.prepare?.("a", 1),
      "The options of a publication are 1; they are a record",
    ],
    ["no topic", () => plain.prepare?.(), "The topic undefined cannot be published to: a topic is text."],
    [
      "no filter",
      () => plain.subscribe?.(),
      "The filter undefined cannot be subscribed to: a filter is text.",
    ],
    [
      "no handler",
      () => plain.subscribe?.("a"),
      'The handler of the filter "a" is undefined; it is a function.',
    ],
    [
      "no handler for parts",
      () => plain.subscribeInParts?.("a", {}),
      'The handler of the filter "a" is a record; it is a function.',
    ],
    [
      "a subscription at QoS 3",
      () => plain.subscribe?.("a", noop, 3),
      'The QoS of the filter "a" is 3; it is 0, 1 or 2.',
    ],
    [
      "half of a character",
      () => plain.unsubscribe?.(HALF),
      'The filter "\\ud83d" cannot be subscribed to: it holds half',
    ],
    [
      "a topic in place of a publication",
      () => plain.publish?.("a", "text"),
      "publish() takes what prepare() of the same client has given",
    ],
    [
      "another client's publication",
      () => plain.publish?.(otherClient.prepare("a"), "text"),
      "publish() takes what prepare() of the same client has given",
    ],
    [
      "a number for a payload",
      () => plain.publish?.(topic, 21.5),
      "The payload is 21.5; it is text (String(value), or JSON.stringify(value)) or bytes (a Uint8Array).",
    ],
    ["no payload", () => plain.publish?.(topic), "The payload is undefined; it is text"],
    ["a list for a payload", () => plain.publish?.(topic, [1]), "The payload is a list; it is text"],
    [
      "a number to call at its end",
      () => plain.stop?.(5000),
      "What stop() is to call is 5000; it is a function.",
    ],
    [
      "no time to end in",
      () => plain.stop?.(noop, Number.NaN),
      "The time that stop() may take is NaN; it is a whole number",
    ],
  ])("%s is refused with a sentence", (_name, act, sentence) => {
    expect(thrown(act)).toContain(sentence);
    world.clock.advance(SECOND);
    expect([broker.received, broker.breaches, client.isConnected()]).toEqual([[], [], true]);
  });
});

test("a payload longer than any packet is refused; the longest is accepted", () => {
  const LONGEST = 268_435_455;
  const { client } = started({ limits: { bytes: LONGEST, linkBytes: LONGEST } });
  const topic = client.prepare("a");
  const once = client.prepare("a", { qos: 1 });
  // Length of the topic in two bytes, and the topic; at QoS 1 an identifier besides.
  const fills = "x".repeat(LONGEST - 3);
  expect([client.publish(once, fills), client.publish(topic, `${fills}y`)]).toEqual(
    Array(2).fill("refused: too long"),
  );
  expect(client.publish(topic, "°".repeat(LONGEST - 3))).toBe("refused: too long");
  expect(client.counters().refused).toBe(3);
  client.kill();
});
