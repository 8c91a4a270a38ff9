// The figures of each image that are held against their record.
import { flashBytes } from "../../image/budget.ts";
import type { Image } from "../../image/build.ts";
import type { GrowthFigure } from "../record/growth.ts";
import type { Heap, Measured } from "./measure.ts";

/** A figure's name is "<firmware> on <board>: <what>". What a board cannot have has none. */
export function sizeFigures({ images, profiles, timed, kept, setUp, heaps }: Measured): GrowthFigure[] {
  const steps = [
    ...timed,
    ...kept.filter(({ profile }) => !timed.some((step) => step.profile === profile)),
    ...setUp,
  ];
  return [
    ...images.flatMap((image) => figuresOfOne(image, image.firmware, heaps)),
    ...[...profiles, ...steps].flatMap(({ profile, image }) =>
      figuresOfOne(image, `${image.firmware}, ${profile}`, []),
    ),
  ];
}

function figuresOfOne(image: Image, named: string, heaps: readonly Heap[]): GrowthFigure[] {
  const { firmware, board, held, inLfs } = image;
  const heap = heaps.find((heap) => heap.firmware === firmware && heap.board === board);
  const figure = (what: string, value: number | undefined, unit: string): GrowthFigure[] =>
    value === undefined ? [] : [{ name: `${named} on ${board}: ${what}`, value, unit }];
  return [
    ...figure("flash", flashBytes(image), "bytes"),
    ...figure("held when connected", held.connected, held.unit),
    ...figure("held at most", held.most, held.unit),
    ...figure("heap measured", heap?.bytes, "bytes"),
    ...figure("LFS", inLfs?.fills, "bytes"),
    ...figure("held when connected, with LFS", inLfs?.connected, held.unit),
    ...figure("held at most, with LFS", inLfs?.most, held.unit),
  ];
}
