// An image with the device's own text for its program: what is built is not what these tests are about.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildOptions, Image } from "../../tools/image/build.ts";
import type { Build } from "../../tools/web/image-file.ts";

export const sourceAsImage: Build = async ({ firmware, board }: BuildOptions) => {
  const text = readFileSync(join(firmware, "device.ts"), "utf8");
  const content = { text, bytes: text.length };
  return {
    firmware,
    board,
    target: "espruino",
    files: [{ name: "app", content }],
    features: {},
  } as unknown as Image;
};
