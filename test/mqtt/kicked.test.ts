// A client that is thrown out again and again: it says so in words, and comes back ever more rarely.
import { expect, test } from "vitest";
import { forgetOldKicks, KICKED } from "../../src/mqtt/backoff.ts";
import { networkChanged, pollConnection } from "../../src/mqtt/connection.ts";
import { driveClient } from "./driven-client.ts";

/**
 * A client whose connections the broker closes after `lasting` milliseconds; its pauses are as short as can
 * be, or drawn.
 */
function kickedClient(now = 0, chance = (_: number) => 0) {
  const driven = driveClient({ chance, now });
  const kick = (times: number, lasting: number) => {
    for (let i = 0; i < times; i += 1) {
      driven.connectAnd();
      driven.pass(lasting);
      driven.sent();
      driven.loseLink();
    }
  };
  return { driven, kick, said: () => driven.told.lost.at(-1) };
}

test("the fifth takeover within a minute is reported as a second client", () => {
  const { kick, said } = kickedClient();
  kick(4, 1000);
  expect(said()).not.toBe(KICKED);
  kick(1, 1000);
  expect(said()).toBe(
    "kicked 5 times in a minute: another client with this identifier, a message that the broker refuses, or a bad link?",
  );
});

test("five disconnections over a longer time are no takeovers", () => {
  const { driven, kick } = kickedClient();
  kick(20, 20_000);
  expect(driven.told.lost).not.toContain(KICKED);
});

test("the client's own disconnections and failed attempts are no takeovers", () => {
  const { driven, kick } = kickedClient();
  for (let i = 0; i < 10; i += 1) {
    driven.open();
    driven.pass(100);
    driven.loseLink();
  }
  kick(4, 100);
  expect(driven.told.lost).not.toContain(KICKED);
});

test("only two connected minutes shorten the pause after takeovers", () => {
  const { driven, kick, said } = kickedClient(0, (below) => below - 1);
  kick(5, 1000);
  kick(3, 40_000);
  expect([driven.told.chances.at(-1), said()]).toEqual([60_000, KICKED]);
  kick(1, 119_999);
  expect(driven.told.chances.at(-1)).toBe(60_000);
  kick(1, 120_000);
  expect([driven.told.chances.at(-1), driven.told.lost.at(-1) === KICKED]).toEqual([1000, false]);
});

test("the minute begins with the first takeover, whatever the clock shows", () => {
  for (const now of [0, 30_000, 2 ** 31 - 30_000]) {
    const { kick, said } = kickedClient(now);
    kick(5, 14_000);
    expect(said()).toBe(KICKED);
  }
});

test.each([
  [60_000, true],
  [60_001, false],
])("a fifth takeover %i ms after the first is reported: %s", (after, counts) => {
  const { driven, kick, said } = kickedClient();
  kick(1, 100);
  const first = driven.now();
  kick(3, 100);
  driven.connectAnd();
  driven.pass(first + after - driven.now());
  driven.loseLink();
  expect(said() === KICKED).toBe(counts);
});

test("a takeover's end is reported once, after two connected minutes", () => {
  const { driven, kick } = kickedClient();
  driven.connectAnd();
  driven.pass(3_600_000);
  expect(forgetOldKicks(driven.client)).toBe(false);
  driven.loseLink();
  kick(5, 1000);
  driven.pass(1);
  networkChanged(driven.client, false, driven.now());
  driven.pass(200_000);
  expect([forgetOldKicks(driven.client), driven.client.backoff.kicks]).toEqual([false, 5]);
  networkChanged(driven.client, true, driven.now());
  driven.connectAnd();
  driven.pass(119_999);
  pollConnection(driven.client, driven.now());
  expect(forgetOldKicks(driven.client)).toBe(false);
  driven.pass(1);
  pollConnection(driven.client, driven.now());
  expect([forgetOldKicks(driven.client), forgetOldKicks(driven.client)]).toEqual([true, false]);
});
