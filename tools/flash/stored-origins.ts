// From which lines of the source the files come that a board stores, where these are other files than the
// image's.
import type { TargetName } from "../../boards/board.ts";
import type { ImageFiles, LineOrigins } from "./device-console.ts";
import { originsOnBoard } from "./espruino/stored-image.ts";

export const STORED_ORIGINS: Readonly<
  Partial<Record<TargetName, (image: ImageFiles, lines: LineOrigins) => LineOrigins>>
> = { espruino: originsOnBoard };
