// Bugs that displays invite: wrong rows and glyphs, rows that stay as they were, a display that is back and blank.
import type { PlantedBug } from "./bugs.ts";

const DRIVER = "src/drivers/ssd1306.ts";
const WORK = "src/device/run/poll-displays.ts";
const PANEL = "test/drivers/ssd1306.test.ts";
const SHOWN = "test/device/run/display.test.ts";

export const DISPLAY_BUGS: readonly PlantedBug[] = [
  {
    name: "each row is written one page too low",
    file: DRIVER,
    original: "FIRST_PAGE + row)",
    planted: "FIRST_PAGE + ((row + 1) % 8))",
    tests: PANEL,
  },
  {
    name: "a row begins where the last one ended",
    file: DRIVER,
    original: 'const FIRST_COLUMN = "\\x00\\x10";',
    planted: 'const FIRST_COLUMN = "";',
    tests: PANEL,
  },
  {
    name: "each glyph is that of the next character",
    file: DRIVER,
    original: "GLYPHS.substring(glyph * 5, glyph * 5 + 5)",
    planted: "GLYPHS.substring(glyph * 5 + 5, glyph * 5 + 10)",
    tests: PANEL,
  },
  {
    name: "a degree sign is two characters",
    file: DRIVER,
    original: "if (byte < 0xc0) return 1;",
    planted: "if (byte < 0xc8) return 1;",
    tests: PANEL,
  },
  {
    name: "the picture stands on its head",
    file: DRIVER,
    original: "\\xa1\\xc8\\x81",
    planted: "\\xa1\\xc0\\x81",
    tests: PANEL,
  },
  {
    name: "a display has no voltage of its own",
    file: DRIVER,
    original: '"\\x8d\\x14',
    planted: '"\\x8d\\x10',
    tests: PANEL,
  },
  {
    name: "a display shines before its rows are written",
    file: DRIVER,
    original: 'const OFF = "\\xae',
    planted: 'const OFF = "\\xaf',
    tests: PANEL,
  },
  {
    name: "the rest of a short row stays",
    file: DRIVER,
    original: "for (let column = 1; column <= COLUMNS; column++) {",
    planted: "for (let column = 1; column <= COLUMNS && (column < 8 || at < text.length); column++) {",
    tests: PANEL,
  },
  {
    name: "a display that lost its power is taken for one that shows",
    file: DRIVER,
    original: "  return status !== undefined && (status.charCodeAt(0) & IS_OFF) === 0;\n}",
    planted: "  return status !== undefined;\n}",
    tests: PANEL,
  },
  {
    name: "a display whose status cannot be read is never there",
    file: DRIVER,
    original: "if (!part.tells) return",
    planted: "if (part.rows === 0) return",
    tests: PANEL,
  },
  {
    name: "rows are not written again after a loss of power",
    file: WORK,
    original: "for (const row of display.rows) row.isStale = true;",
    planted: "",
    tests: SHOWN,
  },
  {
    name: "rows below the lines keep their noise",
    file: WORK,
    original: "display.blankAt = display.rows.length;",
    planted: "display.blankAt = part.rows;",
    tests: SHOWN,
  },
  {
    name: "a value that changes leaves its row stale",
    file: WORK,
    original: "return value.text !== before;",
    planted: 'return before === "--";',
    tests: SHOWN,
  },
  {
    name: "each look writes all rows",
    file: WORK,
    original: "return value.text !== before;",
    planted: "return true;",
    tests: SHOWN,
  },
  {
    name: "one failed sample takes the value away",
    file: WORK,
    original: " || (reading === undefined && sensor.missed < sensor.patience)",
    planted: "",
    tests: SHOWN,
  },
  {
    name: "a value that is lost stays for ever",
    file: WORK,
    original: "reading === undefined && sensor.missed < sensor.patience",
    planted: "reading === undefined",
    tests: SHOWN,
  },
  {
    name: "all rows are written in one turn",
    file: WORK,
    original: "      return true;\n    }\n  }\n  if (display.stage === LIT)",
    planted: "    }\n  }\n  if (display.stage === LIT)",
    tests: SHOWN,
  },
  {
    name: "a display that does not answer is no problem",
    file: "src/runtime/problems.ts",
    original: "for (const { part, fault } of runtime.displays) found(runtime, part.role, fault);",
    planted: "",
    tests: SHOWN,
  },
  {
    name: "a line may be longer than its row",
    file: "src/checks/display-faults.ts",
    original: "if (least <= columns)",
    planted: "if (least <= columns + 1)",
    tests: "test/checks/display-faults.test.ts",
  },
];
