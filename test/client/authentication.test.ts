// A program's client that authenticates by SCRAM, or by a method of its own, at a broker that records
// breaches of the protocol.
import { beforeEach, describe, expect, test, vi } from "vitest";
import type {
  Authentication,
  AuthenticationExchange,
} from "../../src/client/authentication/authentication.ts";
import { scram } from "../../src/client/authentication/scram.ts";
import type { ConnectionError } from "../../src/client/faults/errors.ts";
import type { Exchange } from "../../tools/sim/broker/authentication.ts";
import { endOf, program, SECOND } from "./program-client.ts";
import { type ScramServer, scramServer } from "./scram-server.ts";

const PASSWORD = "pencil";
const USERS = { user: PASSWORD, "a,b=c": "x" };
const authentication = scram({ user: "user", password: PASSWORD });

/** Calls of Web Crypto that have no answer yet. */
let underWay = 0;

beforeEach(() => {
  const { subtle } = globalThis.crypto;
  for (const name of ["importKey", "deriveBits", "sign", "digest"] as const) {
    const own = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<never>;
    vi.spyOn(subtle, name).mockImplementation((...args: unknown[]) => {
      underWay += 1;
      return own(...args).finally(() => {
        underWay -= 1;
      });
    });
  }
  return () => void vi.restoreAllMocks();
});

/** At a broker that knows the users; `pass` leaves Web Crypto its time. */
function atBroker(server: Partial<ScramServer> = {}) {
  const made = program({ authenticates: scramServer({ users: USERS, ...server }) });
  const reasons: string[] = [];
  const { world, broker, start } = made;
  const pass = async (ms: number) => {
    for (let step = 0; step < 10; step += 1) {
      world.clock.advance(ms / 10);
      do await new Promise(setImmediate);
      while (underWay > 0);
    }
  };
  const lost = ({ message }: ConnectionError) => void reasons.push(message);
  return {
    broker,
    world,
    pass,
    reasons,
    start: (options: object = {}) => start({ mqtt: 5, authentication, lost, ...options }),
  };
}

test.each(["SHA-1", "SHA-256", "SHA-512"] as const)(
  "a client is connected once both sides have authenticated by %s",
  async (hash) => {
    const { broker, pass, start } = atBroker();
    const heard: string[] = [];
    const client = start({ authentication: scram({ user: "a,b=c", password: "x", hash }) });
    client.subscribe("a", ({ payload }) => void heard.push(payload));
    await pass(SECOND);
    const sent = endOf(client.send("a", "1"));
    await pass(SECOND);
    expect([client.isConnected(), heard, sent.error, broker.breaches]).toEqual([true, ["1"], undefined, []]);
  },
);

test("each connection runs its own authentication exchange", async () => {
  const { broker, world, pass, start } = atBroker();
  const client = start();
  await pass(SECOND);
  world.breakLink("cut");
  await pass(5 * SECOND);
  const firsts = broker.connects.map(({ properties }) => String(properties?.authenticationData));
  expect([client.isConnected(), firsts.length, new Set(firsts).size, broker.breaches]).toEqual([
    true,
    2,
    2,
    [],
  ]);
});

test("two clients may share one authentication object", async () => {
  const { broker, pass, start } = atBroker();
  const clients = ["one", "other"].map((id) => start({ id }));
  await pass(5 * SECOND);
  expect([clients.map((client) => client.isConnected()), broker.breaches]).toEqual([[true, true], []]);
});

describe("failed authentication ends the attempt and delays the next one", () => {
  const cases: [string, Partial<ScramServer>, object, string][] = [
    [
      "with a broker that does not know the key",
      { last: () => `v=${Buffer.alloc(32).toString("base64")}` },
      {},
      "Not connected: authentication failed: the broker's proof is wrong: it does not know the user's key, or is another one.",
    ],
    [
      "with a broker that proves nothing",
      { last: () => "" },
      {},
      "Not connected: authentication failed: the broker does not prove that it knows the user's key.",
    ],
    [
      "with a broker whose nonce is its own",
      { first: (text) => text.replace(/^r=./, "r=") },
      {},
      "Not connected: authentication failed: the broker's nonce does not begin with this client's and go on.",
    ],
    [
      "with too many iterations",
      { iterations: 5_000_000 },
      {},
      "Not connected: authentication failed: the broker asks for 5000000 iterations; this client takes 4096 to 1000000.",
    ],
    [
      "with another password",
      {},
      { authentication: scram({ user: "user", password: "other" }) },
      "Not connected: broker refused: not authorized; let this user in, or set another.",
    ],
    [
      "with a method that the broker does not have",
      {},
      { authentication: { ...authentication, method: "SCRAM-SHA-3" } },
      "Not connected: broker refused: authentication method; set another, or leave it out.",
    ],
  ];
  test.each(cases)("an attempt %s ends with a sentence", async (_what, server, options, sentence) => {
    const { broker, pass, start, reasons } = atBroker(server);
    const client = start(options);
    await pass(SECOND);
    expect([reasons, client.isConnected(), client.state]).toEqual([[sentence], false, "waiting"]);
    await pass(28 * SECOND);
    expect([reasons.length, broker.breaches]).toEqual([1, []]);
  });
});

