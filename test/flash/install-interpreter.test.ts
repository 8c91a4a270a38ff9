// The real esptool-js at a model of the chips' boot loaders, through a port in the shape of Web Serial.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import type { FlashError } from "../../tools/flash/flash-error.ts";
import { installInterpreter } from "../../tools/flash/install-interpreter.ts";
import { parseAddress } from "../../tools/flash/interpreter-file.ts";
import { fakeSerial } from "../../tools/laboratory/page/fake-serial.ts";
import { CHIPS, type ChipName } from "./boot-loader/chips.ts";
import { espBoard } from "./boot-loader/esp-board.ts";
import { imageStart, interpreterFile } from "./interpreter-files.ts";

interface Cable {
  /** The plug is pulled in the middle of this write, counted from 0. */
  cutAtWrite?: number;
  /** The system refuses this write, and says nothing of the port. */
  failsAtWrite?: number;
  /** Bytes at a faster rate get lost. */
  fastestRate?: number;
  /** Without DTR and RTS nothing brings the chip into its boot loader. */
  hasLines?: boolean;
  /** The port is the chip's own USB, with these numbers. */
  ownUsb?: SerialPortInfo;
  /** The button BOOT was held while power came. */
  isBootHeld?: boolean;
}

const AGAIN_EVERY = 9;

/** A board of this chip at a port. */
function boardAtPort(
  chip: ChipName,
  { cutAtWrite, failsAtWrite, fastestRate = 1e6, hasLines = true, ownUsb, isBootHeld = false }: Cable = {},
) {
  const programs: string[] = [];
  const board = espBoard({
    chip,
    timers: createRealTimers(),
    hasOwnUsb: ownUsb !== undefined,
    isBootHeld,
    program: () => {
      programs.push("started");
      return { type: () => {}, onOutput: () => {} };
    },
  });
  const rates: number[] = [];
  let writes = 0;
  const fake = fakeSerial({
    ...(ownUsb !== undefined && { usb: ownUsb }),
    write: (bytes) => {
      const isCut = writes === cutAtWrite;
      if (writes === failsAtWrite) throw new Error("input/output error");
      writes += 1;
      if ((rates.at(-1) ?? 0) <= fastestRate) board.type(isCut ? bytes.slice(0, bytes.length >> 1) : bytes);
      if (isCut) fake.unplug();
    },
    setSignals: (signals) => {
      if (hasLines) board.setSignals(signals as Parameters<typeof board.setSignals>[0]);
    },
    open: (baudRate) => {
      rates.push(baudRate);
      board.setRate(baudRate);
    },
  });
  board.onOutput((bytes) => fake.hear(bytes));
  return { board, port: fake.port, programs, rates, writes: () => writes, plugIn: fake.plugIn };
}

/** What a failed installation rejects with. */
function failure(installed: Promise<unknown>): Promise<FlashError> {
  return installed.then(
    () => Promise.reject(new Error("It was installed.")),
    (error: FlashError) => error,
  );
}

// esptool-js says much to the console; a terminal and a page say it themselves.
const printed = vi.spyOn(console, "log");
beforeAll(() => printed.mockClear());
afterAll(() => expect(printed).not.toHaveBeenCalled());

