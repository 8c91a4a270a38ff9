// Commands that a text input of 1 to 4 characters takes, and those that it refuses.

export const ALLOWED =
  "the text has 1 to 4 characters in at most 255 bytes of UTF-8, and no control characters";
export const TAKEN = ["a", "Süß!", "日本語", "🙂🙂🙂🙂", " ", "None", '="x'];
export const REFUSED = ["", "five!", "🙂🙂🙂🙂🙂", "a\0", "a\nb", "\x7f", "\u0085"];
/** As bytes. Cut, overlong, half of a pair, out of place, beyond Unicode. */
export const ILL_FORMED = ["\xc3", "\xc0\xaf", "\xed\xa0\x80", "\x80", "\xf4\x90\x80\x80"];
