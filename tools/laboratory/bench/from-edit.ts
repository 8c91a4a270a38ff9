// How long it takes from an edit of a device's source to telemetry of it: simulated, and on a real interpreter at the
// end of a serial line. A person waits for it, so it is a time; it is that of this machine, as busy as it was.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import mqtt from "mqtt";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { openEspruino } from "../../flash/espruino/console.ts";
import { openSerialPort } from "../../flash/serial-port.ts";
import { startBroker } from "../../sim/broker/embedded-broker.ts";
import { hasSocat, openPseudoTerminal } from "../hosts/consoles/pseudo-terminal.ts";
import { espruinoBinaries } from "../hosts/espruino/binaries.ts";
import { BOARD_STAND_INS } from "../hosts/espruino/board-stand-ins.ts";
import { realEspruino } from "../hosts/espruino/real-console.ts";
import { edited, ownProject } from "./own-project.ts";
import { gateRow, type Row } from "./row.ts";
import type { Section } from "./section.ts";

/** The edits; the one in the middle of their times counts, as a computer does other things as well. */
const EDITS = 5;
const PATIENCE_MS = 120_000;
const LINE_BYTES_PER_SECOND = 11_520;
const MOST_SIMULATED_S = 0.5;
const MOST_ON_BOARD_S = 3;

export const fromEdit: Section = {
  title: "From an edit to new telemetry",
  words: ["watch"],
  measure: async (skip) => [await simulatedRow(), ...(await boardRow(skip))],
};

async function simulatedRow(): Promise<Row> {
  const seconds = await secondsFromEdit((brokerPort) => [
    "run",
    "./climate",
    "--broker",
    `mqtt://127.0.0.1:${brokerPort}`,
    "--watch",
  ]);
  const name = `from an edit of the climate device (its heater's state at start, and an interval) to telemetry of it, simulated ("ringmote run --watch"), the middle one of ${EDITS}`;
  return gateRow("Node", "second", name, seconds, { atMost: MOST_SIMULATED_S });
}

async function boardRow(skip: (reason: string) => void): Promise<Row[]> {
  const [binary] = espruinoBinaries();
  if (binary === undefined || !hasSocat()) {
    skip(
      "flashing after an edit needs a real Espruino (in ESPRUINO_BIN or on the PATH) and Debian's package socat.",
    );
    return [];
  }
  const board = realEspruino(binary, new Map([[".boot0", BOARD_STAND_INS]]));
  const terminal = await openPseudoTerminal(board, { bytesPerSecond: LINE_BYTES_PER_SECOND });
  try {
    const seconds = await secondsFromEdit(async (brokerPort) => {
      const port = await openSerialPort(terminal.path);
      const device = await openEspruino(port);
      await device.writeSettings(
        settingsRecord({ ssid: "x", password: "y", host: "127.0.0.1", port: brokerPort }),
      );
      await device.release();
      await port.close();
      return ["flash", "./climate", "--board", "esp8266-espruino", "--port", terminal.path, "--watch"];
    });
    const name = `from an edit of the climate device (its heater's state at start, and an interval) to telemetry of it, through a line of ${LINE_BYTES_PER_SECOND} bytes a second ("ringmote flash --watch"), the middle one of ${EDITS}`;
    return [
      gateRow(`Espruino, pool of ${binary.jsVars}`, "second", name, seconds, { atMost: MOST_ON_BOARD_S }),
    ];
  } finally {
    terminal.close();
    board.dispose();
  }
}

/** The middle one of the times between an edit and the message that shows it, with `ringmote` given these words. */
async function secondsFromEdit(
  wordsFor: (brokerPort: number) => string[] | Promise<string[]>,
): Promise<number> {
  const folder = ownProject();
  const broker = await startBroker(0);
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  await client.subscribeAsync("#");
  const words = await wordsFor(broker.port);
  const program = join(packageFolder, "tools", "cli", "ringmote.js");
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const source = join(folder, "climate", "device.ts");
  const text = readFileSync(source, "utf8");
  /** Resolves when the heater's state at start is told anew. */
  const told = (state: string) =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`An edit was not seen within ${PATIENCE_MS / 1000} s. ${errors}`)),
        PATIENCE_MS,
      );
      const look = (topic: string, payload: Buffer, { retain }: { retain: boolean }): void => {
        if (retain || !topic.endsWith("/heater") || payload.toString() !== state) return;
        clearTimeout(limit);
        client.off("message", look);
        resolve();
      };
      client.on("message", look);
    });
  try {
    await told("off");
    const times: number[] = [];
    for (let edit = 0; edit < EDITS; edit += 1) {
      const state = edit % 2 === 0 ? "on" : "off";
      const seen = told(state);
      const begun = performance.now();
      writeFileSync(source, edited(text, state, edit));
      await seen;
      times.push((performance.now() - begun) / 1000);
    }
    return times.sort((a, b) => a - b)[Math.floor(EDITS / 2)] as number;
  } finally {
    child.kill("SIGINT");
    if (child.exitCode === null) await once(child, "close");
    await client.endAsync(true);
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
