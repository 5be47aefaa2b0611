/** What someone is about to send, so that neither a reload nor signing in again loses it. It lives as long as the tab. */
export const draft = <T>(name: string) => ({
  read(): T | undefined {
    const text = sessionStorage.getItem(name);
    return text === null ? undefined : JSON.parse(text);
  },
  keep: (value: T) => sessionStorage.setItem(name, JSON.stringify(value)),
  drop: () => sessionStorage.removeItem(name),
});
