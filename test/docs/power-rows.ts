// The rows of docs/power.md, from the facts of the boards.
import type { Board, Interval } from "../../boards/board.ts";
import { ESP32_POWER, ESP8266_POWER } from "../../boards/chips/power.ts";
import { device, hours, minutes } from "../../src/index.ts";
import { boardNames, readBoard } from "../../tools/cli/catalogue.ts";
import { firmwareNames, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { chargeEstimate, monthsOf } from "../../tools/image/power/charge-estimate.ts";
import { type Price, wakePrices } from "../../tools/image/power/wake-prices.ts";
import { sleepFitFaults } from "../../tools/image/wiring/sleep-fit.ts";

const OFTEN = device({ name: "bed", sleep: { every: minutes(15) } });
const HOURLY = device({ name: "bed", sleep: { every: minutes(30) } });
const HOURS_IN_DAY = hours(24) / hours(1);

/** A row for each board that sleeps, and of which a source has what it takes asleep. */
export async function powerRows(): Promise<string[]> {
  const boards = await Promise.all(boardNames().map(readBoard));
  return boards.flatMap((board: Board) => {
    const isAble = sleepFitFaults(OFTEN, { board, roles: {} }).length === 0;
    if (!isAble || board.power?.asleepMa === undefined) return [];
    const [often, seldom] = [OFTEN, HOURLY].map((declared) => chargeEstimate(declared, board)?.mAhADay);
    const cells = [board.power.asleepMa, often, seldom].map(inWords);
    return [
      `| \`${board.name}\` | ${cells.join(" | ")} | ${inWords(connectedDay(board.power.connectedMa))} |`,
    ];
  });
}

/** Boards of the table of firmware. */
const USUAL_BOARDS = ["esp32-espruino", "esp32-nodemcu", "d1-mini-espruino", "d1-mini-nodemcu"];

/** A row for each firmware of the package that sleeps: the months of its battery on the usual boards. */
export async function sleeperRows(): Promise<string[]> {
  const all = await Promise.all(firmwareNames().map(readFirmware));
  return all
    .filter(({ declaration }) => declaration.sleep !== undefined)
    .map(({ declaration, wiring }) => {
      const months = USUAL_BOARDS.map((name) => {
        const wired = wiring[name];
        const estimate = wired && chargeEstimate(declaration, wired.board);
        return estimate === undefined ? "not wired" : monthsOf(estimate);
      });
      const { name } = declaration;
      return `| [\`${name}\`](../firmware/${name}/README.md) | ${months.join(" | ")} |`;
    });
}

export function priceRows(): string[] {
  const esp32 = wakePrices(ESP32_POWER);
  return wakePrices(ESP8266_POWER).map((price, index) => {
    const cells = [price, esp32[index]].flatMap((each: Price | undefined) => [each?.ms, each?.mAs]);
    return `| ${price.of} | ${cells.map(inWords).join(" | ")} |`;
  });
}

/** It pings, and never sleeps. */
function connectedDay({ low, high }: Interval): Interval {
  return { low: HOURS_IN_DAY * low, high: HOURS_IN_DAY * high };
}

function inWords(interval: Interval | undefined): string {
  const [low, high] = [interval?.low, interval?.high].map((value = 0) => Number(value.toPrecision(2)));
  return low === high ? `${low}` : `${low} to ${high}`;
}
