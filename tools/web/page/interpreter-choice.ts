// Interpreters that a bare board may take for the chosen device: what each has
// there, and where it comes from.
import { TARGET_TITLES } from "../../../boards/board.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import type { CatalogueBoard, CatalogueWiring } from "../catalogue-types.ts";
import type { App } from "./app.ts";
import { h } from "./dom.ts";
import { bytesInWords } from "./words.ts";

export function interpreterChoice({ board, firmware, catalogue }: App): HTMLElement {
  const wirings = firmware?.wirings ?? [];
  const offered = catalogue.boards.filter(
    (candidate) =>
      isOnSameChip(candidate, board) && wirings.some((wiring) => wiring.board === candidate.name),
  );
  // Boards of one chip differ by their pins; the interpreter is the same.
  const first = new Map(offered.toReversed().map((offer) => [offer.target, offer]));
  return h(
    "ul",
    { class: "interpreters" },
    ...[...first.values()].map((offer) =>
      item(
        offer,
        wirings.find((wiring) => wiring.board === offer.name),
      ),
    ),
  );
}

function isOnSameChip(candidate: CatalogueBoard, board: CatalogueBoard | undefined): boolean {
  return board === undefined || (candidate.chip === board.chip && candidate.variant === board.variant);
}

function item({ target, memory, tls }: CatalogueBoard, wiring: CatalogueWiring | undefined): HTMLElement {
  const { memory: counted, toInstall } = TARGET_FACTS[target];
  const room = counted.of(memory);
  const amount = (count: number) =>
    counted.unit === "bytes" ? bytesInWords(count) : `${count} ${counted.unit}`;
  const has = room === undefined ? "as much memory as the chip has" : `${amount(room)} of memory`;
  const modules = wiring?.modules === undefined ? "" : `: ${wiring.modules.join(", ")}`;
  return h(
    "li",
    {},
    h("strong", {}, TARGET_TITLES[target]),
    ` has ${has}, ${tls ? "TLS" : "no TLS from this page"}, and is ${toInstall?.speed}. ${toInstall?.how}${modules} (`,
    h("a", { href: toInstall?.url, rel: "noreferrer", target: "_blank" }, new URL(toInstall?.url ?? "").host),
    ").",
  );
}
