// Packet identifiers at QoS 2 that keep the order of a store. Each message has that of its number, in turns
// of 255; so whoever has the store knows the order in which the messages were sent that its last life may
// have left half-way with the broker.
import type { Ring } from "../../ring/ring.ts";
import type { Client } from "../client.ts";
import type { Publication } from "../publication.ts";
import { FIRST_QOS2_ID, WIDEST_QOS2_WINDOW } from "../window.ts";

/** The identifier that an overrun of the last one is: 257 for 512. */
export function turned(id: number): number {
  return id < FIRST_QOS2_ID + WIDEST_QOS2_WINDOW ? id : id - WIDEST_QOS2_WINDOW;
}

/** The identifier of the message with this number in the store. */
export function idOfNumber(number: number): number {
  return FIRST_QOS2_ID + (number % WIDEST_QOS2_WINDOW);
}

/** The start of the sending order among the identifiers that an earlier life may have left. */
export function firstInherited({ ring }: Client): number {
  return idOfNumber(firstNumber(ring));
}

/** The number of the oldest message in the ring that has one; 0 for none. */
export function firstNumber({ done, put, slots, items }: Ring<Publication>): number {
  for (let cursor = done; cursor !== put; cursor = cursor + 1) {
    const number = items[cursor % slots]?.storeNumber ?? 0;
    if (number > 0) return number;
  }
  return 0;
}
