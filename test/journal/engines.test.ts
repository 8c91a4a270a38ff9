// The journal on every engine: random commits on flash that a program of the device's own language models,
// the power cut at random steps, and each value that is read again emitted: as written in Node, and as built
// for the boards.
import { expect, test } from "vitest";
import { absentEngines, builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { atGate } from "../everything.ts";

/** Schedules on each engine. */
const SCHEDULES = atGate(12, 1000);
/** Commits of a schedule. */
const STEPS = 12;

const PROGRAM = `import { commit, forget, heldValue, type Journal, journalOf, keep } from "../../../src/journal/journal.ts";
import { acceptMessage, finishMessage, messageAt, messagesIn } from "../../../src/journal/messages.ts";
import { recover } from "../../../src/journal/recover.ts";
const SIZE = given(512);
const flash: string[] = ["", ""];
let chance = 0;
let left = -1;
let isOff = false;
function below(limit: number): number {
  chance = (chance * 75 + 74) % 65537;
  return chance % limit;
}
/** False: the power is gone. */
function passes(): boolean {
  if (left === 0) isOff = true;
  if (left > 0) left -= 1;
  return !isOff;
}
const areas = {
  areaBytes: () => SIZE,
  read: (area: number, at: number, count: number) => (flash[area] ?? "").substring(at, at + count),
  write: (area: number, at: number, bytes: string) => {
    const cells = flash[area] ?? "";
    let written = "";
    for (let i = 0; i < bytes.length && !isOff; i++) {
      const byte = bytes.charCodeAt(i);
      const before = cells.charCodeAt(at + i);
      if ((before & byte) !== byte) emit("misuse");
      written += String.fromCharCode(before & (passes() ? byte : byte | below(256)));
    }
    flash[area] = cells.substring(0, at) + written + cells.substring(at + written.length);
    return !isOff;
  },
  erase: (area: number) => {
    const cells = flash[area] ?? "";
    let erased = "";
    while (erased.length < SIZE && !(isOff && erased.length % 64 === 0)) {
      if (!isOff && erased.length % 64 === 0) passes();
      const before = cells.charCodeAt(erased.length);
      erased += String.fromCharCode(!isOff ? 255 : below(2) === 0 ? before | below(256) : before);
    }
    flash[area] = erased + cells.substring(erased.length);
    return !isOff;
  },
};
function begin(): Journal {
  left = -1;
  isOff = false;
  const recovery = recover(areas);
  if (recovery.damaged > 0 || recovery.isOld || recovery.otherFormat !== "") emit("damaged");
  return journalOf(recovery, 9);
}
function all(journal: Journal): string {
  let text = "";
  for (const key of journal.held.keys) text += key + "=" + (heldValue(journal, key) ?? "gone") + ";";
  return text;
}
function run(schedule: number): void {
  chance = schedule;
  let empty = "";
  while (empty.length < SIZE) empty += String.fromCharCode(255);
  flash[0] = empty;
  flash[1] = empty;
  let journal = begin();
  for (let i = 0; i < given(${STEPS}); i++) {
    let line = "";
    const before = all(journal);
    for (let count = below(3); count >= 0; count--) {
      const key = below(11);
      let value = "";
      for (let length = below(25); length > 0; length--) value += String.fromCharCode(below(3) === 0 ? 255 : 60 + below(60));
      if (value === "") forget(journal, key);
      else keep(journal, key, value);
    }
    if (below(3) === 0) left = below(70);
    const isDone = commit(journal);
    const after = all(journal);
    if (isOff) {
      journal = begin();
      const found = all(journal);
      line += isDone || found !== before ? " after " : " before ";
      if (isDone && found !== after) line += "lost " + after;
    }
    emit(line + all(journal));
  }
  const messages = messagesIn(journal);
  const key = acceptMessage(messages, "door", "open");
  emit(key + messageAt(messages, key));
  if (finishMessage(messages, key)) emit(messageAt(messages, key));
}
for (let schedule = 1; schedule <= given(${SCHEDULES}); schedule++) run(schedule);`;

test(`random commits and power cuts (not here: ${absentEngines.join(", ") || "none"})`, async () => {
  const { ...answers } = await builtEverywhere(PROGRAM);
  const [[, first = []] = ["", []]] = Object.entries(answers);
  expect(first.length).toBeGreaterThan(SCHEDULES * STEPS);
  for (const [engine, emitted] of Object.entries(answers))
    expect({ engine, emitted }).toEqual({ engine, emitted: first });
  expect(first.filter((line) => Buffer.from(line, "hex").includes("lost"))).toEqual([]);
  expect(first.some((line) => Buffer.from(line, "hex").includes("32768\0\x04dooropen"))).toBe(true);
  expect(first.some((line) => Buffer.from(line, "hex").includes(" before "))).toBe(true);
});
