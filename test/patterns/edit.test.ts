// An edit that is said by patterns finds its place in code that was written anew, and says so where it does not.
import { expect, test } from "vitest";
import { declarationsOf } from "../../tools/laboratory/patterns/declarations.ts";
import { editedIn } from "../../tools/laboratory/patterns/edit.ts";
import { parseCode } from "../../tools/laboratory/patterns/pattern.ts";

const SOURCE = `
function flush(client: Client): void {
  const ring = client.ring;
  if (ring.sent !== ring.put && isConnected(client)) {
    rewind(client.ring);
  }
  client.outcomes.repeats += count(ring);
}`;

/** The code with an edit in what is called flush, in one line, and the file. */
function changed(sources: readonly string[], right: string, wrong: string): readonly [string, string] {
  const files = sources.map((text, index) => parseCode(text, `${index}.ts`));
  const { file, text } = editedIn(declarationsOf(files), { folder: "src", name: "flush", right, wrong });
  return [file, text.replace(/\s+/g, " ").trim()];
}

const inOne = (source: string, right: string, wrong: string): string => changed([source], right, wrong)[1];

test("an expression becomes another one, in parentheses", () => {
  expect(inOne(SOURCE, "isConnected(client)", "true")).toContain("if (ring.sent !== ring.put && (true)) {");
});

test("a statement goes, or others come in its place", () => {
  expect(inOne(SOURCE, "rewind(client.ring);", "")).toContain("isConnected(client)) { ; }");
  const twice = "rewind(client.ring); rewind(client.ring)";
  expect(inOne(SOURCE, "rewind(client.ring);", twice)).toContain(`{ ${twice}; }`);
});

test("the file is the one that has the function", () => {
  expect(changed(["const flushed = 1;", SOURCE], "rewind(client.ring);", "")[0]).toBe("1.ts");
});

test("variables, parameters and fields may be called otherwise, and the edit calls them so", () => {
  const renamed = SOURCE.replaceAll("client", "session")
    .replaceAll("ring", "queue")
    .replaceAll("sent", "out");
  expect(inOne(renamed, "ring.sent !== ring.put", "ring.sent === ring.put")).toContain(
    "((queue.out === queue.put) && isConnected(session))",
  );
});

test("a field may lie deeper than it did, or a variable hold the record", () => {
  const deeper = SOURCE.replace("client.outcomes.repeats", "client.outcomes.counts.repeats");
  expect(inOne(deeper, "client.outcomes.repeats += _;", "client.outcomes.repeats = 0")).toContain(
    "client.outcomes.counts.repeats = 0;",
  );
  const held = SOURCE.replace("rewind(client.ring)", "rewind(ring)");
  expect(inOne(held, "rewind(client.ring)", "rewind(client.ring.next)")).toContain("(rewind(ring.next))");
});

test("line breaks, braces around one statement, parentheses and types are nothing", () => {
  const wanted = "if (ring.sent !== ring.put && isConnected(client)) rewind(client.ring);";
  const other = SOURCE.replace("ring.sent", "\n(ring.sent as number)");
  expect(inOne(SOURCE, wanted, "")).not.toContain("rewind");
  expect(inOne(other, wanted, "")).not.toContain("rewind");
});

test("of places with the same shape it is the one with the same names", () => {
  const two = SOURCE.replace("rewind(client.ring);", "rewind(client.other); rewind(client.ring);");
  expect(inOne(two, "rewind(client.ring);", "")).toContain("{ rewind(client.other); ; }");
});

test("two places that are as much like the pattern are refused", () => {
  const two = SOURCE.replace("rewind(client.ring);", "rewind(a.first); rewind(b.second);");
  expect(() => inOne(two, "rewind(client.ring);", "")).toThrow(
    "In flush of 0.ts 2 places, and none more than the others, looks like this: rewind(client.ring);",
  );
});

test("a function, a call or a constant that is called otherwise is another one", () => {
  expect(() => inOne(SOURCE, "restart(client.ring);", "")).toThrow(
    "In flush of 0.ts nothing looks like this: restart(client.ring);",
  );
  expect(() => inOne(SOURCE.replace("flush", "send"), "rewind(client.ring);", "")).toThrow(
    "Nothing in src is called flush, where this is looked for: rewind(client.ring);",
  );
});
