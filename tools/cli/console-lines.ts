// Lines for a device's own console that store a record of bytes.

/** The longest line that NodeMCU's console takes (LUA_MAXINPUT), its end included. */
const NODEMCU_LINE = 255;

/** One line of JavaScript for Espruino. */
export function espruinoLines(name: string, bytes: string): string {
  return `require("Storage").write("${name}","${escaped(bytes, (code) => `\\x${code.toString(16).padStart(2, "0")}`)}")`;
}

/** Lua for NodeMCU: one line when it is short enough for the console, else one that begins, some that add, one that stores. */
export function nodemcuLines(name: string, bytes: string): string {
  const one = `file.putcontents("${name}","${luaText(bytes)}")`;
  if (one.length <= NODEMCU_LINE) return one;
  const adds = luaPieces(bytes, NODEMCU_LINE - 's=s..""'.length).map((piece) => `s=s.."${piece}"`);
  return ['s=""', ...adds, `file.putcontents("${name}",s) s=nil`].join("\n");
}

function luaText(bytes: string): string {
  return escaped(bytes, (code) => `\\${code.toString().padStart(3, "0")}`);
}

/** Pieces of Lua text no longer than `longest`, never cut inside an escape. */
function luaPieces(bytes: string, longest: number): string[] {
  const pieces = [""];
  for (const byte of bytes) {
    const text = luaText(byte);
    if (pieces[pieces.length - 1].length + text.length > longest) pieces.push("");
    pieces[pieces.length - 1] += text;
  }
  return pieces;
}

/** Printable ASCII stands for itself, apart from quote and backslash; a line feed is \n in both languages. */
function escaped(bytes: string, unprintable: (code: number) => string): string {
  let text = "";
  for (const byte of bytes) {
    if (byte === "\n") text += "\\n";
    else if (byte === '"' || byte === "\\") text += `\\${byte}`;
    else text += byte >= " " && byte <= "~" ? byte : unprintable(byte.charCodeAt(0));
  }
  return text;
}
