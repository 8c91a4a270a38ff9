// An act that is worth a try, and does no harm where it fails.

export function unharmed(act: () => void): void {
  try {
    act();
  } catch {}
}
