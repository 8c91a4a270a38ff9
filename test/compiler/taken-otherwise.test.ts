// Casts that are wrong end a build in one sentence with its line.
import { expect, test } from "vitest";
import { BuildError } from "../../tools/compiler/source/build-error.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";

test.each([
  [
    "a text that is cast to a number",
    "function f(x: string): number {\nreturn (x as unknown as number) * 2;\n}\nemit('' + f(given('a')));",
  ],
  [
    "a text that is cast to a record",
    "interface A { n: number }\nfunction f(x: string): number { return (x as unknown as A).n; }\nemit('' + f(given('a')));",
  ],
  [
    "a list that is cast to a text",
    "function f(x: number[]): string {\nreturn (x as unknown as string).substring(1);\n}\nemit(f(given([1])));",
  ],
])("%s is refused with one sentence and its line", async (_, text) => {
  const refusal: unknown = await builtEverywhere(text).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(BuildError);
  expect((refusal as BuildError).message).toMatch(
    /^test\/image\/fixtures\/case\.ts:[23]: .* cannot be compiled, .*\.$/,
  );
});
