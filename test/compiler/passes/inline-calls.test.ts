// A function that is called from one place stands there, wherever that changes nothing that its program does.
import { describe, expect, test } from "vitest";
import { inlineCalls } from "../../../tools/compiler/passes/inline-calls.ts";
import { changed, expectSame, TEXTS } from "./same.ts";

test.each(TEXTS)("inlining keeps the meaning of: %s", (_, text) => {
  expectSame(text, inlineCalls);
});

/** `main` is a value: it stays a function, and what it calls has a place to stand in. */
const RUN = "const jobs: (() => void)[] = [];\njobs.push(main);\nfor (const job of jobs) job();";

/** The functions that are left, as the pass has made them. */
function functionsOf(text: string): string {
  const all = changed(`${text}\n${RUN}`, inlineCalls);
  return all.slice(0, all.search(/^let /m));
}

describe("a call used as a value", () => {
  test("arguments are evaluated once, in order, before the function's effects", () => {
    const text = functionsOf(`let log = "";
      function note(text: string): string { log = log + text; return text; }
      function pair(a: string, b: string): string { log = log + "["; const both = b + a + a; return both; }
      function main(): void { emit(pair(note("1"), note("2")) + log); }`);
    expect(text).toContain(
      'let a = note("1");\n  let b = note("2");\n  log += "[";\n  let both = b + a + a;\n  emit(both + log);',
    );
  });

  test("an inlined value is stored in its place, however the function returns", () => {
    const text = functionsOf(`function sign(n: number): string {
        if (n < 0) return "-";
        if (n === 0) { emit("zero"); return "0"; } else if (n > 9) return "++";
        return "+";
      }
      function main(): void { const text = sign(given(1)); emit("sign " + text); }`);
    expect(text).toBe(`function main() {
  let n = given(1);
  let text;
  if (n < 0) {
    text = "-";
  } else if (n === 0) {
    emit("zero");
    text = "0";
  } else if (n > 9) {
    text = "++";
  } else {
    text = "+";
  }
  emit("sign " + text);
}
`);
  });

  test("an inlined function without a return gives undefined", () => {
    const text = functionsOf(`let before: string | undefined = given("before");
      function big(n: number): string | undefined { if (n > 2) { return "big"; } emit("small"); }
      function main(): void { before = big(given(1)); emit(before ?? "nothing"); }`);
    expect(text).not.toContain("function big");
  });

  test("a loop's return prevents inlining, unless the caller returns it", () => {
    const text =
      functionsOf(`function find(list: number[]): number { for (const n of list) if (n === 2) return n; return -1; }
      function search(): number { return find([given(1), 2]); }
      function main(): void { const found = search(); emit("" + found); }`);
    expect(text).not.toContain("function find");
    expect(text).toContain("let found = search();");
  });
});

describe("a call used as a statement", () => {
  test("an inlined statement drops its result and continues", () => {
    const text = functionsOf(`let log = "";
      function note(text: string): string { log = log + text; return text; }
      function check(n: number): string {
        if (n === 1) return "one";
        if (n === 2) return note("two");
        return n > 5 ? note("many") : note("few");
      }
      function main(): void { check(given(3)); emit("ran"); }`);
    expect(text).toContain('} else if (n > 5) {\n    note("many");\n  } else {\n    note("few");\n  }');
    expect(text).toContain('emit("ran");');
  });

  test("an inlined statement keeps returns where nothing follows", () => {
    const text = functionsOf(`function check(n: number): void { if (n === 1) return; emit("checked"); }
      function main(): void { emit("run"); if (given(true)) check(given(3)); }`);
    expect(text).toContain('if (n === 1) {\n      return;\n    }\n    emit("checked");');
  });
});

