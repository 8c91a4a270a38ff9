// The chip's errors at the end of a stream: lwIP's numbers, passed on by the firmware.
import type { Chip } from "./prelude.ts";

/** lwIP's numbers: version 1 on the ESP8266, version 2 on the ESP32. */
const ERRORS: Readonly<Record<Chip, { aborted: number; reset: number }>> = {
  esp8266: { aborted: -10, reset: -11 },
  esp32: { aborted: -13, reset: -14 },
};

/** mbedTLS's number for it as the firmware hands it on, which has no words for it. */
const CERTIFICATE_REFUSED = -39;

/** The number for an end that the world tells in words. */
export function endNumber(
  chip: Chip,
  reason: string,
  { wasOpened, isSecure }: { wasOpened: boolean; isSecure: boolean },
): number {
  if (wasOpened && reason === "closed by the peer") return 0;
  const { aborted, reset } = ERRORS[chip];
  if (isSecure && !wasOpened && !/refused|reset|timed out|route/.test(reason)) return CERTIFICATE_REFUSED;
  return /connection refused|reset/.test(reason) ? reset : aborted;
}
