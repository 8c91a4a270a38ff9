// Estimate of what a sleeper takes of its battery in a day, from its declaration and its board's facts: what
// the build says of it.
import type { Board, Interval } from "../../../boards/board.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { SleepOptions } from "../../../src/device/declare/sleep.ts";
import { FIRST_PAUSE_MS } from "../../../src/mqtt/backoff.ts";
import { RESTART_MS } from "../../../src/runtime/runtime.ts";
import { LISTEN_MS } from "../../../src/runtime/staying-awake.ts";
import type { ChargeEstimate } from "../../targets/image.ts";
import { chargeAt, NOTHING_SPENT, type Spent } from "./charge.ts";
import { ROUND_TRIP_MS } from "./wake-prices.ts";

const DAY_MS = 86_400_000;
/** Of a letter box, or a window. */
const WAKES_BY_CONTACT = 10;
const DAYS_IN_MONTH = 30.4;
/** What months are said of. */
const BATTERY_MAH = 2000;
/** TCP, CONNECT, SUBSCRIBE with what waits, and the last acknowledgement. */
const ROUND_TRIPS = 4;

/** Of a device that does not sleep, and on a board of which no source has anything, `undefined`. */
export function chargeEstimate(declaration: DeviceDeclaration, board: Board): ChargeEstimate | undefined {
  const { sleep } = declaration;
  const { power } = board;
  if (sleep === undefined || power === undefined) return undefined;
  const at = (bound: keyof Interval) => chargeAt(bound, power, dayOf(declaration, sleep, bound));
  return {
    mAhADay: { low: rounded(at("low")), high: rounded(at("high")) },
    ...(power.asleepMa === undefined && { isAwakeOnly: true }),
    ...(sleep.every === 0 && { wakesADay: WAKES_BY_CONTACT }),
  };
}

/**
 * Without a timer, so often a day. A wake without a report measures, and does not connect. A report that a
 * reading causes is not foreseen.
 */
function dayOf(
  { settings, actuators = [] }: DeviceDeclaration,
  sleep: SleepOptions,
  bound: keyof Interval,
): Spent {
  const every = sleep.every || DAY_MS / WAKES_BY_CONTACT;
  const { report = every, stayAwake } = sleep;
  const boots = DAY_MS / every;
  const joins = DAY_MS / report;
  const listens = settings !== undefined || stayAwake === true || actuators.length > 0;
  const listensMs = listens ? LISTEN_MS : 0;
  // Its pause before CONNECT is drawn anew at each wake.
  const waitsMs = FIRST_PAUSE_MS / 2 + listensMs + RESTART_MS;
  const connectedMs = joins * (ROUND_TRIPS * ROUND_TRIP_MS[bound] + waitsMs);
  const runningMs = (boots - joins) * RESTART_MS;
  return {
    ...NOTHING_SPENT,
    boots,
    joins,
    connectedMs,
    runningMs,
    asleepMs: DAY_MS - connectedMs - runningMs,
  };
}

/** What the build says of it; `undefined`: the device does not sleep. */
export function chargeNote(declaration: DeviceDeclaration, board: Board): string | undefined {
  if (declaration.sleep === undefined) return undefined;
  const estimate = chargeEstimate(declaration, board);
  if (estimate === undefined)
    return `What ${board.name} takes of a battery no source has (docs/power.md): measure it.`;
  const { low, high } = estimate.mAhADay;
  const day = `${inWords(low)} to ${inWords(high)} mAh`;
  const often = estimate.wakesADay === undefined ? "" : `, with ${estimate.wakesADay} wakes by its contact`;
  if (estimate.isAwakeOnly)
    return `Awake it takes ${day} of its battery a day${often} (estimated; docs/power.md). What ${board.name} takes asleep no source has: each mA is 24 mAh a day more.`;
  return `It takes ${day} of its battery a day${often}: one of ${BATTERY_MAH} mAh lasts ${monthsOf(estimate)} months (estimated; docs/power.md).`;
}

/** "4.4 to 38": so many months a battery of 2000 mAh lasts. */
export function monthsOf({ mAhADay: { low, high } }: ChargeEstimate): string {
  const months = (mAh: number) => inWords(BATTERY_MAH / mAh / DAYS_IN_MONTH);
  return `${months(high)} to ${months(low)}`;
}

/** More digits would say more than is known. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** With two digits. */
function inWords(value: number): string {
  return String(Number(value.toPrecision(2)));
}
