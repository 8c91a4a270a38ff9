// A client that is thrown out again and again: it says so in words, and comes back ever more rarely.
import { expect, test } from "vitest";
import { KICKED } from "../../src/mqtt/ending.ts";
import { driveClient } from "./driven-client.ts";

/** A client whose connections the broker closes after `lasting` milliseconds; its pauses are as short as can be. */
function kickedClient() {
  const driven = driveClient({ chance: () => 0 });
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

test("the fifth time within a minute it asks whether another client is using its identifier", () => {
  const { kick, said } = kickedClient();
  kick(4, 1000);
  expect(said()).not.toBe(KICKED);
  kick(1, 1000);
  expect(said()).toBe("kicked 5 times in a minute: is another client using this identifier?");
});

test("as many connections that end over a longer time are no kicks", () => {
  const { driven, kick } = kickedClient();
  kick(20, 20_000);
  expect(driven.told.lost).not.toContain(KICKED);
});

test("what the client ends by itself, and attempts that fail, are no kicks", () => {
  const { driven, kick } = kickedClient();
  for (let i = 0; i < 10; i += 1) {
    driven.open();
    driven.pass(100);
    driven.loseLink();
  }
  kick(4, 100);
  expect(driven.told.lost).not.toContain(KICKED);
});

test("from then on a connection of half a minute does not make the pause short, and one of two minutes does", () => {
  const { driven, kick } = kickedClient();
  kick(5, 1000);
  kick(3, 40_000);
  expect(driven.told.chances.at(-1)).toBe(60_000);
  kick(1, 119_999);
  expect(driven.told.chances.at(-1)).toBe(60_000);
  kick(1, 120_000);
  expect([driven.told.chances.at(-1), driven.told.lost.at(-1) === KICKED]).toEqual([1000, false]);
});
