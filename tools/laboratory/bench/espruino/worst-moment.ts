// How many JsVars are left at the worst moment: found by taking them away until the device runs out of memory.
//
// The ring is full to its byte budget, the broker comes back, and what it sends fills whole chunks: its CONNACK with a
// long message behind it, then the rest of it with another one, while the device sends what it has kept.
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import { keptImage } from "../../../image/keep/kept-image.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { CONNACK, publishPacket } from "../canned-broker.ts";
import { HEATER } from "../climate.ts";
import { gateRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { startClimate } from "./board.ts";
import { ABSENT, engineName, SMALL_POOL } from "./held.ts";
import { emptyVars, standInVars, steadily } from "./meter.ts";
import { PAUSE_MS } from "./stand-ins.ts";

const FULL_RING = join(packageFolder, "tools", "laboratory", "bench", "firmware", "full-ring");
const BOARD = "esp8266-espruino";
/** The longest packet that the device takes on this board, and what it gets in one turn: ESP8266, other chips. */
const PACKET_BYTES = 512;
const CHUNK_BYTES = [268, 536] as const;
const LEAST_FREE = 400;

/** In this time without a broker the ring fills and overflows; in this time it reconnects and empties. */
const AWAY_MS = 10_000;
const BACK_MS = 2 * PAUSE_MS;
/** The search ends when it knows the figure to so many JsVars, which it then takes off. */
const GRAIN = 4;
/** More than can be taken away. */
const SEARCHED = 640;

export const espruinoWorstMoment: Section = {
  title: "Worst moment: Espruino",
  subject: "climate on Espruino",
  isGate: true,
  measure: async (skip) => {
    const binary = espruinoBinaries().find(({ jsVars }) => jsVars === SMALL_POOL);
    if (binary === undefined) {
      skip(`no Espruino with a pool of ${SMALL_POOL} is here. ${ABSENT}`);
      return [];
    }
    const image = await keptImage({ firmware: FULL_RING, board: BOARD });
    const script = image.files[0]?.content.text ?? "";
    return Promise.all(CHUNK_BYTES.map((chunkBytes) => worstMoment(binary, script, chunkBytes)));
  },
};

async function worstMoment(binary: EspruinoBinary, script: string, chunkBytes: number): Promise<Row> {
  const standIns = (await standInVars(binary)) - (await emptyVars(binary));
  const chunks = chunksOf(answer(), chunkBytes);
  let enough = 0;
  let tooMany = SEARCHED;
  while (tooMany - enough > GRAIN) {
    const taken = Math.floor((enough + tooMany) / 2);
    if (await steadily(() => survives(binary, script, chunks, taken))) enough = taken;
    else tooMany = taken;
  }
  return gateRow(
    engineName(binary),
    "JsVar",
    `free at the worst moment: ring full to its bytes, reconnecting, chunks of ${chunkBytes} bytes coming in (climate with one more sensor, ${BOARD})`,
    enough + standIns,
    { atLeast: LEAST_FREE },
  );
}

/** Two messages as long as the device takes them, which it does not understand and answers with its problem. */
function answer(): string {
  const overhead = publishPacket(HEATER, "x".repeat(200)).length - 200;
  const message = publishPacket(HEATER, "x".repeat(PACKET_BYTES - overhead));
  return CONNACK + message + message;
}

function chunksOf(bytes: string, size: number): string[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.substring(i * size, (i + 1) * size),
  );
}

/** Goes through the worst moment with so many JsVars less. */
async function survives(
  binary: EspruinoBinary,
  script: string,
  chunks: readonly string[],
  taken: number,
): Promise<boolean> {
  const climate = await startClimate(binary, script);
  const failed = (): boolean => climate.lines.some((line) => line.includes("MEMORY"));
  try {
    await climate.ask(`for($i=0;$i<${taken};$i++)$taken.push(1);print("\\x02taken 1");`, "taken");
    climate.leave();
    await climate.quiet();
    await climate.advance(AWAY_MS);
    if (!failed() && !climate.lines.some((line) => line.startsWith("dropped"))) {
      throw new Error(`The ring of ${BOARD} did not fill; check ${FULL_RING}/device.ts against the board.`);
    }
    climate.comeBack(chunks);
    await climate.advance(BACK_MS);
    await climate.quiet();
    return !failed();
  } catch (error) {
    if (failed()) return false;
    throw error;
  } finally {
    climate.dispose();
  }
}
