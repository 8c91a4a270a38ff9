// Bytes that a bus has read, as a text.

export function textOf(bytes: Uint8Array, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
