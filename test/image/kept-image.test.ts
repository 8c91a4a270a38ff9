// An image is kept for whoever builds the same again: the same sources and options find it, and no others do.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { BuildError, type BuildOptions, buildImage } from "../../tools/image/build.ts";
import { imageKey, keptImage } from "../../tools/image/keep/kept-image.ts";

vi.setConfig({ testTimeout: 180_000 });

const project = mkdtempSync(join(tmpdir(), "ringmote-kept-"));
afterAll(() => rmSync(project, { recursive: true }));

const firmware = join(project, "my-lamp");
const beside = join(project, "beside");
/** Whose image is bundled, which takes less than a second; a compiled one takes some. */
const board = "raspberry-pi-zero-2-w";

let imports = 0;

/** The module with nothing in its memory, as in another process. */
function ofAnotherProcess(): Promise<typeof import("../../tools/image/keep/kept-image.ts")> {
  imports += 1;
  return import(`${join(packageFolder, "tools/image/keep/kept-image.ts")}?${imports}`);
}

/** A lamp whose name comes from a module outside of its folder, which takes a type from another one. */
beforeEach(() => {
  cpSync(join(packageFolder, "firmware", "lamp"), firmware, { recursive: true });
  mkdirSync(beside, { recursive: true });
  write(
    "beside/name.ts",
    'import type { Name } from "./name-type.ts";\nexport const NAME: Name = "hall-lamp";\n',
  );
  write("beside/name-type.ts", "export type Name = string;\n");
  const device = readFileSync(join(firmware, "device.ts"), "utf8");
  write(
    "my-lamp/device.ts",
    `import { NAME } from "../beside/name.ts";\n${device.replace(/name: "[^"]*"/, "name: NAME")}`,
  );
});

function write(path: string, text: string): void {
  writeFileSync(join(project, path), text);
}

function append(path: string): void {
  write(path, `${readFileSync(join(project, path), "utf8")}// edited\n`);
}

test.each(["my-lamp/device.ts", "my-lamp/wiring.ts", "beside/name.ts", "beside/name-type.ts"])(
  "an edit of %s needs another image; its undo the first one",
  (path) => {
    const before = imageKey({ firmware, board });
    const text = readFileSync(join(project, path), "utf8");
    append(path);
    expect(imageKey({ firmware, board })).not.toBe(before);
    write(path, text);
    expect(imageKey({ firmware, board })).toBe(before);
  },
);

test("files that no module imports do not matter", () => {
  const before = imageKey({ firmware, board });
  append("my-lamp/README.md");
  write("my-lamp/notes.ts", "export const nothing = 0;\n");
  expect(imageKey({ firmware, board })).toBe(before);
});

test("another board, feature or constant asks for another image", () => {
  const wanted: BuildOptions[] = [
    { firmware, board },
    { firmware, board: "d1-mini-espruino" },
    { firmware, board, with: ["echo"] },
    { firmware, board, without: ["tls"] },
    { firmware, board, constants: { "src/features.ts": { QOS1: false } } },
    { firmware: "lamp", board },
  ];
  expect(new Set(wanted.map(imageKey)).size).toBe(wanted.length);
});

test("an image whose source changed during the build is never shared", async () => {
  const name = readFileSync(join(project, "beside/name.ts"), "utf8");
  const building = keptImage({ firmware, board });
  write("beside/name.ts", name.replace("hall-lamp", "porch-lamp"));
  await building;
  write("beside/name.ts", name);
  const texts = (await keptImage({ firmware, board })).files.map(({ content }) => content.text);
  expect(texts.join()).toContain("hall-lamp");
});

test("an edited driver or board needs another image, private to old processes", async () => {
  const copy = join(project, "ringmote");
  for (const part of ["src", "boards", "firmware", "tools", "package.json"])
    cpSync(join(packageFolder, part), join(copy, part), { recursive: true });
  symlinkSync(join(packageFolder, "node_modules"), join(copy, "node_modules"));
  const own: typeof import("../../tools/image/keep/kept-image.ts") = await import(
    join(copy, "tools/image/keep/kept-image.ts")
  );
  const wanted = { firmware: "lamp", board };
  const keys = [own.imageKey(wanted)];
  for (const path of ["ringmote/src/drivers/relay.ts", "ringmote/boards/esp32-espruino.ts"]) {
    append(path);
    keys.push(own.imageKey(wanted));
  }
  expect(new Set(keys).size).toBe(3);
  await own.keptImage(wanted);
  const kept = readdirSync(join(packageFolder, "node_modules", ".cache", "ringmote-images"));
  expect(kept).not.toContain(keys[2]);
});

test("a firmware that is not there is refused", async () => {
  await expect(keptImage({ firmware: "no-such", board })).rejects.toThrow(BuildError);
});

test("a kept image equals the built image, source lines included", async () => {
  await keptImage({ firmware, board });
  const other = await ofAnotherProcess();
  expect(await other.keptImage({ firmware, board })).toEqual(await buildImage({ firmware, board }));
});

describe("a kept image changed", () => {
  const kept = join(packageFolder, "node_modules", ".cache", "ringmote-images");
  const built = { firmware, board };
  /** The image of a process that has not asked for it before. */
  const anew = async () => (await ofAnotherProcess()).keptImage(built);

  test.each<[string, (text: string) => string]>([
    ["in one byte of its program", (text) => text.replace("hall-lamp", "hall-lamq")],
    ["to one without a digest", (text) => text.slice(text.indexOf("\n") + 1)],
    ["to the first half of it", (text) => text.slice(0, text.length / 2)],
  ])("%s is built anew, and kept as it was", async (_, change) => {
    const whole = await anew();
    const file = join(kept, imageKey(built));
    const before = readFileSync(file, "utf8");
    expect(change(before)).not.toBe(before);
    writeFileSync(file, change(before));
    expect(await anew()).toEqual(whole);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  test("a kept image replaced by another board's is built anew", async () => {
    const elsewhere = { firmware, board: "d1-mini-espruino" };
    const [otherImage, whole] = [await keptImage(elsewhere), await anew()];
    writeFileSync(join(kept, imageKey(built)), readFileSync(join(kept, imageKey(elsewhere))));
    const image = await anew();
    expect([image.board, image]).not.toEqual([otherImage.board, otherImage]);
    expect(image).toEqual(whole);
  });
});
