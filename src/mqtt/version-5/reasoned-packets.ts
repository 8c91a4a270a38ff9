// Packets with a reason code: answers to a PUBLISH, DISCONNECT and AUTH (MQTT 5.0, 3.4 to 3.15).
import { uint16 } from "../../bytes/integers.ts";
import { variableLength } from "../../bytes/variable-length.ts";
import { AUTH, DISCONNECT } from "./packet-soundness.ts";
import { counted } from "./property-bytes.ts";

/** PUBACK, PUBREC, PUBREL or PUBCOMP (`header`): with the reason 0 it is the packet of 3.1.1. */
export function answerPacket(header: number, id: number, reason: number): string {
  return packet(header, reason === 0 ? uint16(id) : uint16(id) + String.fromCharCode(reason) + counted(""));
}

/** A DISCONNECT with a reason code, 0 for the orderly end. */
export function disconnectPacket(reason: number, properties: string): string {
  if (reason === 0 && properties === "") return packet(DISCONNECT, "");
  return packet(DISCONNECT, String.fromCharCode(reason) + counted(properties));
}

/** An AUTH: 0x18 goes on with an authentication, 0x19 begins it again. The method is among its properties. */
export function authPacket(reason: number, properties: string): string {
  return packet(AUTH, String.fromCharCode(reason) + counted(properties));
}

function packet(header: number, body: string): string {
  return String.fromCharCode(header) + variableLength(body.length) + body;
}
