// The access point of a device that is set up over the air: its password, and the words about it.
import { randomInt } from "node:crypto";
import { ACCESS_POINT_NAME } from "../../../src/setup/access-names.ts";
import type { DeviceConsole } from "../../flash/device-console.ts";
import type { Image } from "../../image/build.ts";
import { print } from "../../terminal/output.ts";
import { drawQrCode } from "../../terminal/qr-code.ts";

export interface AccessPoint {
  name: string;
  /** "" for an open one. */
  password: string;
}

/** Letters and digits that nobody takes for another one; ten of them are 49 bits. */
const CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const PASSWORD_LENGTH = 10;

/** That of a board, which is given a password where it has none; `undefined` for a device that opens none. */
export async function accessPointOf(
  { setUp }: Pick<Image, "setUp">,
  board: Pick<DeviceConsole, "found" | "accessPassword">,
): Promise<AccessPoint | undefined> {
  if (setUp === undefined) return undefined;
  const password = setUp === "open" ? "" : await board.accessPassword(drawnPassword());
  return { name: ACCESS_POINT_NAME + board.found.chipId, password };
}

function drawnPassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join("");
}

/** Says it for its label, and for whoever sets it up: in words, and as the QR code by which a phone joins. */
export async function tellAccessPoint({ name, password }: AccessPoint): Promise<void> {
  const how = password === "" ? "it has no password" : `its password is ${password}`;
  const code = `WIFI:T:${password === "" ? "nopass" : "WPA"};S:${name};${password === "" ? "" : `P:${password};`};`;
  print(
    `While it has no settings, the device opens the network ${name} for ten minutes after each start; ${how}.`,
  );
  print(`The text of a QR code for its label: ${code}`);
  await drawQrCode(code);
}
