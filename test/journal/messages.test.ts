// Messages in the journal over power cuts: each that was accepted is there until it was finished, in order,
// and none comes from nowhere.
import { expect, test } from "vitest";
import { commit, type Journal, journalOf } from "../../src/journal/journal.ts";
import {
  acceptMessage,
  FIRST_MESSAGE,
  finishMessage,
  gatherMessage,
  heldMessages,
  type Messages,
  messageAt,
  messagesIn,
  NOT_ACCEPTED,
  nameOfMessage,
  payloadOfMessage,
} from "../../src/journal/messages.ts";
import { recover } from "../../src/journal/recover.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { PowerLost, SimulatedFlash } from "../../tools/sim/worlds/flash.ts";
import { atGate } from "../everything.ts";

const newFlash = (seed: number) =>
  new SimulatedFlash({ areaBytes: 1024, pageBytes: 256, random: createRandom(seed), tearing: "at once" });

const begin = (flash: SimulatedFlash): Messages => messagesIn(journalOf(recover(flash.port), 16));

const shown = (messages: Messages): string[] =>
  heldMessages(messages).map((key) => {
    const bytes = messageAt(messages, key);
    return `${nameOfMessage(bytes)} ${payloadOfMessage(bytes)}`;
  });

test("accepted messages survive power cuts in order until finished", () => {
  let [cuts, sent] = [0, 0];
  for (let seed = 1; seed <= atGate(40, 3000); seed += 1) {
    const random = createRandom(seed);
    const flash = newFlash(seed);
    let messages = begin(flash);
    /** Accepted and not known to be finished on the flash. */
    let held: string[] = [];
    for (let i = 0; i < 60; i += 1) {
      if (random.once(4)) flash.losePower(random.below(70));
      const before = [...held];
      const text = `door ${i}`;
      try {
        if (random.once(2)) {
          if (acceptMessage(messages, "door", `${i}`) !== NOT_ACCEPTED) held.push(text);
        } else {
          const [key] = heldMessages(messages);
          if (key !== undefined && finishMessage(messages, key) && commit(messages.journal)) {
            held = held.slice(1);
            sent += 1;
          }
        }
      } catch (error) {
        if (!(error instanceof PowerLost)) throw error;
        cuts += 1;
        flash.losePower(undefined);
        messages = begin(flash);
        held = shown(messages);
        expect([before, [...before, text], before.slice(1)], `seed ${seed}`).toContainEqual(held);
      }
      flash.losePower(undefined);
      expect(shown(messages), `seed ${seed}`).toEqual(held);
    }
  }
  expect([cuts, sent].every((count) => count > 50)).toBe(true);
});

test("a message costs one write, and a second when finished", () => {
  const flash = newFlash(1);
  const messages = begin(flash);
  const { writes } = flash;
  const key = acceptMessage(messages, "door", "open");
  expect([key, flash.writes - writes]).toEqual([FIRST_MESSAGE, 1]);
  expect(finishMessage(messages, key) && commit(messages.journal)).toBe(true);
  expect(flash.writes - writes).toBe(2);
});

test("gathered messages share one write; finished ones are never written", () => {
  const flash = newFlash(1);
  const messages = begin(flash);
  const { writes } = flash;
  const [first] = ["1", "2", "3"].map((payload) => gatherMessage(messages, "door", payload));
  expect(finishMessage(messages, first ?? 0)).toBe(true);
  expect(commit(messages.journal)).toBe(true);
  expect([flash.writes - writes, shown(messages)]).toEqual([1, ["door 2", "door 3"]]);
  expect(shown(begin(flash))).toEqual(["door 2", "door 3"]);
});

test("message keys wrap, skipping a key in use", () => {
  const flash = newFlash(1);
  const messages = begin(flash);
  const old = acceptMessage(messages, "door", "old");
  messages.newest = 0xffff - 1;
  expect(acceptMessage(messages, "door", "last")).toBe(0xffff);
  expect(acceptMessage(messages, "door", "new")).toBe(old + 1);
  expect(shown(begin(flash))).toEqual(["door old", "door last", "door new"]);
});

test("a full journal refuses messages until room is free", () => {
  const messages = begin(newFlash(1));
  const keys: number[] = [];
  for (let key = 0; key !== NOT_ACCEPTED; ) {
    key = acceptMessage(messages, "door", "x".repeat(20));
    if (key !== NOT_ACCEPTED) keys.push(key);
  }
  expect(keys.length).toBeGreaterThan(5);
  const { journal }: { journal: Journal } = messages;
  expect(finishMessage(messages, keys[0] ?? 0) && commit(journal)).toBe(true);
  expect(acceptMessage(messages, "door", "x".repeat(20))).not.toBe(NOT_ACCEPTED);
});
