/** The development issuer's sign-in page. It asks for no password, only for whom to sign in as. */
import { createHash } from "node:crypto";
import { people } from "./people.ts";

const style = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 12vh auto; padding: 0 1rem; }
ul { list-style: none; padding: 0; }
a { display: block; margin: .5rem 0; padding: .75rem 1rem; border: 1px solid; border-radius: .5rem;
  color: inherit; text-decoration: none; }
a:hover, a:focus-visible { outline: 2px solid; }`;

/** The page has only what is in this file: nothing else may run on it or be loaded. */
export const chooserPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'`;

/** A page with a link for each person. A link repeats the request, with the person added. */
export const chooser = (search: string) =>
  page(
    "Who would you like to be?",
    `<p>This is the development issuer: on a laptop nobody needs a password.</p><ul>${people
      .map(
        ({ userId, role, name }) => `<li><a href="?${escaped(search)}&amp;person=${userId}">${name}, ${role}</a></li>`,
      )
      .join("")}</ul>`,
  );

export const message = (text: string) => page("Development issuer", `<p>${escaped(text)}</p>`);

const page = (title: string, content: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
<main><h1>${title}</h1>${content}</main>
</html>`;

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
