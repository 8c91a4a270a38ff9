// The settings of a device on NodeMCU: lines for its console that write them to files and start it anew.
import { ESP_CHIPS, type EspName } from "../../../boards/chips/chip.ts";
import { AUTHORITY, SETTINGS } from "../../../src/runtime/settings.ts";
import type { StoredSettings } from "../settings.ts";
import { luaCharacter, luaText } from "./lua-text.ts";

/** The longest line that NodeMCU's console takes (LUA_MAXINPUT), its end included. */
const NODEMCU_LINE = 255;

export const nodemcuSettings: StoredSettings = {
  needsWifi: true,
  tlsRefusal: ({ usesTls, hasAuthority }) =>
    usesTls && !hasAuthority
      ? "TLS under NodeMCU lets in brokers of one authority, and none is given; name its file with --ca, or give the broker as mqtt://."
      : undefined,
  chipRefusal: (chip) =>
    isChip(chip) && ESP_CHIPS[chip].nodeMcuHasTls
      ? undefined
      : "NodeMCU has TLS on an ESP8266 only, and this is another chip; give the broker as mqtt://.",
  lines: (record, authority) =>
    linesOfFiles([
      ...(authority === undefined ? [] : [{ name: AUTHORITY, bytes: authority }]),
      { name: SETTINGS, bytes: record },
    ]),
};

function isChip(name: string): name is EspName {
  return Object.hasOwn(ESP_CHIPS, name);
}

/**
 * Lua that writes files and starts the device anew; the ESP32 has `io` where the ESP8266 has `file`. A line
 * for each file where the console takes it, else several.
 */
function linesOfFiles(files: readonly { name: string; bytes: string }[]): string {
  return files
    .map(({ name, bytes }, index) =>
      linesOfFile(name, bytes, index === files.length - 1 ? "node.restart()" : ""),
    )
    .join("\n");
}

function linesOfFile(name: string, bytes: string, then: string): string {
  const open = `f=(io or file).open("${name}","w")`;
  const close = `f:close()${then}`;
  const line = `${open}f:write(${luaText(bytes)})${close}`;
  if (line.length <= NODEMCU_LINE) return line;
  const writes = luaPieces(bytes, NODEMCU_LINE - 'f:write("")'.length).map((piece) => `f:write("${piece}")`);
  return [open, ...writes, close].join("\n");
}

/** Pieces of Lua text no longer than `longest`, never cut inside an escape. */
function luaPieces(bytes: string, longest: number): string[] {
  const pieces = [""];
  for (const byte of bytes) {
    const text = luaCharacter(byte);
    if (pieces[pieces.length - 1].length + text.length > longest) pieces.push("");
    pieces[pieces.length - 1] += text;
  }
  return pieces;
}
