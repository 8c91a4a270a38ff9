// The number of the chip, on the ESP32.
import { HAS_CHIP_NUMBER } from "../../../features.ts";

/** The number of the chip is written as "0x..." */
const CHIP_ID_PREFIX = 2;
/** Of the address of the station, as "1a:2b:3c:4d:5e:6f". */
const MAC_LETTERS = 17;

/** Without what stands between them. @cold */
function digitsOf(mac: string): string {
  let digits = "";
  for (let at = 0; at < MAC_LETTERS; at += 3) digits += mac.substring(at, at + 2);
  return digits;
}

export function chipId(): string {
  if (!HAS_CHIP_NUMBER) return digitsOf(wifi.sta.getmac());
  return (node.chipid() as string).substring(CHIP_ID_PREFIX);
}
