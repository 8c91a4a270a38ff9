// Text in a page: names of networks are anybody's, and must not become tags.

/** The text for the content of an element, or for a value in double quotes. @cold */
export function escaped(text: string): string {
  let safe = "";
  for (let i = 0; i < text.length; i++) {
    const char = text.substring(i, i + 1);
    if (char === "&") safe = safe + "&amp;";
    else if (char === "<") safe = safe + "&lt;";
    else if (char === ">") safe = safe + "&gt;";
    else if (char === '"') safe = safe + "&quot;";
    else safe = safe + char;
  }
  return safe;
}
