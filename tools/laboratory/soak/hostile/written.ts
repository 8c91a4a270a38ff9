// What a proxy has seen of a device's numbers: how each was written, and whether it was acknowledged.
import type { SeenPacket } from "./proxy.ts";

export interface Written {
  /** Numbers that were written again without DUP. */
  withoutDup: number[];
  /** Numbers that came again to the subscriber and were written once: the broker passed them on twice, as when it restarts. */
  byBroker: number[];
  /** Numbers whose last acknowledgement (PUBACK, PUBCOMP) came to the device. */
  acknowledged: ReadonlySet<number>;
}

/** Looks at all packets of one device. `again` are the numbers that came to the subscriber more than once. */
export function writtenNumbers(
  seen: readonly SeenPacket[],
  topic: string,
  again: readonly number[],
): Written {
  const times = new Map<number, number>();
  const withoutDup: number[] = [];
  const acknowledged = new Set<number>();
  /** The number that an identifier stands for at the moment. */
  const out = new Map<number, number>();
  for (const { fromDevice, packet } of seen) {
    if (fromDevice && packet.cmd === "publish" && packet.topic === topic) {
      const number = Number(packet.payload.toString());
      const before = times.get(number) ?? 0;
      if (before > 0 && !packet.dup) withoutDup.push(number);
      times.set(number, before + 1);
      out.set(packet.messageId ?? 0, number);
    } else if (!fromDevice && (packet.cmd === "puback" || packet.cmd === "pubcomp")) {
      const number = out.get(packet.messageId ?? 0);
      if (number !== undefined) acknowledged.add(number);
    }
  }
  return {
    withoutDup,
    byBroker: again.filter((number) => (times.get(number) ?? 0) < 2),
    acknowledged,
  };
}
