// SNTP (RFC 4330 and the client mode of RFC 5905): the question, and what an answer says. Pure functions of bytes.
import { readUint16 } from "../bytes/integers.ts";
import { addMilliseconds, type Moment } from "./moment.ts";

/** Bytes of a packet without extensions. */
const PACKET_BYTES = 48;

/** Places of fields in a packet (RFC 5905, figure 8). */
const STRATUM = 1;
const REFERENCE_ID = 12;
const ORIGIN = 24;
const TRANSMIT = 40;
const TIMESTAMP_BYTES = 8;

/** No leap warning, version 4, and the mode of a client. */
const FIRST_BYTE = "\x23";
const SERVER_MODE = 4;
/** Leap indicator: the server's clock is not synchronised. */
const UNSYNCHRONISED = 3;
/** Those above are reserved, and 16 is a server that is not synchronised. */
const LAST_STRATUM = 15;

/** The packet has the time. */
export const GOOD = 0;
/** The packet answers another question: the right answer may still come. */
export const NO_ANSWER_TO_THIS = 1;
/** The server does not know the time. */
export const USELESS = 2;
/** Kiss-of-death (RFC 5905, 7.4): the server asks for fewer questions, or for none any more. */
export const TOO_OFTEN = 3;
export const UNWANTED = 4;
export type Verdict =
  | typeof GOOD
  | typeof NO_ANSWER_TO_THIS
  | typeof USELESS
  | typeof TOO_OFTEN
  | typeof UNWANTED;

/**
 * The question. `cookie` is eight bytes that nobody can guess, in place of the time of a clock that is not
 * known: the server gives them back, and whoever did not hear the question cannot.
 */
export function sntpRequest(cookie: string): string {
  let zeros = "\0";
  while (zeros.length < TRANSMIT - 1) zeros = zeros + "\0";
  return FIRST_BYTE + zeros + cookie;
}

/** What came for the question with this cookie. `firstDay`, in days since 1970: a time before it is not believed. */
export function verdictOf(bytes: string, cookie: string, firstDay: number): Verdict {
  if (bytes.length < PACKET_BYTES) return NO_ANSWER_TO_THIS;
  if (bytes.substring(ORIGIN, ORIGIN + TIMESTAMP_BYTES) !== cookie) return NO_ANSWER_TO_THIS;
  const first = bytes.charCodeAt(0);
  if (first % 8 !== SERVER_MODE) return NO_ANSWER_TO_THIS;
  const stratum = bytes.charCodeAt(STRATUM);
  if (stratum === 0) return kissOfDeath(bytes.substring(REFERENCE_ID, REFERENCE_ID + 4));
  if (stratum > LAST_STRATUM || Math.floor(first / 64) === UNSYNCHRONISED) return USELESS;
  if (bytes.substring(TRANSMIT, TRANSMIT + TIMESTAMP_BYTES) === "\0\0\0\0\0\0\0\0") return USELESS;
  return momentIn(bytes).day < firstDay ? USELESS : GOOD;
}

function kissOfDeath(code: string): Verdict {
  if (code === "RATE") return TOO_OFTEN;
  return code === "DENY" || code === "RSTR" ? UNWANTED : USELESS;
}

/** Days from 1900-01-01, where NTP begins, to 1970-01-01. */
const DAYS_BEFORE_1970 = 25567;
/** Seconds of NTP's first era, 2^32, which ended on 2036-02-07: so many days, and as many milliseconds. */
const ERA_DAYS = 49710;
const ERA_MS = 23296000;
/** 86,400 seconds are 675 times 128, and 2^32 is more than whole numbers here may be. */
const PART_SECONDS = 128;
const PARTS_A_DAY = 675;

/**
 * The moment in which the server sent a good answer, to the millisecond. A count without its highest bit is
 * one of the next era (RFC 4330, 3): right from 1968 to 2104.
 */
export function momentIn(bytes: string): Moment {
  const high = readUint16(bytes, TRANSMIT);
  const low = readUint16(bytes, TRANSMIT + 2);
  const parts = high * 512 + Math.floor(low / PART_SECONDS);
  const days = Math.floor(parts / PARTS_A_DAY);
  const second = (parts % PARTS_A_DAY) * PART_SECONDS + (low % PART_SECONDS);
  // Rounded: the last bits of the fraction are left out. A whole second is carried.
  const thousandths = Math.floor((readUint16(bytes, TRANSMIT + 4) * 1000 + 32768) / 65536);
  const begun = { day: days - DAYS_BEFORE_1970, ms: second * 1000 };
  if (high >= 32768) return addMilliseconds(begun, thousandths);
  return addMilliseconds({ day: begun.day + ERA_DAYS, ms: begun.ms }, ERA_MS + thousandths);
}

/** The moment now, of an answer that took so many milliseconds there and back: wrong by half of them at most. */
export function momentAfter(bytes: string, tookMs: number): Moment {
  return addMilliseconds(momentIn(bytes), Math.floor(tookMs / 2));
}
