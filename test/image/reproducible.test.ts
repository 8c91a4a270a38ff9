// The same input gives the same bytes, whoever builds it: from another folder, in another language and time zone.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { buildImage, writeImage } from "../../tools/image/build.ts";

const run = promisify(execFile);
const PROGRAM = join(packageFolder, "tools", "cli", "ringmote.js");

const folder = mkdtempSync(join(tmpdir(), "ringmote-same-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of climate in a folder of its own: only its name is the same. */
function copyOfClimate(place: string): string {
  const path = join(folder, place, "climate");
  mkdirSync(path, { recursive: true });
  cpSync(join(packageFolder, "firmware", "climate"), path, { recursive: true });
  return path;
}

function contents(of: string): Record<string, string> {
  return Object.fromEntries(readdirSync(of).map((name) => [name, readFileSync(join(of, name), "latin1")]));
}

test.each(["esp32-espruino", "esp8266-nodemcu"])(
  "an image for %s is reproducible to the byte, line map included",
  async (board) => {
    const here = join(folder, `here-${board}`);
    writeImage(await buildImage({ firmware: copyOfClimate(`one-${board}`), board }), here);

    const there = join(folder, `there-${board}`);
    const elsewhere = { TZ: "Pacific/Chatham", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
    const copy = copyOfClimate(`another place/two-${board}`);
    await run(process.execPath, [PROGRAM, "build", copy, "--board", board, "--out", there], {
      cwd: folder,
      env: { ...process.env, ...elsewhere },
    });
    expect(contents(there)).toEqual(contents(here));
  },
  180_000,
);
