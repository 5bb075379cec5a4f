import type { CalendarData } from '../calendar';
import type { DecisionModel } from '../dmn';
import type { FormSchema } from '../forms';
import type { DocumentTemplate } from '../../protocol/documents';
import type { JsonValue } from '../../protocol/json';
import type { Problem } from '../../protocol/problem';
import type { Register } from '../../protocol/registers';
import type { Catalogue } from '../../protocol/release';
import type { ProcessDefinition } from './definition';

/** A text with `{{placeholders}}` for `notify`. */
export interface Template {
  id: string;
  subject: string;
  body: string;
  [name: string]: JsonValue | undefined;
}

/** `procedure.yaml`: what the procedure is and what it consists of. */
export interface Procedure {
  id: string;
  code: string;
  name: string;
  processes: ProcedureProcess[];
  [name: string]: JsonValue | ProcedureProcess[] | undefined;
}

/** One row of the table stage → process → file. */
export interface ProcedureProcess {
  id: string;
  file: string;
  name: string;
  [name: string]: JsonValue | undefined;
}

/** All that a deployment means, compiled: plain JSON under one hash. */
export interface ReleaseContent {
  /** SHA-256 over names and hashes of the resources. */
  hash: string;
  processes: Record<string, ProcessDefinition>;
  /** Process id → name of its resource. */
  processResources: Record<string, string>;
  /** Decision id → name of the model (the resource) that holds it. */
  decisions: Record<string, string>;
  decisionModels: Record<string, DecisionModel>;
  forms: Record<string, FormSchema>;
  catalogues: Record<string, Catalogue>;
  templates: Record<string, Template>;
  registers: Record<string, Register>;
  documents: Record<string, DocumentTemplate>;
  calendar: CalendarData;
  procedures: Record<string, Procedure>;
  resources: { name: string; hash: string }[];
}

export interface CompileOptions {
  /** Job types that a worker carries out. */
  jobTypes: ReadonlySet<string>;
}

export type CompileResult =
  { ok: true; content: ReleaseContent; warnings: Problem[] } | { ok: false; problems: Problem[] };
