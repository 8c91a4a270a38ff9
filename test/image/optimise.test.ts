// What the build takes out and puts elsewhere changes nothing that a program does.
import { test } from "vitest";
import { expectSame } from "./expect-same.ts";

test("arguments are evaluated once, in order, before the inlined function", () =>
  expectSame(`
    let log = "";
    function note(text: string): string { log = log + text; return text; }
    function pair(a: string, b: string): string { log = log + "["; const both = b + a + a; log = log + "]"; return both; }
    function only(a: string): string { return note("x") + a; }
    emit(pair(note("1"), note("2")) + log);
    function outer(): string { const first = only(note("y")); return first + log; }
    emit(outer() + log);
  `));

test("a variable that the function changes is read at the call", () =>
  expectSame(`
    let count = 1;
    function bump(by: number): number { count = count + by; return count; }
    function user(): string { const before = count; const result = count * 10 + bump(given(5)); return "" + before + "," + result + "," + count; }
    emit(user());
    function change(n: number): number { n = n + 1; return n; }
    function keeps(): string { const n = given(4); const m = change(n); return "" + n + m; }
    emit(keeps());
  `));

test("names of the function and of its caller do not meet", () =>
  expectSame(`
    const value = given("top");
    function inner(text: string): string { let value = text; for (let i = 0; i < 2; i++) value = value + i; return value; }
    function outer(text: string): string { const value = text + "!"; let i = 7; const made = inner(value); i = i + 1; return made + i + value; }
    emit(outer(given("a")) + value);
    function shadow(value: string): string { return value + other(); }
    function other(): string { return value; }
    emit(shadow(given("b")));
  `));

test("a function with early returns can stand inside another function", () =>
  expectSame(`
    function sign(n: number): string { if (n < 0) return "-"; if (n === 0) { emit("zero"); return "0"; } else if (n > 9) return "++"; return "+"; }
    function report(n: number): void { const text = sign(n); emit("sign " + text); }
    report(given(-1)); report(given(0)); report(given(5)); report(given(50));
    function check(n: number): void { if (n === 1) return; emit("checked " + n); if (n === 2) { emit("two"); return; } emit("end"); }
    function run(n: number): void { emit("run"); check(n); emit("ran"); }
    run(given(1)); run(given(2)); run(given(3));
    function find(list: number[], wanted: number): number { for (const n of list) { if (n === wanted) return n * 2; } return -1; }
    function search(wanted: number): string { const found = find([1, 2, 3], wanted); return "found " + found; }
    emit(search(given(2))); emit(search(given(9)));
  `));

test("a function in a condition is called only when evaluation reaches it", () =>
  expectSame(`
    let calls = 0;
    function costly(n: number): boolean { calls += 1; const half = Math.floor(n / 2); return half * 2 === n; }
    function test(n: number): string { if (n > 3 && costly(n)) return "even"; return "no"; }
    emit(test(given(2)) + calls); emit(test(given(4)) + calls); emit(test(given(5)) + calls);
    function always(n: number): boolean { calls += 10; return n > 0; }
    function first(n: number): string { if (always(n) && n < 5) return "small"; else if (n > 7) return "large"; return "other"; }
    emit(first(given(1)) + first(given(6)) + first(given(8)) + calls);
    function more(): boolean { calls += 1; return calls < 60; }
    function loop(): void { while (more()) calls += 5; }
    loop();
    emit("" + calls);
  `));

test("closures keep the variables of the call that made them", () =>
  expectSame(`
    const kept: (() => string)[] = [];
    function keep(text: string): void { const own = text + kept.length; kept.push(() => own); }
    function all(): void { keep(given("a")); }
    all(); all();
    for (const say of kept) emit(say());
    function each(list: string[]): void { for (const one of list) keepOne(one); }
    function keepOne(text: string): void { kept.push(() => text + text); }
    each(["x", "y"]);
    for (const say of kept) emit(say());
  `));

test("constants and decided branches leave only their results behind", () =>
  expectSame(`
    const SIZE = 4 * 1024;
    const NAME = "a name that is used more than once";
    const Level = { low: 1, high: 2 } as const;
    const DEBUG = false;
    const NEGATIVE = -3;
    function level(high: boolean): number { return high ? Level.high : Level.low; }
    if (DEBUG) emit("never"); else emit("always");
    emit(NAME + SIZE + NAME + level(given(true)) + (given(1) - NEGATIVE) + (DEBUG ? "x" : "y"));
    const both = !DEBUG && given(true);
    emit(both ? "both" : "none");
    function mode(option?: boolean): string { return option === true ? "on" : "off"; }
    emit(mode());
    emit(String.fromCharCode(SIZE >> 8, 255) + NEGATIVE);
  `));

test("fields keep apart from keys that are data, whatever both are called", () =>
  expectSame(`
    interface Device { temperature: number; names: Record<string, number>; describe: (device: Device) => string }
    function describe(device: Device): string { return "" + device.temperature; }
    const device: Device = { temperature: given(21), names: { temperature: 5, humidity: 6 }, describe };
    emit(device.describe(device) + device.names[given("temperature")] + device.names[given("humidity")]);
    const { temperature, names } = device;
    emit("" + temperature + names.humidity);
  `));

