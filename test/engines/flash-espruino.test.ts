// Real interpreters flashed through a pseudo-terminal, as a board is through its port.
import mqtt from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import type { FlashImage } from "../../tools/flash/device-console.ts";
import { openEspruino } from "../../tools/flash/espruino/console.ts";
import type { FlashError } from "../../tools/flash/flash-error.ts";
import { flashImage } from "../../tools/flash/flash-image.ts";
import { openSerialPort } from "../../tools/flash/serial-port.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { openPseudoTerminal } from "../../tools/laboratory/hosts/consoles/pseudo-terminal.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { BOARD_STAND_INS } from "../../tools/laboratory/hosts/espruino/board-stand-ins.ts";
import { type RealEspruino, realEspruino } from "../../tools/laboratory/hosts/espruino/real-console.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { imageOf } from "../flash/espruino/bench.ts";
import { timedLine } from "../flash/timed-line.ts";
import { ESPRUINO, needs, SOCAT } from "../needs.ts";

const binaries = espruinoBinaries();

/** A busy computer is slow, and an upload at a line's pace is waited for as well. */
const PATIENCE_MS = 60_000;
/** Of the chunks of an upload every so many are tried as the last: each takes seconds. */
const CUT_EVERY = 7;

/** The stand-ins are a boot file. */
const KEEP = { keepBootFiles: true };

let broker: EmbeddedBroker;
beforeAll(async () => {
  broker = await startBroker(0);
});
afterAll(() => broker.close());

async function climate(): Promise<FlashImage> {
  return flashImage(await keptImage({ firmware: "climate", board: "esp8266-espruino" }));
}

/** Waits until a device tells its broker that it is there; what the broker has kept from before does not count. */
function online(): Promise<void> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${broker.port}`);
  return new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("No device came online.")), PATIENCE_MS);
    client.subscribe("#");
    client.on("message", (topic, payload, { retain }) => {
      if (retain || !topic.endsWith("/status") || payload.toString() !== "online") return;
      clearTimeout(limit);
      resolve();
    });
  }).finally(() => client.end(true));
}

/** What the board prints until it has printed this. */
function printed(board: RealEspruino, words: RegExp, act: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const limit = setTimeout(() => reject(new Error(`It printed: ${text}`)), PATIENCE_MS);
    board.onOutput((bytes) => {
      text += bytes;
      const match = words.exec(text);
      if (match === null) return;
      clearTimeout(limit);
      resolve(match[0]);
    });
    act();
  });
}

test(
  "a real Espruino is flashed slowly, publishes, and survives a power cut",
  needs(ESPRUINO, SOCAT),
  async () => {
    const image = await climate();
    for (const binary of binaries) {
      const board = realEspruino(binary, new Map([[".boot0", BOARD_STAND_INS]]));
      const terminal = await openPseudoTerminal(board, { bytesPerSecond: 11_520 });
      try {
        const port = await openSerialPort(terminal.path);
        const device = await openEspruino(port);
        expect(device.found).toMatchObject({ target: "espruino", chip: "LINUX" });
        const record = settingsRecord({ ssid: "x", password: "y", host: "127.0.0.1", port: broker.port });
        await device.writeSettings(record);
        expect(await device.readSettings()).toBe(record);
        const [, report] = await Promise.all([online(), device.upload(image, KEEP)]);
        expect(report.sent).toBe(image.files[0]?.content.length);
        expect(await device.upload(image, KEEP)).toMatchObject({ sent: 0 });
        await device.release();
        await port.close();
        const again = online();
        board.powerCycle();
        await again;
      } finally {
        terminal.close();
        board.dispose();
      }
    }
  },
);

test("a real Espruino survives a cut upload, and the next upload succeeds", needs(ESPRUINO), async () => {
  const [binary] = binaries;
  if (binary === undefined) return;
  const timers = createRealTimers();
  const board = realEspruino(binary, new Map([[".boot0", BOARD_STAND_INS]]));
  const upload = async (image: FlashImage, cutAtWrite?: number): Promise<number> => {
    const port = timedLine(board, timers, { cutAtWrite });
    const device = await openEspruino(port).catch((error: FlashError) => {
      // What its sentence says: the Linux build garbles half a line that a cut has left over.
      if (error.kind !== "no answer") throw error;
      board.powerCycle();
      return openEspruino(port);
    });
    await device.upload(image, KEEP);
    await device.release();
    return port.writes;
  };
  try {
    await upload(imageOf("old"));
    const next = imageOf("new", 3000, "b");
    for (let cut = 2, isCut = true; isCut; cut += CUT_EVERY) {
      isCut = await upload(next, cut).then(
        () => false,
        (error: unknown) => {
          expect(error).toMatchObject({ kind: "lost" });
          return true;
        },
      );
      const started = await printed(board, /(old|new) started/, () => board.powerCycle());
      if (!isCut) expect(started).toBe("new started");
      else if (started === "new started") break;
    }
    await upload(imageOf("third", 3000, "c"));
    expect(await printed(board, /(old|new|third) started/, () => board.powerCycle())).toBe("third started");
  } finally {
    board.dispose();
  }
});
