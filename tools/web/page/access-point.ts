// The access point of a device that was flashed, as the page shows it: in words, and as the QR code by which
// a phone joins.
import { type AccessPoint, accessPointCode, accessPointInWords } from "../../flash/access-point.ts";
import { fill, h, svg } from "./dom.ts";

/** Light modules on each side, as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;

export function accessPointShown(accessPoint: AccessPoint): HTMLElement {
  const place = h("div", {});
  drawn(accessPoint).then(
    (code) => fill(place, code),
    // What makes it cannot be loaded, or no code holds the board's password: the words say the same.
    () => {},
  );
  return h("div", { class: "stack" }, h("p", {}, accessPointInWords(accessPoint)), place);
}

/** Black on white in the dark too. */
async function drawn(accessPoint: AccessPoint): Promise<SVGSVGElement> {
  const { encode } = await import("uqr");
  const { data, size } = encode(accessPointCode(accessPoint), { border: QUIET_ZONE });
  const dark = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return svg(
    "svg",
    {
      class: "qr-code",
      role: "img",
      "aria-label": `QR code by which a phone joins ${accessPoint.name}`,
      viewBox: `0 0 ${size} ${size}`,
    },
    svg("rect", { width: size, height: size, fill: "#fff" }),
    svg("path", { d: dark.join(""), fill: "#000" }),
  );
}
