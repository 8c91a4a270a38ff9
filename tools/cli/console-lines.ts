// Lines for a device's own console that store a record of bytes and start the device anew, so that it reads it.
import { textLiteral } from "../flash/espruino/text-literal.ts";
import { luaCharacter, luaText } from "../flash/nodemcu/lua-text.ts";

/** The longest line that NodeMCU's console takes (LUA_MAXINPUT), its end included. */
const NODEMCU_LINE = 255;

/** One line of JavaScript for Espruino. */
export function espruinoLines(name: string, bytes: string): string {
  return `require("Storage").write("${name}",${textLiteral(bytes)});load()`;
}

/**
 * Lua for NodeMCU, whose ESP32 side has `io` where the ESP8266 has `file`: a line for each file where the console takes it,
 * else several.
 */
export function nodemcuLines(files: readonly { name: string; bytes: string }[]): string {
  return files
    .map(({ name, bytes }, index) =>
      linesOfFile(name, bytes, index === files.length - 1 ? "node.restart()" : ""),
    )
    .join("\n");
}

function linesOfFile(name: string, bytes: string, then: string): string {
  const open = `f=(io or file).open("${name}","w")`;
  const close = `f:close()${then}`;
  const one = `${open}f:write(${luaText(bytes)})${close}`;
  if (one.length <= NODEMCU_LINE) return one;
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
