// The hosts of a client: each runs the same device in a network, as its author wrote it or as the build made it.

import { startNodeClient } from "../../src/client/client.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { hostNodeMcu, type NodeMcuOptions } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import tally from "./fixtures/tally/device.ts";
import type { HostileNetwork } from "./hostile-network.ts";

const FIRMWARE = `${packageFolder}/test/platform/fixtures/tally`;
/** One send holds a few messages, the ring a minute of them. */
export const LIMITS: ClientLimits = { slots: 64, bytes: 512, packetBytes: 256, linkBytes: 160 };
const KEEP_ALIVE_S = 20;

export interface Host {
  name: string;
  /** Starts the device in a network; resolves when it has power. */
  start: (network: HostileNetwork) => Promise<void>;
}

/** The device in Node. */
const NODE_DEVICE: Host = {
  name: "a device in Node",
  async start({ world }) {
    startNodeDevice(world, tally, simulatedWires(tally), LIMITS);
  },
};

/** A program's client in Node that counts as the device does. */
const NODE_CLIENT: Host = {
  name: "a client in Node",
  async start({ world }) {
    const client = startNodeClient(world, {
      id: "tally",
      host: "broker",
      keepAlive: KEEP_ALIVE_S,
      session: "persistent",
      limits: LIMITS,
    });
    const publication = client.prepare("home/tally/count", { qos: 1, overflow: "reject" });
    let count = 0;
    const tick = () => {
      if (client.publish(publication, String(count + 1)) === "kept") count += 1;
      world.after(1000, tick);
    };
    tick();
  },
};

export type Chip = NodeMcuOptions["chip"];
export const CHIPS: readonly Chip[] = ["esp8266", "esp32"];

const imageFor = (chip: Chip) => keptImage({ firmware: FIRMWARE, board: `${chip}-nodemcu`, limits: LIMITS });

/** Builds what `onNodeMcu` runs, which takes a while where it is not kept. */
export async function buildImages(): Promise<void> {
  for (const chip of CHIPS) await imageFor(chip);
}

/** The emitted image on a chip with NodeMCU, in real Lua. */
export async function onNodeMcu(
  chip: Chip,
  { world }: HostileNetwork,
  options: Partial<NodeMcuOptions> = {},
) {
  const image = await imageFor(chip);
  const files = Object.fromEntries(image.files.map(({ name, content }) => [name, content.text]));
  const device = hostNodeMcu({ image: files, chip, world, ...options });
  device.boot();
  return device;
}

const nodeMcu = (chip: Chip): Host => ({
  name: `the image for the ${chip.toUpperCase()} under NodeMCU`,
  async start(network) {
    await onNodeMcu(chip, network);
  },
});

export const HOSTS: readonly Host[] = [NODE_DEVICE, NODE_CLIENT, ...CHIPS.map(nodeMcu)];
