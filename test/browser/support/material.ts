import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const MODEL = path.resolve(__dirname, '../../../api/v2/models/material.bpmn');

/** Deploys a process of one task, which asks an expert for files, and starts it; `page` is the owner's. */
export async function askForMaterial(page: Page): Promise<void> {
  const model = readFileSync(MODEL, 'utf8').replace('candidateGroups="asesor"', 'candidateGroups="experto"');
  const statuses = await page.evaluate(async (xml) => {
    const body = new FormData();
    body.append('resources', new File([xml], 'material.bpmn'));
    const deployed = await fetch('/v2/deployments', { method: 'POST', body });
    const started = await fetch('/v2/process-instances', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ processDefinitionId: 'material' }),
    });
    return [deployed.status, started.status];
  }, model);
  expect(statuses).toEqual([200, 200]);
}

/** A file as a person would choose it; a PDF by its first bytes. */
export const PDF = { name: 'presentacion.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') };
