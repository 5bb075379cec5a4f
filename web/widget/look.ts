/** The launcher's look: the few colours it shares with the site (web/citizen/styles/tokens.css). */
export const look = `
:host {
  position: fixed; right: 16px; bottom: 16px; z-index: 2147483000;
  display: flex; flex-direction: column; align-items: flex-end; gap: 10px;
  font: 600 16px/1.3 system-ui, sans-serif;
}
button {
  min-height: 56px; padding: 0 24px; border: 0; border-radius: 28px;
  background: #0a5262; color: #fff; font: inherit; cursor: pointer;
  box-shadow: 0 6px 20px rgb(7 40 50 / 30%);
}
button:hover { background: #073d4a; }
button:focus-visible { outline: 3px solid #b45309; outline-offset: 3px; }
iframe {
  display: none; border: 1px solid #d3dee2; border-radius: 14px; background: #fff;
  width: min(400px, calc(100vw - 32px)); height: min(660px, calc(100dvh - 108px));
  box-shadow: 0 12px 40px rgb(7 40 50 / 30%);
}
:host([open]) iframe { display: block; }
`;
