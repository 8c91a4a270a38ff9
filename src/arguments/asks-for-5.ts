/** Does the option `mqtt` ask for MQTT 5.0, alone or first? */
export function asksFor5(mqtt: unknown): boolean {
  return mqtt === 5 || mqtt === "either";
}
