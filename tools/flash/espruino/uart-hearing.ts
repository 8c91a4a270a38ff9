// Questions to Espruino for the bytes on a UART.
import { FlashError } from "../flash-error.ts";
import { MOST_HEARD, UART_CURE, type UartLine } from "../uart-search.ts";

/** The board's global for the bytes that it hears meanwhile. */
const KEPT = "global.uartScan";
const LET_GO = `var u=${KEPT};if(u){u.s.removeListener("data",u.f)}`;

/** The program listens there. */
const TAKEN = 2;

/** `ask` may run an expression twice, and `pause` waits. The console has Serial1. */
export async function heardOnUart(
  { uart, tx, rx, baud }: UartLine,
  question: string,
  ask: (expression: string) => Promise<unknown>,
  pause: () => Promise<void>,
): Promise<string> {
  const serial = `Serial${uart + 1}`;
  const said = btoa(question);
  const begun = await ask(
    `typeof ${serial}=="undefined"?0:(function(){${LET_GO}var l=${serial}["#ondata"];if(l&&l.length)return ${TAKEN};u=${KEPT}={h:"",s:${serial}};u.f=function(d){if(u.h.length<${MOST_HEARD})u.h+=d};u.s.setup(${baud},{tx:${tx},rx:${rx}});u.s.on("data",u.f);u.s.write(atob("${said}"));return 1})()`,
  );
  if (begun === TAKEN)
    throw new FlashError("refused", `The program on the board has this UART: ${UART_CURE}`);
  if (begun !== 1)
    throw new FlashError(
      "wrong firmware",
      `The board's firmware was built without ${serial}, on which a part would be heard. Install another with "ringmote flash --firmware <file.bin>".`,
    );
  await pause();
  const heard = await ask(`(function(){${LET_GO}return u?btoa(u.h):""})()`);
  await ask(`(function(){var u=${KEPT};if(u&&u.s.unsetup)u.s.unsetup();delete ${KEPT};return 1})()`);
  return atob(String(heard));
}
