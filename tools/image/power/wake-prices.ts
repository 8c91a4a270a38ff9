// Prices of the parts of a wake by the model: milliseconds, and mA times seconds, low and high.
import type { Interval, PowerFacts } from "../../../boards/board.ts";
import { FIRST_PAUSE_MS } from "../../../src/mqtt/backoff.ts";
import { RESTART_MS } from "../../../src/runtime/runtime.ts";
import { LISTEN_MS } from "../../../src/runtime/staying-awake.ts";

/** One in a wired network, or from beacon to beacon of Wi-Fi (102.4 ms). */
export const ROUND_TRIP_MS: Interval = { low: 1, high: 110 };
/** It looks so long for its broker (runtime/sleeping.ts). */
const SEARCH_MS = 20_000;

export interface Price {
  of: string;
  ms: Interval;
  mAs: Interval;
}

export function wakePrices(power: PowerFacts): Price[] {
  const { connectedMa } = power;
  return [
    priced("boot", power.bootMs, power.runningMa),
    priced("join of Wi-Fi, address by DHCP", power.joinMs, power.joiningMa),
    priced("pause before CONNECT, drawn", { low: 0, high: FIRST_PAUSE_MS }, connectedMa),
    priced("TCP and CONNECT", roundTrips(2), connectedMa),
    priced("messages at QoS 0", roundTrips(0), connectedMa),
    priced("messages at QoS 1, all of a wake", roundTrips(1), connectedMa),
    priced("settings by message, commands, `stayAwake`", { low: LISTEN_MS, high: LISTEN_MS }, connectedMa),
    priced("handshake of TLS", power.tlsMs, connectedMa),
    priced("DISCONNECT, and time for it to leave", { low: RESTART_MS, high: RESTART_MS }, connectedMa),
    priced("a wake without Wi-Fi", { low: SEARCH_MS, high: SEARCH_MS }, power.joiningMa),
    priced("a wake without broker", { low: SEARCH_MS, high: SEARCH_MS }, connectedMa),
  ];
}

function roundTrips(count: number): Interval {
  return { low: count * ROUND_TRIP_MS.low, high: count * ROUND_TRIP_MS.high };
}

function priced(of: string, ms: Interval, mA: Interval): Price {
  return { of, ms, mAs: { low: (ms.low * mA.low) / 1000, high: (ms.high * mA.high) / 1000 } };
}
