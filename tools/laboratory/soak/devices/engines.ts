// Every engine of this computer that can run the counting device: Node, and the images of the boards.

import { fileURLToPath } from "node:url";
import { ESP_CHIPS, type EspName } from "../../../../boards/chips/chip.ts";
import { readBoard } from "../../../image/firmware/firmware.ts";
import { keptImage } from "../../../image/keep/kept-image.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { waysOf } from "../../hosts/espruino/chips.ts";
import { hostEspruino } from "../../hosts/espruino/host.ts";
import { runEspruino } from "../../hosts/espruino/live.ts";
import { hostNodeMcu } from "../../hosts/nodemcu/nodemcu.ts";
import { createWatched } from "../watched.ts";
import { COUNTING_CHIP_SOURCE, chipAtConsole } from "./counting-chip.ts";
import {
  asked,
  type Engine,
  type HostedEngine,
  hosted,
  nodeEngine,
  nodeWith,
  storageWith,
} from "./running-device.ts";

const FIRMWARE = fileURLToPath(new URL("../counter", import.meta.url));
/** A pool of fewer JsVars is that of a small chip. */
const isSmall = (jsVars: number) => jsVars < 4000;

async function nodeMcu(chip: EspName, firmware = FIRMWARE): Promise<HostedEngine> {
  const board = await readBoard(`${chip}-nodemcu`);
  const { files } = await keptImage({ firmware, board: board.name });
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  return hosted(`lua ${ESP_CHIPS[chip].lua}`, board.ring.slots, (world) => {
    const device = hostNodeMcu({ image, chip, world });
    device.boot();
    return device;
  });
}

/** The script in a context of this process, and in the real interpreters that are as large as the board. */
async function espruino(
  chip: EspName,
  firmware = FIRMWARE,
): Promise<{ context: HostedEngine; real: Engine[] }> {
  const board = await readBoard(`${chip}-espruino`);
  const { files } = await keptImage({ firmware, board: board.name });
  const script = files[0]?.content.text as string;
  const { chunkBytes } = waysOf(chip);
  const isAsLarge = ({ jsVars }: EspruinoBinary) => isSmall(jsVars) === isSmall(board.memory.jsVars ?? 0);
  return {
    context: hosted(`script of the ${chip}, in a context`, board.ring.slots, (world) =>
      hostEspruino({ script, world, board, chunkBytes }),
    ),
    real: espruinoBinaries()
      .filter(isAsLarge)
      .map((binary) => interpreter(binary, script, board.ring.slots)),
  };
}

function interpreter(binary: EspruinoBinary, script: string, slots: number): Engine {
  return {
    name: `espruino with ${binary.jsVars} variables`,
    slots,
    async start(settings) {
      const log = createWatched<string>();
      const storage = storageWith(settings);
      const device = runEspruino({ binary, script, storage, i2c: COUNTING_CHIP_SOURCE, log: log.add });
      return {
        ...chipAtConsole(log, device.type),
        ...asked(device, log),
        setNetwork: device.setNetwork,
        end: async () => device.dispose(),
      };
    },
  };
}

if (espruinoBinaries().length === 0)
  console.error("No real Espruino is here: its script runs in contexts only.");

const scripts = [await espruino("esp8266"), await espruino("esp32")];

/** Those that run in this process. */
const hostedEngines: readonly HostedEngine[] = [
  nodeEngine,
  await nodeMcu("esp8266"),
  await nodeMcu("esp32"),
  ...scripts.map(({ context }) => context),
];

/** All of them; the real interpreters where they are installed. */
export const engines: readonly Engine[] = [...hostedEngines, ...scripts.flatMap(({ real }) => real)];

/**
 * With numbers at this QoS in this version. Their images are built when they are asked for. Of a ring of 8
 * slots behind a full window nobody outside is sure that it has room: those are left out.
 */
export async function enginesWith(qos: 1 | 2, mqtt: 3 | 5): Promise<readonly HostedEngine[]> {
  const name = `counter${qos === 2 ? "-at-qos2" : ""}${mqtt === 5 ? "-in-5" : ""}`;
  const firmware = fileURLToPath(new URL(`../${name}`, import.meta.url));
  return [
    nodeWith(qos, mqtt),
    await nodeMcu("esp8266", firmware),
    await nodeMcu("esp32", firmware),
    (await espruino("esp32", firmware)).context,
  ];
}
