// Packets for a tortured client, by the version of MQTT that it speaks: sound ones, and the ways to make one
// wrong.
import type { Random } from "../../../../src/platform/node/random.ts";
import { goodGreeting, goodPacket, recordedPackets } from "./good-packets.ts";
import { goodAuth, goodGreeting5, goodPacket5 } from "./good-packets-5.ts";
import { METHOD } from "./method.ts";
import { MUTATIONS, type Mutation } from "./mutations.ts";
import { PROPERTY_MUTATIONS } from "./property-mutations.ts";

export interface Traffic {
  /** What `begin` is told of it. */
  flag: string;
  /** Does the client authenticate by a method? */
  hasMethod: boolean;
  /** Appended to names of proofs and figures. */
  suffix: string;
  /** Names the packets in a record. */
  title: string;
  goodPacket: (random: Random) => string;
  /** What a broker answers to CONNECT. */
  goodGreeting: (random: Random) => string;
  recorded: () => readonly string[];
  mutations: Readonly<Record<string, Mutation>>;
}

/** Reads them once. */
function recordings(isIn5: boolean): () => readonly string[] {
  let packets: readonly string[] | undefined;
  return () => {
    packets ??= recordedPackets(isIn5);
    return packets;
  };
}

export const IN_3_1_1: Traffic = {
  flag: "",
  hasMethod: false,
  suffix: "",
  title: "mutated packets",
  goodPacket,
  goodGreeting,
  recorded: recordings(false),
  mutations: MUTATIONS,
};

export const IN_5: Traffic = {
  flag: "5",
  hasMethod: false,
  suffix: "-5",
  title: "mutated packets of MQTT 5.0",
  goodPacket: goodPacket5,
  goodGreeting: goodGreeting5,
  recorded: recordings(true),
  mutations: { ...MUTATIONS, ...PROPERTY_MUTATIONS },
};

/** With AUTH among them, in each state of the exchange. */
export const IN_5_WITH_METHOD: Traffic = {
  ...IN_5,
  flag: "5m",
  hasMethod: true,
  suffix: "-5-method",
  title: "mutated packets of MQTT 5.0 to a client with a method",
  goodPacket: (random) => (random.once(3) ? goodAuth(random, METHOD) : goodPacket5(random)),
  goodGreeting: (random) => goodGreeting5(random, METHOD),
};
