/** Browser storage that may be refused (private windows, blocked cookies) without breaking the page. */

export interface Remembered {
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => void;
  removeItem: (key: string) => void;
}

function guarded(open: () => Storage): Remembered {
  const fallback = new Map<string, string>();
  let storage: Storage | undefined;
  try {
    storage = open();
  } catch {
    storage = undefined;
  }
  return {
    getItem: (key) => fallback.get(key) ?? storage?.getItem(key) ?? null,
    setItem(key, value) {
      try {
        if (!storage) throw new Error('no storage');
        storage.setItem(key, value);
        fallback.delete(key);
      } catch {
        fallback.set(key, value);
      }
    },
    removeItem(key) {
      fallback.delete(key);
      storage?.removeItem(key);
    },
  };
}

/** Kept in this browser. */
export const local = guarded(() => localStorage);
/** Kept in this tab. */
export const tab = guarded(() => sessionStorage);
