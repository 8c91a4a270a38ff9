// A name that nothing on the chip stands for is refused where it is used, for the target that lacks it.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { BuildError, emit, linkEntry } from "../../tools/image/build.ts";

type Target = "espruino" | "nodemcu";

const FIXTURES = join(packageFolder, "test", "image", "fixtures");

function linked(text: string, target: Target) {
  const platform = join(packageFolder, "src", "platform", target, "globals.d.ts");
  const globals = [join(FIXTURES, "globals.d.ts"), platform];
  return linkEntry({ file: join(FIXTURES, "case.ts"), text }, globals, target);
}

function refusals(text: string, target: Target): readonly string[] {
  try {
    linked(text, target);
    return [];
  } catch (error) {
    if (error instanceof BuildError) return error.refusals;
    throw error;
  }
}

const CURE = "write it, or take a port that the driver is given (ports.setLevel, ports.levelOf...).";

describe("what is only declared is refused", () => {
  test.each([
    "declare const digitalPulse: (pin: number) => void;\ndigitalPulse(5);",
    "declare let digitalPulse: (pin: number) => void;\ngiven(digitalPulse);",
    "declare function digitalPulse(pin: number): void;\ndigitalPulse(5);",
    "declare const digitalPulse: number;\ngiven({ digitalPulse });",
  ])("%s", (text) => {
    for (const [target, name] of [
      ["espruino", "Espruino"],
      ["nodemcu", "NodeMCU"],
    ] as const)
      expect(refusals(text, target)).toEqual([
        `test/image/fixtures/case.ts:2: digitalPulse is only declared, and an image for ${name} has nothing of that name; ${CURE}`,
      ]);
  });

  test.each([
    ["declare global { const digitalPulse: number }\nexport const a = digitalPulse;", "write a module"],
    ["declare namespace pulse { const width: number }\ngiven(pulse.width);", "write a module"],
    ["given((globalThis as unknown as { a: number }).a);", "globalThis is not there"],
    ["// @ts-ignore\ndigitalPulse(5);", "digitalPulse is declared nowhere"],
    ["// @ts-nocheck\ngiven({ digitalPulse });", "digitalPulse is declared nowhere"],
    ["declare const Promise: number;\nexport const a = given(Promise);", "Promise is only declared"],
  ])("%s", (text, sentence) => expect(refusals(text, "nodemcu")[0]).toContain(sentence));
});

test("a target's own name may be declared there, not for others", async () => {
  const text = "declare function getTime(): number;\nemit('' + Math.floor(getTime()));";
  expect(refusals(text, "nodemcu")[0]).toContain("getTime is only declared, and an image for NodeMCU");
  const [script] = await emit(linked(text, "espruino"), "espruino", "case");
  expect(script?.content.text).toContain("getTime()");
});
