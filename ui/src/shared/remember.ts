/** What this computer remembers of the window: columns, page sizes, theme. Never a person's data. */

const PREFIX = 'kaozhan.'

/** What was remembered under `key`, or `fallback`. */
export function recall<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(PREFIX + key)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

/** Remembers `value` under `key`; a full or forbidden store is no reason to disturb anybody. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // The choice then lasts until the window closes.
  }
}

/** Forgets `key`. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key)
  } catch {
    // Nothing was remembered.
  }
}
