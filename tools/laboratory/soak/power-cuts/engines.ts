// The device of power-cuts on each engine of this computer that runs in virtual time, with flash whose power
// goes.
import { fileURLToPath } from "node:url";
import { espOf } from "../../../../boards/chips/chip.ts";
import { NodeJournal } from "../../../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import { readBoard } from "../../../image/firmware/firmware.ts";
import { keptImage } from "../../../image/keep/kept-image.ts";
import type { SimulatedFlash, Tearing } from "../../../sim/worlds/flash.ts";
import { waysOf } from "../../hosts/espruino/chips.ts";
import { hostEspruino } from "../../hosts/espruino/host.ts";
import { hostNodeMcu } from "../../hosts/nodemcu/nodemcu.ts";
import { cutDevice } from "./device.ts";
import { JournalStore, pagesOf } from "./flash.ts";

const FIRMWARE = fileURLToPath(new URL(".", import.meta.url));
export const CUT_BOARDS = ["esp8266-nodemcu", "esp32-nodemcu", "esp32-espruino"] as const;

export interface CutEngine {
  name: string;
  /** What its flash is. */
  areaBytes: number;
  tearing: Tearing;
  isFile: boolean;
  /**
   * Switches a device on, again and again, in a world over this flash. `lost` is called where the power goes.
   */
  over: (flash: SimulatedFlash, lost: () => void, storage: Map<string, string>) => Powered;
}

interface Powered {
  /** What its world has as storage. */
  storage: Map<string, string>;
  /** Returns how its power is cut. */
  boot: (world: World) => () => void;
}

export const IN_NODE: CutEngine = {
  name: "node",
  areaBytes: 32_768,
  tearing: "in order",
  isFile: false,
  over: (flash, lost, storage) => ({
    storage,
    boot(world) {
      const { port } = flash;
      const reportingLoss = <Result>(work: () => Result): Result => {
        try {
          return work();
        } catch (thrown) {
          lost();
          throw thrown;
        }
      };
      const journal = new NodeJournal({
        read: port.read,
        write: (area, at, bytes) => reportingLoss(() => port.write(area, at, bytes)),
        erase: (area) => reportingLoss(() => port.erase(area)),
      });
      const device = startNodeDevice({ ...world, journal }, cutDevice(), { chip: "chip" });
      return () => device.kill();
    },
  }),
};

/** The image of a board. */
export async function cutOnBoard(name: string): Promise<CutEngine> {
  const board = await readBoard(name);
  const { journal } = board;
  if (journal === undefined)
    throw new Error(`power-cuts runs on no board without flash for a journal, as ${name}.`);
  const { files } = await keptImage({ firmware: FIRMWARE, board: name });
  const image = Object.fromEntries(files.map(({ name: file, content }) => [file, content.text]));
  const [script = ""] = Object.values(image);
  const isFile = journal.at === 0;
  return {
    name,
    areaBytes: journal.areaBytes,
    tearing: isFile ? "in order" : "at once",
    isFile,
    over: (flash, lost, storage) =>
      isFile
        ? {
            storage: new JournalStore(storage, flash, lost),
            boot(world) {
              const device = hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world });
              device.boot();
              return () => device.kill();
            },
          }
        : {
            storage,
            boot(world) {
              const { chunkBytes } = waysOf("esp32");
              const pages = pagesOf(flash, journal.at, lost);
              const device = hostEspruino({ script, world, board, chunkBytes, flash: pages });
              return () => device.kill();
            },
          },
  };
}
