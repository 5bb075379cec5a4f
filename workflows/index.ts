/**
 * The workflow bundle. Every exported function is a workflow type that anyone may start: the default stands for every
 * process, and `$` cannot occur in a process id (an XML name), so no process can shadow the other.
 */
export { processInstance as default } from './processInstance';
export { timerStart as $timerStart } from './timerStart';
