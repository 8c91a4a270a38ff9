// Sentences for a screen reader while something goes on.

let last = "";

/** Says a sentence politely; the same one is said once. */
export function speak(sentence: string): void {
  if (sentence === last) return;
  last = sentence;
  const place = document.getElementById("spoken");
  if (place !== null) place.textContent = sentence;
}
