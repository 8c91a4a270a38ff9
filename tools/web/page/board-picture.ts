// A board as a picture: its two rows of pins as they are printed, and what is on them.
import type { CatalogueBoard } from "../catalogue-types.ts";
import { h, svg } from "./dom.ts";

const ROW = 26;
const TOP = 44;
const BODY = 150;
/** Room beside the board for what is on a pin, and the length of a wire. */
const SIDE = 104;
const WIRE = 18;

type Side = "left" | "right";

/** The picture, with the same said in words for whoever does not see it. `roles`: what plays on a pin, by its name. */
export function boardPicture(board: CatalogueBoard, roles: ReadonlyMap<string, string>): HTMLElement {
  const { headers, title, module } = board;
  const rows = Math.max(headers.left.length, headers.right.length);
  const [width, height] = [BODY + 2 * SIDE, TOP + rows * ROW + 22];
  const said = [...roles].map(([pin, role]) => `${role} on ${pin}`).join(", ");
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `${title}: ${said}.`,
      class: "board",
    },
    svg("rect", { x: SIDE, y: 1, width: BODY, height: height - 2, rx: 10, class: "board-body" }),
    svg("rect", { x: SIDE + 20, y: 1, width: BODY - 40, height: 30, rx: 4, class: "board-module" }),
    svg("text", { x: SIDE + BODY / 2, y: 20, class: "board-name" }, shortened(module)),
    svg("rect", {
      x: SIDE + BODY / 2 - 15,
      y: height - 12,
      width: 30,
      height: 11,
      rx: 2,
      class: "board-usb",
    }),
    ...headers.left.map((pin, at) => pinGroup(board, pin, "left", at, roles.get(pin))),
    ...headers.right.map((pin, at) => pinGroup(board, pin, "right", at, roles.get(pin))),
  );
  return h(
    "figure",
    { class: "picture" },
    picture,
    h(
      "figcaption",
      {},
      legend("used", "used"),
      legend("trap", "has a trap"),
      legend("power", "power, ground, reset"),
    ),
  );
}

function legend(kind: string, text: string): HTMLElement {
  return h("span", { class: "legend" }, h("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), text);
}

function pinGroup(
  { pins }: CatalogueBoard,
  pin: string,
  side: Side,
  at: number,
  role: string | undefined,
): SVGGElement {
  const facts = Object.hasOwn(pins, pin) ? pins[pin] : undefined;
  const y = TOP + at * ROW + ROW / 2;
  const isLeft = side === "left";
  const edge = isLeft ? SIDE : SIDE + BODY;
  const inward = isLeft ? 1 : -1;
  const kind = role !== undefined ? "used" : facts === undefined ? "power" : facts.trap ? "trap" : "free";
  const told = [pin, role, facts?.trap, facts?.has && `The board has on it: ${facts.has}.`].filter(Boolean);
  return svg(
    "g",
    { class: `pin ${kind}` },
    svg("title", {}, told.join(" · ")),
    svg("circle", { cx: edge + inward * 11, cy: y, r: 5.5, class: "pin-hole" }),
    svg(
      "text",
      { x: edge + inward * 24, y: y + 4.5, class: "pin-name", "text-anchor": isLeft ? "start" : "end" },
      facts?.trap === undefined ? pin : isLeft ? `${pin} !` : `! ${pin}`,
    ),
    ...(role === undefined
      ? []
      : [
          svg("line", { x1: edge + inward * 5, y1: y, x2: edge - inward * WIRE, y2: y, class: "wire" }),
          svg(
            "text",
            {
              x: edge - inward * (WIRE + 6),
              y: y + 4.5,
              class: "pin-role",
              "text-anchor": isLeft ? "end" : "start",
            },
            role,
          ),
        ]),
  );
}

function shortened(module: string): string {
  return module.length > 16 ? `${module.slice(0, 15)}…` : module;
}
