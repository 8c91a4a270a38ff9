// What holds for every kind of actuator: a device can import it, and docs/actuators.md has its row.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type ActuatorDeclaration,
  type ActuatorKind,
  button,
  colorLight,
  light,
  lock,
  numberInput,
  powerSwitch,
  selectInput,
  siren,
  valueOnly,
  valve,
} from "../../../../src/index.ts";

type Maker = (name: string, part: ReturnType<typeof valueOnly>, options: never) => ActuatorDeclaration;

/** What makes an actuator of each kind, as a device imports it. */
const MAKERS: Readonly<Record<ActuatorKind, Maker>> = {
  switch: powerSwitch,
  light,
  lock,
  valve,
  siren,
  number: numberInput,
  select: selectInput,
  button,
};

const PAGE = readFileSync(new URL("../../../../docs/actuators.md", import.meta.url), "utf8");
const [, TABLE = ""] = /\n## Kinds\n([\s\S]*?)\n\n- /.exec(PAGE) ?? [];
const DESCRIBED = [...TABLE.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, makers = ""]) => makers.split(", "));

test.each(Object.entries(MAKERS))("a %s is made as its name says", (kind, make) => {
  const options = { min: 0, max: 1, options: ["a", "b"] } as never;
  expect(make("it", valueOnly(), options).kind).toBe(kind);
});

test("docs/actuators.md has each kind in one row, and nothing else", () => {
  const makers = [...Object.values(MAKERS), colorLight].map(({ name }) => `\`${name}\``);
  expect(DESCRIBED.sort()).toEqual(makers.sort());
});
