// The access point of a device that is set up over the air: its password, the words about it, and the text of
// its QR code.
import { ACCESS_POINT_NAME } from "../../src/setup/access-names.ts";
import type { DeviceConsole } from "./device-console.ts";

export interface AccessPoint {
  name: string;
  /** "" for an open one. */
  password: string;
}

/** Letters and digits that nobody takes for another one; ten of them are 49 bits. */
const CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const PASSWORD_LENGTH = 10;

/**
 * That of a board whose image has this `setUp`: it is given a password where it has none; `undefined` for a
 * device that opens none.
 */
export async function accessPointOf(
  setUp: "open" | "password" | undefined,
  board: Pick<DeviceConsole, "found" | "accessPassword">,
): Promise<AccessPoint | undefined> {
  if (setUp === undefined) return undefined;
  const password = setUp === "open" ? "" : await board.accessPassword(drawnPassword());
  return { name: ACCESS_POINT_NAME + board.found.chipId, password };
}

/** Each character as likely as any other: a draw beyond the last whole round of them is drawn again. */
function drawnPassword(): string {
  let password = "";
  while (password.length < PASSWORD_LENGTH) {
    const [drawn = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (drawn < 256 - (256 % CHARACTERS.length)) password += CHARACTERS[drawn % CHARACTERS.length];
  }
  return password;
}

export function accessPointInWords({ name, password }: AccessPoint): string {
  const how = password === "" ? "it has no password" : `its password is ${password}`;
  return `While it has no settings, the device opens the network ${name} for ten minutes after each start; ${how}.`;
}

/** What a phone's camera joins it by, where it reads this as a QR code. A board may hold any password. */
export function accessPointCode({ name, password }: AccessPoint): string {
  const [ssid, secret] = [name, password].map((text) => text.replace(/[\\;,:"]/g, "\\$&"));
  return password === "" ? `WIFI:T:nopass;S:${ssid};;` : `WIFI:T:WPA;S:${ssid};P:${secret};;`;
}
