// Packets that a proxy has seen, as questions of a test.
import type { CuttingProxy } from "../../tools/laboratory/brokers/cutting-proxy.ts";
import { SOAK_NUMBER } from "../../tools/laboratory/soak/devices/running-device.ts";

export interface SeenPublish {
  number: string;
  id: number;
  dup: boolean;
}

/** The device's publishes of numbers in one connection, in the order in which they came to the proxy. */
export function publishes({ seen }: CuttingProxy, connection: number): SeenPublish[] {
  return seen.entries.flatMap(({ packet, ...where }) =>
    where.connection === connection &&
    where.direction === "toBroker" &&
    packet.cmd === "publish" &&
    packet.topic === SOAK_NUMBER
      ? [{ number: packet.payload.toString(), id: packet.messageId ?? 0, dup: packet.dup }]
      : [],
  );
}

/** Did the broker say in one connection that it had kept the session? */
export function sessionWasPresent({ seen }: CuttingProxy, connection: number): boolean {
  return seen.entries.some(
    ({ packet, ...where }) =>
      where.connection === connection && packet.cmd === "connack" && packet.sessionPresent,
  );
}

/** Resolves when the broker has acknowledged so many of the device's publishes. */
export function untilAcknowledged({ seen }: CuttingProxy, count: number): Promise<void> {
  return seen.until(
    `${count} acknowledgements`,
    (packets) => packets.filter(({ packet }) => packet.cmd === "puback").length >= count,
  );
}
