import type { Visitor } from './browser';

/** Signs a member of the staff in and waits for his first screen. */
export async function signInStaff({ page }: Visitor, username: string, password: string): Promise<void> {
  await page.goto('/staff');
  await page.getByLabel('Usuario').fill(username);
  await page.getByRole('textbox', { name: 'Contraseña' }).fill(password);
  await page.getByRole('button', { name: 'Ingresar' }).click();
  await page.getByRole('navigation', { name: 'Navegación principal' }).waitFor({ state: 'attached' });
}

export interface NewCitizen {
  room: string;
  email: string;
  document: string;
  name: string;
}

/** Registers a citizen on the way into a room; ends where he writes his request. */
export async function register({ page }: Visitor, { room, email, document, name }: NewCitizen): Promise<void> {
  await page.goto(`/sala/${room}`);
  await page.getByRole('link', { name: 'Es mi primera vez' }).click();
  await page.getByLabel('Tipo de documento').selectOption('CC');
  await page.getByLabel('Número de documento').fill(document);
  await page.getByLabel('Nombres y apellidos').fill(name);
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Clave', { exact: false }).first().fill('una clave bien larga');
  await page.getByLabel(/relación/).selectOption({ index: 1 });
  await page.getByLabel(/Autorizo/).check();
  await page.getByRole('button', { name: 'Registrarme y continuar' }).click();
  await page.getByRole('button', { name: 'Iniciar el chat' }).waitFor();
}

/** Chooses a general question about loans and starts the chat. */
export async function openChat({ page }: Visitor, summary: string): Promise<void> {
  await page.getByLabel('¿Qué quiere hacer?').selectOption('solicitud.informacion-general');
  await page.getByLabel('¿Sobre qué tema?').selectOption('credito-educativo');
  await page.getByLabel('¿Qué necesita saber?').fill(summary);
  await page.getByRole('button', { name: 'Iniciar el chat' }).click();
  await page.getByLabel('Escriba su mensaje').waitFor();
}
