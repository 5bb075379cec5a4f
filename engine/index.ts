/**
 * The engine's run-time door: pure, synchronous, without parser, clock, zone or node builtin, so that it loads in
 * Temporal's sandbox. Deployment has its own door, `engine/model`.
 */
export { createExecution, openUserTasks } from './execution/execution';
export type { ElementInstance, Execution, Incident, Job, Subscription, Timer, UserTask } from './execution/execution';
export { step } from './execution/step';
export { calledProgram } from './execution/program';
export { migrate } from './execution/changes/migrate';
export { migrationOf, planMigration } from './execution/changes/migrationPlan';
export { planModification } from './execution/changes/modificationPlan';
export { whyWaiting } from './execution/whyWaiting';
export { ENGINE_VERSION } from './execution/versions';
export type { Effect, ExecutionInput, StepResult } from './execution/types';
export type { ElementDefinition, FlowDefinition, ProcessDefinition, Program } from './model/definition';