test("a field that is stored through a generic key is no constant", () =>
  expectSame(`
    interface Part { size: number; count: number }
    const parts: Part[] = [];
    parts.push({ size: 5, count: given(1) });
    parts.push({ size: 5, count: given(2) });
    function store<Key extends keyof Part>(part: Part, key: Key, value: Part[Key]): void { part[key] = value; }
    store(parts[0], "size", given(8));
    for (const part of parts) emit("" + part.size + part.count);
  `));

test("no field is named like a list's member, however many there are", () => {
  const fields = Array.from({ length: 120 }, (_, i) => `field${i}`);
  return expectSame(`
    interface Device { ${fields.map((field) => `${field}: (this: void, n: number) => number`).join("; ")} }
    function twice(this: void, n: number): number { return n * given(2); }
    function more(this: void, n: number): number { return n + given(1); }
    const device: Device = { ${fields.map((field) => `${field}: twice`).join(", ")} };
    const other: Device = { ${fields.map((field) => `${field}: more`).join(", ")} };
    const devices: Device[] = [];
    devices.push(device);
    devices.push(other);
    for (const one of devices) emit("" + ${fields.map((field, i) => `one.${field}(${i})`).join(" + ")});
  `);
});

test("a function in a field knows its record by its own type", () =>
  expectSame(`
    interface Part { read: (part: Part) => string }
    interface Special extends Part { text: string }
    function read(part: Special): string { const both = part.text + part.text; return both; }
    function special(text: string): Part { return { read, text } as unknown as Part; }
    const one = special(given("ab"));
    function use(part: Part): string { return part.read(part) + "."; }
    emit(use(one));
  `));

test("a function called by name clashes with no local of that name", () =>
  expectSame(`
    interface Host { told: (host: Host, word: string) => void; greeting: string }
    function told(host: Host, word: string): void { emit(host.greeting + word); }
    const host: Host = { told, greeting: given("hello ") };
    function each(words: string[]): void {
      for (const word of words) { const told = word + "!"; if (told.length > 3) host.told(host, told); }
    }
    each([given("you"), given("a"), given("me")]);
    const GREETING = "good day ";
    function other(GREETING_: string): string { const GREETING = GREETING_ + "."; return GREETING + greeted(); }
    function greeted(): string { return GREETING; }
    emit(other(given("x")));
  `));

test("a record keeps its fields apart when two types see it", () =>
  expectSame(`
    interface Named { name: string; next?: string }
    interface Counted { count: number; step: number; name: string }
    function named(value: Named): string { return value.name + (value.next === undefined ? "-" : value.next); }
    const counted: Counted = { count: given(1), step: given(2), name: given("n") };
    emit(named(counted) + counted.count + counted.step);
    let order = "";
    function note(text: string): string { order = order + text; return text; }
    const first = { name: note("1"), next: note("2") };
    const second: Named = { next: note("3"), name: note("4") };
    emit(named(first) + named(second) + order);
  `));

test("only a field with one value in every record is constant", () =>
  expectSame(`
    interface Part { pin: number; name: string; factor: number; on: boolean; count: number; mode?: string; extra?: string; unit: string | undefined; next: number; step: number }
    function part(pin: number, name: string): Part {
      return { pin, name, factor: -7, on: true, count: 0, mode: "fast", unit: undefined, next: 5, step: 3 };
    }
    const parts: Part[] = [];
    parts.push(part(given(1), given("a")));
    parts.push(part(given(2), given("b")));
    const odd: Part = { pin: given(3), name: "c", factor: -7, on: true, count: 0, unit: undefined, extra: undefined, next: 5, step: 3 };
    parts.push(odd);
    let calls = 0;
    function other(): Part { calls += 1; return odd; }
    for (const one of parts) {
      one.count += 2;
      if (one.on) one.next++;
      const { step } = one;
      emit(one.name + one.pin * one.factor + (1 - one.factor) + one.count + one.next + step);
      emit((one.mode === undefined ? "none" : one.mode) + (one.extra === undefined ? "-" : one.extra) + (one.unit === undefined ? "" : one.unit));
    }
    emit("" + other().factor + other().step + calls);
  `));

test("a value and a truth stay, though one operand is known", () =>
  expectSame(`
    const ALWAYS = given(true) || true;
    function both(is: boolean, text: string): string { const isBoth = is && text !== "" && true; return isBoth ? "both" : "not"; }
    emit(both(given(true), given("x")) + both(given(true), "") + both(given(false), "y"));
    function first(text: string | undefined): string { const none = undefined; if (none === text) return "none"; return text; }
    emit(first(given("z")) + first(undefined) + (ALWAYS ? 1 : 2));
    function maybe(is: boolean): boolean { return is || false; }
    emit(maybe(given(true)) && true ? "yes" : "no");
  `));

test("an unused parameter beside `this` is removed with its own argument", () =>
  expectSame(`
    function second(this: void, _: string, b: string): string { return b + b; }
    function third(this: void, a: string, _: number, c: string): string { return a + c + a; }
    function short(this: void, a: string): void { emit(a); }
    function main(): void {
      emit(second(given("x"), given("y")) + second("p", "q"));
      emit(third(given("1"), 2, given("3")) + third("4", given(5), "6"));
      const take: (this: void, a: string, b: string, c: number) => void = short;
      take(given("s"), given("t"), given(1));
    }
    main();
  `));
