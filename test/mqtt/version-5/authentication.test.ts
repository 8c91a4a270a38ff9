// Enhanced authentication of MQTT 5.0: what the client sends and takes, and what ends the connection.
import type { Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { CONNECTED, GREETING, WAITING } from "../../../src/mqtt/connection-state.ts";
import { authenticateBy } from "../../../src/mqtt/program/authentication.ts";
import {
  answered,
  authenticateAgain,
  begun,
  failed,
  finished,
} from "../../../src/mqtt/program/authentication-answers.ts";
import { bytesIn5, driveClient } from "../driven-client.ts";

const METHOD = "HANDS";
const LONGEST_PAUSE_MS = 60_000;

/** What its port was asked for: the exchange's number, and the data. */
interface Asked {
  what: "begin" | "answer" | "finish";
  number: number;
  data: string;
}

/** A client with a method; its port answers at once, but for what is in `later`. */
function drive(later: readonly Asked["what"][] = [], data: string | undefined = "mine") {
  const driven = driveClient({ level: LEVEL_5, packetBytes: 4096 });
  const { client } = driven;
  const asked: Asked[] = [];
  const ask = (what: Asked["what"], number: number, data: string) => {
    asked.push({ what, number, data });
    if (!later.includes(what)) reply(what, number);
  };
  const reply = (what: Asked["what"], number = asked.at(-1)?.number ?? 0) => {
    if (what === "begin") begun(client, number, data);
    else if (what === "answer") answered(client, number, data);
    else finished(client, number);
  };
  authenticateBy(client, METHOD, {
    begin: (_port, number) => ask("begin", number, ""),
    answer: (_port, number, data) => ask("answer", number, data),
    finish: (_port, number, data) => ask("finish", number, data),
  });
  return { ...driven, asked, reply };
}

const properties = (authenticationData?: string, authenticationMethod: string | undefined = METHOD) => ({
  authenticationMethod,
  ...(authenticationData !== undefined && { authenticationData: Buffer.from(authenticationData) }),
});
const auth = (reasonCode: number, data?: string, method?: string) =>
  ({ cmd: "auth", reasonCode, properties: properties(data, method) }) as Packet;
const connack = (data?: string, method?: string, reasonCode = 0) =>
  ({ cmd: "connack", reasonCode, sessionPresent: false, properties: properties(data, method) }) as Packet;

/** The client is connected after one AUTH of the broker. */
function connected() {
  const driven = drive();
  driven.open();
  driven.receive(auth(0x18, "more"), connack("proof"));
  driven.sent();
  driven.asked.length = 0;
  return driven;
}

test("CONNECT has method and data; AUTHs follow until CONNACK [MQTT5-3.1.2-30] [MQTT5-4.12.0-3]", () => {
  const driven = drive();
  driven.open();
  driven.receive(auth(0x18, "one"));
  driven.receive(auth(0x18, "two"));
  expect(driven.client.connection.state).toBe(GREETING);
  driven.receive(connack("proof"));
  const mine = properties("mine");
  expect(driven.sent()).toMatchObject([
    { cmd: "connect", clientId: "device", properties: mine },
    { cmd: "auth", reasonCode: 0x18, properties: mine },
    { cmd: "auth", reasonCode: 0x18, properties: mine },
  ]);
  expect(driven.asked.map(({ what, data }) => [what, data])).toEqual([
    ["begin", ""],
    ["answer", "one"],
    ["answer", "two"],
    ["finish", "proof"],
  ]);
  expect([driven.client.connection.state, driven.told.greeted]).toEqual([CONNECTED, [false]]);
});

test("an authentication method without data sends no data property", () => {
  const driven = driveClient({ level: LEVEL_5 });
  authenticateBy(driven.client, METHOD, {
    begin: (_port, number) => begun(driven.client, number, undefined),
    answer: (_port, number) => answered(driven.client, number, undefined),
    finish: (_port, number) => finished(driven.client, number),
  });
  driven.open();
  driven.receive(auth(0x18), connack());
  const sent = driven.sent() as { properties?: object }[];
  expect(sent.map((packet) => packet.properties)).toEqual([properties(), properties()]);
  expect(driven.client.connection.state).toBe(CONNECTED);
});

test("AUTH packets in any chunks reach the same connection", () => {
  const bytes = [auth(0x18, "one"), connack("proof")].map(bytesIn5).join("");
  for (let cut = 0; cut <= bytes.length; cut++) {
    const driven = drive();
    driven.open();
    driven.receiveBytes(bytes.substring(0, cut));
    driven.receiveBytes(bytes.substring(cut));
    expect([driven.client.connection.state, driven.told.lost]).toEqual([CONNECTED, []]);
    expect(driven.sent()).toHaveLength(2);
  }
});

describe("an asynchronous authentication", () => {
  test("a slow authentication delays CONNECT until its first data", () => {
    const driven = drive(["begin"]);
    driven.open();
    expect(driven.sent()).toEqual([]);
    driven.reply("begin");
    expect(driven.sent()).toMatchObject([{ cmd: "connect", properties: properties("mine") }]);
  });

  test("a slow authentication holds packets after CONNACK until the broker's proof", () => {
    const driven = drive(["finish"]);
    driven.open();
    driven.sent();
    const ping = { cmd: "pingresp" } as const;
    driven.receive(connack("proof"), ping);
    driven.receive(ping);
    expect([driven.client.connection.state, driven.told.greeted]).toEqual([GREETING, []]);
    driven.reply("finish");
    expect([driven.client.connection.state, driven.told.greeted, driven.told.lost]).toEqual([
      CONNECTED,
      [false],
      [],
    ]);
  });

  test("a slow authentication ends the attempt when too many bytes wait", () => {
    const driven = drive(["finish"]);
    driven.open();
    driven.receive(connack("proof"));
    for (let i = 0; i < 17; i++) driven.receiveBytes("\xd0\0".repeat(32_768));
    expect(driven.told.lost).toEqual(["too much comes before the broker is authenticated"]);
  });

  test("a slow authentication ends the attempt after 10 seconds at any step", () => {
    for (const what of ["begin", "answer", "finish"] as const) {
      const driven = drive([what]);
      driven.open();
      if (what === "answer") driven.receive(auth(0x18, "one"));
      if (what === "finish") driven.receive(connack("proof"));
      driven.pass(9_999);
      expect(driven.told.lost).toEqual([]);
      driven.pass(1);
      expect(driven.told.lost).toEqual(["authentication takes longer than 10 seconds"]);
    }
  });

  test("a late answer for an earlier connection is ignored", () => {
    const driven = drive(["begin", "answer", "finish"]);
    driven.open();
    driven.loseLink();
    driven.open();
    driven.reply("begin", driven.asked[0]?.number);
    expect(driven.sent()).toEqual([]);
    driven.reply("begin");
    expect(driven.sent()).toMatchObject([{ cmd: "connect" }]);
    driven.reply("answer");
    driven.reply("finish");
    failed(driven.client, driven.asked[0]?.number ?? 0, "too late");
    expect([driven.sent(), driven.client.connection.state, driven.told.lost]).toEqual([
      [],
      GREETING,
      ["cut"],
    ]);
  });
});

describe("a forbidden authentication packet ends the connection [MQTT5-4.12.0-2] [MQTT5-4.12.0-5] [MQTT5-4.12.0-6]", () => {
  const FORBIDDEN = "protocol error by the broker: ";
  const cases: [string, string, readonly Packet[]][] = [
    ["an AUTH of another method", "another authentication method", [auth(0x18, "one", "OTHER")]],
    ["an AUTH that accepts before CONNACK", "an AUTH that accepts before its CONNACK", [auth(0, "one")]],
    ["a CONNACK of another method", "another authentication method", [connack("proof", "OTHER")]],
    [
      "a CONNACK without the method",
      "its CONNACK leaves out the authentication",
      [{ cmd: "connack", reasonCode: 0, sessionPresent: false } as Packet],
    ],
  ];
  test.each(cases)("the connection ends after %s", (_what, words, packets) => {
    const driven = drive();
    driven.open();
    driven.sent();
    driven.receive(...packets);
    expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode: 0x82 }]);
    expect([driven.told.lost, driven.told.greeted]).toEqual([[FORBIDDEN + words], []]);
  });

  test.each([
    ["a second AUTH", auth(0x18, "two"), "an AUTH that it may not send now"],
    ["CONNACK", connack("proof"), "a CONNACK before the client's AUTH"],
  ])("the connection ends after %s before the client's answer", (_what, packet, words) => {
    const driven = drive(["answer"]);
    driven.open();
    driven.receive(auth(0x18, "one"), packet);
    expect([driven.told.lost, driven.told.greeted]).toEqual([[FORBIDDEN + words], []]);
  });

  test("a packet before CONNECT ends the attempt without a CONNECT", () => {
    const driven = drive(["begin"]);
    driven.open();
    driven.receive(connack("proof"));
    expect([driven.told.lost, driven.bytes()]).toEqual([[`${FORBIDDEN}a packet before CONNECT`], ""]);
  });

  test.each([
    ["AUTH", auth(0x18, "one"), "an AUTH that it may not send now"],
    ["a CONNACK with a method", connack(), "another authentication method"],
  ])("the connection ends after %s where CONNECT has no method", (_what, packet, words) => {
    const driven = driveClient({ level: LEVEL_5 });
    driven.open();
    driven.sent();
    driven.receive(packet);
    expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode: 0x82 }]);
    expect([driven.told.lost, driven.told.greeted]).toEqual([[FORBIDDEN + words], []]);
  });

  test.each([
    ["malformed", "\xf0\x03\x18\x05\x15", 0x81],
    ["a client's AUTH", "\xf0\x0a\x19\x08\x15\0\x05HANDS", 0x82],
    ["an AUTH with flags", "\xf1\x0a\x18\x08\x15\0\x05HANDS", 0x81],
    ["a length without an end", "\xf0\xff\xff\xff\xff\x7f", 0x81],
  ])("before CONNACK the connection ends after this packet: %s", (_what, bytes, reasonCode) => {
    const driven = drive();
    driven.open();
    driven.sent();
    driven.receiveBytes(bytes);
    expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode }]);
  });

  test("an AUTH longer than the client's limit ends the connection", () => {
    const driven = drive();
    driven.open();
    driven.receiveBytes("\xf0\xff\xff\x7f");
    expect(driven.told.lost).toEqual(["AUTH is longer than this client takes"]);
  });
});

