import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const ROOT = path.resolve(__dirname, '../../..');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const SCREENSHOTS = path.join(ROOT, '.cache', 'screenshots');

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** The Chromium of the npm package, with arguments of our own: its defaults switch off what the tests check. */
export async function launchBrowser(): Promise<Browser> {
  // The package takes whatever `chromium` lies in the temporary folder, and lends its NSS only on Lambda.
  process.env.TMPDIR = path.join(ROOT, '.cache', 'chromium-143');
  mkdirSync(process.env.TMPDIR, { recursive: true });
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  packaged.setGraphicsMode = false;
  const executablePath = await packaged.executablePath();
  useFontsOf(process.env.TMPDIR);
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--disable-background-networking'],
    env: process.env as Record<string, string>,
  });
}

/** The package's own configuration looks for its fonts under /tmp only: without this nothing is written on the pages. */
function useFontsOf(folder: string): void {
  const file = path.join(folder, 'fonts.conf');
  const fonts = path.join(folder, 'fonts');
  writeFileSync(
    file,
    `<fontconfig><dir>${fonts}</dir><cachedir>${path.join(folder, 'font-cache')}</cachedir></fontconfig>`,
  );
  process.env.FONTCONFIG_FILE = file;
}

/** One person's browser: what its pages complain about is kept. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Violations of the content security policy, errors of scripts and of the console. */
  complaints: string[];
}

export async function visitor(browser: Browser, baseURL: string, viewport = DESKTOP): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL,
    viewport,
    locale: 'es-CO',
    timezoneId: 'America/Bogota',
    reducedMotion: 'reduce',
  });
  const complaints: string[] = [];
  await context.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', (event) =>
      console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));`,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is an answer that the page shows; losing the network is part of a test.
    if (
      message.type() === 'error' &&
      !/Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/.test(message.text())
    )
      complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** Fails when the page as it is now has accessibility violations or complained; keeps a picture of the state. */
export async function expectClean({ page, complaints }: Visitor, state: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${state}.png`) });
  const session = await page.context().newCDPSession(page);
  // Under the strict policy a script tag would be refused.
  await session.send('Runtime.evaluate', { expression: AXE });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run({ runOnly: ${JSON.stringify(AXE_TAGS)} }).then(({ violations }) => JSON.stringify(violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary) }))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  expect({ state, violations: JSON.parse(String(result.value)) as unknown, complaints }).toEqual({
    state,
    violations: [],
    complaints: [],
  });
}
