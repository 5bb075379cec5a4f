import type { Browser } from 'playwright-core';
import { startProduct, type Product } from '../support/product';
import { DESKTOP, expectClean, launchBrowser, PHONE, visitor, type Visitor } from './support/browser';
import { openForum } from './support/forumDay';
import { askForMaterial, PDF } from './support/material';
import { openChat, register, signInStaff } from './support/people';

jest.setTimeout(300_000);

/** One product for all that is told here: from a citizen's first look to the owner's diagram. */
describe('from the public page to an answered chat', () => {
  let product: Product;
  let browser: Browser;
  let citizen: Visitor;
  let advisor: Visitor;
  let owner: Visitor;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
    citizen = await visitor(browser, product.url, PHONE);
    advisor = await visitor(browser, product.url);
    owner = await visitor(browser, product.url, DESKTOP);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('shows the citizen what the chat is for and which rooms are open', async () => {
    const { page } = citizen;
    await page.goto('/');
    await page.getByRole('heading', { name: '¿En qué le podemos ayudar?' }).waitFor();
    await page.getByText('Este chat da información general').waitFor();
    await page.getByText('Sala general').waitFor();
    await expectClean(citizen, 'citizen-home-phone');
  });

  it('lets an advisor become available', async () => {
    await signInStaff(advisor, 'asesor', product.password);
    await advisor.page.getByText('Disponible', { exact: true }).click();
    await advisor.page.getByText('Nadie espera').waitFor();
    await expectClean(advisor, 'advisor-desk-empty');
  });

  it('registers the citizen and gives the chat to the advisor as a task', async () => {
    await register(citizen, {
      room: 'general',
      email: 'marta.rios@example.com',
      document: '52123456',
      name: 'Marta Ríos',
    });
    await openChat(citizen, '¿Qué necesito para pedir un crédito de pregrado?');
    const { page } = citizen;
    await page
      .getByText(/20\d\d-\d{6}/)
      .first()
      .waitFor();
    await advisor.page.getByRole('link', { name: /Marta Ríos/ }).click();
    await advisor.page.getByText('¿Qué necesito para pedir un crédito de pregrado?').first().waitFor();
    await expectClean(citizen, 'citizen-chat-phone');
    await expectClean(advisor, 'advisor-desk-chat');
  });

  it('carries messages both ways and shows that they were read', async () => {
    await advisor.page
      .getByLabel('Escriba su respuesta')
      .fill('Buenos días, Marta. Con gusto le cuento los requisitos.');
    await advisor.page.keyboard.press('Enter');
    await citizen.page.getByText('Con gusto le cuento los requisitos.').waitFor();
    await citizen.page.getByLabel('Escriba su mensaje').fill('Muchas gracias');
    await citizen.page.getByRole('button', { name: 'Enviar' }).click();
    await advisor.page.getByRole('log').getByText('Muchas gracias').waitFor();
    await citizen.page.getByText('Leído').first().waitFor();
  });

  it('loses nothing when the network is cut in the middle', async () => {
    await citizen.context.setOffline(true);
    await citizen.page.getByLabel('Escriba su mensaje').fill('¿Sirve el codeudor de mi hermano?');
    await citizen.page.getByRole('button', { name: 'Enviar' }).click();
    await citizen.page.getByText('¿Sirve el codeudor de mi hermano?').waitFor();
    await advisor.page.getByLabel('Escriba su respuesta').fill('Le escribo mientras vuelve su conexión.');
    await advisor.page.keyboard.press('Enter');
    await expectClean(citizen, 'citizen-chat-offline');
    await citizen.context.setOffline(false);
    await citizen.page.getByText('Le escribo mientras vuelve su conexión.').waitFor({ timeout: 60_000 });
    await advisor.page.getByRole('log').getByText('¿Sirve el codeudor de mi hermano?').waitFor({ timeout: 60_000 });
    expect(await advisor.page.getByRole('log').getByText('¿Sirve el codeudor de mi hermano?').count()).toBe(1);
    expect(await citizen.page.getByText('Le escribo mientras vuelve su conexión.').count()).toBe(1);
  });

  it('shows the owner the instance on its diagram while it waits', async () => {
    await signInStaff(owner, 'owner', product.password);
    await owner.page.getByRole('heading', { name: 'Panel' }).waitFor();
    await expectClean(owner, 'owner-dashboard');
    await owner.page.goto('/staff/instancias?proceso=request-handling&estado=ACTIVE');
    await owner.page.getByRole('row').nth(1).getByRole('link').click();
    await owner.page.locator('.djs-container svg .is-active').first().waitFor();
    await owner.page.getByRole('tab', { name: 'Por qué espera' }).click();
    await owner.page.getByText('Espera a una persona').first().waitFor();
    await expectClean(owner, 'owner-instance');
  });

  it('tells the owner what moving a token by hand would do before it is done', async () => {
    await owner.page.getByRole('button', { name: 'Mover a mano' }).click();
    await owner.page.getByRole('textbox', { name: 'Hasta' }).fill('nada');
    await owner.page.getByRole('button', { name: 'Ver qué pasaría' }).click();
    await owner.page.getByText('No se puede hacer así:').waitFor();
    expect(await owner.page.getByRole('button', { name: 'Hacerlo' }).isDisabled()).toBe(true);
    await expectClean(owner, 'owner-instance-change');
    await owner.page.keyboard.press('Escape');
  });

  it('closes the attention with an outcome, and the citizen rates it', async () => {
    await advisor.page.getByRole('radio', { name: 'Respondida' }).check();
    await advisor.page.getByRole('button', { name: 'Cerrar la atención' }).click();
    await advisor.page.getByText('Atención cerrada').waitFor();
    await citizen.page.getByText('La conversación terminó').first().waitFor();
    await citizen.page.getByRole('heading', { name: '¿Nos cuenta cómo le fue?' }).waitFor({ timeout: 30_000 });
    await expectClean(citizen, 'citizen-survey-phone');
    await citizen.page.getByRole('radio', { name: /5/ }).check({ force: true });
    await citizen.page.getByRole('radio', { name: /Sí/ }).check({ force: true });
    await citizen.page.getByRole('button', { name: 'Enviar calificación' }).click();
    await citizen.page.getByText('Gracias por su calificación').waitFor();
  });

  it('shows the state of the request to whoever has its number and document', async () => {
    const number =
      (
        await citizen.page
          .getByText(/20\d\d-\d{6}/)
          .first()
          .textContent()
      )?.match(/20\d\d-\d{6}/)?.[0] ?? '';
    const anybody = await visitor(browser, product.url, PHONE);
    await anybody.page.goto('/estado');
    await expectClean(anybody, 'citizen-status-phone');
    await anybody.page.getByLabel('Número de solicitud').fill(number);
    await anybody.page.getByLabel('Número de documento').fill('52.123.456');
    await anybody.page.getByRole('button', { name: 'Consultar' }).click();
    await anybody.page.getByText('Respondida en el chat').waitFor({ timeout: 20_000 });
    await anybody.context.close();
  });

  it('refers a request to the virtual channel with a number of its own', async () => {
    await nextChat('luis.pardo@example.com', '80987123', 'Luis Pardo', 'Quiero saber el estado de mi giro.');
    await closeAs('Remitida al canal virtual');
    const { page } = citizen;
    await page
      .getByText(/canal virtual/)
      .first()
      .waitFor();
    await page.getByRole('heading', { name: '¿Nos cuenta cómo le fue?' }).waitFor({ timeout: 30_000 });
    await expectClean(citizen, 'citizen-referred-phone');
  });

  it('escalates a request to the leader, who takes it and resolves it to its end', async () => {
    await nextChat('ana.mora@example.com', '39123456', 'Ana Mora', 'Mi crédito fue negado sin explicación.');
    await closeAs('Escalada al área responsable');
    const leader = await visitor(browser, product.url);
    await signInStaff(leader, 'lider', product.password);
    const { page } = leader;
    await page
      .getByRole('link', { name: /Resolver la solicitud escalada/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Tomar' }).click();
    await page.getByRole('radio', { name: 'Respondida' }).check();
    await page.getByLabel(/Respuesta para el usuario/).fill('Revisamos su caso: el crédito fue aprobado.');
    await expectClean(leader, 'leader-escalation');
    await page.getByRole('button', { name: 'Completar tarea' }).click();
    await page.getByText('Tarea completada').first().waitFor();
    await citizen.page.getByRole('heading', { name: '¿Nos cuenta cómo le fue?' }).waitFor({ timeout: 30_000 });
    await leader.context.close();
  });

  it('opens the chat in a frame of another page', async () => {
    const guest = await visitor(browser, product.url);
    await owner.page.goto('/staff/panel');
    await owner.page.getByRole('link', { name: 'Ver el chat en una página de ejemplo' }).waitFor();
    await guest.page.goto('/widget/demo.html');
    await guest.page.getByRole('button', { name: 'Chat de atención' }).click();
    await guest.page.frameLocator('iframe').getByText('Sala general').waitFor();
    await expectClean(guest, 'widget-demo');
    await guest.context.close();
  });

  /** A new citizen on a phone is attended by the advisor. */
  async function nextChat(email: string, document: string, name: string, question: string): Promise<void> {
    await citizen.context.close();
    citizen = await visitor(browser, product.url, PHONE);
    await register(citizen, { room: 'general', email, document, name });
    await openChat(citizen, question);
    await advisor.page.getByRole('link', { name: new RegExp(name) }).click();
    await advisor.page.getByText(question).first().waitFor();
  }

  async function closeAs(outcome: string): Promise<void> {
    await advisor.page.getByRole('radio', { name: outcome }).check();
    await advisor.page.getByRole('button', { name: 'Cerrar la atención' }).click();
    await citizen.page.getByText('La conversación terminó').first().waitFor();
  }

  it('shows a register, an entry of it and its versions, on a desk and on a phone', async () => {
    for (const [suffix, viewport] of [
      ['', DESKTOP],
      ['-phone', PHONE],
    ] as const) {
      const person = await visitor(browser, product.url, viewport);
      await signInStaff(person, 'coord', product.password);
      await person.page.goto('/staff/registros/external-calls?f.procedure=M5-1-01');
      await person.page.getByRole('link', { name: /^EX-/ }).first().waitFor();
      await expectClean(person, `coord-register-entries${suffix}`);
      await person.page.getByRole('link', { name: /^EX-/ }).first().click();
      await person.page.getByRole('heading', { name: /^EX-/, level: 1 }).waitFor();
      await person.page.getByText('Atención virtual').first().waitFor();
      await expectClean(person, `coord-register-entry${suffix}`);
      await person.context.close();
    }
  });

  it('holds a forum: a citizen asks, the moderator passes it on, the expert answers, another citizen reads it', async () => {
    const forumId = await openForum(product, 'Renovación de créditos');
    const [expert, reader] = await Promise.all([visitor(browser, product.url), visitor(browser, product.url, PHONE)]);
    await citizen.page.goto('/foros');
    await citizen.page.getByRole('heading', { name: 'Renovación de créditos' }).waitFor();
    await expectClean(citizen, 'citizen-forums-phone');
    await citizen.page.getByRole('link', { name: /Participar/ }).click();
    await reader.page.goto(`/foros/${forumId}`);
    await reader.page.getByText('Todavía no hay aportes publicados.').waitFor();
    await citizen.page.getByLabel('Escriba su aporte').fill('¿Hasta cuándo puedo renovar?');
    await citizen.page.getByRole('button', { name: 'Enviar a revisión' }).click();
    await citizen.page.getByText('En revisión', { exact: true }).waitFor();
    await expectClean(citizen, 'citizen-forum-phone');

    await advisor.page.goto(`/staff/foros/${forumId}`);
    const pending = advisor.page.getByRole('listitem', { name: /^Pregunta/ });
    await pending.waitFor();
    await expectClean(advisor, 'advisor-forum');
    await pending.focus();
    await advisor.page.keyboard.press('e');
    await advisor.page.getByText('No hay aportes por revisar').waitFor();

    await signInStaff(expert, 'experto', product.password);
    await expert.page.goto(`/staff/foros/${forumId}`);
    await expert.page.getByLabel('Su respuesta (la ven todos)').fill('Hasta el 30 de junio, por la página.');
    await expectClean(expert, 'expert-forum');
    await expert.page.getByRole('button', { name: 'Responder' }).click();
    await reader.page.getByText('Hasta el 30 de junio, por la página.').waitFor();
    await citizen.page.getByText('Hasta el 30 de junio, por la página.').waitFor();
    await expectClean(reader, 'reader-forum-phone');
    await Promise.all([expert.context.close(), reader.context.close()]);
  });

  it('tells a citizen, in both languages, that a room waits for its advisor', async () => {
    const guest = await visitor(browser, product.url, PHONE);
    for (const [language, words] of [
      ['es', 'el asesor de turno no ha llegado'],
      ['en', 'the advisor on duty has not arrived'],
    ] as const) {
      await guest.page.goto(`/?lang=${language}`);
      await guest.page.getByText(words).scrollIntoViewIfNeeded();
      await expectClean(guest, `citizen-room-no-advisor-${language}-phone`);
    }
    await guest.context.close();
  });

  it('takes the files of an expert, who uses the keyboard alone', async () => {
    await askForMaterial(owner.page);
    const expert = await visitor(browser, product.url);
    await signInStaff(expert, 'experto', product.password);
    const { page } = expert;
    await page.getByRole('link', { name: /Bring the material/ }).press('Enter');
    await page.getByRole('button', { name: 'Tomar' }).press('Enter');
    await page.getByRole('button', { name: 'Completar tarea' }).press('Enter');
    await page.getByRole('link', { name: /Material del foro/ }).press('Enter');
    const field = page.getByRole('button', { name: 'Material del foro' });
    const file = page.getByRole('link', { name: PDF.name });
    const choose = async (): Promise<void> => {
      await field.and(page.locator(':focus')).waitFor();
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      await (await chooser).setFiles([PDF]);
      await file.waitFor();
    };
    await choose();
    await expectClean(expert, 'expert-material');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await file.waitFor({ state: 'detached' });
    await choose();
    await page.setViewportSize(PHONE);
    await expectClean(expert, 'expert-material-phone');
    const download = page.waitForEvent('download');
    await file.press('Enter');
    expect((await download).suggestedFilename()).toBe(PDF.name);
    await page.getByRole('button', { name: 'Completar tarea' }).press('Enter');
    await page.getByText('Tarea completada').first().waitFor();
    await expert.context.close();
  });

  it.each([
    ['owner', '/staff/definiciones', 'Definiciones', 'owner-definitions'],
    ['owner', '/staff/registros', 'Registros', 'owner-registers'],
    ['coord', '/staff/registros/improvement-actions', 'Acciones de mejora', 'coord-register'],
    ['owner', '/staff/documentos', 'Documentos', 'owner-documents'],
    ['owner', '/staff/indicadores', 'Indicadores', 'owner-indicators'],
    ['gerop', '/staff/programacion', 'Programación', 'gerop-programme'],
    ['jefe', '/staff/foros', 'Foros', 'jefe-forums'],
    ['owner', '/staff/correo', 'Correo de desarrollo', 'owner-outbox'],
    ['owner', '/staff/instancias', 'Instancias', 'owner-instances'],
    ['lider', '/staff/trabajo', 'Mi trabajo', 'lider-work'],
    ['crmadm', '/staff/cuentas', 'Cuentas', 'crmadm-accounts'],
  ])('has a clean screen for %s at %s, on a desk and on a phone', async (username, address, title, state) => {
    for (const [suffix, viewport] of [
      ['', DESKTOP],
      ['-phone', PHONE],
    ] as const) {
      const person = await visitor(browser, product.url, viewport);
      await signInStaff(person, username, product.password);
      await person.page.goto(address);
      await person.page.getByRole('heading', { name: title, level: 1 }).waitFor();
      await person.page.waitForLoadState('networkidle');
      await expectClean(person, state + suffix);
      await person.context.close();
    }
  });
});