test("a refusal is reported, and no exchange continues after it", () => {
  const driven = drive(["answer"]);
  driven.open();
  driven.sent();
  driven.receive(auth(0x18, "one"), connack("", METHOD, 0x8c));
  expect(driven.told.lost).toEqual(["broker refused: authentication method; set another, or leave it out"]);
  expect(driven.client.backoff.pause).toBeGreaterThanOrEqual(LONGEST_PAUSE_MS / 2);
  driven.reply("answer");
  expect(driven.sent()).toEqual([]);
});

test("a broker that fails to authenticate causes a long pause", () => {
  const driven = drive(["finish"]);
  driven.open();
  driven.sent();
  driven.receive(connack("proof"));
  failed(driven.client, driven.asked.at(-1)?.number ?? 0, "its proof is wrong");
  expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode: 0x80 }]);
  expect([driven.client.connection.state, driven.told.lost, driven.told.greeted]).toEqual([
    WAITING,
    ["authentication failed: its proof is wrong"],
    [],
  ]);
  expect(driven.client.backoff.pause).toBeGreaterThanOrEqual(LONGEST_PAUSE_MS / 2);
});

test("an authentication that fails to begin sends nothing", () => {
  const driven = drive(["begin"]);
  driven.open();
  failed(driven.client, driven.asked.at(-1)?.number ?? 0, "no token");
  expect([driven.bytes(), driven.told.lost]).toEqual(["", ["authentication failed: no token"]]);
});

