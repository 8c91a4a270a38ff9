// Programs at the edge of what types say: where nothing comes to TypeScript, where a type parameter is
// narrowed, and entries of tuples.

export const TYPE_EDGES: readonly (readonly [title: string, text: string])[] = [
  [
    "a function that takes never is called behind all cases, where it throws",
    `type M = "a" | "b";
     function fail(x: never): never { throw "bad"; }
     function f(m: M): number { switch (m) { case "a": return 1; case "b": return 2; default: return fail(m); } }
     emit("" + f(given("a" as M)) + f(given("b" as M)));`,
  ],
  [
    "a function that takes never is called as the last statement",
    `type M = "a" | "b";
     function fail(x: never): never { throw "bad"; }
     function f(m: M): number { switch (m) { case "a": return 1; case "b": return 2; default: fail(m); } }
     emit("" + f(given("a" as M)) + f(given("b" as M)));`,
  ],
  [
    "a function that takes never gives a text",
    `type M = "a" | "b";
     function rest(x: never): string { return "?"; }
     function f(m: M): string { switch (m) { case "a": return "1"; case "b": return "2"; default: return rest(m); } }
     emit("" + f(given("a" as M)) + f(given("b" as M)));`,
  ],
  [
    "a record whose kinds are all asked for goes on as never",
    `interface A { kind: "a"; n: number } interface B { kind: "b"; s: string } interface C { kind: "c"; inner: A | B }
     type M = A | B | C;
     function rest(x: never): never { throw "bad"; }
     function f(m: M): string { switch (m.kind) { case "a": return "" + m.n; case "b": return m.s; case "c": { const i = m.inner; switch (i.kind) { case "a": return "ca"; case "b": return "cb" + i.s; default: return rest(i); } } default: return rest(m); } }
     emit(f({ kind: "a", n: given(3) }) + f({ kind: "c", inner: { kind: "b", s: given("x") } }));`,
  ],
  [
    "never comes last in an if chain, an expression and a sum",
    `type M = 1 | 2;
     function never(x: never): number { return -1; }
     function f(m: M): string { if (m === 1) return "one"; if (m === 2) return "two"; return "" + (1 + never(m)); }
     emit("" + f(given<M>(1)) + f(given<M>(2)));`,
  ],
  [
    "never is asked for in an expression",
    `type M = 1 | 2;
     function never(x: never): number { return -1; }
     function f(m: M): number { return m === 1 ? 10 : m === 2 ? 20 : never(m); }
     emit("" + f(given<M>(1)) + f(given<M>(2)));`,
  ],
  [
    "arrow functions and fields take never",
    `type M = "a" | "b";
     interface Guard { never: (x: never) => string; }
     const guard: Guard = { never: (x) => "bad" };
     const f = (m: M): string => { switch (m) { case "a": return "1"; case "b": return "2"; default: return guard.never(m); } };
     emit("" + f(given("a" as M)) + f(given("b" as M)));`,
  ],
  [
    "a constant of type never is what it was",
    `type M = "a" | "b";
     function f(m: M): string { switch (m) { case "a": return "1"; case "b": return "2"; default: { const rest: never = m; return rest; } } }
     emit("" + f(given("a" as M)) + f(given("b" as M)));`,
  ],
  [
    "a record that comes behind all cases is given back, kept, passed on and stored as a number",
    `interface Circle { kind: "circle"; r: number } interface Square { kind: "square"; a: number } type Shape = Circle | Square;
     const round: Shape = { kind: "circle", r: given(3) };
     const square: Shape = { kind: "square", a: given(4) };
     function constant(s: Shape): number { switch (s.kind) { case "circle": return s.r; case "square": return s.a; default: { const rest: never = s; return rest; } } }
     function itself(s: Shape): string { if (s.kind === "circle") return "c" + s.r; if (s.kind === "square") return "s" + s.a; return s; }
     function named(s: Shape): number { switch (s.kind) { case "circle": return s.r; case "square": return s.a; default: { const n: number = s; return n; } } }
     function passed(s: Shape): number { switch (s.kind) { case "circle": return s.r; case "square": return s.a; default: return 1 + summed(s); } }
     function summed(n: number): number { let sum = 0; for (let i = 0; i < n; i++) sum += i; return sum; }
     const kept = { n: 0 };
     const all: number[] = [];
     function stored(s: Shape): void { switch (s.kind) { case "circle": kept.n = s.r; break; case "square": all.push(s.a); break; default: kept.n = s; all.push(s); } }
     for (const one of [given<Shape>(round), square]) { stored(one); emit("" + constant(one) + itself(one) + named(one) + passed(one) + kept.n + all.length); }`,
  ],
  [
    "a text or a number that comes behind all cases is given back as the other",
    `type M = "a" | "b"; type N = 1 | 2;
     function f(m: M): number { switch (m) { case "a": return 1; case "b": return 2; default: return m; } }
     function g(n: N): string { switch (n) { case 1: return "a"; case 2: return "b"; default: { const rest: never = n; return rest; } } }
     emit("" + f(given<M>("a")) + f(given<M>("b")));
     emit(g(given<N>(1)) + g(given<N>(2)));`,
  ],
  [
    "a number that comes behind all cases is cast to a truth",
    `type Mode = 1 | 2;
     function on(x: never): string { return (x as boolean) ? "t" : "f"; }
     function f(m: Mode): string { switch (m) { case 1: return "a"; case 2: return "b"; default: return on(m); } }
     emit(f(given<Mode>(1)) + f(given<Mode>(2)));`,
  ],
  [
    "kinds of values are all asked for, and the rest is never",
    `function never(x: never): string { return "no"; }
     function f(m: string | number): string { if (typeof m === "string") return "s" + m; if (typeof m === "number") return "n" + m; return never(m); }
     emit("" + f(given<string|number>("a")) + f(given<string|number>(4)));`,
  ],
  [
    "a switch in a switch is never left without a value",
    `type M = "a" | "b"; type N = 1 | 2;
     function never(x: never): never { throw "no"; }
     function f(m: M, n: N): string { switch (m) { case "a": switch (n) { case 1: return "a1"; case 2: return "a2"; default: return never(n); } case "b": return "b" + n; default: return never(m); } }
     emit("" + f(given<M>("a"), given<N>(1)) + f(given<M>("a"), given<N>(2)) + f(given<M>("b"), given<N>(2)));`,
  ],
  [
    "what comes behind all cases is joined, cast, stored, pushed and looked up",
    `type M = "a" | "b";
     function never(x: never): string { return "other " + (x as string); }
     function f(m: M): string { switch (m) { case "a": return "1"; case "b": return "2"; default: return never(m); } }
     emit("" + f(given("c" as string as M)) + f(given("b" as M)));
     const seen: Record<string, number> = {};
     function key(m: M): string { switch (m) { case "a": return "1"; case "b": return "2"; default: seen[m] = 5; return "3" ; } }
     emit("" + key(given("a" as M)) + key(given("z" as string as M)) + (seen["z"] ?? 0));`,
  ],
  [
    "a parameter that is optional and never is given what came",
    `type M = "a" | "b";
     function never(x?: never): string { return "no"; }
     function f(m: M): string { switch (m) { case "a": return "1"; case "b": return "2"; default: return never(m); } }
     emit("" + f(given("a" as M)) + f(given("b" as M)) + never());`,
  ],
  [
    "a generic function stands beside never",
    `type M = "a" | "b";
     function never<T>(x: never, by: T): T { return by; }
     function f(m: M): string { switch (m) { case "a": return "1"; case "b": return "2"; default: return never(m, "z"); } }
     emit(f(given<M>("a")) + f(given<M>("b")) + f(given("q" as string as M)));`,
  ],
  [
    "a type parameter that extends never is given what came",
    `function assertNever<T extends never>(x: T): never { throw "no"; }
     type M = "a" | "b";
     function s(m: M): string { switch (m) { case "a": return "A"; case "b": return "B"; default: return assertNever(m); } }
     emit(s(given<M>("a")) + s(given<M>("b")));`,
  ],
  [
    "a narrowed type parameter takes false, 0 and an empty text as there",
    `function orElse<T>(v: T | undefined, d: T): T { return v === undefined ? d : v; }
     emit((orElse(given<boolean | undefined>(false), true) ? "t" : "f") + orElse(given<number | undefined>(0), 5) + "<" + orElse(given<string | undefined>(""), "d") + ">" + orElse(given<number | undefined>(undefined), 7));`,
  ],
  [
    "a narrowed type parameter is passed on, and given to a callback",
    `function inner<T>(v: T | undefined, d: T): T { return v === undefined ? d : v; }
     function outer<T>(v: T | undefined, w: T | undefined, d: T): T { return inner(v, inner(w, d)); }
     emit((outer(given<boolean | undefined>(false), given<boolean|undefined>(undefined), true) ? "t" : "f") + outer(given<number | undefined>(0), 1, 5));
     function shown<T>(v: T | undefined, show: (v: T) => string): string { return v === undefined ? "none" : show(v); }
     emit(shown(given<boolean | undefined>(false), (b) => b ? "t" : "f") + shown(given<number | undefined>(0), (n) => "" + n) + shown(given<string | undefined>(""), (s) => "<" + s + ">") + shown(given<string|undefined>(undefined), (s) => s));`,
  ],
  [
    "a type parameter that is bound by anything at all is there",
    `function orElse<T extends {}>(v: T | undefined, d: T): T { return v === undefined ? d : v; }
     emit((orElse<boolean>(given<boolean | undefined>(false), true) ? "t" : "f") + orElse<number>(given<number | undefined>(0), 5) + "<" + orElse<string>(given<string | undefined>(""), "d") + ">");`,
  ],
  [
    "a narrowed type parameter in a hot function is inlined",
    `/** @inline */
     function orElse<T>(v: T | undefined, d: T): T { return v === undefined ? d : v; }
     /** @hot */
     function hot(b: boolean | undefined, n: number | undefined): string { return (orElse(b, true) ? "t" : "f") + orElse(n, 5); }
     emit(hot(given<boolean | undefined>(false), given<number | undefined>(0)) + hot(given<boolean | undefined>(undefined), given<number | undefined>(undefined)));`,
  ],
  [
    "what may be anything is there when it is false",
    `function f(v: {} | undefined): string { return v === undefined ? "none" : (v as boolean) ? "t" : "f"; }
     emit(f(given<boolean|undefined>(false)) + f(undefined));`,
  ],
  [
    "a tuple of a text and a record gives each as it is",
    `interface P { n: number; s: string }
     function f(t: readonly [string, P]): string { return t[0] + t[1].s + t[1].n; }
     emit(f([given("x"), { n: given(4), s: "q" }]));`,
  ],
  [
    "a tuple of a text and a list, and of a tuple",
    `const t: [string, number[]] = ["a", [given(1), 2]];
     t[1].push(5);
     emit(t[0] + t[1].length + t[1][2]);
     const u: [string, [number, number]] = ["a", [given(1), 2]];
     emit(u[0] + u[1][0] + u[1][1]);`,
  ],
  [
    "a tuple of a text and a function",
    `const t: [string, (n: number) => number] = ["a", (n) => n + 1];
     emit(t[0] + t[1](given(3)));`,
  ],
  [
    "an entry of a tuple is joined to what it was",
    `const t: [string, number] = [given("a"), given(1)];
     t[0] += "b"; t[1] += 2; t[0] += t[1];
     emit(t[0] + t[1]);`,
  ],
  [
    "what is a text or a number is joined to what it was",
    `let v: string | number = given<string | number>("a");
     function f(): void { v += "x"; }
     f(); emit("" + v);
     interface P { v: string | number }
     const p: P = { v: given(3) };
     p.v += "x"; p.v += "y";
     emit("" + p.v);`,
  ],
  [
    "the length of one of two tuples",
    `function f(t: [number] | [number, string]): string { return t.length === 2 ? t[1] + t[0] : "" + t[0]; }
     emit(f([given(1)]) + f([given(2), given("z")]));`,
  ],
  [
    "a list that a call gives is changed at a place that it is asked for",
    `let n = 0;
     function next(): number { n += 1; emit("next"); return n % 2; }
     const lists: number[][] = [[given(1), 2], [3, 4]];
     function f(i: number): void { const mine = lists[next()]!; mine[i % mine.length] += 11; }
     f(given(3)); f(given(4));
     emit("" + lists[0]![0] + " " + lists[0]![1] + " " + lists[1]![0] + " " + lists[1]![1]);`,
  ],
  [
    "a list that a call gives is changed twice by operators of their own",
    `let n = 0;
     function next(): number { n += 1; emit("next" + n); return n % 2; }
     const lists: number[][] = [[given(10), 22], [33, 44]];
     function f(i: number): void { const mine = lists[next()]!; mine[i % mine.length] %= 7; const other = lists[next()]!; other[i % other.length] |= 64; }
     f(given(3)); f(given(4));
     emit("" + lists[0]![0] + " " + lists[0]![1] + " " + lists[1]![0] + " " + lists[1]![1]);`,
  ],
];
