// Fields of a form as browsers send them (application/x-www-form-urlencoded, WHATWG URL, 5).

/** The bytes of a field; "" where it is absent, `undefined` where its escapes are none. @cold */
export function formField(body: string, name: string): string | undefined {
  const all = "&" + body;
  const at = all.indexOf("&" + name + "=");
  if (at < 0) return "";
  const rest = all.substring(at + name.length + 2);
  const end = rest.indexOf("&");
  return unescaped(end < 0 ? rest : rest.substring(0, end));
}

function unescaped(text: string): string | undefined {
  let bytes = "";
  let at = 0;
  while (at < text.length) {
    const char = text.substring(at, at + 1);
    at += 1;
    if (char === "%") {
      const byte =
        at + 2 > text.length ? -1 : digit(text.charCodeAt(at)) * 16 + digit(text.charCodeAt(at + 1));
      if (byte < 0) return undefined;
      bytes = bytes + String.fromCharCode(byte);
      at += 2;
    } else bytes = bytes + (char === "+" ? " " : char);
  }
  return bytes;
}

/** Of a hexadecimal digit; far below zero for any other character. */
function digit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  if (byte >= 65 && byte <= 70) return byte - 55;
  if (byte >= 97 && byte <= 102) return byte - 87;
  return -1000;
}
