// JsVars of the climate device, where an interpreter is installed: printed, and never part of the record.

import type { Image } from "../../build/build.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../targets/espruino/host/binaries.ts";
import { startClimate } from "../bench/espruino/board.ts";
import { idleVars, standInVars, steadily } from "../bench/espruino/meter.ts";

/** Pools up to this many JsVars are an ESP8266's. */
const SMALL_POOL = 2047;

/** One sentence for each interpreter that is here. */
export async function countedJsVars(images: readonly Image[]): Promise<string[]> {
  const sentences: string[] = [];
  for (const binary of espruinoBinaries()) {
    const board = binary.jsVars <= SMALL_POOL ? "d1-mini-espruino" : "esp32-espruino";
    const image = images.find((one) => one.board === board);
    const script = image?.files[0]?.content.text;
    if (image === undefined || script === undefined) continue;
    const held = await heldVars(binary, script);
    sentences.push(
      `${board}: ${held} JsVars held when connected in ${binary.name}; estimated are ${image.held.connected}.`,
    );
  }
  return sentences;
}

/** JsVars that a device holds when it is connected, above those of its surroundings. Its parts answer as climate's do. */
export function heldVars(binary: EspruinoBinary, script: string): Promise<number> {
  return steadily(async () => {
    const alone = await standInVars(binary);
    const device = await startClimate(binary, script);
    try {
      return (await idleVars(device)) - alone;
    } finally {
      device.dispose();
    }
  });
}
