// A record that is without a field stays without it, whatever the other records have there.
import { describe, test } from "vitest";
import { expectSame } from "./expect-same.ts";

describe("a field that is the same in every record that has it", () => {
  test("is not there behind a `?.` of nothing", () =>
    expectSame(`
      interface Inner { width: number; height: number }
      interface Outer { inner: Inner; depth: number }
      const all: (Outer | undefined)[] = [];
      all.push({ inner: { width: 5, height: given(1) }, depth: given(2) });
      function get(i: number): Outer | undefined { return i === 0 ? all[0] : undefined; }
      for (let i = 0; i < 2; i++) {
        const outer = get(i);
        const width = outer?.inner.width;
        emit((width === undefined ? "none" : "w" + width) + (outer?.inner.height ?? 9) + (outer?.depth ?? 8));
      }
    `));

  test("leaves a text of a sum as it is", () =>
    expectSame(`
      interface Part { a: number; b?: number | undefined }
      const part: Part = { a: given(1) };
      function shown(one: Part, otherwise: string): string { return "b" + (one.b ?? otherwise) + (one.b ?? "-"); }
      emit(shown(part, given("none")));
    `));

  test("is not there in unlike literals of one list", () =>
    expectSame(`
      const list = [{ a: given(1) }, { a: given(2), b: 5 }];
      for (const one of list) emit("" + one.a + (one.b === undefined ? "none" : "some" + one.b));
    `));

  test("a field absent from a Partial record stays absent", () =>
    expectSame(`
      interface Part { a: number; b: number }
      const list: Partial<Part>[] = [];
      list.push({ a: given(1) });
      list.push({ a: given(2), b: 5 });
      for (const one of list) emit("" + (one.a ?? 0) + (one.b === undefined ? "none" : "some" + one.b));
    `));

  test("a field constant elsewhere is absent from a literal cast by `as", () =>
    expectSame(`
      interface Inner { n: number; m: number }
      interface Part { inner: Inner; z: number }
      const all: Part[] = [];
      all.push({ inner: { n: 5, m: given(1) }, z: 3 });
      all.push({ inner: { m: given(2) }, z: 3 } as Part);
      all.push({ inner: { m: given(3) } as Inner } as unknown as Part);
      for (const one of all)
        emit((one.inner.n === undefined ? "none" : "n" + one.inner.n) + one.inner.m + (one.z === undefined ? "none" : "z" + one.z));
    `));
});

describe("a function that is the same in every record that has one", () => {
  const PARTS = `
    interface Part { on?: (n: number) => number; level: number }
    function twice(n: number): number { emit("twice"); return n * 2; }
    const all: Part[] = [];
    all.push({ on: twice, level: given(1) });
    all.push({ level: given(2) });`;

  test("is not called of a record that has none", () =>
    expectSame(`${PARTS} for (const one of all) emit("" + (one.on?.(one.level) ?? 99));`));

  test("is not handed on by a record that has none", () =>
    expectSame(`${PARTS}
      function use(on: ((n: number) => number) | undefined, n: number): number { if (on === undefined) return -1; return on(n); }
      for (const one of all) emit("" + use(one.on, one.level));
    `));

  test("is not called behind a `?.` of nothing", () =>
    expectSame(`
      interface Inner { on: (n: number) => number }
      interface Outer { inner: Inner; done: (n: number) => number }
      function twice(n: number): number { emit("twice"); return n * 2; }
      function thrice(n: number): number { emit("thrice"); return n * 3; }
      const all: (Outer | undefined)[] = [];
      all.push({ inner: { on: twice }, done: thrice });
      function get(i: number): Outer | undefined { return i < 1 ? all[i] : undefined; }
      for (let i = 0; i < 2; i++) emit("" + (get(i)?.inner.on(3) ?? 99) + (get(i)?.done(4) ?? 98));
    `));
});
