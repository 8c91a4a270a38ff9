// By which reason code a message is refused whose handler has failed (MQTT 5.0, 3.4.2.1 and 3.5.2.1).

const UNSPECIFIED = 0x80;
/** Unspecified, implementation specific, not authorized, topic name, quota exceeded, payload format. */
const REFUSALS: readonly unknown[] = [UNSPECIFIED, 0x83, 0x87, 0x90, 0x97, 0x99];

/** The error's own `reasonCode`, if that is the code of a refusal. */
export function refusalOf(error: unknown): number {
  const code: unknown =
    typeof error === "object" && error !== null && "reasonCode" in error ? error.reasonCode : UNSPECIFIED;
  return REFUSALS.includes(code) ? (code as number) : UNSPECIFIED;
}
