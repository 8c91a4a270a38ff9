// The DISCONNECT of a program that says more than that it ends (MQTT 5.0, 3.14.2).
import { asksFor5 } from "../arguments/asks-for-5.ts";
import { type Check, isRecord, oneOf, optionFaults, throwFaults, wholeNumber } from "../arguments/given.ts";
import { REASON_STRING, SESSION_EXPIRY } from "../mqtt/version-5/property.ts";
import { longProperty, textProperty } from "../mqtt/version-5/property-bytes.ts";
import { disconnectPacket } from "../mqtt/version-5/reasoned-packets.ts";
import { isPropertyText } from "./faults/property-faults.ts";
import type { NodeClientOptions, StopOptions } from "./options.ts";
import { bytesOf } from "./text.ts";

const MOST_SECONDS = 2_147_483_647;
const MOST_MS = 0x7fffffff;
/** Those that a client may end with (3.14.2.1). */
const isClientsCode = oneOf(0, 4, 128, 129, 130, 131, 144, 147, 148, 149, 150, 151, 152, 153);

const isReason: Check = (value) => (typeof value === "string" ? isPropertyText(value) : isClientsCode(value));

const OPTIONS: Readonly<Record<string, Check>> = {
  reason: isReason,
  sessionExpiry: wholeNumber(0, MOST_SECONDS),
  withinMs: wholeNumber(0, MOST_MS),
};

/** Throws where a client with these options cannot be stopped so. */
export function checkStopOptions(options: StopOptions, { mqtt, session }: NodeClientOptions): void {
  throwFaults(optionFaults("options of stop()", options, OPTIONS));
  const given = isRecord(options) ? (options as StopOptions) : {};
  const needs5 = given.reason !== undefined || given.sessionExpiry !== undefined;
  throwFaults([
    ...(needs5 && !asksFor5(mqtt)
      ? ["What stop() says to the broker needs MQTT 5.0: give the client mqtt: 5."]
      : []),
    // [MQTT5-3.14.2-2]
    ...((given.sessionExpiry ?? 0) > 0 && session !== "persistent"
      ? [
          'The sessionExpiry of stop() needs a session that the broker keeps: give the client session: "persistent".',
        ]
      : []),
  ]);
}

export function goodbyePacket({ reason = 0, sessionExpiry }: StopOptions): string {
  const words =
    typeof reason === "string" && reason !== "" ? textProperty(REASON_STRING, bytesOf(reason)) : "";
  const expiry = sessionExpiry === undefined ? "" : longProperty(SESSION_EXPIRY, sessionExpiry);
  return disconnectPacket(typeof reason === "number" ? reason : 0, expiry + words);
}
