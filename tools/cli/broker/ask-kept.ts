// Asks a broker for the messages that it keeps at some topics, over connections of their own: a broker may
// close the connection of a client that asks for what it may not read.

import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { KeptMessage } from "../../../src/discovery/kept-announcements.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note } from "../../terminal/output.ts";
import { atBroker } from "./at-broker.ts";
import type { BrokerAddress } from "./broker-url.ts";
import { keptMessages } from "./kept-messages.ts";

/** The most connections that are tried to find the filters for which the broker closes them. */
const MOST_CONNECTIONS = 64;
/** A warning shows so many characters of a filter. */
const SHOWN_CHARACTERS = 80;

/**
 * The messages that the broker keeps at these filters; `seconds` bounds each look. Filters for which the
 * broker closes the connection are named in a warning and left out. Rejects with a BrokerFault, also when it
 * closes for all of them.
 */
export async function askKept(
  broker: BrokerAddress,
  filters: readonly string[],
  seconds: number,
): Promise<KeptMessage[]> {
  let connections = 0;
  let answers = 0;
  const closedFor: string[] = [];

  async function ask(some: readonly string[]): Promise<KeptMessage[]> {
    if (some.length === 0) return [];
    connections += 1;
    try {
      const kept = await atBroker(broker, (connection) => keptMessages(connection, some, { seconds }));
      answers += 1;
      return kept;
    } catch (error) {
      const isClosed = error instanceof BrokerFault && error.kind === "closed";
      if (!isClosed || connections >= MOST_CONNECTIONS) throw error;
      if (some.length > 1) {
        const middle = Math.ceil(some.length / 2);
        return [...(await ask(some.slice(0, middle))), ...(await ask(some.slice(middle)))];
      }
      closedFor.push(...some);
      // It closes the connection for every filter.
      if (answers === 0 && closedFor.length === filters.length) throw error;
      return [];
    }
  }

  const kept = await ask(filters);
  for (const filter of closedFor) {
    const shown = printable(filter.slice(0, SHOWN_CHARACTERS));
    note(
      `ringmote: warning: the broker closes the connection when it is asked for ${shown}; what it keeps there is not known, and stays.`,
    );
  }
  return kept;
}
