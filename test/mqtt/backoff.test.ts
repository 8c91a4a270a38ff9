// The start of the next attempt: a pause drawn from 0 to the time since the connection was lost, at least
// a second, at most a minute.
import { describe, expect, test } from "vitest";
import { connect, disconnect, networkChanged, pollConnection } from "../../src/mqtt/connection.ts";
import { CONNECTED, OPENING, STOPPED, WAITING } from "../../src/mqtt/connection-state.ts";
import { linkClosed, linkOpened, linkReceived } from "../../src/mqtt/link-events.ts";
import { type DrivenClient, driveClient } from "./driven-client.ts";

/** Lets attempts fail; returns the limits that their pauses were drawn from. */
function failures(driven: DrivenClient, count: number): number[] {
  const before = driven.told.chances.length;
  for (let i = 0; i < count; i += 1) {
    driven.pass(driven.client.backoff.pause);
    linkClosed(driven.client, "connection refused", driven.now());
  }
  return driven.told.chances.slice(before);
}

function waiting(chance: (below: number) => number = () => 0) {
  const driven = driveClient({ chance });
  connect(driven.client, driven.now());
  networkChanged(driven.client, true, driven.now());
  return driven;
}

/** Connected for so many milliseconds, and then cut. */
function connectedFor(driven: DrivenClient, ms: number): void {
  driven.connectAnd();
  driven.pass(ms);
  driven.sent();
  driven.loseLink();
}

/** Without a broker for so long: the network is there, and each attempt fails at once. */
function withoutBroker(driven: DrivenClient, ms: number): void {
  const end = driven.now() + ms;
  while (driven.now() + driven.client.backoff.pause < end) failures(driven, 1);
  driven.pass(end - driven.now());
}

