// Names that every program on a computer has, and no board: what to do there instead.

const CONSOLE =
  "A board has no console; npx ringmote run shows what the device publishes, and ringmote build --with echo has the board print it.";
const WEB = (name: string) =>
  `A device has no ${name}: it speaks with its broker. Let a program on a computer ask, and publish the answer.`;
const TIMER = (name: string) =>
  `A device has no ${name}; a sensor has its every, and a rule its for, until and setFor.`;
const NODE = (name: string) => `"${name}" is of Node, and a board has neither its modules nor its files.`;

const WORDS = new Map<string, (name: string) => string>([
  ["console", () => CONSOLE],
  ["fetch", WEB],
  ["XMLHttpRequest", WEB],
  ["WebSocket", WEB],
  ["setTimeout", TIMER],
  ["setInterval", TIMER],
  ["setImmediate", TIMER],
  ["process", NODE],
  ["require", NODE],
  ["Buffer", NODE],
]);

/** What is said of such a name, in place of a compiler's words; `undefined` for any other text. */
export function ofComputer(text: string): string | undefined {
  const [, name = ""] = /^Cannot find (?:name|module) '([\w:/]+)'/.exec(text) ?? [];
  return (name.startsWith("node:") ? NODE : WORDS.get(name))?.(name);
}

/** What of these would go out into the world when a device is run to be read. */
export const UNSEEN_HERE = ["fetch", "XMLHttpRequest", "WebSocket"];
