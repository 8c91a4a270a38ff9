// A phone: it looks which devices there are, and commands them when its owner wants something.
import { type NodeClient, type NodeClientOptions, startNodeClient } from "../../src/platform/node/client.ts";
import type { World } from "./world.ts";

export interface Phone extends Pick<NodeClient, "stop" | "kill"> {
  /** Commands an actuator of the device of this name; one that it has never heard of is left alone. */
  command: (device: string, actuator: string, payload: string) => void;
}

const CHIP = /-[0-9a-f]{6,12}$/;

/** Connects to the broker; from now on it knows each device by its status. */
export function startPhone(world: World, options: NodeClientOptions): Phone {
  const client = startNodeClient(world, options);
  const roots = new Map<string, string>();
  client.subscribe("home/+/status", ({ topic }) => {
    const root = topic.slice(0, -"/status".length);
    roots.set(root.slice("home/".length).replace(CHIP, ""), root);
  });
  return {
    ...client,
    command(device, actuator, payload) {
      const root = roots.get(device);
      if (root === undefined) world.log(`knows no device called ${device}`);
      else client.publish(client.prepare(`${root}/${actuator}/set`, { qos: 1 }), payload);
    },
  };
}
