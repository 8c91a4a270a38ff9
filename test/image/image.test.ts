// Images of the package's own firmware for each kind of its boards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  BuildError,
  buildImage,
  fileSizes,
  type Image,
  lineMap,
  roomSizes,
  writeImage,
} from "../../tools/image/build.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { compileModule, luacCross } from "../../tools/laboratory/hosts/nodemcu/luac-cross.ts";

const built = new Map<string, Promise<Image>>();

/** The image for a board, built once for all tests that only look at it. */
function build(board: string): Promise<Image> {
  const image = built.get(board) ?? keptImage({ firmware: "climate", board });
  built.set(board, image);
  return image;
}

/** One of each chip and target; others of the kind differ in their pins. */
const BOARDS = ["esp32-espruino", "esp32-nodemcu", "esp8266-espruino", "esp8266-nodemcu"];

describe.each(BOARDS)("climate for %s", (board) => {
  test("an image is ASCII, and its rooms add up to its bytes", async () => {
    const image = await build(board);
    for (const text of Object.values(contents(image))) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    const bytes = Object.values(fileSizes(image)).reduce((sum, size) => sum + size, 0);
    const rooms = Object.values(roomSizes(image.files)).reduce((sum, size) => sum + size, 0);
    expect(rooms - bytes).toBe(image.files.length);
    expect(roomSizes(image.files).mqtt).toBeGreaterThan(1000);
  });

  test("lines of the image lead to lines of existing source", async () => {
    const image = await build(board);
    const origins = Object.values(lineMap(image))
      .flat()
      .filter((origin) => origin !== "");
    expect(origins.length).toBeGreaterThan(100);
    for (const origin of new Set(origins)) {
      const [file, line] = origin.split(":") as [string, string];
      if (file.endsWith("image-entry.ts")) continue;
      expect(readFileSync(file, "utf8").split("\n").length).toBeGreaterThanOrEqual(Number(line));
    }
  });

  test("an image holds no settings, no secret and no local path", async () => {
    const text = Object.values(contents(await build(board))).join("\n");
    expect(text).not.toContain(process.cwd());
    expect(text).not.toContain("node_modules");
  });
});

test.each(luacCross())("each module compiles in NodeMCU's own Lua $version", async (compiler) => {
  const image = await build("esp8266-nodemcu");
  for (const [name, text] of Object.entries(contents(image)))
    expect({ name, ...compileModule(compiler, name, text) }).toMatchObject({
      name,
      bytes: expect.any(Number),
    });
});

test("NodeMCU's modules are small enough for a chip to compile", async () => {
  for (const board of ["esp8266-nodemcu", "esp32-nodemcu"])
    for (const bytes of Object.values(fileSizes(await build(board)))) expect(bytes).toBeLessThan(10_000);
});

test("an image is written into its folder and replaces the last", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-"));
  try {
    writeImage(await build("esp8266-nodemcu"), folder);
    writeImage(await build("esp32-espruino"), folder);
    expect(readdirSync(folder).sort()).toEqual(["climate.js", "image.json", "image.lines.json"]);
    const summary = JSON.parse(readFileSync(join(folder, "image.json"), "utf8"));
    expect(summary).toMatchObject({ firmware: "climate", board: "esp32-espruino", target: "espruino" });
    expect(summary.files["climate.js"]).toBe(readFileSync(join(folder, "climate.js")).length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const UNKNOWN: readonly (readonly [
  title: string,
  options: { firmware: string; board: string },
  sentence: string,
])[] = [
  [
    "a firmware",
    { firmware: "toaster", board: "esp32-espruino" },
    'No firmware is called "toaster"; there are: aquarium',
  ],
  [
    "a board",
    { firmware: "climate", board: "abacus" },
    'No board is called "abacus"; there are: d1-mini-espruino',
  ],
  [
    "a board that is a word of the language",
    { firmware: "climate", board: "constructor" },
    'No board is called "constructor"',
  ],
  [
    "a folder without a device",
    { firmware: "./boards", board: "esp32-espruino" },
    "The folder ./boards holds no device.ts",
  ],
];

test.each(UNKNOWN)(
  "a missing %s is refused in one sentence with the existing names",
  async (_, options, sentence) => {
    await expect(buildImage(options)).rejects.toThrow(BuildError);
    await expect(buildImage(options)).rejects.toThrow(sentence);
  },
);

function contents(image: Image): Record<string, string> {
  return Object.fromEntries(image.files.map(({ name, content }) => [name, content.text]));
}
