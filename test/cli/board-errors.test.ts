// Obstacles between a command and a board: each kind ends with exit code 1 and one sentence that has the
// cure, whatever the board runs.
import { chmodSync, realpathSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import type { Board } from "../../boards/board.ts";
import esp32Espruino from "../../boards/esp32-espruino.ts";
import esp8266Espruino from "../../boards/esp8266-espruino.ts";
import { openSerialPort } from "../../tools/flash/serial-port.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, nodeMcuAtPort, said } from "./board-at-port.ts";
import { ringmote } from "./child.ts";

vi.setConfig({ testTimeout: 300_000 });

/** Root may open everything, but for what this takes away: a file that its owner may not open stays shut. */
const AS_OTHERS =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] : [];

const small: Board = { ...esp32Espruino, flashBytes: 9000 };

const TARGETS = {
  Espruino: {
    board: "esp32-espruino",
    other: "esp32-nodemcu",
    attach: () => espruinoAtPort(),
    withOtherChip: () => espruinoAtPort({ board: esp8266Espruino }),
    old: () => espruinoAtPort({ version: "2v04" }),
    oldWords: /Espruino 2v04, which is too old: .* Install it with "ringmote flash --firmware/,
    full: () => espruinoAtPort({ board: small }),
  },
  NodeMCU: {
    board: "esp32-nodemcu",
    other: "esp32-espruino",
    attach: () => nodeMcuAtPort({ chip: "esp32" }),
    withOtherChip: () => nodeMcuAtPort({ chip: "esp8266" }),
    old: () => nodeMcuAtPort({ chip: "esp32", missing: ["i2c"] }),
    oldWords: /no module "i2c", which climate needs\. Build NodeMCU with it/,
    full: () => nodeMcuAtPort({ chip: "esp32", flashBytes: 20_000 }),
  },
} as const;

/** The one sentence of a command that fails. */
async function refusal(...args: string[]): Promise<string> {
  const lines = (await said(args, {}, 1)).trimEnd().split("\n");
  const [sentence, ...more] = lines.filter((line) => line.startsWith("ringmote: ") && !/warning/.test(line));
  expect(more).toEqual([]);
  return sentence ?? "";
}

describe("a port", needs(SOCAT), () => {
  test("a port without permission is reported with its group", async () => {
    const { path, close } = await openPseudoTerminal({ type() {}, onOutput() {} });
    try {
      chmodSync(realpathSync(path), 0);
      const child = ringmote(["erase", "--port", realpathSync(path)], {}, undefined, AS_OTHERS);
      const code = await child.ended;
      expect(code, child.errors()).toBe(1);
      expect(child.errors()).toMatch(
        /^ringmote: You may not open \S+; say "sudo usermod -aG dialout \$USER"/,
      );
    } finally {
      close();
    }
  });

  test("a port in use is reported with the other program", async () => {
    const { path } = await espruinoAtPort();
    const held = await openSerialPort(path);
    try {
      expect(await refusal("backup", "never-made", "--port", path)).toMatch(
        /^ringmote: .* holds \S+; end it there and say the command again\.$/,
      );
    } finally {
      await held.close();
    }
  });

  test("a silent port is reported with what to check", async () => {
    const { path, close } = await openPseudoTerminal({ type() {}, onOutput() {} });
    try {
      expect(await refusal("erase", "--port", path)).toMatch(
        /^ringmote: Nothing answers on \S+: use a cable that carries data, .*press its reset button/,
      );
    } finally {
      close();
    }
  });
});

describe.each(Object.entries(TARGETS))("a board with %s", needs(SOCAT), (_, target) => {
  const flash = (path: string, board: string) =>
    refusal("flash", "climate", "--board", board, "--port", path);

  test("another chip on the board is reported with a remedy", async () => {
    const { path, storage } = await target.withOtherChip();
    expect(await flash(path, target.board)).toMatch(/another chip; choose the board that is plugged in/);
    expect(storage.size).toBe(0);
  });

  test("a board refuses an image of the other interpreter with a remedy", async () => {
    const { path, storage } = await target.attach();
    expect(await flash(path, target.other)).toMatch(
      /The board runs (Espruino|NodeMCU) \S+, and .*choose a board that runs \1 .*or install .* --firmware/,
    );
    expect(storage.size).toBe(0);
  });

  test("an unsuitable firmware is reported together with a suitable one", async () => {
    const { path, storage } = await target.old();
    expect(await flash(path, target.board)).toMatch(target.oldWords);
    expect(storage.size).toBe(0);
  });

  test("a full board is reported with a remedy", async () => {
    const { path } = await target.full();
    expect(await flash(path, target.board)).toMatch(/needs \d+ .*bytes .*Remove files of your own/);
  });

  test("an unplugged board is reported with a remedy", async () => {
    const { path, storage, close } = await target.attach();
    const told = flash(path, target.board);
    await expect.poll(() => storage.size, { timeout: 200_000 }).toBeGreaterThan(1);
    close();
    expect(await told).toMatch(/went away.*[Pp]lug (it|the board) in again/);
  });
});
