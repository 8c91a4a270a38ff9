// SLIP (RFC 1055) as Espressif's boot loaders use it: every frame stands between two ENDs. Bytes are byte strings.
const END = "\xc0";
const ESCAPE = "\xdb";
const ESCAPED_END = "\xdc";
const ESCAPED_ESCAPE = "\xdd";

export function slipFrame(payload: string): string {
  const escaped = payload.replaceAll(ESCAPE, ESCAPE + ESCAPED_ESCAPE).replaceAll(END, ESCAPE + ESCAPED_END);
  return END + escaped + END;
}

/** Hands on each frame's payload, however its bytes come; what stands between frames is noise. */
export function slipReader(take: (payload: string) => void): (bytes: string) => void {
  let frame: string | undefined;
  let isEscaped = false;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === END) {
        const whole = frame;
        // An end may be the next frame's beginning: an empty frame is none.
        frame = whole === undefined || whole === "" ? "" : undefined;
        if (whole) take(whole);
        isEscaped = false;
      } else if (frame === undefined) continue;
      else if (isEscaped) {
        frame += byte === ESCAPED_END ? END : ESCAPE;
        isEscaped = false;
      } else if (byte === ESCAPE) isEscaped = true;
      else frame += byte;
    }
  };
}