test("the log never contains the password", async () => {
  const { world, pass, start } = atBroker({ last: (text) => text.replace("v=", "v=A") });
  const told: string[] = [];
  world.log = (line) => void told.push(line);
  start();
  await pass(SECOND);
  const lines = told.join("\n");
  expect(lines).toContain("not connected: authentication failed: the broker's proof is wrong");
  expect(lines).not.toContain(PASSWORD);
});

describe("reauthenticate()", () => {
  test("reauthenticate() resolves after the broker's proof, while messages continue", async () => {
    const { broker, pass, start } = atBroker();
    const client = start();
    await pass(SECOND);
    const again = [endOf(client.reauthenticate()), endOf(client.reauthenticate())];
    const sent = endOf(client.send("a", "1"));
    await pass(SECOND);
    expect(again).toEqual([{ value: undefined }, { value: undefined }]);
    expect(again.every((end) => "value" in end)).toBe(true);
    expect([sent.value, client.counters().connects, broker.breaches]).toMatchObject([{ id: 4096 }, 1, []]);
  });

  test("reauthenticate() rejects when the proof is wrong, and the connection ends", async () => {
    let isSpoilt = false;
    const { pass, start, reasons } = atBroker({ last: (text) => (isSpoilt ? "v=AAAA" : text) });
    const client = start();
    await pass(SECOND);
    isSpoilt = true;
    const again = endOf(client.reauthenticate());
    await pass(SECOND);
    const words =
      "authentication failed: the broker's proof is wrong: it does not know the user's key, or is another one";
    expect(again.error).toMatchObject({ name: "ConnectionError", reason: words });
    expect([client.isConnected(), reasons]).toEqual([false, [`Not connected: ${words}.`]]);
  });

  test("reauthenticate() rejects with the reason code when the broker refuses", async () => {
    const users: Record<string, string> = { user: PASSWORD };
    const { broker, pass, start } = atBroker({ users });
    const client = start();
    await pass(SECOND);
    delete users.user;
    const again = endOf(client.reauthenticate());
    await pass(SECOND);
    expect(again.error).toMatchObject({ reasonCode: 0x87 });
    expect([client.isConnected(), broker.breaches]).toEqual([false, []]);
  });

  test("reauthenticate() rejects without a connection, and when the client ends", async () => {
    const { pass, start } = atBroker();
    const client = start();
    const early = endOf(client.reauthenticate());
    await pass(SECOND);
    const late = endOf(client.reauthenticate());
    client.kill();
    const after = endOf(client.reauthenticate());
    await pass(SECOND);
    expect([early.error, late.error, after.error]).toMatchObject([
      { message: "Not connected: there is no connection to authenticate on." },
      { message: "Not connected: the client has ended." },
      { message: "Not connected: the client has ended." },
    ]);
  });

  test("reauthenticate() needs the option", async () => {
    const { start } = atBroker();
    await expect(start({ authentication: undefined }).reauthenticate()).rejects.toThrow(
      "reauthenticate() needs the option authentication: give the client one at connect().",
    );
  });
});

/** A broker that asks for one answer, and says what it was sent. */
function asking(): { exchange: Exchange; heard: string[] } {
  const heard: string[] = [];
  const exchange: Exchange = (data) => {
    heard.push(data);
    return heard.length % 2 === 1 ? { goOn: "more\xff" } : { accept: "" };
  };
  return { exchange, heard };
}

function withMethod(start: () => unknown) {
  const { exchange, heard } = asking();
  const made = program({ authenticates: (method) => (method === "TOKEN" ? exchange : undefined) });
  const ends: string[] = [];
  const own = { method: "TOKEN", start } as Authentication;
  const client = made.start({ mqtt: 5, authentication: own, lost: ({ reason }) => void ends.push(reason) });
  return { ...made, client, heard, ends };
}

