// Values that a field always has stand in its place; a record that may be without it, or
// have another value, is asked.
import { describe, expect, test } from "vitest";
import { constantFields } from "../../../tools/compiler/passes/constant-fields.ts";
import { deadStores } from "../../../tools/compiler/passes/dead-stores.ts";
import { devirtualize } from "../../../tools/compiler/passes/devirtualize.ts";
import { unreadFields } from "../../../tools/compiler/passes/unread-fields.ts";
import { changed, expectSame } from "./same.ts";

test("constant fields, function fields and missing fields are replaced", () => {
  const made = changed(
    `interface Part { pin: number; factor: number; read: (part: Part) => number; unit: string | undefined; last?: number }
     function read(part: Part): number { return part.pin * part.factor; }
     function made(pin: number): Part { return { pin, factor: -7, read, unit: undefined }; }
     const parts: Part[] = [];
     parts.push(made(given(1)));
     parts.push({ pin: given(2), factor: -7, read, unit: undefined });
     for (const one of parts) emit((one.unit ?? "none") + one.read(one) + (one.last ?? 3));`,
    constantFields,
    devirtualize,
  );
  expect(made).toContain("part.pin * -7");
  expect(made).toContain("read(one)");
  expect(made).not.toMatch(/one\.(read|unit|last)/);
});

test("a function in a nested record is called by name", () => {
  const made = changed(
    `interface Scale { setUp: (pin: number) => void; read: (pin: number) => number }
     interface Bus { read: (pin: number) => number }
     interface Ports { scale: Scale | undefined; bus: Bus | undefined; other: Bus | undefined }
     interface Part { pin: number; ports: Ports | undefined; lines: Scale | undefined }
     let up = 0;
     function setUp(pin: number): void { up += pin; }
     function weigh(pin: number): number { return pin * 2 + up; }
     function read(pin: number): number { return pin * 3; }
     const SCALE: Scale = { setUp, read: weigh };
     function begin(part: Part, ports: Ports): void {
       part.ports = ports;
       part.lines = ports.scale;
       (ports.scale as Scale).setUp(part.pin);
     }
     const part: Part = { pin: given(1), ports: undefined, lines: undefined };
     begin(part, { scale: SCALE, bus: { read }, other: undefined });
     emit("" + (part.lines as unknown as Scale).read(part.pin) + ((part.ports as unknown as Ports).bus as Bus).read(part.pin));`,
    constantFields,
    devirtualize,
    unreadFields,
    deadStores,
  );
  expect(made).not.toMatch(/\.(setUp|read|scale|bus|other|lines|ports)\b/);
});

test("a constant field keeps the effects of evaluating its record", () =>
  expectSame(
    `interface Part { step: number }
     const part: Part = { step: 3 };
     let calls = 0;
     function other(): Part { calls += 1; return part; }
     emit("" + other().step + calls);`,
    constantFields,
    devirtualize,
  ));

test("a function that uses this is called on its record", () =>
  expectSame(
    `interface Counter { count: number; next(by: number): number }
     function next(this: Counter, by: number): number { this.count = this.count + by; return this.count; }
     const counter: Counter = { count: given(1), next };
     emit("" + counter.next(2) + counter.next(3));`,
    constantFields,
    devirtualize,
  ));

test("a value passed on keeps its identity", () => {
  const made = changed(
    `interface Part { pin: number; step: number }
     function copy(of: Part): Part { return { pin: of.pin + 1, step: of.step }; }
     const one = copy({ pin: given(1), step: 4 });
     emit("" + one.pin + one.step);`,
    constantFields,
  );
  expect(made).toContain("one.pin + 4");
});

test.each([
  ["is stored in", "one.step += 1;", "step: 3", "one.step"],
  ["is another one in one record", "", "step: given(4)", "one.step"],
])("a field that %s is still read", (_, statement, rest, wanted) => {
  const made = changed(
    `interface Part { pin: number; step: number }
     const parts: Part[] = [];
     parts.push({ pin: given(1), step: 3 });
     parts.push({ pin: given(2), ${rest} });
     for (const one of parts) { ${statement} emit("" + one.pin + one.step); }`,
    constantFields,
  );
  expect(made).toContain(wanted);
});

describe("a record without the field stays without it", () => {
  test.each([
    [
      "behind a `?.` of nothing",
      `interface Inner { width: number; height: number }
       interface Outer { inner: Inner; depth: number; on: (n: number) => number }
       function twice(n: number): number { emit("twice"); return n * 2; }
       const all: (Outer | undefined)[] = [];
       all.push({ inner: { width: 5, height: given(1) }, depth: given(2), on: twice });
       function get(i: number): Outer | undefined { return i === 0 ? all[0] : undefined; }
       for (let i = 0; i < 2; i++) {
         const outer = get(i);
         const width = outer?.inner.width;
         emit((width === undefined ? "none" : "w" + width) + (outer?.inner.height ?? 9) + (get(i)?.on(3) ?? 98));
       }`,
    ],
    [
      "in unlike literals of one list",
      `const list = [{ a: given(1) }, { a: given(2), b: 5 }];
       for (const one of list) emit("" + one.a + (one.b === undefined ? "none" : "some" + one.b));`,
    ],
    [
      "in a `Partial` record",
      `interface Part { a: number; b: number }
       const list: Partial<Part>[] = [];
       list.push({ a: given(1) });
       list.push({ a: given(2), b: 5 });
       for (const one of list) emit("" + (one.a ?? 0) + (one.b === undefined ? "none" : "some" + one.b));`,
    ],
    [
      "in a literal that an `as` says to have it",
      `interface Inner { n: number; m: number }
       interface Part { inner: Inner; z: number }
       const all: Part[] = [];
       all.push({ inner: { n: 5, m: given(1) }, z: 3 });
       all.push({ inner: { m: given(2) }, z: 3 } as Part);
       all.push({ inner: { m: given(3) } as Inner } as unknown as Part);
       for (const one of all)
         emit((one.inner.n === undefined ? "none" : "n" + one.inner.n) + one.inner.m + (one.z === undefined ? "none" : "z" + one.z));`,
    ],
    [
      "that a function is called of, or handed on from",
      `interface Part { on?: (n: number) => number; level: number }
       function twice(n: number): number { emit("twice"); return n * 2; }
       const all: Part[] = [];
       all.push({ on: twice, level: given(1) });
       all.push({ level: given(2) });
       function use(on: ((n: number) => number) | undefined, n: number): number { if (on === undefined) return -1; return on(n); }
       for (const one of all) emit("" + (one.on?.(one.level) ?? 99) + use(one.on, one.level));`,
    ],
  ])("the record stays without the field: %s", (_, text) => {
    expectSame(text, constantFields, devirtualize);
  });
});

test("a call of a value drops unused arguments but keeps their effects", () =>
  expectSame(
    `interface Part { told: (a: string, b: string) => void }
     function short(a: string): void { emit(a); }
     function noted(text: string): string { emit("noted " + text); return text; }
     const part: Part = { told: short };
     part.told("a", "b"); part.told("c", noted("d"));`,
    constantFields,
    devirtualize,
  ));
