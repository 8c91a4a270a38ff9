// Sessions in which hardly a connection lasts: each is refused, silent, cut or half-open by chance, the same each time.

import { createRandom } from "../../../src/platform/node/random.ts";
import type { LinkPlan } from "../../../tools/sim/link.ts";
import { QUICK, ROOT, type Session } from "../session.ts";

/** A break comes after at most so many bytes in one direction. */
const BYTES_BEFORE_BREAK = 250;

/** One connection in four is not broken, one in six is refused, one in ten never answers; one in three comes in pieces. */
function stormOf(seed: number): (connection: number) => LinkPlan {
  return (connection) => {
    const random = createRandom(seed * 1000 + connection);
    const pieceBytes = random.once(3) ? random.between(1, 9) : undefined;
    const plan: LinkPlan = {
      ...QUICK,
      connect: random.once(6) ? "refuse" : random.once(10) ? "silent" : "accept",
      toDevice: { ...QUICK.toDevice, ...(pieceBytes === undefined ? {} : { pieceBytes }) },
    };
    if (random.once(4)) return plan;
    return {
      ...plan,
      break: {
        direction: random.once(2) ? "toPeer" : "toDevice",
        afterBytes: random.between(0, BYTES_BEFORE_BREAK),
        how: random.once(3) ? "half-open" : "cut",
      },
    };
  };
}

/** Commands come, and the broker loses its sessions, now and then. */
function weather(actuator: string, rounds: number): Session["play"] {
  return ({ pass, network, broker, air, cut }) => {
    pass(500);
    network(true);
    for (let round = 0; round < rounds; round += 1) {
      pass(9000);
      broker.publish(`${ROOT}/${actuator}/set`, round % 2 === 0 ? "on" : "off", { qos: 1 });
      air.celsius += round % 3 === 0 ? 0.4 : -0.3;
      if (round % 9 === 8) broker.forget();
      if (round % 4 === 3) cut();
    }
  };
}

export const STORM: readonly Session[] = [
  {
    name: "storm-climate",
    title: "A quarter of an hour in which hardly a connection lasts.",
    firmware: "climate",
    seed: 5,
    plan: stormOf(5),
    play: weather("heater", 100),
  },
  {
    name: "storm-counter",
    title: "A minute and a half in which hardly a connection lasts, with much to be kept.",
    firmware: "counter",
    seed: 103,
    plan: stormOf(103),
    play: weather("lamp", 10),
  },
];