test("the pause's limit is the outage's length, one second to a minute", () => {
  const driven = waiting((below) => below - 1);
  expect(driven.told.chances.at(-1)).toBe(1000);
  expect(failures(driven, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
});

test("short pauses do not lengthen the next pause", () => {
  const driven = waiting();
  expect(failures(driven, 100)).toEqual(Array(100).fill(1000));
});

test.each([2000, 5000, 20_000])("a pause is never longer than an outage of %i ms", (outage) => {
  for (let seed = 1; seed <= 200; seed += 1) {
    let drawn = seed;
    const driven = waiting((below) => {
      drawn = (drawn * 48_271) % 2_147_483_647;
      return drawn % below;
    });
    withoutBroker(driven, outage);
    expect(driven.client.backoff.pause).toBeLessThanOrEqual(outage);
  }
});

test("a late failure's attempt counts towards the outage", () => {
  const driven = waiting();
  driven.pass(driven.client.backoff.pause);
  driven.pass(12_000);
  linkClosed(driven.client, "connection refused", driven.now());
  expect(driven.told.chances.at(-1)).toBe(12_001);
});

test("a pause is random within its range, at least a millisecond", () => {
  for (const share of [0, 0.5, 0.999]) {
    const driven = waiting((below) => Math.floor(below * share));
    driven.pass(driven.client.backoff.pause);
    driven.pass(7999 - Math.floor(1000 * share));
    linkClosed(driven.client, "connection refused", driven.now());
    expect(driven.client.backoff.pause).toBe(Math.floor(8000 * share) + 1);
    expect(pollConnection(driven.client, driven.now())).toBe(driven.client.backoff.pause);
  }
});

test("a short connection does not reset the outage", () => {
  const driven = waiting((below) => below - 1);
  failures(driven, 3);
  connectedFor(driven, 29_999);
  expect(driven.told.chances.at(-1)).toBe(8000);
  failures(driven, 1);
  expect(driven.told.chances.at(-1)).toBe(16_000);
});

test("the pause's limit stays a second after a client's first short connection", () => {
  const driven = waiting();
  connectedFor(driven, 20_000);
  expect(driven.told.chances.at(-1)).toBe(1000);
});

test("connections that end at once lengthen pauses up to a minute", () => {
  const driven = waiting((below) => below >> 1);
  for (let i = 0; i < 30; i += 1) connectedFor(driven, 10);
  expect(driven.told.chances.at(-1)).toBe(60_000);
});

test.each([0, 10, 60, 3600])(
  "30 connected seconds make the next pause short, with keep-alive %i",
  (keepAlive) => {
    const driven = driveClient({ keepAlive });
    driven.open();
    driven.loseLink();
    failures(driven, 4);
    driven.connectAnd();
    // Nobody polls: the end of the connection is the first that the client hears of the time.
    const cutAt = driven.now() + 30_000;
    linkClosed(driven.client, "cut", cutAt);
    expect(driven.told.chances.at(-1)).toBe(1000);
  },
);

test("an open link and a refusing broker do not count as success", () => {
  const driven = waiting((below) => below - 1);
  failures(driven, 2);
  driven.open();
  driven.pass(9_000);
  driven.receive({ cmd: "connack", returnCode: 3, sessionPresent: false });
  expect(driven.told.lost.at(-1)).toBe("broker refused: unavailable");
  expect(driven.told.chances.at(-1)).toBe(13_000);
});

describe("a refusal that needs a person's action", () => {
  /** Refused with this code on the first attempt; returns the pause before the next one. */
  function refused(code: number, share: number): { driven: DrivenClient; pause: number } {
    const driven = waiting((below) => Math.floor((below - 1) * share));
    driven.open();
    driven.receiveBytes(`\x20\x02\0${String.fromCharCode(code)}`);
    return { driven, pause: driven.client.backoff.pause };
  }

  test.each([1, 2, 4, 5, 6, 255])(
    "the attempt after return code %i follows in half to one minute",
    (code) => {
      expect([0, 0.5, 1].map((share) => refused(code, share).pause)).toEqual([30_000, 44_999, 59_999]);
    },
  );

  test("return code 3, a busy broker, counts as a failed attempt", () => {
    expect(refused(3, 1).pause).toBe(1000);
  });

  test("a new network or a successful attempt shortens the pause again", () => {
    const { driven } = refused(5, 0);
    networkChanged(driven.client, false, driven.now());
    networkChanged(driven.client, true, driven.now());
    expect(driven.told.chances.at(-1)).toBe(1000);
    const other = refused(5, 0).driven;
    connectedFor(other, 30_000);
    expect(other.told.chances.at(-1)).toBe(1000);
  });

  test("repeated refusals bring no attempt forward", () => {
    const { driven } = refused(4, 0);
    for (let i = 0; i < 5; i += 1) {
      driven.pass(29_999);
      expect(driven.client.connection.state).toBe(WAITING);
      driven.pass(1);
      linkOpened(driven.client, driven.now());
      driven.receiveBytes("\x20\x02\0\x04");
    }
  });
});

describe("deadlines", () => {
  test("a link that neither opens nor fails is closed after 30 seconds", () => {
    const driven = waiting();
    driven.pass(driven.client.backoff.pause);
    expect(driven.client.connection.state).toBe(OPENING);
    driven.pass(29_999);
    expect(driven.told.lost).toEqual([]);
    const closes = driven.told.closes;
    driven.pass(1);
    expect([driven.told.lost, driven.told.closes - closes]).toEqual([["broker does not answer"], 1]);
  });

  test("attempts as long as a stable connection keep the pause long", () => {
    const driven = waiting();
    for (let i = 0; i < 3; i += 1) driven.pass(driven.client.backoff.pause + 30_000);
    expect(driven.told.chances.slice(-3)).toEqual([30_001, 60_000, 60_000]);
  });

  test("[MQTT 3.2] an attempt without a whole CONNACK ends after 10 s", () => {
    const driven = waiting();
    driven.open();
    driven.pass(5_000);
    driven.receiveBytes("\x20");
    driven.pass(4_999);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1);
    expect(driven.told.lost).toEqual(["broker is silent after CONNECT"]);
  });

  test("a late event of an abandoned attempt is ignored", () => {
    const driven = waiting();
    driven.pass(driven.client.backoff.pause);
    driven.pass(30_000);
    const attempts = driven.told.opens;
    linkOpened(driven.client, driven.now());
    linkReceived(driven.client, "\x20\x02\0\0", driven.now());
    linkClosed(driven.client, "late", driven.now());
    expect([driven.bytes(), driven.told.opens, driven.told.lost.length]).toEqual(["", attempts, 1]);
  });
});

describe("the network", () => {
  test("a client without a network makes no attempt, however long", () => {
    const driven = driveClient();
    connect(driven.client, driven.now());
    driven.pass(3_000_000_000 / 2);
    expect([driven.told.opens, driven.client.connection.state]).toEqual([0, WAITING]);
  });

  test("a lost network ends the connection; a returning network causes an attempt", () => {
    const driven = waiting();
    failures(driven, 5);
    driven.connectAnd();
    networkChanged(driven.client, false, driven.now());
    expect([driven.client.connection.state, driven.told.lost.at(-1)]).toEqual([WAITING, "network is down"]);
    driven.pass(600_000);
    networkChanged(driven.client, true, driven.now());
    expect(driven.told.chances.at(-1)).toBe(1000);
  });

  test("a lost network changes neither waiting nor stopped clients", () => {
    const driven = driveClient();
    networkChanged(driven.client, false, driven.now());
    connect(driven.client, driven.now());
    networkChanged(driven.client, false, driven.now());
    disconnect(driven.client, "", driven.now());
    expect([driven.told.lost, driven.told.closes, driven.client.connection.state]).toEqual([[], 0, STOPPED]);
  });

  test("a network reported twice leaves the connection open", () => {
    const driven = waiting();
    driven.connectAnd();
    networkChanged(driven.client, true, driven.now());
    expect([driven.client.connection.state, driven.told.lost]).toEqual([CONNECTED, []]);
  });
});

test("a stopped client makes no attempt and closes its link", () => {
  for (const reach of [
    () => {},
    (driven: DrivenClient) => driven.open(),
    (driven: DrivenClient) => driven.connect(),
  ]) {
    const driven = driveClient();
    reach(driven);
    const opens = driven.told.opens;
    disconnect(driven.client, "", driven.now());
    driven.pass(600_000);
    networkChanged(driven.client, true, driven.now());
    driven.pass(600_000);
    expect([driven.client.connection.state, driven.told.opens]).toEqual([STOPPED, opens]);
    expect(driven.told.closes).toBe(opens);
  }
});

test("the clock's wrap changes no pause and no deadline", () => {
  for (let before = 0; before < 70_000; before += 7_919) {
    const driven = driveClient({ now: 2 ** 31 - 1 - before, chance: (below) => below - 1 });
    driven.open();
    driven.loseLink();
    expect(failures(driven, 4)).toEqual([2000, 4000, 8000, 16_000]);
    driven.pass(driven.client.backoff.pause + 29_999);
    expect(driven.told.lost).toHaveLength(5);
    driven.pass(1);
    expect(driven.told.lost.at(-1)).toBe("broker does not answer");
  }
});