describe.concurrent("a firmware from a file", () => {
  test.each(Object.keys(CHIPS) as ChipName[])(
    "a firmware is written into the erased %s, checked and started",
    async (chip) => {
      const { board, port, programs, rates } = boardAtPort(chip);
      board.flash.write(0x200000, Uint8Array.of(1, 2, 3));
      const file = interpreterFile(chip);
      const told: [number, number][] = [];
      const steps: string[] = [];
      const { chip: name, needsReset } = await installInterpreter(port, [file], {
        chip,
        onProgress: (done, all) => told.push([done, all]),
        onStep: (text) => steps.push(text),
      });
      expect(needsReset).toBe(false);
      expect(name.toLowerCase().replace("-", "")).toBe(chip);
      expect(board.flash.bytes.subarray(0, file.data.length)).toEqual(file.data);
      expect(board.flash.erasures).toBe(1);
      expect(board.runs).toBe("program");
      expect(programs).toEqual(["started"]);
      expect(told.at(-1)).toEqual([file.data.length, file.data.length]);
      expect(steps).toHaveLength(3);
      expect(rates).toEqual([115_200, 460_800]);
      expect(port.readable).toBeNull();
    },
  );

  test.each(["esp32c3", "esp32s3", "esp32c6"] as const)(
    "an %s is brought into its boot loader and started by its own USB",
    async (chip) => {
      const ownUsb = { usbVendorId: 0x303a, usbProductId: 0x1001 };
      const { board, port, programs } = boardAtPort(chip, { ownUsb });
      const file = interpreterFile(chip);
      await installInterpreter(port, [file], { chip });
      expect(board.flash.bytes.subarray(0, file.data.length)).toEqual(file.data);
      expect(programs).toEqual(["started"]);
    },
  );

  test("an ESP32-S2 at its USB-OTG takes a firmware, and waits for its button", async () => {
    const ownUsb = { usbVendorId: 0x303a, usbProductId: 0x0002 };
    const { board, port } = boardAtPort("esp32s2", { ownUsb, hasLines: false, isBootHeld: true });
    const file = interpreterFile("esp32s2");
    expect(await installInterpreter(port, [file])).toEqual({ chip: "ESP32-S2", needsReset: true });
    expect(board.flash.bytes.subarray(0, file.data.length)).toEqual(file.data);
    expect(board.runs).toBe("loader");
  });

  test("a firmware goes on slowly over a cable that loses fast bytes", async () => {
    const { port, programs, rates } = boardAtPort("esp32", { fastestRate: 115_200 });
    await installInterpreter(port, [interpreterFile("esp32")]);
    expect(rates).toEqual([115_200, 460_800, 115_200]);
    expect(programs).toEqual(["started"]);
  });

  test("a firmware's parts go to their places, and later parts erase nothing", async () => {
    const { board, port } = boardAtPort("esp8266");
    const [first, second] = [interpreterFile("esp8266"), interpreterFile("esp8266")];
    second.address = parseAddress("0x10000");
    await installInterpreter(port, [first, second]);
    expect(board.flash.bytes.subarray(0x10000, 0x10000 + second.data.length)).toEqual(second.data);
    board.flash.write(0x200000, Uint8Array.of(1));
    await installInterpreter(port, [second]);
    expect(board.flash.erasures).toBe(1);
    expect(board.flash.bytes[0x200000]).toBe(1);
    expect(board.flash.bytes.subarray(0, first.data.length)).toEqual(first.data);
  });

  test.each<[string, ChipName, ChipName, ChipName | undefined, RegExp]>([
    [
      "a board with another chip was named",
      "esp32c3",
      "esp32",
      "esp32",
      /is an ESP32-C3, and.* has an ESP32;/,
    ],
    [
      "the named board has another chip than the file",
      "esp32",
      "esp32c3",
      "esp32",
      /^esp32c3.bin is for an ESP32-C3, and the chip is an ESP32,/,
    ],
    [
      "it is for an ESP8266 and the chip is an ESP32",
      "esp32",
      "esp8266",
      undefined,
      /is for an ESP8266, and the chip is an ESP32,/,
    ],
    [
      "it is for an ESP32 and the chip is an ESP32-C3",
      "esp32c3",
      "esp32",
      undefined,
      /the chip is an ESP32-C3,/,
    ],
    [
      "it is for an ESP32-C3 and the chip is an ESP8266",
      "esp8266",
      "esp32c3",
      undefined,
      /is for an ESP32-C3, and the chip is an ESP8266,/,
    ],
  ])("a firmware from a file is not written when %s", async (_, chip, fileFor, named, words) => {
    const { board, port } = boardAtPort(chip);
    const options = named === undefined ? {} : { chip: named };
    expect(await failure(installInterpreter(port, [interpreterFile(fileFor)], options))).toMatchObject({
      kind: "wrong chip",
      message: expect.stringMatching(words),
    });
    expect(board.flash.erasures).toBe(0);
    expect(board.flash.bytes.every((byte) => byte === 0xff)).toBe(true);
    expect(port.readable).toBeNull();
  });

  test.each<[string, ChipName, ChipName]>([
    ["ESP32-C3", "esp32c3", "esp32"],
    ["ESP32", "esp32", "esp32c3"],
    ["ESP8266", "esp8266", "esp32"],
  ])("a program alone is not written to an %s when it is for another chip", async (_, chip, programFor) => {
    const { board, port } = boardAtPort(chip);
    const program = { name: "program.bin", data: Uint8Array.from(imageStart(programFor)), address: 0x10000 };
    expect(await failure(installInterpreter(port, [program]))).toMatchObject({ kind: "wrong chip" });
    expect(board.flash.bytes.every((byte) => byte === 0xff)).toBe(true);
  });

  test("a file whose boot loader fits and whose program is for another chip is not written", async () => {
    const { board, port } = boardAtPort("esp32c3");
    const file = { name: "merged.bin", data: new Uint8Array(0x11000).fill(0xff), address: 0 };
    file.data.set(imageStart("esp32c3"));
    file.data.set(imageStart("esp32"), 0x10000);
    expect(await failure(installInterpreter(port, [file]))).toMatchObject({
      kind: "wrong chip",
      message: expect.stringMatching(/^merged.bin is for an ESP32, and the chip is an ESP32-C3,/),
    });
    expect(board.flash.bytes.every((byte) => byte === 0xff)).toBe(true);
  });

  test("a flash that differs from the sent firmware is no success", async () => {
    const { board, port } = boardAtPort("esp32");
    const write = board.flash.write.bind(board.flash);
    board.flash.write = (at, data) => {
      write(at, data);
      board.flash.bytes[0x2000] = 0;
    };
    expect(await failure(installInterpreter(port, [interpreterFile("esp32")]))).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/^The firmware could not be written \(MD5 .*another USB port\.$/),
    });
  });

  test("the install waits for a silent boot loader no longer than announced", async () => {
    const { port } = boardAtPort("esp32", { hasLines: false });
    expect(await failure(installInterpreter(port, [interpreterFile("esp32")]))).toMatchObject({
      kind: "no answer",
      message: expect.stringMatching(/hold the button BOOT/),
    });
  });

  test("a failed write ends with a sentence before the port is lost", async () => {
    const whole = boardAtPort("esp32");
    await installInterpreter(whole.port, [interpreterFile("esp32")]);
    const { port } = boardAtPort("esp32", { failsAtWrite: whole.writes() - 5 });
    expect(await failure(installInterpreter(port, [interpreterFile("esp32")]))).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/^The firmware could not be written \(.*try again/),
    });
  });

  test("an unplugged install is reported, and the next installation succeeds", async () => {
    const file = interpreterFile("esp32");
    const whole = boardAtPort("esp32");
    await installInterpreter(whole.port, [file]);
    const cuts = Array.from({ length: whole.writes() }, (_, cut) => cut);
    await Promise.all(
      cuts.map(async (cutAtWrite) => {
        const { board, port, programs, plugIn } = boardAtPort("esp32", { cutAtWrite });
        expect(await failure(installInterpreter(port, [file]))).toMatchObject({
          kind: "lost",
          message: expect.stringMatching(/^The board went away while its firmware was installed; plug it in/),
        });
        expect(programs).toEqual([]);
        // Each of them would be the same installation again: a few of each phase do.
        if (cutAtWrite % AGAIN_EVERY !== 0) return;
        plugIn();
        await installInterpreter(port, [file]);
        expect(programs).toEqual(["started"]);
        expect(board.flash.bytes.subarray(0, file.data.length)).toEqual(file.data);
      }),
    );
    expect(cuts.length).toBeGreaterThan(30);
  });
});
