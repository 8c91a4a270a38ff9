// What a broker of MQTT 5.0 refuses, by a code and in words that may be anything: for errors, one short line.
import type { BrokerReason } from "../../mqtt/version-5/broker-reason.ts";
import { reasonName } from "../../mqtt/version-5/reason.ts";
import { printable } from "./foreign-text.ts";
import { textOf } from "./text.ts";

/** Characters of the broker's words, at most. */
const LONGEST = 200;

export interface BrokerRefusal {
  /** 128 to 162 (2.4). */
  reasonCode: number;
  /** Its own words; undefined for none. */
  reasonString: string | undefined;
}

export function brokerRefusal({ code, words }: BrokerReason): BrokerRefusal {
  return { reasonCode: code, reasonString: brokerWords(words) };
}

/** One line of at most 200 characters; undefined where the broker says nothing. */
export function brokerWords(words: string): string | undefined {
  return words === "" ? undefined : shortened(words);
}

/** The name of the code, and the broker's words where it has some. */
export function refusalWords({ reasonCode, reasonString }: BrokerRefusal): string {
  const name = reasonName(reasonCode);
  return reasonString === undefined ? name : `${name} (${reasonString})`;
}

function shortened(words: string): string {
  const characters = [...printable(textOf(words))];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : characters.join("");
}
