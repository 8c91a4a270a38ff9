// A build reads the modules of an image once: one program of TypeScript's, and one checker.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { ownProject } from "../../tools/laboratory/bench/own-project.ts";
import { ringmote } from "../cli/child.ts";

const COUNTER = fileURLToPath(new URL("count-programs.cjs", import.meta.url));

// A firmware in a folder of its own: no image of it is kept.
const folder = ownProject();
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["esp8266-nodemcu", "esp32-espruino"])(
  "a build for %s makes one program and one checker",
  async (board) => {
    const build = ringmote(
      ["build", "./climate", "--board", board, "--out", join(folder, board)],
      { NODE_OPTIONS: `--require=${JSON.stringify(COUNTER)}` },
      folder,
    );
    expect(await build.ended).toBe(0);
    expect(build.errors()).toContain("1 programs, 1 checkers\n");
  },
);
