/** The engine's deployment door: parsers live behind it. Nothing of the workflow bundle may import it. */
export { compileRelease } from './compileRelease';
export type { CompileOptions, CompileResult, Procedure, ReleaseContent, Template } from './release';
export { programFor } from './programFor';
export type { ElementDefinition, FlowDefinition, ProcessDefinition, Program, StartEventDefinition } from './definition';
export type { FormSchema } from '../forms';
