// Programs of all forms in which something is read and then a call changes it: what was read stays what it was.

const STATE = `function said(by: number | string): string { return "said" + by; }
let n = given(1);
let s = given("a");
let list = [10, 20, 30];
let rows = [[1, 2], [3, 4]];
let words: Record<string, string> = {};
let part: Part = { n: 1, t: "a", list: [1, 2], said };
let left = 4;
let oldList = list;
let oldPart = part;
let oldWords = words;
function other(by: number | string): string { return "other" + by; }
function text(): string { return s; }
function three(a: number | string, b: number | string, c: number | string): string { return a + "/" + b + "/" + c; }
function shown(all: number[]): string { let text = "["; for (const one of all) text = text + one + " "; return text + "]"; }
function tell(what: string): void {
  emit(what + "|" + n + s + shown(list) + shown(oldList) + shown(rows[0]) + part.n + part.t + shown(part.list) + oldPart.n + oldPart.t);
  emit((words.k ?? "-") + (words.z ?? "-") + (oldWords.z ?? "-") + list.length);
}
function begin(): void {
  n = 1;
  s = "a";
  list = [10, 20, 30];
  rows = [[1, 2], [3, 4]];
  words = { k: "w" };
  part = { n: 1, t: "a", list: [1, 2], said, later: tell };
  left = 4;
  oldList = list;
  oldPart = part;
  oldWords = words;
}`;

/** What the calls change: everything in its place, or the place of everything. */
const CHANGES = {
  "changes in its place": `n += 1; s += "b"; list[0] = 11; list.push(40); rows[0][0] = 5; rows[0].push(6); words.k += "v"; words.z = "z";
    part.n += 1; part.t += "b"; part.list[1] = 7; part.list.push(8); part.said = other; part.later = undefined;`,
  "puts another in the place of": `n = 2; s = "c"; list = [12, 22, 32]; rows = [[7, 8], [9, 9]]; words = { k: "u" };
    part = { n: 3, t: "c", list: [6, 7], said: other, later: emit };`,
} as const;

/** `f()` gives 1 and `g()` gives "k", when they have changed everything. */
const VALUES = `
n + f() | n - f() * n | f() + n | n % (f() + 1) | n + (n + f()) | -n + f() | part.n + f() | list[0] + f() | list[n] + f() | list.length + f()
rows[0][0] * f() | Math.min(n, f(), n) | Math.max(9 - n, f()) | Math.floor(9 / (n + f()))
s + g() | s + g() + s | s + n + f() + n | text() + g() | text() + text() + g() | part.t + g() | words.k + g() | \`\${s}\${n}\${g()}\${s}\`
(n > 0 ? s : part.t) + g() | (words.q ?? s) + g() | s + (words[g()] ?? part.t) + s
s + (n > f() ? s : part.t) | s.indexOf(g()) | "xab".indexOf(s, f()) | s.charCodeAt(f() - 1) | s.substring(f() - 1) | s.length + f()
String.fromCharCode(n + 64, f() + 64, n + 64) | list[f()] | part.list[f()] | rows[0][f()] | rows[f()][0] | rows[f() - 1][f()] | list[n + f()]
(n > 0 ? list : part.list)[f()] | words[g()] ?? "-" | (words.q ?? words.k) + g() | three(n, f(), n) | three(s, g(), s) | three(part.n, f(), part.t)
three(list[0], f(), list.length) | three(text(), g(), text()) | part.said(f()) | part.said(s + g()) | three(n, words[g()] ?? n, n) | three(n, (f() > 0 ? words.q : words.k) ?? "-", n)
n > 0 && f() > 0 ? n : 0 | n + (f() > 0 && n > 1 ? n : 9) | shown([n, f(), n]) | shown([list[0], f(), list.length])
`;

const TRUTHS = `
n < f() | n >= f() | n === f() | part.n !== f() | list[0] > f() | s === g() | s < g() | part.t !== g() | text() === g() + s | (n > 5 || f() > n) === n > 1
`;

