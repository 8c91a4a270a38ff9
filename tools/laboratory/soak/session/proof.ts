// The proof of sessions: by whatever happens to them, what was kept comes, in order, and at QoS 2 once.
import { type Figures, type Proof, sumOfFigures } from "../proof.ts";
import type { SessionEngine } from "./engines.ts";
import { liveSession, type SessionLife } from "./life.ts";
import { drawLongSchedule, drawSchedule, minimised, type Schedule, scheduleInWords } from "./schedule.ts";

/** On Node; the first of them on each other engine too. */
const SCHEDULES_A_PORTION = 10_000;
const ON_OTHER_ENGINES = 1000;

/**
 * Lives by a schedule on Node, and plays its tape to the engine, where there is one. Throws when a promise
 * was broken or the engine answered otherwise, with the seed and the shortest schedule that does it.
 */
export function liveSoundly(schedule: Schedule, engine?: SessionEngine): SessionLife {
  const life = liveSession(schedule);
  if (faultsOf(life, engine).length === 0) return life;
  const shortest = minimised(schedule, (fewer) => faultsOf(liveSession(fewer), engine).length > 0);
  const faults = faultsOf(liveSession(shortest), engine).join("\n  ");
  throw new Error(
    `A session broke its word${engine === undefined ? "" : ` in ${engine.name}`}:\n  ${faults}\nby the schedule\n  ${scheduleInWords(shortest)}`,
  );
}

function faultsOf({ faults, tape }: SessionLife, engine: SessionEngine | undefined): string[] {
  if (faults.length > 0 || engine === undefined) return faults;
  try {
    const difference = engine.play(tape);
    return difference === "" ? [] : [difference];
  } catch (thrown) {
    // What escapes from the client is a broken promise too.
    return [(thrown as Error).message];
  }
}

/** Tries the schedules of so many seeds, from the first on; on an engine besides, where one is given. */
export function liveThrough(firstSeed: number, count: number, engine?: SessionEngine) {
  const figures = {
    schedules: 0,
    "connections in schedules": 0,
    "messages kept in schedules": 0,
    "repeats in schedules": 0,
    // One that is lost is a fault, and ends the run.
    "messages lost in schedules": 0,
  };
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const { kept, repeats, connections } = liveSoundly(drawSchedule(seed), engine);
    figures.schedules += 1;
    figures["connections in schedules"] += connections;
    figures["messages kept in schedules"] += kept;
    figures["repeats in schedules"] += repeats;
  }
  return figures;
}

/** A life is so many schedules long, and what it leaves in memory is held against one of a tenth of them. */
const LONG = 300;
/**
 * Texts that are kept are longer in one life than in the other; one value more a connection would be ten
 * times that.
 */
const slackOf = ({ name }: SessionEngine) => (name.startsWith("Lua") ? 1200 : 40);

/** Lives long on an engine. Throws when it holds more in the end than behind a short life. */
export function liveLong(seed: number, engine: SessionEngine) {
  const [short, long] = [LONG / 10, LONG].map((count) => {
    const { connections, faults, tape } = liveSession(drawLongSchedule(seed, count));
    const found = [...faults, engine.play(tape)].filter((fault) => fault !== "");
    if (found.length > 0) throw new Error(`Seed ${seed}, long, on ${engine.name}: ${found.join(" ")}`);
    return { connections, held: engine.held() };
  });
  if (long.held > short.held + slackOf(engine))
    throw new Error(
      `Seed ${seed} on ${engine.name}: it held ${short.held} behind ${short.connections} connections, and ${long.held} behind ${long.connections}.`,
    );
  return { "long lives": 1, "connections in long lives": long.connections };
}

const started = new Map<string, Promise<SessionEngine>>();

function engineCalled(name: string, start: () => Promise<SessionEngine>): Promise<SessionEngine> {
  const engine = started.get(name) ?? start();
  started.set(name, engine);
  return engine;
}

/** On Node, and with the same schedules on both Luas and in Espruino's context. */
export const sessions: Proof = {
  name: "sessions",
  async portion(seed) {
    const { sessionInContext, sessionInLua, sessionInNode } = await import("./engines.ts");
    const first = seed * SCHEDULES_A_PORTION;
    const others = [
      await engineCalled("5.1", () => sessionInLua("5.1")),
      await engineCalled("5.3", () => sessionInLua("5.3")),
      await engineCalled("espruino", sessionInContext),
    ];
    for (const engine of others) liveThrough(first, ON_OTHER_ENGINES, engine);
    return [
      liveThrough(first, SCHEDULES_A_PORTION),
      { "schedules on other engines": others.length * ON_OTHER_ENGINES },
      ...[sessionInNode, ...others].map((engine) => liveLong(first, engine)),
    ].reduce<Figures>(sumOfFigures, {});
  },
};
