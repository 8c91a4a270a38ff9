// A refusal by a broker of MQTT 5.0, as one short line for an error: its code, and the broker's own
// words, which may be anything.
import type { BrokerReason } from "../../mqtt/version-5/broker-reason.ts";
import { reasonName } from "../../mqtt/version-5/reason.ts";
import { textOf } from "../text.ts";
import { printable } from "./foreign-text.ts";

/** The most characters of the broker's words. */
const LONGEST = 200;
/** The same for the reason why a connection has ended, with the words around them. */
const LONGEST_END = 300;

export interface BrokerRefusal {
  /** 128 to 162 (2.4). */
  reasonCode: number;
  /** The broker's own words; undefined for none. */
  reasonString: string | undefined;
}

export function brokerRefusal({ code, words }: BrokerReason): BrokerRefusal {
  return { reasonCode: code, reasonString: brokerWords(words) };
}

/** One line of at most 200 characters; undefined where the broker says nothing. */
export function brokerWords(words: string): string | undefined {
  return words === "" ? undefined : shortened(words, LONGEST);
}

/**
 * The reason why a connection has ended, possibly with a broker's words: one line of at most 300 characters.
 */
export function endLine(words: string): string {
  return shortened(words, LONGEST_END);
}

/** The name of the code, and the broker's words where it has some. */
export function refusalWords({ reasonCode, reasonString }: BrokerRefusal): string {
  const name = reasonName(reasonCode);
  return reasonString === undefined ? name : `${name} (${reasonString})`;
}

function shortened(words: string, longest: number): string {
  const characters = [...printable(textOf(words))];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : characters.join("");
}
