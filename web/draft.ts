/** Keeps what someone has entered but not sent, so that a reload or a new sign-in does not lose it. Ends with the tab. */
export const draft = <T>(name: string) => ({
  read(): T | undefined {
    const text = sessionStorage.getItem(name);
    return text === null ? undefined : JSON.parse(text);
  },
  keep: (value: T) => sessionStorage.setItem(name, JSON.stringify(value)),
  drop: () => sessionStorage.removeItem(name),
});
