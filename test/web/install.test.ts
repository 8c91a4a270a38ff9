// The board's own firmware installed from the page: Chromium, the page's own dialog, esptool-js, and a model
// of the boot loader.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { type SimulatedBoard, simulatedBoard } from "../../tools/laboratory/page/simulated-board.ts";
import { type EspBoard, espBoard } from "../flash/boot-loader/esp-board.ts";
import { interpreterFile } from "../flash/interpreter-files.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, BOARD, choose, goTo, type OpenedPage, openPage, startBench } from "./trial.ts";

describe("a board without a firmware at the page", needs(CHROMIUM), () => {
  let bench: Bench;
  let espruino: SimulatedBoard;
  let board: EspBoard;
  let opened: OpenedPage;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.end());
  beforeEach(async () => {
    espruino = await simulatedBoard(BOARD, "climate", 1);
    board = espBoard({ chip: "esp32", timers: createRealTimers(), program: () => espruino });
    opened = await openPage(bench, {
      ...board,
      setSignals: (lines) => board.setSignals(lines as Parameters<EspBoard["setSignals"]>[0]),
    });
    const { page } = opened;
    await choose(opened);
    await goTo(opened, "connect");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText("The board does not answer").waitFor();
    await page.getByText("The board has no Espruino or NodeMCU yet").click();
  });
  afterEach(async () => {
    await opened.end();
    await espruino.end();
  });

  const install = async (chip: "esp32" | "esp8266") => {
    const { name, data } = interpreterFile(chip);
    const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(data) };
    await opened.page.getByLabel("File (.bin)").setInputFiles(file);
    await opened.page.getByRole("button", { name: "Install", exact: true }).click();
    return data;
  };

  test("a bare board shows its interpreter's features and source", async () => {
    const told = await opened.page.locator(".interpreters li").allInnerTexts();
    expect(told).toEqual([
      "Espruino has 16383 JsVars of memory, TLS, and is the slower of the two: it reads the program's text as it runs. Take the file for your chip from its maker (www.espruino.com).",
    ]);
  });

  test("a bare board refuses another chip's file, has its own after a click, answers", async () => {
    await install("esp8266");
    await opened.page.getByText("is for an ESP8266, and the chip is an ESP32").waitFor();
    expect(board.flash.erasures).toBe(0);
    const data = await install("esp32");
    await opened.page.getByText("The board was restarted with its new firmware.").waitFor();
    expect(board.flash.bytes.subarray(0, data.length)).toEqual(data);
    expect(board.runs).toBe("program");
    await opened.page.getByText("The board is there").waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test("a bare board plugged in again after a cut is installed", async () => {
    const unplugged = opened.serial.unplugAfter(interpreterFile("esp32").data.length / 2);
    await install("esp32");
    await unplugged;
    await opened.page.getByText("The board went away while its firmware was installed").waitFor();
    expect(board.runs).toBe("loader");
    await opened.serial.plugIn();
    await install("esp32");
    await opened.page.getByText("The board was restarted with its new firmware.").waitFor();
    expect(board.runs).toBe("program");
  });
});
