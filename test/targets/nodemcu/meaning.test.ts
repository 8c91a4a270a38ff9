// Meanings that Lua would change if nobody took care: the same text in Node and on every Lua.
import { expect, test } from "vitest";
import { onEveryLua, runSource } from "../../../tools/laboratory/programs/engines.ts";
import { emitLua } from "../../../tools/targets/nodemcu/emit.ts";
import { irOf } from "../../compiler/ir-of.ts";

test.each<[string, string]>([
  [
    "a variable that a call changes has the value it had before the call",
    `let n = given(1);
     function f(): number { n = 5; return 1; }
     emit("" + (n + f()) + n);
     const list = [[1, 2], [3, 4]];
     let own = list[0];
     function swap(): number { own = list[1]; return 0; }
     emit("" + own[swap()] + own[0]);
     function within(): number {
       let inner = given(2);
       const change = (): number => { inner = 9; return 1; };
       while (inner * change() < 9) emit("turn " + inner);
       return inner - change();
     }
     emit("" + within());`,
  ],
  [
    "continue and break leave the loop that they stand in, wherever they stand",
    `let seen = "";
     for (let i = 0; i < 9; i++) {
       if (i > 1) { if (i === 3) continue; if (i === 7) break; seen += "a"; } else { seen += "b"; if (i === 0) continue; }
       for (const n of [1, 2, 3]) { if (n === 2) continue; if (n === 3 && i > 4) break; seen += n; }
       seen += i;
     }
     let k = 0;
     do { k++; if (k === 2) continue; if (k > 5) break; seen += "k" + k; } while (k < given(8));
     let j = 0;
     while (j < 5) { j++; if (j > 1) { if (j < 4) { continue; } } seen += "j" + j; }
     for (let i = 6; i > 0; i -= 2) { if (i === 4) continue; seen += "d" + i; }
     for (let i = 3; i >= 0; i--) seen += i;
     emit(seen);`,
  ],
  [
    "a function within another one may be named, and see variables, before they are there",
    `function outer(depth: number): string {
       const first = even(depth) ? "even" : "odd";
       function even(n: number): boolean { return n === 0 ? true : odd(n - 1); }
       function odd(n: number): boolean { return n === 0 ? false : even(n - 1); }
       function later(): string { return word + depth + (even(1) ? "e" : "o"); }
       const word = given("w");
       const down = (n: number): number => (n > 0 ? down(n - 1) + 1 : 0);
       return first + later() + down(3);
     }
     emit(outer(given(3)));
     function early(): string { return name + LATE; }
     const name = given("n");
     const LATE = 7;
     emit(early());
     const said: (() => string)[] = [];
     for (let i = 0; i < 3; i++) { const own = i * 2; said.push(() => "" + own); }
     for (const say of said) emit(say());`,
  ],
  [
    "what may be false or nothing is chosen all the same",
    `function show(value: boolean | undefined): string { return value === undefined ? "none" : value ? "yes" : "no"; }
     const no = given<boolean | undefined>(false);
     const none = given<boolean | undefined>(undefined);
     emit(show(no ?? true) + show(none ?? true) + show(no ?? false) + show(none ?? false) + show(no ?? none) + show(none ?? no));
     const yes = given(true);
     emit(show(yes ? no : true) + show(yes ? none : true) + show(yes ? true : no) + show(!yes || no) + show(yes && none));
     if ((none ?? yes) && !(no ?? true)) emit("both");
     if (yes ? none : yes) emit("wrong");
     let turns = 0;
     while (yes ? (turns < 3 ? yes : none) : no) turns++;
     emit("" + turns);
     const same = given("a") === "a";
     emit(show(same === true) + show(same === false) + show(none !== undefined) + show(no !== undefined));
     const word = given<string | undefined>(undefined);
     emit(show(word === undefined) + show(word !== undefined) + show(word !== undefined && word !== ""));
     let order = "";
     function first(): string { order += "1"; return "f"; }
     function second(): boolean | undefined { order += "2"; return given<boolean | undefined>(true); }
     emit(first() + show(no ?? second()) + show(none ?? second()) + order);
     emit(show(yes && (none ?? second())) + show(!yes && (no ?? second())) + show(yes || (no ?? second())) + order);
     emit(show(!yes || (none ?? second())) + show(no && (none ?? second())) + order);`,
  ],
  [
    "what is not there is not asked",
    `interface Part { name: string; next?: Part; say(this: Part, word: string): string; maybe?: (this: Part) => string; deep: { n: number } }
     function say(this: Part, word: string): string { return this.name + word; }
     function mine(this: Part): string { return "mine" + this.name; }
     function part(name: string, next?: Part): Part { return { name, next, say, maybe: next === undefined ? undefined : mine, deep: { n: 1 } }; }
     let asked = 0;
     function ask(): string { asked++; return "!"; }
     const one = given<Part | undefined>(part("a", part("b")));
     const none = given<Part | undefined>(undefined);
     emit((one?.say(ask()) ?? "x") + (none?.say(ask()) ?? "y") + asked);
     emit((one?.next?.say(ask()) ?? "x") + (one?.next?.next?.say(ask()) ?? "z") + asked);
     emit("" + (one?.deep.n ?? 0) + (none?.deep.n ?? 0) + (one?.next?.deep.n ?? 0) + (one?.next?.next?.deep.n ?? 5));
     emit((one?.maybe?.() ?? "no") + (one?.next?.maybe?.() ?? "no"));
     emit((none?.maybe?.() ?? "gone") + (one?.next?.next?.maybe?.() ?? "gone"));
     one?.maybe?.();
     none?.say(ask());
     const call = given<((word: string) => void) | undefined>(undefined);
     call?.(ask());
     emit("" + asked);`,
  ],
  [
    "texts are sought as they stand",
    `const s = given("a.b%c(d");
     emit("" + s.indexOf(".") + s.indexOf("%c") + s.indexOf("(") + s.indexOf("d") + s.indexOf("b", given(1)) + s.indexOf("a", 1));
     if (s.indexOf("b%") > -1 && s.indexOf("x") === -1 && s.indexOf("a") === 0 && s.indexOf("c", 2) !== 0) emit("found");
     const isThere = s.indexOf("d") >= 0;
     const isGone = s.indexOf("d") < 0;
     emit((isThere === true ? "yes" : "no") + (isGone === false ? "yes" : "no"));`,
  ],
  [
    "a list that grows while it is walked is walked to its end",
    `const list = [1, 2];
     for (const n of list) { if (list.length < 5) list.push(n * 2); emit("" + n); }
     function grow(): void { list.push(9); }
     let walked = "";
     for (const n of list) { if (list.length < 7) grow(); walked += n; }
     for (const n of [given(4), 5]) walked += n;
     emit(walked);`,
  ],
  [
    "what fails is caught",
    `function risky(n: number): number { if (n > 2) throw "too much"; return n; }
     let sum = 0;
     try { sum += risky(given(1)); sum += risky(given(3)); sum += 100; } catch { sum += 10; }
     emit("" + sum);`,
  ],
])("%s", (_, text) => {
  const lines = runSource(text);
  expect(lines.length).toBeGreaterThan(0);
  for (const [engine, own] of Object.entries(onEveryLua(emitLua(irOf(text)))))
    expect({ engine, lines: own }).toEqual({ engine, lines });
});
