import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const ROOT = path.resolve(__dirname, '../../..');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const SCREENSHOTS = path.join(ROOT, '.cache', 'screenshots');

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

const TIMEOUT_MS = 12_000;

/** Chromium with arguments of our own: the package's defaults switch off what the tests check. */
export async function launchBrowser(): Promise<Browser> {
  const unpacked = process.env.TEST_CHROMIUM;
  if (!unpacked)
    throw new Error('Expected test/browser/support/globalSetup.ts to have unpacked Chromium, but it has not');
  const { executablePath, env } = JSON.parse(unpacked) as { executablePath: string; env: Record<string, string> };
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--disable-background-networking'],
    env: { ...(process.env as Record<string, string>), ...env },
  });
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
  context.setDefaultTimeout(TIMEOUT_MS);
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
  const brokenImages = await page.evaluate(
    `[...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src)`,
  );
  const session = await page.context().newCDPSession(page);
  // Under the strict policy a script tag would be refused.
  await session.send('Runtime.evaluate', { expression: AXE });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run({ runOnly: ${JSON.stringify(AXE_TAGS)} }).then(({ violations }) => JSON.stringify(violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary) }))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  expect({ state, violations: JSON.parse(String(result.value)) as unknown, complaints, brokenImages }).toEqual({
    state,
    violations: [],
    complaints: [],
    brokenImages: [],
  });
}
