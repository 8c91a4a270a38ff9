// Every statement of MQTT 3.1.1 that concerns a client is cited by a test, or says why it is not.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CLIENT_STATEMENTS } from "./statements.ts";

const TESTS = join(import.meta.dirname, "..");
/** "[MQTT-3.1.2-23]", a run "[MQTT-3.1.2-1..22]", and the standard's own slip "MQTT-3-8.3-4". */
const CITATION = /\[MQTT-(\d+)[.-](\d+)\.(\d+)-(\d+)(?:\.\.(\d+))?\]/g;

function citations(): Set<string> {
  const cited = new Set<string>();
  for (const folder of ["bytes", "mqtt", "runtime"]) {
    for (const file of readdirSync(join(TESTS, folder)).filter((name) => name.endsWith(".test.ts"))) {
      for (const [, a, b, c, first, last = first] of readFileSync(join(TESTS, folder, file), "utf8").matchAll(
        CITATION,
      )) {
        for (let n = Number(first); n <= Number(last); n += 1) cited.add(`${a}.${b}.${c}-${n}`);
      }
    }
  }
  return cited;
}

test("each statement has a test that cites it, or a reason", () => {
  const cited = citations();
  const bare = CLIENT_STATEMENTS.filter(([id, reason]) => reason === undefined && !cited.has(id)).map(
    ([id]) => id,
  );
  expect(bare).toEqual([]);
});

test("a statement with a reason is not cited as shown", () => {
  const cited = citations();
  const both = CLIENT_STATEMENTS.filter(([id, reason]) => reason !== undefined && cited.has(id)).map(
    ([id]) => id,
  );
  expect(both).toEqual([]);
});

test("the list has each statement once", () => {
  const ids = CLIENT_STATEMENTS.map(([id]) => id);
  expect([new Set(ids).size, ids.length]).toEqual([ids.length, 101]);
});
