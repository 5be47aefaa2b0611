import { useRef, useState } from "preact/hooks";

/** An address with a button that copies it. */
export function Copyable({ address }: { address: string }) {
  const shown = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "selected">();
  async function copy() {
    try {
      await navigator.clipboard.writeText(address);
      setOutcome("copied");
    } catch {
      // The browser does not let this page write to the clipboard, as over plain http.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setOutcome("selected");
    }
  }
  return (
    <>
      <p>
        <code ref={shown}>{address}</code>
      </p>
      {outcome === "selected" && (
        <p>This browser does not let the page copy. The address is selected: copy it yourself.</p>
      )}
      <button type="button" onClick={copy}>
        {outcome === "copied" ? "Copied" : "Copy it"}
      </button>
    </>
  );
}