describe("reauthentication", () => {
  test("reauthentication uses CONNECT's method while messages arrive [MQTT5-4.12.1-1]", () => {
    const driven = connected();
    expect(authenticateAgain(driven.client, driven.now())).toBe(true);
    expect(driven.sent()).toMatchObject([{ cmd: "auth", reasonCode: 0x19, properties: properties("mine") }]);
    driven.receive({ cmd: "pingresp" }, auth(0x18, "one"));
    expect(driven.sent()).toMatchObject([{ cmd: "auth", reasonCode: 0x18, properties: properties("mine") }]);
    expect(authenticateAgain(driven.client, driven.now())).toBe(false);
    driven.receive(auth(0, "proof"));
    expect(driven.asked.map(({ what }) => what)).toEqual(["begin", "answer", "finish"]);
    expect([driven.client.connection.state, driven.told.lost]).toEqual([CONNECTED, []]);
    expect(authenticateAgain(driven.client, driven.now())).toBe(true);
  });

  test("reauthentication needs a method and a connection [MQTT5-4.12.0-7]", () => {
    const without = driveClient({ level: LEVEL_5 });
    without.connect();
    expect([authenticateAgain(without.client, 0), without.sent()]).toEqual([false, []]);
    const away = drive();
    expect([authenticateAgain(away.client, 0), away.bytes()]).toEqual([false, ""]);
  });

  test("a failed reauthentication ends the connection [MQTT5-4.12.1-2]", () => {
    const driven = connected();
    authenticateAgain(driven.client, driven.now());
    driven.sent();
    failed(driven.client, driven.asked.at(-1)?.number ?? 0, "the broker's proof is wrong");
    expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode: 0x80 }]);
    expect(driven.told.lost).toEqual(["authentication failed: the broker's proof is wrong"]);
  });

  test("an unanswered reauthentication ends the connection after 10 seconds", () => {
    const driven = connected();
    driven.pass(30_000);
    authenticateAgain(driven.client, driven.now());
    driven.pass(9_999);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1);
    expect(driven.told.lost).toEqual(["broker does not answer AUTH"]);
  });

  test.each([
    ["an AUTH that was not asked for", [auth(0x18, "one")], "an AUTH that it may not send now"],
    ["a second success", [auth(0, "proof"), auth(0, "proof")], "an AUTH that it may not send now"],
    ["another method", [auth(0, "proof", "OTHER")], "another authentication method"],
  ])("reauthentication with %s ends the connection", (what, packets, words) => {
    const driven = connected();
    if (what !== "an AUTH that was not asked for") authenticateAgain(driven.client, driven.now());
    driven.receive(...packets);
    expect(driven.told.lost).toEqual([`protocol error by the broker: ${words}`]);
  });
});
