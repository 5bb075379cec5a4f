import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import { ActionIcon, Group } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementSummary } from './summary';

interface Canvas {
  zoom(factor: 'fit-viewport' | number, center?: 'auto'): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}
interface Overlays {
  add(id: string, type: string, overlay: { position: object; html: HTMLElement }): string;
  remove(filter: { type: string }): void;
}
interface Registry {
  get(id: string): unknown;
}

export interface DiagramProps {
  xml: string;
  elements: readonly ElementSummary[];
  takenFlows: readonly string[];
  selected: string | null;
  onSelect: (elementId: string | null) => void;
}

/** The process as drawn, with tokens, the path taken and incidents. The table of elements says the same in words. */
export function Diagram({ xml, elements, takenFlows, selected, onSelect }: DiagramProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  const select = useRef(onSelect);
  select.current = onSelect;

  useEffect(() => {
    const created = new NavigatedViewer({ container: box.current! });
    let isGone = false;
    void created.importXML(xml).then(() => {
      if (isGone) return;
      created.get<Canvas>('canvas').zoom('fit-viewport', 'auto');
      nameForReaders(box.current!, t('instances.diagram'), t('instances.diagramHelp'));
      created.on('element.click', ({ element }: { element: { id: string } }) => select.current(element.id));
      setViewer(created);
    });
    return () => {
      isGone = true;
      setViewer(null);
      created.destroy();
    };
  }, [xml, t]);

  useEffect(() => (viewer ? mark(viewer, elements, takenFlows) : undefined), [viewer, elements, takenFlows]);

  useEffect(() => {
    if (!viewer || !selected || !viewer.get<Registry>('elementRegistry').get(selected)) return undefined;
    const canvas = viewer.get<Canvas>('canvas');
    canvas.addMarker(selected, 'selected');
    return () => canvas.removeMarker(selected, 'selected');
  }, [viewer, selected]);

  const zoom = (by: number | 'fit-viewport') => {
    const canvas = viewer?.get<Canvas>('canvas');
    if (!canvas) return;
    if (by === 'fit-viewport') canvas.zoom('fit-viewport', 'auto');
    else viewer?.get<{ stepZoom(step: number): void }>('zoomScroll').stepZoom(by);
  };
  return (
    <div>
      <Group gap={4} justify="flex-end" mb={4}>
        <ActionIcon variant="default" size="lg" aria-label={t('instances.zoomIn')} onClick={() => zoom(1)}>
          +
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t('instances.zoomOut')} onClick={() => zoom(-1)}>
          −
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t('instances.fit')} onClick={() => zoom('fit-viewport')}>
          <svg
            width={18}
            height={18}
            viewBox="0 0 24 24"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            strokeWidth={2}
          >
            <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
          </svg>
        </ActionIcon>
      </Group>
      <div className="diagram" ref={box} />
    </div>
  );
}

/** bpmn-js leaves its focusable svg without a name. */
function nameForReaders(box: HTMLElement, label: string, help: string): void {
  const svg = box.querySelector('.djs-container > svg');
  svg?.setAttribute('role', 'group');
  svg?.setAttribute('aria-label', `${label}. ${help}`);
}

/** Marks elements and flows; returns what takes the marks away again. */
function mark(viewer: NavigatedViewer, elements: readonly ElementSummary[], takenFlows: readonly string[]): () => void {
  const canvas = viewer.get<Canvas>('canvas');
  const overlays = viewer.get<Overlays>('overlays');
  const registry = viewer.get<Registry>('elementRegistry');
  const marks: [string, string][] = [];
  for (const flow of takenFlows) marks.push([flow, 'on-path']);
  for (const element of elements) {
    if (element.incidents > 0) marks.push([element.elementId, 'has-incident']);
    else if (element.active > 0) marks.push([element.elementId, 'is-active']);
    else if (element.completed > 0) marks.push([element.elementId, 'on-path']);
  }
  const known = marks.filter(([id]) => registry.get(id));
  for (const [id, marker] of known) canvas.addMarker(id, marker);
  for (const element of elements) {
    if (element.active === 0 || !registry.get(element.elementId)) continue;
    overlays.add(element.elementId, 'cauce-token', { position: { bottom: 12, left: -12 }, html: token(element) });
  }
  return () => {
    for (const [id, marker] of known) canvas.removeMarker(id, marker);
    overlays.remove({ type: 'cauce-token' });
  };
}

function token({ active, incidents }: ElementSummary): HTMLElement {
  const node = document.createElement('div');
  node.className = incidents > 0 ? 'token incident' : 'token';
  node.textContent = incidents > 0 ? `! ${incidents}` : String(active);
  node.setAttribute('aria-hidden', 'true');
  return node;
}
