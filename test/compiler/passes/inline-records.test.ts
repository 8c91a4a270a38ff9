// A record that another one has for itself becomes a part of it.
import { expect, test } from "vitest";
import { inlineRecords } from "../../../tools/compiler/passes/inline-records.ts";
import { changed } from "./same.ts";

const TYPES = `interface Pulse { count: number; at?: number; tick?: (this: Pulse) => void }
interface Pump { name: string; 
  /** @inline */
  pulse: Pulse }
interface Meter { label: string; pulse2: Pulse }
`;

function made(text: string): string {
  return changed(TYPES + text, inlineRecords);
}

test("an inlined record's fields move to its owner, in evaluation order", () => {
  const text = made(
    "const p: Pump = { name: '' + given(1), pulse: { count: given(2) } };\np.pulse.count += 1;\nemit(p.name + p.pulse.count);",
  );
  expect(text).toBe(
    'let p = { name: "" + given(1), count: given(2) };\np.count++;\nemit(p.name + p.count);\n',
  );
});

test("a function that takes the part receives the owner", () => {
  const text = made(
    "function tick(pulse: Pulse): void { pulse.count += given(1); }\nconst p: Pump = { name: 'a', pulse: { count: given(2) } };\ntick(p.pulse);\nemit(p.name + p.pulse.count);",
  );
  expect(text).toContain("tick(p);");
});

test("a method of the part is called on the owner", () => {
  const text = made(
    "const p: Pump = { name: 'a', pulse: { count: given(2), tick: function (this: Pulse) { this.count += 1; } } };\nif (p.pulse.tick !== undefined) p.pulse.tick();\nemit(p.name + p.pulse.count);",
  );
  expect(text).toContain("p.tick();");
});

test("a part that is undefined stays undefined", () => {
  const text = made(
    "const all: Pump[] = [{ name: 'a', pulse: { count: given(2) } }];\nfor (let i = 0; i < 2; i++) { const p: Pump | undefined = all[given(i)]; if (p?.pulse.count === undefined) emit('none'); }\nemit(all[0].name);",
  );
  expect(text).toContain("?.count");
});

test("a nested part's fields move to the outermost owner", () => {
  const text = changed(
    `interface Inner { level: number }
interface Middle { height: number; 
  /** @inline */
  inner: Inner }
interface Outer { width: number; 
  /** @inline */
  middle: Middle }
const o: Outer = { width: given(1), middle: { height: given(2), inner: { level: given(3) } } };
o.middle.inner.level += 1;
emit('' + o.width + o.middle.height + o.middle.inner.level);`,
    inlineRecords,
  );
  expect(text).toContain("{ width: given(1), height: given(2), level: given(3) }");
});

test.each([
  [
    "is stored in",
    "const p: Pump = { name: 'a', pulse: { count: given(1) } };\np.pulse = { count: 3 };\nemit(p.name + p.pulse.count);",
  ],
  [
    "was made before",
    "const one: Pulse = { count: given(1) };\nconst p: Pump = { name: 'a', pulse: one };\none.count = 5;\nemit(p.name + p.pulse.count);",
  ],
  [
    "has fields that other records have, too",
    "const m: Meter = { label: 'm', pulse2: { count: given(1) } };\nconst p: Pump = { name: 'a', pulse: { count: given(2) } };\nemit(p.name + p.pulse.count + m.label + m.pulse2.count);",
  ],
])("a record whose field %s stays separate", (_, text) => expect(made(text)).toContain("pulse: "));

test("a record whose field names would collide stays separate", () => {
  const text = changed(
    `interface Part { name: string }
interface Whole { name: string; 
  /** @inline */
  part: Part }
const w: Whole = { name: '' + given(1), part: { name: '' + given(2) } };
emit(w.name + w.part.name);`,
    inlineRecords,
  );
  expect(text).toContain("part: { name: ");
});

test("a record without the tag stays separate", () => {
  const text = made(
    "const m: Meter = { label: 'm', pulse2: { count: given(1) } };\nemit(m.label + m.pulse2.count);",
  );
  expect(text).toContain("pulse2: { count: given(1) }");
});
