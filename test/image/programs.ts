// Programs in the device language, each with what it shows: they do the same on every engine, and at every
// stage of a build.

/** What a program does happens in callbacks, as on a device: nothing is over when it has started. */
const RUN = `const jobs: (() => void)[] = [];
     function add(job: () => void): void { jobs.push(job); }`;
const END = "add(main); add(main); for (const job of jobs) job();";

/** More fields than a list has members. */
const MANY_FIELDS = Array.from({ length: 120 }, (_, index) => `field${index}`);

/** Comparing puts the text first in the finished script, behind something that Espruino passes over. */
const PASSED_OVER = [
  'if (no) word = "other";',
  'if (no) { word = "other"; word = "another"; }',
  'if (word === "kept") word = "kept"; else word = "other";',
  'word = yes ? "kept" : "other";',
  'yes || emit("never");',
].map(
  (statement, index) =>
    `function case${index}(): void { let word = given("kept"); ${statement} if (word === "kept") emit("case ${index}"); emit(word); } case${index}();`,
);

/** More than the 50 locals and the 60 upvalues that a function has on NodeMCU. */
const CROWD = Array.from({ length: 65 }, (_, index) => index + 1);

export const PROGRAMS: readonly (readonly [title: string, text: string])[] = [
  [
    "records that generic functions make are given the fields of what they are made as",
    `interface Part { role: string; size: number; collect(this: void, part: Part): string }
     interface Meter extends Part { count: number }
     interface Probe extends Part { low: number; high: number }
     function newPart<Made extends Part>(role: string, collect: Part["collect"]): Made {
       return { role, size: given(1), collect } as Made;
     }
     function newMeter<Made extends Meter>(role: string): Made {
       const part = newPart<Made>(role, counted);
       part.count = given(2);
       return part;
     }
     function counted(part: Meter): string { return part.role + part.count + "/" + part.size; }
     function spanned(part: Probe): string { return part.role + (part.high - part.low); }
     const probe = newPart<Probe>(given("probe"), spanned);
     probe.low = 3;
     probe.high = given(10);
     const parts: Part[] = [newMeter("m"), probe, newPart("p", (part) => part.role + part.size)];
     for (const part of parts) emit(part.collect(part));`,
  ],
  [
    "a field that a call fills is stored once in a record of a narrower type",
    `interface Part { n: number; s: string; m?: number | undefined }
     interface Bigger extends Part { extra: number }
     let part: Part = { n: given(5), s: given("p") };
     const bigger: Bigger = { n: given(2), s: given("q"), extra: 7 };
     function fill(): number { part.m = undefined; return part.s.length; }
     function store(): void { part = bigger; part.m = fill() % 97; }
     part.n += fill();
     store();
     emit(part.s + part.n + (part.m === undefined ? "-" : part.m) + bigger.extra);`,
  ],
  [
    "the least number of 32 bits is whole on every engine",
    `const least = given(-2147483648);
     const others: number[] = [-2147483648, given(5)];
     emit("" + -2147483648 + least + others[0] + (least === others[0] ? "same" : "other"));
     emit("" + (others[1] + -2147483648) + (-2147483648 + others[1]) + (least + 1) + (-2147483648 | 1) + (-2147483648 >> given(4)));`,
  ],
  [
    "texts are cut, read and searched by byte",
    `const s = given("ringmote");
     const at = given(2);
     emit(s.substring(at) + "|" + s.substring(0, at) + "|" + s.substring(at, at + 3) + "|" + s.substring(at - 1, s.length));
     emit("" + s.charCodeAt(0) + "," + s.charCodeAt(at) + "," + s.charCodeAt(s.length - 1) + "," + s.length);
     emit("" + s.indexOf("m") + "," + s.indexOf("x") + "," + s.indexOf("r", at) + "," + s.indexOf("."));
     if (s.indexOf("note") >= 0) emit("wrong"); else emit("not there");
     if (s.indexOf("mote") !== -1 && s.indexOf("%") === -1 && s.indexOf("ring") === 0) emit("there");
     emit(s.substring(at, at) + "|" + s.substring(s.length) + "|");`,
  ],
  [
    "tables are read and stored in by numbers",
    `interface Fault { word: string; isHard: boolean }
     const words: Record<number, string> = { 0: "fine", 1: "cold", 255: "gone" };
     const faults: { [code: number]: Fault | undefined } = { 3: { word: "short", isHard: true } };
     function said(code: number, of: Readonly<Record<number, string>> = words): string { return of[code] ?? "unknown"; }
     emit(said(given(1)) + said(given(255)) + said(given(254) + 1) + said(given(2)) + said(0));
     faults[given(9)] = { word: given("late"), isHard: false };
     emit((faults[given(3)]?.word ?? "none") + (faults[given(8) + 1]?.word ?? "none") + (faults[given(4)]?.word ?? "none"));
     const byText: Record<string, string> = { "7": "seven" };
     emit((byText[given("7")] ?? "none") + (byText[given(7)] ?? "none"));
     words[given(-5)] = "below";
     emit(said(given(-5)) + said(given(5)));`,
  ],
  [
    "records are looked up by words of other letters than ASCII",
    `const counts: { [key: string]: number } = { "küche": given(1), "°C": 2, plain: 3 };
     const rooms = { flur: given(4), "dôme": 5 };
     const numbers: { [key: string]: number } = rooms;
     for (const key of ["küche", "°C", "plain"]) emit("" + counts[key]);
     for (const key of ["flur", "dôme"]) emit("" + numbers[key]);
     emit(counts["kuche"] === undefined ? "none" : "some");`,
  ],
  [
    "texts are joined from texts and whole numbers",
    `const n = given(7);
     const s = given("a");
     emit(s + n + s + (n + 1) + "-" + n * 2 + \`\${n}/\${s}/\${n - 9}\`);
     emit("" + n);
     emit(n + "");
     emit(s + "" + s);
     emit(1 + n + s);
     let all = "";
     for (let i = 0; i < 5; i++) all += i;
     emit(all);`,
  ],
  [
    "a sum that begins with a text is a text, whatever numbers follow",
    `const n = given(3);
     const s = given("s");
     emit("" + n + 1 + 5 + "|" + n + -1 + 5 + "|" + (n > 2 ? 1 : 2) + 5 + 6 + "|" + (n > 2 ? 1 : 2) + (n > 3 ? 3 : 4));
     emit(n + 1 + 5 + "x" + 2 + 3 + "y");
     emit(1 + 5 + "z" + 1 + 5);
     emit(s + 1 + 5 + (1 + 5) + 1 * 2 + 3 + (n + 1) + 4);
     emit("" + n * 2 + 1 + 5 + (2 + n));`,
  ],
  [
    "bytes of every value survive",
    `let all = "";
     for (let i = 0; i < 256; i++) all = all + String.fromCharCode(given(i));
     emit(all);
     emit(String.fromCharCode(0, 10, 13, 34, 39, 92, 127, 128, 255));
     emit("\\0\\n\\r\\"'\\\\\\x7f\\x80\\xff" + "\\x001" + "\\x0a9");
     emit("" + all.charCodeAt(200) + all.length);`,
  ],
  [
    "whole numbers are divided, shifted and masked",
    `const big = given(2147483647);
     const n = given(70000);
     emit("" + Math.floor(n / 256) + "," + (n >> 8) + "," + (n & 255) + "," + (n % 256) + "," + Math.floor(big / 1000));
     emit("" + (big >> 1) + "," + (big >> 24) + "," + (big & 65535) + "," + Math.floor(big / 2) + "," + Math.floor(given(16777217) / 1));
     emit("" + (given(300) ^ given(85)) + "," + Math.min(n, 3) + "," + Math.max(n, 3) + "," + Math.abs(given(-4)));
     emit("" + -n + "," + (n - -1) + "," + (0 - n) + "," + (n - 1 - 2) + "," + (n - (1 - 2)));
     emit("" + Math.floor(given(10) / 3) * 3 + Math.floor(given(9) / 3));
     emit("" + Math.floor(given(-7) / 4) + "," + Math.floor(given(-8) / 4) + "," + Math.floor(given(-2147483647) / 1000));`,
  ],
  [
    "bits are set, cleared, asked for and shifted",
    `const READY = 0x80;
     const FIELD = 0x70;
     const RANGE_SHIFT = 4;
     const all: readonly number[] = [0, 1, 127, 128, 200, 255, 2147483647, -1, -128, -2147483647, given(-2147483647) - 1];
     for (const x of all) {
       emit("" + (x & READY) + "," + (FIELD & x) + "," + ((x & FIELD) >> RANGE_SHIFT) + "," + (x & 0x7fffffff) + "," + (x & ~READY));
       emit("" + (x | READY) + "," + (x ^ 0x55) + "," + ~x + "," + (x | -5) + "," + (x ^ -1) + "," + (x & -2) + "," + (x | 0));
       emit("" + (x << 1) + "," + (x << 8) + "," + (x << 24) + "," + (x << 31) + "," + (x >> 31) + "," + (x << 0) + "," + (x << 32));
       emit("" + (x >>> 1) + "," + (x >>> 8) + "," + (x >>> 31) + "," + (x >> 1));
       emit((x & READY) !== 0 ? "ready" : (x & READY) === READY ? "wrong" : (READY & x) === 0 && (x & 1) === 1 ? "odd" : "even");
       for (let n = -1; n < 34; n += 5) emit("" + (x << n) + "," + (x >> n) + "," + (1 << n));
     }
     const s = given("\\x80\\x01\\xff\\x7f\\xfe");
     const hi = s.charCodeAt(given(0));
     const lo = s.charCodeAt(given(2));
     emit("" + ((hi << 8) | lo) + "," + (lo | (hi << 8)) + "," + ((hi << 24) | (lo << 16) | (hi << 8) | lo) + "," + (hi << 8 ^ lo));
     emit("" + ((hi << 4) | lo) + "," + ((hi << 12) | (lo << 4) | (hi & 15)) + "," + ((lo & READY) === 0 ? 1 : 2) + (hi & READY) + (hi & lo));
     function word(high: number, low: number): number { return (high << 8) | low; }
     emit("" + word(given(-2), given(255)) + "," + word(given(3), given(256)) + "," + word(hi, lo));
     let flags = given(1);
     flags |= 6; emit("" + flags);
     flags &= ~2; flags <<= 4; flags ^= 1; emit("" + flags);
     flags >>= 2; flags >>>= 1; emit("" + flags);
     const kept = { flags };
     kept.flags |= READY | (1 << given(3));
     emit("" + kept.flags + (given<number | undefined>(undefined) ?? (hi | 1)));`,
  ],
  [
    "quotients are rounded and cut, and numbers written in sixteens",
    `const all: readonly number[] = [0, 1, -1, 2, -2, 3, 5, -5, 6, 7, -7, 15, -15, 16, -16, 255, 4096, 2147483647, -2147483647, given(-2147483647) - 1];
     for (const a of all) {
       emit("" + Math.round(a / 2) + "," + Math.round(a / 10) + "," + Math.round((a / 3)) + "," + Math.trunc(a / 2) + "," + Math.trunc(a / 7));
       for (const b of [given(3), 4, -3, -4, 1]) emit("" + Math.round(a / b) + "," + Math.trunc(a / b));
       emit(a.toString(16) + " " + (a & 255).toString(16));
     }
     emit("" + Math.round(given(25) * 9 / 5) + (Math.trunc(given(7) / 2) === 3 ? "yes" : "no"));`,
  ],
  [
    "texts are sliced from both ends and asked for a part",
    `const s = given("ringmote");
     const at = given(2);
     const back = given(-3);
     emit(s.slice(2) + "|" + s.slice(2, 4) + "|" + s.slice(-3) + "|" + s.slice(1, -1) + "|" + s.slice(0, 99) + "|" + s.slice(99) + "|" + s.slice(4, 2) + "|");
     emit(s.slice(at) + "|" + s.slice(back) + "|" + s.slice(at, back) + "|" + s.slice(back, at) + "|" + s.slice(-99, at) + "|" + s.slice(-99, -98) + "|" + s.slice(at, 99));
     emit((s.includes("ing") ? "in" : "out") + (s.includes("x") ? "in" : "out") + (s.includes("r", 1) ? "in" : "out") + (!s.includes("ote") ? "out" : "in"));
     const isIn = s.includes(given("mot"));
     emit(isIn ? "yes" : "no");`,
  ],
  [
    "a switch takes the one case, several for one, or the default",
    `type Command = { kind: "on"; level: number } | { kind: "off" } | { kind: "say"; words: string };
     const SPECIAL = 7;
     function word(code: number): string {
       switch (code) {
         case 0: return "zero";
         case 1:
         case 2: { const half = code * 5; return "few" + half; }
         default: emit("other"); break;
         case SPECIAL: emit("special"); return "seven";
         case given(8): if (given(true)) return "eight"; else return "never";
       }
       return "none";
     }
     for (const code of [0, 1, 2, 3, 7, 8, -1]) emit(word(code));
     function done(command: Command): string {
       switch (command.kind) {
         case "on": return "on" + command.level;
         case "say": return command.words;
         case "off": return "off";
       }
     }
     emit(done(given<Command>({ kind: "on", level: 3 })) + done(given<Command>({ kind: "off" })) + done(given<Command>({ kind: "say", words: "hi" })));
     let seen = "";
     for (let i = 0; i < 6; i++) {
       switch (i) {
         case 1: continue;
         case 2: for (const n of [1, 2, 3]) { if (n === 2) break; seen += "n" + n; } break;
         case given(4): { seen += "four"; break; }
       }
       switch (true) { case i > 3: seen += "big"; break; default: }
       seen += i;
     }
     emit(seen);
     let asked = given(1);
     switch (asked) { case 1: asked = 2; emit("one"); break; case 2: emit("wrong"); }
     switch (asked + 1) { default: emit("three"); }`,
  ],
  [
    "lists are sliced, and asked for an entry",
    `const list = given<readonly number[]>([1, 2, 3, 4, 5]);
     const flags = [given(true), true];
     type Word = "on" | "off" | "auto";
     const words: Word[] = ["on", given<Word>("off")];
     function shown(of: readonly number[]): string { let text = "" + of.length + ":"; for (const n of of) text += n; return text; }
     emit(shown(list.slice()) + shown(list.slice(2)) + shown(list.slice(1, 3)) + shown(list.slice(-2)) + shown(list.slice(given(3), 1)) + shown(list.slice(0, -1)));
     const part = list.slice(given(-3), given(9));
     part.push(7);
     part[0] = 9;
     emit(shown(part) + shown(list) + words.slice(1)[0]);
     emit((list.includes(3) ? "in" : "out") + (list.includes(given(6)) ? "in" : "out") + (flags.includes(false) ? "in" : "out") + (words.includes("off") && !words.includes("auto") ? "in" : "out"));`,
  ],
  [
    "functions are made in the head of a loop, and call themselves by their names",
    `function those(list: readonly number[], isWanted: (n: number) => boolean): readonly number[] {
       const kept: number[] = [];
       for (const n of list) if (isWanted(n)) kept.push(n);
       return kept;
     }
     const limit = given(1);
     for (const n of those([1, 2, 3], (one) => one > limit)) emit("" + n);
     for (const n of those([4, 5], function big(one) { return one > limit + 3; })) emit("" + n);
     for (let step = (n: number): number => n + limit, i = 0; i < 3; i = step(i)) emit("" + i);
     const product = function times(n: number): number { return n < 2 ? 1 : n * times(n - 1); };
     function sums(): string { const sum = function own(n: number): number { return n === 0 ? 0 : n + own(n - 1); }; return "" + sum(given(4)); }
     emit(product(given(4)) + sums());`,
  ],
  [
    "a choice of a list's entry is the entry, also where the list has none",
    `const names = ["a", "b"];
     const flags = [false, true];
     const more: string[] = [];
     const yes = given(true);
     const i = given(5);
     function shown(text: string | undefined): string { return text === undefined ? "none" : text; }
     emit(shown(yes ? names[i] : "other") + shown(yes ? names[1] : "other") + shown(given(1) > 1 ? names[0] : "o"));
     emit(shown(yes ? names[i] : more[0]) + shown(yes ? more[0] : names[0]) + shown(!yes ? more[0] : names[1]));
     if (yes ? flags[0] : true) emit("wrong"); else if (yes ? flags[1] : false) emit("the second");
     const chosen = given(2) === 2 ? names[given(2)] : "x";
     if (chosen === undefined) emit("not there");
     emit("<" + (yes ? names[0] : "z") + ">" + (yes ? [7, 8][1] : 9) + (i > 9 ? names[0] : "z"));`,
  ],
  [
    "conditions, choices and loops",
    `function kind(n: number): string {
       if (n < 0) return "minus";
       else if (n === 0) return "nothing";
       let left = n;
       while (left > 10) left = left - 10;
       do { left = left + 1; } while (left < 3);
       return left > 5 ? "many" : "few";
     }
     for (let i = -1; i < 20; i = i + 4) emit(kind(i));
     for (let i = 3; i > 0; i--) emit("" + i);
     let odd = "";
     for (let i = 0; i < 10; i++) {
       if (i % 2 === 0) continue;
       if (i > 7) break;
       odd = odd + i;
     }
     emit(odd);
     const yes = given(true);
     const text = yes && odd !== "" ? odd : "none";
     emit(text);
     const nothing = given(false) ? given(false) : given(true);
     emit(nothing ? "a" : "b");
     const maybe = given<string | undefined>(undefined);
     emit(maybe ?? "missing");
     emit(maybe === undefined ? "undefined" : maybe);`,
  ],
  [
    "loops whose counter or limit changes on the way",
    `let limit = given(3);
     let seen = "";
     for (let i = 0; i < limit; i++) { if (i === 1) limit = 5; seen = seen + i; }
     for (let i = 0; i < 6; i++) { if (i === 2) i = 4; seen = seen + i; }
     for (let i = 0; i <= given(2); i += 1) seen = seen + i;
     for (let i = given(5); i < 3; i++) seen = seen + "never";
     const list = [1];
     for (let i = 0; i < list.length; i++) if (list.length < 4) list.push(i);
     let back = 9;
     while (true) { back -= 4; if (back < 0) break; seen = seen + back; }
     emit(seen + list.length + "a" + -given(1) + (given(2) - 3));`,
  ],
  [
    "what is false, nothing, zero or empty stays apart",
    `function show(value: boolean | undefined): string { return value === undefined ? "none" : value ? "yes" : "no"; }
     emit(show(given<boolean | undefined>(false) ?? true) + show(given<boolean | undefined>(undefined) ?? true));
     const chosen = given(true) ? given(false) : given(true);
     const text = given(true) ? given("") : "other";
     const count = given(false) ? 1 : given(0);
     emit(show(chosen) + "[" + text + "]" + count);
     const call = given<((n: number) => number) | undefined>(undefined);
     emit(show(call === undefined) + (call?.(1) ?? 7));
     const mixed = given<string | number>("5");
     emit(typeof mixed === "string" ? "text " + mixed : "number " + mixed);
     emit(given("a") < given("b") && !(given("b") < given("a")) ? "ordered" : "wrong");
     const both = given(0) === 0 && given("") === "" ? "zero and empty" : "wrong";
     emit(both);`,
  ],
  [
    "lists grow, change and are walked",
    `const list: number[] = [];
     for (let i = 0; i < 5; i++) list.push(given(i * i));
     if (2 < list.length) list[2] = 100;
     let sum = 0;
     for (const n of list) sum += n;
     emit("" + sum + "," + list.length + "," + list[list.length - 1] + "," + list[given(1)]);
     const names = ["a", "b", "c"];
     for (const name of names) { if (name === "b") continue; emit(name); }
     const nested: number[][] = [[1], [2, 3]];
     for (const inner of nested) for (const n of inner) emit("" + n);
     const slots: (string | undefined)[] = ["x", "y", "z"];
     slots[0] = undefined;
     emit(slots[2] === "z" && slots[0] === undefined ? "slots" : "wrong");`,
  ],
  [
    "records keep functions, and functions know their record",
    `interface Counter { count: number; step: number; next: (counter: Counter) => number; self(by: number): number }
     function next(counter: Counter): number { counter.count += counter.step; return counter.count; }
     function self(this: Counter, by: number): number { this.count = this.count + by; return this.count; }
     function counter(step: number): Counter { return { count: 0, step, next, self }; }
     const a = counter(given(2));
     const b = counter(given(5));
     a.next(a);
     b.next(b);
     emit("" + a.next(a) + "," + b.next(b) + "," + a.self(10) + "," + b.count);
     const table: Record<string, number> = { air: 1, heater: 2 };
     table["late"] = 3;
     const key = given("heater");
     emit("" + table[key] + (table[given("none")] === undefined ? "none" : "some") + table.air + table.late);
     const later: (() => string)[] = [];
     function add(text: string): void { later.push(() => text + "!"); }
     add("one");
     add("two");
     for (const say of later) emit(say());`,
  ],
  [
    "fields and entries at the end of a way are counted up",
    `interface Part { count: number; text: string; deep: Part[] }
     const parts: Part[] = [];
     parts.push({ count: given(1), text: "x", deep: [{ count: 4, text: "q", deep: [] }] });
     function at(i: number): Part { emit("at"); return parts[i]; }
     parts[0].count += 5;
     at(0).count += 1;
     at(0).text += "z";
     parts[0].deep[0].count -= 1;
     parts[0].deep[given(0)].count++;
     for (const part of parts) { part.deep[0].text += part.count; emit(part.text + part.count + part.deep[0].text + part.deep[0].count); }
     const holder = { list: [given(1), 2], table: given<Record<string, number>>({ a: 1 }) };
     holder.list[given(1)] += 4;
     holder.table.a += 2;
     holder.table[given("a")] += 2;
     emit("" + holder.list[1] + holder.table.a);`,
  ],
  [
    "functions that name each other, and early returns",
    `function even(n: number): boolean { return n === 0 ? true : odd(n - 1); }
     function odd(n: number): boolean { return n === 0 ? false : even(n - 1); }
     emit(even(given(10)) ? "even" : "odd");
     let state = 0;
     function step(by: number): number { if (by < 0) return state; state += by; if (state > 9) { state = 0; return -1; } return state; }
     function twice(by: number): number { const first = step(by); return step(by) + first; }
     emit("" + twice(given(3)) + "," + twice(given(2)) + "," + step(-1));
     function describe(n: number): string | undefined { if (n > 2) return "big"; if (n > 1) { return "middle"; } }
     emit(describe(given(3)) ?? "nothing");
     emit(describe(given(2)) ?? "nothing");
     emit(describe(given(1)) ?? "nothing");`,
  ],
  [
    "default parameters and records taken apart",
    `interface Size { width: number; height: number }
     function area({ width, height }: Size, times = 2): number { return width * height * times; }
     emit("" + area({ width: given(2), height: 3 }) + "," + area({ width: 2, height: given(3) }, 5));
     const maybe = given<Size | undefined>({ width: 9, height: 8 });
     emit("" + (maybe?.width ?? 0));
     const { height: tall } = given<Size>({ width: 9, height: 8 });
     emit("" + tall);`,
  ],
  [
    "a text is a word of Lua's, and a statement begins with a choice",
    `interface Lamp { level: number }
     const near: Lamp = { level: given(1) };
     const far: Lamp = { level: given(2) };
     const list = [given("do")];
     const other = [given("then")];
     function word(n: number): string { if (n > 1) return "end"; if (n > 0) return "until"; return "else"; }
     (given(true) ? near : far).level = 5;
     (given(false) ? near : far).level += 6;
     if (given(true)) { (given(true) ? far : near).level += 1; (given(false) ? list : other)[0] = "end"; }
     emit(word(given(0)) + word(given(1)) + word(given(2)) + near.level + far.level + list[0] + other[0]);`,
  ],
  [
    "one statement names more than a module of Lua has locals for",
    `${CROWD.map((n) => `function f${n}(a: number): number { return a > 9 ? f${n}(a - ${n}) : a; }`).join("\n")}
     let sum = given(0);
     function all(n: number): number { ${CROWD.map((n) => `sum += f${n}(n);`).join(" ")} return sum; }
     emit("" + all(given(3)) + "," + all(given(93)));`,
  ],
  [
    "places that are found nowhere, or lie below zero, are the beginning of a text",
    `const line = given("key=value");
     function before(text: string, mark: string): string { return text.substring(0, text.indexOf(mark)); }
     emit(before(line, "=") + "|" + before(line, "!") + "|" + line.substring(line.indexOf("!")) + "|" + line.substring(line.indexOf("v", 5)));
     const at = line.indexOf(given("?"));
     emit(line.substring(at) + "|" + line.substring(0, at) + "|" + line.substring(at + 1) + "|" + line.substring(line.length - given(12)));
     emit(line.substring(0, given(2) - 5) + "|" + line.indexOf("k", given(2) - 5) + line.indexOf("e", line.length - 12));
     emit("" + line.indexOf(given("")) + line.indexOf(given(""), 9) + given("").indexOf(given("")) + line.indexOf(given("ue")));`,
  ],
  [
    "a place below zero is the beginning of a text, wherever the place was stored",
    `const s = given("abcabc");
     let lowest = given(-2);
     let least = 3;
     const spot = { at: given(-3), back: 4 };
     const places: number[] = [given(-1), 4];
     const named: Record<string, number> = { low: given(-4) };
     function less(n: number): number { return 0 - n; }
     function shown(at: number): string { return s.indexOf("bc", at) + s.substring(at) + s.substring(at, 4) + s.substring(0, at); }
     const ways: ((at: number) => string)[] = [(at) => s.substring(at, 2)];
     function lower(by: number): void { least -= by; spot.back = least - 1; }
     emit("" + s.indexOf("bc", given(-2)) + s.indexOf("bc", lowest) + s.indexOf("bc", spot.at) + s.indexOf("bc", places[0]) + s.indexOf("bc", named.low));
     emit(shown(less(given(2))) + shown(places[0]) + shown(lowest + 1) + shown(given(1)) + ways[0](less(given(5))));
     lower(given(5));
     emit(shown(least) + "|" + shown(spot.back) + "|" + s.slice(least) + s.slice(less(given(20)), spot.back + 5));
     places.push(least - 1);
     for (const at of places) emit(s.substring(at) + s.indexOf("c", at));
     for (let at = given(2); at > -3; at--) emit(s.substring(at, 3) + s.indexOf("a", at));
     let mode: number | undefined;
     function fill(): void { mode = least; }
     mode = undefined;
     fill();
     if (mode !== undefined) emit(s.substring(mode, 1) + s.indexOf("b", mode));`,
  ],
  [
    "a place that was compared with zero is below it again after a call",
    `const s = given("abcabc");
     let at = given(4);
     function lower(): number { at -= 5; return at; }
     function behind(): string { if (at < 0) return "low"; const n = lower(); return n + s.substring(at, 1) + s.indexOf("bc", at); }
     function inside(): string {
       let own = given(1);
       const lowered = (): void => { own -= 3; };
       if (own < 0) return "low";
       lowered();
       return s.substring(own, 2) + s.indexOf("bc", own);
     }
     function turned(): string {
       let own = given(2);
       let text = "";
       if (own < 0) return "low";
       for (let i = 0; i < 3; i++) { text += s.substring(own, 2) + s.indexOf("ca", own) + ","; own -= 2; }
       do { own -= 1; } while (own > -6 && text.length > 0);
       return text + s.substring(own, 2) + (own >= 0 || own < -9 ? s.substring(own) : s.substring(own, 3));
     }
     emit(behind() + inside() + turned());`,
  ],
  [
    "what is a text or a number is joined, compared and looked up",
    `function tagged(value: number | string): string { return "<" + value + ">"; }
     const words: Record<string, string> = { "7": "seven", up: "rising" };
     const some: readonly (number | string)[] = [given(7), given("up"), given(-3)];
     for (const one of some) emit(tagged(one) + \`\${one}\` + (words[one] ?? "none") + (one === "up" || one === 7 ? "!" : ""));
     let sum = given<number | string>(4);
     emit("" + sum + sum);
     sum = given("x");
     sum += "y";
     emit(sum);`,
  ],
  [
    "a division by zero goes on, and zero has no sign",
    `const none = given(0);
     const count = given(3);
     function ratio(a: number, b: number): string { const q = Math.floor(a / b); return q > 1000 ? "more" : q < -1000 ? "less" : q === q ? "" + q : "none"; }
     emit(ratio(5, none) + ratio(-5, none) + ratio(none, none) + ratio(7, 2) + ratio(-7, 2) + ratio(7, -2) + ratio(0, -2) + ratio(2147483647, 1));
     const left = given(5) % none;
     emit(left === left ? "some" : "none");
     emit("" + (given(6) % count) + (given(8) % count) + (given(8) % Math.max(1, none)) + Math.floor(given(7) / 0.5));
     emit("" + -none + none * -count + -none * count + Math.floor(none * -0.5) + Math.min(-none, none) + Math.floor(-none / 5));
     const words: Record<number, string> = { 0: "zero" };
     emit((words[-none] ?? "lost") + (words[none * given(-1)] ?? "lost"));`,
  ],
  [
    "a text that is not there is not the empty one, wherever it goes",
    `interface Label { text: string; size: number }
     const words: Record<string, string> = { a: "x", e: "" };
     const list = [given("x"), ""];
     function is(word: string): string { if (word === "") return "empty"; return word !== "" ? "not" : "wrong"; }
     function wordOf(key: string): string { return words[key]; }
     function said(say: (word: string) => string, key: string): string { return say(words[key]); }
     const word = words[given("z")];
     emit(is(word) + (word === "" ? "empty" : "not") + is(words[given("e")]) + (wordOf(given("z")) === "" ? "empty" : "not"));
     const label: Label = { text: list[given(7)], size: 1 };
     emit(label.text === "" ? "empty" : "not");
     label.text = list[given(1)];
     emit((label.text === "" ? "empty" : "not") + said((one) => (one === "" ? "empty" : "not"), given("z")));
     const chosen = given(true) ? words[given("z")] : "y";
     emit((chosen === "" ? "empty" : "not") + ((given<string | undefined>(undefined) as string) === "" ? "empty" : "not"));`,
  ],
  [
    "a parameter that nobody gives is in no branch that is never come to",
    `interface Probe { role: string; address: string }
     function probe(role: string, rom?: string): Probe { return { role, address: rom === undefined ? "skip" : "match" + rom }; }
     const one = probe(given("a"));
     emit(one.role + one.address);`,
  ],
  [
    "what a call may have changed is asked for as it was declared",
    `interface Part { value: number | undefined; on?: boolean; name: string | undefined }
     function measure(part: Part): void { part.value = given(0); part.on = given(false); part.name = given(""); }
     function each(list: readonly number[], use: (one: number) => void): void { for (const one of list) use(one); }
     function shown(text: string | undefined): string { return text === undefined ? "none" : "<" + text + ">"; }
     const part: Part = { value: given(1), on: given(true), name: given("a") };
     const table: Record<string, number | undefined> = {};
     const slots: (boolean | undefined)[] = [given(true)];
     let top: number | undefined;
     function fill(): void { top = given(0); table.a = given(0); slots[0] = given(false); }
     function value(): string { part.value = undefined; measure(part); return part.value === undefined ? "no reading" : "" + part.value; }
     function on(): boolean { part.on = undefined; measure(part); return part.on ?? true; }
     function empty(): string { part.name = undefined; measure(part); return shown(part.name); }
     function gone(yes: boolean): string {
       if (part.name === undefined) return "never";
       part.name = given("b");
       clear(part);
       return shown(yes ? part.name : "other") + (part.name === "" ? "empty" : "not empty");
     }
     function clear(part: Part): void { part.name = given<string | undefined>(undefined); }
     function last(list: readonly number[]): string {
       let got: number | undefined;
       let isLarge: boolean | undefined;
       each(list, (one) => { got = one; isLarge = one > 2; });
       if (got !== undefined) return "got " + got + ((isLarge ?? true) ? "!" : ".");
       return isLarge === undefined ? "nothing" : "wrong";
     }
     emit(value() + (on() ? "on" : "off") + empty() + gone(given(true)) + last([given(3), given(0)]) + last([]));
     function outer(): string {
       top = undefined; table.a = undefined; slots[0] = undefined;
       fill();
       return (top === undefined ? "none" : "" + top) + (table.a === undefined ? "none" : "some") + (slots[0] === undefined ? "none" : "some");
     }
     emit(outer());`,
  ],
  [
    "what is inferred where a value is narrowed may be what was declared",
    `interface Part { value: number | undefined; other: number | undefined }
     const part: Part = { value: given(1), other: given(2) };
     function measure(): void { part.value = undefined; change(part); }
     function change(one: Part): void { one.value = given(0); }
     function reading() { part.value = undefined; change(part); return part.value; }
     const port = { read: () => { part.value = undefined; change(part); return part.value; } };
     function same<T>(one: T): T { return one; }
     function using<T>(one: T, use: (one: T) => string): string { return use(one); }
     function held(yes: boolean): string {
       part.value = undefined;
       change(part);
       const kept = part.value;
       let later: number | undefined;
       later = part.value;
       const record = { value: part.value };
       const { value } = part;
       const chosen = yes ? part.value : undefined;
       const all = (kept === undefined ? "n" : "s") + (later === undefined ? "n" : "s") + (record.value === undefined ? "n" : "s");
       return all + (value === undefined ? "n" : "s") + (chosen === undefined ? "n" : "s") + (same(part.value) === undefined ? "n" : "s");
     }
     measure();
     emit((reading() === undefined ? "none" : "some") + (port.read() === undefined ? "none" : "some") + held(given(true)));
     function given1(): string { part.value = undefined; change(part); return using(part.value, (one) => one === undefined ? "none" : "some"); }
     emit(given1());`,
  ],
  [
    "records that are cast, or found to be something else, go on",
    `interface Sized { size: number }
     interface Raw { low: number; size: number; count: number }
     interface Full { size: number; count: number; low: number; more?: number }
     interface Wide { zone: number; count: number; size: number }
     function raw(n: number): Raw { return { low: given(n), size: given(2), count: given(5) }; }
     function sizeOf(one: Sized): number { return one.size; }
     emit("" + sizeOf(raw(1) as Full) + raw(3).low);
     interface Probe { at: number; zone: number; count: number }
     function probe(): Probe { return { at: given(7), zone: given(8), count: given(9) }; }
     function zoneOf(one: { count: number; zone: number }): number { return one.count * 10 + one.zone; }
     function either(yes: boolean, one: Probe | undefined): number { return zoneOf(yes ? (probe() as unknown as Wide) : ((one as unknown as Wide | undefined) ?? (probe() as unknown as Wide))); }
     emit("" + either(given(true), undefined) + either(given(false), undefined));
     interface First { a: number; b: number }
     interface Second { b: number; a: number; c?: number }
     interface Third { c?: number; b: number; z?: number }
     const lists: Third[][] = [[{ a: given(1), b: given(2) } as First as Second], [{ b: given(3), c: given(4) }]];
     const held: Third = { a: given(5), b: given(6) } as First as Second;
     const table: Record<string, { of: Third }> = { x: { of: { a: given(7), b: given(8) } as First as Second } };
     for (const list of lists) for (const one of list) emit("" + one.b + (one.c ?? 0));
     emit("" + held.b + table[given("x")].of.b);
     interface Found { count: number; low: number; size: number }
     function isFound(one: { size: number }): one is Found { return one.size > 0; }
     function total(one: Found): number { return one.size * 100 + one.count * 10 + one.low; }
     const some: { size: number } = { low: given(1), size: given(2), count: given(3) } as { size: number };
     if (isFound(some)) emit("" + total(some));
     interface Sum { other: number; count: number }
     function more(this: Sum, by: number): number { return this.count * this.other + by; }
     interface Meter { zone: number; count: number; other: number; more(this: Sum, by: number): number }
     const meter: Meter = { zone: given(1), count: given(2), other: given(3), more };
     emit("" + meter.more(given(4)) + meter.zone);`,
  ],
  [
    "records go through generic functions that cast them",
    `interface Raw { low: number; count: number; extra: number }
     interface Wide { zone: number; extra: number; count: number }
     interface Doubled { extra: number; count: number }
     function double(one: Doubled): number { return one.count * 2 + one.extra; }
     function turned<From, To>(from: From): To { return from as unknown as To; }
     function parsed<To>(n: number): To { return { zone: n, extra: given(n + 1), count: given(5) } as To; }
     function inner<T>(one: T): number { const seen = one as unknown as Doubled; return seen.count; }
     function outer<T>(one: T): number { return inner(one); }
     const raw: Raw = { low: given(1), count: given(4), extra: given(3) };
     const wide: Wide = { zone: given(1), extra: given(2), count: given(7) };
     const made = parsed<Doubled>(given(2));
     emit("" + double(turned<Raw, Doubled>(raw)) + raw.low + made.count + made.extra + inner(wide) + outer(raw));`,
  ],
  [
    "what TypeScript takes for gone where a call has filled it, and where nothing comes, is joined",
    `let text: string | undefined;
     let inner = "i";
     function fill(): void { text = given("late"); }
     function show(isFilled: boolean): void {
       if (text !== undefined) emit("there");
       else {
         if (isFilled) fill();
         if (text === undefined) emit("gone");
         else { inner += (text ?? "d"); emit(inner + \`\${text ?? "e"}\`); }
       }
     }
     show(given(false)); show(given(true)); show(given(true));`,
  ],
  [
    "a byte that a text has not is no number, wherever its place comes from",
    `const s = given("abc\\x80");
     const at = given(7);
     let low = given(-1);
     function byte(of: string, place: number): number { return of.charCodeAt(place); }
     function shown(n: number): string { return n === n ? "" + n : "none"; }
     for (const place of [given(0), 3, 4, 9, -1, -2, -9]) emit(shown(s.charCodeAt(place)) + shown(byte(s, place)));
     emit(shown(s.charCodeAt(at)) + shown(s.charCodeAt(2)) + shown(given("").charCodeAt(0)) + shown(s.charCodeAt(s.length)) + shown(s.charCodeAt(low)));
     low -= given(1);
     const none = s.charCodeAt(low);
     emit((none > 5 ? "more" : none < 5 ? "less" : "neither") + (s.charCodeAt(at) > 5 ? "more" : "not") + (s.charCodeAt(at) + 1 <= 5 ? "less" : "not"));
     emit((s.charCodeAt(at) === 97 ? "a" : "no a") + (98 !== s.charCodeAt(at) ? "no b" : "b") + (s.charCodeAt(at) === s.charCodeAt(at + 1) ? "same" : "other") + (s.charCodeAt(given(1)) === 98 ? "b" : "no b"));
     emit("" + (s.charCodeAt(at) & 15) + (s.charCodeAt(at) | 6) + ((s.charCodeAt(at) << 8) | s.charCodeAt(3)) + (s.charCodeAt(at) >> 1) + ((s.charCodeAt(at) & 4) !== 0 ? "set" : "clear") + (s.charCodeAt(3) >> 7) + (s.charCodeAt(at) ^ s.charCodeAt(0)));
     emit(String.fromCharCode(s.charCodeAt(at), s.charCodeAt(3), s.charCodeAt(low)));
     const words: Record<string, number> = { of: s.charCodeAt(at) };
     emit((words.of === undefined ? "gone" : "there") + (s.charCodeAt(at) === given(5) ? "five" : "not five"));
     let count = 0;
     for (let i = 0; i < s.length + 3; i++) if (s.charCodeAt(i) >= 0) count += 1;
     for (let i = 0; i < s.length; i++) count += s.charCodeAt(i) % 2;
     if (s.length > given(2)) count += s.charCodeAt(s.length - 1);
     emit("" + count);`,
  ],
  [
    "a text is cut between two places, whichever is the first",
    `const s = given("abcdef");
     const at = given(4);
     let end = given(2);
     function cut(from: number, before: number): string { return s.substring(from, before); }
     function level(of: string, from: number): string { const stop = of.indexOf("/", from); return stop < 0 ? of.substring(from) : of.substring(from, stop); }
     emit(s.substring(at, end) + "|" + s.substring(4, 2) + "|" + cut(at, end) + "|" + cut(9, 3) + "|" + cut(-2, 2) + "|" + cut(3, -3) + "|" + cut(-1, -4) + "|" + cut(5, 5));
     emit(s.substring(at, at + end) + "|" + s.substring(at, at - end) + "|" + s.substring(end, s.length) + "|" + s.substring(s.length, end) + "|" + s.substring(0, at) + "|" + s.substring(at, 0));
     emit(level(given("a/bc/d"), 2) + "|" + level(given("a/bc"), 2) + "|" + s.substring(given(3), s.indexOf("b")) + "|" + s.substring(s.indexOf("e"), s.indexOf("x")));
     if (at <= end) emit("wrong"); else { emit(s.substring(end, at) + s.substring(at, end)); end = given(5); emit(s.substring(end, at) + s.substring(at, end)); }
     for (let i = 0; i < s.length; i++) emit(s.substring(i, at) + s.substring(i, i + 1) + s.substring(at, i));
     let low = given(5);
     if (low >= at) { low -= given(3); emit(s.substring(at, low)); }
     const least = Math.min(at, given(3));
     emit(s.substring(least, at) + "|" + s.substring(at, least) + "|" + s.substring(at, Math.max(at, end)) + "|" + s.slice(at, end) + "|");`,
  ],
  [
    "a function that is called by its name instead of a field's meets no local of that name",
    `interface Host { told: (host: Host, word: string) => void; greeting: string }
     function told(host: Host, word: string): void { emit(host.greeting + word); }
     const host: Host = { told, greeting: given("hello ") };
     function each(words: string[]): void {
       for (const word of words) { const told = word + "!"; if (told.length > 3) host.told(host, told); }
     }
     each([given("you"), given("a"), given("me")]);
     const GREETING = "good day ";
     function other(GREETING_: string): string { const GREETING = GREETING_ + "."; return GREETING + greeted(); }
     function greeted(): string { return GREETING; }
     emit(other(given("x")));`,
  ],
  [
    "no field is called like a member of a list, however many there are",
    `interface Device { ${MANY_FIELDS.map((field) => `${field}: (this: void, n: number) => number`).join("; ")} }
     function twice(this: void, n: number): number { return n * given(2); }
     function more(this: void, n: number): number { return n + given(1); }
     const devices: Device[] = [];
     devices.push({ ${MANY_FIELDS.map((field) => `${field}: twice`).join(", ")} });
     devices.push({ ${MANY_FIELDS.map((field) => `${field}: more`).join(", ")} });
     for (const one of devices) emit("" + ${MANY_FIELDS.map((field, index) => `one.${field}(${index})`).join(" + ")});`,
  ],
  [
    "what is worked out later knows what making a record has changed, and what is shared stays one",
    `interface Pair { a: number; b: number }
     const seen: number[] = [];
     function pair(): Pair { seen.push(4); return { a: 1, b: 2 }; }
     const { a, b } = pair();
     function size(): number { return seen.length; }
     const before = size();
     interface Value { at: number }
     function listed(one: Value, other: Value): Value[] { return [one, other, one]; }
     const first: Value = { at: 1 };
     const all = listed(first, { at: 2 });
     function main(): void {
       first.at = given(7);
       emit("" + a + b + before + seen.length + all[2].at + all[1].at);
       seen.push(given(1));
     }
     main();`,
  ],
  [
    "a list is counted from its beginning by whatever type it is taken, and a brand is nothing",
    `interface Table { outputs: number[]; inputs: number[]; gain: number }
     interface Odd { unread: number[]; gain: number }
     interface Part extends Omit<Table, "inputs" | "gain"> { own: number }
     type Key = "outputs";
     type Of<T, Key> = Key extends keyof T ? T[Key] : never;
     type Lists = { [Key in "left" | "right"]: number[] };
     type Time = number & { readonly unit: true };
     const KEY = "outputs";
     const table: Table = { outputs: [given(1), 2, 3], inputs: [5, 6, given(7)], gain: given(4) };
     const all = { tables: [table], more: given(1) };
     function picked(part: Pick<Table, "outputs">, at: number): number { return part.outputs[at] + part.outputs[0]; }
     function parted({ outputs, own }: Part, at: number): number { return outputs[at] + own; }
     const at = given(1);
     emit("" + (table.outputs as Table["outputs"])[at] + (all.tables[given(0)] as typeof all["tables"][0]).outputs[at]);
     emit("" + (table.outputs as Odd["unread"])[at] + (table.outputs as Table[Key])[at] + (table.outputs as Table[typeof KEY])[at]);
     emit("" + picked(table, at) + parted({ outputs: [8, given(9)], own: 1 }, at) + (table.outputs as Of<Table, "outputs">)[at]);
     const lists: Lists = { left: [1, given(2)], right: [3, given(4)] };
     const { left } = lists;
     const words: Record<"left" | "right", number[]> = lists;
     function seconds(count: number): Time { return (count * 1000) as Time; }
     emit("" + left[at] + words.right[at] + table.inputs[at as Time] + Math.max(seconds(at), 3) + table.gain);`,
  ],
  [
    "functions that run rarely, or are merged into one, keep what is theirs",
    `${RUN}
     interface Box { value: number; name: string }
     const box: Box = { value: 1, name: "b" };
     /** @cold */
     function add2(a: number, b: number): number { if (a > b) return a; const value = a + b; return value; }
     /** @cold */
     function store(b: Box, value: number): void { if (value < 0) return; b.value = value; }
     /** @cold */
     function made(value: number, name: string): Box { return { value, name }; }
     /** @cold */
     function none(): string { return "none"; }
     /** @cold */
     function deep(n: number): number { return n > 3 ? n : deep(add2(1, n)) + 1; }
     /** @cold */
     function quiet(by: number): undefined { store(box, by); }
     /** @cold */
     function words(list: string[]): string { let all = ""; for (const one of list) { const value = one + none(); all = all + value; } return all; }
     /** @hot */
     function often(n: number): number { return n + step(n); }
     function step(n: number): number { return n > 5 ? 1 : often(n + 1); }
     function main(): void {
       store(box, add2(given(1), given(2)));
       store(box, -1);
       emit("" + box.value + made(given(4), "x").name + made(5, given("y")).value + none() + none());
       emit("" + deep(given(0)) + words(["a", given("b")]) + words([]) + add2(given(9), 1) + often(given(1)) + often(given(9)));
       emit(quiet(given(5)) === undefined ? "nothing" + box.value : "something");
     }
     ${END}`,
  ],
  [
    "functions that run rarely are values, called by name as well, at the start and in records",
    `${RUN}
     interface Filter { pass: (value: number, by: number) => number; by: number }
     interface Part { name: string; begin: (part: Part) => void; read: (part: Part, more: number) => number; count: number }
     let passed = 0;
     function scale(value: number, by: number): number {
       passed += 1;
       let result = 0;
       for (let i = 0; i < by; i++) { if (value > 100) result = result + 100; else result = result + value; }
       if (result > 1000) return 1000;
       return result - passed;
     }
     function shift(value: number, by: number): number {
       passed += 1;
       const result = value + by;
       if (result < 0) { passed = 0; return 0; }
       return result > 50 ? result - 50 : result;
     }
     /** @cold */
     function opened(what: string): string { passed += 1; return "[" + what + "]" + passed; }
     /** @cold */
     function closed(this: void): void { passed -= 1; emit("closed " + passed); }
     function begun(part: Part): void { part.count = part.name.length; add(wake); emit("begin " + part.name); }
     function readOnce(part: Part, more: number): number { part.count += more; return part.count; }
     function readTwice(part: Part, more: number): number { return readOnce(part, more) + readOnce(part, more); }
     function wake(): void { for (const part of parts) emit(part.name + part.read(part, given(1))); }
     const parts: Part[] = [
       { name: given("first"), begin: begun, read: readOnce, count: 0 },
       { name: given("second"), begin: begun, read: readTwice, count: 0 },
     ];
     function both(filters: Filter[], value: number): number {
       let now = value;
       for (const filter of filters) now = filter.pass(now, filter.by);
       return now;
     }
     function main(): void {
       const filters: Filter[] = [{ pass: scale, by: given(3) }, { pass: shift, by: given(-7) }];
       emit("" + both(filters, given(10)) + "," + both(filters, given(40)) + "," + scale(given(7), 2) + "," + shift(1, given(2)));
       const chosen = given(true) ? scale : shift;
       const handlers = { opened, closed };
       emit("" + chosen(given(5), 5) + "," + passed + handlers.opened(given("one")) + opened("two"));
       handlers.closed();
       closed();
       for (const part of parts) part.begin(part);
     }
     emit(opened(given("start")));
     ${END}`,
  ],
  [
    "bytes that stand side by side are read and written",
    `${RUN}
     function two(value: number): string { return String.fromCharCode(value >> 8, value & 255); }
     function pair(bytes: string, at: number): string {
       const high = bytes.charCodeAt(at);
       const low = bytes.charCodeAt(at + 1);
       const far = bytes.charCodeAt(at + 3);
       let next = at + 1;
       const a = bytes.charCodeAt(next);
       next = bytes.charCodeAt(next + 1);
       const first = bytes.charCodeAt(0);
       const second = bytes.charCodeAt(1);
       return "" + (high * 256 + low) + "," + far + "," + a + "," + next + "," + first + "," + second;
     }
     function main(): void {
       emit(pair(given("abcdef"), 1)); emit(pair(given("\\0\\xffz9 "), 0));
       for (const value of [0, 1, 255, 256, 4660, 65535]) emit(two(given(value)));
     }
     ${END}`,
  ],
  [
    "a comparison with nothing is answered as its author wrote it",
    `const texts: { [key: string]: string } = { empty: "", zero: "0", word: "word" };
     function textOf(key: string): string { return texts[key] as string; }
     const maybe: { [key: string]: string | undefined } = { empty: "" };
     const counts: { [key: string]: number | undefined } = { none: 0 };
     const records: { [key: string]: { at: number } | undefined } = { some: { at: 0 } };
     for (const key of ["empty", "zero", "word"]) {
       const isEmpty = textOf(key) === "";
       const isThere = records[key] !== undefined;
       emit(key + (isEmpty ? " empty" : " full") + (isThere ? " there" : " gone"));
       emit(textOf(key) !== "" && records["some"] !== undefined ? "both" : "not both");
       emit(maybe[key] === undefined ? "no text" : "text");
     }
     emit(texts["missing"] === "" ? "empty" : "missing");
     emit(counts["none"] === undefined ? "no count" : "count");
     emit(records["other"] === undefined || textOf("empty") === "" ? "either" : "neither");`,
  ],
  [
    "a text that is compared behind what is never reached is the same text",
    `const yes = given(true);\nconst no = given(false);\n${PASSED_OVER.join("\n")}`,
  ],
];
