// A device whose link is cut after a given byte, and what must hold of all that its broker heard then.
import { SETTINGS } from "../../src/runtime/settings.ts";
import { createVirtualClock } from "../../tools/sim/clock.ts";
import type { Break, LinkPlan } from "../../tools/sim/link.ts";
import { createVirtualWorld } from "../../tools/sim/virtual-world.ts";
import { createModelBroker, type Heard, type ModelBroker } from "./model-broker.ts";
import { parsed } from "./packets.ts";
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
  broker: ModelBroker;
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
  const broker = createModelBroker();
  broker.manners.keepsSessions = keepsSessions;
  const clock = createVirtualClock(-stage.startsAfterMs);
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
  clock.runUntil(() => broker.heard.length > 0, RECOVERY_MS);
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
  return [...tails(broker), ...gaps(broker.heard), ...repeats(broker.heard), ...ending(broker, lamp)];
}

/** Nothing of one connection on the next: each is packets from a CONNECT on. */
function tails({ connections }: ModelBroker): string[] {
  return connections.flatMap((bytes, index) => {
    try {
      parsed(bytes);
      return [];
    } catch (error) {
      return [`connection ${index}: ${(error as Error).message}`];
    }
  });
}

/** Every count was kept, so every count has come, at the latest with the connection that stands now. */
function gaps(heard: readonly Heard[]): string[] {
  const counts = new Set(valuesOf(heard, "all").map(Number));
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
function repeats(heard: readonly Heard[]): string[] {
  const known = new Set<string>();
  return heard.flatMap(({ id, topic, payload, duplicate }) => {
    if (id === undefined) return [];
    const key = `${id} ${topic} ${payload}`;
    const isUnmarked = known.has(key) && !duplicate;
    known.add(key);
    return isUnmarked ? [`${topic} ${payload} came again under ${id} without DUP`] : [];
  });
}

/** The last command holds, and the device said goodbye. */
function ending({ heard }: ModelBroker, lamp: readonly number[]): string[] {
  const status = valuesOf(heard, "status");
  const state = valuesOf(heard, "lamp");
  return [
    ...(lamp.at(-1) === 0 && state.at(-1) === "off"
      ? []
      : [`the lamp is ${lamp.at(-1)}, told as ${state.at(-1)}`]),
    ...(status.at(-1) === "offline" && !heard.at(-1)?.isWill ? [] : [`the last status is ${status.at(-1)}`]),
  ];
}

function valuesOf(heard: readonly Heard[], name: string): string[] {
  return heard.filter(({ topic }) => topic === `${ROOT}/${name}`).map(({ payload }) => payload);
}