describe("the order of effects", () => {
  test("a variable that the function changes is read before the call", () => {
    const text = functionsOf(`let count = 1;
      function bump(by: number): number { count = count + by; return count; }
      function main(): void { const sum = count * 10 + bump(given(5)); emit("" + sum + count); }`);
    expect(text).toContain("let sum = count * 10 + bump(given(5));");
  });

  test("a read before the call is kept when the function is harmless", () => {
    const text = functionsOf(`let count = 1;
      let other = given(2);
      function bump(by: number): number { count = count + by; return count; }
      function main(): void { other = other + 1; emit("" + other + bump(other)); }`);
    expect(text).toContain('count += other;\n  emit("" + other + count);');
  });

  test("an argument that changes before its use is saved first", () => {
    const text = functionsOf(`let count = 1;
      function bump(was: number): string { count = count + 1; return "" + was + count; }
      function main(): void { emit(bump(count)); }`);
    expect(text).toContain("let was = count;\n  count++;");
  });

  test("an argument precedes later arguments that change it", () => {
    expectSame(
      `let count = 1;
      function next(): number { count = count + 1; return count; }
      function both(a: number, b: number): string { return "" + a + b; }
      function main(): void { emit(both(count, next())); }
      ${RUN}`,
      inlineCalls,
    );
  });

  test("a call in a condition is kept where evaluation may skip it", () => {
    const text = functionsOf(`let calls = 0;
      function costly(n: number): boolean { calls += 1; const half = Math.floor(n / 2); return half * 2 === n; }
      function more(n: number): boolean { calls += 1; return calls < n; }
      function main(): void { const n = given(4); if (n > 3 && costly(n)) emit("even"); while (more(n)) calls += 1; emit("" + calls); }`);
    expect(text).toContain("if (n > 3 && costly(n)) {");
    expect(text).toContain("while (more(n)) {");
  });
});

describe("variables of inlined functions", () => {
  test("a function's assigned variables become separate ones", () => {
    const text = functionsOf(`function change(n: number): number { n = n + 1; return n; }
      function main(): void { const n = given(4); const m = change(n); emit("" + n + m); }`);
    expect(text).toContain("let n_2 = n;\n  n_2++;");
  });

  test("a function that creates retained closures is not inlined in loops", () => {
    const text = functionsOf(`const kept: (() => string)[] = [];
      function keep(text: string): void { const own = text + kept.length; kept.push(() => own); }
      function once(text: string): void { kept.push(() => text); }
      function main(): void { for (const one of ["x", "y"]) keep(one); once(given("z")); for (const say of kept) emit(say()); }`);
    expect(text).toContain("function keep(text)");
    expect(text).not.toContain("function once");
  });

  test("functions named before creation are kept where visible", () => {
    expectSame(
      `function twice(n: number): void {
        function say(): void { emit("" + later); }
        if (n === 1) return;
        const later = n + given(2);
        say();
      }
      function main(): void { twice(given(4)); emit("end"); }
      ${RUN}`,
      inlineCalls,
    );
  });

  test("one function never holds more variables than NodeMCU allows", () => {
    const lets = Array.from({ length: 20 }, (_, i) => `const a${i} = given(${i}); emit("" + a${i});`).join(
      "\n",
    );
    const text = functionsOf(
      `function one(): void { ${lets} }\nfunction other(): void { ${lets} }\nfunction main(): void { one(); other(); emit("end"); }`,
    );
    expect(text).toContain("function other()");
    expect(text).not.toContain("function one()");
  });
});

describe("functions that are not inlined", () => {
  test("a rarely run function is not inlined into a hot caller", () => {
    const text = functionsOf(`/** @cold */
      function seldom(): void { emit("seldom"); }
      /** @cold */
      function alsoSeldom(): void { emit("also"); seldom(); }
      function main(): void { alsoSeldom(); emit("ran"); }`);
    expect(text).not.toContain("function seldom");
    expect(text).toContain("function alsoSeldom");
  });

  test("a function tagged branch is kept where the target reads past branches", () => {
    const apart = (program: Parameters<typeof inlineCalls>[0]) =>
      inlineCalls(program, { areBranchesApart: true });
    const text = `/** @branch */
      function other(): void { emit("a"); emit("b"); }
      function main(): void { if (given(true)) other(); emit("c"); }
      ${RUN}`;
    expect(changed(text, apart)).toContain("function other");
    expect(changed(text, inlineCalls)).not.toContain("function other");
  });

  test("a function used as value, twice or recursively is kept", () => {
    const text = functionsOf(`function value(): void { emit("v"); }
      function twice(n: number): void { emit("" + n); emit("t"); }
      function deep(n: number): number { return n > 3 ? n : deep(n + 1); }
      function main(): void { const f = value; f(); value(); twice(given(1)); twice(2); emit("end"); }`);
    for (const name of ["value", "twice", "deep"]) expect(text).toContain(`function ${name}(`);
  });

  test("a function at the top is kept if its variables would persist", () => {
    expect(
      changed(
        `function f(n: number): void { const m = n + 1; emit("" + m + m); }\nf(given(1));`,
        inlineCalls,
      ),
    ).toContain("f(given(1));");
  });
});
