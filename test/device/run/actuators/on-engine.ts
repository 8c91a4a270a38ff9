// A device without parts in the host of a board's engine, at a broker in virtual time.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { espOf } from "../../../../boards/chips/chip.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { buildImage } from "../../../../tools/image/build.ts";
import { readBoard } from "../../../../tools/image/firmware/firmware.ts";
import { hostEspruino } from "../../../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../../tools/sim/worlds/virtual-world.ts";

/** A board of each. */
export const ENGINES: readonly string[] = ["esp8266-nodemcu", "esp32-nodemcu", "esp8266-espruino"];

const wiringOn = (board: string) => `import { wire } from "ringmote/boards/board.ts";
import board from "ringmote/boards/${board}.ts";

export default { "${board}": wire(board, {}) };
`;

/** Starts what a device file declares, with the settings that its root is "home/b". */
export async function startOn(board: string, source: string) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const settings = { ssid: "home", password: "long enough", host: "broker", id: "b" };
  const storage = new Map([[SETTINGS, settingsRecord(settings)]]);
  const world = createVirtualWorld({ clock, peer: broker.peer, storage });
  await host(board, source, world);
  return { clock, broker, storage };
}

async function host(boardName: string, source: string, world: World): Promise<void> {
  const board = await readBoard(boardName);
  const files = await imageOf(boardName, source);
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  if (board.target === "espruino")
    hostEspruino({ script: Object.values(image)[0] ?? "", world, board, chunkBytes: 268 });
  else hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world }).boot();
}

async function imageOf(board: string, source: string) {
  const firmware = mkdtempSync(join(tmpdir(), "ringmote-"));
  try {
    writeFileSync(join(firmware, "device.ts"), source);
    writeFileSync(join(firmware, "wiring.ts"), wiringOn(board));
    return (await buildImage({ firmware, board })).files;
  } finally {
    rmSync(firmware, { recursive: true });
  }
}
