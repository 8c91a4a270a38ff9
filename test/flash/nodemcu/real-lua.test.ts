// Real Lua prompts flashed as boards are, with a file system in a folder: through our uploader on a line with
// cuts, and through the commands at a pseudo-terminal.
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import type { DeviceConsole } from "../../../tools/flash/device-console.ts";
import { openNodeMcu } from "../../../tools/flash/nodemcu/console.ts";
import { openPseudoTerminal } from "../../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { type RealLua, realLua } from "../../../tools/laboratory/hosts/nodemcu/real-lua.ts";
import { said, temporary } from "../../cli/board-at-port.ts";
import { LUA_51, LUA_53, needs, SOCAT } from "../../needs.ts";
import { timedLine } from "../timed-line.ts";
import { imageOf } from "./board.ts";

vi.setConfig({ testTimeout: 300_000 });

/** Of the chunks of an upload every so many are tried as the last: each takes a second. */
const CUT_EVERY = 23;

describe.for([
  ["lua5.1", "esp8266", LUA_51],
  ["lua5.3", "esp32", LUA_53],
] as const)("the prompt of %s", ([program, chip, lua]) => {
  describe(`of the ${chip}`, needs(lua), () => {
    function switchOn(files: ReadonlyMap<string, string> = new Map()): RealLua {
      const board = realLua(program, files);
      onTestFinished(board.dispose);
      return board;
    }

    /** Opens its console, does something with it, and hands the line on. */
    async function at<T>(board: RealLua, act: (console: DeviceConsole) => Promise<T>, cutAtWrite?: number) {
      const faults = cutAtWrite === undefined ? {} : { cutAtWrite };
      const console = await openNodeMcu(timedLine(board, createRealTimers(), faults));
      const result = await act(console);
      await console.release();
      return result;
    }

    test("the prompt takes an image that starts, and nothing the second time", async () => {
      const board = switchOn();
      const report = await at(board, (console) => {
        expect(console.found).toMatchObject({ chip, version: "3.0.0", lfsBytes: 0 });
        return console.upload(imageOf("one", chip));
      });
      expect(report.files).toEqual(["base.lua", "device.lua"]);
      expect(board.start()).toBe("[one]\n");
      expect(await at(board, (console) => console.upload(imageOf("one", chip)))).toMatchObject({ files: [] });
    });

    test("a cut upload starts the old image or the new one", async () => {
      const first = switchOn();
      await at(first, (console) => console.upload(imageOf("old", chip)));
      const starts = new Set<string>();
      for (let cut = 2, isCut = true; isCut; cut += CUT_EVERY) {
        const board = switchOn(first.files());
        isCut = await at(board, (console) => console.upload(imageOf("new", chip)), cut).then(
          () => false,
          (error: unknown) => {
            expect(error).toMatchObject({ kind: "lost" });
            return true;
          },
        );
        const started = board.start();
        expect({ cut, started }).toEqual({ cut, started: expect.stringMatching(/^\[(old|new)\]\n$/) });
        starts.add(started);
        board.dispose();
      }
      expect(starts.size).toBe(2);
    });

    test("commands flash, set, back up, erase and restore it", needs(SOCAT), async () => {
      const board = switchOn();
      const terminal = await openPseudoTerminal(board);
      onTestFinished(terminal.close);
      const at = ["--port", terminal.path];
      const env = { RINGMOTE_CACHE: temporary(), RINGMOTE_WIFI_PASSWORD: "never-shown" };
      const flash = ["flash", "climate", "--board", `${chip}-nodemcu`, ...at, "--json"];
      const first = JSON.parse(await said(flash, env));
      expect(first.files).toContain("mqtt.lua");
      expect(JSON.parse(await said(flash, env))).toMatchObject({ files: [] });
      await said(["settings", ...at, "--ssid", "home", "--broker", "mqtt://10.0.0.2"], env);
      const before = board.files();
      expect(before.get("settings")).toContain("never-shown");
      const copy = `${temporary()}/copy`;
      await said(["backup", copy, ...at], env);
      await said(["erase", ...at], env);
      expect(board.files()).toEqual(new Map());
      await said(["restore", copy, ...at], env);
      expect(board.files()).toEqual(before);
    });
  });
});
