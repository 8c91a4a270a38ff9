// A build asks TypeScript once: one program, with the one checker that it has. Each costs a second.
import type ts from "typescript";
import { beforeEach, expect, test, vi } from "vitest";
import { buildImage } from "../../tools/build/build.ts";

const made = vi.hoisted(() => ({ programs: 0 }));

vi.mock("typescript", async (importOriginal) => {
  const original = await importOriginal<{ default: typeof ts }>();
  const createProgram = (options: ts.CreateProgramOptions): ts.Program => {
    made.programs += 1;
    return original.default.createProgram(options);
  };
  return { ...original, default: { ...original.default, createProgram } };
});

beforeEach(() => {
  made.programs = 0;
});

test.each([
  ["climate", "esp8266-nodemcu"],
  ["climate", "esp32-espruino"],
])("a build of %s for %s makes one program of TypeScript's", async (firmware, board) => {
  await buildImage({ firmware, board });
  expect(made.programs).toBe(1);
});
