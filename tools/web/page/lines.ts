// Bytes of a console as lines of text: UTF-8 at the edge, without the marks that terminals read.

/** Longer than any line of a device; a line that never ends is cut here. */
const LONGEST = 1000;

/** Returns a function that takes bytes as they come, and passes on each whole line. */
export function lineSplitter(tell: (line: string) => void): (bytes: string) => void {
  let rest = "";
  return (bytes) => {
    const parts = (rest + bytes).split(/\r\n|\n|\r/);
    rest = parts.pop() ?? "";
    for (const part of parts) say(part);
    if (rest.length > LONGEST) {
      say(rest);
      rest = "";
    }
  };

  function say(bytes: string): void {
    const line = textOf(bytes);
    if (line !== "") tell(line);
  }
}

function textOf(bytes: string): string {
  const array = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  // The prompt stands in front of what a program prints.
  const text = new TextDecoder().decode(array).replace(/^(?:> ?)+/, "");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  return text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, "").replace(/[\x00-\x1f\x7f]/g, "");
}
