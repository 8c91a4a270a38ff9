// A phone: it looks which devices there are, and commands them when its owner wants something.
import { createKnownDevices, LONGEST_PACKET } from "../../../firmware/automation/known-devices.ts";
import { type NodeClient, startNodeClient } from "../../../src/client/client.ts";
import type { NodeClientOptions } from "../../../src/client/options.ts";
import { commandTopic, statusTopic } from "../../../src/device/run/topics.ts";
import type { World } from "../../../src/platform/node/world.ts";

export interface Phone extends Pick<NodeClient, "stop" | "kill"> {
  /** Commands an actuator of the device of this name; one that it has never heard of is left alone. */
  command: (device: string, actuator: string, payload: string) => void;
}

const CHIP = /-[0-9a-f]{6,12}$/;

export interface PhoneOptions extends Omit<NodeClientOptions, "status"> {
  /** What all topics begin with, as "home/". */
  root: string;
  /** Where a command to this topic of a device goes, where another program brings it there. */
  through?: (device: string, topic: string) => string;
}

/** Connects to the broker; from now on it knows each device by its status. */
export function startPhone(world: World, { root: above, through, ...options }: PhoneOptions): Phone {
  const limits = { packetBytes: LONGEST_PACKET };
  const ownStatus = statusTopic(`${above}phone`);
  const client = startNodeClient(world, { limits, ...options, status: ownStatus });
  const isFollowed = createKnownDevices(world.log);
  const roots = new Map<string, string>();
  client.subscribe(`${above}+/status`, ({ topic }) => {
    if (topic === ownStatus) return;
    const root = topic.slice(0, -"/status".length);
    const name = root.slice(above.length).replace(CHIP, "");
    if (isFollowed(name)) roots.set(name, root);
  });
  return {
    stop: (done, withinMs) => client.stop(done, withinMs),
    kill: () => client.kill(),
    command(device, actuator, payload) {
      const root = roots.get(device);
      if (root === undefined) {
        world.log(`knows no device called ${device}`);
        return;
      }
      const topic = commandTopic(root, actuator);
      client.publish(client.prepare(through?.(device, topic) ?? topic, { qos: 1 }), payload);
    },
  };
}
