/** A person's own draft, which nobody sees who signs in later in the same tab. */
export const draftOf = <T>(userId: string, name: string) => draft<T>(`${prefixOf(userId)}${name}`);

const prefixOf = (userId: string) => `draft of ${userId}: `;

export function dropDraftsOf(userId: string) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefixOf(userId))) sessionStorage.removeItem(key);
}

/** Keeps what someone has entered but not sent, so that a reload or a new sign-in does not lose it. Ends with the tab. */
export const draft = <T>(name: string) => ({
  read(): T | undefined {
    const text = sessionStorage.getItem(name);
    return text === null ? undefined : JSON.parse(text);
  },
  keep: (value: T) => sessionStorage.setItem(name, JSON.stringify(value)),
  drop: () => sessionStorage.removeItem(name),
});
