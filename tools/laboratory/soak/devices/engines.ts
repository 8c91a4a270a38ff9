// Every engine of this computer that can run the counting device: Node, and the images of the boards.

import { fileURLToPath } from "node:url";
import { ESP_CHIPS, type EspName } from "../../../../boards/chips/chip.ts";
import { readBoard } from "../../../image/firmware.ts";
import { keptImage } from "../../../image/kept-image.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../../targets/espruino/host/binaries.ts";
import { waysOf } from "../../../targets/espruino/host/chips.ts";
import { hostEspruino } from "../../../targets/espruino/host/host.ts";
import { runEspruino } from "../../../targets/espruino/host/live.ts";
import { hostNodeMcu } from "../../../targets/nodemcu/host/nodemcu.ts";
import { createWatched } from "../watched.ts";
import { COUNTING_CHIP_SOURCE, chipAtConsole } from "./counting-chip.ts";
import {
  asked,
  type Engine,
  type HostedEngine,
  hosted,
  nodeAtQos2,
  nodeEngine,
  storageWith,
} from "./running-device.ts";

const FIRMWARE = fileURLToPath(new URL("../counter", import.meta.url));
const AT_QOS_2 = fileURLToPath(new URL("../counter-at-qos2", import.meta.url));
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
  console.log("No real Espruino is here: its script runs in contexts only.");

const scripts = [await espruino("esp8266"), await espruino("esp32")];

/** Those that run in this process. */
export const hostedEngines: readonly HostedEngine[] = [
  nodeEngine,
  await nodeMcu("esp8266"),
  await nodeMcu("esp32"),
  ...scripts.map(({ context }) => context),
];

/** All of them; the real interpreters where they are installed. */
export const engines: readonly Engine[] = [...hostedEngines, ...scripts.flatMap(({ real }) => real)];

/** The same with numbers at QoS 2, in this process. Their images are built when they are asked for. */
export async function enginesAtQos2(): Promise<readonly HostedEngine[]> {
  return [
    nodeAtQos2,
    await nodeMcu("esp8266", AT_QOS_2),
    await nodeMcu("esp32", AT_QOS_2),
    (await espruino("esp32", AT_QOS_2)).context,
  ];
}
