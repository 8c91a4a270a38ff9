// ringmote flash --firmware at a chip in its boot loader, behind a pseudo-terminal: as with the button BOOT held.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { espBoard } from "../flash/boot-loader/esp-board.ts";
import { interpreterFile } from "../flash/interpreter-files.ts";
import { needs, SOCAT } from "../needs.ts";
import { ringmote } from "./child.ts";

/** An ESP32 that waits for its firmware, a port, and a file for it. */
async function waitingBoard(chip: "esp32" | "esp8266" = "esp32") {
  const board = espBoard({
    chip,
    timers: createRealTimers(),
    program: () => ({ type: () => {}, onOutput: () => {} }),
    isBootHeld: true,
  });
  let typed = 0;
  let whenTyped = (_bytes: number): void => {};
  const model = {
    ...board,
    type: (bytes: string) => {
      board.type(bytes);
      typed += bytes.length;
      whenTyped(typed);
    },
  };
  const { path, close } = await openPseudoTerminal(model);
  const folder = mkdtempSync(join(tmpdir(), "ringmote-install-"));
  onTestFinished(() => {
    close();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, "espruino.bin");
  const { data } = interpreterFile("esp32");
  writeFileSync(file, data);
  const args = ["flash", "--firmware", file, "--port", path];
  const whenHalf = (act: () => void) => {
    whenTyped = (bytes) => {
      if (bytes > data.length / 2) act();
    };
  };
  return { board, data, args, path, close, whenHalf };
}

async function said(args: string[], code: number): Promise<string> {
  const child = ringmote(args);
  expect(await child.ended, child.errors()).toBe(code);
  return child.output() + child.errors();
}

test("the JSON report says the same in one line", needs(SOCAT), async () => {
  const { args, path } = await waitingBoard();
  const [first = ""] = (await said([...args, "--json"], 0))
    .split("\n")
    .filter((line) => line.startsWith("{"));
  expect(JSON.parse(first)).toEqual({ port: path, chip: "ESP32", file: args[2], address: 0 });
});

test("the command installs a file and names its place and chip", needs(SOCAT), async () => {
  const { board, data, args, path } = await waitingBoard();
  const text = await said([...args, "--board", "esp32-espruino"], 0);
  expect(text).toContain(`${path}: ${args[2]} is installed on the ESP32; the board starts anew.`);
  expect(text).toContain("Espruino stands open to whoever is near");
  expect(text).not.toContain("TRACE");
  expect(board.flash.bytes.subarray(0, data.length)).toEqual(data);
});

test("another chip fails, and nothing is written", needs(SOCAT), async () => {
  const { board, args } = await waitingBoard("esp8266");
  expect(await said([...args, "--board", "esp32-espruino"], 1)).toMatch(
    /^ringmote: The chip is an ESP8266, and the board that was chosen has an ESP32; nothing was written\..*\n$/,
  );
  expect(board.flash.erasures).toBe(0);
});

test("an unplugged cable midway fails with its remedy", needs(SOCAT), async () => {
  const { args, close, whenHalf } = await waitingBoard();
  whenHalf(close);
  expect(await said(args, 1)).toMatch(/ringmote: The board went away while .* install once more/);
});

test("an offset within a sector is refused", async () => {
  expect(await said(["flash", "--firmware", import.meta.filename, "--offset", "0x10"], 2)).toMatch(
    /--offset: "0x10" is no address in the flash; it is a multiple of 0x1000/,
  );
});
