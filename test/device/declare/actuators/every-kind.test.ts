// Rules for every kind of actuator: a device can import it, and docs/actuators.md has its row.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as face from "../../../../src/index.ts";
import { KINDS, kindOf } from "../../../../src/kinds/kinds.ts";

const PAGE = readFileSync(new URL("../../../../docs/actuators.md", import.meta.url), "utf8");
const [, TABLE = ""] = /\n## Kinds\n([\s\S]*?)\n\n- /.exec(PAGE) ?? [];
const DESCRIBED = [...TABLE.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, makers = ""]) => makers.split(", "));

const OPTIONS = { min: 0, max: 1, options: ["a", "b"] };
const MAKERS = Object.entries(KINDS).flatMap(([kind, { makers }]) => makers.map((make) => ({ kind, make })));

test.each(MAKERS)("$make.name declares a $kind, and a device imports it", ({ kind, make }) => {
  expect(Object.values(face)).toContain(make);
  const rest = make.length === 2 ? [OPTIONS] : [face.valueOnly(), OPTIONS];
  const made = make("it", ...(rest as never[]));
  expect(made.kind).toBe(kind);
  expect(kindOf(made)).toBe(KINDS[kind]);
});

test("every declared actuator has a known kind", () => {
  const known = MAKERS.map(({ make }) => make.name);
  const actuators = readFileSync(new URL("../../../../src/index.ts", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => /declare\/actuators\/(?!declaration)/.test(line));
  expect(actuators.length).toBeGreaterThan(7);
  for (const line of actuators) expect(known.some((name) => line.includes(name))).toBe(true);
});

test("docs/actuators.md lists each actuator kind in one row", () => {
  expect(DESCRIBED.sort()).toEqual(MAKERS.map(({ make }) => `\`${make.name}\``).sort());
});
