// A device whose link is cut after a given byte, and what must hold of all that its broker heard then.
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Broker, createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/clock.ts";
import type { Break, LinkPlan } from "../../tools/sim/link.ts";
import { createVirtualWorld } from "../../tools/sim/virtual-world.ts";
import { CHIP_ID, type Stage } from "./replay-world.ts";
import { ROOT, SETTINGS_RECORD } from "./session.ts";

/** The firmware that is cut: one that counts, with room for what comes while it is away. */
export const CUT_FIRMWARE = "roomy-counter";

export interface Cut {
  /** Which connection, from 0. */
  connection: number;
  direction: Break["direction"];
  afterBytes: number;
}

export interface CutLife {
  broker: Broker;
  /** Levels of the lamp's pin, oldest first. */
  lamp: number[];
}

const DELAY_MS = 10;
/** Connections are cut in this time; what follows is time to recover. */
const TALK_MS = 1700;
const RECOVERY_MS = 9000;
/** In the middle of a second connection's life there is a first one that was lost with messages out. */
const FIRST_LIFE_MS = 900;

/** Lets a device live through a talk with messages both ways, with the link cut as given. */
export function liveThrough(stage: Stage, cuts: readonly Cut[], keepsSessions = true): CutLife {
  const clock = createVirtualClock(-stage.startsAfterMs);
  const broker = createBroker({ timers: clock });
  // Whoever comes finds nothing of its last connection.
  if (!keepsSessions)
    broker.manners.admits = ({ clientId }) => {
      broker.forget(clientId);
      return 0;
    };
  const lamp: number[] = [];
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    plan: (connection) => planOf(cuts.find((cut) => cut.connection === connection)),
    storage: new Map([[SETTINGS, SETTINGS_RECORD]]),
    chipId: CHIP_ID,
  });
  const device = stage.start({
    ...world,
    circuit: {
      ...world.circuit,
      written(pin, level) {
        if (stage.roleOf(pin) === "lamp" && lamp.at(-1) !== level) lamp.push(level);
      },
    },
  });
  // Kept by the broker: a device that was not there in time obeys it later.
  const command = (payload: string) => broker.publish(`${ROOT}/lamp/set`, payload, { qos: 1, retain: true });

  clock.advance(stage.startsAfterMs);
  clock.runUntil(() => broker.received.length > 0, RECOVERY_MS);
  clock.advance(FIRST_LIFE_MS / 2);
  command("off");
  clock.advance(FIRST_LIFE_MS / 2);
  command("on");
  clock.advance(TALK_MS - FIRST_LIFE_MS);
  command("off");
  clock.advance(RECOVERY_MS);
  device.stop();
  clock.advance(DELAY_MS * 10);
  return { broker, lamp };
}

/** A quick link that breaks where it is cut. */
export function planOf(cut: Cut | undefined): LinkPlan {
  const lane = { delayMs: [DELAY_MS, DELAY_MS] } as const;
  const { direction, afterBytes } = cut ?? {};
  return {
    connectMs: DELAY_MS,
    toPeer: lane,
    toDevice: lane,
    ...(direction === undefined || afterBytes === undefined
      ? {}
      : { break: { direction, afterBytes, how: "cut" as const } }),
  };
}

/** What does not hold, a sentence for each. */
export function broken({ broker, lamp }: CutLife): string[] {
  return [...broker.breaches, ...gaps(broker), ...repeats(broker), ...ending(broker, lamp)];
}

/** Every count was kept, so every count has come, at the latest with the connection that stands now. */
function gaps(broker: Broker): string[] {
  const counts = new Set(broker.firsts(`${ROOT}/all`).map(Number));
  const most = Math.max(0, ...counts);
  const missing = Array.from({ length: most }, (_, index) => index + 1).filter((count) => !counts.has(count));
  return [
    ...(most < LEAST_COUNT ? [`only ${most} counts were heard`] : []),
    ...(missing.length > 0 ? [`the counts ${missing.join(", ")} of ${most} were never heard`] : []),
  ];
}

/** Three a second, less the pause before the first connection and the last moments. */
const LEAST_COUNT = 34;

/** The same message once more, that is under its identifier, says so. */
function repeats({ received }: Broker): string[] {
  const known = new Set<string>();
  return received.flatMap(({ id, topic, payload, dup }) => {
    if (id === undefined) return [];
    const key = `${id} ${topic} ${payload}`;
    const isUnmarked = known.has(key) && !dup;
    known.add(key);
    return isUnmarked ? [`${topic} ${payload} came again under ${id} without DUP`] : [];
  });
}

/** The last command holds, and the device said goodbye. */
function ending(broker: Broker, lamp: readonly number[]): string[] {
  const state = broker.kept(`${ROOT}/lamp`);
  const status = broker.kept(`${ROOT}/status`);
  return [
    ...(lamp.at(-1) === 0 && state === "off" ? [] : [`the lamp is ${lamp.at(-1)}, told as ${state}`]),
    ...(status === "offline" && broker.farewells === 1
      ? []
      : [`the status is ${status} behind ${broker.farewells} farewells`]),
  ];
}
