// SASLprep (RFC 4013), by which both sides of SCRAM come to the same bytes of a name and of a password.
//
// NFKC is that of the engine's Unicode, which is newer than RFC 3454's 3.2: characters that were not assigned
// then may differ. The rule for text in both directions is left to the broker, as it only refuses, and
// changes nothing.

const ASCII = /^[\x20-\x7e]*$/;
/** B.1: mapped to nothing. */
const UNSEEN = /\u034f|\u200d|[\u180b-\u180d]|[\ufe00-\ufe0f]|[\u00ad\u1806\u200b\u200c\u2060\ufeff]/gu;
/** C.1.2: other spaces than ASCII's. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
/** C.2 to C.9: controls, private use, non-characters, halves, and marks that change how a text is shown. */
const PROHIBITED =
  /\u0340|\u0341|[\p{Cc}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\u06dd\u070f\u180e\u2028\u2029\u2061-\u2063\u206a-\u206f\ufff9-\ufffd\u2ff0-\u2ffb\u200e\u200f\u202a-\u202e\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]/u;

/** The text prepared; undefined where it has a character that no name and no password may have. */
export function saslPrepared(text: string): string | undefined {
  if (ASCII.test(text)) return text;
  const prepared = text.replace(UNSEEN, "").replace(SPACES, " ").normalize("NFKC");
  return PROHIBITED.test(prepared) ? undefined : prepared;
}
