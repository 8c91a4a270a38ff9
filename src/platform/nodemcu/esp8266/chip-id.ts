// The number of the chip, on the ESP8266.

export function chipId(): string {
  return luaString.format("%06x", node.chipid() as number);
}