describe("a program's own authentication method", () => {
  const exchange: AuthenticationExchange = { data: "token", answer: () => "answer", finish: () => {} };

  test.each([
    ["at once", () => exchange],
    ["by promises", async () => ({ ...exchange, answer: async () => "answer", finish: async () => {} })],
  ])("a program's own method exchanges data with the broker %s", async (_how, start) => {
    const received: Uint8Array[] = [];
    const { client, broker, pass, heard } = withMethod(async () => {
      const made = await start();
      return {
        ...made,
        answer: (data: Uint8Array) => {
          received.push(data);
          return made.answer(data);
        },
        finish: (data: Uint8Array) => {
          received.push(data);
          return made.finish(data);
        },
      };
    });
    await pass(SECOND);
    expect([client.isConnected(), heard, broker.breaches]).toEqual([true, ["token", "answer"], []]);
    expect(received.map((data) => [...data])).toEqual([[...Buffer.from("more\xff", "latin1")], []]);
  });

  test.each<[string, () => unknown, string]>([
    [
      "throws",
      () => {
        throw new Error("No token.\x1b[2J");
      },
      "No token.\\x1b[2J",
    ],
    ["rejects", () => Promise.reject(new Error("no token")), "no token"],
    ["gives nothing", () => undefined, "start() gives no record { data, answer, finish }"],
    ["gives half of it", () => ({ answer: () => "" }), "start() gives no record { data, answer, finish }"],
    [
      "gives a number for data",
      () => ({ ...exchange, data: 5 }),
      "its data are neither text nor bytes (a Uint8Array)",
    ],
    [
      "gives long data",
      () => ({ ...exchange, data: "x".repeat(65_536) }),
      "its data have more than 65535 bytes",
    ],
    [
      "answers a number",
      () => ({ ...exchange, answer: () => 5 }),
      "its data are neither text nor bytes (a Uint8Array)",
    ],
    [
      "does not answer",
      () => ({
        ...exchange,
        answer: () => {
          throw new Error("asked too much.");
        },
      }),
      "asked too much",
    ],
    [
      "does not believe",
      () => ({ ...exchange, finish: () => Promise.reject("another broker") }),
      "another broker",
    ],
  ])("a program's own method that %s ends the attempt with the reason", async (_what, start, words) => {
    const { client, broker, pass, ends } = withMethod(start);
    await pass(SECOND);
    expect([client.isConnected(), ends, broker.breaches]).toEqual([
      false,
      [`authentication failed: ${words}`],
      [],
    ]);
  });

  test("a late method of the program's own runs anew after reconnecting", async () => {
    const waiting: ((made: AuthenticationExchange) => void)[] = [];
    const { client, broker, pass, heard, ends } = withMethod(
      () => new Promise((resolve) => void waiting.push(resolve)),
    );
    while (waiting.length < 2) await pass(SECOND);
    expect(ends).toEqual(["authentication takes longer than 10 seconds"]);
    waiting[0]?.({ ...exchange, data: "late" });
    await pass(SECOND);
    expect([client.state, heard]).toEqual(["connecting", []]);
    waiting[1]?.(exchange);
    await pass(SECOND);
    expect([heard, client.isConnected(), broker.breaches]).toEqual([["token", "answer"], true, []]);
  });
});

describe("a faulty option authentication is refused", () => {
  const EITHER =
    "The option authentication needs MQTT 5.0 alone, for 3.1.1 would leave it out: give the client mqtt: 5.";
  const FORM =
    "The option authentication is not what it may be; it is scram({ user, password }), or a record { method, start }.";
  test.each<[object, string]>([
    [{ mqtt: 3, authentication }, EITHER],
    [{ mqtt: undefined, authentication }, EITHER],
    [{ mqtt: "either", authentication }, EITHER],
    [{ authentication: "geheim" }, FORM],
    [{ authentication: { method: "SCRAM-SHA-256", password: "geheim" } }, FORM],
    [
      { authentication: { ...authentication, method: "" } },
      "is not what it may be; it is a record whose method is a name in ASCII.",
    ],
  ])("%j", (options, sentence) => {
    const { start } = atBroker();
    expect(() => start(options)).toThrow(sentence);
    expect(() => start(options)).not.toThrow("geheim");
  });
});
