// A board as a picture: its two rows of pins as they are printed, and the parts on them.
import type { CatalogueBoard } from "../catalogue-types.ts";
import { h, svg } from "./dom.ts";

const ROW = 26;
const TOP = 44;
/** The least width of the board itself, and the room in it from an edge to the name of a pin. */
const BODY = 150;
const HOLE = 24;
/**
 * The length of a wire, and the room from there to what is on the pin, and from that to the end of the
 * picture.
 */
const WIRE = 18;
const GAP = 6;
/** Pixels of a screen with room for one of the picture. */
const SCALE = 1.23;
/** As in styles/board.css. */
const NAME_FONT = "700 13px ui-monospace, 'SF Mono', Menlo, Consolas, monospace";
const ROLE_FONT = "600 13px system-ui, sans-serif";

type Side = "left" | "right";

/** Where the board begins and ends in a picture with room for its words. */
interface Room {
  left: number;
  right: number;
  width: number;
}

/**
 * The picture, with the same said in words for whoever does not see it. `roles`: what plays on a pin, by its
 * name.
 */
export function boardPicture(board: CatalogueBoard, roles: ReadonlyMap<string, string>): HTMLElement {
  const { headers, title, module } = board;
  const rows = Math.max(headers.left.length, headers.right.length);
  const room = roomFor(board, roles);
  const { left, right, width } = room;
  const [middle, height] = [(left + right) / 2, TOP + rows * ROW + 22];
  const said = [...roles].map(([pin, role]) => `${role} on ${pin}`).join(", ");
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width: Math.round(width * SCALE),
      role: "img",
      "aria-label": `${title}: ${said}.`,
      class: "board",
    },
    svg("rect", { x: left, y: 1, width: right - left, height: height - 2, rx: 10, class: "board-body" }),
    svg("rect", { x: left + 20, y: 1, width: right - left - 40, height: 30, rx: 4, class: "board-module" }),
    svg("text", { x: middle, y: 20, class: "board-name" }, shortened(module)),
    svg("rect", { x: middle - 15, y: height - 12, width: 30, height: 11, rx: 2, class: "board-usb" }),
    ...headers.left.map((pin, at) => pinGroup(board, pin, room, "left", at, roles.get(pin))),
    ...headers.right.map((pin, at) => pinGroup(board, pin, room, "right", at, roles.get(pin))),
  );
  const legends = [
    legend("used", "used"),
    legend("trap", "has a trap"),
    legend("power", "power, ground, reset"),
  ];
  return h("figure", { class: "picture" }, picture, h("figcaption", {}, ...legends));
}

function roomFor({ headers, pins }: CatalogueBoard, roles: ReadonlyMap<string, string>): Room {
  const beside = (names: readonly string[]) =>
    WIRE +
    2 * GAP +
    longest(
      names.map((pin) => roles.get(pin) ?? ""),
      ROLE_FONT,
    );
  const inside = (names: readonly string[]) =>
    HOLE +
    GAP +
    longest(
      names.map((pin) => printed(pins, pin, "left")),
      NAME_FONT,
    );
  const left = beside(headers.left);
  const right = left + Math.max(BODY, inside(headers.left) + inside(headers.right));
  return { left, right, width: right + beside(headers.right) };
}

/** Whole pixels that the longest of the words takes. */
function longest(words: readonly string[], font: string): number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) throw new Error("The browser has no canvas to measure words with.");
  context.font = font;
  return Math.ceil(Math.max(0, ...words.map((word) => context.measureText(word).width)));
}

/** The name of a pin, and a "!" towards the middle where it has a trap. */
function printed(pins: CatalogueBoard["pins"], pin: string, side: Side): string {
  if (!Object.hasOwn(pins, pin) || pins[pin].trap === undefined) return pin;
  return side === "left" ? `${pin} !` : `! ${pin}`;
}

function legend(kind: string, text: string): HTMLElement {
  return h("span", { class: "legend" }, h("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), text);
}

function pinGroup(
  { pins }: CatalogueBoard,
  pin: string,
  room: Room,
  side: Side,
  at: number,
  role: string | undefined,
): SVGGElement {
  const facts = Object.hasOwn(pins, pin) ? pins[pin] : undefined;
  const y = TOP + at * ROW + ROW / 2;
  const isLeft = side === "left";
  const edge = room[side];
  const inward = isLeft ? 1 : -1;
  const kind = role !== undefined ? "used" : facts === undefined ? "power" : facts.trap ? "trap" : "free";
  const facets = [pin, role, facts?.trap, facts?.has && `The board has on it: ${facts.has}.`].filter(Boolean);
  return svg(
    "g",
    { class: `pin ${kind}` },
    svg("title", {}, facets.join(" · ")),
    svg("circle", { cx: edge + inward * 11, cy: y, r: 5.5, class: "pin-hole" }),
    svg(
      "text",
      { x: edge + inward * HOLE, y: y + 4.5, class: "pin-name", "text-anchor": isLeft ? "start" : "end" },
      printed(pins, pin, side),
    ),
    ...(role === undefined ? [] : wireTo(role, edge, inward, y)),
  );
}

/** A wire from a pin outwards, with the role at its end. */
function wireTo(role: string, edge: number, inward: number, y: number): SVGElement[] {
  return [
    svg("line", { x1: edge + inward * 5, y1: y, x2: edge - inward * WIRE, y2: y, class: "wire" }),
    svg(
      "text",
      {
        x: edge - inward * (WIRE + GAP),
        y: y + 4.5,
        class: "pin-role",
        "text-anchor": inward > 0 ? "end" : "start",
      },
      role,
    ),
  ];
}

function shortened(module: string): string {
  return module.length > 16 ? `${module.slice(0, 15)}…` : module;
}