const STATEMENTS = `
n += f() | n -= f() | n = n + f() | s += g() | s = s + g() + s | list[0] = f() | list[0] += f() | list[3] = f() | rows[f() - 1][0] -= f() | rows[0][0]++
list.push(f()) | list.push(n + f()) | part.list.push(f()) | rows[0].push(n + f()) | list.push(list.length + f()) | part.n = f() | part.n += f() | part.t += g()
part.list[1] = f() | words.k += g() | words[g()] = s | words[g()] = "o" | words.z = g() | words["z" + n] = g() | words[s] = g()
const made = { a: n, b: f(), c: n }; tell("" + made.a + made.b + made.c) | const made = { a: s, b: g(), c: s }; tell(made.a + made.b + made.c)
const made = [s, g(), s]; for (const one of made) tell(one) | const kept = s; const got = g(); tell(kept + got) | const kept = list; tell("" + kept[f()])
const { n: first, t } = part; tell(first + t + f() + part.n) | let kept = part.t; kept += g(); tell(kept + part.t)
for (let at = 0; at < limit(); at++) tell("" + at) | for (let at = n; at < 4 + f() - n; at += 1) n += 1 | for (let at = f(); at <= n; at++) tell("" + at)
for (let at = 6; at > limit(); at -= 2) tell("" + at) | let at = 0; while (at < limit()) at += 2; tell("" + at) | for (const one of list) if (list.length < 6) n += f() + one
if (n < f()) tell("less") | if (s !== text() || text() === g()) tell("same") | do n += f(); while (n < limit()) | part.list.push(part.list[f()]) | part.later?.((n > f() ? words.q : words.k) ?? "-")
`;

/** Stores at places that only run time knows: the compiler takes them where nothing asks how long the lists are. */
const STORES = `
list[n] = f() | list[n] += f() | list[f()] = n | list[f()] += n | list[f()] += f() | rows[0][f()] = f() | part.list[f()] += f()
`;

/** The same without loops over lists, their lengths, and pushes. */
function unasked(text: string): string {
  return text
    .replace(
      /let text = "\["; for .* return text \+ "\]";/,
      'return "[" + all[0] + " " + all[1] + " " + (all[2] ?? "-") + (all[3] ?? "-") + "]";',
    )
    .replace(" + list.length", "")
    .replace(/[\w.[\]]+\.push\(\d+\);/g, "");
}

/**
 * Where the cases stand, and so what they read: in the start, in functions, or in one that has all of it for
 * its own.
 */
const PLACES = {
  start: (state: string, cases: readonly string[]) => [
    state,
    ...cases.map((statement) => `{ ${statement} }`),
  ],
  functions: (state: string, cases: readonly string[]) => [
    state,
    ...cases.map((statement, at) => `function case${at}(): void { ${statement} }\ncase${at}();`),
  ],
  "one function": (state: string, cases: readonly string[]) => [
    `function whole(): void { ${state}`,
    ...cases.map((statement) => `{ ${statement} }`),
    "}\nwhole();",
  ],
};

const formsIn = (text: string): string[] => text.trim().split(/\s\|\s|\n/);
const CASES = [
  ...[...formsIn(VALUES), ...formsIn(TRUTHS).map((form) => `(${form}) ? 1 : 0`)].map(
    (form) => `begin(); const made = ${form}; tell("" + made);`,
  ),
  ...formsIn(STATEMENTS).map((form) => `begin(); ${form}; tell("");`),
].map((text, at) => text.replace(/tell\("/g, `tell("${at} " + "`));

const STORE_CASES = formsIn(STORES).map((form, at) => `begin(); ${form}; tell("store ${at}");`);

/** So many fit into the smallest interpreter. */
const CASES_IN_ONE = 30;

const TYPE =
  "interface Part { n: number; t: string; list: number[]; said: (by: number | string) => string; later?: (by: string) => void }";

function programsOf(cases: readonly string[], what: string, edited: (text: string) => string) {
  return Object.entries(CHANGES).flatMap(([change, text]) =>
    Object.entries(PLACES).flatMap(([place, programOf]) =>
      Array.from({ length: Math.ceil(cases.length / CASES_IN_ONE) }, (_, part) => {
        const calls = `function f(): number { ${text} return 1; }
        function g(): string { ${text} return "k"; }
        function limit(): number { left -= 1; return left; }`;
        const own = cases.slice(part * CASES_IN_ONE, (part + 1) * CASES_IN_ONE);
        return [
          `a call ${change} ${what}, in ${place} (${part + 1})`,
          edited([TYPE, ...programOf(`${STATE}\n${calls}`, own)].join("\n")),
        ] as const;
      }),
    ),
  );
}

export const CHANGING_CALLS = [
  ...programsOf(CASES, "what is read before", (text) => text),
  ...programsOf(STORE_CASES, "where is stored", unasked),
];
