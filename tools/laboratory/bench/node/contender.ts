// A client that can be compared: whichever it is, it is offered the same messages in the same way.

export type Qos = 0 | 1;

/** 3 is MQTT 3.1.1. */
export type Version = 3 | 5;

/** Where its connection goes: to the peer in its own process, or to a broker on this port of this computer. */
export type Place = "null" | number;

export interface Contender {
  /** Publishes. `through` is called when the link has taken the message (QoS 0), or the broker has acknowledged it (QoS 1). */
  publish: (payload: string, qos: Qos, through: () => void) => void;
}

/** As a device's reading has it, and as short. */
export const TOPIC = "home/living-room-a1b2c3/temperature";

/** Twenty bytes that differ each time. */
export function payloadOf(index: number): string {
  return `reading ${String(index).padStart(12, "0")}`;
}

/** Has `count` messages published, of which `underWay` are always under way: when one is through, the next one goes. */
export function offer(contender: Contender, count: number, qos: Qos, underWay: number): Promise<void> {
  return new Promise((resolve) => {
    let offered = 0;
    let done = 0;
    function through(): void {
      done += 1;
      if (done === count) resolve();
      else if (offered < count) next();
    }
    function next(): void {
      offered += 1;
      contender.publish(payloadOf(offered), qos, through);
    }
    for (let i = 0; i < underWay && i < count; i += 1) next();
  });
}

/** Microseconds from each of `count` publishes at QoS 1 to its acknowledgement, one after the other. */
export async function acknowledgementTimes(contender: Contender, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = process.hrtime.bigint();
    await new Promise<void>((resolve) => contender.publish(payloadOf(index), 1, resolve));
    times.push(Number(process.hrtime.bigint() - begun) / 1000);
  }
  return times;
}
